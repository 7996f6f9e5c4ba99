// report.c: the page of one report: its form while it is a draft, what was handed in afterwards.
#include "web/steer/report_view.h"

#include "core/steer/report_hand_in.h"
#include "db/q_document.h"
#include "db/q_publication.h"
#include "db/q_report.h"
#include "docs/markdown.h"
#include "docs/paper.h"
#include "i18n/format.h"
#include "templates.h"
#include "web/app.h"
#include "web/changes.h"
#include "web/desk/version_view.h"

bool report_there(struct web *w)
{
    bool own = web_may(w, CAP_REPORT_WRITE, site_heir_id(w->site, w->report.office_id));
    if (str_eq(w->report.state, STR("draft")) && !own) {
        web_error(w, 404);
        return false;
    }
    return true;
}

bool report_signs(struct web *w)
{
    const struct report_row *row = &w->report;
    return app_config(w->app)->sign_key != NULL && row->handed_in_at != 0 && row->is_last && row->origin.n == 0 &&
           web_may(w, CAP_REPORT_HAND_IN, site_heir_id(w->site, row->office_id));
}

// ---- facts for whoever writes

static struct report_fact_view fact_view(struct web *w, const struct report_fact *f)
{
    struct report_fact_view v = {.words = f->words, .detail = STR("")};
    struct buf b = buf_new(256);
    if (f->kind == FACT_MATTER) {
        v.kind = T(w->lang, "Matters with most messages");
        v.href = str_fmt(w->a, "/desk/matters/%.*s", STR_ARG(f->public_id));
        buf_addf(&b, "%lld", (long long)f->n);
        struct str n = str_copy(w->a, buf_str(&b));
        buf_clear(&b);
        I18N_FILL(&b, TN(w->lang, "{n} message", "{n} messages", f->n), {"n", n});
    } else {
        v.kind = f->kind == FACT_TASK_LATE ? T(w->lang, "Tasks overdue") : T(w->lang, "Tasks confirmed done");
        v.href = str_fmt(w->a, "/desk/tasks/%.*s", STR_ARG(f->public_id));
        if (f->day != 0) {
            format_day(&b, w->lang, f->day);
        }
    }
    v.detail = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return v;
}

static bool fill_facts(struct web *w, struct report_page *v, struct err *e)
{
    struct report_fact *list;
    size_t n;
    if (!report_facts(w->tx, w->site, &w->report, &list, &n, e)) {
        return false;
    }
    v->facts = ARENA_ARRAY(w->a, struct report_fact_view, n + 1);
    v->n_facts = n;
    for (size_t i = 0; i < n; i++) {
        v->facts[i] = fact_view(w, &list[i]);
    }
    return true;
}

// ---- what was typed

static void take_typed(struct web *w, const struct report_typed *typed, struct report_page *v)
{
    for (size_t i = 0; i < v->b.n_sections; i++) {
        struct report_section_view *s = &v->b.sections[i];
        if (typed->sections[i].p != NULL) {
            s->words = typed->sections[i];
            s->html = markdown_html(w->a, s->words, (struct markdown_look){.heading_shift = 2});
        }
    }
    for (size_t i = 0; i < v->b.n_figures; i++) {
        if (v->b.figures[i].entered && typed->figures[i].p != NULL) {
            v->b.figures[i].typed = typed->figures[i];
        }
    }
    v->request = typed->request;
}

