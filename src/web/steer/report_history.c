// report_history.c: a report beside others: its editions and what they changed, its steps, a figure by office and over time.
#include "web/steer/report_view.h"

#include "chart/chart.h"
#include "db/q_report.h"
#include "i18n/i18n.h"
#include "web/changes.h"

// ---- editions

static struct str filled(struct web *w, struct str text, const char *name, struct str value, const char *other,
                         struct str other_value)
{
    struct buf b = buf_new(2048);
    I18N_FILL(&b, text, {name, value}, {other, other_value});
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

static struct str number(struct web *w, int64_t n)
{
    return str_fmt(w->a, "%lld", (long long)n);
}

static struct str state_words(struct web *w, struct str state)
{
    const char *words = report_state_words(state);
    return words == NULL ? state : T_(w->lang, words);
}

static void changed_words(struct web *w, const struct report *r, const struct report *was, struct report_page *v)
{
    struct buf x = buf_new(1 << 20);
    struct buf y = buf_new(1 << 20);
    for (size_t i = 0; i < r->t.n_sections; i++) {
        struct str title = r->t.sections[i].title;
        struct str before = STR("");
        for (size_t k = 0; k < was->t.n_sections; k++) {
            before = str_eq(was->t.sections[k].title, title) ? was->narrative[k] : before;
        }
        buf_addf(&x, "%.*s\n%.*s\n\n", STR_ARG(title), STR_ARG(before));
        buf_addf(&y, "%.*s\n%.*s\n\n", STR_ARG(title), STR_ARG(r->narrative[i]));
    }
    v->changes = changes_html(w->a, w->lang, buf_str(&x), buf_str(&y), true);
    buf_free(&x);
    buf_free(&y);
}

static bool changed_figures(struct web *w, const struct report *r, const struct report_row *row, struct report_page *v,
                            struct err *e)
{
    struct report was;
    if (!report_read(&was, w->tx, w->site, row, w->now, e)) {
        return false;
    }
    v->changed = ARENA_ARRAY(w->a, struct report_change_view, r->t.n_figures + 1);
    for (size_t i = 0; i < r->t.n_figures; i++) {
        const struct template_entry *f = &r->t.figures[i];
        for (size_t k = 0; k < was.t.n_figures; k++) {
            bool same = was.t.figures[k].entered == f->entered && str_eq(was.t.figures[k].key, f->key);
            if (same && !report_value_equal(f->kind, &r->values[i], &was.values[k])) {
                v->changed[v->n_changed++] = (struct report_change_view){
                    report_entry_label(w, f), report_value_text(w, f->kind, &was.values[k]),
                    report_value_text(w, f->kind, &r->values[i])};
            }
        }
    }
    changed_words(w, r, &was, v);
    return true;
}

static bool fill_editions(struct web *w, const struct report *r, struct report_page *v, struct err *e)
{
    struct report_row *list;
    size_t n;
    if (!q_report_editions(w->tx, &(struct q_report_editions_in){.home = r->row->home_id, .office = r->row->office_id,
                                                                  .template_office = r->t.office_id, .code = r->t.code,
                                                                  .first_day = r->row->first_day, .last_day = r->row->last_day,
                                                                  .scope = r->row->scope}, &list, &n, e)) {
        return false;
    }
    v->editions = ARENA_ARRAY(w->a, struct report_edition_view, n + 1);
    const struct report_row *before = NULL;
    for (size_t i = n; i-- > 0;) { // the latest comes first
        bool draft = str_eq(list[i].state, STR("draft"));
        if (!draft || v->may_write) {
            v->editions[v->n_editions++] = (struct report_edition_view){
                report_address(w, list[i].public_id),
                filled(w, T(w->lang, "Edition {n}: {state}"), "n", number(w, list[i].edition), "state",
                       state_words(w, list[i].state)),
                list[i].id == r->row->id};
        }
        before = list[i].edition < r->row->edition ? &list[i] : before;
        v->replaced = v->replaced || (list[i].edition > r->row->edition && list[i].handed_in_at != 0);
    }
    return before == NULL || changed_figures(w, r, before, v, e);
}

static bool fill_users(struct web *w, const struct report *r, struct report_page *v, struct err *e)
{
    struct report_row *list;
    size_t n;
    if (!q_report_users(w->tx, r->row->home_id, r->row->id, &list, &n, e)) {
        return false;
    }
    v->users = ARENA_ARRAY(w->a, struct page_link, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(list[i].state, STR("draft"))) {
            bool opens = web_may(w, CAP_DESK_LIST, list[i].office_id);
            v->users[v->n_users++] =
                (struct page_link){filled(w, T(w->lang, "{office}, edition {n}"), "office",
                                          desk_office_name(w, list[i].office_id), "n", number(w, list[i].edition)),
                                   opens ? report_address(w, list[i].public_id) : STR("")};
        }
    }
    return true;
}

