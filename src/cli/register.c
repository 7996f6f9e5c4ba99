// register.c: `hoiam register`: a book of documents received or issued, as it stands.
#include "cli/commands.h"

#include "base/clock.h"
#include "cli/store.h"
#include "core/steer/document.h"
#include "db/q_document.h"
#include "docs/json.h"
#include "i18n/civil.h"
#include "i18n/format.h"
#include "i18n/i18n.h"

enum { REGISTER_MAX = 256 << 20, PIECE_ROWS = 1000 };

static const struct opt register_options[] = {
    {"book", "den|di", N_("the book of documents received (den) or issued (di)"), OPT_MUST},
    {"year", N_("YEAR"), N_("the year of the book (default: this year)"), 0},
    {"office", N_("CODE"), N_("the office whose book it is (default: the site's root)"), 0},
    {"format", N_("FORMAT"), N_("text, csv or json (default: text)"), 0},
    OPT_END,
};

const struct cli_page cli_register_page = {
    .options = register_options,
    .about = N_("Prints a book of the register in the order of its numbers: number and symbol, dates, issuer, kind, subject "
                "and who handles it. Drafts have no number yet and do not stand in it.\n\nIt reads only, and may run beside "
                "hoiam serve. The columns of the book of documents received are those that hoiam import documents reads."),
    .example = "hoiam register --db xa.db --book den --year 2026 --format csv",
};

struct book {
    const struct site *site;
    const struct office *office;
    struct str book;
    int64_t year;
    const char *format;
    struct json json;
};

// ---- one row, in each format. Columns have the same names in CSV and JSON; codes stand for themselves.

enum { COLUMNS = 14, NUMBER = 0, PAGES = 13 };
static const char *const columns[COLUMNS] = {"number", "received", "mark",      "dated",  "issuer",  "kind", "summary",
                                             "urgency", "state",   "addressees", "signer", "handler", "due",  "pages"};

static struct str iso_day(struct arena *a, int64_t day)
{
    struct buf b = buf_new(32);
    format_iso_day(&b, LANG_EN, day);
    struct str s = day == 0 ? STR("") : str_copy(a, buf_str(&b));
    buf_free(&b);
    return s;
}

static void cells_of(struct arena *a, const struct book *k, const struct document_line *d, struct str cells[COLUMNS])
{
    const struct office *handler = site_office(k->site, d->handler_id);
    const struct str list[COLUMNS] = {
        str_fmt(a, "%lld", (long long)d->number),
        iso_day(a, d->received_at == 0 ? 0 : tz_day(k->site->tz, d->received_at)),
        d->mark, iso_day(a, d->dated_day), d->issuer, d->kind, d->summary, d->urgency, d->state, d->addressees, d->signer,
        handler == NULL ? STR("") : handler->code, iso_day(a, d->due_day), str_fmt(a, "%lld", (long long)d->pages),
    };
    memcpy(cells, list, sizeof list);
}

static void add_text(struct buf *out, const struct book *k, const struct document_line *d)
{
    enum document_kind kind = document_kind_of(d->kind);
    int64_t day = d->received_at == 0 ? d->dated_day : tz_day(k->site->tz, d->received_at);
    buf_addf(out, "%5lld  ", (long long)d->number);
    format_day(out, k->site->lang, day);
    buf_addf(out, "  %.*s  ", STR_ARG(d->mark));
    if (str_eqz(k->book, "den")) {
        buf_addf(out, "%.*s  ", STR_ARG(d->issuer));
    }
    buf_addf(out, "%.*s: %.*s", STR_ARG(kind == DOCUMENT_KINDS ? d->kind : T_(k->site->lang, document_kind_words(kind))),
             STR_ARG(d->summary));
    if (str_eqz(d->state, "recalled")) {
        buf_addf(out, " (%.*s)", STR_ARG(T_(k->site->lang, document_state_words(d->state))));
    }
    buf_addc(out, '\n');
}

