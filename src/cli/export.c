// export.c: `hoiam export messages|matters|answers`: what is public, for all; or everything, for the administrator.
#include "cli/commands.h"

#include "cli/say.h"
#include "cli/store.h"
#include "core/count/disclose.h"
#include "core/press/reading.h"
#include "db/q_export.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "i18n/format.h"

enum { ROW_MAX = 1024 * 1024 };

static const struct opt export_options[] = {
    {"format", N_("FORMAT"), N_("csv or jsonl (default: csv)"), 0},
    {"all", NULL, N_("rows and words that are not public too, with times to the second"), 0},
    OPT_END,
};

const struct cli_page cli_export_page = {
    .options = export_options,
    .operands_min = 1,
    .operands_max = 1,
    .about = N_("Writes messages, matters or answers to standard output, a row each. It holds what everybody may read: "
                "words whose "
                "sender agreed, in matters that are public; days, not times; of the place the commune. Counts below 5 "
                "that rest on "
                "messages that are not public read <5.\n\n"
                "With --all it holds everything but contact details and what was handed over; that leaves an entry in "
                "the log. "
                "Where a server runs, it is asked to write the entry; where none can be left, that is said.\n\n"
                "What comes out can be read by hoiam import messages as it is."),
    .example = "hoiam export matters --db xa.db --format jsonl > matters.jsonl\nhoiam export messages --all --db xa.db "
               "> all.csv",
};

enum cell_kind { CELL_NONE, CELL_TEXT, CELL_PLAIN }; // plain: written as it is, a number

struct cell {
    enum cell_kind kind;
    struct str s;
};

enum { CELLS_MAX = 24 };

struct exporting {
    struct cli_call *call;
    struct db *db;
    const struct site *site;
    bool jsonl;
    bool all;
    const char *const *names; // of the columns
    size_t columns;
    struct buf row;
    struct arena page;        // of the page at hand
    struct cell cells[CELLS_MAX];
    size_t n;
};

// One page: rows after `after`, written; *last is the id to go on from, 0 when there are no more.
typedef bool export_page(struct exporting *x, struct tx *tx, int64_t after, int64_t *last, struct err *e);

static void put(struct exporting *x, enum cell_kind kind, struct str s)
{
    BUG_ON(x->n >= x->columns);
    x->cells[x->n++] = (struct cell){s.p == NULL ? CELL_NONE : kind, s};
}

static void put_text(struct exporting *x, struct str s)
{
    put(x, CELL_TEXT, s);
}

static void put_int(struct exporting *x, int64_t v)
{
    put(x, CELL_PLAIN, str_fmt(&x->page, "%lld", (long long)v));
}

static void put_time(struct exporting *x, int64_t at)
{
    struct buf out = buf_new(64);
    if (at != 0 && x->all) {
        format_iso(&out, x->site->lang, at);
    } else if (at != 0) {
        format_iso_day(&out, x->site->lang, tz_day(x->site->tz, at));
    }
    put_text(x, at == 0 ? STR_NONE : str_copy(&x->page, buf_str(&out)));
    buf_free(&out);
}

static void put_degrees(struct exporting *x, bool there, int64_t e6)
{
    int64_t whole = e6 < 0 ? -e6 : e6;
    put(x, CELL_PLAIN, there ? str_fmt(&x->page, "%s%lld.%06lld", e6 < 0 ? "-" : "", (long long)(whole / 1000000),
                                       (long long)(whole % 1000000)) : STR_NONE);
}

static void put_office(struct exporting *x, int64_t id)
{
    const struct office *o = site_office(x->site, id);
    put_text(x, o == NULL ? STR_NONE : o->code);
}

static void put_category(struct exporting *x, int64_t id)
{
    const struct category *c = site_category(x->site, id);
    put_text(x, c == NULL ? STR_NONE : c->code);
}

static void write_heading(struct exporting *x)
{
    for (size_t i = 0; !x->jsonl && i < x->columns; i++) {
        buf_addf(&x->row, "%s%s", i > 0 ? "," : "", x->names[i]);
    }
    if (!x->jsonl) {
        buf_addz(&x->row, "\r\n");
        cli_print(stdout, &x->row);
    }
}