static bool fill_steps(struct web *w, const struct report *r, struct report_page *v, struct err *e)
{
    struct report_steps_row *list;
    size_t n;
    if (!q_report_steps(w->tx, r->row->home_id, r->row->id, &list, &n, e)) {
        return false;
    }
    v->steps = ARENA_ARRAY(w->a, struct report_step_view, n + 1);
    for (size_t i = 0; i < n; i++) {
        enum role role;
        v->steps[v->n_steps++] = (struct report_step_view){
            state_words(w, list[i].state), list[i].words, desk_office_name(w, list[i].office_id),
            role_of(list[i].role, &role) ? T_(w->lang, role_words(role)) : STR(""), list[i].made_at};
    }
    return true;
}

static int by_id(const void *a, const void *b)
{
    const int64_t *x = a;
    const int64_t *y = b;
    return (*x > *y) - (*x < *y);
}

static bool has_id(const int64_t *sorted, size_t n, int64_t id)
{
    return bsearch(&id, sorted, n, sizeof id, by_id) != NULL;
}

// Reports that are in one list and not in the other, which is sorted.
static bool add_moved(struct web *w, const struct report *r, const int64_t *list, size_t n, const int64_t *other, size_t n_other,
                      bool gone, struct report_page *v, struct err *e)
{
    for (size_t i = 0; i < n; i++) {
        struct report_row row;
        if (has_id(other, n_other, list[i])) {
            continue;
        }
        if (v->n_moved == MOVED_MAX) {
            v->more_moved++;
            continue;
        }
        if (q_report_by_id(w->tx, r->row->home_id, list[i], &row, e) != Q_ROW) {
            return false;
        }
        bool returned = str_eqz(row.state, "returned");
        if (gone && !returned) {
            continue; // its later edition is in the other list
        }
        struct str words = returned            ? T(w->lang, "{office}: returned to be completed")
                           : row.edition > 1 ? T(w->lang, "{office}: corrected, edition {n}")
                                             : T(w->lang, "{office}: handed in since");
        v->moved[v->n_moved++] = (struct page_link){
            filled(w, words, "office", desk_office_name(w, row.office_id), "n", number(w, row.edition)),
            report_address(w, row.public_id)};
    }
    return true;
}

// What consolidating anew would count otherwise.
static bool fill_moved(struct web *w, const struct report *r, struct report_page *v, struct err *e)
{
    struct report_sum now;
    if (!v->b.consolidated || !v->may_correct) {
        return true;
    }
    if (!report_sum(&now, w->tx, w->site, &r->t, r->row->office_id, r->span, e)) {
        return false;
    }
    qsort(now.sources, now.n_sources, sizeof *now.sources, by_id);
    qsort(r->sum.sources, r->sum.n_sources, sizeof *r->sum.sources, by_id);
    v->moved = ARENA_ARRAY(w->a, struct page_link, MOVED_MAX);
    return add_moved(w, r, now.sources, now.n_sources, r->sum.sources, r->sum.n_sources, false, v, e) &&
           add_moved(w, r, r->sum.sources, r->sum.n_sources, now.sources, now.n_sources, true, v, e);
}

bool report_history(struct web *w, const struct report *r, struct report_page *v, struct err *e)
{
    return fill_editions(w, r, v, e) && fill_users(w, r, v, e) && fill_steps(w, r, v, e) && fill_moved(w, r, v, e);
}

