// public_reports.c: reports that an office made public: the list, one of them with its figures, and what figures count.
#include "web/steer/public_reports_view.h"

#include "chart/chart.h"
#include "core/count/told.h"
#include "core/press/reading.h"
#include "core/steer/report_due.h"
#include "db/q_publication.h"
#include "db/q_report.h"
#include "docs/markdown.h"
#include "i18n/i18n.h"
#include "templates.h"
#include "web/public/numbers_view.h"
#include "web/page.h"
#include "web/steer/report_view.h"

static const char html[] = "text/html; charset=utf-8";

// ---- the list

void public_reports_get(struct web *w)
{
    struct answers_view v = {.n = 0};
    if (!answers_load(w, &v, STR("report"), w->json ? "reports.json" : "reports")) {
        return;
    }
    if (w->json) {
        answers_reply_json(w, &v);
        return;
    }
    v.page = page_view(w, T(w->lang, "Public reports"));
    v.page.nav = NAV_NUMBERS;
    v.action = web_path(w, "reports");
    v.filters[v.n_filters++] = filter_offices(w);
    v.filters[v.n_filters++] = filter_times(w, v.first_at);
    v.json_href = filters_address(w, "reports.json", web_param(w, "after"));
    struct buf out = web_buf();
    tmpl_public_reports(&out, w->lang, &v);
    page_reply(w, str_c(html), &out);
    buf_free(&out);
}

// ---- one of them

static struct str note_of(struct web *w, const struct report_told *told, bool wider)
{
    if (told->why != NULL) {
        return T_(w->lang, told->why);
    }
    if (told->v.shown == SHOWN_SMALL) {
        return told->v.listed > 0 ? T(w->lang, "1 to 4 more than are public.") : T(w->lang, "Below 5.");
    }
    if (told->v.shown == SHOWN_HIDDEN) {
        return T(w->lang, "Hidden, so that no small count can be worked out.");
    }
    if (wider) {
        return T(w->lang, "As the public numbers tell it today, with the offices that are missing from this report.");
    }
    return told->changed ? T(w->lang, "As the public numbers tell it today; at the closing of figures it was another.") : STR("");
}

static void fill_figures(struct web *w, const struct report *r, const struct report_told *told, struct public_report_view *v)
{
    v->figures = ARENA_ARRAY(w->a, struct told_figure, r->t.n_figures + 1);
    v->n_figures = r->t.n_figures;
    for (size_t i = 0; i < r->t.n_figures; i++) {
        const struct template_entry *f = &r->t.figures[i];
        enum figure_unit unit = value_kind_unit(f->kind);
        bool wider = r->sum.n_gaps > 0 && report_telling(f) == TELLING_CASEWORK;
        v->figures[i] = (struct told_figure){.label = report_entry_label(w, f),
                                             .unit = f->entered ? f->unit : STR(""),
                                             .key = f->key,
                                             .definition = template_entry_definition(w->lang, f),
                                             .edition = r->editions[i],
                                             .text = numbers_cell_text(w, unit, told[i].v),
                                             .note = note_of(w, &told[i], wider),
                                             .as = unit,
                                             .v = told[i].v};
    }
}

static void fill_gaps(struct web *w, const struct report *r, struct public_report_view *v)
{
    v->gaps = ARENA_ARRAY(w->a, struct str, r->sum.n_gaps + 1);
    for (size_t i = 0; i < r->sum.n_gaps; i++) {
        const struct report_gap *g = &r->sum.gaps[i];
        v->gaps[v->n_gaps++] = str_fmt(w->a, "%.*s: %.*s", STR_ARG(g->name), STR_ARG(T_(w->lang, report_gap_words(g->why))));
    }
}

// By office, of what is told as it was closed.
static void draw(struct web *w, const struct report *r, const struct report_told *told, struct public_report_view *v)
{
    size_t n = r->sum.n_rows;
    for (size_t i = 0; i < r->t.n_figures && n > 1 && n <= REPORT_BARS_OFFICES && v->n_bars < REPORT_BARS_MAX; i++) {
        struct str *labels = ARENA_ARRAY(w->a, struct str, n);
        int64_t *values = ARENA_ARRAY(w->a, int64_t, n);
        int64_t most = 0;
        for (size_t k = 0; k < n; k++) {
            struct figure_value x = report_told_row(r, k, i, told);
            const struct office *o = site_office(w->site, r->sum.rows[k].office_id);
            labels[k] = o == NULL ? STR("–") : o->name[w->lang];
            values[k] = x.none || x.shown != SHOWN_COUNT ? CHART_GAP : x.n;
            most = values[k] > most ? values[k] : most;
        }
        if (!told[i].exact || most == 0) {
            continue;
        }
        struct chart_series series = {.name = v->figures[i].label, .values = values};
        enum figure_unit unit = v->figures[i].as;
        struct chart c = {.lang = w->lang, .id = str_fmt(w->a, "bars-%zu", i + 1), .title = v->figures[i].label,
                          .heading = T(w->lang, "Office"), .labels = labels, .n = n, .series = &series, .n_series = 1,
                          .places = unit == UNIT_TENTHS || unit == UNIT_PERMILLE ? 1 : unit == UNIT_HUNDREDTHS ? 2 : 0};
        v->bars[v->n_bars++] = (struct told_bars){.id = c.id, .title = c.title, .bars = chart_bars(w->a, &c),
                                                  .table = chart_table(w->a, &c)};
    }
}

