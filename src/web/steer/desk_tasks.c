// desk_tasks.c: an office's tasks: the views, each one range of an index, and the same as CSV.
#include "web/steer/desk_tasks_view.h"

#include "auth/token.h"
#include "core/steer/task_access.h"
#include "db/q_document.h"
#include "db/q_task.h"
#include "i18n/format.h"
#include "templates.h"
#include "web/table.h"

int64_t task_today(const struct web *w)
{
    return tz_day(w->site->tz, w->now);
}

struct state_tag task_state_tag(const struct web *w, struct str state)
{
    static const char *const looks[][2] = {
        {"new", "new"},       {"accepted", "open"},    {"progress", "open"}, {"reported", "waiting"},
        {"confirmed", "done"}, {"returned", "reopened"}, {"cancelled", ""},
    };
    const char *words = task_state_words(state);
    struct state_tag tag = {STR(""), words == NULL ? state : T_(w->lang, words)};
    for (size_t i = 0; i < ARRAY_LEN(looks); i++) {
        tag.code = str_eqz(state, looks[i][0]) ? str_c(looks[i][1]) : tag.code;
    }
    return tag;
}

struct state_tag task_time_tag(struct web *w, const struct task_row *t)
{
    struct state_tag none = {STR(""), STR("")};
    if (str_eqz(t->state, "cancelled")) {
        return none;
    }
    switch (task_time(t, w->site, task_today(w))) {
    case TASK_DONE_IN_TIME:
        return (struct state_tag){STR("ontime"), T(w->lang, "on time")};
    case TASK_DONE_LATE:
        return (struct state_tag){STR("late"), T(w->lang, "reported late")};
    case TASK_NO_DAY:
        return none;
    case TASK_IN_TIME:
        return (struct state_tag){STR("ontime"), T(w->lang, "within the due date")};
    case TASK_SOON:
    case TASK_LATE:
        break;
    }
    struct buf b = buf_new(128);
    format_days_left(&b, w->lang, t->due_day - task_today(w));
    struct state_tag tag = {t->due_day < task_today(w) ? STR("late") : STR("soon"), str_copy(w->a, buf_str(&b))};
    buf_free(&b);
    return tag;
}

static bool names_of_coordinators(struct web *w, const struct task_row *t, struct str *out, struct err *e)
{
    struct task_coordinators_row *with;
    size_t n;
    if (!q_task_coordinators(w->tx, t->home_id, t->id, &with, &n, e)) {
        return false;
    }
    struct buf b = buf_new(64 << 10);
    for (size_t i = 0; i < n; i++) {
        buf_addz(&b, i == 0 ? "" : ", ");
        buf_add(&b, desk_office_name(w, with[i].office_id));
    }
    *out = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return true;
}

bool task_line(struct web *w, const struct task_row *t, struct task_line *out, struct err *e)
{
    *out = (struct task_line){.href = str_fmt(w->a, "/desk/tasks/%.*s", STR_ARG(t->public_id)),
                              .id = t->public_id,
                              .what = t->what,
                              .product = t->product,
                              .lead = desk_office_name(w, t->lead_id),
                              .giver = desk_office_name(w, t->office_id),
                              .due_day = t->due_day,
                              .time = task_time_tag(w, t),
                              .state = task_state_tag(w, t->state)};
    return names_of_coordinators(w, t, &out->with, e);
}

// ---- the views

static const struct {
    const char *code;
    const char *words;
} views[TASK_VIEWS] = {
    [VIEW_LED] = {"led", N_("Ours to lead")},
    [VIEW_MINE] = {"mine", N_("On my desk")},
    [VIEW_WITH] = {"with", N_("With us")},
    [VIEW_GIVEN] = {"given", N_("Given by us")},
    [VIEW_FOLLOWED] = {"followed", N_("Followed up by us")},
    [VIEW_LATE] = {"late", N_("Late")},
    [VIEW_DIRECTIVE] = {"directive", N_("By directive")},
    [VIEW_REMINDED] = {"reminders", N_("Reminders")},
};

static bool is_of_days(enum task_view v)
{
    return v == VIEW_LED || v == VIEW_GIVEN || v == VIEW_FOLLOWED;
}

static bool has_states(enum task_view v)
{
    return v == VIEW_LED || v == VIEW_GIVEN;
}