static struct str all_words(struct web *w, const struct report_page *v)
{
    struct buf b = buf_new(1 << 20);
    for (size_t i = 0; i < v->b.n_sections; i++) {
        buf_addf(&b, "%.*s\n%.*s\n\n", STR_ARG(v->b.sections[i].title), STR_ARG(v->b.sections[i].words));
    }
    for (size_t i = 0; i < v->b.n_figures; i++) {
        if (v->b.figures[i].entered) {
            buf_addf(&b, "%.*s: %.*s\n", STR_ARG(v->b.figures[i].label), STR_ARG(v->b.figures[i].typed));
        }
    }
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

static void say_stale(struct web *w, struct report_page *v)
{
    struct buf b = buf_new(4096);
    struct buf when = buf_new(64);
    format_datetime(&when, w->lang, w->report.changed_at);
    I18N_FILL(&b,
              T(w->lang, "Somebody saved this draft at {when}, after you opened it. Nothing is lost: mend what "
                         "you typed below, and save it over the other, or leave the page to keep the other."),
              {"when", buf_str(&when)});
    v->stale = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    buf_free(&when);
}

// ---- what may be done

static bool fill_above(struct web *w, struct report_page *v, struct err *e)
{
    int64_t above;
    if (!report_above(w->tx, &w->report, &above, e)) {
        return false;
    }
    bool decides = above != 0 && web_may(w, CAP_REPORT_WRITE, above);
    v->above = above == 0 ? STR("") : desk_office_name(w, above);
    v->may_decide = decides && str_eq(w->report.state, STR("handed_in"));
    v->may_answer = decides && !v->draft && !str_eq(w->report.state, STR("returned"));
    return true;
}

static bool fill_document(struct web *w, struct report_page *v, struct err *e)
{
    struct document_row d;
    v->document = (struct page_link){STR(""), STR("")};
    if (w->report.document_id == 0) {
        return true;
    }
    if (q_document_by_id(w->tx, w->report.home_id, w->report.document_id, &d, e) != Q_ROW) {
        return false;
    }
    v->document = (struct page_link){T(w->lang, "In the register of documents"),
                                     v->own ? str_fmt(w->a, "/desk/documents/%.*s", STR_ARG(d.public_id)) : STR("")};
    return true;
}

static bool fill_publication(struct web *w, struct report_page *v, struct err *e)
{
    struct publication_row pub;
    v->publication = (struct page_link){STR(""), STR("")};
    if (w->report.publication_id == 0) {
        return true;
    }
    if (q_publication_by_id(w->tx, w->report.home_id, w->report.publication_id, &pub, e) != Q_ROW) {
        return false;
    }
    bool out = str_eqz(pub.state, "published");
    if (out) {
        v->publication = (struct page_link){T(w->lang, "Its public page"),
                                            web_path(w, "reports/%.*s", STR_ARG(pub.public_id))};
    } else if (v->own) {
        v->publication = (struct page_link){T(w->lang, "Draft of its public page"),
                                            str_fmt(w->a, "/desk/versions/%.*s",
                                                    STR_ARG(version_address(w, &pub, pub.lang, 1)))};
    }
    return true;
}

static void fill_may(struct web *w, struct report_page *v, const struct report *r)
{
    const struct report_row *row = &w->report;
    int64_t office = site_heir_id(w->site, row->office_id);
    bool abroad = row->origin.n > 0; // what another installation signed is not written here
    v->own = web_may(w, CAP_REPORT_WRITE, office);
    int64_t today = tz_day(w->site->tz, w->now);
    v->over = r->span.last < today || row->due_day <= today;
    v->may_write = v->own && v->draft;
    v->may_hand_in = v->draft && v->over && web_may(w, CAP_REPORT_HAND_IN, office);
    v->may_correct = !v->draft && row->is_last && !abroad && web_may(w, CAP_REPORT_HAND_IN, office);
    v->may_issue = !v->draft && row->is_last && !abroad && row->document_id == 0 && v->own &&
                   !str_eq(row->state, STR("returned"));
    v->may_publish = !v->draft && row->is_last && !abroad && row->publication_id == 0 && !str_eq(row->state, STR("returned")) &&
                     web_may(w, CAP_PRESS_WRITE, office);
    v->may_sign = report_signs(w);
    enum paper_form form = paper_form_of(r->t.form);
    bool confirmed = form == PAPER_FORMS || paper_layout(form)->confirmed;
    v->form = confirmed ? STR("") : T(w->lang, "The form of document of this system of offices is to be confirmed.");
}

static struct state_tag state_tag(struct web *w, struct str state)
{
    const char *words = report_state_words(state);
    const char *look = str_eq(state, STR("accepted"))   ? "done"
                       : str_eq(state, STR("returned")) ? "late"
                       : str_eq(state, STR("draft"))    ? "new"
                                                        : "answered";
    return (struct state_tag){str_c(look), words == NULL ? state : T_(w->lang, words)};
}

static struct report_page new_view(struct web *w, const struct report_shown *how, const struct report *r)
{
    const struct report_row *row = &w->report;
    int64_t office = site_heir_id(w->site, row->office_id);
    struct report_page v = {
        .page = desk_page_view(w, T(w->lang, "A report"), site_office(w->site, office), DESK_NAV_REPORTS),
        .id = row->public_id,
        .state = state_tag(w, row->state),
        .version = row->version,
        .due_day = row->due_day,
        .days_left = row->due_day - tz_day(w->site->tz, w->now),
        .handed_in_at = row->handed_in_at,
        .decided_at = row->decided_at,
        .edition = row->edition,
        .origin = row->origin,
        .draft = str_eq(row->state, STR("draft")),
        .outdated = r->outdated,
        .warning = how->warning == NULL ? STR("") : T_(w->lang, how->warning),
        .stale = STR(""),
        .request = STR(""),
        .remarks = web_field(w, "remarks"),
        .picked = STR(""),
    };
    v.page.page.problems = how->problems;
    fill_may(w, &v, r);
    return v;
}

// The table by office is of those that were counted: who is missing is named beside it, and departments owe nothing.
static void keep_counted(struct report *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->sum.n_rows; i++) {
        bool given = false;
        for (size_t k = 0; k < r->t.n_figures; k++) {
            given = given || r->sum.rows[i].v[k].given;
        }
        if (given) {
            r->sum.rows[n++] = r->sum.rows[i];
        }
    }
    r->sum.n_rows = n;
}

