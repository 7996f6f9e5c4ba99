// plan.c: see plan.h.
#include "core/steer/plan.h"

#include "core/office/lookup.h"
#include "core/steer/task_access.h"
#include "docs/csv.h"
#include "i18n/i18n.h"

enum { DAY_WORDS_MAX = 12, DAY_CELL_MAX = 100, NEAR_ROWS = 50 };

const char *plan_column_words(enum plan_column c)
{
    static const char *const words[PLAN_COLUMNS] = {N_("Task"), N_("Lead office"), N_("Coordinating offices"), N_("Due date"),
                                                    N_("Expected result")};
    return words[c];
}

// ---- days

static bool is_filler(struct str word)
{
    static const char *const fillers[] = {"truoc", "ngay", "thang", "nam",  "cuoi", "het", "den",
                                          "trong", "cham", "nhat",  "by",   "before", "end", "of"};
    for (size_t i = 0; i < ARRAY_LEN(fillers); i++) {
        if (str_eqz(word, fillers[i])) {
            return true;
        }
    }
    return false;
}

static int64_t roman(struct str word)
{
    static const char *const numbers[] = {"i", "ii", "iii", "iv"};
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
        if (str_eqz(word, numbers[i])) {
            return (int64_t)i + 1;
        }
    }
    return 0;
}

static bool says_no_day(struct str bare)
{
    static const char *const none[] = {"", " thuong xuyen ", " hang nam ", " hang thang ", " hang quy ", " lien tuc ",
                                       " ongoing "};
    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        if (str_eqz(bare, none[i])) {
            return true;
        }
    }
    return str_trim(bare).n == 0;
}

// The numbers of a cell, and whether they begin with a quarter. False when something else stands there.
static bool day_numbers(struct str bare, int64_t *numbers, size_t *n, bool *quarter)
{
    *n = 0;
    *quarter = false;
    for (struct str rest = str_trim(bare); rest.p != NULL;) {
        struct str word = str_cut(&rest, ' ');
        int64_t v;
        if (str_eqz(word, "quy") && *n == 0) {
            *quarter = true;
        } else if (*quarter && *n == 0 && roman(word) != 0) {
            numbers[(*n)++] = roman(word);
        } else if (*n < 3 && str_int(word, &v) && v > 0 && v < 10000) {
            numbers[(*n)++] = v;
        } else if (!is_filler(word)) {
            return false;
        }
    }
    return *n > 0;
}

static bool last_of(enum period period, int64_t year, int64_t month, int64_t *day)
{
    if (!civil_year_written(year) || month < 1 || month > 12) {
        return false;
    }
    *day = civil_period(period, civil_day((int)year, (int)month, 1)).end - 1;
    return true;
}

bool plan_day(struct str cell, int64_t *day)
{
    struct arena scratch = ARENA_INIT;
    struct str bare = office_bare(&scratch, str_slice(str_trim(cell), 0, DAY_CELL_MAX));
    int64_t v[3];
    size_t n;
    bool quarter;
    bool good = true;
    if (says_no_day(bare)) {
        *day = 0;
    } else if (!day_numbers(bare, v, &n, &quarter)) {
        good = false;
    } else if (quarter) {
        good = n == 2 && v[0] <= 4 && last_of(PERIOD_QUARTER, v[1], v[0] * 3, day);
    } else if (n == 3) {
        int64_t y = civil_year_written(v[0]) ? v[0] : v[2];
        int64_t d = civil_year_written(v[0]) ? v[2] : v[0];
        good = civil_year_written(y) && civil_valid((int)y, (int)v[1], (int)d);
        *day = good ? civil_day((int)y, (int)v[1], (int)d) : *day;
    } else {
        good = n == 2 ? last_of(PERIOD_MONTH, v[1], v[0], day) : last_of(PERIOD_YEAR, v[0], 1, day);
    }
    arena_free(&scratch);
    return good;
}

// ---- offices

struct naming {
    struct office_names *names;
    const struct office *top;
    int64_t *out;
    size_t n, max;
    struct str unknown;
    bool several;
};

static enum office_named take(struct naming *k, struct str typed)
{
    const struct office *o;
    enum office_named got = office_named(k->names, typed, k->top, &o);
    bool known = got != NAMED_ONE;
    for (size_t i = 0; i < k->n && !known; i++) {
        known = k->out[i] == o->id;
    }
    if (!known && k->n < k->max) {
        k->out[k->n++] = o->id;
    }
    return got;
}

static void not_known(struct naming *k, struct str typed, enum office_named got)
{
    if (k->unknown.p == NULL) {
        k->unknown = typed;
        k->several = got == NAMED_SEVERAL;
    }
}

