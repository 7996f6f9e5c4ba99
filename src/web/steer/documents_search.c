// documents_search.c: the register of documents is searched by words and numbers: what the member may read, by book, year, kind
// and office.
#include "web/steer/documents_search_view.h"

#include "base/utf8.h"
#include "core/press/finder_document.h"
#include "db/q_document.h"
#include "docs/markdown.h"
#include "i18n/civil.h"
#include "templates.h"
#include "web/found_text.h"
#include "web/table.h"

enum { PER_PAGE = 20, QUERY_MAX = 200, EXTRACT_MAX = 240, OFFICES_SHOWN = 5, CHOICES_MOST = 200 };

// What was asked for. NOT_CHOSEN: all.
enum { NOT_CHOSEN = -1 };
struct asked {
    struct str q;
    int64_t chosen[DOCUMENTS_BY]; // 1 for the book of documents issued; a year; an enum document_kind; an office's id
};

static bool read_asked(struct web *w, struct asked *out)
{
    struct str book = web_param(w, "book");
    struct str year = web_param(w, "year");
    struct str kind = web_param(w, "kind");
    struct str office = web_param(w, "office");
    const struct office *o = site_office_named(w->site, office);
    int64_t at = 0;
    *out = (struct asked){.q = str_trim(utf8_clip(web_param(w, "q"), QUERY_MAX)),
                          .chosen = {NOT_CHOSEN, NOT_CHOSEN, NOT_CHOSEN, NOT_CHOSEN}};
    if ((book.n > 0 && !str_eqz(book, "den") && !str_eqz(book, "di")) || (office.n > 0 && o == NULL) ||
        (year.n > 0 && (!str_int(year, &at) || at < 1970 || at > 2105)) ||
        (kind.n > 0 && document_kind_of(kind) == DOCUMENT_KINDS)) {
        return false;
    }
    out->chosen[DOCUMENTS_BY_BOOK] = book.n == 0 ? NOT_CHOSEN : str_eqz(book, "di");
    out->chosen[DOCUMENTS_BY_YEAR] = year.n == 0 ? NOT_CHOSEN : at;
    out->chosen[DOCUMENTS_BY_KIND] = kind.n == 0 ? NOT_CHOSEN : (int64_t)document_kind_of(kind);
    out->chosen[DOCUMENTS_BY_OFFICE] = o == NULL ? NOT_CHOSEN : o->id;
    return true;
}

static int64_t value_of(const struct web *w, const struct finder_document *d, size_t by)
{
    switch (by) {
    case DOCUMENTS_BY_BOOK:
        return d->issued;
    case DOCUMENTS_BY_YEAR:
        return tz_local(w->site->tz, d->time).date.year;
    case DOCUMENTS_BY_KIND:
        return d->kind;
    default:
        return site_heir_id(w->site, d->office_id);
    }
}

// With all choices but one.
static bool fits(const struct web *w, const struct asked *ask, const struct finder_document *d, size_t but)
{
    bool good = true;
    for (size_t by = 0; by < DOCUMENTS_BY && good; by++) {
        good = by == but || ask->chosen[by] == NOT_CHOSEN || ask->chosen[by] == value_of(w, d, by);
    }
    return good;
}

// ---- what narrows it

static struct str code_of(const struct web *w, size_t by, int64_t value)
{
    const struct office *o;
    switch (by) {
    case DOCUMENTS_BY_BOOK:
        return value == 0 ? STR("den") : STR("di");
    case DOCUMENTS_BY_YEAR:
        return str_fmt(w->a, "%lld", (long long)value);
    case DOCUMENTS_BY_KIND:
        return value == DOCUMENT_KINDS ? STR("") : str_c(document_kind_code((enum document_kind)value));
    default:
        o = site_office(w->site, value);
        return o == NULL ? STR("") : o->code;
    }
}

static struct str words_of(struct web *w, size_t by, int64_t value)
{
    switch (by) {
    case DOCUMENTS_BY_BOOK:
        return value == 0 ? T(w->lang, "Documents received") : T(w->lang, "Documents issued");
    case DOCUMENTS_BY_KIND:
        return T_(w->lang, document_kind_words((enum document_kind)value));
    case DOCUMENTS_BY_OFFICE:
        return desk_office_name(w, value);
    default:
        return code_of(w, by, value);
    }
}

