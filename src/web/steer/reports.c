// reports.c: the reports of an office: what is due and by when, what was written and handed in.
#include "web/steer/reports_view.h"

#include "core/steer/report_due.h"
#include "db/q_report.h"
#include "i18n/i18n.h"
#include "templates.h"
#include "web/table.h"
#include "web/steer/report_view.h"

enum { PAGE = 50 };

static struct state_tag state_words(struct web *w, struct str state)
{
    const char *words = report_state_words(state);
    const char *look = str_eqz(state, "accepted")   ? "done"
                       : str_eqz(state, "returned") ? "late"
                       : str_eqz(state, "draft")    ? "new"
                                                    : "answered";
    return (struct state_tag){str_c(look), words == NULL ? state : T_(w->lang, words)};
}

static struct str scope_words(struct web *w, enum report_scope scope)
{
    return scope == SCOPE_CONSOLIDATED ? T(w->lang, "consolidated") : T(w->lang, "of the office itself");
}

// ---- what is due

static struct str map_address(struct web *w, const struct report_template *t, struct report_span p, const char *show)
{
    struct report_period days = period_of_days(p.first, p.last);
    char text[PERIOD_TEXT];
    return str_fmt(w->a, "/desk/%.*s/reports/map?template=%lld&period=%.*s%s", STR_ARG(w->office->code),
                   (long long)t->id, STR_ARG(period_text(&days, text)), show);
}

static bool add_started(struct web *w, const struct report_template *t, struct report_span span, enum report_scope scope,
                        struct report_due *d, struct err *e)
{
    struct report_row *list;
    size_t n;
    if (!q_report_editions(w->tx, &(struct q_report_editions_in){.home = w->site->home, .office = w->office->id,
                                                                  .template_office = t->office_id, .code = t->code,
                                                                  .first_day = span.first, .last_day = span.last,
                                                                  .scope = str_c(report_scope_code(scope))}, &list, &n, e)) {
        return false;
    }
    struct report_started *s = &d->list[d->n++];
    *s = (struct report_started){scope_words(w, scope), STR(""), str_c(report_scope_code(scope))};
    bool own = web_may(w, CAP_REPORT_WRITE, w->office->id);
    d->owed = d->owed || n == 0 || str_eqz(list[0].state, "draft") || str_eqz(list[0].state, "returned");
    for (size_t i = 0; i < n && s->href.n == 0; i++) { // the latest first
        if (own || !str_eqz(list[i].state, "draft")) {
            s->href = report_address(w, list[i].public_id);
            s->words = str_fmt(w->a, "%.*s: %.*s", STR_ARG(s->words), STR_ARG(state_words(w, list[i].state).words));
        }
    }
    return true;
}

bool report_due_view(struct web *w, const struct report_template *t, struct report_span span, struct report_due *d, struct err *e)
{
    int64_t due = report_span_due_day(t, span);
    bool below = report_owed_below(t, w->office);
    *d = (struct report_due){
        .name = t->name,
        .period = report_span_words(w, t, span),
        .template_id = str_fmt(w->a, "%lld", (long long)t->id),
        .span = str_fmt(w->a, "%lld..%lld", (long long)span.first, (long long)span.last),
        .due_day = due,
        .days_left = due - tz_day(w->site->tz, w->now),
        .under_way = span.last >= tz_day(w->site->tz, w->now),
        .map_href = below ? map_address(w, t, span, "") : STR(""),
    };
    return add_started(w, t, span, SCOPE_ALONE, d, e) && (!below || add_started(w, t, span, SCOPE_CONSOLIDATED, d, e));
}

// Of each template the period that ended last; before them what is still owed of others.
static bool fill_periods(struct web *w, const struct report_template *list, size_t n, struct reports_view *v, struct err *e)
{
    struct report_owed *owed;
    size_t n_owed;
    int64_t today = tz_day(w->site->tz, w->now);
    if (!report_due_read(w->tx, w->site, w->office->id, today - REPORT_LATE_DAYS, today + REPORT_SOON_DAYS, &owed, &n_owed, e)) {
        return false;
    }
    v->due = ARENA_ARRAY(w->a, struct report_due, n + n_owed + 1);
    for (size_t i = 0; i < n_owed; i++) {
        struct report_span last = report_span_due(&owed[i].t, today);
        if (owed[i].span.last != last.last && !report_due_view(w, &owed[i].t, owed[i].span, &v->due[v->n_due++], e)) {
            return false;
        }
    }
    for (size_t i = 0; i < n; i++) {
        bool owes = list[i].office_id == w->office->id || report_template_owed_by(&list[i], w->office->kind);
        if (list[i].every != EVERY_ONCE && owes &&
            !report_due_view(w, &list[i], report_span_due(&list[i], today), &v->due[v->n_due++], e)) {
            return false;
        }
    }
    return true;
}

