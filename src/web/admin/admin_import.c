// admin_import.c: an administrator's page of what was imported: the list, and taking one back as a whole.
#include "web/admin/admin_import_view.h"

#include "core/intake/import_back.h"
#include "db/q_import.h"
#include "i18n/format.h"
#include "i18n/i18n.h"
#include "templates.h"
#include "web/table.h"

enum { PAGE_ROWS = 50, STEPS_AT_ONCE = 200, TOLD_MOST = 4 }; // the first: rows of import_batches

static struct import_item item_of(struct web *w, const struct import_batch_row *b)
{
    bool undone = b->undone_at != 0;
    return (struct import_item){
        .id = str_fmt(w->a, "%lld", (long long)b->id), .source = b->source, .started_at = b->started_at, .rows = b->rows_added,
        .state = undone                ? (struct state_tag){STR("closed"), T(w->lang, "taken back")}
                 : b->finished_at != 0 ? (struct state_tag){STR("done"), T(w->lang, "finished")}
                                       : (struct state_tag){STR("late"), T(w->lang, "broken off")},
        .undone = undone};
}

struct imports_at {
    int64_t time, id; // 0: from the latest on
};

static bool read_page(struct web *w, struct imports_at *at, struct import_batch_row **list, size_t *n, struct err *e)
{
    if (!q_import_batches(w->tx, w->site->home, at->time, at->id, list, n, e)) {
        return false;
    }
    if (*n > 0) {
        *at = (struct imports_at){(*list)[*n - 1].started_at, (*list)[*n - 1].id};
    }
    return true;
}

static void reply_list(struct web *w, struct admin_imports_view *v, struct imports_at at)
{
    struct err e = ERR_INIT;
    struct import_batch_row *list;
    size_t n;
    if (!read_page(w, &at, &list, &n, &e)) {
        web_failed(w, &e);
        return;
    }
    v->page = desk_page_view(w, T(w->lang, "Imports"), w->office, DESK_NAV_ADMIN);
    v->base = str_fmt(w->a, "/desk/%.*s/admin", STR_ARG(w->office->code));
    v->list = ARENA_ARRAY(w->a, struct import_item, n + 1);
    for (size_t i = 0; i < n; i++) {
        v->list[v->n++] = item_of(w, &list[i]);
    }
    v->next = n < PAGE_ROWS ? STR("")
                            : str_fmt(w->a, "%.*s/imports?after=%.*s", STR_ARG(v->base),
                                      STR_ARG(web_page_key(w->a, at.time, at.id)));
    struct buf out = web_buf();
    tmpl_admin_imports(&out, w->lang, v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

void admin_imports_get(struct web *w)
{
    struct imports_at at = {0, 0};
    struct str after = web_param(w, "after");
    struct admin_imports_view v = {.go_on = STR(""), .after = STR("")};
    if (after.n > 0 && !web_page_key_read(after, &at.time, &at.id)) {
        web_error(w, 404);
        return;
    }
    reply_list(w, &v, at);
}

static bool imports_rows(struct table *t, void *arg, bool *more, struct err *e)
{
    struct imports_at *at = arg;
    struct import_batch_row *list;
    size_t n;
    if (!read_page(t->w, at, &list, &n, e)) {
        return false;
    }
    *more = n == PAGE_ROWS;
    for (size_t i = 0; i < n; i++) {
        struct import_item item = item_of(t->w, &list[i]);
        TABLE_TEXTS(t, item.id, item.source);
        table_time(t, item.started_at);
        table_number(t, item.rows);
        table_text(t, item.state.words);
        table_end_row(t);
    }
    return true;
}

void admin_imports_csv_get(struct web *w)
{
    table_reply(w, STR("imports"), "import,file,begun,rows,state", imports_rows, ARENA_NEW(w->a, struct imports_at));
}

// ---- taking one back: short transactions one after the other, as many as a page may wait for

struct backing {
    struct import_back back;
    size_t steps;
};

static void tell(struct web *w, struct admin_imports_view *v, struct str words, int64_t n)
{
    struct buf b = buf_new(1024);
    I18N_FILL(&b, words, {"n", page_words(w, format_number, n)});
    v->told[v->n_told++] = str_copy(w->a, buf_str(&b));
    buf_free(&b);
}

static struct str kept_words(struct web *w, const struct import_back *b, const struct made_kept *k)
{
    struct buf out = buf_new(4096);
    I18N_FILL(&out, T(w->lang, "{name} stays: {why}"), {"name", made_name(w->a, b->site, k, w->lang)},
              {"why", T_(w->lang, k->why)});
    struct str s = str_copy(w->a, buf_str(&out));
    buf_free(&out);
    return s;
}

static void reply_back(struct web *w, const struct import_back *b)
{
    struct admin_imports_view v = {.go_on = STR(""), .after = STR(""), .told = ARENA_ARRAY(w->a, struct str, TOLD_MOST),
                                   .kept = ARENA_ARRAY(w->a, struct str, b->n_kept + 1)};
    int64_t messages = (int64_t)b->messages;
    int64_t things = (int64_t)b->things;
    int64_t kept = (int64_t)b->messages_kept;
    tell(w, &v, TN(w->lang, "{n} message was taken back.", "{n} messages were taken back.", messages), messages);
    tell(w, &v, TN(w->lang, "{n} office or subject was taken back.", "{n} offices and subjects were taken back.", things),
         things);
    if (kept > 0) {
        tell(w, &v, TN(w->lang, "{n} message is kept: the office has worked on it since.",
                       "{n} messages are kept: the office has worked on them since.", kept), kept);
    }
    for (size_t i = 0; b->over && i < b->n_kept; i++) {
        v.kept[v.n_kept++] = kept_words(w, b, &b->kept[i]);
    }
    if (!b->over) {
        v.go_on = str_fmt(w->a, "%lld", (long long)b->batch);
        v.after = str_fmt(w->a, "%lld", (long long)b->rows.after);
    }
    if (web_read_again(w)) {
        reply_list(w, &v, (struct imports_at){0, 0});
    }
}

static void stepped(struct web *w, void *arg)
{
    struct backing *s = arg;
    import_back_next(&s->back);
    if (!s->back.over && ++s->steps < STEPS_AT_ONCE) {
        web_write(w, WEB_PUBLIC, import_back_step, &s->back, stepped);
        return;
    }
    app_site_changed(w->app);
    reply_back(w, &s->back);
}

void admin_import_back_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct import_batch_row row;
    struct backing *s = ARENA_NEW(w->a, struct backing);
    s->back = (struct import_back){.site = w->site, .actor = web_actor(w, w->office->id), .now = w->now, .mem = w->a};
    enum q_got got = !str_int(web_field(w, "import"), &s->back.batch) || s->back.batch <= 0
                         ? Q_NONE
                         : q_import_batch_get(w->tx, w->site->home, s->back.batch, &row, &e);
    if (got == Q_ERROR) {
        web_failed(w, &e);
    } else if (got == Q_NONE) {
        web_error(w, 404);
    } else if (row.undone_at != 0) {
        web_see_other(w, str_fmt(w->a, "/desk/%.*s/admin/imports", STR_ARG(w->office->code)));
    } else {
        if (!str_int(web_field(w, "after"), &s->back.rows.after) || s->back.rows.after < 0) {
            s->back.rows.after = 0;
        }
        web_write(w, WEB_PUBLIC, import_back_step, &s->back, stepped);
    }
}
