// answers.c: published answers: the list, the page of one with its sources and versions, the Atom feed (RFC 4287).
#include "web/public/answers_view.h"

#include "auth/token.h"
#include "core/press/reading.h"
#include "docs/markdown.h"
#include "i18n/format.h"
#include "templates.h"
#include "web/changes.h"
#include "web/page.h"

static const char html[] = "text/html; charset=utf-8";

// After which row to go on. *known false: it is not one that everybody may see.
static bool read_after(struct web *w, struct listing *l, bool *known, struct err *e)
{
    struct str after = web_param(w, "after");
    struct publication_row before;
    enum q_got got = public_id_ok(after) ? q_publication_by_public(w->tx, after, &before, e) : Q_NONE;
    bool good = got == Q_ROW && str_eq(before.state, STR("published")) && !before.by_receipt;
    if (good) {
        l->before_time = before.published_at;
        l->before_id = before.id;
    }
    *known = after.n == 0 || good;
    return got != Q_ERROR;
}

// When the first of them came out: 0 for none.
static bool first_of(struct web *w, struct str kind, int64_t *at, struct err *e)
{
    struct publications_first_row row = {.published_at = 0};
    enum q_got got = q_publications_first(w->tx, w->site->home, kind, &row, e);
    *at = row.published_at;
    return got != Q_ERROR;
}

static bool read_list(struct web *w, struct str kind, const struct listing *l, const char *page, struct answers_view *v,
                      struct err *e)
{
    struct publication_row *rows;
    size_t n;
    if (!listing_publications(w->tx, w->site, kind, l, &rows, &n, e)) {
        return false;
    }
    v->list = ARENA_ARRAY(w->a, struct publication_item, n);
    for (; v->n < n && v->n < LISTING_PAGE; v->n++) {
        if (!publication_item(w, &rows[v->n], &v->list[v->n], e)) {
            return false;
        }
    }
    v->next = n <= LISTING_PAGE ? STR("") : filters_address(w, page, rows[LISTING_PAGE - 1].public_id);
    return true;
}

bool answers_load(struct web *w, struct answers_view *v, struct str kind, const char *page)
{
    struct err e = ERR_INIT;
    struct listing l;
    if (!first_of(w, kind, &v->first_at, &e)) {
        web_failed(w, &e);
        return false;
    }
    bool known = filters_read(w, v->first_at, &l);
    if ((known && !read_after(w, &l, &known, &e)) || (known && !read_list(w, kind, &l, page, v, &e))) {
        web_failed(w, &e);
        return false;
    }
    if (!known) {
        web_error(w, 404);
        return false;
    }
    return true;
}

void answers_reply_json(struct web *w, const struct answers_view *v)
{
    struct buf out = web_buf();
    struct json j = json_begin(&out);
    json_object(&j, NULL);
    json_array(&j, "items");
    for (size_t i = 0; i < v->n; i++) {
        publication_item_json(&j, w, &v->list[i]);
    }
    json_end(&j);
    json_str(&j, "next", v->next.n == 0 ? STR_NONE : v->next);
    json_end(&j);
    page_reply(w, STR("application/json"), &out);
    buf_free(&out);
}

void answers_get(struct web *w)
{
    struct answers_view v = {.n = 0};
    if (!answers_load(w, &v, STR("answer"), w->json ? "answers.json" : "answers")) {
        return;
    }
    if (w->json) {
        answers_reply_json(w, &v);
        return;
    }
    v.page = page_view(w, T(w->lang, "Public answers"));
    v.page.nav = NAV_ANSWERS;
    v.action = web_path(w, "answers");
    v.filters[v.n_filters++] = filter_offices(w);
    v.filters[v.n_filters++] = filter_categories(w);
    v.filters[v.n_filters++] = filter_times(w, v.first_at);
    v.json_href = filters_address(w, "answers.json", web_param(w, "after"));
    v.atom_href = filters_address(w, "answers.atom", STR(""));
    struct buf out = web_buf();
    tmpl_answers(&out, w->lang, &v);
    page_reply(w, str_c(html), &out);
    buf_free(&out);
}

static void atom_time(struct buf *out, struct web *w, const char *element, int64_t at)
{
    buf_addf(out, "<%s>", element);
    format_iso(out, w->lang, at);
    buf_addf(out, "</%s>", element);
}

