// import_documents.c: `hoiam import documents FILE`: a book of documents received that was kept elsewhere, under its own
// numbers.
#include "cli/commands.h"

#include "base/clock.h"
#include "cli/import_date.h"
#include "cli/import_file.h"
#include "cli/store.h"
#include "core/steer/document.h"
#include "i18n/civil.h"
#include "i18n/i18n.h"

enum { CHUNK_ROWS = 200, ROWS_MAX = 500000 };

static const struct opt import_documents_options[] = {
    IMPORT_FILE_OPTIONS,
    {"office", "CODE", N_("the office whose book it is (default: the site's root)"), 0},
    {"dry-run", NULL, N_("say what would be taken, and take nothing"), 0},
    OPT_END,
};

const struct cli_page cli_import_documents_page = {
    .options = import_documents_options,
    .operands_min = 1,
    .operands_max = 1,
    .about = N_("Reads the rows of a book of documents received: number, received, mark, dated, issuer, kind, summary, urgency, "
                "pages, addressees, signer, secrecy; a column of the same name is taken for a field, others are named by "
                "--map. The year of the book is that of the day of receipt.\n\n"
                "Numbers are kept. Rows may stand in any order; a book must be without gaps from 1, or go on from where it "
                "ends here: what comes behind a gap is listed and not taken, and so is a number that bears another "
                "document. A second run adds nothing.\n\n"
                "State secrets are not kept in this program: a row with a degree of secrecy (mật, tối mật, tuyệt mật) is "
                "refused with its line, and leaves a gap that is closed on paper first."),
    .example = "hoiam import documents so-den.csv --db xa.db --office xa --map number=\"Số đến\" --map received=\"Ngày đến\"",
};

enum field {
    FIELD_NUMBER,
    FIELD_RECEIVED,
    FIELD_MARK,
    FIELD_DATED,
    FIELD_ISSUER,
    FIELD_KIND,
    FIELD_SUMMARY,
    FIELD_URGENCY,
    FIELD_PAGES,
    FIELD_ADDRESSEES,
    FIELD_SIGNER,
    FIELD_SECRECY,
    FIELD_SECRECY_VI, // as such a column is headed where nobody mapped it
    FIELDS
};
static const struct import_field fields[FIELDS] = {
    {"number", true},   {"received", true}, {"mark", true},   {"dated", true},       {"issuer", true},  {"kind", false},
    {"summary", true},  {"urgency", false}, {"pages", false}, {"addressees", false}, {"signer", false}, {"secrecy", false},
    {"Độ mật", false},
};

struct doc_row {
    int64_t line;
    int64_t number;
    struct document_draft draft;
    const char *why; // it was not taken; NULL
};

struct doc_import {
    struct cli_call *call;
    const struct import_file *file;
    const struct site *site;
    int64_t office_id;
    int64_t now;
    struct import_date_rules dates;
    struct doc_row *rows;
    size_t n, cap;
    size_t read, bad;
    // of the chunk under way, and in all
    size_t from, to;
    size_t taken, known;
    size_t done_taken, done_known;
};

static void tell(struct doc_import *i, int64_t line, int field, size_t column, const char *why)
{
    struct buf out = buf_new(64 * 1024);
    import_file_told(i->file, line, field, column, &out);
    buf_addf(&out, "%s\n", say(why));
    cli_print(stderr, &out);
    buf_free(&out);
    i->bad++;
}

static bool read_day(const struct doc_import *i, struct str text, int64_t *day)
{
    struct import_date date;
    *day = 0;
    if (!import_date(&i->dates, text, &date)) {
        return false;
    }
    *day = tz_day(i->site->tz, date.at);
    return true;
}

static struct str urgency_of(struct str words)
{
    static const char *const names[][2] = {{"khẩn", "urgent"}, {"thượng khẩn", "very_urgent"}, {"hỏa tốc", "express"},
                                           {"hoả tốc", "express"}, {"thường", "normal"}};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (str_eq_nocase(words, str_c(names[i][0]))) {
            return str_c(names[i][1]);
        }
    }
    return words.n == 0 || document_urgency_words(words) == NULL ? STR("normal") : words;
}