// Names parted by commas, of which some have commas themselves: the longest that is one is taken.
static void take_list(struct naming *k, struct str text)
{
    while (text.n > 0) {
        size_t end = text.n;
        enum office_named got = take(k, text);
        while (got != NAMED_ONE) {
            size_t before = end;
            while (before > 0 && text.p[before - 1] != ',') {
                before--;
            }
            if (before == 0) {
                break;
            }
            end = before - 1;
            enum office_named shorter = take(k, str_slice(text, 0, end));
            got = shorter == NAMED_NONE ? got : shorter;
            if (shorter == NAMED_ONE) {
                break;
            }
        }
        if (got != NAMED_ONE) {
            struct str rest = text;
            not_known(k, str_trim(str_cut(&rest, ',')), got);
            text = rest.p == NULL ? STR("") : rest;
        } else {
            text = str_slice(text, end + (end < text.n ? 1 : 0), text.n);
        }
    }
}

size_t plan_offices(struct arena *a, struct office_names *names, const struct office *top, struct str text, int64_t *out,
                    size_t max, struct str *unknown, bool *several)
{
    struct naming k = {.names = names, .top = top, .out = out, .max = max, .unknown = STR_NONE};
    char *flat = arena_alloc(a, text.n + 1);
    for (size_t i = 0; i < text.n; i++) {
        flat[i] = text.p[i] == '\n' || text.p[i] == '\r' ? ';' : text.p[i];
    }
    for (struct str rest = {flat, text.n}; rest.p != NULL;) {
        struct str part = str_trim(str_cut(&rest, ';'));
        if (part.n > 0) {
            take_list(&k, part);
        }
    }
    *unknown = k.unknown;
    *several = k.several;
    return k.n;
}

// ---- the table

static bool head_of(struct str bare, enum plan_column *c)
{
    static const struct {
        const char *begins;
        enum plan_column column;
    } heads[] = {
        {" noi dung ", PLAN_WHAT},        {" nhiem vu ", PLAN_WHAT},          {" cong viec ", PLAN_WHAT},
        {" task ", PLAN_WHAT},            {" content ", PLAN_WHAT},           {" co quan chu tri ", PLAN_LEAD},
        {" don vi chu tri ", PLAN_LEAD},  {" chu tri ", PLAN_LEAD},           {" lead ", PLAN_LEAD},
        {" co quan phoi hop ", PLAN_WITH}, {" don vi phoi hop ", PLAN_WITH},  {" phoi hop ", PLAN_WITH},
        {" with ", PLAN_WITH},            {" coordinating ", PLAN_WITH},      {" thoi han ", PLAN_DUE},
        {" thoi gian ", PLAN_DUE},        {" han ", PLAN_DUE},                {" due ", PLAN_DUE},
        {" deadline ", PLAN_DUE},         {" san pham ", PLAN_PRODUCT},       {" ket qua ", PLAN_PRODUCT},
        {" product ", PLAN_PRODUCT},      {" expected result ", PLAN_PRODUCT},
    };
    for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
        if (str_starts(bare, str_c(heads[i].begins))) {
            *c = heads[i].column;
            return true;
        }
    }
    return false;
}

struct reading {
    struct arena *a;
    const struct site *site;
    const struct office *top, *root;
    struct office_names *names;
    int64_t giver, today;
    size_t column[PLAN_COLUMNS]; // cell of each; SIZE_MAX: none
    struct plan *out;
};

// Is this row the names of the columns?
static bool read_head(struct reading *r, const struct csv_row *row)
{
    size_t found = 0;
    size_t column[PLAN_COLUMNS] = {SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX};
    for (size_t i = 0; i < row->n; i++) {
        enum plan_column c;
        if (head_of(office_bare(r->a, row->cells[i]), &c) && column[c] == SIZE_MAX) {
            column[c] = i;
            found++;
        }
    }
    bool head = found >= 2 && column[PLAN_WHAT] != SIZE_MAX && column[PLAN_LEAD] != SIZE_MAX;
    if (head) {
        memcpy(r->column, column, sizeof column);
    }
    return head;
}

static void wrong(struct plan_row *row, enum plan_column c, const char *msgid, struct str about)
{
    for (size_t i = 0; i < row->n_problems; i++) {
        if (row->problems[i].column == c) {
            return;
        }
    }
    if (row->n_problems < PLAN_PROBLEMS) {
        row->problems[row->n_problems++] = (struct plan_problem){c, msgid, about, {.n = 0}};
    }
}

// As wrong(); the first NEAR_ROWS rows say who may have been meant.
static void wrong_office(struct reading *r, struct plan_row *row, enum plan_column c, const char *msgid, struct str typed)
{
    size_t before = row->n_problems;
    wrong(row, c, msgid, typed);
    if (row->n_problems > before && r->out->n - r->out->good < NEAR_ROWS) {
        office_near(r->names, typed, c == PLAN_LEAD ? r->top : r->root, &row->problems[before].near);
    }
}

