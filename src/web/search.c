// search.c: finding what is published by its words, with marks or without.
#include "web/search_view.h"

#include "base/utf8.h"
#include "core/press/reading.h"
#include "db/q_matter.h"
#include "db/q_publication.h"
#include "docs/markdown.h"
#include "templates.h"
#include "web/follower.h"
#include "web/found_text.h"

enum { PER_PAGE = 20, QUERY_MAX = 200, EXTRACT_MAX = 240 };

static bool matter_found(struct web *w, int64_t id, struct str q, struct search_item *out, bool *there, struct err *e)
{
    struct matter_row m;
    struct matter_item item;
    enum q_got got = q_matter_by_id(w->tx, w->site->home, id, &m, e);
    *there = got == Q_ROW && m.public_at != 0; // the store has the last word
    if (!*there) {
        return got != Q_ERROR;
    }
    if (!matter_item(w, &m, &item, e)) {
        return false;
    }
    bool any;
    *out = (struct search_item){
        .title = found_text(w, false, q, item.title, item.title.n, &any), .plain = item.title, .lang = lang_info(w->lang)->code,
        .href = item.href, .kind = T(w->lang, "Matter"), .kind_code = STR("matter"), .state = item.state, .outcome = item.outcome,
        .office = item.office, .at = m.public_at};
    return true;
}

static bool publication_found(struct web *w, int64_t id, struct str q, struct search_item *out, bool *there, struct err *e)
{
    struct publication_row pub;
    struct version_row v;
    enum q_got got = q_publication_by_id(w->tx, w->site->home, id, &pub, e);
    *there = got == Q_ROW && str_eq(pub.state, STR("published")) && !pub.by_receipt;
    if (!*there) {
        return got != Q_ERROR;
    }
    if (!version_for_reader(w->tx, &pub, w->lang, &v, there, e)) {
        return false;
    }
    if (!*there) {
        return true;
    }
    bool in_title;
    bool in_text;
    const struct office *o = site_office(w->site, pub.office_id);
    *out = (struct search_item){
        .title = found_text(w, false, q, v.title, v.title.n, &in_title), .plain = v.title, .lang = v.lang,
        .href = web_path(w, "answers/%.*s", STR_ARG(pub.public_id)),
        .kind = str_eq(pub.kind, STR("answer")) ? T(w->lang, "Answer") : T(w->lang, "Notice"), .kind_code = pub.kind,
        .office = o == NULL ? STR("") : o->name[w->lang], .at = pub.published_at};
    struct html extract = found_text(w, false, q, markdown_words(w->a, v.body), EXTRACT_MAX, &in_text);
    if (in_text) {
        out->extract = extract;
    }
    return true;
}

static bool fill_items(struct web *w, struct search_view *v, const struct match_hits *hits, size_t from, struct err *e)
{
    v->items = ARENA_ARRAY(w->a, struct search_item, PER_PAGE);
    for (size_t i = from; i < hits->n && i < from + PER_PAGE; i++) {
        bool there;
        struct search_item *item = &v->items[v->n];
        bool good = hits->v[i].attr.kind == MATCH_MATTER ? matter_found(w, hits->v[i].id, v->q, item, &there, e)
                                                         : publication_found(w, hits->v[i].id, v->q, item, &there, e);
        if (!good) {
            return false;
        }
        v->n += there;
    }
    return true;
}

static void reply_search_json(struct web *w, const struct search_view *v)
{
    struct buf out = web_buf();
    struct json j = json_begin(&out);
    json_object(&j, NULL);
    json_str(&j, "q", v->q);
    json_int(&j, "found", (int64_t)v->found);
    json_bool(&j, "complete", !v->filling);
    json_array(&j, "items");
    for (size_t i = 0; i < v->n; i++) {
        const struct search_item *item = &v->items[i];
        json_object(&j, NULL);
        json_str(&j, "title", item->plain);
        json_str(&j, "href", item->href);
        json_str(&j, "kind", item->kind);
        json_str(&j, "code", item->kind_code);
        json_str(&j, "lang", item->lang);
        json_str(&j, "office", item->office);
        json_day(&j, "day", w, item->at);
        json_end(&j);
    }
    json_end(&j);
    json_str(&j, "next", v->next.n == 0 ? STR_NONE : v->next);
    json_end(&j);
    web_reply_json(w, 200, &out);
    buf_free(&out);
}

// The page of these words, `page` counted from 1, with or without ".json".
static struct str address(struct web *w, const char *end, struct str q, size_t page)
{
    struct buf b = buf_new(8192);
    buf_add(&b, web_path(w, "search%s?q=", end));
    html_url_part(&b, q);
    if (page > 1) {
        buf_addf(&b, "&page=%zu", page);
    }
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

static bool look(struct web *w, struct search_view *v, struct err *e)
{
    int64_t page = 1;
    struct str asked = web_param(w, "page");
    if (asked.n > 0 && (!str_int(asked, &page) || page < 1 || page > MATCH_LIMIT / PER_PAGE)) {
        page = 1;
    }
    struct finder *finder = app_finder_public(w->app);
    struct match_hits hits;
    finder_public(finder, v->q, w->json, MATCH_LIMIT, w->a, &hits);
    v->filling = !finder_ready(finder);
    v->found = hits.n;
    size_t from = ((size_t)page - 1) * PER_PAGE;
    if (from + PER_PAGE < hits.n) {
        v->next = address(w, w->json ? ".json" : "", v->q, (size_t)page + 1);
    }
    return fill_items(w, v, &hits, from, e);
}

void search_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct search_view v = {.page = page_view(w, T(w->lang, "Search")), .q = utf8_clip(web_param(w, "q"), QUERY_MAX),
                            .suggest = web_path(w, "search.json"), .next = STR("")};
    v.page.nav = NAV_SEARCH;
    v.asked = v.q.n > 0;
    v.json_href = address(w, ".json", v.q, 1);
    if (v.asked && !look(w, &v, &e)) {
        web_failed(w, &e);
        return;
    }
    if (w->json) {
        reply_search_json(w, &v);
        return;
    }
    page_script(&v.page, "live-suggest.js");
    struct buf out = web_buf();
    tmpl_search(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}
