// desk_search.c: staff look for messages and matters that they may read: words, "exact phrase", -not, office:, state:, year:.
#include "web/desk_search_view.h"

#include "base/utf8.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "i18n/format.h"
#include "match/operators.h"
#include "templates.h"
#include "web/found_text.h"

enum { PER_PAGE = 20, QUERY_MAX = 300, EXTRACT_MAX = 320, FIELDS_MAX = 8 };

static bool read_year(const struct web *w, struct str value, struct finder_ask *ask)
{
    int64_t year;
    int64_t from;
    int64_t to;
    if (!str_int(value, &year) || value.n != 4 || !civil_parse(str_fmt(w->a, "%lld-01-01", (long long)year), &from) ||
        !civil_parse(str_fmt(w->a, "%lld-01-01", (long long)year + 1), &to)) {
        return false;
    }
    ask->filter.from = tz_day_start(w->site->tz, from);
    ask->filter.to = tz_day_start(w->site->tz, to);
    return true;
}

static bool read_field(const struct web *w, const struct match_field *f, struct finder_ask *ask)
{
    uint8_t state;
    if (str_eq(f->name, STR("office"))) {
        const struct office *o = site_office_by_code(w->site, f->value);
        ask->office = o == NULL ? 0 : o->id;
        return o != NULL;
    }
    if (str_eq(f->name, STR("state")) && finder_state(f->value, &state)) {
        ask->filter.states |= UINT32_C(1) << state;
        return true;
    }
    return str_eq(f->name, STR("year")) && read_year(w, f->value, ask);
}

// What the fields of the words ask for; those that mean nothing are told.
static void read_fields(struct web *w, struct finder_ask *ask, struct desk_search_view *v)
{
    struct match_field list[FIELDS_MAX];
    struct operators ops;
    size_t n = match_fields(ask->words, list, FIELDS_MAX);
    struct buf unknown = buf_new(4096);
    for (size_t i = 0; i < n; i++) {
        if (!read_field(w, &list[i], ask)) {
            buf_addf(&unknown, "%s%.*s:%.*s", unknown.n > 0 ? ", " : "", STR_ARG(list[i].name), STR_ARG(list[i].value));
        }
    }
    v->unknown = unknown.n == 0 ? STR("") : str_copy(w->a, buf_str(&unknown));
    buf_free(&unknown);
    operators_read(ask->words, w->a, &ops);
    v->no_words = str_trim(ops.clean).n == 0;
}

static struct html as_text(struct web *w, struct str text)
{
    struct buf b = buf_new(64 << 10);
    html_text(&b, text);
    struct html h = {str_copy(w->a, buf_str(&b))};
    buf_free(&b);
    return h;
}

// A matter by its working title, and by its public one where that was found.
static bool matter_found(struct web *w, struct str q, const struct matter_row *m, struct desk_found *out, struct err *e)
{
    bool any;
    struct str title = desk_title(w, m);
    struct str public;
    if (!desk_public_title(w, m, &public, e)) {
        return false;
    }
    *out = (struct desk_found){
        .href = str_fmt(w->a, "/desk/matters/%.*s", STR_ARG(m->public_id)), .kind = T(w->lang, "Matter"),
        .title = found_text(w, FOUND_DESK, q, title, title.n, &any), .number = desk_number(w, m), .state = state_of(w, m),
        .outcome = outcome_tag(w, m), .office = desk_office_name(w, m->office_id), .at = m->started_at};
    if (public.n > 0 && !str_eq(public, title)) {
        out->extract = found_text(w, FOUND_DESK, q, public, EXTRACT_MAX, &any);
    }
    return true;
}

static struct str message_heading(struct web *w, const struct message_row *m)
{
    struct str day = page_words(w, format_date, m->received_at);
    return str_fmt(w->a, "%.*s · %.*s · %.*s", STR_ARG(day), STR_ARG(desk_channel(w, m)),
                   STR_ARG(desk_category_name(w, m->category_id)));
}

