// desk_search.c: staff look for messages and matters that they may read, and why each was found.
#include "web/desk/desk_search_view.h"

#include "base/utf8.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "i18n/format.h"
#include "templates.h"
#include "web/desk/desk_ask.h"
#include "web/found_text.h"
#include "web/policy.h"
#include "web/table.h"

enum { PER_PAGE = 20, QUERY_MAX = 300, EXTRACT_MAX = 320, REASONS_MOST = 24 };

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
        .title = found_text(w, FOUND_DESK, q, title, title.n, &any), .plain = title, .public = STR(""),
        .number = desk_number(w, m), .state = state_of(w, m), .outcome = outcome_tag(w, m),
        .office = desk_office_name(w, m->office_id), .at = m->started_at};
    if (public.n > 0 && !str_eq(public, title)) {
        out->extract = found_text(w, FOUND_DESK, q, public, EXTRACT_MAX, &any);
        out->public = public;
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
    *there = got == Q_ROW && m.words.n > 0 && !policy_concerned(w, m.about_office_id);
    if (got == Q_ERROR || linked == Q_ERROR || !*there) {
        return got != Q_ERROR && linked != Q_ERROR;
    }
    bool any;
    bool in = linked == Q_ROW;
    bool own_page = web_may(w, CAP_DESK_LIST, m.office_id) || !in;
    struct str heading = message_heading(w, &m);
    *out = (struct desk_found){
        .href = own_page ? str_fmt(w->a, "/desk/messages/%.*s", STR_ARG(m.public_id))
                         : str_fmt(w->a, "/desk/matters/%.*s", STR_ARG(matter.public_id)),
        .title = as_text(w, heading), .plain = heading, .public = STR(""),
        .extract = found_text(w, FOUND_DESK, q, m.words, EXTRACT_MAX, &any),
        .kind = T(w->lang, "Message"), .number = in ? desk_number(w, &matter) : STR(""),
        .state = in ? state_of(w, &matter) : (struct state_tag){STR("new"), T(w->lang, "to be taken in")},
        .outcome = in ? outcome_tag(w, &matter) : (struct state_tag){STR(""), STR("")},
        .office = desk_office_name(w, in ? matter.office_id : m.office_id), .at = m.received_at};
    return true;
}