static void write_row(struct exporting *x)
{
    BUG_ON(x->n != x->columns);
    buf_clear(&x->row);
    for (size_t i = 0; i < x->n; i++) {
        const struct cell *c = &x->cells[i];
        buf_addz(&x->row, i > 0 ? "," : x->jsonl ? "{" : "");
        if (x->jsonl) {
            buf_addf(&x->row, "\"%s\":", x->names[i]);
        }
        if (c->kind == CELL_PLAIN) {
            buf_add(&x->row, c->s);
        } else if (!x->jsonl) {
            buf_csv(&x->row, c->s);
        } else if (c->kind == CELL_NONE) {
            buf_addz(&x->row, "null");
        } else {
            buf_json(&x->row, c->s);
        }
    }
    buf_addz(&x->row, x->jsonl ? "}\n" : "\r\n");
    BUG_ON(buf_over(&x->row));
    cli_print(stdout, &x->row);
    x->n = 0;
}

// -------------------------------------------------------------------------------------------------- messages

static const char *const message_names[] = {"external_id", "text", "received", "closed", "status", "category", "office",
                                            "channel", "place", "lat", "lon", "lang", "public", "entered", "matter"};

// "" for what its sender sent, else by whose hand it came.
static struct str entered(const struct export_messages_row *m)
{
    return !m->by_office ? STR("") : m->import_id != 0 ? STR("imported") : STR("entered");
}