static bool fill_due(struct web *w, struct reports_view *v, struct err *e)
{
    struct report_template *list;
    size_t n;
    if (!report_templates_at(w->tx, w->site, w->office->id, tz_day(w->site->tz, w->now), &list, &n, e)) {
        return false;
    }
    v->has_templates = n > 0;
    for (size_t i = 0; i < n; i++) {
        v->has_below = v->has_below || report_owed_below(&list[i], w->office);
    }
    return fill_periods(w, list, n, v, e);
}

// ---- what was said of it in time

static struct str below_words(struct web *w, int64_t n)
{
    struct buf b = buf_new(256);
    I18N_FILL(&b, TN(w->lang, "{n} office below is overdue or has to complete its report",
                 "{n} offices below are overdue or have to complete their reports", n),
              {"n", str_fmt(w->a, "%lld", (long long)n)});
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

// Of those below: only while some of them are late.
static bool add_reminder(struct web *w, const struct report_reminders_row *row, struct reports_view *v, struct err *e)
{
    struct report_template t;
    struct report_span p = {row->first_day, row->last_day};
    struct hand_in_map m;
    int64_t late;
    bool above = str_eqz(row->kind, "above");
    if (report_template_read(w->tx, row->template_id, &t, e) != Q_ROW ||
        (above && !report_map(&m, w->tx, w->site, &t, w->office->id, p, w->now, e))) {
        return false;
    }
    late = above ? (int64_t)(m.count[HAND_IN_OVERDUE] + m.count[HAND_IN_RETURNED]) : 0;
    if (above && late == 0) {
        return true;
    }
    struct str name = str_fmt(w->a, "%.*s, %.*s", STR_ARG(t.name), STR_ARG(report_span_words(w, &t, p)));
    bool former = !above && row->of_id != w->office->id;
    v->reminders[v->n_reminders++] = (struct report_reminder){
        .words = above                              ? T(w->lang, "Below us: its day has passed")
                 : str_eqz(row->kind, "before") ? T(w->lang, "Due within three days")
                                                    : T(w->lang, "Its day has passed"),
        .name = name,
        .detail = above ? below_words(w, late) : former ? desk_office_name(w, row->of_id) : STR(""),
        .href = above ? map_address(w, &t, p, "&show=late") : STR(""),
        .due_day = row->due_day,
        .at = row->reminded_at,
    };
    return true;
}

static bool fill_reminders(struct web *w, struct reports_view *v, struct err *e)
{
    struct report_reminders_row *list;
    size_t n;
    if (!q_report_reminders(w->tx, w->site->home, w->office->id, &list, &n, e)) {
        return false;
    }
    v->reminders = ARENA_ARRAY(w->a, struct report_reminder, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (!add_reminder(w, &list[i], v, e)) {
            return false;
        }
    }
    return true;
}

// ---- what was written

static bool add_row(struct web *w, const struct report_row *row, struct reports_view *v, struct err *e)
{
    struct report_template t;
    if (report_template_read(w->tx, row->template_id, &t, e) != Q_ROW) {
        return false;
    }
    v->rows[v->n_rows++] = (struct report_listed){
        .href = report_address(w, row->public_id),
        .name = t.name,
        .period = report_span_words(w, &t, (struct report_span){row->first_day, row->last_day}),
        .edition = str_fmt(w->a, "%lld", (long long)row->edition),
        .state = state_words(w, row->state),
        .consolidated = report_scope_of(row->scope) == SCOPE_CONSOLIDATED,
        .handed_in = row->handed_in_at != 0,
        .day = row->handed_in_at != 0 ? tz_day(w->site->tz, row->handed_in_at) : row->due_day,
    };
    return true;
}

// From a key on; where there are more, *in becomes that of the next page. Drafts are for those who write them.
static bool read_rows(struct web *w, struct q_reports_of_office_in *in, struct reports_view *v, bool *more, struct err *e)
{
    struct report_row *list;
    size_t n;
    if (!q_reports_of_office(w->tx, in, &list, &n, e)) {
        return false;
    }
    v->rows = ARENA_ARRAY(w->a, struct report_listed, PAGE);
    for (size_t i = 0; i < n && i < PAGE; i++) {
        if ((v->writes || !str_eqz(list[i].state, "draft")) && !add_row(w, &list[i], v, e)) {
            return false;
        }
    }
    *more = n > PAGE;
    if (*more) {
        in->before_day = list[PAGE - 1].last_day;
        in->before_id = list[PAGE - 1].id;
    }
    return true;
}

static bool fill_rows(struct web *w, struct reports_view *v, struct err *e)
{
    bool more;
    struct q_reports_of_office_in in = {.home = w->site->home, .office = w->office->id};
    struct str after = web_param(w, "after");
    if (after.n > 0 && !web_page_key_read(after, &in.before_day, &in.before_id)) {
        in.before_day = in.before_id = 0;
    }
    v->next = STR("");
    if (!read_rows(w, &in, v, &more, e)) {
        return false;
    }
    if (more) {
        v->next = str_fmt(w->a, "/desk/%.*s/reports?after=%.*s", STR_ARG(w->office->code),
                          STR_ARG(web_page_key(w->a, in.before_day, in.before_id)));
    }
    return true;
}

// ---- as a table: what is to be handed in, then what was written

struct reports_at {
    bool due_said;
    struct q_reports_of_office_in in;
};

static bool due_rows(struct table *t, struct err *e)
{
    struct reports_view v = {.n_due = 0};
    if (!fill_due(t->w, &v, e)) {
        return false;
    }
    for (size_t i = 0; i < v.n_due; i++) {
        const struct report_due *d = &v.due[i];
        for (size_t k = 0; k < d->n; k++) {
            TABLE_TEXTS(t, STR("due"), d->name, d->period, d->list[k].scope, d->list[k].words, STR(""));
            table_day(t, d->due_day);
            TABLE_TEXTS(t, STR(""), d->list[k].href);
            table_end_row(t);
        }
    }
    return true;
}

static bool reports_rows(struct table *t, void *at, bool *more, struct err *e)
{
    struct reports_at *a = at;
    struct reports_view v = {.writes = web_may(t->w, CAP_REPORT_WRITE, t->w->office->id)};
    if (!a->due_said && !due_rows(t, e)) {
        return false;
    }
    a->due_said = true;
    if (!read_rows(t->w, &a->in, &v, more, e)) {
        return false;
    }
    for (size_t i = 0; i < v.n_rows; i++) {
        const struct report_listed *r = &v.rows[i];
        TABLE_TEXTS(t, STR("written"), r->name, r->period,
                       str_c(report_scope_code(r->consolidated ? SCOPE_CONSOLIDATED : SCOPE_ALONE)), r->state.words,
                       r->edition);
        table_day(t, r->handed_in ? 0 : r->day);
        table_day(t, r->handed_in ? r->day : 0);
        table_text(t, r->href);
        table_end_row(t);
    }
    return true;
}

void reports_csv_get(struct web *w)
{
    struct reports_at *at = ARENA_NEW(w->a, struct reports_at);
    at->in = (struct q_reports_of_office_in){.home = w->site->home, .office = w->office->id};
    table_reply(w, STR("reports"), "list,report,period,scope,state,edition,due,handed_in,address", reports_rows, at);
}

void reports_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct reports_view *v = ARENA_NEW(w->a, struct reports_view);
    v->page = desk_page_view(w, T(w->lang, "Reports"), w->office, DESK_NAV_REPORTS);
    v->writes = web_may(w, CAP_REPORT_WRITE, w->office->id);
    v->arranges = web_may(w, CAP_REPORT_TEMPLATE, w->office->id);
    if (!fill_due(w, v, &e) || !fill_reminders(w, v, &e) || !fill_rows(w, v, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_reports(&out, w->lang, v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}