static void add_row(struct buf *out, struct arena *a, struct book *k, const struct document_line *d)
{
    struct str cells[COLUMNS];
    if (strcmp(k->format, "text") == 0) {
        add_text(out, k, d);
        return;
    }
    cells_of(a, k, d, cells);
    if (strcmp(k->format, "json") == 0) {
        json_object(&k->json, NULL);
        for (size_t i = 0; i < COLUMNS; i++) {
            if (i == NUMBER || i == PAGES) {
                json_number(&k->json, columns[i], cells[i]);
            } else {
                json_str(&k->json, columns[i], cells[i]);
            }
        }
        json_end(&k->json);
        return;
    }
    for (size_t i = 0; i < COLUMNS; i++) {
        buf_addz(out, i == 0 ? "" : ",");
        buf_csv(out, cells[i]);
    }
    buf_addz(out, "\r\n");
}

static void add_head(struct buf *out, struct book *k)
{
    if (strcmp(k->format, "json") == 0) {
        k->json = json_begin(out);
        json_object(&k->json, NULL);
        json_str(&k->json, "office", k->office->code);
        json_str(&k->json, "book", k->book);
        json_int(&k->json, "year", k->year);
        json_array(&k->json, "documents");
    }
    for (size_t i = 0; strcmp(k->format, "csv") == 0 && i < COLUMNS; i++) {
        buf_addf(out, "%s%s%s", i == 0 ? "\xef\xbb\xbf" : ",", columns[i], i + 1 == COLUMNS ? "\r\n" : "");
    }
}

static bool read_book(struct buf *out, struct tx *tx, struct arena *a, struct book *k, struct err *e)
{
    struct document_line *list;
    size_t n;
    int64_t from = 1;
    do {
        if (!q_documents_in_book(tx, &(struct q_documents_in_book_in){.office = k->office->id, .book = k->book,
                                                                      .year = k->year, .from = from}, &list, &n, e)) {
            return false;
        }
        for (size_t i = 0; i < n && i < PIECE_ROWS; i++) {
            add_row(out, a, k, &list[i]);
            from = list[i].number + 1;
        }
    } while (n > PIECE_ROWS);
    return true;
}

static int print_book(struct cli_call *call, struct db *db, struct book *k)
{
    struct err e = ERR_INIT;
    struct tx *tx;
    if (!db_read_begin(db, call->arena, &tx, &e)) {
        return cli_fail(call, &e);
    }
    struct buf out = buf_new(REGISTER_MAX);
    add_head(&out, k);
    bool good = read_book(&out, tx, call->arena, k, &e);
    db_read_end(tx);
    if (good && strcmp(k->format, "json") == 0) {
        json_end(&k->json);
        json_end(&k->json);
    }
    bool over = buf_over(&out);
    if (good && !over) {
        cli_print(stdout, &out);
    }
    buf_free(&out);
    return !good ? cli_fail(call, &e) : over ? cli_short(call, say("the book is larger than its maximum")) : CLI_DONE;
}

int cli_register(struct cli_call *call)
{
    struct book k = {.book = str_c(opt_get(call->opts, "book", "")), .format = opt_get(call->opts, "format", "text")};
    struct buf problems = buf_new(2048);
    struct db *db;
    struct site *site;
    int end;
    if (!str_eqz(k.book, "den") && !str_eqz(k.book, "di")) {
        buf_addf(&problems, say("--book %.*s: it is den or di\n"), STR_ARG(k.book));
    }
    if (strcmp(k.format, "text") != 0 && strcmp(k.format, "csv") != 0 && strcmp(k.format, "json") != 0) {
        buf_addf(&problems, say("--format %s: it is text, csv or json\n"), k.format);
    }
    bool good = opt_int(call->opts, "year", 1900, 9999, 0, &k.year, &problems) && problems.n == 0;
    if (!good) {
        end = cli_problems(call, &problems);
    } else if (store_open(call, DB_READ_ONLY, &db, &site, &end)) {
        k.site = site;
        k.year = k.year == 0 ? civil_from_day(site->today).year : k.year;
        k.office = store_office(call, site, &problems);
        end = k.office == NULL ? cli_problems(call, &problems) : print_book(call, db, &k);
        store_close(db, site);
    }
    buf_free(&problems);
    return end;
}
