// desk_task_board.c: an office's tasks as a board, by state, and as a timeline, by the week they are due. Links and lists: both
// work without a script, on a narrow page and by keyboard.
#include "web/steer/desk_tasks_view.h"

#include "chart/chart.h"
#include "db/q_task.h"
#include "i18n/format.h"
#include "i18n/i18n.h"
#include "templates.h"
#include "web/table.h"

enum { BOARD_ROWS = 12, WEEK_ROWS = 20 };

static const char *const states[TASK_COLUMNS] = {"new", "accepted", "progress", "reported", "returned", "confirmed"};

static bool fill_column(struct web *w, bool given, const char *state, struct task_column *c, struct err *e)
{
    struct task_row *list;
    size_t n;
    int64_t home = w->site->home;
    struct str code = str_c(state);
    bool done = str_eqz(code, "confirmed"); // the latest; of others what is due first
    bool good = !given && !done ? q_tasks_led_first(w->tx, home, w->office->id, code, &list, &n, e)
                : !done         ? q_tasks_given_first(w->tx, home, w->office->id, code, &list, &n, e)
                : !given ? q_tasks_led_in(w->tx, &(struct q_tasks_led_in_in){home, w->office->id, code, INT64_MAX, INT64_MAX},
                                          &list, &n, e)
                         : q_tasks_given_in(w->tx,
                                            &(struct q_tasks_given_in_in){home, w->office->id, code, INT64_MAX, INT64_MAX},
                                            &list, &n, e);
    if (!good) {
        return false;
    }
    *c = (struct task_column){.words = task_state_tag(w, code).words,
                              .code = code,
                              .rows = ARENA_ARRAY(w->a, struct task_line, BOARD_ROWS),
                              .more = n > BOARD_ROWS,
                              .all = str_fmt(w->a, "/desk/%.*s/tasks?view=%s&state=%s", STR_ARG(w->office->code),
                                             given ? "given" : "led", state)};
    for (size_t i = 0; i < n && i < BOARD_ROWS; i++) {
        if (!task_line(w, &list[i], &c->rows[c->n_rows++], e)) {
            return false;
        }
    }
    return true;
}

// Whether it shows what the office gave, instead of what it leads.
static bool read_side(struct web *w, bool *given, struct err *e)
{
    bool good = task_gives_only(w, given, e);
    *given = *given || str_eqz(web_param(w, "view"), "given");
    return good;
}

