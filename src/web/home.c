// home.c: the first page, and the choice of language in front of it.
#include "web/home_view.h"

#include "db/q_matter.h"
#include "db/q_publication.h"
#include "web/page.h"

enum { SHOWN = 5 };
#include "templates.h"

void root_get(struct web *w)
{
    web_see_other(w, web_path(w, "%s", ""));
}

static bool add_answers(struct web *w, struct home_view *v, struct err *e)
{
    struct publication_row *rows;
    size_t n;
    struct q_publications_page_in in = {.home = w->site->home, .kind = STR("answer")};
    if (!q_publications_page(w->tx, &in, &rows, &n, e)) {
        return false;
    }
    v->answers = ARENA_ARRAY(w->a, struct publication_item, SHOWN);
    for (size_t i = 0; i < n && i < SHOWN; i++) {
        if (!publication_item(w, &rows[i], &v->answers[v->n_answers++], e)) {
            return false;
        }
    }
    return true;
}

static bool add_matters(struct web *w, struct home_view *v, struct err *e)
{
    struct matter_row *rows;
    size_t n;
    struct q_matters_public_page_in in = {.home = w->site->home, .state = STR("open")};
    if (!q_matters_public_page(w->tx, &in, &rows, &n, e)) {
        return false;
    }
    v->matters = ARENA_ARRAY(w->a, struct matter_item, SHOWN);
    for (size_t i = 0; i < n && i < SHOWN; i++) {
        if (!matter_item(w, &rows[i], &v->matters[v->n_matters++], e)) {
            return false;
        }
    }
    return true;
}

void home_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct home_view v = {
        .page = page_view(w, T(w->lang, "First page")),
        .about = site_setting(w->site, w->site->root, SETTING_ABOUT),
        .complaints = site_setting(w->site, w->site->root, SETTING_COMPLAINTS),
        .search_json = web_path(w, "search.json"),
    };
    if (!add_answers(w, &v, &e) || !add_matters(w, &v, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_home(&out, w->lang, &v);
    page_reply(w, STR("text/html; charset=utf-8"), &out);
    buf_free(&out);
}
