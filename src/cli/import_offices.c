// import_offices.c: `hoiam import offices FILE`: a list of offices, compared with the tree and brought into it.
#include "cli/commands.h"

#include "base/clock.h"
#include "cli/import_file.h"
#include "cli/say.h"
#include "cli/store.h"
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
        "cannot be taken are listed with file, line, column and reason; the others are taken."),
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

static bool carry_out(struct db *db, const struct site *s, struct roster *r, struct err *e)
{
    struct roster_work w = {.site = s, .roster = r, .now = clock_now()};
    while (w.from < r->n) {
        struct arena a = ARENA_INIT;
        bool good = db_write(db, &a, roster_carry_out, &w, e);
        arena_free(&a);
        if (!good) {
            return false;
        }
        w.from = w.to;
    }
    return true;
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

// Once through all rows. *moved: something was settled, so that others may be possible now.
static bool former_pass(struct db *db, struct former_work *w, bool *moved, struct err *e)
{
    *moved = false;
    for (w->from = 0; w->from < w->n; w->from = w->to) {
        struct arena a = ARENA_INIT;
        w->to = w->from + FORMER_ROWS_A_TX < w->n ? w->from + FORMER_ROWS_A_TX : w->n;
        bool good = db_write(db, &a, former_carry_out, w, e);
        arena_free(&a);
        if (!good) {
            return false;
        }
        for (size_t i = w->from; i < w->to; i++) {
            bool now = !w->results[i].settled && w->results[i].end != FORMER_WAITS;
            w->results[i].settled = w->results[i].settled || now;
            *moved = *moved || now;
        }
    }
    return true;
}

static bool carry_out_former(struct cli_call *call, struct import_file *f, struct db *db, const struct site *s,
                             struct offices_list *list, struct err *e)
{
    struct former_work w = {.site = s, .rows = list->former, .n = list->n_former, .now = clock_now(),
                            .results = ARENA_ARRAY(call->arena, struct former_result, list->n_former + 1)};
    size_t added = 0;
    size_t same = 0;
    for (bool moved = true; moved;) {
        if (!former_pass(db, &w, &moved, e)) {
            return false;
        }
    }
    for (size_t i = 0; i < w.n; i++) {
        const struct former_result *r = &w.results[i];
        added += r->end == FORMER_ADDED;
        same += r->end == FORMER_SAME;
        if (r->end == FORMER_WAITS || r->end == FORMER_WRONG) {
            tell_problem(f, w.rows[i].line, field_of(r->field), 0, r->why);
            list->bad++;
        }
    }
    if (w.n > 0) {
        (void)printf(say("of what was: %zu rows taken, %zu there already\n"), added, same);
    }
    return true;
}

static int import_list(struct cli_call *call, struct import_file *f, struct offices_list *list, struct db *db,
                       const struct site *s)
{
    struct err e = ERR_INIT;
    if (!read_list(call, f, s->today, list, &e)) {
        return cli_fail(call, &e);
    }
    struct roster r;
    roster_plan(call->arena, s, list->rows, list->n, &r);
    tell_plan(f, s, &r);
    name_root(s, &r, list);
    list->bad += r.n_problems;
    bool dry = opt_count(call->opts, "dry-run") > 0;
    bool none = opt_count(call->opts, "strict") > 0 && list->bad > 0;
    if (none) {
        return cli_short(call, say("%zu rows cannot be taken, so none was"), list->bad);
    }
    if (!dry && (!carry_out(db, s, &r, &e) || !carry_out_former(call, f, db, s, list, &e))) {
        return cli_fail(call, &e);
    }
    (void)printf(dry ? say("%zu offices would be added, %zu changed; %zu are as they were; %zu rows cannot be taken\n")
                     : say("%zu offices added, %zu changed; %zu are as they were; %zu rows cannot be taken\n"),
                 r.adds, r.changes, r.unchanged, list->bad);
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
    struct db *db;
    struct site *s;
    bool dry = opt_count(call->opts, "dry-run") > 0;
    if (store_open(call, dry ? DB_READ_ONLY : DB_READ_WRITE, &db, &s, &code)) {
        struct offices_list list = {.rows = NULL};
        code = import_list(call, f, &list, db, s);
        free(list.rows);
        free(list.former);
        store_close(db, s);
    }
    import_file_close(f);
    return code;
}
