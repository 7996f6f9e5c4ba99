// report_out.c: see report_out.h.
#include "core/steer/report_out.h"

#include "core/steer/document_paper.h"
#include "core/steer/report_store.h"
#include "db/q_rows.h"
#include "docs/json.h"
#include "i18n/format.h"
#include "i18n/i18n.h"

enum { CELL_MAX = 512, TITLE_BYTES = 2048 };

bool report_view_read(struct report_view *v, struct report *r, struct tx *tx, const struct site *site, enum lang lang,
                      const struct report_row *row, int64_t now, struct err *e)
{
    struct report_value *before;
    struct report_value *year_before;
    if (!report_read(r, tx, site, row, now, e) || !report_compare(tx, site, r, &before, &year_before, e)) {
        return false;
    }
    *v = (struct report_view){site, lang, r, before, year_before};
    return true;
}

static struct str office_name(const struct report_view *v, int64_t id)
{
    const struct office *o = site_office(v->site, id);
    return o == NULL ? T(v->lang, "An office that is not here") : o->name[v->lang];
}

static struct str taken(struct arena *a, struct buf *b)
{
    struct str s = str_copy(a, buf_str(b));
    buf_free(b);
    return s;
}

static struct str span_name(struct arena *a, const struct report_view *v)
{
    struct buf b = buf_new(CELL_MAX);
    report_span_name(&b, v->lang, &v->r->t, v->r->span);
    return taken(a, &b);
}

struct str report_title(struct arena *a, const struct report_view *v)
{
    struct buf b = buf_new(TITLE_BYTES);
    buf_add(&b, v->r->t.name);
    buf_addz(&b, ", ");
    buf_add(&b, office_name(v, v->r->row->office_id));
    buf_addz(&b, ", ");
    buf_add(&b, span_name(a, v));
    return taken(a, &b);
}

static struct str entry_name(struct arena *a, const struct report_view *v, size_t i)
{
    struct buf b = buf_new(CELL_MAX);
    template_entry_name(&b, v->lang, &v->r->t.figures[i]);
    if (v->r->t.figures[i].entered) {
        buf_addf(&b, " (%.*s)", STR_ARG(v->r->t.figures[i].unit));
    }
    return taken(a, &b);
}

static struct str shown(struct arena *a, const struct report_view *v, size_t i, const struct report_value *value)
{
    struct buf b = buf_new(CELL_MAX);
    enum value_kind k = v->r->t.figures[i].kind;
    figure_put(&b, v->lang, value_kind_unit(k), report_value_shown(k, value));
    return taken(a, &b);
}

static struct str row_name(const struct report_view *v, const struct report_sum_row *row, struct arena *a)
{
    struct str name = office_name(v, row->office_id);
    return row->itself ? str_fmt(a, "%.*s (%.*s)", STR_ARG(name), STR_ARG(T(v->lang, "the office itself"))) : name;
}

static struct str gap_line(struct arena *a, const struct report_view *v, const struct report_gap *g)
{
    struct buf b = buf_new(CELL_MAX);
    buf_add(&b, g->name.n > 0 ? g->name : office_name(v, g->office_id));
    buf_addz(&b, ": ");
    buf_add(&b, T_(v->lang, report_gap_words(g->why)));
    if (g->span.first != v->r->span.first || g->span.last != v->r->span.last) {
        buf_addz(&b, " (");
        report_span_name(&b, v->lang, &v->r->t, g->span);
        buf_addc(&b, ')');
    }
    return taken(a, &b);
}

// ---- text

static void text_figure(struct buf *out, struct arena *a, const struct report_view *v, size_t i)
{
    const struct report_value *times[] = {&v->r->values[i], &v->before[i], &v->year_before[i]};
    buf_add(out, entry_name(a, v, i));
    for (size_t t = 0; t < ARRAY_LEN(times); t++) {
        buf_addc(out, '\t');
        buf_add(out, shown(a, v, i, times[t]));
    }
    buf_addc(out, '\n');
}

