// documents.c: the books of documents received and issued: the list with its filters, as CSV, and printed as a book.
#include "web/steer/document_view.h"

#include "core/steer/book.h"
#include "db/q_document.h"
#include "i18n/civil.h"
#include "i18n/format.h"
#include "templates.h"
#include "web/table.h"

enum { LIST_ROWS = 50, PIECE_ROWS = 200, BOOK_ROWS = 1000 };

struct str document_path(struct web *w, struct str public_id)
{
    return str_fmt(w->a, "/desk/documents/%.*s", STR_ARG(public_id));
}

struct str document_state(const struct web *w, struct str code)
{
    const char *words = document_state_words(code);
    return words == NULL ? code : T_(w->lang, words);
}

struct str document_turn_of(struct web *w, struct str state, int64_t received_at, int64_t acknowledged_at, int64_t instructed_at)
{
    int64_t came = received_at == 0 ? w->site->today : tz_day(w->site->tz, received_at);
    bool long_ago = acknowledged_at == 0 && came <= w->site->today - DOCUMENT_FRESH_DAYS;
    const char *words = long_ago ? NULL : document_turn(state, acknowledged_at != 0, instructed_at != 0);
    return words == NULL ? STR("") : T_(w->lang, words);
}

void document_item(struct web *w, const struct document_line *d, struct document_item *out)
{
    const char *urgency = str_eqz(d->urgency, "normal") ? NULL : document_urgency_words(d->urgency);
    enum document_kind kind = document_kind_of(d->kind);
    int64_t came = tz_day(w->site->tz, d->received_at);
    *out = (struct document_item){
        .href = document_path(w, d->public_id),
        .public_id = d->public_id,
        .number = d->number == 0 ? STR("") : str_fmt(w->a, "%lld", (long long)d->number),
        .mark = d->mark,
        .kind = kind == DOCUMENT_KINDS ? d->kind : T_(w->lang, document_kind_words(kind)),
        .issuer = d->issuer,
        .summary = d->summary,
        .addressees = d->addressees,
        .signer = d->signer,
        .handler = desk_office_name(w, d->handler_id),
        .urgency = urgency == NULL ? STR("") : T_(w->lang, urgency),
        .state = d->withdrawn ? (struct state_tag){STR("late"), T(w->lang, "recalled by its issuer")}
                              : (struct state_tag){d->state, document_state(w, d->state)},
        .dated_day = d->dated_day,
        .received_at = d->received_at,
        .due_day = d->due_day,
        .pages = d->pages,
        .turn = d->withdrawn ? STR("") : document_turn_of(w, d->state, d->received_at, d->acknowledged_at, d->instructed_at),
        .late = !d->withdrawn && str_eqz(d->state, "registered") && d->due_day != 0 && d->due_day < w->site->today,
        .unacknowledged_late = !d->withdrawn && str_eqz(d->state, "registered") && d->acknowledged_at == 0 &&
                               came < w->site->today &&
                               came > w->site->today - DOCUMENT_FRESH_DAYS, // a book that was taken over lies further back
    };
}

struct desk_choices document_kinds(struct web *w, struct str chosen)
{
    struct desk_choices c = {ARENA_ARRAY(w->a, struct desk_choice, DOCUMENT_KINDS), 0};
    for (enum document_kind k = 0; k < DOCUMENT_KINDS; k++) {
        struct str code = str_c(document_kind_code(k));
        c.list[c.n++] = (struct desk_choice){code, T_(w->lang, document_kind_words(k)), str_eq(code, chosen)};
    }
    return c;
}

struct desk_choices document_urgencies(struct web *w, struct str chosen)
{
    struct desk_choices c = {ARENA_ARRAY(w->a, struct desk_choice, 8), 0};
    for (size_t i = 0; document_urgency(i) != NULL; i++) {
        struct str code = str_c(document_urgency(i));
        c.list[c.n++] = (struct desk_choice){code, T_(w->lang, document_urgency_words(code)), str_eq(code, chosen)};
    }
    return c;
}

// ---- filters