static bool messages_page(struct exporting *x, struct tx *tx, int64_t after, int64_t *last, struct err *e)
{
    struct export_messages_row *list;
    size_t n;
    if (!q_export_messages(tx, x->site->home, after, x->all, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const struct export_messages_row *m = &list[i];
        const struct office *place = site_office(x->site, m->place_office_id);
        bool point = (m->lat_e6 != 0 || m->lon_e6 != 0) && (x->all || m->point_public);
        put_text(x, x->all && m->external_id.p != NULL ? m->external_id : m->public_id);
        put_text(x, m->words);
        put_time(x, m->received_at);
        put_time(x, m->matter_closed_at);
        put_text(x, m->matter_state.p == NULL ? STR("new") : m->matter_state);
        put_category(x, m->category_id);
        put_office(x, m->office_id);
        put_text(x, m->channel);
        put_text(x, place != NULL ? place->code : x->all ? m->place : STR_NONE);
        put_degrees(x, point, m->lat_e6);
        put_degrees(x, point, m->lon_e6);
        put_text(x, m->lang);
        put_int(x, m->may_show);
        put_text(x, entered(m));
        put_text(x, m->matter_public_at != 0 || x->all ? m->matter_public : STR_NONE);
        write_row(x);
    }
    *last = n == 0 ? 0 : list[n - 1].id;
    return true;
}

// --------------------------------------------------------------------------------------------------- matters

static const char *const matter_names[] = {"id", "number", "year", "office", "category", "title", "state", "outcome", "started",
                                           "due", "answered", "closed", "messages", "public"};

static bool write_matter(struct exporting *x, struct tx *tx, const struct matter_row *m, struct err *e)
{
    struct messages_of_matter_count_row count;
    struct str title;
    if (q_messages_of_matter_count(tx, m->home_id, m->id, &count, e) != Q_ROW ||
        !title_for_reader(tx, x->site, m, x->site->lang, &title, e)) {
        return false;
    }
    enum listed told = x->all ? LISTED_COUNT : disclose_listed(count.n, count.shown);
    put_text(x, m->public_id);
    put_int(x, m->number);
    put_int(x, m->number_year);
    put_office(x, m->office_id);
    put_category(x, m->category_id);
    put_text(x, title.p == NULL && x->all ? m->title : title);
    put_text(x, m->state);
    put_text(x, m->outcome);
    put_time(x, m->started_at);
    put_time(x, m->due_at);
    put_time(x, m->answered_at);
    put_time(x, m->closed_at);
    if (told != LISTED_COUNT) {
        put_text(x, told == LISTED_FEW ? STR("<5") : str_fmt(tx_arena(tx), ">%lld", (long long)count.shown));
    } else {
        put_int(x, count.n);
    }
    put_int(x, m->public_at != 0);
    write_row(x);
    return true;
}

static bool matters_page(struct exporting *x, struct tx *tx, int64_t after, int64_t *last, struct err *e)
{
    struct matter_row *list;
    size_t n;
    if (!q_export_matters(tx, x->site->home, after, x->all, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!write_matter(x, tx, &list[i], e)) {
            return false;
        }
    }
    *last = n == 0 ? 0 : list[n - 1].id;
    return true;
}

// --------------------------------------------------------------------------------------------------- answers

static const char *const answer_names[] = {"id", "office", "matter", "lang", "title", "text", "version", "published",
                                           "corrected", "public"};

static bool write_answer(struct exporting *x, struct tx *tx, const struct publication_row *p, struct err *e)
{
    struct version_row v;
    struct matter_row m = {.public_at = 0};
    bool found;
    enum lang lang;
    if (!lang_from_code(p->lang, &lang)) {
        lang = x->site->lang;
    }
    if (!version_for_reader(tx, p, lang, &v, &found, e) ||
        (p->matter_id != 0 && q_matter_by_id(tx, p->home_id, p->matter_id, &m, e) == Q_ERROR)) {
        return false;
    }
    if (!found) {
        return true;
    }
    put_text(x, p->public_id);
    put_office(x, p->office_id);
    put_text(x, m.public_at != 0 || x->all ? m.public_id : STR_NONE);
    put_text(x, v.lang);
    put_text(x, v.title);
    put_text(x, v.body);
    put_int(x, v.number);
    put_time(x, p->published_at);
    put_time(x, v.number > 1 ? v.published_at : 0);
    put_int(x, !p->by_receipt);
    write_row(x);
    return true;
}

static bool answers_page(struct exporting *x, struct tx *tx, int64_t after, int64_t *last, struct err *e)
{
    struct publication_row *list;
    size_t n;
    if (!q_export_answers(tx, x->site->home, after, x->all, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!write_answer(x, tx, &list[i], e)) {
            return false;
        }
    }
    *last = n == 0 ? 0 : list[n - 1].id;
    return true;
}

static const struct {
    const char *what;
    const char *const *names;
    size_t columns;
    export_page *page;
} kinds[] = {
    {"messages", message_names, ARRAY_LEN(message_names), messages_page},
    {"matters", matter_names, ARRAY_LEN(matter_names), matters_page},
    {"answers", answer_names, ARRAY_LEN(answer_names), answers_page},
};

// Everything goes out: that is written down first, where it can be.
static void write_down(struct cli_call *call, const struct site *s, const char *what)
{
    struct err e = ERR_INIT;
    enum errand_end end;
    if (!store_errand(call, s, &(struct errand){.kind = ERRAND_EXPORT, .export = str_c(what)}, &end, &e)) {
        (void)cli_short(call, say("no log entry could be left: %s"), e.what);
    }
}

static bool write_pages(struct exporting *x, export_page *page, struct err *e)
{
    int64_t last = 0;
    do {
        int64_t after = last;
        struct tx *tx;
        arena_reset(&x->page);
        if (!db_read_begin(x->db, &x->page, &tx, e)) {
            return false;
        }
        bool good = page(x, tx, after, &last, e);
        db_read_end(tx);
        if (!good) {
            return false;
        }
    } while (last != 0 && !ferror(stdout));
    return true;
}

int cli_export(struct cli_call *call)
{
    const char *what = call->opts->operands[0];
    struct str format = str_c(opt_get(call->opts, "format", "csv"));
    size_t kind = 0;
    while (kind < ARRAY_LEN(kinds) && strcmp(kinds[kind].what, what) != 0) {
        kind++;
    }
    if (kind == ARRAY_LEN(kinds)) {
        return cli_usage(call, say("there is no export of \"%s\"; there is messages, matters and answers"), what);
    }
    if (!str_eq(format, STR("csv")) && !str_eq(format, STR("jsonl"))) {
        return cli_usage(call, say("--format %.*s: it is csv or jsonl"), STR_ARG(format));
    }
    struct exporting x = {.call = call, .jsonl = str_eq(format, STR("jsonl")), .all = opt_count(call->opts, "all") > 0,
                          .names = kinds[kind].names, .columns = kinds[kind].columns};
    struct site *site;
    int code;
    if (!store_open(call, DB_READ_ONLY, &x.db, &site, &code)) {
        return code;
    }
    x.site = site;
    x.row = buf_new(ROW_MAX);
    tz_set_site(site->tz);
    if (x.all) {
        write_down(call, site, kinds[kind].what);
    }
    write_heading(&x);
    struct err e = ERR_INIT;
    code = write_pages(&x, kinds[kind].page, &e) ? CLI_DONE : cli_fail(call, &e);
    buf_free(&x.row);
    arena_free(&x.page);
    store_close(x.db, site);
    return code;
}
