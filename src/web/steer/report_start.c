// report_start.c: the beginning of a report: the periods that its template gives, the one under way first, or another one.
#include "web/steer/reports_view.h"

#include "core/steer/report_due.h"
#include "db/q_report.h"
#include "templates.h"
#include "web/steer/report_view.h"

enum { PERIODS = 8 };

// The template that the form or the address names, or the first. Q_NONE: none holds here.
static enum q_got read_template(struct web *w, struct report_start_view *v, struct report_template *t, struct err *e)
{
    struct report_template *list;
    size_t n;
    size_t at = 0;
    if (!report_templates_at(w->tx, w->site, w->office->id, tz_day(w->site->tz, w->now), &list, &n, e)) {
        return Q_ERROR;
    }
    struct str asked = web_field(w, "template");
    asked = asked.n > 0 ? asked : web_param(w, "template");
    v->templates.list = ARENA_ARRAY(w->a, struct desk_choice, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct str id = str_fmt(w->a, "%lld", (long long)list[i].id);
        at = str_eq(id, asked) ? i : at;
        v->templates.list[v->templates.n++] = (struct desk_choice){id, list[i].name, false};
    }
    if (n == 0) {
        return Q_NONE;
    }
    v->templates.list[at].chosen = true;
    *t = list[at];
    return Q_ROW;
}

static void reply(struct web *w, int status, const struct problems *p)
{
    struct err e = ERR_INIT;
    struct report_template t;
    struct report_span spans[PERIODS];
    struct report_start_view *v = ARENA_NEW(w->a, struct report_start_view);
    v->page = desk_page_view(w, T(w->lang, "Begin a report"), w->office, DESK_NAV_REPORTS);
    v->page.page.problems = p;
    v->period = web_field(w, "period");
    v->scope = web_field(w, "scope");
    enum q_got got = read_template(w, v, &t, &e);
    int64_t since = 0;
    bool good = got == Q_NONE || (got == Q_ROW && report_first_since(w->tx, &t, &since, &e));
    size_t n = good && got == Q_ROW ? report_spans_recent(&t, tz_day(w->site->tz, w->now), since, spans, PERIODS) : 0;
    v->due = ARENA_ARRAY(w->a, struct report_due, PERIODS);
    for (; good && v->n_due < n; v->n_due++) {
        good = report_due_view(w, &t, spans[v->n_due], &v->due[v->n_due], &e);
    }
    if (!good) {
        web_failed(w, &e);
        return;
    }
    if (got == Q_ROW) {
        v->template_id = str_fmt(w->a, "%lld", (long long)t.id);
        v->name = t.name;
        v->has_below = report_owed_below(&t, w->office);
    }
    struct buf out = web_buf();
    tmpl_report_start(&out, w->lang, v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void reports_start_get(struct web *w)
{
    reply(w, 200, NULL);
}

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
    b->row.id = 0;
    b->end = report_start(&d, &t, b->office_id, b->span, b->scope, &b->row, e);
    return b->end == STEER_SAVED ? TX_COMMIT : b->end == STEER_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static void begun(struct web *w, void *arg)
{
    const struct report_begin *b = arg;
    if (b->row.id != 0) {
        const char *done = b->end == STEER_SAVED ? "" : "?done=report-there";
        web_see_other(w, str_fmt(w->a, "%.*s%s", STR_ARG(report_address(w, b->row.public_id)), done));
        return;
    }
    struct problems p = {.n = 0};
    problem_add(&p, "period", N_("It was not begun: the office owes no such report for this period."));
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