// States of a book as its list is filtered by them. What is not a state of the store is looked for row by row.
static const struct {
    const char *book;
    const char *code;
    const char *words;
} states[] = {
    {"den", "unacknowledged", N_("not acknowledged")},
    {"den", "uninstructed", N_("without an instruction")},
    {"den", "late", N_("late")},
    {"den", "handled", N_("handled")},
    {"di", "numbered", N_("numbered")},
    {"di", "issued", N_("issued")},
    {"di", "recalled", N_("recalled")},
};

struct filter {
    struct str book;
    int64_t year;
    struct str kind;
    int64_t handler_id;
    struct str urgency;
    struct str state;    // of states[]
};

static struct filter read_filter(struct web *w)
{
    struct filter f = {.book = str_eqz(web_param(w, "book"), "di") ? STR("di") : STR("den"),
                       .kind = STR(""), .urgency = STR(""), .state = STR("")};
    const struct office *handler = site_office_by_code(w->site, web_param(w, "handler"));
    struct str kind = web_param(w, "kind");
    struct str urgency = web_param(w, "urgency");
    if (!str_int(web_param(w, "year"), &f.year) || f.year < 1900 || f.year > 9999) {
        f.year = civil_from_day(w->site->today).year;
    }
    f.kind = document_kind_of(kind) == DOCUMENT_KINDS ? STR("") : kind;
    f.urgency = document_urgency_words(urgency) == NULL ? STR("") : urgency;
    f.handler_id = handler == NULL ? 0 : handler->id;
    for (size_t i = 0; i < ARRAY_LEN(states); i++) {
        if (str_eq(f.book, str_c(states[i].book)) && str_eqz(web_param(w, "state"), states[i].code)) {
            f.state = str_c(states[i].code);
        }
    }
    return f;
}

// "book=den&year=2026&…": codes need no escapes.
static struct str filter_query(struct web *w, const struct filter *f)
{
    struct buf b = buf_new(8192);
    const struct office *handler = site_office(w->site, f->handler_id);
    const struct {
        const char *name;
        struct str value;
    } parts[] = {{"kind", f->kind}, {"handler", handler == NULL ? STR("") : handler->code}, {"urgency", f->urgency},
                 {"state", f->state}};
    buf_addf(&b, "book=%.*s&year=%lld", STR_ARG(f->book), (long long)f->year);
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        if (parts[i].value.n > 0) {
            buf_addf(&b, "&%s=%.*s", parts[i].name, STR_ARG(parts[i].value));
        }
    }
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

static bool fits(struct web *w, const struct filter *f, const struct document_line *d)
{
    bool open = str_eqz(d->state, "registered");
    if (str_eqz(f->state, "unacknowledged") && (!open || d->acknowledged_at != 0)) {
        return false;
    }
    if (str_eqz(f->state, "uninstructed") && (!open || d->instructed_at != 0)) {
        return false;
    }
    if (str_eqz(f->state, "late") && (!open || d->due_day == 0 || d->due_day >= w->site->today)) {
        return false;
    }
    return true;
}

// What fits, from a number on downwards (0: from the end), `max` at most, read in pieces. *before becomes the number of
// the last one read where there may be more, else 0.
static bool find(struct web *w, const struct filter *f, size_t max, int64_t *before, struct document_items *out,
                 struct err *e)
{
    bool stored = document_state_words(f->state) != NULL;
    struct document_line *list;
    size_t n;
    out->list = ARENA_ARRAY(w->a, struct document_item, max);
    out->n = 0;
    do {
        if (!q_documents_listed(w->tx,
                                &(struct q_documents_listed_in){.office = w->office->id, .book = f->book, .year = f->year,
                                                                .before_number = *before, .kind = f->kind,
                                                                .handler = f->handler_id, .urgency = f->urgency,
                                                                .state = stored ? f->state : STR("")},
                                &list, &n, e)) {
            return false;
        }
        for (size_t i = 0; i < n; i++) {
            bool good = fits(w, f, &list[i]);
            if (good && out->n == max) {
                return true;
            }
            if (good) {
                document_item(w, &list[i], &out->list[out->n++]);
            }
            *before = list[i].number;
        }
    } while (n == PIECE_ROWS);
    *before = 0;
    return true;
}

