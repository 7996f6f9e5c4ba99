// numbers.c: the figures of an office and a period: for everybody, with small counts hidden, and for heads at the desk.
#include "web/public/numbers_view.h"

#include "core/count/told.h"
#include "i18n/format.h"
#include "templates.h"

enum { QUARTERS = 8, YEARS = 3 };

bool numbers_asked(struct web *w, bool released, struct numbers_asked *q)
{
    struct str code = web_param(w, "office");
    struct str text = web_param(w, "period");
    int64_t today = tz_day(w->site->tz, w->now);
    *q = (struct numbers_asked){.office = w->office, .alone = web_param(w, "alone").n > 0, .period = period_quarter(today)};
    if (q->office == NULL) {
        q->office = site_office(w->site, w->site->root);
    }
    if (code.n > 0 && released) {
        q->office = site_office_by_code(w->site, code);
        q->office = q->office == NULL ? site_office_gone(w->site, code) : q->office;
    }
    if (q->office == NULL || !site_within(w->site, q->office->id, w->site->root)) {
        return false;
    }
    struct report_period p;
    q->problem = text.n == 0 ? NULL : period_parse(text, &p);
    if (text.n > 0 && q->problem == NULL && released && !told_may(&p)) {
        q->problem = N_("In public, figures are of quarters, halves of a year and years: the difference of two periods would "
                        "tell what lies between them.");
    }
    if (text.n > 0 && q->problem == NULL) {
        q->period = p;
    }
    return true;
}

static void add_choice(struct web *w, struct filter_view *f, const struct report_period *p, const struct report_period *chosen)
{
    char text[PERIOD_TEXT];
    struct buf name = buf_new(256);
    period_name(&name, w->lang, p);
    f->list[f->n++] = (struct filter_option){str_copy(w->a, period_text(p, text)), str_copy(w->a, buf_str(&name)),
                                             p->first == chosen->first && p->last == chosen->last};
    buf_free(&name);
}

// The last quarters and years, and whatever else was asked for.
static struct filter_view filter_periods(struct web *w, const struct report_period *chosen)
{
    struct filter_view f = {.name = STR("period"), .label = T(w->lang, "Period"),
                            .list = ARENA_ARRAY(w->a, struct filter_option, QUARTERS + YEARS + 1)};
    int64_t today = tz_day(w->site->tz, w->now);
    struct report_period p = period_quarter(today);
    for (int i = 0; i < QUARTERS; i++) {
        add_choice(w, &f, &p, chosen);
        p = period_before(&p);
    }
    struct civil_span year = civil_period(PERIOD_YEAR, today);
    p = period_of_days(year.first, year.end - 1);
    for (int i = 0; i < YEARS; i++) {
        add_choice(w, &f, &p, chosen);
        p = period_before(&p);
    }
    for (size_t i = 0; i < f.n; i++) {
        if (f.list[i].chosen) {
            return f;
        }
    }
    add_choice(w, &f, chosen, chosen);
    return f;
}

static void reply_data(struct web *w, const struct figures *f, bool csv)
{
    struct buf out = web_buf();
    if (csv) {
        figures_csv(&out, w->site, w->lang, f);
        http_reply_header(w->call, "Content-Disposition", STR("attachment; filename=\"numbers.csv\""));
        web_reply(w, 200, STR("text/csv; charset=utf-8"), &out);
    } else {
        figures_json(&out, w->a, w->site, w->lang, f, numbers_rows_address);
        web_reply_json(w, 200, &out);
    }
    buf_free(&out);
}

bool numbers_read(struct web *w, bool released, struct numbers_asked *q, struct figures *f)
{
    bool csv = str_ends(w->req->path, STR(".csv"));
    struct err e = ERR_INIT;
    if (!numbers_asked(w, released, q)) {
        web_error(w, 404);
        return false;
    }
    if (q->problem != NULL && (csv || w->json)) {
        web_error(w, 400);
        return false;
    }
    if (!figures_read(f, w->tx, w->site, q->office, q->alone, &q->period, released, w->now, &e)) {
        web_failed(w, &e);
        return false;
    }
    if (csv || w->json) {
        reply_data(w, f, csv);
        return false;
    }
    return true;
}

void numbers_fill(struct web *w, const struct numbers_asked *q, const struct figures *f, struct str base,
                      struct numbers_body *b)
{
    b->action = base;
    b->problem = q->problem == NULL ? STR("") : T_(w->lang, q->problem);
    b->filters[b->n_filters++] = filter_periods(w, &q->period);
    if (f->released) {
        b->filters[b->n_filters++] = filter_offices(w);
    }
    numbers_body(w, f, base, b);
}

void numbers_get(struct web *w)
{
    struct numbers_asked q;
    struct figures *f = ARENA_NEW(w->a, struct figures);
    if (!numbers_read(w, true, &q, f)) {
        return;
    }
    struct numbers_view *v = ARENA_NEW(w->a, struct numbers_view);
    numbers_fill(w, &q, f, web_path(w, "numbers"), &v->body);
    v->page = page_view(w, v->body.title);
    v->page.nav = NAV_NUMBERS;
    struct buf out = web_buf();
    tmpl_numbers(&out, w->lang, v);
    web_reply_html(w, q.problem == NULL ? 200 : 400, &out);
    buf_free(&out);
}