void task_board_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct task_board_view v = {.page = desk_page_view(w, T(w->lang, "Board"), w->office, DESK_NAV_TASKS)};
    bool good = read_side(w, &v.given, &e);
    for (size_t i = 0; good && i < TASK_COLUMNS; i++) {
        good = fill_column(w, v.given, states[i], &v.columns[v.n_columns++], &e);
    }
    if (!good) {
        web_failed(w, &e);
        return;
    }
    v.csv = str_fmt(w->a, "/desk/%.*s/tasks/board.csv?view=%s", STR_ARG(w->office->code), v.given ? "given" : "led");
    struct buf out = web_buf();
    tmpl_desk_task_board(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

// Its columns as a table, one after the other, whole.
struct board_at {
    size_t column;
    struct task_filter f;
    struct task_key after;
};

static bool board_rows(struct table *t, void *at, bool *more, struct err *e)
{
    struct board_at *a = at;
    if (a->f.state.n == 0) {
        a->f.state = str_c(states[a->column]);
        a->after = task_key_first(&a->f);
    }
    if (!task_table(t, &a->f, &a->after, more, e)) {
        return false;
    }
    if (!*more && a->column + 1 < TASK_COLUMNS) {
        a->column++;
        a->f.state = STR("");
        *more = true;
    }
    return true;
}

void task_board_csv_get(struct web *w)
{
    struct err e = ERR_INIT;
    bool given;
    struct board_at *at = ARENA_NEW(w->a, struct board_at);
    if (!read_side(w, &given, &e)) {
        web_failed(w, &e);
        return;
    }
    at->f = (struct task_filter){.view = given ? VIEW_GIVEN : VIEW_LED, .due = STR(""), .state = STR("")};
    table_reply(w, STR("tasks"), TASK_TABLE, board_rows, at);
}

// ---- the timeline

struct span {
    int64_t first, last; // days
    int64_t n;
};

struct spans {
    struct span list[TASK_WEEKS + 2]; // late, the weeks from this one on, later or without a day
    int64_t today;
};

static bool on_day(void *arg, const struct tasks_led_days_row *row, struct err *e)
{
    (void)e;
    struct spans *s = arg;
    for (size_t i = 0; i < TASK_WEEKS + 2; i++) {
        bool late = i == 0;
        if (row->due_day >= s->list[i].first && row->due_day <= s->list[i].last && (!late || row->reported == 0)) {
            s->list[i].n += row->n;
        }
    }
    return true;
}

static void lay_out(struct spans *s)
{
    struct civil_span week = civil_period(PERIOD_WEEK, s->today);
    s->list[0] = (struct span){.first = 0, .last = s->today - 1};
    for (size_t i = 0; i < TASK_WEEKS; i++) {
        struct civil_span at = civil_period_move(PERIOD_WEEK, week, (int)i);
        s->list[i + 1] = (struct span){.first = i == 0 ? s->today : at.first, .last = at.end - 1};
    }
    s->list[TASK_WEEKS + 1] = (struct span){.first = s->list[TASK_WEEKS].last + 1, .last = INT64_MAX};
}

static struct str week_words(struct web *w, int64_t day)
{
    struct buf b = buf_new(64);
    format_period(&b, w->lang, PERIOD_WEEK, civil_period(PERIOD_WEEK, day).first);
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

static bool fill_week(struct web *w, const struct span *s, size_t at, struct task_week *out, struct err *e)
{
    struct task_row *list;
    size_t n;
    bool late = at == 0;
    *out = (struct task_week){.words = late                 ? T(w->lang, "Late")
                                       : at > TASK_WEEKS ? T(w->lang, "Later, or without a day")
                                                         : week_words(w, s->first),
                              .first = at == 0 || at > TASK_WEEKS ? 0 : s->first,
                              .last = at == 0 || at > TASK_WEEKS ? 0 : s->last,
                              .rows = ARENA_ARRAY(w->a, struct task_line, WEEK_ROWS),
                              .n = s->n};
    struct q_tasks_led_in in = {w->site->home, w->office->id, s->first, 0, s->last, late ? 0 : 1};
    if (s->n > 0 && !q_tasks_led(w->tx, &in, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; s->n > 0 && i < n && i < WEEK_ROWS; i++) {
        if (!task_line(w, &list[i], &out->rows[out->n_rows++], e)) {
            return false;
        }
    }
    return true;
}

static void draw(struct web *w, struct task_timeline_view *v)
{
    struct str *labels = ARENA_ARRAY(w->a, struct str, v->n_weeks);
    int64_t *values = ARENA_ARRAY(w->a, int64_t, v->n_weeks);
    for (size_t i = 0; i < v->n_weeks; i++) {
        labels[i] = v->weeks[i].words;
        values[i] = v->weeks[i].n;
    }
    struct chart_series due = {T(w->lang, "Tasks due"), values};
    struct chart c = {.lang = w->lang, .id = STR("due"), .title = T(w->lang, "Open tasks that the office leads, by week"),
                      .heading = T(w->lang, "Week"), .labels = labels, .n = v->n_weeks, .series = &due, .n_series = 1};
    v->chart = chart_bars(w->a, &c);
    v->table = chart_table(w->a, &c);
}

void task_timeline_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct spans s = {.today = task_today(w)};
    struct task_timeline_view v = {.page = desk_page_view(w, T(w->lang, "Timeline"), w->office, DESK_NAV_TASKS)};
    lay_out(&s);
    bool good = q_tasks_led_days(w->tx, w->site->home, w->office->id, INT64_MAX, on_day, &s, &e);
    for (size_t i = 0; i < TASK_WEEKS + 2 && good; i++) {
        good = fill_week(w, &s.list[i], i, &v.weeks[v.n_weeks++], &e);
    }
    if (!good) {
        web_failed(w, &e);
        return;
    }
    draw(w, &v);
    struct buf out = web_buf();
    tmpl_desk_task_timeline(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}