static bool fill_years(struct web *w, const struct filter *f, struct documents_view *v, struct err *e)
{
    struct document_years_row *list;
    size_t n;
    if (!q_document_years(w->tx, w->office->id, f->book, &list, &n, e)) {
        return false;
    }
    v->years = (struct desk_choices){ARENA_ARRAY(w->a, struct desk_choice, n + 1), 0};
    bool there = false;
    for (size_t i = 0; i < n; i++) {
        struct str year = str_fmt(w->a, "%lld", (long long)list[i].year);
        bool chosen = list[i].year == f->year;
        there = there || chosen;
        v->last = chosen ? list[i].last : v->last;
        v->years.list[v->years.n++] = (struct desk_choice){year, year, chosen};
    }
    if (!there) {
        v->years.list[v->years.n++] = (struct desk_choice){v->year, v->year, true};
    }
    return true;
}

static struct desk_choices state_choices(struct web *w, const struct filter *f)
{
    struct desk_choices c = {ARENA_ARRAY(w->a, struct desk_choice, ARRAY_LEN(states)), 0};
    for (size_t i = 0; i < ARRAY_LEN(states); i++) {
        if (str_eq(f->book, str_c(states[i].book))) {
            c.list[c.n++] = (struct desk_choice){str_c(states[i].code), T_(w->lang, states[i].words),
                                                 str_eqz(f->state, states[i].code)};
        }
    }
    return c;
}