// The address of this search with `value` chosen in place of what is in one of the fields.
static struct str address(struct web *w, const char *end, const struct asked *ask, size_t by, int64_t value)
{
    static const char *const names[DOCUMENTS_BY] = {"book", "year", "kind", "office"};
    struct buf b = buf_new(8192);
    buf_addf(&b, "/desk/%.*s/documents/search%s?q=", STR_ARG(w->office->code), end);
    html_url_part(&b, ask->q);
    for (size_t i = 0; i < DOCUMENTS_BY; i++) {
        int64_t at = i == by ? value : ask->chosen[i];
        if (at != NOT_CHOSEN) {
            buf_addf(&b, "&%s=", names[i]);
            html_url_part(&b, code_of(w, i, at));
        }
    }
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

// Years by their order, the latest first; the others by how many there are.
static int by_code(const void *a, const void *b)
{
    const struct search_choice *x = a;
    const struct search_choice *y = b;
    return str_cmp(y->code, x->code);
}

static int by_count(const void *a, const void *b)
{
    const struct search_choice *x = a;
    const struct search_choice *y = b;
    if (x->chosen != y->chosen) {
        return x->chosen ? -1 : 1;
    }
    return x->n != y->n ? (x->n < y->n ? 1 : -1) : str_cmp(x->code, y->code);
}

static void count_one(struct web *w, const struct asked *ask, const struct finder_documents *all, size_t by,
                      struct search_choices *out)
{
    int64_t *values = ARENA_ARRAY(w->a, int64_t, all->n + 1);
    int64_t *counts = ARENA_ARRAY(w->a, int64_t, all->n + 1);
    size_t n = 0;
    if (ask->chosen[by] != NOT_CHOSEN) { // stays to be taken off, also where nothing is left of it
        values[n++] = ask->chosen[by];
    }
    for (size_t i = 0; i < all->n; i++) {
        if (!fits(w, ask, &all->v[i], by)) {
            continue;
        }
        int64_t value = value_of(w, &all->v[i], by);
        size_t at = 0;
        while (at < n && values[at] != value) {
            at++;
        }
        values[at] = value;
        n += at == n;
        counts[at]++;
    }
    out->v = ARENA_ARRAY(w->a, struct search_choice, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct str code = code_of(w, by, values[i]);
        bool chosen = ask->chosen[by] == values[i];
        if (code.n > 0) {
            out->v[out->n++] = (struct search_choice){words_of(w, by, values[i]), code, counts[i],
                                                      address(w, "", ask, by, chosen ? NOT_CHOSEN : values[i]), chosen};
        }
    }
    qsort(out->v, out->n, sizeof *out->v, by == DOCUMENTS_BY_YEAR ? by_code : by_count);
    out->n = out->n > CHOICES_MOST ? CHOICES_MOST : out->n;
    out->shown = by == DOCUMENTS_BY_OFFICE && out->n > OFFICES_SHOWN ? OFFICES_SHOWN : out->n;
}

static void choices(struct web *w, struct documents_search_view *v, const struct asked *ask, const struct finder_documents *all)
{
    v->by[DOCUMENTS_BY_BOOK].title = TC(w->lang, "documents", "Book");
    v->by[DOCUMENTS_BY_YEAR].title = T(w->lang, "Year");
    v->by[DOCUMENTS_BY_KIND].title = T(w->lang, "Kind of document");
    v->by[DOCUMENTS_BY_OFFICE].title = T(w->lang, "Office");
    for (size_t by = 0; by < DOCUMENTS_BY; by++) {
        count_one(w, ask, all, by, &v->by[by]);
    }
}

// ---- finding

// The engine's own filter, for where it found more than it lists. Offices of the same heir count as one.
static struct match_filter filter_of(struct web *w, const struct asked *ask)
{
    const struct site *s = w->site;
    const int64_t *chosen = ask->chosen;
    struct match_filter f = {.kinds = 0};
    if (chosen[DOCUMENTS_BY_BOOK] != NOT_CHOSEN) {
        f.states = finder_document_states(chosen[DOCUMENTS_BY_BOOK] == 1);
    }
    if (chosen[DOCUMENTS_BY_KIND] != NOT_CHOSEN) {
        f.kinds = UINT32_C(1) << chosen[DOCUMENTS_BY_KIND];
    }
    if (chosen[DOCUMENTS_BY_YEAR] != NOT_CHOSEN) {
        f.from = tz_day_start(s->tz, civil_day((int)chosen[DOCUMENTS_BY_YEAR], 1, 1));
        f.to = tz_day_start(s->tz, civil_day((int)chosen[DOCUMENTS_BY_YEAR] + 1, 1, 1));
    }
    if (chosen[DOCUMENTS_BY_OFFICE] != NOT_CHOSEN) {
        int64_t *ids = ARENA_ARRAY(w->a, int64_t, s->n_offices + s->n_gone);
        for (size_t i = 0; i < s->n_offices + s->n_gone; i++) {
            if (site_heir_id(s, s->offices[i].id) == chosen[DOCUMENTS_BY_OFFICE]) {
                ids[f.n_offices++] = s->offices[i].id;
            }
        }
        f.offices = ids;
    }
    return f;
}

// *all: by the words; *out: of that what fits the choices.
static bool find(struct web *w, const struct asked *ask, struct finder_documents *all, struct finder_documents *out,
                 struct err *e)
{
    int64_t offices[ROLES_HELD_MAX];
    const struct finder *f = app_finder_now(w->app);
    struct finder_document_ask query = {.words = ask->q, .offices = offices,
                                        .n_offices = web_offices(w, offices, ROLES_HELD_MAX)};
    if (!finder_documents(f, w->tx, w->site, &query, all, e)) {
        return false;
    }
    *out = *all;
    bool narrowed = false;
    for (size_t by = 0; by < DOCUMENTS_BY; by++) {
        narrowed = narrowed || ask->chosen[by] != NOT_CHOSEN;
    }
    if (all->more && narrowed) {
        query.filter = filter_of(w, ask);
        return finder_documents(f, w->tx, w->site, &query, out, e);
    }
    out->v = ARENA_ARRAY(w->a, struct finder_document, all->n + 1);
    out->n = 0;
    for (size_t i = 0; i < all->n; i++) {
        if (fits(w, ask, &all->v[i], DOCUMENTS_BY)) {
            out->v[out->n++] = all->v[i];
        }
    }
    return true;
}

static struct document_line line_of(const struct document_row *r)
{
    return (struct document_line){
        .id = r->id, .public_id = r->public_id, .office_id = r->office_id, .book = r->book, .year = r->year, .number = r->number,
        .mark = r->mark, .kind = r->kind, .issuer = r->issuer, .dated_day = r->dated_day, .received_at = r->received_at,
        .summary = r->summary, .urgency = r->urgency, .pages = r->pages, .addressees = r->addressees, .signer = r->signer,
        .signer_title = r->signer_title, .handler_id = r->handler_id, .due_day = r->due_day, .instructed_at = r->instructed_at,
        .acknowledged_at = r->acknowledged_at, .state = r->state, .changed_at = r->changed_at};
}

// The document as the store has it now, and how much of it the member reads.
static bool read_found(struct web *w, int64_t id, struct document_row *row, enum document_access *access, struct err *e)
{
    int64_t offices[ROLES_HELD_MAX];
    size_t n = web_offices(w, offices, ROLES_HELD_MAX);
    enum q_got got = q_document_by_id(w->tx, w->site->home, id, row, e);
    *access = DOCUMENT_NOT_THERE;
    return got == Q_NONE || (got == Q_ROW && document_access(w->tx, w->site, offices, n, row, access, e));
}

static void fill_item(struct web *w, struct str q, const struct document_row *row, bool text, struct document_found *out)
{
    bool any;
    struct document_line line = line_of(row);
    bool received = str_eqz(row->book, "den");
    struct str book = received ? T(w->lang, "Documents received") : T(w->lang, "Documents issued");
    document_item(w, &line, &out->d);
    out->mark = found_text(w, FOUND_DOCUMENTS, q, row->mark, row->mark.n, &any);
    out->summary = found_text(w, FOUND_DOCUMENTS, q, row->summary, row->summary.n, &any);
    out->issuer = found_text(w, FOUND_DOCUMENTS, q, row->issuer, row->issuer.n, &any);
    out->book = row->number == 0 ? book
                                 : str_fmt(w->a, "%.*s, %lld/%lld", STR_ARG(book), (long long)row->number, (long long)row->year);
    out->office = desk_office_name(w, row->office_id);
    out->extract = (struct html){STR("")};
    if (text && row->body.n > 0) {
        struct html extract = found_text(w, FOUND_DOCUMENTS, q, markdown_words(w->a, row->body), EXTRACT_MAX, &any);
        out->extract = any ? extract : out->extract;
    }
}

static bool fill_items(struct web *w, struct documents_search_view *v, const struct finder_documents *list, size_t from,
                       struct err *e)
{
    v->items = ARENA_ARRAY(w->a, struct document_found, PER_PAGE);
    for (size_t i = from; i < list->n && i < from + PER_PAGE; i++) {
        struct document_row row;
        enum document_access access;
        if (!read_found(w, list->v[i].id, &row, &access, e)) {
            return false;
        }
        if (access != DOCUMENT_NOT_THERE) {
            fill_item(w, v->q, &row, access >= DOCUMENT_TEXT, &v->items[v->n++]);
        }
    }
    return true;
}

static bool look(struct web *w, const struct asked *ask, struct documents_search_view *v, struct err *e)
{
    int64_t page;
    struct finder_documents all;
    struct finder_documents list;
    struct str at = web_param(w, "page");
    if (!str_int(at, &page) || page < 1 || page > MATCH_LIMIT) {
        page = 1;
    }
    size_t from = ((size_t)page - 1) * PER_PAGE;
    if (!find(w, ask, &all, &list, e)) {
        return false;
    }
    v->filling = !finder_ready(app_finder(w->app));
    v->found = (int64_t)list.n;
    v->more = list.more;
    choices(w, v, ask, &all);
    if (list.n > from + PER_PAGE) {
        v->next = str_fmt(w->a, "%.*s&page=%lld", STR_ARG(address(w, "", ask, DOCUMENTS_BY, 0)), (long long)page + 1);
    }
    return fill_items(w, v, &list, from, e);
}

void documents_search_get(struct web *w)
{
    struct asked ask;
    struct err e = ERR_INIT;
    if (!read_asked(w, &ask)) {
        web_error(w, 404);
        return;
    }
    struct documents_search_view v = {
        .page = desk_page_view(w, T(w->lang, "Search the register"), w->office, DESK_NAV_DOCUMENTS),
        .q = ask.q, .asked = ask.q.n > 0, .csv = address(w, ".csv", &ask, DOCUMENTS_BY, 0), .next = STR("")};
    if (v.asked && !look(w, &ask, &v, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_documents_search(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

// All that is found, as the lists of books have it, the best first.
static bool found_rows(struct table *t, void *at, bool *more, struct err *e)
{
    const struct asked *ask = at;
    struct finder_documents all;
    struct finder_documents list = {.n = 0};
    (void)more;
    if (ask->q.n > 0 && !find(t->w, ask, &all, &list, e)) {
        return false;
    }
    for (size_t i = 0; i < list.n; i++) {
        struct document_row row;
        enum document_access access;
        if (!read_found(t->w, list.v[i].id, &row, &access, e)) {
            return false;
        }
        if (access != DOCUMENT_NOT_THERE) {
            struct document_line line = line_of(&row);
            struct document_item item;
            document_item(t->w, &line, &item);
            document_cells(t, &item);
        }
    }
    return true;
}

void documents_search_csv_get(struct web *w)
{
    struct asked *ask = ARENA_NEW(w->a, struct asked);
    if (!read_asked(w, ask)) {
        web_error(w, 404);
        return;
    }
    table_reply(w, STR("documents"), document_columns(w, "", false), found_rows, ask);
}