bool task_gives_only(struct web *w, bool *only, struct err *e)
{
    struct task_row *list;
    size_t n;
    struct q_tasks_led_in led = {w->site->home, w->office->id, 0, 0, INT64_MAX, 1};
    *only = false;
    if (web_param(w, "view").n > 0) {
        return true;
    }
    if (!q_tasks_led(w->tx, &led, &list, &n, e)) {
        return false;
    }
    struct q_tasks_given_in given = {w->site->home, w->office->id, 0, 0, INT64_MAX, 1};
    bool leads = n > 0;
    if (!leads && !q_tasks_given(w->tx, &given, &list, &n, e)) {
        return false;
    }
    *only = !leads && n > 0;
    return true;
}

struct task_filter task_filter_read(const struct web *w)
{
    struct task_filter f = {.view = VIEW_LED, .due = STR(""), .state = STR("")};
    struct str view = web_param(w, "view");
    for (enum task_view v = 0; v < TASK_VIEWS; v++) {
        f.view = str_eqz(view, views[v].code) ? v : f.view;
    }
    struct str due = web_param(w, "due");
    struct str state = web_param(w, "state");
    if (has_states(f.view) && task_state_words(state) != NULL) {
        f.state = state;
    } else if (is_of_days(f.view) && (str_eqz(due, "late") || str_eqz(due, "soon"))) {
        f.due = due;
    }
    return f;
}

// Lists of a state, of directives and of reminders begin with the latest.
struct task_key task_key_first(const struct task_filter *f)
{
    bool latest = f->state.n > 0 || f->view == VIEW_DIRECTIVE || f->view == VIEW_REMINDED;
    return latest ? (struct task_key){INT64_MAX, INT64_MAX} : (struct task_key){0, 0};
}

struct task_key task_key_of(const struct task_filter *f, const struct task_row *t)
{
    int64_t none = f->state.n > 0 ? 0 : INT64_MAX;
    return (struct task_key){t->due_day == 0 ? none : t->due_day, t->id};
}

static bool page_of_state(struct web *w, const struct task_filter *f, struct task_key after, struct task_row **list,
                          size_t *n, struct err *e)
{
    int64_t home = w->site->home;
    if (f->view == VIEW_LED) {
        return q_tasks_led_in(w->tx, &(struct q_tasks_led_in_in){home, w->office->id, f->state, after.day, after.id}, list,
                              n, e);
    }
    return q_tasks_given_in(w->tx, &(struct q_tasks_given_in_in){home, w->office->id, f->state, after.day, after.id}, list,
                            n, e);
}

static bool page_of_days(struct web *w, const struct task_filter *f, struct task_key after, struct task_row **list,
                         size_t *n, struct err *e)
{
    int64_t home = w->site->home;
    int64_t office = w->office->id;
    int64_t today = task_today(w);
    bool late = str_eqz(f->due, "late");
    bool soon = str_eqz(f->due, "soon");
    int64_t until = late ? today - 1 : soon ? today + TASK_SOON_DAYS : INT64_MAX;
    int64_t reported = late || soon ? 0 : 1;
    if (soon && after.day < today) {
        after = (struct task_key){today, 0};
    }
    switch (f->view) {
    case VIEW_GIVEN:
        return q_tasks_given(w->tx, &(struct q_tasks_given_in){home, office, after.day, after.id, until, reported}, list, n, e);
    case VIEW_FOLLOWED:
        return q_tasks_followed(w->tx, &(struct q_tasks_followed_in){home, office, after.day, after.id, until, reported}, list,
                                n, e);
    default:
        return q_tasks_led(w->tx, &(struct q_tasks_led_in){home, office, after.day, after.id, until, reported}, list, n, e);
    }
}

bool task_filter_page(struct web *w, const struct task_filter *f, struct task_key after, struct task_row **list, size_t *n,
                      struct err *e)
{
    int64_t home = w->site->home;
    int64_t office = w->office->id;
    if (f->state.n > 0) {
        return page_of_state(w, f, after, list, n, e);
    }
    switch (f->view) {
    case VIEW_MINE:
        return q_tasks_of_member(w->tx, &(struct q_tasks_of_member_in){home, w->who.member.id, after.day, after.id}, list, n,
                                 e);
    case VIEW_WITH:
        return q_tasks_with(w->tx, &(struct q_tasks_with_in){home, office, after.day, after.id}, list, n, e);
    case VIEW_LATE:
        return q_tasks_late(w->tx, &(struct q_tasks_late_in){home, office, after.day, after.id, task_today(w)}, list, n, e);
    case VIEW_DIRECTIVE:
    case VIEW_REMINDED:
        *n = 0;
        return true;
    default:
        return page_of_days(w, f, after, list, n, e);
    }
}

