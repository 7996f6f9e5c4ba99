// search.c: finding what is published by its words, with marks or without: page by page, counted by kind, office and year.
#include "web/public/search_view.h"

#include "base/utf8.h"
#include "core/office/lookup.h"
#include "core/press/reading.h"
#include "db/q_matter.h"
#include "db/q_publication.h"
#include "docs/markdown.h"
#include "templates.h"
#include "web/follower.h"
#include "web/found_text.h"

enum { PER_PAGE = 20, QUERY_MAX = 200, EXTRACT_MAX = 240, YEARS = 40, OFFICES_SHOWN = 5, OFFICES_MOST = 200, NAMED_MAX = 5 };

static bool matter_found(struct web *w, int64_t id, struct str q, struct search_item *out, bool *there, struct err *e)
{
    struct matter_row m;
    struct matter_item item;
    enum q_got got = q_matter_by_id(w->tx, w->site->home, id, &m, e);
    *there = got == Q_ROW && m.public_at != 0; // the store has the last word
    if (!*there) {
        return got != Q_ERROR;
    }
    if (!matter_line(w, &m, &item, e)) {
        return false;
    }
    bool any;
    *out = (struct search_item){
        .title = found_text(w, FOUND_PUBLIC, q, item.title, item.title.n, &any), .plain = item.title,
        .lang = lang_info(w->lang)->code, .href = item.href, .kind = T(w->lang, "Matter"), .kind_code = STR("matter"),
        .state = item.state, .outcome = item.outcome,
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
        .title = found_text(w, FOUND_PUBLIC, q, v.title, v.title.n, &in_title), .plain = v.title, .lang = v.lang,
        .href = web_path(w, "answers/%.*s", STR_ARG(pub.public_id)),
        .kind = str_eq(pub.kind, STR("answer")) ? T(w->lang, "Answer") : T(w->lang, "Notice"), .kind_code = pub.kind,
        .office = o == NULL ? STR("") : o->name[w->lang], .at = pub.published_at};
    struct html extract = found_text(w, FOUND_PUBLIC, q, markdown_words(w->a, v.body), EXTRACT_MAX, &in_text);
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

// ---- what narrows it

static const struct {
    const char *code;
    const char *words;
    enum match_kind kind;
} kinds[] = {{"answers", N_("Answers and notices"), MATCH_PUBLICATION}, {"matters", N_("Matters"), MATCH_MATTER}};

// What was asked for, read and made ready.
struct search_ask {
    const struct office *office; // NULL: all
    size_t kind;                 // of `kinds`; their number: all
    int64_t year;                // 0: all
    int64_t first_year;          // of borders[0]
    int64_t borders[YEARS + 1];  // when the years begin in the site's zone
    struct match_filter filter;
};

static void read_years(struct web *w, struct search_ask *ask)
{
    int year = tz_local(w->site->tz, w->now).date.year;
    ask->first_year = year - YEARS + 1;
    for (int i = 0; i <= YEARS; i++) {
        ask->borders[i] = tz_day_start(w->site->tz, civil_day(year - YEARS + 1 + i, 1, 1));
    }
}

// The office and those whose duties it bears.
static void filter_office(struct web *w, struct search_ask *ask)
{
    const struct site *s = w->site;
    int64_t *ids = ARENA_ARRAY(w->a, int64_t, s->n_offices + s->n_gone);
    for (size_t i = 0; i < s->n_offices + s->n_gone; i++) {
        if (site_heir(s, &s->offices[i]) == ask->office) {
            ids[ask->filter.n_offices++] = s->offices[i].id;
        }
    }
    ask->filter.offices = ids;
}

// False when the address names what there is not.
static bool read_ask(struct web *w, struct search_view *v, struct search_ask *ask)
{
    v->kind = web_param(w, "kind");
    v->office = web_param(w, "office");
    v->year = web_param(w, "year");
    *ask = (struct search_ask){.kind = 0};
    read_years(w, ask);
    while (ask->kind < ARRAY_LEN(kinds) && !str_eqz(v->kind, kinds[ask->kind].code)) {
        ask->kind++;
    }
    ask->office = v->office.n == 0 ? NULL : site_office_named(w->site, v->office);
    bool year = v->year.n == 0 || (str_int(v->year, &ask->year) && ask->year >= ask->first_year &&
                                   ask->year < ask->first_year + YEARS);
    if (!year || (v->kind.n > 0 && ask->kind == ARRAY_LEN(kinds)) || (v->office.n > 0 && ask->office == NULL)) {
        return false;
    }
    ask->filter.kinds = v->kind.n > 0 ? 1u << kinds[ask->kind].kind : 0;
    if (ask->office != NULL) {
        v->office = ask->office->code;
        filter_office(w, ask);
    }
    if (ask->year > 0) {
        ask->filter.from = ask->borders[ask->year - ask->first_year];
        ask->filter.to = ask->borders[ask->year - ask->first_year + 1];
    }
    return true;
}

// The address of this search with these choices ("" for all), after this item where it is not "".
static struct str address(struct web *w, const char *end, const struct search_view *v, struct str after)
{
    const struct {
        const char *name;
        struct str value;
    } parts[] = {{"kind", v->kind}, {"office", v->office}, {"year", v->year}, {"after", after}};
    struct buf b = buf_new(8192);
    buf_add(&b, web_path(w, "search%s?q=", end));
    html_url_part(&b, v->q);
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        if (parts[i].value.n > 0) {
            buf_addf(&b, "&%s=", parts[i].name);
            html_url_part(&b, parts[i].value);
        }
    }
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

// One more choice; `field` is the one of v->kind, v->office, v->year that it sets, or clears where it is set so.
static void add_choice(struct web *w, struct search_view *v, enum search_by by, struct str *field, struct str code,
                       struct str words, int64_t n)
{
    struct str was = *field;
    bool chosen = was.n > 0 && str_eq(was, code);
    if (n == 0 && !chosen) {
        return;
    }
    *field = chosen ? STR("") : code;
    v->by[by].v[v->by[by].n++] = (struct search_choice){words, code, n, address(w, w->json ? ".json" : "", v, STR("")), chosen};
    *field = was;
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

// By the office that bears the duties today; the page shows those with most, and the others on demand.
static void office_choices(struct web *w, struct search_view *v, const struct search_ask *ask, const struct match_found *found)
{
    const struct site *s = w->site;
    struct search_choices *list = &v->by[SEARCH_OFFICE];
    int64_t *counts = ARENA_ARRAY(w->a, int64_t, s->n_offices);
    list->v = ARENA_ARRAY(w->a, struct search_choice, s->n_offices);
    for (size_t i = 0; i < found->n_offices; i++) {
        const struct office *o = site_heir(s, site_office(s, found->offices[i].office));
        if (o != NULL) {
            counts[o - s->offices] += found->offices[i].n;
        }
    }
    for (size_t i = 0; i < s->n_offices; i++) {
        const struct office *o = &s->offices[i];
        if (counts[i] > 0 || o == ask->office) {
            add_choice(w, v, SEARCH_OFFICE, &v->office, o->code, o->name[w->lang], counts[i]);
        }
    }
    qsort(list->v, list->n, sizeof *list->v, by_count);
    list->n = !w->json && list->n > OFFICES_MOST ? OFFICES_MOST : list->n;
    list->shown = list->n > OFFICES_SHOWN ? OFFICES_SHOWN : list->n;
}

static void choices(struct web *w, struct search_view *v, const struct search_ask *ask, const struct match_found *found)
{
    v->by[SEARCH_KIND] = (struct search_choices){.title = T(w->lang, "Kind"), .name = STR("kinds")};
    v->by[SEARCH_OFFICE] = (struct search_choices){.title = T(w->lang, "Office"), .name = STR("offices")};
    v->by[SEARCH_YEAR] = (struct search_choices){.title = T(w->lang, "Year"), .name = STR("years")};
    v->by[SEARCH_KIND].v = ARENA_ARRAY(w->a, struct search_choice, ARRAY_LEN(kinds));
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        add_choice(w, v, SEARCH_KIND, &v->kind, str_c(kinds[i].code), T_(w->lang, kinds[i].words), found->kinds[kinds[i].kind]);
    }
    office_choices(w, v, ask, found);
    v->by[SEARCH_YEAR].v = ARENA_ARRAY(w->a, struct search_choice, YEARS);
    for (size_t i = YEARS; i-- > 0;) {
        struct str year = str_fmt(w->a, "%lld", (long long)(ask->first_year + (int64_t)i));
        add_choice(w, v, SEARCH_YEAR, &v->year, year, year, found->periods[i]);
    }
    v->by[SEARCH_KIND].shown = v->by[SEARCH_KIND].n;
    v->by[SEARCH_YEAR].shown = v->by[SEARCH_YEAR].n;
}

// Offices that are called so.
static void name_offices(struct web *w, struct search_view *v)
{
    struct office_found named = office_lookup(w->site, v->q, NAMED_MAX, w->a);
    v->offices = ARENA_ARRAY(w->a, struct search_office, named.n);
    for (; v->n_offices < named.n; v->n_offices++) {
        const struct office *o = named.list[v->n_offices];
        v->offices[v->n_offices] = (struct search_office){web_path(w, "offices/%.*s", STR_ARG(o->code)), o->name[w->lang]};
    }
}

// ---- pages

// Where the page begins that follows the thing with this public id: 0 where there is none or it is no longer found.
static bool start_of(struct web *w, struct str after, const struct match_hits *hits, size_t *from, struct err *e)
{
    struct matter_row m = {0};
    struct publication_row pub = {0};
    *from = 0;
    if (!public_id_ok(after)) {
        return true;
    }
    enum q_got matter = q_matter_by_public(w->tx, after, &m, e);
    enum q_got other = matter == Q_NONE ? q_publication_by_public(w->tx, after, &pub, e) : Q_NONE;
    int64_t id = matter == Q_ROW ? m.id : other == Q_ROW ? pub.id : 0;
    for (size_t i = 0; i < hits->n && id != 0; i++) {
        if (hits->v[i].id == id && (hits->v[i].attr.kind == MATCH_MATTER) == (matter == Q_ROW)) {
            *from = i + 1;
        }
    }
    return matter != Q_ERROR && other != Q_ERROR;
}

// The public id of the last thing of a page.
static bool key_of(struct web *w, const struct match_hit *hit, struct str *out, struct err *e)
{
    struct matter_row m;
    struct publication_row pub;
    *out = STR("");
    enum q_got got = hit->attr.kind == MATCH_MATTER ? q_matter_by_id(w->tx, w->site->home, hit->id, &m, e)
                                                    : q_publication_by_id(w->tx, w->site->home, hit->id, &pub, e);
    if (got == Q_ROW) {
        *out = hit->attr.kind == MATCH_MATTER ? m.public_id : pub.public_id;
    }
    return got != Q_ERROR;
}

static bool look(struct web *w, struct search_view *v, const struct search_ask *ask, struct err *e)
{
    struct finder *finder = app_finder_public(w->app);
    struct match_hits hits;
    struct match_found found;
    struct str key;
    size_t from;
    finder_find(finder, v->q, w->json, &ask->filter, ask->borders, YEARS + 1, w->a, &hits, &found);
    v->filling = !finder_ready(finder);
    v->found = found.n;
    v->listed = (int64_t)hits.n;
    choices(w, v, ask, &found);
    if (!start_of(w, web_param(w, "after"), &hits, &from, e)) {
        return false;
    }
    if (from == 0) {
        name_offices(w, v);
    }
    if (from + PER_PAGE < hits.n) {
        if (!key_of(w, &hits.v[from + PER_PAGE - 1], &key, e)) {
            return false;
        }
        v->next = address(w, w->json ? ".json" : "", v, key);
    }
    return fill_items(w, v, &hits, from, e);
}

static void choices_json(struct json *j, const struct search_choices *list)
{
    json_array(j, list->name.p);
    for (size_t i = 0; i < list->n; i++) {
        json_object(j, NULL);
        json_str(j, "code", list->v[i].code);
        json_str(j, "name", list->v[i].words);
        json_int(j, "found", list->v[i].n);
        json_bool(j, "chosen", list->v[i].chosen);
        json_str(j, "href", list->v[i].href);
        json_end(j);
    }
    json_end(j);
}

static void items_json(struct json *j, struct web *w, const struct search_view *v)
{
    json_array(j, "items");
    for (size_t i = 0; i < v->n; i++) {
        const struct search_item *item = &v->items[i];
        json_object(j, NULL);
        json_str(j, "title", item->plain);
        json_str(j, "href", item->href);
        json_str(j, "kind", item->kind);
        json_str(j, "code", item->kind_code);
        json_str(j, "lang", item->lang);
        json_str(j, "office", item->office);
        json_day(j, "day", w, item->at);
        json_end(j);
    }
    json_end(j);
}

static void reply_search_json(struct web *w, const struct search_view *v)
{
    struct buf out = web_buf();
    struct json j = json_begin(&out);
    json_object(&j, NULL);
    json_str(&j, "q", v->q);
    json_int(&j, "found", v->found);
    json_int(&j, "listed", v->listed);
    json_bool(&j, "complete", !v->filling);
    items_json(&j, w, v);
    json_object(&j, "counts");
    for (size_t i = 0; i < SEARCH_BY && v->by[i].name.n > 0; i++) {
        choices_json(&j, &v->by[i]);
    }
    json_end(&j);
    json_array(&j, "named");
    for (size_t i = 0; i < v->n_offices; i++) {
        json_object(&j, NULL);
        json_str(&j, "name", v->offices[i].words);
        json_str(&j, "href", v->offices[i].href);
        json_end(&j);
    }
    json_end(&j);
    json_str(&j, "next", v->next.n == 0 ? STR_NONE : v->next);
    json_end(&j);
    web_reply_json(w, 200, &out);
    buf_free(&out);
}

void search_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct search_ask ask;
    struct search_view v = {.q = utf8_clip(web_param(w, "q"), QUERY_MAX), .suggest = web_path(w, "search.json"),
                            .next = STR("")};
    if (!read_ask(w, &v, &ask)) {
        web_error(w, 404);
        return;
    }
    v.page = page_view(w, T(w->lang, "Search")); // with what was asked for in the address of its twin
    v.page.nav = NAV_SEARCH;
    v.asked = v.q.n > 0;
    v.json_href = address(w, ".json", &v, STR(""));
    if (v.asked && !look(w, &v, &ask, &e)) {
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
