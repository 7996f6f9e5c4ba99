// home.c: the first page, and the choice of language in front of it.
#include "web/public/home_view.h"

#include "templates.h"
#include "web/page.h"

enum { SHOWN = 5 };

void root_get(struct web *w)
{
    web_see_other(w, web_path(w, "%s", ""));
}

static void reply_json(struct web *w, const struct home_view *v)
{
    static const char *const pages[] = {"send", "follow", "matters", "answers", "subjects", "offices", "numbers", "reports",
                                        "search"};
    const struct office *root = site_office(w->site, w->site->root);
    struct buf out = web_buf();
    struct json j = json_begin(&out);
    json_object(&j, NULL);
    json_str(&j, "office", root->code);
    json_str(&j, "name", root->name[w->lang]);
    json_str(&j, "about", v->about.n == 0 ? STR_NONE : v->about);
    json_array(&j, "answers");
    for (size_t i = 0; i < v->n_answers; i++) {
        publication_item_json(&j, w, &v->answers[i]);
    }
    json_end(&j);
    json_array(&j, "in_hand");
    for (size_t i = 0; i < v->n_matters; i++) {
        matter_item_json(&j, w, &v->matters[i]);
    }
    json_end(&j);
    json_str(&j, "complaints", v->complaints);
    json_object(&j, "pages");
    for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
        json_str(&j, pages[i], web_path(w, "%s.json", pages[i]));
    }
    json_end(&j);
    json_end(&j);
    page_reply(w, STR("application/json"), &out);
    buf_free(&out);
}

void home_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct home_view v = {
        .page = page_view(w, T(w->lang, "First page")),
        .about = site_setting(w->site, w->site->root, SETTING_ABOUT),
        .complaints = complaints_words(w),
        .search_json = web_path(w, "search.json"),
    };
    if (!latest_answers(w, 0, SHOWN, &v.answers, &v.n_answers, &e) ||
        !latest_matters(w, 0, SHOWN, &v.matters, &v.n_matters, &e)) {
        web_failed(w, &e);
        return;
    }
    if (w->json) {
        reply_json(w, &v);
        return;
    }
    struct buf out = web_buf();
    tmpl_home(&out, w->lang, &v);
    page_reply(w, STR("text/html; charset=utf-8"), &out);
    buf_free(&out);
}
