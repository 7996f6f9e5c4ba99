// report_map.c: who has handed in: the offices right below with how many stand behind each, or all that are late.
#include "web/steer/reports_view.h"

#include "core/steer/report_due.h"
#include "db/q_report.h"
#include "i18n/format.h"
#include "templates.h"
#include "web/table.h"
#include "web/steer/report_view.h"

enum { LINES_MAX = 300, PERIODS = 8 };

struct map_asked {
    struct report_template t;
    struct report_span span;
    int64_t since; // from then on it is asked for
    struct report_template *list;
    size_t n;
    const char *problem; // msgid: of the period; then it is the one that is due
    bool none;           // no template holds here
};

static bool read_asked(struct web *w, struct map_asked *q, struct err *e)
{
    int64_t today = tz_day(w->site->tz, w->now);
    int64_t id = 0;
    struct str period = web_param(w, "other").n > 0 ? web_param(w, "other") : web_param(w, "period");
    *q = (struct map_asked){.problem = NULL};
    if (!report_templates_at(w->tx, w->site, w->office->id, today, &q->list, &q->n, e)) {
        return false;
    }
    q->none = q->n == 0;
    if (q->none) {
        return true;
    }
    size_t at = 0;
    bool asked = str_int(web_param(w, "template"), &id);
    for (size_t i = 0; i < q->n; i++) {
        at = asked && q->list[i].id == id ? i : at;
    }
    q->t = q->list[at];
    q->span = report_span_due(&q->t, today);
    q->problem = period.n == 0 ? NULL : report_span_parse(&q->t, period, &q->span);
    return report_first_since(w->tx, &q->t, &q->since, e);
}

static struct state_tag how_tag(struct web *w, enum hand_in h)
{
    static const char *const looks[HAND_INS] = {[HAND_IN_MISSING] = "new", [HAND_IN_OVERDUE] = "late",
                                                [HAND_IN_DONE] = "done", [HAND_IN_LATE] = "soon",
                                                [HAND_IN_RETURNED] = "waiting",
                                                [HAND_IN_WITHIN] = "done"};
    return (struct state_tag){str_c(looks[h]), T_(w->lang, hand_in_words(h))};
}

static bool is_done(const struct hand_in_row *r)
{
    return r->how == HAND_IN_DONE || r->how == HAND_IN_LATE || r->how == HAND_IN_WITHIN;
}