static struct str query_of(struct web *w, const struct task_filter *f)
{
    return str_fmt(w->a, "view=%s%s%.*s%s%.*s", views[f->view].code, f->due.n > 0 ? "&due=" : "", STR_ARG(f->due),
                   f->state.n > 0 ? "&state=" : "", STR_ARG(f->state));
}

static struct desk_choices due_choices(struct web *w, struct str chosen)
{
    static const char *const dues[][2] = {{"", N_("Any day")}, {"late", N_("Late")}, {"soon", N_("Due soon")}};
    struct desk_choices c = {ARENA_ARRAY(w->a, struct desk_choice, ARRAY_LEN(dues)), 0};
    for (size_t i = 0; i < ARRAY_LEN(dues); i++) {
        c.list[c.n++] = (struct desk_choice){str_c(dues[i][0]), T_(w->lang, dues[i][1]), str_eqz(chosen, dues[i][0])};
    }
    return c;
}

static struct desk_choices state_choices(struct web *w, struct str chosen)
{
    static const char *const states[] = {"new", "accepted", "progress", "reported", "returned", "confirmed", "cancelled"};
    struct desk_choices c = {ARENA_ARRAY(w->a, struct desk_choice, ARRAY_LEN(states) + 1), 0};
    c.list[c.n++] = (struct desk_choice){STR(""), T(w->lang, "All that are open"), chosen.n == 0};
    for (size_t i = 0; i < ARRAY_LEN(states); i++) {
        c.list[c.n++] = (struct desk_choice){str_c(states[i]), T_(w->lang, task_state_words(str_c(states[i]))),
                                             str_eqz(chosen, states[i])};
    }
    return c;
}

static void fill_tabs(struct web *w, struct desk_tasks_view *v, enum task_view current)
{
    for (enum task_view i = 0; i < TASK_VIEWS; i++) {
        v->tabs[v->n_tabs++] = (struct task_tab){
            .href = str_fmt(w->a, "/desk/%.*s/tasks?view=%s", STR_ARG(w->office->code), views[i].code),
            .words = T_(w->lang, views[i].words),
            .current = i == current};
    }
}

static struct directive_line directive_of(struct web *w, const struct documents_with_tasks_row *d)
{
    return (struct directive_line){.href = str_fmt(w->a, "/desk/%.*s/tasks/directive?document=%.*s", STR_ARG(w->office->code),
                                                   STR_ARG(d->public_id)),
                                   .mark = d->mark,
                                   .summary = d->summary,
                                   .dated_day = d->dated_day};
}

// Directives of the office's own books that have tasks, and those of others that it has tasks of; *after is where the next page
// begins.
static bool fill_directives(struct web *w, struct desk_tasks_view *v, struct task_key *after, struct err *e)
{
    struct documents_with_tasks_row *own;
    struct documents_led_row *led;
    size_t n_own;
    size_t n_led = 0;
    if (!q_documents_with_tasks(w->tx,
                                &(struct q_documents_with_tasks_in){w->site->home, w->office->id, after->day, after->id}, &own,
                                &n_own, e) ||
        (after->id == INT64_MAX && !q_documents_led(w->tx, w->site->home, w->office->id, &led, &n_led, e))) {
        return false;
    }
    v->directives = ARENA_ARRAY(w->a, struct directive_line, n_own + n_led + 1);
    for (size_t i = 0; i < n_led; i++) {
        if (led[i].office_id != w->office->id) {
            struct documents_with_tasks_row d = {.public_id = led[i].public_id, .mark = led[i].mark, .summary = led[i].summary,
                                                 .dated_day = led[i].dated_day};
            v->directives[v->n_directives++] = directive_of(w, &d);
        }
    }
    for (size_t i = 0; i < n_own && i < TASK_LIST_ROWS; i++) {
        v->directives[v->n_directives++] = directive_of(w, &own[i]);
    }
    if (n_own > TASK_LIST_ROWS) {
        *after = (struct task_key){own[TASK_LIST_ROWS - 1].recorded_at, own[TASK_LIST_ROWS - 1].id};
        v->next = str_fmt(w->a, "/desk/%.*s/tasks?view=directive&after=%.*s", STR_ARG(w->office->code),
                          STR_ARG(web_page_key(w->a, after->day, after->id)));
    }
    return true;
}

