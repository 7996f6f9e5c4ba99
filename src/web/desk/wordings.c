// wordings.c: standard wordings of an office: the list, a new one, the end of one.
#include "web/desk/wordings_view.h"

#include "base/random.h"
#include "core/press/publication.h"
#include "db/q_publication.h"
#include "templates.h"
#include "web/table.h"

enum { WORDINGS_READ = 500 }; // rows of wordings

// Those of a language that hold here.
static bool add_items(struct web *w, enum lang l, struct wording_item **out, size_t *n, struct err *e)
{
    struct wording_row last = {.title = STR("")};
    struct wording_row *list;
    size_t got;
    do {
        if (!q_wordings(w->tx, lang_info(l)->code, last.title, last.id, &list, &got, e)) {
            return false;
        }
        struct wording_item *items = ARENA_ARRAY(w->a, struct wording_item, *n + got + 1);
        for (size_t i = 0; i < *n; i++) {
            items[i] = (*out)[i];
        }
        *out = items;
        for (size_t i = 0; i < got; i++) {
            last = list[i];
            if (site_within(w->site, w->office->id, list[i].office_id)) {
                items[(*n)++] = (struct wording_item){
                    .id = str_fmt(w->a, "%lld", (long long)list[i].id), .title = list[i].title, .body = list[i].body,
                    .lang = list[i].lang, .office = desk_office_name(w, list[i].office_id),
                    .own = list[i].office_id == w->office->id};
            }
        }
    } while (got == WORDINGS_READ);
    return true;
}

static bool read_items(struct web *w, struct wording_item **out, size_t *n, struct err *e)
{
    bool good = true;
    *out = NULL;
    *n = 0;
    for (enum lang l = 0; l < LANG_COUNT && good; l++) {
        good = add_items(w, l, out, n, e);
    }
    return good;
}

static bool table_of(struct table *t, void *at, bool *more, struct err *e)
{
    struct wording_item *items;
    size_t n;
    (void)at;
    (void)more;
    if (!read_items(t->w, &items, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        TABLE_TEXTS(t, items[i].lang, items[i].office, items[i].title, items[i].body);
        table_end_row(t);
    }
    return true;
}

void wordings_csv_get(struct web *w)
{
    table_reply(w, STR("wordings"), "language,office,title,text", table_of, NULL);
}

static void reply(struct web *w, int status, const struct problems *p)
{
    struct err e = ERR_INIT;
    struct wordings_view v = {
        .page = desk_page_view(w, T(w->lang, "Standard wordings"), w->office, DESK_NAV_WORDINGS),
        .title = web_field(w, "title"), .body = web_field(w, "body"),
        .writes = web_may(w, CAP_PRESS_WRITE, w->office->id),
        .langs = {ARENA_ARRAY(w->a, struct desk_choice, LANG_COUNT), 0},
    };
    v.page.page.problems = p;
    if (!read_items(w, &v.items, &v.n_items, &e)) {
        web_failed(w, &e);
        return;
    }
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        bool chosen = w->req->method == HTTP_POST ? str_eq(web_field(w, "lang"), lang_info(l)->code) : l == w->site->lang;
        v.langs.list[v.langs.n++] = (struct desk_choice){lang_info(l)->code, lang_info(l)->name, chosen};
    }
    struct buf out = web_buf();
    tmpl_wordings(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void wordings_get(struct web *w)
{
    reply(w, 200, NULL);
}

struct wording_change {
    int64_t home;
    struct actor actor;
    int64_t office_id;
    int64_t end;        // 0: a new one; another office's is as one that is not there
    int64_t now;
    struct draft draft;
    bool none;          // out: this office has none like it in use
};

static enum tx_end change(struct tx *tx, void *arg, struct err *e)
{
    struct wording_change *c = arg;
    int64_t ended = 1;
    bool good = c->end != 0 ? q_wording_end(tx, c->end, c->office_id, c->now, &ended, e)
                            : q_wording_insert(tx, &(struct q_wording_insert_in){
                                  .id = random_id(), .office = c->office_id, .lang = lang_info(c->draft.lang)->code,
                                  .title = c->draft.title, .body = c->draft.body, .now = c->now}, NULL, e);
    c->none = good && ended == 0;
    if (c->none) {
        return TX_ROLLBACK;
    }
    good = good && event_add(tx, &(struct event_new){.home = c->home, .kind = EVENT_SETTING_CHANGED, .subject_id = c->office_id,
                                                     .reason = STR("standard_wording"), .actor = c->actor, .now = c->now},
                             NULL, e);
    return good ? TX_COMMIT : TX_FAILED;
}

static void changed(struct web *w, void *arg)
{
    const struct wording_change *c = arg;
    if (c->none) {
        web_error(w, 404);
        return;
    }
    web_see_other(w, str_fmt(w->a, "/desk/%.*s/wordings?done=saved", STR_ARG(w->office->code)));
}

void wordings_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct wording_change *c = ARENA_NEW(w->a, struct wording_change);
    enum lang lang;
    *c = (struct wording_change){.home = w->site->home, .actor = web_actor(w, w->office->id), .office_id = w->office->id,
                                 .now = w->now,
                                 .draft = {.title = web_field(w, "title"), .body = web_field(w, "body"),
                                           .lang = lang_from_code(web_field(w, "lang"), &lang) ? lang : w->site->lang}};
    draft_check(&c->draft, false, &p);
    if (p.n > 0) {
        reply(w, 422, &p);
        return;
    }
    web_write(w, WEB_QUIET, change, c, changed);
}

void wordings_end_post(struct web *w)
{
    struct wording_change *c = ARENA_NEW(w->a, struct wording_change);
    *c = (struct wording_change){.home = w->site->home, .actor = web_actor(w, w->office->id), .office_id = w->office->id,
                                 .now = w->now};
    if (!str_int(web_field(w, "wording"), &c->end) || c->end <= 0) {
        web_error(w, 400);
        return;
    }
    web_write(w, WEB_QUIET, change, c, changed);
}