static struct str note_of(struct web *w, const struct hand_in_row *r)
{
    struct buf b = buf_new(512);
    if (r->accepted) {
        buf_add(&b, T(w->lang, "accepted"));
    }
    if (r->edition > 1) {
        buf_addz(&b, b.n > 0 ? ", " : "");
        struct str n = str_fmt(w->a, "%lld", (long long)r->edition);
        I18N_FILL(&b, T(w->lang, "edition {n}"), {"n", n});
    }
    if (r->origin.n > 0) {
        buf_addz(&b, b.n > 0 ? ", " : "");
        buf_add(&b, T(w->lang, "from another installation"));
    }
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

static struct str span_code(struct web *w, struct report_span span)
{
    struct report_period p = period_of_days(span.first, span.last);
    char text[PERIOD_TEXT];
    return str_copy(w->a, period_text(&p, text));
}

static struct str query_of(struct web *w, const struct map_asked *q)
{
    return str_fmt(w->a, "template=%lld&period=%.*s", (long long)q->t.id, STR_ARG(span_code(w, q->span)));
}

static struct hand_in_line line_of(struct web *w, const struct map_asked *q, const struct hand_in_map *m, size_t i)
{
    const struct hand_in_row *r = &m->rows[i];
    const struct office *o = site_office(w->site, r->office_id);
    struct str name = desk_office_name(w, r->office_id);
    bool itself = r->office_id == w->office->id;
    if (itself) {
        name = str_fmt(w->a, "%.*s (%.*s)", STR_ARG(name), STR_ARG(T(w->lang, "the office itself")));
    }
    struct hand_in_line line = {.name = name, .how = how_tag(w, r->how), .note = note_of(w, r),
                                .href = r->whole.n > 0       ? report_address(w, r->whole)
                                        : r->public_id.n > 0 ? report_address(w, r->public_id)
                                                             : STR(""),
                                .down = STR(""),
                                .at = r->handed_in_at};
    line.href = itself && r->public_id.n > 0 ? report_address(w, r->public_id) : line.href;
    for (size_t k = i + 1; k < m->n && m->rows[k].depth > r->depth; k++) {
        line.below++;
        line.below_done += is_done(&m->rows[k]);
        line.below_late += m->rows[k].how == HAND_IN_OVERDUE;
    }
    if (line.below > 0 && i > 0 && o != NULL && o->heir < 0) {
        line.down = str_fmt(w->a, "/desk/%.*s/reports/map?%.*s", STR_ARG(o->code), STR_ARG(query_of(w, q)));
    }
    return line;
}

static void fill_lines(struct web *w, const struct map_asked *q, const struct hand_in_map *m, struct report_map_view *v)
{
    int32_t top = m->n > 0 ? m->rows[0].depth : 0;
    v->late_only = str_eqz(web_param(w, "show"), "late");
    v->rows = ARENA_ARRAY(w->a, struct hand_in_line, LINES_MAX);
    for (size_t i = 0; i < m->n; i++) {
        bool late = m->rows[i].how == HAND_IN_OVERDUE || m->rows[i].how == HAND_IN_RETURNED;
        bool itself = m->rows[i].office_id == w->office->id; // the counts and that list are of those below
        if (v->late_only ? !late || itself : m->rows[i].depth > top + 1) {
            continue;
        }
        if (v->n_rows == LINES_MAX) {
            v->more++;
        } else {
            v->rows[v->n_rows++] = line_of(w, q, m, i);
        }
    }
    v->below = (int64_t)m->below;
    for (size_t h = 0; h < HAND_INS; h++) {
        v->count[h] = (int64_t)m->count[h];
        v->count_words[h] = T_(w->lang, hand_in_words((enum hand_in)h));
    }
}

static struct filter_view filter_templates(struct web *w, const struct map_asked *q)
{
    struct filter_view f = {.name = STR("template"), .label = T(w->lang, "Template"),
                            .list = ARENA_ARRAY(w->a, struct filter_option, q->n + 1)};
    for (size_t i = 0; i < q->n; i++) {
        f.list[f.n++] = (struct filter_option){str_fmt(w->a, "%lld", (long long)q->list[i].id), q->list[i].name,
                                               q->list[i].id == q->t.id};
    }
    return f;
}

// The one that is looked at, where it is none of the last ones, the one under way and those before it.
static struct filter_view filter_periods(struct web *w, const struct map_asked *q)
{
    struct filter_view f = {.name = STR("period"), .label = T(w->lang, "Period"),
                            .list = ARENA_ARRAY(w->a, struct filter_option, PERIODS + 1)};
    struct report_span spans[PERIODS];
    size_t n = report_spans_recent(&q->t, tz_day(w->site->tz, w->now), q->since, spans, PERIODS);
    bool listed = false;
    for (size_t i = 0; i < n; i++) {
        listed = listed || (spans[i].first == q->span.first && spans[i].last == q->span.last);
    }
    if (!listed) {
        f.list[f.n++] = (struct filter_option){span_code(w, q->span), report_span_words(w, &q->t, q->span), true};
    }
    for (size_t i = 0; i < n; i++) {
        f.list[f.n++] = (struct filter_option){span_code(w, spans[i]), report_span_words(w, &q->t, spans[i]),
                                               spans[i].first == q->span.first && spans[i].last == q->span.last};
    }
    return f;
}

static void fill_links(struct web *w, const struct map_asked *q, struct report_map_view *v)
{
    struct str base = str_fmt(w->a, "/desk/%.*s/reports/map", STR_ARG(w->office->code));
    struct str query = query_of(w, q);
    v->all_href = str_fmt(w->a, "%.*s?%.*s", STR_ARG(base), STR_ARG(query));
    v->late_href = str_fmt(w->a, "%.*s?%.*s&show=late", STR_ARG(base), STR_ARG(query));
    v->csv_href = str_fmt(w->a, "%.*s.csv?%.*s", STR_ARG(base), STR_ARG(query));
    v->template = q->t.name;
    v->template_id = str_fmt(w->a, "%lld", (long long)q->t.id);
    v->span = str_fmt(w->a, "%lld..%lld", (long long)q->span.first, (long long)q->span.last);
    v->period_name = report_span_words(w, &q->t, q->span);
}

// Consolidated already: it is opened and corrected instead of begun again.
static bool fill_whole(struct web *w, const struct map_asked *q, struct report_map_view *v, struct err *e)
{
    struct report_row *list;
    size_t n;
    struct q_report_editions_in of = {.home = w->site->home, .office = w->office->id, .template_office = q->t.office_id,
                                      .code = q->t.code, .first_day = q->span.first, .last_day = q->span.last,
                                      .scope = str_c(report_scope_code(SCOPE_CONSOLIDATED))};
    v->whole = (struct page_link){STR(""), STR("")};
    v->correct_href = STR("");
    if (!q_report_editions(w->tx, &of, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n && v->whole.path.n == 0; i++) { // the latest first
        bool draft = str_eqz(list[i].state, "draft");
        if (!draft || v->writes) {
            v->whole = (struct page_link){T_(w->lang, report_state_words(list[i].state)), report_address(w, list[i].public_id)};
            bool corrects = !draft && list[i].is_last && list[i].origin.n == 0 && web_may(w, CAP_REPORT_HAND_IN, w->office->id);
            v->correct_href = corrects ? str_fmt(w->a, "%.*s#below", STR_ARG(v->whole.path)) : STR("");
        }
    }
    return true;
}

static bool map_rows(struct table *t, void *at, bool *more, struct err *e)
{
    const struct hand_in_map *m = at;
    (void)more;
    (void)e;
    for (size_t i = 0; i < m->n; i++) {
        const struct hand_in_row *r = &m->rows[i];
        const struct office *o = site_office(t->w->site, r->office_id);
        TABLE_TEXTS(t, o == NULL ? STR("") : o->code, desk_office_name(t->w, r->office_id),
                       T_(t->w->lang, hand_in_words(r->how)));
        table_number(t, r->accepted);
        table_number(t, r->edition);
        table_time(t, r->handed_in_at);
        table_end_row(t);
    }
    return true;
}

void report_map_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct map_asked q;
    struct hand_in_map m = {.n = 0};
    struct report_map_view *v = ARENA_NEW(w->a, struct report_map_view);
    if (!read_asked(w, &q, &e) ||
        (!q.none && !report_map(&m, w->tx, w->site, &q.t, w->office->id, q.span, w->now, &e))) {
        web_failed(w, &e);
        return;
    }
    if (str_ends(w->req->path, STR(".csv"))) {
        table_reply(w, STR("hand-ins"), "code,office,state,accepted,edition,handed_in", map_rows, &m);
        return;
    }
    v->page = desk_page_view(w, T(w->lang, "Who has handed in"), w->office, DESK_NAV_REPORTS);
    v->problem = q.problem == NULL ? STR("") : T_(w->lang, q.problem);
    v->other = q.problem != NULL ? web_param(w, "other") : STR("");
    v->due_day = m.due_day;
    v->csv_href = str_fmt(w->a, "/desk/%.*s/reports/map.csv", STR_ARG(w->office->code));
    v->writes = web_may(w, CAP_REPORT_WRITE, w->office->id);
    if (!q.none && !fill_whole(w, &q, v, &e)) {
        web_failed(w, &e);
        return;
    }
    if (!q.none) {
        v->filters[0] = filter_templates(w, &q);
        v->filters[1] = filter_periods(w, &q);
        fill_links(w, &q, v);
        fill_lines(w, &q, &m, v);
    }
    struct buf out = web_buf();
    tmpl_report_map(&out, w->lang, v);
    web_reply_html(w, q.problem == NULL ? 200 : 400, &out);
    buf_free(&out);
}