static const char *reminder_words(struct str kind)
{
    return str_eqz(kind, "before")  ? N_("Due within three days")
           : str_eqz(kind, "after") ? N_("Its day has passed")
                                    : N_("Followed up by us: its day has passed");
}

static bool fill_reminders(struct web *w, struct desk_tasks_view *v, struct task_key *after, struct err *e)
{
    struct task_reminders_row *list;
    size_t n;
    if (!q_task_reminders(w->tx, &(struct q_task_reminders_in){w->site->home, w->office->id, after->day, after->id}, &list, &n,
                          e)) {
        return false;
    }
    v->reminders = ARENA_ARRAY(w->a, struct reminder_line, n + 1);
    for (size_t i = 0; i < n && i < TASK_LIST_ROWS; i++) {
        v->reminders[v->n_reminders++] =
            (struct reminder_line){.href = str_fmt(w->a, "/desk/tasks/%.*s", STR_ARG(list[i].public_id)),
                                   .what = list[i].what,
                                   .why = T_(w->lang, reminder_words(list[i].kind)),
                                   .lead = desk_office_name(w, list[i].lead_id),
                                   .due_day = list[i].due_day,
                                   .at = list[i].reminded_at,
                                   .state = task_state_tag(w, list[i].state)};
    }
    if (n > TASK_LIST_ROWS) {
        *after = (struct task_key){list[TASK_LIST_ROWS - 1].reminded_at, list[TASK_LIST_ROWS - 1].id};
        v->next = str_fmt(w->a, "/desk/%.*s/tasks?view=reminders&after=%.*s", STR_ARG(w->office->code),
                          STR_ARG(web_page_key(w->a, after->day, after->id)));
    }
    return true;
}

static bool fill_rows(struct web *w, struct desk_tasks_view *v, const struct task_filter *f, struct task_key after,
                      struct err *e)
{
    struct task_row *list;
    size_t n;
    if (!task_filter_page(w, f, after, &list, &n, e)) {
        return false;
    }
    v->rows = ARENA_ARRAY(w->a, struct task_line, TASK_LIST_ROWS);
    for (size_t i = 0; i < n && i < TASK_LIST_ROWS; i++) {
        if (!task_line(w, &list[i], &v->rows[v->n_rows++], e)) {
            return false;
        }
    }
    if (n > TASK_LIST_ROWS) {
        struct task_key last = task_key_of(f, &list[TASK_LIST_ROWS - 1]);
        v->next = str_fmt(w->a, "/desk/%.*s/tasks?%.*s&after=%.*s", STR_ARG(w->office->code), STR_ARG(query_of(w, f)),
                          STR_ARG(web_page_key(w->a, last.day, last.id)));
    }
    return true;
}

// Which offices a letter can urge: those that are late with what this one gave.
static bool fill_leads(struct web *w, struct desk_tasks_view *v, struct err *e)
{
    struct task_row *list;
    size_t n;
    if (!web_may(w, CAP_DOCUMENT_WRITE, w->office->id)) {
        return true;
    }
    if (!q_tasks_late_given(w->tx, &(struct q_tasks_late_given_in){w->site->home, w->office->id, task_today(w), 0}, &list, &n,
                            e)) {
        return false;
    }
    v->letter = n > 0;
    v->leads.list = ARENA_ARRAY(w->a, struct desk_choice, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct office *o = site_heir(w->site, site_office(w->site, list[i].lead_id));
        size_t k = 0;
        while (o != NULL && k < v->leads.n && !str_eq(v->leads.list[k].code, o->code)) {
            k++;
        }
        if (o != NULL && k == v->leads.n) {
            v->leads.list[v->leads.n++] = (struct desk_choice){o->code, o->name[w->lang], false};
        }
    }
    return true;
}

static bool fill_list(struct web *w, struct desk_tasks_view *v, const struct task_filter *f, struct task_key after,
                      struct err *e)
{
    switch (f->view) {
    case VIEW_DIRECTIVE:
        return fill_directives(w, v, &after, e);
    case VIEW_REMINDED:
        return fill_reminders(w, v, &after, e);
    case VIEW_LATE:
        return fill_rows(w, v, f, after, e) && fill_leads(w, v, e);
    default:
        return fill_rows(w, v, f, after, e);
    }
}