void documents_get(struct web *w)
{
    struct filter f = read_filter(w);
    struct err e = ERR_INIT;
    int64_t before = 0;
    int64_t none;
    struct str key = web_param(w, "after");
    if (key.n > 0 && !web_page_key_read(key, &before, &none)) {
        web_error(w, 404);
        return;
    }
    bool received = str_eqz(f.book, "den");
    struct documents_view v = {
        .page = desk_page_view(w, received ? T(w->lang, "Documents received") : T(w->lang, "Documents issued"), w->office,
                               DESK_NAV_DOCUMENTS),
        .received = received, .year = str_fmt(w->a, "%lld", (long long)f.year), .kinds = document_kinds(w, f.kind),
        .handlers = desk_own_offices(w, w->office->id, f.handler_id), .urgencies = document_urgencies(w, f.urgency),
        .states = state_choices(w, &f), .next = STR(""),
        .registers = web_may(w, CAP_REGISTER, w->office->id), .writes = web_may(w, CAP_DOCUMENT_WRITE, w->office->id),
    };
    if (!document_registrars(w, &v.registrars, &e) || !fill_years(w, &f, &v, &e) ||
        !find(w, &f, LIST_ROWS, &before, &v.rows, &e)) {
        web_failed(w, &e);
        return;
    }
    struct str query = filter_query(w, &f);
    v.csv = str_fmt(w->a, "/desk/%.*s/documents.csv?%.*s", STR_ARG(w->office->code), STR_ARG(query));
    v.book = str_fmt(w->a, "/desk/%.*s/documents/book?book=%.*s&year=%.*s", STR_ARG(w->office->code), STR_ARG(f.book),
                     STR_ARG(v.year));
    if (before != 0) {
        v.next = str_fmt(w->a, "/desk/%.*s/documents?%.*s&after=%.*s", STR_ARG(w->office->code), STR_ARG(query),
                         STR_ARG(web_page_key(w->a, before, 0)));
    }
    struct buf out = web_buf();
    tmpl_documents(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

// ---- as a table: what the list holds, in the order of the book

const char *document_columns(struct web *w, const char *before, bool received)
{
    static const char *const own[] = {N_("State"), N_("Handled by"), N_("Due date")};
    struct buf b = buf_new(4096);
    buf_addz(&b, before);
    for (size_t i = 0; i < BOOK_SECRECY + ARRAY_LEN(own); i++) {
        const char *words = i == BOOK_NUMBER && !received ? N_("Number")
                            : i < BOOK_SECRECY            ? book_column_words((enum book_column)i)
                                                          : own[i - BOOK_SECRECY];
        buf_addz(&b, i == 0 ? "" : ",");
        buf_csv(&b, T_(w->lang, words));
    }
    const char *columns = str_z(w->a, buf_str(&b));
    buf_free(&b);
    return columns;
}

// What goes out comes in again: the columns of a book, in their order, then our own.
void document_cells(struct table *t, const struct document_item *d)
{
    table_text(t, d->number);
    table_day_of(t, d->received_at);
    table_text(t, d->mark);
    table_day(t, d->dated_day);
    const struct str cells[] = {d->issuer, d->kind, d->summary, d->urgency};
    table_texts(t, cells, ARRAY_LEN(cells));
    table_number(t, d->pages);
    const struct str after[] = {d->addressees, d->signer, d->state.words, d->handler};
    for (size_t k = 0; k < ARRAY_LEN(after); k++) {
        table_text(t, after[k]);
    }
    table_day(t, d->due_day);
    table_end_row(t);
}

struct book_at {
    struct filter f;
    int64_t from; // number
};

static bool chosen(struct web *w, const struct filter *f, const struct document_line *d)
{
    bool stored = document_state_words(f->state) != NULL;
    return (f->kind.n == 0 || str_eq(d->kind, f->kind)) && (f->handler_id == 0 || d->handler_id == f->handler_id) &&
           (f->urgency.n == 0 || str_eq(d->urgency, f->urgency)) && (!stored || str_eq(d->state, f->state)) && fits(w, f, d);
}

static bool book_rows(struct table *t, void *at, bool *more, struct err *e)
{
    struct book_at *b = at;
    struct document_line *list;
    size_t n;
    if (!q_documents_in_book(t->w->tx, &(struct q_documents_in_book_in){.office = t->w->office->id, .book = b->f.book,
                                                                         .year = b->f.year, .from = b->from}, &list, &n, e)) {
        return false;
    }
    *more = n > BOOK_ROWS;
    for (size_t i = 0; i < n && i < BOOK_ROWS; i++) {
        b->from = list[i].number + 1;
        if (chosen(t->w, &b->f, &list[i])) {
            struct document_item item;
            document_item(t->w, &list[i], &item);
            document_cells(t, &item);
        }
    }
    return true;
}

void documents_csv_get(struct web *w)
{
    struct book_at *at = ARENA_NEW(w->a, struct book_at);
    at->f = read_filter(w);
    table_reply(w, str_fmt(w->a, "%.*s-%lld", STR_ARG(at->f.book), (long long)at->f.year),
                document_columns(w, "", str_eqz(at->f.book, "den")), book_rows, at);
}

// ---- as a book (Nghị định 30/2020/NĐ-CP, Phụ lục IV)

void documents_book_get(struct web *w)
{
    struct filter f = read_filter(w);
    struct err e = ERR_INIT;
    struct document_line *list;
    size_t n;
    int64_t from;
    if (!str_int(web_param(w, "from"), &from) || from < 1) {
        from = 1;
    }
    bool received = str_eqz(f.book, "den");
    struct documents_book_view v = {
        .page = desk_page_view(w, received ? T(w->lang, "Book of documents received") : T(w->lang, "Book of documents issued"),
                               w->office, DESK_NAV_DOCUMENTS),
        .received = received, .year = str_fmt(w->a, "%lld", (long long)f.year), .next = STR(""),
        .rows = {ARENA_ARRAY(w->a, struct document_item, BOOK_ROWS), 0},
        .csv = str_fmt(w->a, "/desk/%.*s/documents.csv?book=%.*s&year=%lld", STR_ARG(w->office->code), STR_ARG(f.book),
                       (long long)f.year),
    };
    if (!q_documents_in_book(w->tx, &(struct q_documents_in_book_in){.office = w->office->id, .book = f.book, .year = f.year,
                                                                      .from = from}, &list, &n, &e)) {
        web_failed(w, &e);
        return;
    }
    for (size_t i = 0; i < n && i < BOOK_ROWS; i++) {
        document_item(w, &list[i], &v.rows.list[v.rows.n++]);
    }
    if (n > BOOK_ROWS) {
        v.next = str_fmt(w->a, "/desk/%.*s/documents/book?book=%.*s&year=%lld&from=%lld", STR_ARG(w->office->code),
                         STR_ARG(f.book), (long long)f.year, (long long)list[BOOK_ROWS].number);
    }
    struct buf out = web_buf();
    tmpl_documents_book(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}