void answers_atom_get(struct web *w)
{
    struct answers_view v = {.n = 0};
    if (!answers_load(w, &v, STR("answer"), "answers.atom")) {
        return;
    }
    struct str base = site_setting(w->site, w->site->root, SETTING_BASE_URL);
    struct buf out = web_buf();
    buf_addz(&out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
    buf_add(&out, lang_info(w->lang)->code);
    buf_addz(&out, "\"><title>");
    html_text(&out, site_office(w->site, w->site->root)->name[w->lang]);
    struct str chosen = filters_address(w, "answers.atom", STR(""));
    (void)str_cut(&chosen, '?');
    buf_addf(&out, "</title><id>urn:hoiam:%lld:answers%s", (long long)w->site->home, chosen.n > 0 ? ":" : "");
    html_text(&out, chosen);
    buf_addz(&out, "</id><link rel=\"self\" href=\"");
    html_attr(&out, base);
    html_attr(&out, filters_address(w, "answers.atom", web_param(w, "after")));
    buf_addz(&out, "\"/>");
    atom_time(&out, w, "updated", v.n == 0 ? w->now : v.list[0].published_at);
    for (size_t i = 0; i < v.n; i++) {
        const struct publication_item *p = &v.list[i];
        buf_addf(&out, "<entry><id>urn:hoiam:answer:%.*s</id><title>", STR_ARG(p->public_id));
        html_text(&out, p->title);
        buf_addz(&out, "</title><link href=\"");
        html_attr(&out, base);
        html_attr(&out, p->href);
        buf_addz(&out, "\"/><author><name>");
        html_text(&out, p->office);
        buf_addz(&out, "</name></author>");
        atom_time(&out, w, "published", p->published_at);
        atom_time(&out, w, "updated", p->corrected_at != 0 ? p->corrected_at : p->published_at);
        buf_addz(&out, "<summary>");
        html_text(&out, p->summary);
        buf_addz(&out, "</summary></entry>");
    }
    buf_addz(&out, "</feed>\n");
    page_reply(w, STR("application/atom+xml; charset=utf-8"), &out);
    buf_free(&out);
}

// The version asked for by ?v=N in the shown language, if it was ever out.
static const struct version_row *asked_version(struct web *w, const struct version_row *list, size_t n, struct str lang)
{
    int64_t number;
    struct str text = web_param(w, "v");
    if (!str_int(text, &number) || text.p[0] == '0') { // 01 would be another address of the same
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        if (list[i].number == number && str_eq(list[i].lang, lang) && str_eq(list[i].state, STR("published"))) {
            return &list[i];
        }
    }
    return NULL;
}

static void add_versions(struct web *w, struct answer_view *v, const struct version_row *list, size_t n,
                         const struct version_row *shown)
{
    v->versions = ARENA_ARRAY(w->a, struct answer_version, n);
    for (size_t i = n; i-- > 0;) { // the list has the newest first
        if (!str_eq(list[i].lang, shown->lang) || !str_eq(list[i].state, STR("published"))) {
            continue;
        }
        struct str href = list[i].id == shown->id
                              ? STR("")
                              : str_fmt(w->a, "%.*s?v=%lld", STR_ARG(v->item.href), (long long)list[i].number);
        v->versions[v->n_versions++] = (struct answer_version){
            list[i].number, list[i].published_at, list[i].change_note.p == NULL ? STR("") : list[i].change_note, href};
    }
}

static bool add_sources(struct web *w, struct answer_view *v, int64_t version_id, struct err *e)
{
    struct sources_of_version_row *list;
    size_t n;
    if (!q_sources_of_version(w->tx, w->site->home, version_id, &list, &n, e)) {
        return false;
    }
    v->sources = ARENA_ARRAY(w->a, struct answer_source, n);
    for (size_t i = 0; i < n; i++) {
        v->sources[v->n_sources++] = (struct answer_source){list[i].title, list[i].url.p == NULL ? STR("") : list[i].url};
    }
    return true;
}

static void reply_answer_json(struct web *w, const struct answer_view *v, const struct version_row *shown)
{
    struct buf out = web_buf();
    struct json j = json_begin(&out);
    json_object(&j, NULL);
    json_array(&j, "answer");
    publication_item_json(&j, w, &v->item);
    json_end(&j);
    json_int(&j, "version", shown->number);
    json_str(&j, "body_markdown", shown->body);
    json_array(&j, "sources");
    for (size_t i = 0; i < v->n_sources; i++) {
        json_object(&j, NULL);
        json_str(&j, "title", v->sources[i].title);
        json_str(&j, "url", v->sources[i].url.n == 0 ? STR_NONE : v->sources[i].url);
        json_end(&j);
    }
    json_end(&j);
    json_array(&j, "versions");
    for (size_t i = 0; i < v->n_versions; i++) {
        json_object(&j, NULL);
        json_int(&j, "number", v->versions[i].number);
        json_day(&j, "published", w, v->versions[i].published_at);
        json_str(&j, "changed", v->versions[i].note.n == 0 ? STR_NONE : v->versions[i].note);
        json_end(&j);
    }
    json_end(&j);
    comments_json(&j, w, &v->comments);
    json_end(&j);
    page_reply(w, STR("application/json"), &out);
    buf_free(&out);
}

// A version as plain text: what is compared with the one before.
static struct str plain_version(struct web *w, const struct version_row *v)
{
    return str_fmt(w->a, "%.*s\n\n%.*s", STR_ARG(v->title), STR_ARG(markdown_text(w->a, v->body)));
}

// What the shown version changed: against the one that was published before it in its language.
static struct html changes_of(struct web *w, const struct version_row *list, size_t n, const struct version_row *shown)
{
    const struct version_row *before = NULL;
    for (size_t i = 0; i < n; i++) {
        const struct version_row *v = &list[i];
        if (str_eq(v->lang, shown->lang) && str_eq(v->state, STR("published")) && v->number < shown->number &&
            (before == NULL || v->number > before->number)) {
            before = v;
        }
    }
    return before == NULL ? (struct html){STR("")}
                          : changes_html(w->a, w->lang, plain_version(w, before), plain_version(w, shown), true);
}

void answer_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct answer_view v = {.n_sources = 0};
    struct version_row *list;
    size_t n;
    if (str_eqz(w->publication.kind, "report")) { // has a page with its figures
        web_see_other(w, web_path(w, "reports/%.*s%s", STR_ARG(w->publication.public_id), w->json ? ".json" : ""));
        return;
    }
    if (!q_versions_of_publication(w->tx, w->publication.home_id, w->publication.id, &list, &n, &e)) {
        web_failed(w, &e);
        return;
    }
    const struct version_row *newest = version_of_list(list, n, &w->publication, w->lang);
    const struct version_row *asked = newest == NULL ? NULL : asked_version(w, list, n, newest->lang);
    if (newest == NULL || (asked == NULL && form_has(&w->query, "v"))) {
        web_error(w, 404);
        return;
    }
    const struct version_row *shown = asked == NULL ? newest : asked;
    if (!publication_item_of(w, &w->publication, newest, &v.item, &e) || !add_sources(w, &v, shown->id, &e) ||
        !comments_view(w, &v.item, &v.comments, &e)) {
        if (!w->replied) {
            web_failed(w, &e);
        }
        return;
    }
    add_versions(w, &v, list, n, shown);
    if (w->json) {
        v.item.summary = publication_summary(w, newest->body);
        reply_answer_json(w, &v, shown);
        return;
    }
    v.page = page_view(w, shown->title);
    v.page.nav = NAV_ANSWERS;
    page_crumb(&v.page, T(w->lang, "Answers"), web_path(w, "answers"));
    v.body = markdown_html(w->a, shown->body, (struct markdown_look){.heading_shift = 1});
    v.old = shown->id != newest->id;
    v.correction = shown->number > 1 && shown->change_note.p != NULL ? shown->change_note : STR("");
    v.corrected_at = shown->published_at;
    v.shown_lang = shown->lang;
    v.changes = changes_of(w, list, n, shown);
    v.translated = shown->translates_id != 0;
    v.other_language = !str_eq(shown->lang, lang_info(w->lang)->code);
    v.json_href = str_fmt(w->a, "%.*s.json", STR_ARG(v.item.href));
    if (v.comments.open) {
        page_script(&v.page, "count.js");
        page_script(&v.page, "submit-once.js");
    }
    struct buf out = web_buf();
    tmpl_answer(&out, w->lang, &v);
    page_reply(w, str_c(html), &out);
    buf_free(&out);
}