// ---- drawings

static unsigned places_of(enum value_kind k)
{
    enum figure_unit unit = value_kind_unit(k);
    return unit == UNIT_HUNDREDTHS ? 2 : unit == UNIT_TENTHS || unit == UNIT_PERMILLE ? 1 : 0;
}

static int64_t point_of(enum value_kind k, const struct report_value *v)
{
    struct figure_value shown = report_value_shown(k, v);
    return !v->given || shown.none ? CHART_GAP : shown.n;
}

static struct str drawn_name(struct web *w, const struct template_entry *f)
{
    struct str name = report_entry_label(w, f);
    struct str unit = f->entered                                        ? f->unit
                      : value_kind_unit(f->kind) == UNIT_PERMILLE ? STR("%")
                                                                        : STR("");
    return unit.n == 0 ? name : str_fmt(w->a, "%.*s (%.*s)", STR_ARG(name), STR_ARG(unit));
}

static void draw_offices(struct web *w, const struct report *r, size_t which, struct report_page *v)
{
    size_t n = r->sum.n_rows;
    struct str *labels = ARENA_ARRAY(w->a, struct str, n + 1);
    int64_t *values = ARENA_ARRAY(w->a, int64_t, n + 1);
    const struct template_entry *f = &r->t.figures[which];
    for (size_t i = 0; i < n; i++) {
        labels[i] = v->b.rows[i].name;
        values[i] = point_of(f->kind, &r->sum.rows[i].v[which]);
    }
    struct chart_series series = {.name = v->picked, .values = values};
    struct chart c = {.lang = w->lang, .id = STR("by-office"),
                      .title = filled(w, T(w->lang, "{figure}: {what}"), "figure", v->picked, "what", T(w->lang, "by office")),
                      .heading = T(w->lang, "Office"), .places = places_of(f->kind), .labels = labels, .n = n,
                      .series = &series, .n_series = 1};
    if (n > 0 && n <= CHART_OFFICES_MAX) {
        v->bars = chart_bars(w->a, &c);
        v->bars_table = chart_table(w->a, &c);
    }
}

// The figure in one office's report of a period, as it was handed in; a gap where there is none or by another definition.
static bool point_at(struct web *w, const struct report *r, int64_t office_id, struct report_span span, size_t which,
                     int64_t *out, struct err *e)
{
    const struct template_entry *f = &r->t.figures[which];
    struct report_row row;
    struct report was;
    *out = CHART_GAP;
    enum q_got got = report_last(w->tx, w->site, &r->t, office_id, span, r->scope, &row, e);
    if (got == Q_NONE && r->scope == SCOPE_CONSOLIDATED) {
        got = report_last(w->tx, w->site, &r->t, office_id, span, SCOPE_ALONE, &row, e);
    }
    if (got != Q_ROW) {
        return got == Q_NONE;
    }
    if (!report_read(&was, w->tx, w->site, &row, w->now, e)) {
        return false;
    }
    for (size_t k = 0; k < was.t.n_figures; k++) {
        const struct template_entry *g = &was.t.figures[k];
        if (g->entered == f->entered && str_eq(g->key, f->key) && g->kind == f->kind && g->edition == f->edition) {
            *out = point_of(f->kind, &was.values[k]);
        }
    }
    return true;
}

// The report's own period last; what days a closing day makes of a month does not stand at a drawing.
static size_t spans_until(struct web *w, const struct report *r, struct report_span *spans, struct str *labels)
{
    struct report_span p = r->span;
    for (size_t i = CHART_PERIODS; i-- > 0;) {
        spans[i] = p;
        labels[i] = report_span_words(w, &r->t, p);
        ptrdiff_t days = str_find(labels[i], STR(" ("));
        labels[i].n = days > 0 ? (size_t)days : labels[i].n;
        p = report_span_before(&r->t, p);
    }
    return CHART_PERIODS;
}