// A message by what it says. One that another office received is read on the page of its matter.
static bool message_found(struct web *w, struct str q, int64_t id, struct desk_found *out, bool *there, struct err *e)
{
    struct message_row m;
    struct message_link_now_row link;
    struct matter_row matter;
    enum q_got got = q_message_by_id(w->tx, w->site->home, id, &m, e);
    enum q_got linked = got == Q_ROW ? q_message_link_now(w->tx, w->site->home, id, &link, e) : got;
    if (linked == Q_ROW) {
        linked = q_matter_by_id(w->tx, w->site->home, link.matter_id, &matter, e);
    }
    *there = got == Q_ROW && m.words.n > 0;
    if (got == Q_ERROR || linked == Q_ERROR || !*there) {
        return got != Q_ERROR && linked != Q_ERROR;
    }
    bool any;
    bool in = linked == Q_ROW;
    bool own_page = web_may(w, CAP_DESK_LIST, m.office_id) || !in;
    *out = (struct desk_found){
        .href = own_page ? str_fmt(w->a, "/desk/messages/%.*s", STR_ARG(m.public_id))
                         : str_fmt(w->a, "/desk/matters/%.*s", STR_ARG(matter.public_id)),
        .title = as_text(w, message_heading(w, &m)), .extract = found_text(w, FOUND_DESK, q, m.words, EXTRACT_MAX, &any),
        .kind = T(w->lang, "Message"), .number = in ? desk_number(w, &matter) : STR(""),
        .state = in ? state_of(w, &matter) : (struct state_tag){STR("new"), T(w->lang, "to be taken in")},
        .outcome = in ? outcome_tag(w, &matter) : (struct state_tag){STR(""), STR("")},
        .office = desk_office_name(w, in ? matter.office_id : m.office_id), .at = m.received_at};
    return true;
}

static bool fill_items(struct web *w, struct desk_search_view *v, const struct match_hits *hits, size_t from, struct err *e)
{
    for (size_t i = from; i < hits->n && i < from + PER_PAGE; i++) {
        bool there = true;
        struct desk_found *item = &v->items[v->n];
        if (hits->v[i].attr.kind == MATCH_MESSAGE) {
            if (!message_found(w, v->page.q, hits->v[i].id, item, &there, e)) {
                return false;
            }
        } else {
            struct matter_row m;
            enum q_got got = q_matter_by_id(w->tx, w->site->home, hits->v[i].id, &m, e);
            there = got == Q_ROW;
            if (got == Q_ERROR || (there && !matter_found(w, v->page.q, &m, item, e))) {
                return false;
            }
        }
        v->n += there;
    }
    return true;
}

// "143/2026", as people say it: the matter of that number of this office, where its list may be seen.
static bool by_number(struct web *w, struct desk_search_view *v, struct err *e)
{
    struct str year = v->page.q;
    struct str number = str_cut(&year, '/');
    struct matter_row m;
    int64_t at_year;
    int64_t at;
    if (year.p == NULL || !str_int(number, &at) || !str_int(year, &at_year)) {
        return true;
    }
    enum q_got got = q_matter_by_number(w->tx, w->office->id, at_year, at, &m, e);
    if (got == Q_ROW && web_may(w, CAP_DESK_LIST, m.office_id)) {
        return matter_found(w, v->page.q, &m, &v->items[v->n++], e);
    }
    return got != Q_ERROR;
}

static struct str address(struct web *w, struct str q, size_t page)
{
    struct buf b = buf_new(8192);
    buf_addf(&b, "/desk/%.*s/search?q=", STR_ARG(w->office->code));
    html_url_part(&b, q);
    buf_addf(&b, "&page=%zu", page);
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

static bool look(struct web *w, struct desk_search_view *v, struct err *e)
{
    int64_t page = 1;
    int64_t offices[ROLES_HELD_MAX];
    struct str asked = web_param(w, "page");
    if (asked.n > 0 && (!str_int(asked, &page) || page < 1 || page > MATCH_LIMIT / PER_PAGE)) {
        page = 1;
    }
    size_t from = ((size_t)page - 1) * PER_PAGE;
    struct finder_ask ask = {.words = v->page.q, .offices = offices, .n_offices = web_offices(w, offices, ROLES_HELD_MAX),
                             .limit = from + PER_PAGE + 1};
    struct match_hits hits;
    read_fields(w, &ask, v);
    v->items = ARENA_ARRAY(w->a, struct desk_found, PER_PAGE + 1);
    v->filling = !finder_ready(app_finder(w->app));
    if (v->unknown.n > 0 || v->no_words) { // nothing is found by half of what was asked
        return true;
    }
    if (!finder_desk(app_finder_now(w->app), w->tx, w->site, &ask, &hits, e) || (page == 1 && !by_number(w, v, e))) {
        return false;
    }
    if (hits.n > from + PER_PAGE && page < MATCH_LIMIT / PER_PAGE) {
        v->next = address(w, v->page.q, (size_t)page + 1);
    }
    return fill_items(w, v, &hits, from, e);
}

void desk_search_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct desk_search_view v = {.page = desk_page_view(w, T(w->lang, "Search at the desk"), w->office, DESK_NAV_NONE),
                                 .unknown = STR(""), .next = STR("")};
    v.page.q = utf8_clip(web_param(w, "q"), QUERY_MAX);
    v.asked = v.page.q.n > 0;
    if (v.asked && !look(w, &v, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_desk_search(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}