static bool fill_later(struct web *w, const struct report *r, struct public_report_view *v, struct err *e)
{
    struct report_row *list;
    size_t n;
    struct q_report_editions_in in = {.home = r->row->home_id, .office = r->row->office_id, .template_office = r->t.office_id,
                                      .code = r->t.code, .first_day = r->span.first, .last_day = r->span.last,
                                      .scope = r->row->scope};
    v->later = (struct page_link){STR(""), STR("")};
    if (!q_report_editions(w->tx, &in, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n && list[i].edition > r->row->edition && v->later.path.n == 0; i++) {
        struct publication_row pub;
        enum q_got got = list[i].publication_id == 0
                             ? Q_NONE
                             : q_publication_by_id(w->tx, r->row->home_id, list[i].publication_id, &pub, e);
        if (got == Q_ERROR) {
            return false;
        }
        if (got == Q_ROW && str_eqz(pub.state, "published")) {
            v->later = (struct page_link){str_fmt(w->a, "%.*s %lld", STR_ARG(T(w->lang, "Edition")), (long long)list[i].edition),
                                          web_path(w, "reports/%.*s", STR_ARG(pub.public_id))};
        }
    }
    return true;
}

static void reply_json(struct web *w, const struct public_report_view *v, const struct report *r)
{
    struct buf out = web_buf();
    struct json j = json_begin(&out);
    json_object(&j, NULL);
    json_array(&j, "report");
    publication_item_json(&j, w, &v->item);
    json_end(&j);
    json_str(&j, "template", r->t.code);
    json_str(&j, "period", v->period);
    figures_put_day(&j, "first", v->first);
    figures_put_day(&j, "last", v->last);
    json_day(&j, "closed", w, v->frozen_at);
    json_int(&j, "edition", v->edition);
    json_bool(&j, "consolidated", v->consolidated);
    json_str(&j, "later_edition", v->later.path.n == 0 ? STR_NONE : v->later.path);
    json_str(&j, "body_markdown", v->words);
    json_array(&j, "figures");
    for (size_t i = 0; i < v->n_figures; i++) {
        const struct told_figure *f = &v->figures[i];
        json_object(&j, NULL);
        json_str(&j, "key", f->key);
        json_str(&j, "name", f->label);
        json_str(&j, "unit", f->unit.n == 0 ? STR_NONE : f->unit);
        json_str(&j, "definition", f->definition);
        json_int(&j, "definition_edition", f->edition);
        figures_put_value(&j, "value", f->as, f->v);
        json_str(&j, "note", f->note.n == 0 ? STR_NONE : f->note);
        json_end(&j);
    }
    json_end(&j);
    json_array(&j, "missing");
    for (size_t i = 0; i < v->n_gaps; i++) {
        json_str(&j, NULL, v->gaps[i]);
    }
    json_end(&j);
    json_str(&j, "definitions", v->definitions_href);
    json_end(&j);
    web_reply_json(w, 200, &out);
    buf_free(&out);
}

static void fill_links(struct web *w, const struct report *r, struct public_report_view *v)
{
    struct report_period p = period_of_days(r->span.first, r->span.last);
    const struct office *o = site_office(w->site, r->row->office_id);
    char text[PERIOD_TEXT];
    v->definitions_href = web_path(w, "definitions");
    v->numbers_href = o == NULL || !told_may(&p) ? STR("")
                                                 : web_path(w, "numbers?office=%.*s&period=%.*s", STR_ARG(o->code),
                                                            STR_ARG(period_text(&p, text)));
    v->json_href = web_path(w, "reports/%.*s.json", STR_ARG(w->publication.public_id));
}

void public_report_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct public_report_view *v = ARENA_NEW(w->a, struct public_report_view);
    struct report *r = ARENA_NEW(w->a, struct report);
    struct report_told *told;
    struct version_row version;
    bool found = false;
    if (!version_for_reader(w->tx, &w->publication, w->lang, &version, &found, &e) ||
        (found && (!publication_item_of(w, &w->publication, &version, &v->item, &e) ||
                   !report_read(r, w->tx, w->site, &w->report, w->now, &e) ||
                   !report_told_read(&told, w->tx, w->site, r, w->now, &e) || !fill_later(w, r, v, &e)))) {
        web_failed(w, &e);
        return;
    }
    if (!found) {
        web_error(w, 404);
        return;
    }
    v->words = version.body;
    v->item.summary = publication_summary(w, version.body);
    v->period = report_span_words(w, &r->t, r->span);
    v->first = r->span.first;
    v->last = r->span.last;
    v->frozen_at = w->report.frozen_at;
    v->edition = w->report.edition;
    v->consolidated = r->scope == SCOPE_CONSOLIDATED;
    v->other_language = !str_eq(version.lang, lang_info(w->lang)->code);
    v->correction = version.number > 1 && version.change_note.p != NULL ? version.change_note : STR("");
    fill_figures(w, r, told, v);
    fill_gaps(w, r, v);
    fill_links(w, r, v);
    if (w->json) {
        reply_json(w, v, r);
        return;
    }
    v->page = page_view(w, version.title);
    v->page.nav = NAV_NUMBERS;
    page_crumb(&v->page, T(w->lang, "Public reports"), web_path(w, "reports"));
    v->body = markdown_html(w->a, version.body, (struct markdown_look){.heading_shift = 0});
    draw(w, r, told, v);
    struct buf out = web_buf();
    tmpl_public_report(&out, w->lang, v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

// ---- what figures count

// A key as the id of an element: its points are dashes.
static struct str id_of(struct web *w, const char *prefix, struct str key)
{
    char *id = arena_alloc(w->a, key.n);
    for (size_t i = 0; i < key.n; i++) {
        id[i] = key.p[i] == '.' ? '-' : key.p[i];
    }
    return str_fmt(w->a, "%s%.*s", prefix, (int)key.n, id);
}

static struct defined_figure defined(struct web *w, const struct template_entry *f, const char *prefix)
{
    return (struct defined_figure){.id = id_of(w, prefix, f->key),
                                   .label = report_entry_label(w, f),
                                   .key = f->key,
                                   .definition = template_entry_definition(w->lang, f),
                                   .kind = T_(w->lang, value_kind_words(f->kind)),
                                   .unit = f->entered ? f->unit : STR(""),
                                   .where = STR(""),
                                   .telling = T_(w->lang, report_telling_words(report_telling(f))),
                                   .edition = f->edition};
}

static bool fill_entered(struct web *w, struct definitions_view *v, struct err *e)
{
    struct report_template_row *rows;
    size_t n;
    if (!q_report_templates_on(w->tx, tz_day(w->site->tz, w->now), &rows, &n, e)) {
        return false;
    }
    v->entered = ARENA_ARRAY(w->a, struct defined_figure, n * TEMPLATE_FIGURES_MAX + 1);
    for (size_t i = 0; i < n; i++) {
        struct report_template t;
        if (report_template_read(w->tx, rows[i].id, &t, e) != Q_ROW) {
            return false;
        }
        const struct office *o = site_office(w->site, t.office_id);
        const char *prefix = str_z(w->a, str_fmt(w->a, "t%zu-", i + 1));
        for (size_t k = 0; k < t.n_figures; k++) {
            if (t.figures[k].entered) {
                v->entered[v->n_entered] = defined(w, &t.figures[k], prefix);
                v->entered[v->n_entered++].where =
                    str_fmt(w->a, "%.*s, %.*s", STR_ARG(t.name), STR_ARG(o == NULL ? STR("") : o->name[w->lang]));
            }
        }
    }
    return true;
}

static void definitions_json(struct json *j, const char *name, const struct defined_figure *list, size_t n)
{
    json_array(j, name);
    for (size_t i = 0; i < n; i++) {
        json_object(j, NULL);
        json_str(j, "key", list[i].key);
        json_str(j, "name", list[i].label);
        json_str(j, "kind", list[i].kind);
        json_str(j, "unit", list[i].unit.n == 0 ? STR_NONE : list[i].unit);
        json_str(j, "definition", list[i].definition);
        json_int(j, "edition", list[i].edition);
        json_str(j, "in_public", list[i].telling);
        json_str(j, "template", list[i].where.n == 0 ? STR_NONE : list[i].where);
        json_end(j);
    }
    json_end(j);
}

void definitions_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct definitions_view *v = ARENA_NEW(w->a, struct definitions_view);
    v->list = ARENA_ARRAY(w->a, struct defined_figure, CATALOGUES);
    for (enum catalogue c = 0; c < CATALOGUES; c++) {
        struct catalogue_info info = catalogue_info(c);
        struct template_entry f = {.key = info.key, .kind = info.kind, .catalogue = c, .edition = info.edition,
                                   .label = STR(""), .unit = STR(""), .definition = STR("")};
        v->list[v->n++] = defined(w, &f, "");
    }
    if (!fill_entered(w, v, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    if (w->json) {
        struct json j = json_begin(&out);
        json_object(&j, NULL);
        definitions_json(&j, "catalogue", v->list, v->n);
        definitions_json(&j, "entered", v->entered, v->n_entered);
        json_end(&j);
        web_reply_json(w, 200, &out);
    } else {
        v->page = page_view(w, T(w->lang, "What the figures of reports count"));
        v->page.nav = NAV_NUMBERS;
        v->json_href = web_path(w, "definitions.json");
        page_crumb(&v->page, T(w->lang, "Public reports"), web_path(w, "reports"));
        tmpl_definitions(&out, w->lang, v);
        web_reply_html(w, 200, &out);
    }
    buf_free(&out);
}