// What has nothing in it, so that whoever hands the report in sees it before and not after.
static void fill_empty(struct web *w, const struct report *r, struct report_page *v)
{
    enum { NAMES_MAX = 64 << 10 };
    struct buf out = buf_new(NAMES_MAX);
    struct report_lack *list;
    size_t n = report_lacks(w->a, r, &list);
    for (size_t i = 0; i < n; i++) {
        buf_addf(&out, "%s%.*s", i > 0 ? "; " : "", STR_ARG(report_lack_name(w, r, &list[i])));
    }
    v->empty = str_copy(w->a, buf_str(&out));
    buf_free(&out);
}

void report_reply(struct web *w, const struct report_shown *how)
{
    struct err e = ERR_INIT;
    struct report *r = ARENA_NEW(w->a, struct report);
    struct report_page *v = ARENA_NEW(w->a, struct report_page);
    if (!report_read(r, w->tx, w->site, &w->report, w->now, &e)) {
        web_failed(w, &e);
        return;
    }
    keep_counted(r);
    *v = new_view(w, how, r);
    bool good = report_body(w, r, &v->b, &e) && fill_above(w, v, &e) && fill_document(w, v, &e) && fill_publication(w, v, &e) &&
                (!v->may_write || fill_facts(w, v, &e)) &&
                (!v->b.consolidated || !v->own || report_quotes(w, r, &v->b, &e)) && report_history(w, r, v, &e) &&
                report_charts(w, r, v, &e);
    if (!good) {
        web_failed(w, &e);
        return;
    }
    v->page.page.title = v->b.title;
    fill_empty(w, r, v);
    struct str saved = all_words(w, v);
    if (how->typed != NULL) {
        take_typed(w, how->typed, v);
    }
    if (how->stale) {
        say_stale(w, v);
        v->against = changes_html(w->a, w->lang, saved, all_words(w, v), false);
    }
    struct buf out = web_buf();
    tmpl_report(&out, w->lang, v);
    web_reply_html(w, how->status, &out);
    buf_free(&out);
}

void report_get(struct web *w)
{
    if (report_there(w)) {
        report_reply(w, &(struct report_shown){.status = 200});
    }
}
