// numbers_rows.c: the rows behind a figure: for everybody those that are public, and how many others there are; for heads at
// the desk all, by number, title and dates.
#include "web/public/numbers_view.h"

#include "auth/token.h"
#include "core/count/rows.h"
#include "core/press/reading.h"
#include "i18n/format.h"
#include "i18n/i18n.h"
#include "templates.h"
#include "web/policy.h"
#include "web/table.h"

// ---- what is asked for

// After which row to go on, by its public id: the store's own would tell the moment. An id that names no such row is 0 in *key.
static bool read_key(struct web *w, const struct rows_body *b, struct str after, struct rows_key *key, struct err *e)
{
    struct matter_row m = {.id = 0};
    struct publication_row p = {.id = 0};
    bool good = !public_id_ok(after) || (b->matters ? q_matter_by_public(w->tx, after, &m, e) != Q_ERROR
                                                    : q_publication_by_public(w->tx, after, &p, e) != Q_ERROR);
    bool shown = b->matters ? !b->f->released || m.public_at != 0 : p.published_at != 0 && !p.by_receipt;
    *key = (struct rows_key){.office = site_office(w->site, b->matters ? m.office_id : p.office_id),
                             .id = !shown ? 0 : b->matters ? m.id : p.id};
    return good;
}

// ---- rows in words

static bool matter_to_row(struct web *w, const struct figures *f, enum figure which, const struct matter_row *m,
                          struct rows_row *row, struct err *e)
{
    const struct office *o = site_office(w->site, m->office_id);
    *row = (struct rows_row){.number = desk_number(w, m), .office = o->name[w->lang], .office_code = o->code,
                             .day = tz_day(w->site->tz, rows_time(which, m)), .state = state_of(w, m),
                             .outcome = outcome_tag(w, m)};
    if (!f->released) {
        row->title = desk_title(w, m);
        row->href = str_fmt(w->a, "/desk/matters/%.*s", STR_ARG(m->public_id));
        return true;
    }
    row->href = web_path(w, "matters/%.*s", STR_ARG(m->public_id));
    return title_for_reader(w->tx, w->site, m, w->lang, &row->title, e);
}

static bool publication_to_row(struct web *w, const struct publication_row *p, struct rows_row *row, struct err *e)
{
    struct publication_item item;
    if (!publication_item(w, p, &item, e)) {
        return false;
    }
    *row = (struct rows_row){.number = figure_part_name(w->site, w->lang, LIST_KIND, p->kind), .title = item.title,
                             .href = item.href, .office = item.office, .office_code = item.office_code,
                             .day = tz_day(w->site->tz, p->published_at), .state = {STR(""), STR("")},
                             .outcome = {STR(""), STR("")}};
    return true;
}

static bool fill_rows(struct web *w, struct rows_body *b, const struct rows_page *page, struct err *e)
{
    b->rows = ARENA_ARRAY(w->a, struct rows_row, ROWS_PAGE);
    for (size_t i = 0; i < page->n; i++) {
        struct rows_row *row = &b->rows[b->n];
        if (b->matters && policy_concerned(w, page->matters[i].about_office_id)) {
            continue;
        }
        if (!(b->matters ? matter_to_row(w, b->f, b->figure, &page->matters[i], row, e)
                         : publication_to_row(w, &page->publications[i], row, e))) {
            return false;
        }
        b->n++;
    }
    return true;
}

// ---- what is not listed

// Rows that are not public. Where the figure itself is not told, neither is this; 1 to 4 read "<5".
static struct figure_value others_of(struct figure_value v, int64_t listed)
{
    return (struct figure_value){.n = v.n - listed, .shown = v.shown};
}