static void check_row(struct reading *r, struct plan_row *row)
{
    static const struct {
        const char *field;
        enum plan_column column;
    } fields[] = {{"what", PLAN_WHAT}, {"product", PLAN_PRODUCT}, {"lead", PLAN_LEAD}, {"with", PLAN_WITH}, {"due", PLAN_DUE}};
    struct problems p = {.n = 0};
    task_check(&row->draft, r->today, &p);
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        const char *msgid = problem_of(&p, fields[i].field);
        if (msgid != NULL) {
            wrong(row, fields[i].column, msgid, STR(""));
        }
    }
}

static void read_offices(struct reading *r, struct plan_row *row)
{
    const struct office *lead;
    struct str unknown;
    bool several;
    int64_t *with = ARENA_ARRAY(r->a, int64_t, TASK_WITH_MAX + 1);
    struct str typed = str_trim(row->cells[PLAN_LEAD]);
    enum office_named got = typed.n == 0 ? NAMED_NONE : office_named(r->names, typed, r->top, &lead);
    if (got == NAMED_ONE && task_may_lead(r->site, r->giver, lead->id)) {
        row->draft.lead_id = lead->id;
    } else if (typed.n > 0) {
        wrong_office(r, row, PLAN_LEAD,
                     got == NAMED_SEVERAL ? N_("Several offices are called so: write its code.")
                                          : N_("No office that this one may give tasks to is called so."),
                     typed);
    }
    row->draft.n_with = plan_offices(r->a, r->names, r->root, row->cells[PLAN_WITH], with, TASK_WITH_MAX + 1, &unknown, &several);
    row->draft.with = with;
    if (unknown.p != NULL) {
        wrong_office(r, row, PLAN_WITH,
                     several ? N_("Several offices are called so: write its code.") : N_("No office is called so."), unknown);
    }
}

static void add_row(struct reading *r, const struct csv_row *cells)
{
    struct plan_row *row = &r->out->rows[r->out->n];
    size_t filled = 0;
    *row = (struct plan_row){.line = cells->line, .draft = {.source = STR("plan")}};
    for (enum plan_column c = 0; c < PLAN_COLUMNS; c++) {
        size_t at = r->column[c];
        row->cells[c] = at < cells->n ? str_copy(r->a, str_trim(cells->cells[at])) : STR("");
        filled += row->cells[c].n > 0;
    }
    if (filled == 0) {
        return;
    }
    row->draft.what = row->cells[PLAN_WHAT];
    row->draft.product = row->cells[PLAN_PRODUCT];
    if (!plan_day(row->cells[PLAN_DUE], &row->draft.due_day)) {
        wrong(row, PLAN_DUE, N_("This is no day: write 30/06/2026, tháng 6/2026 or quý II/2026."), row->cells[PLAN_DUE]);
    }
    read_offices(r, row);
    check_row(r, row);
    r->out->n++;
    r->out->good += row->n_problems == 0;
}

static bool is_number(struct str cell)
{
    int64_t v;
    struct str s = str_trim(cell);
    return str_int(str_ends(s, STR(".")) ? str_slice(s, 0, s.n - 1) : s, &v);
}

static bool tabs_in_first_line(struct str text)
{
    struct str first = str_cut(&text, '\n');
    return str_find(first, STR("\t")) >= 0;
}

void plan_read(struct arena *a, const struct site *s, int64_t giver, int64_t today, struct str text, struct plan *out)
{
    struct reading r = {.a = a, .site = s, .top = task_reach(s, giver), .root = site_office(s, s->root), .giver = giver,
                        .today = today, .out = out, .names = office_names(a, s)};
    struct csv_text source = {text, 0};
    struct csv_rules rules = {.separator = tabs_in_first_line(text) ? '\t' : 0, .charset_given = true, .charset = CHARSET_UTF8};
    struct csv *csv = csv_new(csv_text_more, &source, &rules);
    struct csv_row row;
    struct csv_bad bad;
    struct err e = ERR_INIT;
    enum csv_got got;
    bool first = true;
    *out = (struct plan){.rows = ARENA_ARRAY(a, struct plan_row, PLAN_ROWS_MAX)};
    for (size_t c = 0; c < PLAN_COLUMNS; c++) {
        r.column[c] = c;
    }
    while ((got = csv_next(csv, &row, &bad, &e)) == CSV_ROW && out->problem == NULL) {
        bool head = first && read_head(&r, &row);
        if (first && !head && is_number(row.cells[0])) { // "TT" stands in front
            for (size_t c = 0; c < PLAN_COLUMNS; c++) {
                r.column[c] = c + 1;
            }
        }
        if (out->n == PLAN_ROWS_MAX) {
            out->problem = N_("At most 1,000 rows at once.");
        } else if (!head) {
            add_row(&r, &row);
        }
        first = false;
    }
    if (got == CSV_BAD || got == CSV_FAILED) {
        out->problem = N_("This is no table: rows of cells, parted by tabs or commas, are expected.");
    } else if (out->n == 0 && out->problem == NULL) {
        out->problem = N_("Paste the rows of the plan's table.");
    }
    csv_free(csv);
}
