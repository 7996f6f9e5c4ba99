// contest.c: one contest: its entries by number, a judge's own scores, the spread once all are in, the result.
#include "web/steer/people_view.h"

#include "db/q_contest.h"
#include "db/q_member.h"
#include "templates.h"

static bool fill_judges(struct web *w, struct contest_view *v, struct err *e)
{
    struct contest_judges_row *list;
    size_t n;
    if (!q_contest_judges(w->tx, w->contest.home_id, w->contest.id, &list, &n, e)) {
        return false;
    }
    v->judges = ARENA_ARRAY(w->a, struct contest_judge_item, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct member_row m = {.name = STR("")};
        if (list[i].member_id != 0 && q_member_by_id(w->tx, list[i].member_id, &m, e) == Q_ERROR) {
            return false;
        }
        v->judges[v->n_judges++] = (struct contest_judge_item){list[i].seat, m.name};
    }
    return true;
}

static struct contest_entry *entry_of(struct contest_view *v, int64_t number)
{
    for (size_t i = 0; i < v->n_entries; i++) {
        if (v->entries[i].number == number) {
            return &v->entries[i];
        }
    }
    BUG("a number that no entry of the contest has");
}

static bool fill_mine(struct web *w, struct contest_view *v, int64_t seat, struct err *e)
{
    struct contest_scores_of_row *list;
    size_t n;
    if (!q_contest_scores_of(w->tx, w->contest.home_id, w->contest.id, seat, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        entry_of(v, list[i].number)->mine = str_fmt(w->a, "%lld", (long long)list[i].points);
    }
    return true;
}

static bool fill_spread(struct web *w, struct contest_view *v, struct err *e)
{
    struct contest_spread *list;
    size_t n;
    if (!contest_spread(w->tx, &w->contest, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        struct contest_entry *entry = entry_of(v, list[i].number);
        struct buf b = buf_new(64);
        if (list[i].median_halves % 2 == 0) {
            format_number(&b, w->lang, list[i].median_halves / 2);
        } else {
            format_decimal(&b, w->lang, list[i].median_halves * 5, 1);
        }
        entry->min = list[i].min;
        entry->max = list[i].max;
        entry->median = str_copy(w->a, buf_str(&b));
        buf_free(&b);
    }
    return true;
}

static bool fill_names(struct web *w, struct contest_view *v, struct err *e)
{
    struct contest_names_row *list;
    size_t n;
    if (!q_contest_names(w->tx, w->contest.home_id, w->contest.id, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        entry_of(v, list[i].number)->name = list[i].name;
    }
    return true;
}

// What may be seen of the entries: nothing while they are taken; then their works by number, to judges and to this office.
static bool fill_entries(struct web *w, struct contest_view *v, int64_t seat, struct err *e)
{
    const struct contest_row *c = &w->contest;
    struct contest_entries_row *list;
    size_t n;
    if (v->open || !v->reads) {
        return true;
    }
    if (!q_contest_entries(w->tx, c->home_id, c->id, &list, &n, e)) {
        return false;
    }
    v->entries = ARENA_ARRAY(w->a, struct contest_entry, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct str typed = web_field(w, str_z(w->a, str_fmt(w->a, "award%lld", (long long)list[i].number)));
        v->entries[v->n_entries++] =
            (struct contest_entry){.number = list[i].number, .work = list[i].work, .mine = STR(""), .median = STR(""),
                                   .award = v->decided ? list[i].award : typed, .name = STR("")};
    }
    return (seat == 0 || fill_mine(w, v, seat, e)) && fill_spread(w, v, e) && (!v->writes || fill_names(w, v, e));
}

static bool fill(struct web *w, struct contest_view *v, struct err *e)
{
    const struct contest_row *c = &w->contest;
    int64_t seat;
    if (!contest_standing(w->tx, c, &v->standing, e) || !contest_seat(w->tx, c, w->who.member.id, &seat, e)) {
        return false;
    }
    v->item = (struct contest_item){.title = c->title, .state = T_(w->lang, contest_state_words(c->state)),
                                    .until_day = c->until_day, .entries = v->standing.entries};
    v->judge = seat != 0;
    v->reads = v->writes || v->judge;
    v->takes = v->writes && v->open && !v->judge && c->until_day >= tz_day(w->site->tz, w->now);
    return fill_judges(w, v, e) && fill_entries(w, v, seat, e);
}

static struct str path_of(struct web *w)
{
    return str_fmt(w->a, "/desk/contests/%.*s", STR_ARG(w->contest.public_id));
}

static void reply_one(struct web *w, int status, const struct problems *p)
{
    struct err e = ERR_INIT;
    const struct contest_row *c = &w->contest;
    const struct office *o = site_office(w->site, c->office_id);
    int64_t typed = desk_day_field(w, "day");
    struct contest_view v = {
        .page = desk_page_view(w, c->title, o, DESK_NAV_PEOPLE), .base = path_of(w),
        .list = str_fmt(w->a, "/desk/%.*s/contests", STR_ARG(o->code)), .rules = c->rules,
        .open = str_eqz(c->state, "open"), .judging = str_eqz(c->state, "judging"),
        .decided = str_eqz(c->state, "decided"), .writes = web_may(w, CAP_PEOPLE, o->id),
        .decides = web_may(w, CAP_PEOPLE_DECIDE, o->id), .decision_number = c->decision_number,
        .decided_day = c->decided_day, .work = web_field(w, "work"), .name = web_field(w, "name"),
        .forget = web_field(w, "forget"), .decision = web_field(w, "decision_number"),
        .day = typed != 0 ? typed : tz_day(w->site->tz, w->now)};
    v.page.page.problems = p;
    if (!fill(w, &v, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_desk_contest(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void contest_get(struct web *w)
{
    reply_one(w, 200, NULL);
}

struct contest_act {
    struct people_act act;
    int64_t home, id; // it is read anew
    enum steer_end (*run)(const struct desk *d, struct contest_act *a, const struct contest_row *was, struct err *e);
    struct str work, name;
    int64_t seat;
    struct contest_points *points;
    size_t n_points;
    struct contest_award *awards;
    struct contest_result result;
};

static enum steer_end run_on(const struct desk *d, struct people_act *act, struct err *e)
{
    struct contest_act *a = (struct contest_act *)act;
    struct contest_row row;
    return q_contest_by_id(d->tx, a->home, a->id, &row, e) == Q_ROW ? a->run(d, a, &row, e) : STEER_ERROR;
}

static struct contest_act *act_on(struct web *w, enum steer_end (*run)(const struct desk *d, struct contest_act *a,
                                                                       const struct contest_row *was, struct err *e))
{
    struct contest_act *a = ARENA_NEW(w->a, struct contest_act);
    *a = (struct contest_act){.act = people_act(w, w->contest.office_id, run_on, path_of(w), NULL),
                              .home = w->contest.home_id, .id = w->contest.id, .run = run};
    return a;
}

static enum steer_end run_enter(const struct desk *d, struct contest_act *a, const struct contest_row *was,
                                struct err *e)
{
    return contest_enter(d, was, a->work, a->name, e);
}

void contest_enter_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct contest_act *a = act_on(w, run_enter);
    a->work = web_field(w, "work");
    a->name = web_field(w, "name");
    contest_check_entry(&a->work, &a->name, web_flag(w, "consent"), &p);
    if (p.n > 0) {
        reply_one(w, 422, &p);
        return;
    }
    people_do(w, &a->act);
}

static enum steer_end run_forget(const struct desk *d, struct contest_act *a, const struct contest_row *was,
                                 struct err *e)
{
    return contest_forget(d, was, a->name, e);
}

void contest_forget_post(struct web *w)
{
    struct contest_act *a = act_on(w, run_forget);
    a->name = web_field(w, "forget");
    people_do(w, &a->act);
}

static enum steer_end run_close(const struct desk *d, struct contest_act *a, const struct contest_row *was,
                                struct err *e)
{
    (void)a;
    return contest_close(d, was, e);
}

void contest_close_post(struct web *w)
{
    people_do(w, &act_on(w, run_close)->act);
}

static enum steer_end run_score(const struct desk *d, struct contest_act *a, const struct contest_row *was,
                                struct err *e)
{
    return contest_score(d, was, a->points, a->n_points, e);
}

void contest_score_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct contest_act *a = act_on(w, run_score);
    a->points = ARENA_ARRAY(w->a, struct contest_points, CONTEST_ENTRIES_MAX);
    for (int64_t number = 1; number <= CONTEST_ENTRIES_MAX; number++) {
        struct str typed = web_field(w, str_z(w->a, str_fmt(w->a, "score%lld", (long long)number)));
        struct contest_points one = {.number = number};
        if (typed.n > 0 && (!str_int(typed, &one.points) || one.points < 0 || one.points > CONTEST_POINTS_MAX)) {
            problem_add(&p, "scores", N_("A score is a whole number from 0 to 100."));
        } else if (typed.n > 0) {
            a->points[a->n_points++] = one;
        }
    }
    if (p.n > 0) {
        reply_one(w, 422, &p);
        return;
    }
    people_do(w, &a->act);
}

static enum steer_end run_judge(const struct desk *d, struct contest_act *a, const struct contest_row *was,
                                struct err *e)
{
    return contest_end_judge(d, was, a->seat, e);
}

void contest_judge_post(struct web *w)
{
    struct contest_act *a = act_on(w, run_judge);
    if (!str_int(web_field(w, "seat"), &a->seat)) {
        web_error(w, 400);
        return;
    }
    people_do(w, &a->act);
}

static enum steer_end run_decide(const struct desk *d, struct contest_act *a, const struct contest_row *was,
                                 struct err *e)
{
    return contest_decide(d, was, &a->result, e);
}

void contest_decide_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct contest_act *a = act_on(w, run_decide);
    a->awards = ARENA_ARRAY(w->a, struct contest_award, CONTEST_ENTRIES_MAX);
    a->result = (struct contest_result){.decision_number = web_field(w, "decision_number"),
                                        .day = desk_day_field(w, "day"), .awards = a->awards};
    for (int64_t number = 1; number <= CONTEST_ENTRIES_MAX; number++) {
        struct str typed = web_field(w, str_z(w->a, str_fmt(w->a, "award%lld", (long long)number)));
        if (typed.n > 0) {
            a->awards[a->result.n++] = (struct contest_award){number, typed};
        }
    }
    contest_check_result(&a->result, tz_day(w->site->tz, w->now), &p);
    if (p.n > 0) {
        reply_one(w, 422, &p);
        return;
    }
    people_do(w, &a->act);
}