// What the form's field is called among the columns.
static int column_of(const char *field)
{
    static const struct {
        const char *field;
        enum field column;
    } list[] = {{"received_day", FIELD_RECEIVED}, {"dated_day", FIELD_DATED}, {"kind", FIELD_KIND}, {"mark", FIELD_MARK},
                {"issuer", FIELD_ISSUER}, {"summary", FIELD_SUMMARY}, {"pages", FIELD_PAGES},
                {"addressees", FIELD_ADDRESSEES}, {"signer", FIELD_SIGNER}};
    for (size_t i = 0; i < ARRAY_LEN(list); i++) {
        if (strcmp(list[i].field, field) == 0) {
            return (int)list[i].column;
        }
    }
    return -1;
}

// A degree of secrecy in its own column, or where it is found in other lists; "thường" and "không" are none.
static int secret_column(const struct str *v)
{
    static const enum field places[] = {FIELD_SECRECY, FIELD_SECRECY_VI, FIELD_URGENCY, FIELD_KIND};
    for (size_t i = 0; i < ARRAY_LEN(places); i++) {
        if (document_secret_mark(v[places[i]])) {
            return (int)places[i];
        }
    }
    return -1;
}

static bool read_row(struct doc_import *i, const struct str *v, int64_t line, struct doc_row *row)
{
    struct arena *a = i->call->arena;
    struct problems p = {.n = 0};
    int secret = secret_column(v);
    if (secret >= 0) {
        tell(i, line, secret, 0, N_("it bears a degree of state secrecy, and such documents are not kept here"));
        return false;
    }
    *row = (struct doc_row){.line = line};
    if (!str_int(v[FIELD_NUMBER], &row->number) || row->number < 1) {
        tell(i, line, FIELD_NUMBER, 0, N_("the number is a whole number from 1 on"));
        return false;
    }
    enum document_kind kind = v[FIELD_KIND].n == 0 ? KIND_LETTER : document_kind_named(v[FIELD_KIND]);
    struct document_draft *d = &row->draft;
    *d = (struct document_draft){
        .kind = kind == DOCUMENT_KINDS ? STR("") : str_c(document_kind_code(kind)), .issuer = str_copy(a, v[FIELD_ISSUER]),
        .mark = str_copy(a, v[FIELD_MARK]), .summary = str_copy(a, v[FIELD_SUMMARY]), .urgency = urgency_of(v[FIELD_URGENCY]),
        .addressees = str_copy(a, v[FIELD_ADDRESSEES]), .signer = str_copy(a, v[FIELD_SIGNER])};
    if (v[FIELD_PAGES].n > 0 && !str_int(v[FIELD_PAGES], &d->pages)) {
        d->pages = -1;
    }
    (void)read_day(i, v[FIELD_RECEIVED], &d->received_day);
    (void)read_day(i, v[FIELD_DATED], &d->dated_day);
    document_check_received(d, i->site->today, &p);
    d->urgency = str_copy(a, d->urgency);
    if (p.n > 0) {
        tell(i, line, column_of(p.list[0].field), 0, p.list[0].msgid);
        return false;
    }
    return true;
}

static bool read_rows(struct doc_import *i, struct import_file *f, struct err *e)
{
    struct str v[FIELDS];
    struct csv_bad bad;
    int64_t line;
    enum csv_got got;
    while ((got = import_file_next(f, v, &line, &bad, e)) > CSV_END) {
        i->read++;
        if (got == CSV_BAD) {
            tell(i, bad.line, -1, bad.column, bad.reason);
            continue;
        }
        if (i->n == ROWS_MAX) {
            return err_set(e, ERR_LIMIT, "more than %d rows", ROWS_MAX);
        }
        if (i->n == i->cap) {
            i->cap = i->cap == 0 ? 256 : i->cap * 2;
            i->rows = xrealloc(i->rows, i->cap * sizeof *i->rows);
        }
        i->n += read_row(i, v, line, &i->rows[i->n]) ? 1 : 0;
    }
    return got == CSV_END;
}

