// import_offices.c: `hoiam import offices FILE`: a list of offices, compared with the tree and brought into it.
#include "cli/commands.h"

#include "base/clock.h"
#include "base/random.h"
#include "cli/import_file.h"
#include "cli/say.h"
#include "cli/store.h"
#include "core/intake/import.h"
#include "core/office/former.h"
#include "core/office/roster.h"
#include "i18n/civil.h"
#include "i18n/i18n.h"

static const struct opt import_offices_options[] = {
    IMPORT_FILE_OPTIONS,
    {"dry-run", NULL, N_("say what would be done, and do nothing"), 0},
    {"strict", NULL, N_("take all rows or none"), 0},
    OPT_END,
};

const struct cli_page cli_import_offices_page = {
    .options = import_offices_options,
    .operands_min = 1,
    .operands_max = 1,
    .about = N_(
        "Reads a list of offices: code, parent_code, kind and a name in each language (name_vi, name_en), in columns "
        "of any "
        "order. Offices are known by their code. New ones are added; one that has another name, kind or office above "
        "it "
        "changes from today on, and what it was stays on record; the others stay as they are, and none is taken away. "
        "So the "
        "same list can be read again.\n\n"
        "Rows without a parent_code go below the site's own office. Where both are a country, the row is that office "
        "itself.\n\n"
        "A tree that was comes along in three more columns: valid_from and valid_to, the first and the last day "
        "(2025-06-30), and "
        "successor, the code of the office that it became, or several with + between them, the heir first; empty: it "
        "ended into "
        "the office above it; its own code: it is the same office, which was called or stood otherwise then. A row "
        "without "
        "valid_to is an office of today, which began on valid_from.\n\n"
        "Kinds are country, province, commune, ward, zone, department, unit and committee, also in Vietnamese. Rows "
        "that "
        "cannot be taken are listed with file, line, column and reason; the others are taken. --strict and --dry-run do "
        "all of it in one transaction, which is rolled back. hoiam import undo takes an import back."),
    .example = "hoiam import offices vn-offices.csv --db tinh.db",
};

enum { FIELD_CODE, FIELD_PARENT, FIELD_KIND, FIELD_FROM, FIELD_TO, FIELD_SUCCESSOR, FIELD_NAME,
       FIELDS = FIELD_NAME + LANG_COUNT };

struct offices_list {
    struct roster_row *rows;   // of today
    size_t n;
    size_t cap;
    struct former_row *former; // what was, and since when
    size_t n_former;
    size_t former_cap;
    size_t bad;
};

static void tell_problem(const struct import_file *f, int64_t line, int field, size_t column, const char *why)
{
    struct buf out = buf_new(64 * 1024);
    import_file_told(f, line, field, column, &out);
    buf_addf(&out, "%s\n", say(why));
    cli_print(stderr, &out);
    buf_free(&out);
}

// "2025-06-30". False: it is no day.
static bool read_day(struct str text, int64_t *day)
{
    int64_t part[3];
    for (size_t i = 0; i < ARRAY_LEN(part); i++) {
        struct str digits = str_cut(&text, '-');
        if (digits.n != (i == 0 ? 4 : 2) || !str_int(digits, &part[i])) {
            return false;
        }
    }
    struct civil c = {.year = (int)part[0], .month = (int)part[1], .day = (int)part[2]};
    bool good = text.p == NULL && c.year >= 1900 && c.month >= 1 && c.month <= 12 && c.day >= 1 && c.day <= 31;
    if (good) {
        struct civil back = civil_from_day(civil_day(c.year, c.month, 1) + c.day - 1); // the 31st of a month of 30 is the 1st
        good = back.month == c.month;
        *day = civil_day(c.year, c.month, 1) + c.day - 1;
    }
    return good;
}

static bool read_successors(struct cli_call *call, struct str text, struct former_row *row)
{
    while (text.n > 0) {
        struct str code = str_trim(str_cut(&text, '+'));
        if (!code_usable(code) || row->n_successors == FORMER_SUCCESSORS_MAX) {
            return false;
        }
        row->successor[row->n_successors++] = str_copy(call->arena, code);
    }
    return true;
}