void desk_tasks_get(struct web *w)
{
    struct task_filter f = task_filter_read(w);
    struct err e = ERR_INIT;
    bool given;
    if (!task_gives_only(w, &given, &e)) {
        web_failed(w, &e);
        return;
    }
    f.view = given ? VIEW_GIVEN : f.view;
    struct task_key after = task_key_first(&f);
    struct str key = web_param(w, "after");
    if (key.n > 0 && !web_page_key_read(key, &after.day, &after.id)) {
        web_error(w, 404);
        return;
    }
    struct desk_tasks_view v = {.page = desk_page_view(w, T(w->lang, "Tasks"), w->office, DESK_NAV_TASKS),
                                .view = str_c(views[f.view].code),
                                .heading = T_(w->lang, views[f.view].words),
                                .of_directives = f.view == VIEW_DIRECTIVE,
                                .of_reminders = f.view == VIEW_REMINDED,
                                .next = STR(""),
                                .csv = str_fmt(w->a, "/desk/%.*s/tasks.csv?%.*s", STR_ARG(w->office->code),
                                               STR_ARG(query_of(w, &f))),
                                .gives = web_may(w, CAP_TASK_GIVE, w->office->id)};
    if (is_of_days(f.view)) {
        v.dues = due_choices(w, f.due);
    }
    if (has_states(f.view)) {
        v.states = state_choices(w, f.state);
    }
    fill_tabs(w, &v, f.view);
    if (!fill_list(w, &v, &f, after, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_desk_tasks(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

// ---- as tables

bool task_table(struct table *t, const struct task_filter *f, struct task_key *after, bool *more, struct err *e)
{
    struct task_row *list;
    size_t n;
    if (!task_filter_page(t->w, f, *after, &list, &n, e)) {
        return false;
    }
    *more = n > TASK_LIST_ROWS;
    for (size_t i = 0; i < n && i < TASK_LIST_ROWS; i++) {
        const struct task_row *r = &list[i];
        struct task_line line;
        if (!task_line(t->w, r, &line, e)) {
            return false;
        }
        const struct str cells[] = {r->public_id, r->what, r->product, line.lead, line.with, line.giver};
        table_texts(t, cells, ARRAY_LEN(cells));
        table_day(t, r->first_due_day);
        table_day(t, r->due_day);
        table_text(t, r->state);
        table_day_of(t, r->made_at);
        table_day_of(t, r->reported_at);
        table_day_of(t, r->confirmed_at);
        table_end_row(t);
        *after = task_key_of(f, r);
    }
    return true;
}

struct tasks_at {
    struct task_filter f;
    struct task_key after;
};

static bool tasks_rows(struct table *t, void *at, bool *more, struct err *e)
{
    struct tasks_at *a = at;
    return task_table(t, &a->f, &a->after, more, e);
}

static bool directives_rows(struct table *t, void *at, bool *more, struct err *e)
{
    struct tasks_at *a = at;
    struct desk_tasks_view v = {.next = STR("")};
    if (!fill_directives(t->w, &v, &a->after, e)) {
        return false;
    }
    *more = v.next.n > 0;
    for (size_t i = 0; i < v.n_directives; i++) {
        TABLE_TEXTS(t, v.directives[i].mark, v.directives[i].summary);
        table_day(t, v.directives[i].dated_day);
        table_text(t, v.directives[i].href);
        table_end_row(t);
    }
    return true;
}

static bool reminders_rows(struct table *t, void *at, bool *more, struct err *e)
{
    struct tasks_at *a = at;
    struct desk_tasks_view v = {.next = STR("")};
    if (!fill_reminders(t->w, &v, &a->after, e)) {
        return false;
    }
    *more = v.next.n > 0;
    for (size_t i = 0; i < v.n_reminders; i++) {
        const struct reminder_line *r = &v.reminders[i];
        TABLE_TEXTS(t, r->what, r->why, r->lead);
        table_day(t, r->due_day);
        table_text(t, r->state.words);
        table_day_of(t, r->at);
        table_text(t, r->href);
        table_end_row(t);
    }
    return true;
}

void desk_tasks_csv_get(struct web *w)
{
    struct tasks_at *at = ARENA_NEW(w->a, struct tasks_at);
    at->f = task_filter_read(w);
    at->after = task_key_first(&at->f);
    if (at->f.view == VIEW_DIRECTIVE) {
        table_reply(w, STR("directives"), "mark,summary,dated,address", directives_rows, at);
    } else if (at->f.view == VIEW_REMINDED) {
        table_reply(w, STR("reminders"), "task,why,lead,due,state,reminded,address", reminders_rows, at);
    } else {
        table_reply(w, STR("tasks"), TASK_TABLE, tasks_rows, at);
    }
}