static int by_number(const void *x, const void *y)
{
    const struct doc_row *a = x;
    const struct doc_row *b = y;
    int year_a = civil_from_day(a->draft.received_day).year;
    int year_b = civil_from_day(b->draft.received_day).year;
    return year_a != year_b        ? (year_a < year_b ? -1 : 1)
           : a->number != b->number ? (a->number < b->number ? -1 : 1)
           : a->line != b->line     ? (a->line < b->line ? -1 : 1)
                                    : 0;
}

static enum tx_end take_chunk(struct tx *tx, void *arg, struct err *e)
{
    struct doc_import *i = arg;
    struct desk d = {.tx = tx, .site = i->site, .actor = {.office_id = i->office_id}, .now = i->now};
    i->taken = i->known = 0;
    for (size_t k = i->from; k < i->to; k++) {
        struct doc_row *row = &i->rows[k];
        switch (document_import(&d, i->office_id, row->number, &row->draft, e)) {
        case DOCUMENT_IMPORTED:
            row->why = NULL;
            i->taken++;
            break;
        case DOCUMENT_KNOWN:
            row->why = NULL;
            i->known++;
            break;
        case DOCUMENT_TAKEN:
            row->why = N_("this number of the book bears another document");
            break;
        case DOCUMENT_GAP:
            row->why = N_("the number before it is missing: the book has a gap");
            break;
        case DOCUMENT_IMPORT_ERROR:
            return TX_FAILED;
        }
    }
    return TX_COMMIT;
}

// Only looking: everything in one transaction that is rolled back.
static enum tx_end look_at_all(struct tx *tx, void *arg, struct err *e)
{
    return take_chunk(tx, arg, e) == TX_FAILED ? TX_FAILED : TX_ROLLBACK;
}

static bool take_rows(struct doc_import *i, struct db *db, bool dry, struct err *e)
{
    bool good = true;
    for (i->from = 0; good && i->from < i->n; i->from = i->to) {
        struct arena a = ARENA_INIT;
        i->to = dry || i->n - i->from < CHUNK_ROWS ? i->n : i->from + CHUNK_ROWS;
        good = db_write(db, &a, dry ? look_at_all : take_chunk, i, e);
        arena_free(&a);
        i->done_taken += good ? i->taken : 0;
        i->done_known += good ? i->known : 0;
    }
    for (size_t k = 0; good && k < i->n; k++) {
        if (i->rows[k].why != NULL) {
            tell(i, i->rows[k].line, FIELD_NUMBER, 0, i->rows[k].why);
        }
    }
    return good;
}

static int import_book(struct cli_call *call, struct import_file *f, struct db *db, const struct site *s)
{
    struct buf problems = buf_new(1024);
    struct err e = ERR_INIT;
    bool dry = opt_count(call->opts, "dry-run") > 0;
    const struct office *o = store_office(call, s, &problems);
    if (o == NULL) {
        int code = cli_problems(call, &problems);
        buf_free(&problems);
        return code;
    }
    buf_free(&problems);
    struct doc_import i = {.call = call, .file = f, .site = s, .office_id = o->id, .now = clock_now(), .dates = {.tz = s->tz}};
    bool good = read_rows(&i, f, &e);
    if (good && i.n > 0) {
        qsort(i.rows, i.n, sizeof *i.rows, by_number);
        good = take_rows(&i, db, dry, &e);
    }
    free(i.rows);
    if (!good) {
        return cli_fail(call, &e);
    }
    (void)printf(dry ? say("%zu rows: %zu would be taken, %zu are there already, %zu cannot be taken\n")
                     : say("%zu rows: %zu taken, %zu there already, %zu cannot be taken\n"),
                 i.read, i.done_taken, i.done_known, i.bad);
    return i.bad > 0 ? CLI_SHORT : CLI_DONE;
}

int cli_import_documents(struct cli_call *call)
{
    int code;
    struct import_file *f = import_file_open(call, fields, FIELDS, &code);
    if (f == NULL) {
        return code;
    }
    struct db *db;
    struct site *s;
    if (store_open(call, DB_READ_WRITE, &db, &s, &code)) {
        code = import_book(call, f, db, s);
        store_close(db, s);
    }
    import_file_close(f);
    return code;
}