static struct str others_words(struct web *w, struct figure_value others)
{
    if (others.shown == SHOWN_HIDDEN) {
        return T(w->lang, "Those that are public are listed. How many others there are is not told, so that nobody can tell who "
                          "wrote.");
    }
    if (others.shown == SHOWN_SMALL) {
        return T(w->lang, "Fewer than 5 more are not public: only their senders and the office can open them.");
    }
    if (others.n <= 0) {
        return T(w->lang, "All that is counted here is public and listed.");
    }
    struct buf b = buf_new(512);
    I18N_FILL(&b, T(w->lang, "{n} more are not public: only their senders and the office can open them."),
              {"n", numbers_cell_text(w, UNIT_COUNT, others)});
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

// What is told of a figure, or of the part that is asked for.
static struct figure_value value_of(const struct rows_body *b, enum figure which)
{
    if (b->part.n == 0) {
        return b->f->v[TIME_NOW][which];
    }
    const struct figure_parts *p = &b->f->parts[rows_parts(which)];
    for (size_t i = 0; i < p->n; i++) {
        if (str_eq(p->list[i].code, b->part)) {
            return p->list[i].v[TIME_NOW];
        }
    }
    return (struct figure_value){.n = 0};
}

static bool say_rest(struct web *w, struct rows_body *b, struct err *e)
{
    const struct figures *f = b->f;
    int64_t listed = 0;
    b->rest = STR("");
    b->others = (struct figure_value){.none = true};
    if (!f->released) {
        return true;
    }
    if (!b->listed) {
        b->rest = T(w->lang, "What is counted here is not public one by one: only its senders and the office can open it.");
        return true;
    }
    if (!b->matters) {
        b->rest = others_words(w, (struct figure_value){.n = 0});
        return true;
    }
    if (!rows_count(&listed, w->tx, w->site, f, b->figure, b->part, e)) {
        return false;
    }
    b->others = others_of(value_of(b, rows_figure(b->figure)), listed);
    b->rest = others_words(w, b->others);
    return true;
}

// ---- all of it

static struct str day_words(enum lang lang, enum figure which)
{
    switch (which) {
    case FIGURE_OPENED:
    case FIGURE_OPEN:
    case FIGURE_OVERDUE:
        return T(lang, "First message");
    case FIGURE_CLOSED:
        return T(lang, "Closed on");
    case FIGURE_PUBLISHED:
        return T(lang, "Published on");
    default:
        return T(lang, "First answer");
    }
}

static struct str with_query(struct web *w, const struct rows_body *b, struct str base, const char *ending)
{
    struct str address = numbers_rows_address(w->a, w->lang, w->site, b->f, b->figure, b->part.n == 0 ? STR_NONE : b->part);
    struct str query = address;
    (void)str_cut(&query, '?');
    return str_fmt(w->a, "%.*s%s?%.*s", STR_ARG(base), ending, STR_ARG(query));
}

static bool fill_body(struct web *w, const struct rows_key *key, struct rows_body *b, struct err *e)
{
    struct rows_page page = {.n = 0};
    if (b->listed && !rows_read(&page, w->tx, w->site, b->f, b->figure, b->part, key, e)) {
        return false;
    }
    struct str base = b->f->released ? web_path(w, "numbers")
                                     : str_fmt(w->a, "/desk/%.*s/numbers", STR_ARG(b->f->office->code));
    struct str rows = str_fmt(w->a, "%.*s/rows", STR_ARG(base));
    b->json_href = with_query(w, b, rows, ".json");
    b->csv_href = with_query(w, b, rows, ".csv");
    b->back = with_query(w, b, base, "");
    b->next = STR("");
    if (page.more) {
        struct str last = b->matters ? page.matters[page.n - 1].public_id : page.publications[page.n - 1].public_id;
        b->next = str_fmt(w->a, "%.*s&after=%.*s", STR_ARG(with_query(w, b, rows, w->json ? ".json" : "")), STR_ARG(last));
    }
    return fill_rows(w, b, &page, e) && say_rest(w, b, e);
}

// A code that has a name, of a figure that has such parts.
static bool knows_part(struct web *w, const struct rows_body *b)
{
    enum figure_list list = rows_parts(b->figure);
    return b->part.n == 0 ||
           (list != FIGURE_LISTS && figure_part_name(w->site, w->lang, list, b->part).p != b->part.p);
}

bool rows_fill(struct web *w, bool released, struct rows_body *b)
{
    struct numbers_asked q;
    struct rows_key key = {.office = NULL};
    struct err e = ERR_INIT;
    struct str asked = web_param(w, "figure");
    *b = (struct rows_body){.figure = figure_of(asked.n == 0 ? STR("received") : asked), .f = ARENA_NEW(w->a, struct figures)};
    b->part = web_param(w, "part");
    if (b->figure == FIGURES || !knows_part(w, b) || !numbers_asked(w, released, &q)) {
        web_error(w, 404);
        return false;
    }
    if (q.problem != NULL) {
        web_error(w, 400);
        return false;
    }
    const struct figure_info *info = figure_info(b->figure);
    b->listed = info->rows != ROWS_PRIVATE;
    b->matters = info->rows == ROWS_MATTERS;
    b->title = str_fmt(w->a, "%.*s: %.*s", STR_ARG(T(w->lang, "Numbers")), STR_ARG(T_(w->lang, info->label)));
    if (b->part.n > 0) {
        b->title = str_fmt(w->a, "%.*s, %.*s", STR_ARG(b->title),
                           STR_ARG(figure_part_name(w->site, w->lang, rows_parts(b->figure), b->part)));
    }
    b->definition = T_(w->lang, info->definition);
    b->day = day_words(w->lang, b->figure);
    b->office = q.office->name[w->lang];
    b->period = numbers_period_name(w, &q.period);
    if (!figures_read(b->f, w->tx, w->site, q.office, q.alone, &q.period, released, w->now, &e)) {
        web_failed(w, &e);
        return false;
    }
    struct str after = web_param(w, "after");
    if (after.n > 0 && !read_key(w, b, after, &key, &e)) {
        web_failed(w, &e);
        return false;
    }
    if (after.n > 0 && (key.id == 0 || key.office == NULL || !site_within(w->site, key.office->id, q.office->id))) {
        web_error(w, 404);
        return false;
    }
    if (!fill_body(w, &key, b, &e)) {
        web_failed(w, &e);
        return false;
    }
    b->value = numbers_cell_text(w, info->unit, value_of(b, b->figure));
    return true;
}

// ---- for machines

static void put_rows(struct json *j, const struct rows_body *b)
{
    json_array(j, "rows");
    for (size_t i = 0; i < b->n; i++) {
        const struct rows_row *r = &b->rows[i];
        json_object(j, NULL);
        json_str(j, b->matters ? "number" : "kind", r->number);
        json_str(j, "title", r->title.n == 0 ? STR_NONE : r->title);
        json_str(j, "href", r->href);
        json_str(j, "office", r->office_code);
        figures_put_day(j, "day", r->day);
        json_str(j, "state", r->state.code.n == 0 ? STR_NONE : r->state.code);
        json_str(j, "outcome", r->outcome.code.n == 0 ? STR_NONE : r->outcome.code);
        json_end(j);
    }
    json_end(j);
}

static void reply_json(struct web *w, const struct rows_body *b)
{
    struct buf out = web_buf();
    struct json j = json_begin(&out);
    char text[PERIOD_TEXT];
    json_object(&j, NULL);
    json_str(&j, "figure", str_c(figure_info(b->figure)->key));
    json_str(&j, "part", b->part.n == 0 ? STR_NONE : b->part);
    json_str(&j, "definition", b->definition);
    json_str(&j, "office", b->f->office->code);
    json_str(&j, "period", period_text(&b->f->period[TIME_NOW], text));
    figures_put_value(&j, "value", figure_info(b->figure)->unit, value_of(b, b->figure));
    json_bool(&j, "listed", b->listed);
    if (b->others.none) {
        json_null(&j, "not_public");
    } else {
        figures_put_value(&j, "not_public", UNIT_COUNT, b->others);
    }
    put_rows(&j, b);
    json_str(&j, "next", b->next.n == 0 ? STR_NONE : b->next);
    json_end(&j);
    web_reply_json(w, 200, &out);
    buf_free(&out);
}

struct rows_at {
    struct rows_body *body;
    struct rows_key next;
};

static bool table_of(struct table *t, void *at, bool *more, struct err *e)
{
    struct rows_at *a = at;
    struct rows_body *b = a->body;
    struct rows_page page = {.more = false};
    b->n = 0;
    if (b->listed && (!rows_read(&page, t->w->tx, t->w->site, b->f, b->figure, b->part, &a->next, e) ||
                      !fill_rows(t->w, b, &page, e))) {
        return false;
    }
    for (size_t k = 0; k < b->n; k++) {
        const struct rows_row *r = &b->rows[k];
        TABLE_TEXTS(t, r->number, r->title, r->office_code);
        table_day(t, r->day);
        TABLE_TEXTS(t, r->state.code, r->outcome.code, r->href);
        table_end_row(t);
    }
    *more = page.more;
    a->next = page.next;
    return true;
}

bool rows_data(struct web *w, struct rows_body *b)
{
    if (w->json) {
        reply_json(w, b);
        return true;
    }
    if (str_ends(w->req->path, STR(".csv"))) {
        struct rows_at *at = ARENA_NEW(w->a, struct rows_at);
        *at = (struct rows_at){b, {.office = b->f->office}};
        table_reply(w, STR("rows"), b->matters ? "number,title,office,day,state,outcome,href"
                                               : "kind,title,office,day,state,outcome,href", table_of, at);
        return true;
    }
    return false;
}

void rows_get(struct web *w)
{
    struct rows_view *v = ARENA_NEW(w->a, struct rows_view);
    if (!rows_fill(w, true, &v->body) || rows_data(w, &v->body)) {
        return;
    }
    v->page = page_view(w, v->body.title);
    v->page.nav = NAV_NUMBERS;
    page_crumb(&v->page, T(w->lang, "Numbers"), v->body.back);
    struct buf out = web_buf();
    tmpl_numbers_rows(&out, w->lang, v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}
