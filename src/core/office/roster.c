// roster.c: see roster.h.
#include "core/office/roster.h"

#include "core/office/made.h"

#include "text/fold.h"

static const struct {
    const char *word; // folded
    const char *kind;
} words[] = {
    {"country", "country"},       {"quoc gia", "country"},
    {"nuoc", "country"},          {"province", "province"},
    {"tinh", "province"},         {"thanh pho", "province"},
    {"city", "province"},         {"municipality", "province"},
    {"commune", "commune"},       {"xa", "commune"},
    {"ward", "ward"},             {"phuong", "ward"},
    {"zone", "zone"},             {"special zone", "zone"},
    {"dac khu", "zone"},          {"department", "department"},
    {"so", "department"},         {"phong", "department"},
    {"phong ban", "department"},  {"unit", "unit"},
    {"don vi", "unit"},           {"trung tam", "unit"},
    {"committee", "committee"},   {"ban chi dao", "committee"},
};

struct str roster_kind(struct str word)
{
    char folded[64];
    word = str_trim(word);
    if (word.n >= sizeof folded) {
        return STR_NONE;
    }
    struct str bare = str_trim((struct str){folded, fold_text(word, folded)});
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (str_eqz(bare, words[i].word)) {
            return str_c(words[i].kind);
        }
    }
    return STR_NONE;
}

enum { NO_ROW = -1, BAD_ROW = -2 };

enum placing { PLACE_OPEN, PLACE_ON_PATH, PLACE_DONE, PLACE_BAD };

struct planning {
    const struct site *site;
    const struct roster_row *rows;
    size_t n;
    struct roster *out;
    int32_t *by_code;       // rows sorted by code
    enum placing *placing;
    int64_t *office_id;     // of a row; 0: to be added
    size_t *step_of;        // of a row that adds
};

static int compare_code(const void *a, const void *b, void *arg)
{
    const struct roster_row *rows = arg;
    int32_t x = *(const int32_t *)a;
    int32_t y = *(const int32_t *)b;
    int by = str_cmp(rows[x].code, rows[y].code);
    return by != 0 ? by : (x > y) - (x < y);
}

// The first row with that code, or NO_ROW.
static int32_t row_of(const struct planning *p, struct str code)
{
    size_t lo = 0;
    size_t hi = p->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (str_cmp(p->rows[p->by_code[mid]].code, code) < 0) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < p->n && str_eq(p->rows[p->by_code[lo]].code, code) ? p->by_code[lo] : NO_ROW;
}

static void problem(struct planning *p, size_t row, const char *field, const char *why)
{
    p->placing[row] = PLACE_BAD;
    p->out->problems[p->out->n_problems++] = (struct roster_problem){p->rows[row].line, field, why};
}

// What is wrong with a row by itself.
static void check_row(struct planning *p, size_t i)
{
    const struct roster_row *r = &p->rows[i];
    struct office_draft d = {.code = r->code, .kind = roster_kind(r->kind)};
    memcpy(d.name, r->name, sizeof d.name);
    struct problems list = {.n = 0};
    office_check(NULL, &d, &list);
    if (row_of(p, r->code) != (int32_t)i) {
        problem(p, i, "code", N_("a row above has this code"));
    } else if (d.kind.n == 0) {
        problem(p, i, "kind",
                N_("no kind of office is called so; known are country, province, commune, ward, zone, department, "
                   "unit and committee"));
    } else if (list.n > 0) {
        problem(p, i, list.list[0].field, list.list[0].msgid);
    }
}

// A list whose top is a country, for a site that is one, means the site's own office by it.
static bool is_the_root(const struct planning *p, const struct roster_row *r)
{
    const struct office *root = site_office(p->site, p->site->root);
    return str_eq(r->code, root->code) ||
           (r->parent_code.n == 0 && str_eq(root->kind, STR("country")) && str_eq(roster_kind(r->kind), STR("country")) &&
            site_office_by_code(p->site, r->code) == NULL);
}

static void find_offices(struct planning *p)
{
    const struct office *root = site_office(p->site, p->site->root);
    for (size_t i = 0; i < p->n; i++) {
        const struct office *o = site_office_by_code(p->site, p->rows[i].code);
        p->office_id[i] = o == NULL ? 0 : o->id;
        if (p->placing[i] == PLACE_OPEN && o == NULL && p->out->is_root == NULL && is_the_root(p, &p->rows[i]) &&
            row_of(p, root->code) == NO_ROW) {
            p->out->is_root = &p->rows[i];
            p->office_id[i] = root->id;
        }
    }
}

// Where the row is to stand: the row it stands under, or *parent_id; BAD_ROW when that cannot be.
static int32_t parent_of(struct planning *p, size_t i, int64_t *parent_id)
{
    const struct roster_row *r = &p->rows[i];
    *parent_id = 0;
    if (r->parent_code.n == 0) {
        const struct office *o = site_office(p->site, p->office_id[i]);
        *parent_id = o == NULL ? p->site->root : o->parent < 0 ? 0 : site_parent(p->site, o)->id;
        if (o == NULL && p->out->put_below == NULL) {
            p->out->put_below = r;
        }
        return NO_ROW;
    }
    int32_t row = row_of(p, r->parent_code);
    if (row == NO_ROW) {
        const struct office *o = site_office_by_code(p->site, r->parent_code);
        if (o == NULL) {
            problem(p, i, "parent_code", N_("no office has this code, neither in the list nor here"));
            return BAD_ROW;
        }
        *parent_id = o->id;
    } else {
        *parent_id = p->office_id[row];
    }
    return row;
}