// What is wrong with a row of what was, by itself: the field, or -1.
static int former_problem(struct cli_call *call, const struct str v[FIELDS], const struct roster_row *r, int64_t today,
                          struct former_row *row, const char **why)
{
    static const char a_day[] = N_("write the day like 2025-06-30");
    struct problems list = {.n = 0};
    int64_t last = 0;
    *row = (struct former_row){.line = r->line, .is = {.code = r->code, .kind = roster_kind(r->kind)},
                               .parent_code = r->parent_code};
    memcpy(row->is.name, r->name, sizeof row->is.name);
    *why = a_day;
    if (!read_day(v[FIELD_FROM], &row->since_day)) {
        return FIELD_FROM;
    }
    if (v[FIELD_TO].n > 0 && !read_day(v[FIELD_TO], &last)) {
        return FIELD_TO;
    }
    row->until_day = v[FIELD_TO].n > 0 ? last + 1 : 0;
    *why = N_("the last day lies before the first");
    if (row->until_day != 0 && row->until_day <= row->since_day) {
        return FIELD_TO;
    }
    *why = N_("what lies ahead is planned on the administrator's page");
    if (row->since_day > today || row->until_day > today) {
        return row->since_day > today ? FIELD_FROM : FIELD_TO;
    }
    *why = N_("write codes with + between them");
    if (!read_successors(call, v[FIELD_SUCCESSOR], row)) {
        return FIELD_SUCCESSOR;
    }
    office_check(NULL, &row->is, &list);
    *why = list.n > 0 ? list.list[0].msgid : NULL;
    return list.n == 0 || row->until_day == 0 ? -1 : FIELD_CODE; // of today: the roster says what is wrong
}

static void add_former(struct offices_list *list, const struct former_row *row)
{
    if (list->n_former == list->former_cap) {
        list->former_cap = list->former_cap == 0 ? 256 : list->former_cap * 2;
        list->former = xrealloc(list->former, list->former_cap * sizeof *list->former);
    }
    list->former[list->n_former++] = *row;
}

static void add_row(struct offices_list *list, const struct roster_row *row)
{
    if (list->n == list->cap) {
        list->cap = list->cap == 0 ? 256 : list->cap * 2;
        list->rows = xrealloc(list->rows, list->cap * sizeof *list->rows);
    }
    list->rows[list->n++] = *row;
}

static void read_row(struct cli_call *call, struct import_file *f, const struct str v[FIELDS], int64_t line, int64_t today,
                     struct offices_list *list)
{
    struct roster_row row = {.line = line, .code = str_copy(call->arena, v[FIELD_CODE]),
                             .parent_code = str_copy(call->arena, v[FIELD_PARENT]),
                             .kind = str_copy(call->arena, v[FIELD_KIND])};
    struct former_row former;
    const char *why;
    for (int l = 0; l < LANG_COUNT; l++) {
        row.name[l] = str_copy(call->arena, v[FIELD_NAME + l]);
    }
    bool dated = v[FIELD_FROM].n > 0 || v[FIELD_TO].n > 0 || v[FIELD_SUCCESSOR].n > 0;
    int wrong = dated ? former_problem(call, v, &row, today, &former, &why) : -1;
    if (wrong >= 0) {
        tell_problem(f, line, wrong, 0, why);
        list->bad++;
        return;
    }
    if (dated) {
        add_former(list, &former);
    }
    if (!dated || former.until_day == 0) {
        add_row(list, &row);
    }
}

static bool read_list(struct cli_call *call, struct import_file *f, int64_t today, struct offices_list *list, struct err *e)
{
    struct str v[FIELDS];
    struct csv_bad bad;
    int64_t line;
    enum csv_got got;
    while ((got = import_file_next(f, v, &line, &bad, e)) > CSV_END) {
        if (got == CSV_BAD) {
            tell_problem(f, bad.line, -1, bad.column, bad.reason);
            list->bad++;
            continue;
        }
        if (list->n + list->n_former >= ROSTER_ROWS_MAX) {
            return err_set(e, ERR_LIMIT, N_("more than %d offices"), ROSTER_ROWS_MAX);
        }
        read_row(call, f, v, line, today, list);
    }
    return got == CSV_END;
}

