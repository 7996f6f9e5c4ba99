// table.c: see table.h.
#include "web/table.h"

#include "i18n/format.h"

static void next_cell(struct table *t)
{
    if (t->in_row) {
        buf_addc(t->out, ',');
    }
    t->in_row = true;
}

void table_text(struct table *t, struct str s)
{
    next_cell(t);
    buf_csv(t->out, s);
}

void table_texts(struct table *t, const struct str *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        table_text(t, texts[i]);
    }
}

void table_number(struct table *t, int64_t n)
{
    next_cell(t);
    buf_addi(t->out, n);
}

void table_day(struct table *t, int64_t day)
{
    next_cell(t);
    if (day != 0) {
        format_iso_day(t->out, t->w->lang, day);
    }
}

void table_day_of(struct table *t, int64_t time)
{
    table_day(t, time == 0 ? 0 : tz_day(t->w->site->tz, time));
}

void table_time(struct table *t, int64_t time)
{
    next_cell(t);
    if (time != 0) {
        format_iso(t->out, t->w->lang, time);
    }
}

void table_end_row(struct table *t)
{
    buf_addz(t->out, "\r\n");
    t->in_row = false;
}

struct list {
    const char *columns; // NULL once they are written
    table_rows *rows;
    void *at;
};

static bool next_rows(struct web *w, void *arg, struct buf *out, bool *more, struct err *e)
{
    struct list *l = arg;
    struct table t = {w, out, false};
    if (l->columns != NULL) {
        buf_addf(out, "\xef\xbb\xbf%s\r\n", l->columns);
        l->columns = NULL;
    }
    *more = false;
    return l->rows(&t, l->at, more, e);
}

void table_reply(struct web *w, struct str name, const char *columns, table_rows *rows, void *at)
{
    struct list *l = ARENA_NEW(w->a, struct list);
    *l = (struct list){columns, rows, at};
    web_reply_parts(w, str_fmt(w->a, "%.*s.csv", STR_ARG(name)), STR("text/csv; charset=utf-8"), next_rows, l);
}

struct str table_href(struct web *w, struct str list)
{
    struct str query = list;
    struct str path = str_cut(&query, '?');
    return str_fmt(w->a, "%.*s.csv%s%.*s", STR_ARG(path), query.p == NULL ? "" : "?", STR_ARG(query));
}