static void add_step(struct planning *p, size_t i, int32_t parent_row, int64_t parent_id)
{
    const struct roster_row *r = &p->rows[i];
    struct roster *out = p->out;
    struct roster_step step = {.row = r, .kind = roster_kind(r->kind), .office_id = p->office_id[i], .parent_id = parent_id};
    if (step.office_id == 0) {
        step.parent = parent_row < 0 || parent_id != 0 ? 0 : p->step_of[parent_row];
        step.adds = true;
        p->step_of[i] = out->n;
        out->steps[out->n++] = step;
        out->adds++;
        return;
    }
    const struct office *o = site_office(p->site, step.office_id);
    bool is_root = o->id == p->site->root;
    step.parent = parent_row < 0 || parent_id != 0 ? 0 : p->step_of[parent_row];
    int64_t stands_under = o->parent < 0 ? 0 : site_parent(p->site, o)->id;
    step.moves = !is_root && (stands_under != parent_id || !str_eq(o->kind, step.kind));
    bool changes = step.moves;
    for (int l = 0; l < LANG_COUNT && r != out->is_root; l++) {
        step.renames[l] = r->name[l].n > 0 && !str_eq(r->name[l], o->name[l]);
        changes = changes || step.renames[l];
    }
    if (step.moves && parent_id != 0 && site_within(p->site, parent_id, o->id)) {
        problem(p, i, "parent_code", N_("this office stands below the one that is to come under it"));
    } else if (changes) {
        out->steps[out->n++] = step;
        out->changes++;
    } else {
        out->unchanged++;
    }
}

// Place a row after those above it in the list. The path is kept on a stack of our own: a list may be a chain.
static void place(struct planning *p, size_t row, size_t *path)
{
    size_t depth = 0;
    path[depth++] = row;
    while (depth > 0) {
        size_t i = path[depth - 1];
        if (p->placing[i] == PLACE_DONE || p->placing[i] == PLACE_BAD) {
            depth--;
            continue;
        }
        int64_t parent_id;
        int32_t parent = parent_of(p, i, &parent_id);
        if (parent == BAD_ROW) {
            continue;
        }
        enum placing above = parent < 0 ? PLACE_DONE : p->placing[parent];
        if (above == PLACE_BAD) {
            problem(p, i, "parent_code", N_("the office above it cannot be taken"));
        } else if (above == PLACE_ON_PATH) {
            problem(p, i, "parent_code", N_("the offices above it go round in a circle"));
        } else if (above == PLACE_OPEN) {
            p->placing[i] = PLACE_ON_PATH;
            path[depth++] = (size_t)parent;
        } else {
            p->placing[i] = PLACE_DONE;
            add_step(p, i, parent, parent_id);
        }
    }
}

static int compare_line(const void *a, const void *b)
{
    const struct roster_problem *x = a;
    const struct roster_problem *y = b;
    return (x->line > y->line) - (x->line < y->line);
}

void roster_plan(struct arena *a, const struct site *s, const struct roster_row *rows, size_t n, struct roster *out)
{
    BUG_ON(n > ROSTER_ROWS_MAX);
    *out = (struct roster){.steps = ARENA_ARRAY(a, struct roster_step, n),
                           .problems = ARENA_ARRAY(a, struct roster_problem, n)};
    struct planning p = {.site = s, .rows = rows, .n = n, .out = out, .by_code = ARENA_ARRAY(a, int32_t, n),
                         .placing = ARENA_ARRAY(a, enum placing, n), .office_id = ARENA_ARRAY(a, int64_t, n),
                         .step_of = ARENA_ARRAY(a, size_t, n)};
    for (size_t i = 0; i < n; i++) {
        p.by_code[i] = (int32_t)i;
    }
    qsort_r(p.by_code, n, sizeof *p.by_code, compare_code, (void *)(uintptr_t)rows);
    for (size_t i = 0; i < n; i++) {
        check_row(&p, i);
    }
    find_offices(&p);
    size_t *path = ARENA_ARRAY(a, size_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (p.placing[i] == PLACE_OPEN) {
            place(&p, i, path);
        }
    }
    qsort(out->problems, out->n_problems, sizeof *out->problems, compare_line);
}

static bool carry_out(const struct founder *f, const struct made *m, struct roster *r, struct roster_step *step, struct err *e)
{
    int64_t parent = step->parent_id != 0 ? step->parent_id : r->steps[step->parent].office_id;
    if (step->adds) {
        struct office_draft d = {.code = step->row->code, .kind = step->kind, .parent_id = parent};
        memcpy(d.name, step->row->name, sizeof d.name);
        return office_add(f, &d, &step->office_id, e) && made_after(m, step->office_id, true, e);
    }
    if (!made_before(m, step->office_id, e)) {
        return false;
    }
    if (step->moves && !office_move(f, step->office_id, parent, step->row->code, step->kind, e)) {
        return false;
    }
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        if (step->renames[l] && !office_rename(f, step->office_id, l, step->row->name[l], e)) {
            return false;
        }
    }
    return made_after(m, step->office_id, false, e);
}

enum tx_end roster_carry_out(struct tx *tx, void *arg, struct err *e)
{
    struct roster_work *w = arg;
    struct founder f = {.tx = tx, .home = w->site->home, .now = w->now, .today = w->site->today};
    struct made m = {tx, w->site->home, w->batch};
    size_t to = w->from + ROSTER_STEPS_A_TX < w->roster->n ? w->from + ROSTER_STEPS_A_TX : w->roster->n;
    for (size_t i = w->from; i < to; i++) {
        if (!carry_out(&f, &m, w->roster, &w->roster->steps[i], e)) {
            return TX_FAILED;
        }
    }
    w->to = to;
    return TX_COMMIT;
}
