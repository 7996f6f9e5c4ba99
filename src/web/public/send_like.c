// send_like.c: "is it one of these?": what is published and looks like the message, on a page between the form and the receipt,
// and while it is typed. The typed words come in the body, are compared in memory, and stand in no address and no log.
#include "web/public/send_view.h"

#include "base/utf8.h"
#include "core/press/similar.h"
#include "docs/json.h"
#include "templates.h"

static bool fill_item(struct web *w, const struct similar *s, struct like_item *out, struct err *e)
{
    const struct office *o = site_office(w->site, s->matter.id != 0 ? s->matter.office_id : s->publication.office_id);
    *out = (struct like_item){.title = s->title, .lang = lang_info(w->lang)->code, .words = s->words, .answer = STR(""),
                              .summary = STR(""), .matter = STR(""), .office = o == NULL ? STR("") : o->name[w->lang],
                              .at = s->publication.id != 0 ? s->publication.published_at : s->matter.public_at};
    struct str answer = s->publication.id == 0 ? STR("") : web_path(w, "answers/%.*s", STR_ARG(s->publication.public_id));
    if (s->publication.id != 0) {
        out->summary = publication_summary(w, s->version.body);
    }
    if (s->matter.id == 0) {
        out->href = answer;
        out->lang = s->version.lang;
        return true;
    }
    struct matter_item item;
    if (!matter_line(w, &s->matter, &item, e)) {
        return false;
    }
    out->is_matter = true;
    out->href = item.href;
    out->answer = answer;
    out->state = item.state;
    out->outcome = item.outcome;
    if (similar_may_join(&s->matter)) {
        out->matter = s->matter.public_id;
    }
    return true;
}

// What looks like the words. On false the reply is made.
static bool find(struct web *w, struct str words, struct like_item **items, size_t *n)
{
    struct err e = ERR_INIT;
    struct similar *found;
    bool good = similar_published(app_finder_public(w->app), w->tx, w->site, w->lang, words, &found, n, &e);
    *items = ARENA_ARRAY(w->a, struct like_item, SIMILAR_MOST);
    for (size_t i = 0; good && i < *n; i++) {
        good = fill_item(w, &found[i], &(*items)[i], &e);
    }
    if (!good) {
        web_failed(w, &e);
    }
    return good;
}

void send_like_post(struct web *w)
{
    struct like_item *items;
    size_t n = 0;
    struct str words = utf8_clip(web_field(w, "text"), WORDS_MAX);
    if (!find(w, words, &items, &n)) {
        return;
    }
    struct buf out = web_buf();
    struct json j = json_begin(&out);
    json_object(&j, NULL);
    json_array(&j, "items");
    for (size_t i = 0; i < n; i++) {
        json_object(&j, NULL);
        json_str(&j, "title", items[i].title);
        json_str(&j, "lang", items[i].lang);
        json_str(&j, "href", items[i].answer.n > 0 ? items[i].answer : items[i].href);
        json_str(&j, "state", items[i].state.words.n == 0 ? STR_NONE : items[i].state.words);
        json_str(&j, "office", items[i].office);
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
    web_reply_json(w, 200, &out);
    buf_free(&out);
}

bool send_look(struct web *w, const struct message_draft *d)
{
    static const char *const fields[] = {"key", "text", "place", "office", "office_name", "category", "contact", "public",
                                         "about_office", "lang"};
    struct like_view v = {.page = page_view(w, T(w->lang, "Is it one of these?")), .words = d->words};
    if (!find(w, d->words, &v.items, &v.n)) {
        return true;
    }
    if (v.n == 0) {
        return false;
    }
    v.page.nav = NAV_SEND;
    page_posted_from(w, &v.page, STR("send"));
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        if (form_has(&w->form, fields[i])) {
            v.carried[v.n_carried++] = (struct carried){str_c(fields[i]), form_get(&w->form, fields[i])};
        }
    }
    page_script(&v.page, "submit-once.js");
    struct buf out = web_buf();
    tmpl_send_like(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
    return true;
}