static void text_words(struct buf *out, const struct report_view *v)
{
    for (size_t i = 0; i < v->r->t.n_sections; i++) {
        if (v->r->narrative[i].n > 0) {
            buf_addf(out, "\n%.*s\n\n%.*s\n", STR_ARG(v->r->t.sections[i].title), STR_ARG(v->r->narrative[i]));
        }
    }
    for (size_t i = 0; i < v->r->n_requests; i++) {
        const struct report_request *q = &v->r->requests[i];
        buf_addf(out, "\n%zu. %.*s\n", i + 1, STR_ARG(q->words));
        if (q->answer.n > 0) {
            buf_addf(out, "   → %.*s\n", STR_ARG(q->answer));
        }
    }
}

void report_text(struct buf *out, const struct report_view *v)
{
    struct arena a = ARENA_INIT;
    buf_addf(out, "%.*s\n%.*s\n\n", STR_ARG(report_title(&a, v)), STR_ARG(T_(v->lang, report_state_words(v->r->row->state))));
    buf_addf(out, "%.*s\t%.*s\t%.*s\t%.*s\n", STR_ARG(T(v->lang, "Figure")), STR_ARG(T(v->lang, "This period")),
             STR_ARG(T(v->lang, "Period before")), STR_ARG(T(v->lang, "Year before")));
    for (size_t i = 0; i < v->r->t.n_figures; i++) {
        text_figure(out, &a, v, i);
    }
    text_words(out, v);
    for (size_t i = 0; i < v->r->sum.n_gaps; i++) {
        buf_addf(out, "%s%.*s\n", i == 0 ? "\n" : "", STR_ARG(gap_line(&a, v, &v->r->sum.gaps[i])));
    }
    arena_free(&a);
}

// ---- JSON

static void json_value_of(struct json *j, const char *name, const struct report_view *v, size_t i,
                          const struct report_value *x)
{
    enum value_kind k = v->r->t.figures[i].kind;
    figures_put_value(j, name, value_kind_unit(k), report_value_shown(k, x));
}

static void json_parts(struct json *j, const struct report_view *v, size_t i, const struct report_value *x)
{
    enum value_kind k = v->r->t.figures[i].kind;
    if (k == VALUE_SHARE || k == VALUE_MEAN) {
        json_int(j, "n", x->n);
        json_int(j, "out_of", x->out_of);
    }
    if (k == VALUE_MEDIAN || k == VALUE_P90) {
        report_put_spread(j, x);
    }
}

static void json_figures(struct json *j, struct arena *a, const struct report_view *v)
{
    json_object(j, "figures");
    for (size_t i = 0; i < v->r->t.n_figures; i++) {
        const struct template_entry *f = &v->r->t.figures[i];
        json_object(j, str_z(a, f->key));
        json_value_of(j, "value", v, i, &v->r->values[i]);
        json_value_of(j, "before", v, i, &v->before[i]);
        json_value_of(j, "year_before", v, i, &v->year_before[i]);
        json_parts(j, v, i, &v->r->values[i]);
        json_str(j, "name", entry_name(a, v, i));
        json_str(j, "definition", template_entry_definition(v->lang, f));
        json_int(j, "edition", v->r->editions[i]);
        json_bool(j, "entered", f->entered);
        json_end(j);
    }
    json_end(j);
}

static void json_offices(struct json *j, struct arena *a, const struct report_view *v)
{
    json_array(j, "by_office");
    for (size_t r = 0; r < v->r->sum.n_rows; r++) {
        const struct report_sum_row *row = &v->r->sum.rows[r];
        const struct office *o = site_office(v->site, row->office_id);
        json_object(j, NULL);
        json_str(j, "code", o == NULL ? STR_NONE : o->code);
        json_str(j, "name", office_name(v, row->office_id));
        json_bool(j, "alone", row->itself);
        for (size_t i = 0; i < v->r->t.n_figures; i++) {
            json_value_of(j, str_z(a, v->r->t.figures[i].key), v, i, &row->v[i]);
        }
        json_end(j);
    }
    json_end(j);
    json_array(j, "missing");
    for (size_t i = 0; i < v->r->sum.n_gaps; i++) {
        const struct report_gap *g = &v->r->sum.gaps[i];
        json_object(j, NULL);
        json_str(j, "code", g->code);
        json_str(j, "name", g->name.n > 0 ? g->name : office_name(v, g->office_id));
        json_str(j, "why", g->why);
        figures_put_day(j, "from", g->span.first);
        figures_put_day(j, "to", g->span.last);
        json_end(j);
    }
    json_end(j);
}