static int field_of(const char *name)
{
    static const char *const names[] = {"code", "parent_code", "kind", "valid_from", "valid_to", "successor", "name"};
    for (int i = 0; i < (int)ARRAY_LEN(names); i++) {
        if (strcmp(names[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

static void tell_plan(const struct import_file *f, const struct site *s, const struct roster *r)
{
    for (size_t i = 0; i < r->n_problems; i++) {
        tell_problem(f, r->problems[i].line, field_of(r->problems[i].field), 0, r->problems[i].why);
    }
    const struct office *root = site_office(s, s->root);
    if (r->is_root != NULL) {
        (void)fprintf(stderr, say("%s: \"%.*s\" is the site's own office, \"%.*s\"\n"), import_file_name(f),
                      STR_ARG(r->is_root->code), STR_ARG(root->code));
    } else if (r->put_below != NULL) {
        (void)fprintf(stderr, say("%s: what has no office above it in the list is put below the site's own office, \"%.*s\"\n"),
                      import_file_name(f), STR_ARG(root->code));
    }
}

struct offices_run {
    struct cli_call *call;
    struct import_file *file;
    struct offices_list *list;
    struct db *db;
    const struct site *site;
    struct roster roster;
    struct roster_work work;
    struct former_work former;
    int64_t batch;
    int64_t now;
    bool dry, strict;
    struct tx *tx;   // all in one, which may be rolled back; NULL: a transaction for each portion
    size_t written;  // rows that did something
    size_t was_bad;  // rows of what was that cannot be taken
    size_t was_same;
    size_t was_added;
};

static bool count_rows(struct tx *tx, struct offices_run *r, size_t n, struct err *e)
{
    return n == 0 || import_count(tx, r->site, r->batch, str_c(import_file_name(r->file)), r->now, n, e);
}

static enum tx_end roster_portion(struct tx *tx, void *arg, struct err *e)
{
    struct offices_run *r = arg;
    enum tx_end end = roster_carry_out(tx, &r->work, e);
    return end == TX_COMMIT && !count_rows(tx, r, r->work.to - r->work.from, e) ? TX_FAILED : end;
}

static size_t fresh_of(const struct former_work *w)
{
    size_t n = 0;
    for (size_t i = w->from; i < w->to; i++) {
        n += !w->results[i].settled && w->results[i].end == FORMER_ADDED;
    }
    return n;
}

static enum tx_end former_portion(struct tx *tx, void *arg, struct err *e)
{
    struct offices_run *r = arg;
    enum tx_end end = former_carry_out(tx, &r->former, e);
    return end == TX_COMMIT && !count_rows(tx, r, fresh_of(&r->former), e) ? TX_FAILED : end;
}

static enum tx_end finish(struct tx *tx, void *arg, struct err *e)
{
    struct offices_run *r = arg;
    return r->written == 0 || import_finish(tx, r->site, r->batch, r->now, e) ? TX_COMMIT : TX_FAILED;
}

static bool portion(struct offices_run *r, db_fn *fn, struct err *e)
{
    if (r->tx != NULL) {
        return fn(r->tx, r, e) == TX_COMMIT;
    }
    struct arena a = ARENA_INIT;
    bool good = db_write(r->db, &a, fn, r, e);
    arena_free(&a);
    return good;
}

// What the list calls the site's own office by another code.
static void name_root(const struct site *s, const struct roster *r, struct offices_list *list)
{
    struct str code = site_office(s, s->root)->code;
    for (size_t i = 0; i < list->n_former && r->is_root != NULL; i++) {
        struct former_row *row = &list->former[i];
        row->is.code = str_eq(row->is.code, r->is_root->code) ? code : row->is.code;
        row->parent_code = str_eq(row->parent_code, r->is_root->code) ? code : row->parent_code;
        for (size_t k = 0; k < row->n_successors; k++) {
            row->successor[k] = str_eq(row->successor[k], r->is_root->code) ? code : row->successor[k];
        }
    }
}

// Once through all rows of what was. *moved: something was settled, so that others may be possible now.
static bool former_pass(struct offices_run *r, bool *moved, struct err *e)
{
    struct former_work *w = &r->former;
    *moved = false;
    for (w->from = 0; w->from < w->n; w->from = w->to) {
        w->to = w->from + FORMER_ROWS_A_TX < w->n ? w->from + FORMER_ROWS_A_TX : w->n;
        if (!portion(r, former_portion, e)) {
            return false;
        }
        r->was_added += fresh_of(w);
        for (size_t i = w->from; i < w->to; i++) {
            bool now = !w->results[i].settled && w->results[i].end != FORMER_WAITS;
            w->results[i].settled = w->results[i].settled || now;
            *moved = *moved || now;
        }
    }
    return true;
}

// All of the list, from the beginning: it may run again.
static bool carry_out(struct offices_run *r, struct err *e)
{
    struct former_work *w = &r->former;
    r->was_added = r->was_same = r->was_bad = 0;
    memset(w->results, 0, w->n * sizeof *w->results);
    for (r->work.from = 0; r->work.from < r->roster.n; r->work.from = r->work.to) {
        if (!portion(r, roster_portion, e)) {
            return false;
        }
    }
    for (bool moved = true; moved;) {
        if (!former_pass(r, &moved, e)) {
            return false;
        }
    }
    for (size_t i = 0; i < w->n; i++) {
        r->was_same += w->results[i].end == FORMER_SAME;
        r->was_bad += w->results[i].end == FORMER_WAITS || w->results[i].end == FORMER_WRONG;
    }
    r->written = r->roster.n + r->was_added;
    return portion(r, finish, e);
}

// All or nothing, or only to see what would be.
static enum tx_end carry_out_whole(struct tx *tx, void *arg, struct err *e)
{
    struct offices_run *r = arg;
    r->tx = tx;
    bool good = carry_out(r, e);
    r->tx = NULL;
    return !good ? TX_FAILED : r->dry || r->was_bad > 0 ? TX_ROLLBACK : TX_COMMIT;
}

static bool carry_out_all(struct offices_run *r, struct err *e)
{
    if (!r->dry && !r->strict) {
        return carry_out(r, e);
    }
    struct arena a = ARENA_INIT;
    bool good = db_write(r->db, &a, carry_out_whole, r, e);
    arena_free(&a);
    return good;
}

static void tell_done(struct offices_run *r, bool none)
{
    for (size_t i = 0; i < r->former.n; i++) {
        const struct former_result *f = &r->former.results[i];
        if (f->end == FORMER_WAITS || f->end == FORMER_WRONG) {
            tell_problem(r->file, r->former.rows[i].line, field_of(f->field), 0, f->why);
        }
    }
    if (none) {
        return;
    }
    if (r->former.n > 0) {
        (void)printf(r->dry ? say("of what was: %zu rows would be taken, %zu are there already\n")
                            : say("of what was: %zu rows taken, %zu there already\n"), r->was_added, r->was_same);
    }
    (void)printf(r->dry ? say("%zu offices would be added, %zu changed; %zu are as they were; %zu rows cannot be taken\n")
                        : say("%zu offices added, %zu changed; %zu are as they were; %zu rows cannot be taken\n"),
                 r->roster.adds, r->roster.changes, r->roster.unchanged, r->list->bad);
    if (!r->dry && r->written > 0) {
        (void)printf(say("this was import %lld; hoiam import undo %lld takes it back\n"), (long long)r->batch,
                     (long long)r->batch);
    }
}

static int import_list(struct offices_run *r)
{
    struct err e = ERR_INIT;
    struct offices_list *list = r->list;
    if (!read_list(r->call, r->file, r->site->today, list, &e)) {
        return cli_fail(r->call, &e);
    }
    roster_plan(r->call->arena, r->site, list->rows, list->n, &r->roster);
    tell_plan(r->file, r->site, &r->roster);
    name_root(r->site, &r->roster, list);
    list->bad += r->roster.n_problems;
    r->work = (struct roster_work){.site = r->site, .roster = &r->roster, .batch = r->batch, .now = r->now};
    r->former = (struct former_work){.site = r->site, .rows = list->former, .n = list->n_former, .batch = r->batch,
                                     .now = r->now,
                                     .results = ARENA_ARRAY(r->call->arena, struct former_result, list->n_former + 1)};
    if ((!r->strict || r->dry || list->bad == 0) && !carry_out_all(r, &e)) {
        return cli_fail(r->call, &e);
    }
    list->bad += r->was_bad;
    bool none = r->strict && list->bad > 0;
    tell_done(r, none);
    if (none) {
        return cli_short(r->call, say("%zu rows cannot be taken, so none was"), list->bad);
    }
    return list->bad > 0 ? CLI_SHORT : CLI_DONE;
}

int cli_import_offices(struct cli_call *call)
{
    struct import_field fields[FIELDS] = {{"code", true}, {"parent_code", false}, {"kind", true}, {"valid_from", false},
                                          {"valid_to", false}, {"successor", false}};
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        fields[FIELD_NAME + (int)l].name = str_fmt(call->arena, "name_%.*s", STR_ARG(lang_info(l)->code)).p;
    }
    int code;
    struct import_file *f = import_file_open(call, fields, FIELDS, NULL, &code);
    if (f == NULL) {
        return code;
    }
    struct offices_list list = {.rows = NULL};
    struct offices_run run = {.call = call, .file = f, .list = &list, .batch = random_id(), .now = clock_now(),
                              .dry = opt_count(call->opts, "dry-run") > 0, .strict = opt_count(call->opts, "strict") > 0};
    struct site *s;
    if (store_open(call, run.dry || run.strict ? DB_BULK : DB_READ_WRITE, &run.db, &s, &code)) {
        run.site = s;
        code = import_list(&run);
        free(list.rows);
        free(list.former);
        store_close(run.db, s);
    }
    import_file_close(f);
    return code;
}
