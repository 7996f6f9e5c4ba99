// matters.c: public matters: the list with its filters, and the page of one, each with its JSON twin.
#include "web/public/matters_view.h"

#include "auth/token.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "db/q_publication.h"
#include "db/q_site.h"
#include "templates.h"
#include "web/cover.h"
#include "web/page.h"

enum { PAGE_WORDS = 50 };

static const char html[] = "text/html; charset=utf-8";

static void reply_list_json(struct web *w, const struct matters_view *v)
{
    struct buf out = web_buf();
    struct json j = json_begin(&out);
    json_object(&j, NULL);
    json_array(&j, "items");
    for (size_t i = 0; i < v->n; i++) {
        matter_item_json(&j, w, &v->list[i]);
    }
    json_end(&j);
    json_str(&j, "next", v->next.n == 0 ? STR_NONE : v->next);
    json_end(&j);
    page_reply(w, STR("application/json"), &out);
    buf_free(&out);
}

// After which row to go on. *known false: it is not public.
static bool read_after(struct web *w, struct listing *l, bool *known, struct err *e)
{
    struct matter_row last = {.public_at = 0};
    struct str after = web_param(w, "after");
    if (public_id_ok(after) && q_matter_by_public(w->tx, after, &last, e) == Q_ERROR) {
        return false;
    }
    l->before_time = last.public_at;
    l->before_id = last.id;
    *known = after.n == 0 || last.public_at != 0;
    return true;
}

static bool read_list(struct web *w, const struct listing *l, struct matters_view *v, struct err *e)
{
    struct matter_row *rows;
    size_t n;
    if (!listing_matters(w->tx, w->site, l, &rows, &n, e)) {
        return false;
    }
    v->list = ARENA_ARRAY(w->a, struct matter_item, n);
    for (; v->n < n && v->n < LISTING_PAGE; v->n++) {
        if (!matter_item(w, &rows[v->n], &v->list[v->n], e)) {
            return false;
        }
    }
    v->next = n <= LISTING_PAGE ? STR("")
                                : filters_address(w, w->json ? "matters.json" : "matters", rows[LISTING_PAGE - 1].public_id);
    return true;
}

void matters_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct matters_view v = {.n = 0};
    struct listing l;
    struct matters_public_first_row first = {.public_at = 0};
    if (q_matters_public_first(w->tx, w->site->home, &first, &e) == Q_ERROR) {
        web_failed(w, &e);
        return;
    }
    bool known = filters_read(w, first.public_at, &l);
    if ((known && !read_after(w, &l, &known, &e)) || (known && !read_list(w, &l, &v, &e))) {
        web_failed(w, &e);
        return;
    }
    if (!known) {
        web_error(w, 404);
        return;
    }
    if (w->json) {
        reply_list_json(w, &v);
        return;
    }
    v.page = page_view(w, T(w->lang, "Matters"));
    v.page.nav = NAV_MATTERS;
    v.action = web_path(w, "matters");
    v.filters[0] = filter_offices(w);
    v.filters[1] = filter_categories(w);
    v.filters[2] = filter_states(w);
    v.filters[3] = filter_times(w, first.public_at);
    v.json_href = filters_address(w, "matters.json", web_param(w, "after"));
    struct buf out = web_buf();
    tmpl_matters(&out, w->lang, &v);
    page_reply(w, str_c(html), &out);
    buf_free(&out);
}

// After which message the page goes on: a public id, as in lists. *known false: it is not one that this page shows.
static bool words_after(struct web *w, struct q_messages_shown_of_matter_in *in, bool *known, struct err *e)
{
    struct str after = web_param(w, "after");
    struct message_row last;
    struct message_link_now_row link;
    *in = (struct q_messages_shown_of_matter_in){.home = w->matter.home_id, .matter = w->matter.id};
    *known = after.n == 0;
    if (!public_id_ok(after)) {
        return true;
    }
    enum q_got got = q_message_by_public(w->tx, after, &last, e);
    enum q_got in_matter = got == Q_ROW ? q_message_link_now(w->tx, last.home_id, last.id, &link, e) : got;
    *known = in_matter == Q_ROW && link.matter_id == w->matter.id && last.may_show;
    in->after_time = *known ? last.received_at : 0;
    in->after_id = *known ? last.id : 0;
    return in_matter != Q_ERROR;
}

