// contests.c: the contests of an office, and a new one.
#include "web/steer/people_view.h"

#include "db/q_contest.h"
#include "i18n/format.h"
#include "templates.h"

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
                              .draft = *draft, .next = STR(""), .csv = people_csv_path(w, "contests"),
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

static bool csv_rows(struct web *w, struct buf *out, const struct contest_row *list, size_t n, struct err *e)
{
    for (size_t i = 0; i < n; i++) {
        struct contest_item c;
        if (!item_of(w, &list[i], &c, e)) {
            return false;
        }
        format_iso_day(out, w->lang, c.until_day);
        buf_addc(out, ',');
        buf_add(out, list[i].state);
        buf_addc(out, ',');
        buf_csv(out, c.title);
        buf_addf(out, ",%lld,", (long long)c.entries);
        buf_csv(out, list[i].decision_number.p == NULL ? STR("") : list[i].decision_number);
        buf_addc(out, ',');
        if (list[i].decided_day != 0) {
            format_iso_day(out, w->lang, list[i].decided_day);
        }
        buf_addz(out, "\r\n");
    }
    return true;
}

void contests_csv_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct people_key key = {INT64_MAX, INT64_MAX};
    size_t n = PEOPLE_ROWS + 1;
    struct buf out = web_buf();
    buf_addz(&out, "\xef\xbb\xbf" "until_day,state,title,entries,decision_number,decided_day\r\n");
    for (size_t done = 0; n > PEOPLE_ROWS && done < PEOPLE_CSV_MAX; done += PEOPLE_ROWS) {
        struct contest_row *list;
        bool good = read_list(w, key, &list, &n, &e);
        size_t here = good && n > PEOPLE_ROWS ? PEOPLE_ROWS : n;
        if (!good || !csv_rows(w, &out, list, here, &e)) {
            buf_free(&out);
            web_failed(w, &e);
            return;
        }
        key = here == 0 ? key : (struct people_key){list[here - 1].until_day, list[here - 1].id};
    }
    people_csv_reply(w, "contests", &out);
    buf_free(&out);
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
