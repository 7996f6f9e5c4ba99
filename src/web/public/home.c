// home.c: the first page, and the choice of language in front of it.
#include "web/public/home_view.h"

#include "web/page.h"

enum { SHOWN = 5 };
#include "templates.h"

void root_get(struct web *w)
{
    web_see_other(w, web_path(w, "%s", ""));
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
    struct buf out = web_buf();
    tmpl_home(&out, w->lang, &v);
    page_reply(w, STR("text/html; charset=utf-8"), &out);
    buf_free(&out);
}