static bool draw_time(struct web *w, const struct report *r, size_t which, struct report_page *v, struct err *e)
{
    struct report_span spans[CHART_PERIODS];
    struct str labels[CHART_PERIODS];
    int64_t values[CHART_PERIODS];
    const struct template_entry *f = &r->t.figures[which];
    size_t n = spans_until(w, r, spans, labels);
    size_t known = 0;
    for (size_t i = 0; i < n; i++) {
        if (i + 1 == n) {
            values[i] = point_of(f->kind, &r->values[which]);
        } else if (!point_at(w, r, r->row->office_id, spans[i], which, &values[i], e)) {
            return false;
        }
        known += values[i] != CHART_GAP;
    }
    struct chart_series series = {.name = v->picked, .values = values};
    struct chart c = {.lang = w->lang, .id = STR("over-time"),
                      .title = filled(w, T(w->lang, "{figure}: {what}"), "figure", v->picked, "what",
                                      T(w->lang, "over the last periods")),
                      .heading = T(w->lang, "Period"), .places = places_of(f->kind), .labels = labels, .n = n,
                      .series = &series, .n_series = 1};
    if (known >= 2) {
        v->lines = chart_lines(w->a, &c);
        v->lines_table = chart_table(w->a, &c);
    }
    return true;
}

// The value of an office in an earlier period, as the table by office of that period has it.
static int64_t point_of_office(const struct report_sum *past, const struct report_sum_row *of, size_t which, enum value_kind kind)
{
    for (size_t i = 0; i < past->n_rows; i++) {
        if (past->rows[i].office_id == of->office_id && past->rows[i].itself == of->itself) {
            return point_of(kind, &past->rows[i].v[which]);
        }
    }
    return CHART_GAP;
}

// The same over time for each office of the table.
static bool draw_multiples(struct web *w, const struct report *r, size_t which, struct report_page *v, struct err *e)
{
    struct report_span spans[CHART_PERIODS];
    struct str *labels = ARENA_ARRAY(w->a, struct str, CHART_PERIODS);
    struct chart *charts = ARENA_ARRAY(w->a, struct chart, r->sum.n_rows);
    int64_t *values = ARENA_ARRAY(w->a, int64_t, r->sum.n_rows * CHART_PERIODS);
    enum value_kind kind = r->t.figures[which].kind;
    size_t n = spans_until(w, r, spans, labels);
    size_t known = 0;
    for (size_t k = 0; k < n; k++) {
        struct report_sum past;
        bool now = k + 1 == n;
        if (!now && !report_sum(&past, w->tx, w->site, &r->t, r->row->office_id, spans[k], e)) {
            return false;
        }
        for (size_t i = 0; i < r->sum.n_rows; i++) {
            values[i * n + k] = point_of_office(now ? &r->sum : &past, &r->sum.rows[i], which, kind);
            known += !now && values[i * n + k] != CHART_GAP;
        }
    }
    for (size_t i = 0; i < r->sum.n_rows; i++) {
        struct chart_series *series = ARENA_NEW(w->a, struct chart_series);
        *series = (struct chart_series){.name = v->picked, .values = values + i * n};
        charts[i] = (struct chart){.lang = w->lang, .id = str_fmt(w->a, "office-%zu", i + 1), .title = v->b.rows[i].name,
                                   .heading = T(w->lang, "Period"), .places = places_of(kind), .labels = labels, .n = n,
                                   .series = series, .n_series = 1};
    }
    if (known > 0) {
        v->multiples = chart_multiples(w->a, charts, r->sum.n_rows);
        v->multiples_table = chart_multiples_table(w->a,
                                                   filled(w, T(w->lang, "{figure}: {what}"), "figure", v->picked, "what",
                                                          T(w->lang, "over the last periods")),
                                                   T(w->lang, "Office"), charts, r->sum.n_rows);
    }
    return true;
}

bool report_charts(struct web *w, const struct report *r, struct report_page *v, struct err *e)
{
    if (r->t.n_figures == 0) {
        return true;
    }
    size_t which = report_picked(w, r);
    v->picked = drawn_name(w, &r->t.figures[which]);
    draw_offices(w, r, which, v);
    bool several = r->sum.n_rows > 1 && r->sum.n_rows <= CHART_OFFICES_MAX;
    return draw_time(w, r, which, v, e) && (!several || draw_multiples(w, r, which, v, e));
}
