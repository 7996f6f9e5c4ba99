// contests.c: the contests of an office, and a new one.
#include "web/steer/people_view.h"

#include "db/q_contest.h"
#include "templates.h"
#include "web/table.h"

static bool item_of(struct web *w, const struct contest_row *c, struct contest_item *out, struct err *e)
{
    struct contest_standing s;
    if (!contest_standing(w->tx, c, &s, e)) {
        return false;
    }
    *out = (struct contest_item){.href = str_fmt(w->a, "/desk/contests/%.*s", STR_ARG(c->public_id)), .title = c->title,
                                 .state = T_(w->lang, contest_state_words(c->state)), .until_day = c->until_day,
                                 .entries = s.entries};
    return true;
}

static bool read_list(struct web *w, struct people_key key, struct contest_row **list, size_t *n, struct err *e)
{
    return q_contests(w->tx,
                      &(struct q_contests_in){.home = w->site->home, .office = w->office->id, .from_day = key.day,
                                              .before_id = key.id},
                      list, n, e);
}

static void reply_list(struct web *w, int status, const struct contest_draft *draft, const struct problems *p)
{
    struct err e = ERR_INIT;
    struct people_key key;
    struct contest_row *list;
    size_t n;
    struct contests_view v = {.page = desk_page_view(w, T(w->lang, "Contests"), w->office, DESK_NAV_PEOPLE),
                              .draft = *draft, .next = STR(""),
                              .writes = web_may(w, CAP_PEOPLE_DECIDE, w->office->id)};
    v.page.page.problems = p;
    if (!people_key_read(w, &key)) {
        return;
    }
    bool good = read_list(w, key, &list, &n, &e);
    v.items = good ? ARENA_ARRAY(w->a, struct contest_item, n + 1) : NULL;
    for (size_t i = 0; good && i < n && i < PEOPLE_ROWS; i++) {
        good = item_of(w, &list[i], &v.items[v.n_items++], &e);
    }
    if (!good) {
        web_failed(w, &e);
        return;
    }
    if (n > PEOPLE_ROWS) {
        v.next = people_next(w, "contests", list[PEOPLE_ROWS - 1].until_day, list[PEOPLE_ROWS - 1].id);
    }
    struct buf out = web_buf();
    tmpl_desk_contests(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void contests_get(struct web *w)
{
    struct contest_draft none = {.title = STR(""), .rules = STR(""), .judges = STR("")};
    reply_list(w, 200, &none, NULL);
}

static bool table_of(struct table *t, void *at, bool *more, struct err *e)
{
    struct people_key *key = at;
    struct contest_row *list;
    size_t n;
    if (!read_list(t->w, *key, &list, &n, e)) {
        return false;
    }
    *more = n > PEOPLE_ROWS;
    for (size_t i = 0; i < n && i < PEOPLE_ROWS; i++) {
        struct contest_item c;
        if (!item_of(t->w, &list[i], &c, e)) {
            return false;
        }
        table_day(t, c.until_day);
        TABLE_TEXTS(t, list[i].state, c.title);
        table_number(t, c.entries);
        table_text(t, list[i].decision_number);
        table_day(t, list[i].decided_day);
        table_end_row(t);
        *key = (struct people_key){list[i].until_day, list[i].id};
    }
    return true;
}

void contests_csv_get(struct web *w)
{
    table_reply(w, STR("contests"), "until_day,state,title,entries,decision_number,decided_day", table_of, people_first(w));
}

struct opening {
    struct people_act act;
    int64_t office_id;
    struct contest_draft draft;
    struct contest_panel panel;
};

static enum steer_end run_open(const struct desk *d, struct people_act *act, struct err *e)
{
    struct opening *o = (struct opening *)act;
    return contest_open(d, o->office_id, &o->draft, &o->panel, &act->made, e);
}

void contest_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct problems p = {.n = 0};
    struct opening *o = ARENA_NEW(w->a, struct opening);
    *o = (struct opening){.act = people_act(w, w->office->id, run_open, STR_NONE, "contests"),
                          .office_id = w->office->id,
                          .draft = {.title = web_field(w, "title"), .rules = web_field(w, "rules"),
                                    .until_day = desk_day_field(w, "until"), .judges = web_field(w, "judges")}};
    if (!contest_check(w->tx, w->site, w->office->id, &o->draft, w->now, &o->panel, &p, &e)) {
        web_failed(w, &e);
        return;
    }
    if (p.n > 0) {
        reply_list(w, 422, &o->draft, &p);
        return;
    }
    people_do(w, &o->act);
}