static struct str one_decimal(struct web *w, double v)
{
    struct buf b = buf_new(64);
    format_decimal(&b, w->lang, (int64_t)(v * 10 + 0.5), 1);
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

// What gave it its score, most first: the words, words next to each other, accents, words near each other.
static void explain(struct web *w, struct str words, int64_t id, struct desk_found *out)
{
    struct match_reasons why;
    if (!finder_desk_explain(app_finder(w->app), words, id, w->a, &why)) {
        return;
    }
    out->why = ARENA_ARRAY(w->a, struct found_reason, why.n + 1);
    for (size_t i = 0; i < why.n && out->n_why < REASONS_MOST; i++) {
        const struct match_reason *r = &why.v[i];
        struct found_reason *to = &out->why[out->n_why++];
        *to = (struct found_reason){.asked = r->asked, .times = (int64_t)r->times, .gave = one_decimal(w, r->score)};
        to->found = r->unit == MATCH_WORD && !str_eq(r->asked, r->found) ? r->found : STR("");
        switch (r->unit) {
        case MATCH_WORD:
            to->unit = to->found.n > 0 ? T(w->lang, "a word like it") : T(w->lang, "the word");
            break;
        case MATCH_PAIR:
            to->unit = T(w->lang, "side by side");
            break;
        case MATCH_EXACT:
            to->unit = T(w->lang, "with these accents");
            break;
        case MATCH_NEAR:
            to->unit = T(w->lang, "close together");
            to->asked = T(w->lang, "the words");
            break;
        }
    }
}

static bool fill_items(struct web *w, struct desk_search_view *v, struct str words, const struct match_hits *hits, size_t from,
                       size_t most, struct err *e)
{
    for (size_t i = from; i < hits->n && i < from + most; i++) {
        bool there = true;
        struct desk_found *item = &v->items[v->n];
        if (hits->v[i].attr.kind == MATCH_MESSAGE) {
            if (!message_found(w, words, hits->v[i].id, item, &there, e)) {
                return false;
            }
        } else {
            struct matter_row m;
            enum q_got got = q_matter_by_id(w->tx, w->site->home, hits->v[i].id, &m, e);
            there = got == Q_ROW && !policy_concerned(w, m.about_office_id);
            if (got == Q_ERROR || (there && !matter_found(w, words, &m, item, e))) {
                return false;
            }
        }
        if (there && most == PER_PAGE) {
            explain(w, words, hits->v[i].id, item);
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
    if (got == Q_ROW && web_may(w, CAP_DESK_LIST, m.office_id) && !policy_concerned(w, m.about_office_id)) {
        return matter_found(w, v->page.q, &m, &v->items[v->n++], e);
    }
    return got != Q_ERROR;
}

static struct str address(struct web *w, const char *end, struct str q)
{
    struct buf b = buf_new(8192);
    buf_addf(&b, "/desk/%.*s/search%s?q=", STR_ARG(w->office->code), end);
    html_url_part(&b, q);
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

// What is found from a place on, `most` at most; *more where there are others.
static bool look(struct web *w, struct desk_search_view *v, size_t from, size_t most, bool *more, struct err *e)
{
    int64_t offices[ROLES_HELD_MAX];
    struct desk_asked typed;
    struct match_hits hits;
    size_t limit = from + most + 1 > MATCH_LIMIT ? MATCH_LIMIT : from + most + 1;
    desk_ask_read(w, v->page.q, &typed);
    struct finder_ask ask = {.words = typed.words, .offices = offices, .n_offices = web_offices(w, offices, ROLES_HELD_MAX),
                             .office = typed.office, .filter = typed.filter, .limit = limit};
    v->problems = typed.problems;
    v->n_problems = typed.n_problems;
    v->no_words = typed.no_words;
    v->items = ARENA_ARRAY(w->a, struct desk_found, most + 1);
    v->filling = !finder_ready(app_finder(w->app));
    *more = false;
    if (v->n_problems > 0 || v->no_words) { // nothing is found by half of what was asked
        return true;
    }
    if (!finder_desk(app_finder_now(w->app), w->tx, w->site, &ask, &hits, e) || (from == 0 && !by_number(w, v, e))) {
        return false;
    }
    *more = hits.n > from + most;
    return fill_items(w, v, typed.words, &hits, from, most, e);
}

void desk_search_get(struct web *w)
{
    struct err e = ERR_INIT;
    int64_t page;
    bool more = false;
    struct desk_search_view v = {.page = desk_page_view(w, T(w->lang, "Search at the desk"), w->office, DESK_NAV_NONE),
                                 .next = STR("")};
    v.page.q = utf8_clip(web_param(w, "q"), QUERY_MAX);
    v.asked = v.page.q.n > 0;
    v.csv = address(w, ".csv", v.page.q);
    if (!str_int(web_param(w, "page"), &page) || page < 1 || page > MATCH_LIMIT / PER_PAGE) {
        page = 1;
    }
    if (v.asked && !look(w, &v, ((size_t)page - 1) * PER_PAGE, PER_PAGE, &more, &e)) {
        web_failed(w, &e);
        return;
    }
    if (more && page < MATCH_LIMIT / PER_PAGE) {
        v.next = str_fmt(w->a, "%.*s&page=%lld", STR_ARG(address(w, "", v.page.q)), (long long)page + 1);
    }
    struct buf out = web_buf();
    tmpl_desk_search(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

// All that is found, the best first. Words of messages stay on the page: they leave the desk only by the export that a second
// member agrees to.
static bool found_rows(struct table *t, void *at, bool *more, struct err *e)
{
    struct desk_search_view v = {.page = {.q = utf8_clip(web_param(t->w, "q"), QUERY_MAX)}};
    (void)at;
    if (v.page.q.n > 0 && !look(t->w, &v, 0, MATCH_LIMIT, more, e)) {
        return false;
    }
    *more = false;
    for (size_t i = 0; i < v.n; i++) {
        const struct desk_found *f = &v.items[i];
        TABLE_TEXTS(t, f->kind, f->number, f->plain, f->public, f->state.words, f->outcome.words, f->office);
        table_day_of(t, f->at);
        table_text(t, f->href);
        table_end_row(t);
    }
    return true;
}

void desk_search_csv_get(struct web *w)
{
    table_reply(w, STR("search"), "kind,number,title,public_title,state,outcome,office,day,address", found_rows, NULL);
}
