// import_documents.c: `hoiam import documents FILE`: a book of documents received that was kept elsewhere, under its own
// numbers.
#include "cli/commands.h"

#include "base/clock.h"
#include "cli/import_date.h"
#include "cli/import_file.h"
#include "cli/store.h"
#include "core/steer/book.h"
#include "i18n/i18n.h"

enum { CHUNK_ROWS = 200, ROWS_MAX = 500000 };

static const struct opt import_documents_options[] = {
    IMPORT_FILE_OPTIONS,
    {"office", N_("CODE"), N_("the office whose book it is (default: the site's root)"), 0},
    {"dry-run", NULL, N_("say what would be taken, and take nothing"), 0},
    OPT_END,
};

const struct cli_page cli_import_documents_page = {
    .options = import_documents_options,
    .operands_min = 1,
    .operands_max = 1,
    .about = N_("Reads the rows of a book of documents received: number, received, mark, dated, issuer, kind, summary, urgency, "
                "pages, addressees, signer, secrecy; a column of the same name, or called as in the printed book (Số đến, Ngày "
                "đến …), is taken for a field, others are named by --map. The year of the book is that of the day of receipt.\n\n"
                "Numbers are kept. Rows may stand in any order; a book must be without gaps from 1, or go on from where it "
                "ends here: what comes behind a gap is listed and not taken, and so is a number that bears another "
                "document. A second run adds nothing.\n\n"
                "State secrets are not kept in this program: a row with a degree of secrecy (mật, tối mật, tuyệt mật) is "
                "refused with its line, and leaves a gap that is closed on paper first."),
    .example = "hoiam import documents so-den.csv --db xa.db --office xa --map summary=\"Nội dung công văn\"",
};

// As the book itself heads it, in the printed one, in lists of other programs, in the desk's CSV.
static bool named(struct arena *a, struct str heading, size_t field)
{
    enum book_column c;
    return book_column_named(a, heading, &c) && c == field;
}

// The columns of a book, and the last one as it is headed where nobody mapped it.
enum { FIELD_SECRECY_VI = BOOK_COLUMNS, FIELDS };
static const struct import_field fields[FIELDS] = {
    [BOOK_NUMBER] = {"number", true},          [BOOK_RECEIVED] = {"received", true},
    [BOOK_MARK] = {"mark", true},              [BOOK_DATED] = {"dated", true},
    [BOOK_ISSUER] = {"issuer", true},          [BOOK_KIND] = {"kind", false},
    [BOOK_SUMMARY] = {"summary", true},        [BOOK_URGENCY] = {"urgency", false},
    [BOOK_PAGES] = {"pages", false},           [BOOK_ADDRESSEES] = {"addressees", false},
    [BOOK_SIGNER] = {"signer", false},         [BOOK_SECRECY] = {"secrecy", false},
    [FIELD_SECRECY_VI] = {"Độ mật", false},
};

struct doc_import {
    struct cli_call *call;
    const struct import_file *file;
    const struct site *site;
    int64_t office_id;
    int64_t now;
    struct import_date_rules dates;
    struct book_row *rows;
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

static int64_t day_of(const struct doc_import *i, struct str text)
{
    struct import_date date;
    return import_date(&i->dates, text, &date) ? tz_day(i->site->tz, date.at) : 0;
}

static bool read_row(struct doc_import *i, const struct str *v, int64_t line, struct book_row *row)
{
    *row = (struct book_row){.line = line};
    for (enum book_column c = 0; c < BOOK_COLUMNS; c++) {
        row->cells[c] = str_copy(i->call->arena, v[c]);
    }
    bool other = !document_secret_mark(v[BOOK_SECRECY]) && document_secret_mark(v[FIELD_SECRECY_VI]);
    row->cells[BOOK_SECRECY] = other ? STR("mật") : row->cells[BOOK_SECRECY];
    book_row_read(row, day_of(i, v[BOOK_RECEIVED]), day_of(i, v[BOOK_DATED]), i->site->today);
    if (row->n_problems > 0) {
        bool secret = row->problems[0].column == BOOK_SECRECY;
        tell(i, line, secret && other ? FIELD_SECRECY_VI : (int)row->problems[0].column, 0, row->problems[0].msgid);
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
            return err_set(e, ERR_LIMIT, N_("more than %d rows"), ROWS_MAX);
        }
        if (i->n == i->cap) {
            i->cap = i->cap == 0 ? 256 : i->cap * 2;
            i->rows = xrealloc(i->rows, i->cap * sizeof *i->rows);
        }
        i->n += read_row(i, v, line, &i->rows[i->n]) ? 1 : 0;
    }
    return got == CSV_END;
}

static enum tx_end take_chunk(struct tx *tx, void *arg, struct err *e)
{
    struct doc_import *i = arg;
    struct desk d = {.tx = tx, .site = i->site, .actor = {.office_id = i->office_id}, .now = i->now};
    i->taken = i->known = 0;
    for (size_t k = i->from; k < i->to; k++) {
        struct book_row *row = &i->rows[k];
        enum document_import how = document_import(&d, i->office_id, row->number, &row->draft, e);
        if (how == DOCUMENT_IMPORT_ERROR) {
            return TX_FAILED;
        }
        row->n_problems = 0; // the function may run again
        if (book_refusal(how) != NULL) {
            book_wrong(row, BOOK_NUMBER, book_refusal(how));
        }
        i->taken += how == DOCUMENT_IMPORTED;
        i->known += how == DOCUMENT_KNOWN;
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
        if (i->rows[k].n_problems > 0) {
            tell(i, i->rows[k].line, BOOK_NUMBER, 0, i->rows[k].problems[0].msgid);
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
        qsort(i.rows, i.n, sizeof *i.rows, book_row_order);
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
    struct import_file *f = import_file_open(call, fields, FIELDS, named, &code);
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
