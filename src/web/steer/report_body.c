// report_body.c: what a report says, made ready for its page, its print and its files.
#include "web/steer/report_view.h"

#include "core/steer/report_out.h"
#include "db/q_report.h"
#include "docs/markdown.h"
#include "i18n/format.h"
#include "web/public/numbers_view.h"

enum { MARKDOWN_BYTES = 1 << 20 };

struct str report_address(struct web *w, struct str public_id)
{
    return str_fmt(w->a, "/desk/reports/%.*s", STR_ARG(public_id));
}

struct str report_span_words(struct web *w, const struct report_template *t, struct report_span p)
{
    struct buf b = buf_new(512);
    report_span_name(&b, w->lang, t, p);
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

struct str report_entry_label(struct web *w, const struct template_entry *f)
{
    struct buf b = buf_new(1024);
    template_entry_name(&b, w->lang, f);
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

struct str report_value_text(struct web *w, enum value_kind k, const struct report_value *v)
{
    return v->given ? numbers_cell_text(w, value_kind_unit(k), report_value_shown(k, v)) : STR("–");
}

size_t report_picked(struct web *w, const struct report *r)
{
    int64_t n;
    bool asked = str_int(web_param(w, "figure"), &n) && n >= 1 && (size_t)n <= r->t.n_figures;
    return asked ? (size_t)n - 1 : 0;
}

// ---- figures

// As a person types it: 12, 3,5 (tenths), 7/9 (a share).
static struct str typed_value(struct web *w, enum value_kind k, const struct report_value *v)
{
    if (!v->given) {
        return STR("");
    }
    if (k == VALUE_SHARE) {
        return str_fmt(w->a, "%lld/%lld", (long long)v->n, (long long)v->out_of);
    }
    if (k == VALUE_TENTHS) {
        return str_fmt(w->a, "%lld,%lld", (long long)(v->n / 10), (long long)(v->n % 10));
    }
    return str_fmt(w->a, "%lld", (long long)v->n);
}

static struct str typed_hint(struct web *w, enum value_kind k)
{
    return k == VALUE_SHARE    ? T(w->lang, "As two numbers: 7/9.")
           : k == VALUE_TENTHS ? T(w->lang, "With one digit after the comma: 3,5.")
                               : T(w->lang, "A whole number.");
}

static bool fill_figures(struct web *w, const struct report *r, struct report_body *b, struct err *e)
{
    struct report_value *before;
    struct report_value *year;
    if (!report_compare(w->tx, w->site, r, &before, &year, e)) {
        return false;
    }
    struct report_span earlier = report_span_before(&r->t, r->span);
    struct report_span last_year = report_span_year_before(&r->t, r->span);
    b->before_name = report_span_words(w, &r->t, earlier);
    b->year_before_name = report_span_words(w, &r->t, last_year);
    b->n_figures = r->t.n_figures;
    b->figures = ARENA_ARRAY(w->a, struct report_figure_view, b->n_figures + 1);
    size_t picked = report_picked(w, r);
    for (size_t i = 0; i < b->n_figures; i++) {
        const struct template_entry *f = &r->t.figures[i];
        b->has_before = b->has_before || before[i].given;
        b->has_year_before = b->has_year_before || year[i].given;
        b->figures[i] = (struct report_figure_view){
            .id = str_fmt(w->a, "f%zu", i + 1),
            .field = str_z(w->a, str_fmt(w->a, "f%zu", i + 1)),
            .label = report_entry_label(w, f),
            .definition = template_entry_definition(w->lang, f),
            .unit = f->entered ? f->unit : STR(""),
            .value = report_value_text(w, f->kind, &r->values[i]),
            .before = report_value_text(w, f->kind, &before[i]),
            .year_before = report_value_text(w, f->kind, &year[i]),
            .typed = typed_value(w, f->kind, &r->values[i]),
            .hint = typed_hint(w, f->kind),
            .rows_href = report_rows_href(w, r, i),
            .pick_href = str_fmt(w->a, "%.*s?figure=%zu#by", STR_ARG(report_address(w, r->row->public_id)), i + 1),
            .entered = f->entered,
            .picked = i == picked,
        };
    }
    return true;
}

// ---- words

static struct html words_html(struct web *w, struct str words)
{
    return markdown_html(w->a, words, (struct markdown_look){.heading_shift = 2});
}

static struct str part_hint(struct web *w, enum report_part part)
{
    return part == PART_OTHER ? STR("") : T_(w->lang, report_part_words(part));
}

static void fill_sections(struct web *w, const struct report *r, struct report_body *b)
{
    b->figures_below = b->n_figures > 0;
    b->requests_below = true;
    b->n_sections = r->t.n_sections;
    b->sections = ARENA_ARRAY(w->a, struct report_section_view, b->n_sections + 1);
    for (size_t i = 0; i < b->n_sections; i++) {
        const struct template_section_part *s = &r->t.sections[i];
        struct report_section_view *v = &b->sections[i];
        *v = (struct report_section_view){
            .id = str_fmt(w->a, "s%zu", i + 1),
            .field = str_z(w->a, str_fmt(w->a, "s%zu", i + 1)),
            .title = s->title,
            .hint = part_hint(w, s->part),
            .words = r->narrative[i],
            .html = words_html(w, r->narrative[i]),
            .figures = s->part == PART_FIGURES && b->figures_below,
            .requests = s->part == PART_REQUESTS && b->requests_below,
        };
        b->figures_below = b->figures_below && !v->figures;
        b->requests_below = b->requests_below && !v->requests;
    }
}

static void fill_requests(struct web *w, const struct report *r, struct report_body *b)
{
    b->n_requests = r->n_requests;
    b->requests = ARENA_ARRAY(w->a, struct report_request_view, b->n_requests + 1);
    for (size_t i = 0; i < b->n_requests; i++) {
        const struct report_request *q = &r->requests[i];
        b->requests[i] = (struct report_request_view){str_fmt(w->a, "%lld", (long long)q->id), q->words, q->answer,
                                                      q->answered_at};
    }
}

// ---- by office

// The report of each office that was counted, by office.
struct counted_report {
    int64_t office_id;
    int64_t id;
    struct str public_id;
};
struct counted_reports {
    struct counted_report *list;
    size_t n;
};

static int by_office(const void *a, const void *b)
{
    const struct counted_report *x = a;
    const struct counted_report *y = b;
    return (x->office_id > y->office_id) - (x->office_id < y->office_id);
}

static bool read_counted(struct web *w, const struct report *r, struct counted_reports *c, struct err *e)
{
    c->list = ARENA_ARRAY(w->a, struct counted_report, r->sum.n_sources + 1);
    c->n = 0;
    for (size_t i = 0; i < r->sum.n_sources; i++) {
        struct report_row row;
        enum q_got got = q_report_by_id(w->tx, r->row->home_id, r->sum.sources[i], &row, e);
        if (got == Q_ERROR) {
            return false;
        }
        if (got == Q_ROW) {
            c->list[c->n++] = (struct counted_report){row.office_id, row.id, row.public_id};
        }
    }
    qsort(c->list, c->n, sizeof *c->list, by_office);
    return true;
}

static struct str counted_href(struct web *w, const struct counted_reports *c, int64_t office_id)
{
    struct counted_report key = {.office_id = office_id};
    const struct counted_report *one = bsearch(&key, c->list, c->n, sizeof key, by_office);
    return one == NULL ? STR("") : report_address(w, one->public_id);
}

static void fill_rows(struct web *w, const struct report *r, const struct counted_reports *c, struct report_body *b)
{
    b->n_rows = r->sum.n_rows;
    b->rows = ARENA_ARRAY(w->a, struct report_cell_row, b->n_rows + 1);
    for (size_t i = 0; i < b->n_rows; i++) {
        const struct report_sum_row *s = &r->sum.rows[i];
        struct str name = desk_office_name(w, s->office_id);
        struct report_cell_row *row = &b->rows[i];
        row->name = s->itself ? str_fmt(w->a, "%.*s (%.*s)", STR_ARG(name), STR_ARG(T(w->lang, "the office itself"))) : name;
        row->href = counted_href(w, c, s->office_id);
        row->cells = ARENA_ARRAY(w->a, struct str, b->n_figures + 1);
        for (size_t k = 0; k < b->n_figures; k++) {
            row->cells[k] = report_value_text(w, r->t.figures[k].kind, &s->v[k]);
        }
    }
}

static void fill_gaps(struct web *w, const struct report *r, struct report_body *b)
{
    b->n_gaps = r->sum.n_gaps;
    b->gaps = ARENA_ARRAY(w->a, struct report_gap_view, b->n_gaps + 1);
    for (size_t i = 0; i < b->n_gaps; i++) {
        const struct report_gap *g = &r->sum.gaps[i];
        b->gaps[i] = (struct report_gap_view){g->office_id != 0 ? desk_office_name(w, g->office_id) : g->name,
                                              T_(w->lang, report_gap_words(g->why)), report_span_words(w, &r->t, g->span)};
    }
}

bool report_body(struct web *w, const struct report *r, struct report_body *b, struct err *e)
{
    struct counted_reports c;
    *b = (struct report_body){
        .office = desk_office_name(w, r->row->office_id),
        .period = report_span_words(w, &r->t, r->span),
        .first = r->span.first,
        .last = r->span.last,
        .frozen_at = r->row->frozen_at,
        .consolidated = r->scope == SCOPE_CONSOLIDATED,
    };
    b->title = str_fmt(w->a, "%.*s, %.*s", STR_ARG(r->t.name), STR_ARG(b->period));
    if (!fill_figures(w, r, b, e)) {
        return false;
    }
    fill_sections(w, r, b);
    fill_requests(w, r, b);
    if (b->consolidated) {
        if (!read_counted(w, r, &c, e)) {
            return false;
        }
        fill_rows(w, r, &c, b);
        fill_gaps(w, r, b);
    }
    return true;
}

// What those that were counted wrote under the same heading: where an edition of the template has it at another place, the
// heading decides.
static bool add_quotes(struct web *w, const struct report_row *row, struct report_body *b, struct err *e)
{
    struct report_template t;
    struct report_narratives_row *list;
    size_t n;
    if (report_template_read(w->tx, row->template_id, &t, e) != Q_ROW ||
        !q_report_narratives(w->tx, row->home_id, row->id, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        bool known = list[i].position >= 1 && (size_t)list[i].position <= t.n_sections && list[i].words.n > 0;
        for (size_t k = 0; known && k < b->n_sections; k++) {
            struct report_section_view *s = &b->sections[k];
            if (!str_eq(s->title, t.sections[list[i].position - 1].title)) {
                continue;
            }
            if (s->n_quotes == QUOTES_MAX || b->quoted + list[i].words.n > QUOTES_BYTES) {
                s->more_quotes++;
                continue;
            }
            b->quoted += list[i].words.n;
            s->quotes[s->n_quotes++] = (struct report_quote){
                desk_office_name(w, row->office_id), report_address(w, row->public_id), words_html(w, list[i].words)};
        }
    }
    return true;
}

bool report_quotes(struct web *w, const struct report *r, struct report_body *b, struct err *e)
{
    for (size_t k = 0; k < b->n_sections; k++) {
        b->sections[k].quotes = ARENA_ARRAY(w->a, struct report_quote, QUOTES_MAX);
    }
    for (size_t i = 0; i < r->sum.n_sources && i < 4 * QUOTES_MAX; i++) {
        struct report_row row;
        if (q_report_by_id(w->tx, r->row->home_id, r->sum.sources[i], &row, e) != Q_ROW || !add_quotes(w, &row, b, e)) {
            return false;
        }
    }
    return true;
}

// ---- as a text, for the register

static void put_gaps(struct buf *b, struct web *w, const struct report_body *body)
{
    if (body->n_gaps == 0) {
        return;
    }
    buf_addf(b, "%.*s\n\n", STR_ARG(T(w->lang, "Not counted, because it was not there:")));
    for (size_t i = 0; i < body->n_gaps; i++) {
        const struct report_gap_view *g = &body->gaps[i];
        buf_addf(b, "- %.*s: %.*s (%.*s)\n", STR_ARG(g->office), STR_ARG(g->why), STR_ARG(g->period));
    }
    buf_addc(b, '\n');
}

static void put_requests(struct buf *b, const struct report_body *body)
{
    for (size_t i = 0; i < body->n_requests; i++) {
        buf_addf(b, "%zu. %.*s\n", i + 1, STR_ARG(body->requests[i].words));
    }
    buf_addc(b, '\n');
}

static void put_figure_list(struct buf *b, const struct report_body *body)
{
    for (size_t i = 0; i < body->n_figures; i++) {
        const struct report_figure_view *f = &body->figures[i];
        buf_addf(b, "- %.*s: %.*s%s%.*s\n", STR_ARG(f->label), STR_ARG(f->value), f->unit.n > 0 ? " " : "", STR_ARG(f->unit));
    }
    buf_addc(b, '\n');
}

static void put_heading(struct buf *b, struct str mark, struct str title)
{
    buf_addf(b, "## %.*s%s%.*s\n\n", STR_ARG(mark), mark.n > 0 ? " " : "", STR_ARG(title));
}

struct str report_markdown(struct web *w, const struct report *r, const struct report_body *body)
{
    struct buf b = buf_new(MARKDOWN_BYTES);
    int n = 0;
    for (size_t i = 0; i < body->n_sections; i++) {
        const struct report_section_view *s = &body->sections[i];
        if (report_section_empty(r, i)) {
            continue;
        }
        put_heading(&b, paper_heading_mark(w->a, 1, ++n), s->title);
        buf_addf(&b, "%.*s\n\n", STR_ARG(s->words));
        if (s->figures) {
            put_figure_list(&b, body);
        }
        if (s->requests) {
            put_requests(&b, body);
        }
    }
    if (body->figures_below) {
        put_heading(&b, paper_heading_mark(w->a, 1, ++n), T(w->lang, "Figures"));
        put_figure_list(&b, body);
    }
    if (body->requests_below && body->n_requests > 0) {
        put_heading(&b, paper_heading_mark(w->a, 1, ++n), T(w->lang, "Requests to the office above"));
        put_requests(&b, body);
    }
    put_gaps(&b, w, body);
    buf_add(&b, report_empty_sections(w->a, w->lang, r));
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

struct str report_public_markdown(struct web *w, const struct report_body *body)
{
    struct buf b = buf_new(MARKDOWN_BYTES);
    for (size_t i = 0; i < body->n_sections; i++) {
        const struct report_section_view *s = &body->sections[i];
        if (s->words.n > 0 && !s->requests) {
            put_heading(&b, STR(""), s->title);
            buf_addf(&b, "%.*s\n\n", STR_ARG(s->words));
        }
    }
    struct str s = str_copy(w->a, str_trim(buf_str(&b)));
    buf_free(&b);
    return s;
}
