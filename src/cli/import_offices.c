// import_offices.c: `hoiam import offices FILE`: a list of offices, compared with the tree and brought into it.
#include "cli/commands.h"

#include "base/clock.h"
#include "cli/import_file.h"
#include "cli/say.h"
#include "cli/store.h"
#include "core/office/roster.h"
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
        "Kinds are country, province, commune, ward, zone, department, unit and committee, also in Vietnamese. Rows "
        "that "
        "cannot be taken are listed with file, line, column and reason; the others are taken."),
    .example = "hoiam import offices vn-offices.csv --db tinh.db",
};

enum { FIELD_CODE, FIELD_PARENT, FIELD_KIND, FIELD_NAME, FIELDS = FIELD_NAME + LANG_COUNT };

struct offices_list {
    struct roster_row *rows;
    size_t n;
    size_t cap;
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

static bool read_list(struct cli_call *call, struct import_file *f, struct offices_list *list, struct err *e)
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
        if (list->n == ROSTER_ROWS_MAX) {
            return err_set(e, ERR_LIMIT, "more than %d offices", ROSTER_ROWS_MAX);
        }
        if (list->n == list->cap) {
            list->cap = list->cap == 0 ? 256 : list->cap * 2;
            list->rows = xrealloc(list->rows, list->cap * sizeof *list->rows);
        }
        struct roster_row *row = &list->rows[list->n++];
        *row = (struct roster_row){.line = line, .code = str_copy(call->arena, v[FIELD_CODE]),
                                   .parent_code = str_copy(call->arena, v[FIELD_PARENT]),
                                   .kind = str_copy(call->arena, v[FIELD_KIND])};
        for (int l = 0; l < LANG_COUNT; l++) {
            row->name[l] = str_copy(call->arena, v[FIELD_NAME + l]);
        }
    }
    return got == CSV_END;
}

static int field_of(const char *name)
{
    static const char *const names[] = {"code", "parent_code", "kind", "name"};
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

static int import_list(struct cli_call *call, struct import_file *f, struct offices_list *list, struct db *db,
                       const struct site *s)
{
    struct err e = ERR_INIT;
    if (!read_list(call, f, list, &e)) {
        return cli_fail(call, &e);
    }
    struct roster r;
    roster_plan(call->arena, s, list->rows, list->n, &r);
    tell_plan(f, s, &r);
    size_t bad = list->bad + r.n_problems;
    bool dry = opt_count(call->opts, "dry-run") > 0;
    bool none = opt_count(call->opts, "strict") > 0 && bad > 0;
    if (!dry && !none && !carry_out(db, s, &r, &e)) {
        return cli_fail(call, &e);
    }
    if (none) {
        return cli_short(call, say("%zu rows cannot be taken, so none was"), bad);
    }
    (void)printf(dry ? say("%zu offices would be added, %zu changed; %zu are as they were; %zu rows cannot be taken\n")
                     : say("%zu offices added, %zu changed; %zu are as they were; %zu rows cannot be taken\n"),
                 r.adds, r.changes, r.unchanged, bad);
    return bad > 0 ? CLI_SHORT : CLI_DONE;
}

int cli_import_offices(struct cli_call *call)
{
    struct import_field fields[FIELDS] = {{"code", true}, {"parent_code", false}, {"kind", true}};
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        fields[FIELD_NAME + (int)l].name = str_fmt(call->arena, "name_%.*s", STR_ARG(lang_info(l)->code)).p;
    }
    int code;
    struct import_file *f = import_file_open(call, fields, FIELDS, &code);
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
        store_close(db, s);
    }
    import_file_close(f);
    return code;
}