void report_json(struct buf *out, const struct report_view *v)
{
    struct arena a = ARENA_INIT;
    struct json j = json_begin(out);
    const struct office *o = site_office(v->site, v->r->row->office_id);
    json_object(&j, NULL);
    json_str(&j, "template", v->r->t.code);
    json_int(&j, "template_edition", v->r->t.edition);
    json_str(&j, "office", o == NULL ? STR_NONE : o->code);
    json_str(&j, "name", office_name(v, v->r->row->office_id));
    figures_put_day(&j, "from", v->r->span.first);
    figures_put_day(&j, "to", v->r->span.last);
    figures_put_day(&j, "due", v->r->row->due_day);
    json_str(&j, "scope", v->r->row->scope);
    json_str(&j, "state", v->r->row->state);
    json_int(&j, "edition", v->r->row->edition);
    json_bool(&j, "outdated", v->r->outdated);
    json_figures(&j, &a, v);
    json_offices(&j, &a, v);
    json_array(&j, "sections");
    for (size_t i = 0; i < v->r->t.n_sections; i++) {
        json_object(&j, NULL);
        json_str(&j, "part", str_c(report_part_code(v->r->t.sections[i].part)));
        json_str(&j, "title", v->r->t.sections[i].title);
        json_str(&j, "words", v->r->narrative[i]);
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
    arena_free(&a);
}

// ---- CSV

static void csv_plain(struct buf *out, const struct report_view *v, size_t i, const struct report_value *x)
{
    enum value_kind k = v->r->t.figures[i].kind;
    buf_addc(out, ',');
    figure_put_plain(out, value_kind_unit(k), report_value_shown(k, x));
}

void report_csv(struct buf *out, const struct report_view *v)
{
    struct arena a = ARENA_INIT;
    buf_addz(out, "\xef\xbb\xbfoffice,figure,name,value,before,year_before\r\n");
    for (size_t i = 0; i < v->r->t.n_figures; i++) {
        buf_addc(out, ',');
        buf_csv(out, v->r->t.figures[i].key);
        buf_addc(out, ',');
        buf_csv(out, entry_name(&a, v, i));
        csv_plain(out, v, i, &v->r->values[i]);
        csv_plain(out, v, i, &v->before[i]);
        csv_plain(out, v, i, &v->year_before[i]);
        buf_addz(out, "\r\n");
    }
    for (size_t r = 0; r < v->r->sum.n_rows; r++) {
        const struct office *o = site_office(v->site, v->r->sum.rows[r].office_id);
        for (size_t i = 0; i < v->r->t.n_figures; i++) {
            buf_csv(out, o == NULL ? STR("") : o->code);
            buf_addc(out, ',');
            buf_csv(out, v->r->t.figures[i].key);
            buf_addc(out, ',');
            buf_csv(out, row_name(v, &v->r->sum.rows[r], &a));
            csv_plain(out, v, i, &v->r->sum.rows[r].v[i]);
            buf_addz(out, ",,\r\n");
        }
    }
    arena_free(&a);
}

// ---- the document

static bool is_told(const struct report_view *v, size_t i, const struct report_value *x)
{
    return x->given && !report_value_shown(v->r->t.figures[i].kind, x).none;
}

// Columns of periods of which nothing is known are left out.
static const struct paper_table *figure_table(struct arena *a, const struct report_view *v)
{
    enum { PERIODS = 3 };
    static const int widths[PERIODS + 1] = {46, 18, 18, 18};
    static const bool right[PERIODS + 1] = {false, true, true, true};
    const struct report_value *all[PERIODS] = {v->r->values, v->before, v->year_before};
    const struct str names[PERIODS] = {T(v->lang, "This period"), T(v->lang, "Period before"), T(v->lang, "Year before")};
    const struct report_value *list[PERIODS];
    struct str *head = ARENA_ARRAY(a, struct str, PERIODS + 1);
    size_t columns = 1;
    head[0] = T(v->lang, "Figure");
    for (size_t k = 0; k < PERIODS; k++) {
        bool told = k == 0;
        for (size_t i = 0; i < v->r->t.n_figures; i++) {
            told = told || is_told(v, i, &all[k][i]);
        }
        if (told) {
            list[columns - 1] = all[k];
            head[columns++] = names[k];
        }
    }
    struct str *cells = ARENA_ARRAY(a, struct str, columns * v->r->t.n_figures + 1);
    for (size_t i = 0; i < v->r->t.n_figures; i++) {
        cells[i * columns] = entry_name(a, v, i);
        for (size_t c = 1; c < columns; c++) {
            cells[i * columns + c] = shown(a, v, i, &list[c - 1][i]);
        }
    }
    struct paper_table *t = ARENA_NEW(a, struct paper_table);
    *t = (struct paper_table){columns, head, cells, v->r->t.n_figures, widths, right};
    return t;
}

// So many figures beside each other stay legible on a page.
enum { BESIDE = 5 };

// Offices by n of the figures, at most BESIDE.
static const struct paper_table *office_table(struct arena *a, const struct report_view *v, const size_t *figures, size_t n)
{
    static const int widths[BESIDE + 1] = {30, 14, 14, 14, 14, 14};
    static const bool right[BESIDE + 1] = {false, true, true, true, true, true};
    const struct report_sum *sum = &v->r->sum;
    size_t columns = n + 1;
    struct str *head = ARENA_ARRAY(a, struct str, columns);
    struct str *cells = ARENA_ARRAY(a, struct str, columns * (sum->n_rows + 1));
    head[0] = T(v->lang, "Office");
    for (size_t c = 1; c < columns; c++) {
        head[c] = entry_name(a, v, figures[c - 1]);
        cells[sum->n_rows * columns + c] = shown(a, v, figures[c - 1], &v->r->values[figures[c - 1]]);
    }
    cells[sum->n_rows * columns] = T(v->lang, "Total");
    for (size_t r = 0; r < sum->n_rows; r++) {
        cells[r * columns] = row_name(v, &sum->rows[r], a);
        for (size_t c = 1; c < columns; c++) {
            cells[r * columns + c] = shown(a, v, figures[c - 1], &sum->rows[r].v[figures[c - 1]]);
        }
    }
    struct paper_table *t = ARENA_NEW(a, struct paper_table);
    *t = (struct paper_table){columns, head, cells, sum->n_rows + 1, widths, right};
    return t;
}

static void heading(struct arena *a, struct paper *p, struct str words)
{
    paper_body(a, p, str_fmt(a, "# %.*s\n", STR_ARG(words)));
}

// Figures that some office has, beside each other.
static void paper_offices(struct arena *a, struct paper *p, const struct report_view *v)
{
    const struct report_sum *sum = &v->r->sum;
    size_t *figures = ARENA_ARRAY(a, size_t, v->r->t.n_figures + 1);
    size_t n = 0;
    for (size_t i = 0; i < v->r->t.n_figures; i++) {
        bool told = false;
        for (size_t r = 0; r < sum->n_rows; r++) {
            told = told || is_told(v, i, &sum->rows[r].v[i]);
        }
        if (told) {
            figures[n++] = i;
        }
    }
    if (n > 0) {
        heading(a, p, T(v->lang, "By office"));
    }
    for (size_t i = 0; i < n; i += BESIDE) {
        paper_add(a, p, office_table(a, v, figures + i, n - i < BESIDE ? n - i : BESIDE));
    }
}

// Headings in the words stand below the section's, whatever their level was.
static void paper_words(struct arena *a, struct paper *p, struct str words)
{
    size_t from = p->n_blocks;
    int top = 6;
    paper_body(a, p, words);
    for (size_t i = from; i < p->n_blocks; i++) {
        top = p->blocks[i].kind == PAPER_HEADING && p->blocks[i].level < top ? p->blocks[i].level : top;
    }
    for (size_t i = from; i < p->n_blocks; i++) {
        p->blocks[i].level += p->blocks[i].kind == PAPER_HEADING ? 2 - top : 0;
    }
}

bool report_section_empty(const struct report *r, size_t i)
{
    enum report_part part = r->t.sections[i].part;
    return r->narrative[i].n == 0 && (part != PART_FIGURES || r->t.n_figures == 0) &&
           (part != PART_REQUESTS || r->n_requests == 0);
}

struct str report_empty_sections(struct arena *a, enum lang lang, const struct report *r)
{
    struct str names = STR("");
    for (size_t i = 0; i < r->t.n_sections; i++) {
        if (report_section_empty(r, i)) {
            names = str_fmt(a, "%.*s%s%.*s", STR_ARG(names), names.n > 0 ? "; " : "", STR_ARG(r->t.sections[i].title));
        }
    }
    return names.n == 0 ? names : str_fmt(a, "%.*s %.*s.", STR_ARG(T(lang, "No content:")), STR_ARG(names));
}

static void paper_sections(struct arena *a, struct paper *p, const struct report_view *v)
{
    bool figures = v->r->t.n_figures == 0;
    for (size_t i = 0; i < v->r->t.n_sections; i++) {
        const struct template_section_part *s = &v->r->t.sections[i];
        if (report_section_empty(v->r, i)) {
            continue;
        }
        heading(a, p, s->title);
        paper_words(a, p, v->r->narrative[i]);
        for (size_t k = 0; k < v->r->n_requests && s->part == PART_REQUESTS; k++) {
            paper_body(a, p, str_fmt(a, "%zu. %.*s\n", k + 1, STR_ARG(v->r->requests[k].words)));
        }
        if (s->part == PART_FIGURES && !figures) {
            paper_add(a, p, figure_table(a, v));
            figures = true;
        }
    }
    if (!figures) {
        heading(a, p, T(v->lang, "Figures"));
        paper_add(a, p, figure_table(a, v));
    }
}

// "Báo cáo quý về …" under the heading "Báo cáo" is "Về …": the kind stands there already, the period behind it.
void report_paper_title(struct arena *a, enum lang lang, const struct report_template *t, struct report_span span,
                        struct str *title, struct str *summary)
{
    struct buf b = buf_new(CELL_MAX);
    struct str about = STR(" về ");
    ptrdiff_t at = str_find(t->name, about);
    *title = T(lang, "Report");
    report_span_name(&b, lang, t, span);
    struct str period = taken(a, &b);
    if (!str_starts(t->name, *title)) {
        *summary = str_fmt(a, "%.*s, %.*s", STR_ARG(t->name), STR_ARG(period));
    } else if (at >= 0) {
        *summary = str_fmt(a, "Về %.*s, %.*s", STR_ARG(str_slice(t->name, (size_t)at + about.n, t->name.n)), STR_ARG(period));
    } else {
        *title = t->name;
        *summary = period;
    }
}

struct paper *report_paper(struct arena *a, const struct report_view *v)
{
    struct paper *p = ARENA_NEW(a, struct paper);
    const struct office *o = site_office(v->site, v->r->row->office_id);
    const struct office *above = o == NULL ? NULL : site_parent(v->site, o);
    enum paper_form form = paper_form_of(v->r->t.form);
    *p = (struct paper){.form = form == PAPER_FORMS ? (enum paper_form)0 : form,
                        .issuer_above = above == NULL ? STR("") : above->name[LANG_VI],
                        .issuer = office_name(v, v->r->row->office_id),
                        .mark = STR(""),
                        .place = o == NULL ? STR("") : document_place(v->site, o),
                        .to = above == NULL ? STR("") : above->name[v->lang],
                        .recipients = STR(""),
                        .signed_as = STR(""),
                        .signer = STR("")};
    report_paper_title(a, v->lang, &v->r->t, v->r->span, &p->title, &p->summary);
    paper_sections(a, p, v);
    paper_offices(a, p, v);
    if (v->r->sum.n_gaps > 0) {
        heading(a, p, T(v->lang, "What is missing in these figures"));
        for (size_t i = 0; i < v->r->sum.n_gaps; i++) {
            paper_body(a, p, str_fmt(a, "- %.*s\n", STR_ARG(gap_line(a, v, &v->r->sum.gaps[i]))));
        }
    }
    paper_body(a, p, report_empty_sections(a, v->lang, v->r));
    paper_number(a, p, 0);
    return p;
}

// ---- the workbook

static unsigned places_of(enum figure_unit unit)
{
    return unit == UNIT_HUNDREDTHS ? 2 : unit == UNIT_TENTHS || unit == UNIT_PERMILLE ? 1 : 0;
}

static struct sheet_cell text_cell(struct str s, bool strong)
{
    return (struct sheet_cell){.kind = SHEET_TEXT, .text = s, .strong = strong};
}

static struct sheet_cell number_cell(const struct report_view *v, size_t i, const struct report_value *x)
{
    enum value_kind k = v->r->t.figures[i].kind;
    struct figure_value f = report_value_shown(k, x);
    return (struct sheet_cell){.kind = f.none ? SHEET_EMPTY : SHEET_NUMBER, .n = f.n, .places = places_of(value_kind_unit(k))};
}

static struct sheet figure_sheet(struct arena *a, const struct report_view *v)
{
    enum { COLUMNS = 4 };
    static const int widths[COLUMNS] = {50, 16, 16, 16};
    size_t rows = v->r->t.n_figures + 1;
    struct sheet_cell *c = ARENA_ARRAY(a, struct sheet_cell, rows * COLUMNS);
    c[0] = text_cell(T(v->lang, "Figure"), true);
    c[1] = text_cell(T(v->lang, "This period"), true);
    c[2] = text_cell(T(v->lang, "Period before"), true);
    c[3] = text_cell(T(v->lang, "Year before"), true);
    for (size_t i = 0; i + 1 < rows; i++) {
        c[(i + 1) * COLUMNS] = text_cell(entry_name(a, v, i), false);
        c[(i + 1) * COLUMNS + 1] = number_cell(v, i, &v->r->values[i]);
        c[(i + 1) * COLUMNS + 2] = number_cell(v, i, &v->before[i]);
        c[(i + 1) * COLUMNS + 3] = number_cell(v, i, &v->year_before[i]);
    }
    return (struct sheet){.name = T(v->lang, "Figures"), .cells = c, .rows = rows, .columns = COLUMNS, .head = 1,
                          .widths = widths};
}

static bool has_parts(const struct report_view *v, size_t i)
{
    return v->r->t.figures[i].kind == VALUE_SHARE || v->r->t.figures[i].kind == VALUE_MEAN;
}

struct grid {
    struct arena *a;
    const struct report_view *v;
    struct sheet_cell *cells;
    size_t rows, columns;
};

static struct sheet_cell *cell(const struct grid *g, size_t row, size_t column)
{
    return &g->cells[row * g->columns + column];
}

static struct sheet_cell part_cell(int64_t n)
{
    return (struct sheet_cell){.kind = SHEET_NUMBER, .n = n};
}

static struct sheet_cell sum_cell(const struct grid *g, size_t column, int64_t n, unsigned places)
{
    struct str formula = str_fmt(g->a, "SUM(%.*s:%.*s)", STR_ARG(sheet_ref(g->a, 1, column)),
                                 STR_ARG(sheet_ref(g->a, g->rows - 2, column)));
    return (struct sheet_cell){.kind = SHEET_FORMULA, .text = formula, .n = n, .places = places, .strong = true};
}

// A column of a figure, and its total in the last row. Of a share or a mean two columns of parts stand before it.
static void fill_column(const struct grid *g, size_t i, size_t *column)
{
    const struct report_view *v = g->v;
    const struct report_sum *s = &v->r->sum;
    enum value_kind k = v->r->t.figures[i].kind;
    unsigned places = places_of(value_kind_unit(k));
    struct str name = entry_name(g->a, v, i);
    bool parts = has_parts(v, i);
    size_t at = *column + (parts ? 2 : 0);
    if (parts) {
        *cell(g, 0, *column) = text_cell(str_fmt(g->a, "%.*s: %.*s", STR_ARG(name), STR_ARG(T(v->lang, "sum"))), true);
        *cell(g, 0, *column + 1) = text_cell(str_fmt(g->a, "%.*s: %.*s", STR_ARG(name), STR_ARG(T(v->lang, "of"))), true);
    }
    *cell(g, 0, at) = text_cell(name, true);
    for (size_t r = 0; r < s->n_rows; r++) {
        const struct report_value *x = &s->rows[r].v[i];
        *cell(g, r + 1, at) = number_cell(v, i, x);
        if (parts && x->given) {
            *cell(g, r + 1, *column) = part_cell(x->n);
            *cell(g, r + 1, *column + 1) = part_cell(x->out_of);
        }
    }
    struct sheet_cell total = number_cell(v, i, &v->r->values[i]);
    total.strong = true;
    if (parts) {
        struct str n = sheet_ref(g->a, g->rows - 1, *column);
        struct str of = sheet_ref(g->a, g->rows - 1, *column + 1);
        *cell(g, g->rows - 1, *column) = sum_cell(g, *column, v->r->values[i].n, 0);
        *cell(g, g->rows - 1, *column + 1) = sum_cell(g, *column + 1, v->r->values[i].out_of, 0);
        total.kind = SHEET_FORMULA;
        total.text = str_fmt(g->a, "IF(%.*s=0,\"\",ROUND(%d*%.*s/%.*s,%u))", STR_ARG(of), k == VALUE_SHARE ? 100 : 1,
                             STR_ARG(n), STR_ARG(of), places);
    } else if (k != VALUE_MEDIAN && k != VALUE_P90) {
        total = sum_cell(g, at, v->r->values[i].n, places);
    }
    *cell(g, g->rows - 1, at) = total;
    *column = at + 1;
}

static struct sheet office_sheet(struct arena *a, const struct report_view *v)
{
    struct grid g = {.a = a, .v = v, .rows = v->r->sum.n_rows + 2, .columns = 1};
    for (size_t i = 0; i < v->r->t.n_figures; i++) {
        g.columns += has_parts(v, i) ? 3 : 1;
    }
    g.cells = ARENA_ARRAY(a, struct sheet_cell, g.rows * g.columns);
    int *widths = ARENA_ARRAY(a, int, g.columns);
    for (size_t c = 0; c < g.columns; c++) {
        widths[c] = c == 0 ? 40 : 16;
    }
    *cell(&g, 0, 0) = text_cell(T(v->lang, "Office"), true);
    *cell(&g, g.rows - 1, 0) = text_cell(T(v->lang, "Total"), true);
    for (size_t r = 0; r < v->r->sum.n_rows; r++) {
        *cell(&g, r + 1, 0) = text_cell(row_name(v, &v->r->sum.rows[r], a), false);
    }
    size_t column = 1;
    for (size_t i = 0; i < v->r->t.n_figures; i++) {
        fill_column(&g, i, &column);
    }
    return (struct sheet){.name = T(v->lang, "By office"), .cells = g.cells, .rows = g.rows, .columns = g.columns, .head = 1,
                          .widths = widths};
}

struct str report_xlsx(struct arena *a, const struct report_view *v)
{
    struct sheet sheets[2] = {figure_sheet(a, v)};
    size_t n = 1;
    if (v->r->sum.n_rows > 0) {
        sheets[n++] = office_sheet(a, v);
    }
    return sheet_xlsx(a, sheets, n);
}
