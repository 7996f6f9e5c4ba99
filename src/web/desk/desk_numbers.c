// desk_numbers.c: the figures of an office and the rows behind them, for heads at the desk: with nothing hidden.
#include "web/desk/desk_numbers_view.h"

#include "templates.h"

void desk_numbers_get(struct web *w)
{
    struct numbers_asked q;
    struct figures *f = ARENA_NEW(w->a, struct figures);
    if (!numbers_read(w, false, &q, f)) {
        return;
    }
    struct desk_numbers_view *v = ARENA_NEW(w->a, struct desk_numbers_view);
    numbers_fill(w, &q, f, str_fmt(w->a, "/desk/%.*s/numbers", STR_ARG(w->office->code)), &v->body);
    v->desk = desk_page_view(w, v->body.title, w->office, DESK_NAV_NUMBERS);
    struct buf out = web_buf();
    tmpl_desk_numbers(&out, w->lang, v);
    web_reply_html(w, q.problem == NULL ? 200 : 400, &out);
    buf_free(&out);
}

void desk_rows_get(struct web *w)
{
    struct desk_rows_view *v = ARENA_NEW(w->a, struct desk_rows_view);
    if (!rows_fill(w, false, &v->body) || rows_data(w, &v->body)) {
        return;
    }
    v->desk = desk_page_view(w, v->body.title, w->office, DESK_NAV_NUMBERS);
    struct buf out = web_buf();
    tmpl_desk_numbers_rows(&out, w->lang, v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}
