// reports.c: the reports of an office: what is due and by when, what was written and handed in, and the beginning of one.
#include "web/reports_view.h"

#include "db/q_report.h"
#include "templates.h"
#include "web/report_view.h"

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

static bool owed_below(const struct web *w, const struct report_template *t)
{
    for (int32_t i = 1; i <= w->office->below; i++) {
        if (report_template_owed_by(t, (w->office + i)->kind)) {
            return true;
        }
    }
    return false;
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

static bool add_due(struct web *w, const struct report_template *t, struct reports_view *v, struct err *e)
{
    int64_t today = tz_day(w->site->tz, w->now);
    bool below = owed_below(w, t);
    if (t->every == EVERY_ONCE || !(report_template_owed_by(t, w->office->kind) || t->office_id == w->office->id)) {
        return true;
    }
    struct report_span span = report_span_due(t, today);
    int64_t due = report_span_due_day(t, span);
    struct report_due *d = &v->due[v->n_due++];
    *d = (struct report_due){
        .name = t->name,
        .period = report_span_words(w, t, span),
        .template_id = str_fmt(w->a, "%lld", (long long)t->id),
        .span = str_fmt(w->a, "%lld..%lld", (long long)span.first, (long long)span.last),
        .due_day = due,
        .days_left = due - today,
        .map_href = below ? str_fmt(w->a, "/desk/%.*s/reports/map?template=%lld", STR_ARG(w->office->code), (long long)t->id)
                          : STR(""),
    };
    return add_started(w, t, span, SCOPE_ALONE, d, e) && (!below || add_started(w, t, span, SCOPE_CONSOLIDATED, d, e));
}

static bool fill_due(struct web *w, struct reports_view *v, struct err *e)
{
    struct report_template *list;
    size_t n;
    if (!report_templates_at(w->tx, w->site, w->office->id, tz_day(w->site->tz, w->now), &list, &n, e)) {
        return false;
    }
    v->due = ARENA_ARRAY(w->a, struct report_due, n + 1);
    v->templates.list = ARENA_ARRAY(w->a, struct desk_choice, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct str id = str_fmt(w->a, "%lld", (long long)list[i].id);
        v->templates.list[v->templates.n++] = (struct desk_choice){id, list[i].name, str_eq(id, web_field(w, "template"))};
        v->has_below = v->has_below || owed_below(w, &list[i]);
        if (!add_due(w, &list[i], v, e)) {
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

static bool fill_rows(struct web *w, struct reports_view *v, struct err *e)
{
    struct report_row *list;
    size_t n;
    struct q_reports_of_office_in in = {.home = w->site->home, .office = w->office->id};
    struct str after = web_param(w, "after");
    if (after.n > 0 && !web_page_key_read(after, &in.before_day, &in.before_id)) {
        in.before_day = in.before_id = 0;
    }
    if (!q_reports_of_office(w->tx, &in, &list, &n, e)) {
        return false;
    }
    v->rows = ARENA_ARRAY(w->a, struct report_listed, PAGE);
    v->next = STR("");
    for (size_t i = 0; i < n && i < PAGE; i++) {
        if ((v->writes || !str_eqz(list[i].state, "draft")) && !add_row(w, &list[i], v, e)) {
            return false;
        }
    }
    if (n > PAGE) {
        struct str key = web_page_key(w->a, list[PAGE - 1].last_day, list[PAGE - 1].id);
        v->next = str_fmt(w->a, "/desk/%.*s/reports?after=%.*s", STR_ARG(w->office->code), STR_ARG(key));
    }
    return true;
}

static void reply(struct web *w, int status, const struct problems *p)
{
    struct err e = ERR_INIT;
    struct reports_view *v = ARENA_NEW(w->a, struct reports_view);
    v->page = desk_page_view(w, T(w->lang, "Reports"), w->office, DESK_NAV_REPORTS);
    v->page.page.problems = p;
    v->writes = web_may(w, CAP_REPORT_WRITE, w->office->id);
    v->arranges = web_may(w, CAP_REPORT_TEMPLATE, w->office->id);
    v->period = web_field(w, "period");
    if (!fill_due(w, v, &e) || !fill_rows(w, v, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_reports(&out, w->lang, v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void reports_get(struct web *w)
{
    reply(w, 200, NULL);
}

// ---- beginning one

struct report_begin {
    const struct site *site;
    struct actor actor;
    int64_t now;
    int64_t office_id;
    int64_t template_id;
    struct report_span span;
    enum report_scope scope;
    struct report_row row;
    enum steer_end end;
};

static enum tx_end begin(struct tx *tx, void *arg, struct err *e)
{
    struct report_begin *b = arg;
    struct desk d = desk_of(tx, b->site, b->actor, b->now);
    struct report_template t;
    if (report_template_read(tx, b->template_id, &t, e) != Q_ROW) {
        return TX_FAILED;
    }
    b->end = report_start(&d, &t, b->office_id, b->span, b->scope, &b->row, e);
    return b->end == STEER_SAVED ? TX_COMMIT : b->end == STEER_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static void begun(struct web *w, void *arg)
{
    const struct report_begin *b = arg;
    if (b->end == STEER_SAVED) {
        web_see_other(w, report_address(w, b->row.public_id));
        return;
    }
    struct problems p = {.n = 0};
    problem_add(&p, "period", N_("It was not begun: there is one for this period already, or the office owes none."));
    if (web_read_again(w)) {
        reply(w, 409, &p);
    }
}

// "100..200" of a button, or a period as people write it.
static const char *read_span(struct web *w, const struct report_template *t, struct report_span *out)
{
    struct str rest = web_field(w, "span");
    if (rest.n == 0) {
        return report_span_parse(t, web_field(w, "period"), out);
    }
    ptrdiff_t at = str_find(rest, STR(".."));
    bool good = at > 0 && str_int(str_slice(rest, 0, (size_t)at), &out->first) &&
                str_int(str_slice(rest, (size_t)at + 2, rest.n), &out->last) && out->first <= out->last &&
                report_span_ok(t, *out);
    return good ? NULL : N_("This is no period of the report.");
}

void reports_start_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct problems p = {.n = 0};
    struct report_template t;
    struct report_begin *b = ARENA_NEW(w->a, struct report_begin);
    *b = (struct report_begin){.site = w->site, .actor = web_actor(w, w->office->id), .now = w->now,
                               .office_id = w->office->id, .scope = report_scope_of(web_field(w, "scope"))};
    bool named = str_int(web_field(w, "template"), &b->template_id);
    enum q_got got = named ? report_template_read(w->tx, b->template_id, &t, &e) : Q_NONE;
    if (got == Q_ERROR) {
        web_failed(w, &e);
        return;
    }
    if (got == Q_NONE || !site_within(w->site, w->office->id, t.office_id)) {
        problem_add(&p, "template", N_("Choose a template."));
    } else {
        const char *wrong = read_span(w, &t, &b->span);
        if (wrong != NULL) {
            problem_add(&p, "period", wrong);
        }
    }
    if (p.n > 0) {
        reply(w, 422, &p);
        return;
    }
    web_write(w, WEB_QUIET, begin, b, begun);
}