// Of the words that came in, those whose sender agreed.
static bool add_words(struct web *w, const struct q_messages_shown_of_matter_in *in, struct matter_view *v, struct err *e)
{
    struct message_row *list;
    size_t n;
    if (!q_messages_shown_of_matter(w->tx, in, &list, &n, e)) {
        return false;
    }
    v->words = ARENA_ARRAY(w->a, struct public_words, n);
    v->words_next = STR("");
    if (n > PAGE_WORDS) {
        n = PAGE_WORDS;
        v->words_next = web_path(w, "matters/%.*s%s?after=%.*s", STR_ARG(w->matter.public_id), w->json ? ".json" : "",
                                 STR_ARG(list[n - 1].public_id));
    }
    for (size_t i = 0; i < n; i++) {
        v->words[v->n_words++] = (struct public_words){
            covered_html(w->a, list[i].words, T(w->lang, "personal data")), covered_text(w->a, list[i].words),
            tz_day(w->site->tz, list[i].received_at), list[i].by_office};
    }
    return true;
}

static bool add_steps(struct web *w, struct matter_view *v, struct err *e)
{
    struct event_row *list;
    size_t n;
    if (!q_events_of_subject(w->tx, w->matter.home_id, w->matter.id, &list, &n, e)) {
        return false;
    }
    v->steps = ARENA_ARRAY(w->a, struct public_step, n);
    for (size_t i = 0; i < n; i++) {
        enum event_kind kind = event_kind_of(list[i].kind);
        if (kind == EVENT_KINDS || event_step(kind) == NULL) {
            continue;
        }
        const struct office *o = site_office(w->site, list[i].office_id);
        v->steps[v->n_steps++] = (struct public_step){T_(w->lang, event_step(kind)),
                                                      tz_day(w->site->tz, list[i].happened_at),
                                                      o == NULL ? STR("") : o->name[w->lang]};
    }
    return true;
}

static bool add_answers(struct web *w, struct matter_view *v, struct err *e)
{
    struct publication_row *list;
    size_t n;
    if (!q_publications_of_matter(w->tx, w->matter.home_id, w->matter.id, &list, &n, e)) {
        return false;
    }
    v->answers = ARENA_ARRAY(w->a, struct publication_item, n);
    for (size_t i = 0; i < n; i++) {
        if (str_eq(list[i].state, STR("published")) && !list[i].by_receipt &&
            !publication_item(w, &list[i], &v->answers[v->n_answers++], e)) {
            return false;
        }
    }
    return true;
}

static void reply_matter_json(struct web *w, const struct matter_view *v)
{
    struct buf out = web_buf();
    struct json j = json_begin(&out);
    json_object(&j, NULL);
    json_array(&j, "matter");
    matter_item_json(&j, w, &v->item);
    json_end(&j);
    json_str(&j, "number", v->number);
    json_array(&j, "words");
    for (size_t i = 0; i < v->n_words; i++) {
        json_str(&j, NULL, v->words[i].plain);
    }
    json_end(&j);
    json_str(&j, "next", v->words_next.n == 0 ? STR_NONE : v->words_next);
    json_array(&j, "answers");
    for (size_t i = 0; i < v->n_answers; i++) {
        publication_item_json(&j, w, &v->answers[i]);
    }
    json_end(&j);
    json_end(&j);
    page_reply(w, STR("application/json"), &out);
    buf_free(&out);
}

void matter_get(struct web *w)
{
    struct err e = ERR_INIT;
    const struct matter_row *m = &w->matter;
    struct matter_view v = {.number = str_fmt(w->a, "%lld/%lld", (long long)m->number, (long long)m->number_year)};
    struct q_messages_shown_of_matter_in words;
    bool known;
    if (!words_after(w, &words, &known, &e)) {
        web_failed(w, &e);
        return;
    }
    if (!known) {
        web_error(w, 404);
        return;
    }
    if (!matter_item(w, m, &v.item, &e) || !add_words(w, &words, &v, &e) || !add_steps(w, &v, &e) || !add_answers(w, &v, &e)) {
        web_failed(w, &e);
        return;
    }
    if (w->json) {
        reply_matter_json(w, &v);
        return;
    }
    v.page = page_view(w, v.item.title);
    v.page.nav = NAV_MATTERS;
    page_crumb(&v.page, T(w->lang, "Matters"), web_path(w, "matters"));
    v.outcome_note = m->outcome_note.p == NULL ? STR("") : m->outcome_note;
    struct str after = web_param(w, "after");
    v.json_href = str_fmt(w->a, "%.*s.json%s%.*s", STR_ARG(v.item.href), after.n > 0 ? "?after=" : "", STR_ARG(after));
    struct buf out = web_buf();
    tmpl_matter(&out, w->lang, &v);
    page_reply(w, str_c(html), &out);
    buf_free(&out);
}
