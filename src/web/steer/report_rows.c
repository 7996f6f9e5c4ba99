// report_rows.c: what a figure of an office's own report counts, row by row.
#include "core/steer/report_rows.h"

#include "core/count/figures.h"
#include "core/steer/recognition.h"
#include "db/q_matter.h"
#include "db/q_publication.h"
#include "i18n/i18n.h"
#include "templates.h"
#include "web/policy.h"
#include "web/steer/desk_tasks_view.h"
#include "web/steer/meeting_view.h"
#include "web/steer/report_view.h"
#include "web/table.h"

struct str report_rows_href(struct web *w, const struct report *r, size_t i)
{
    int64_t office = site_heir_id(w->site, r->row->office_id);
    bool here = r->scope == SCOPE_ALONE && r->row->origin.n == 0 && web_may(w, CAP_NUMBERS, office);
    return !here || report_behind(&r->t.figures[i]) == BEHIND_NONE
               ? STR("")
               : str_fmt(w->a, "%.*s/rows?figure=%zu", STR_ARG(report_address(w, r->row->public_id)), i + 1);
}

// How each kind of row is headed, and where it leads.
static const struct {
    const char *what; // msgid
    const char *day;  // msgid
    const char *folder;
} kinds[] = {
    [BEHIND_MATTERS] = {N_("Matter"), N_("Counted on"), "/desk/matters/"},
    [BEHIND_PUBLICATIONS] = {N_("Title"), N_("Published on"), ""},
    [BEHIND_TASKS] = {N_("Task"), N_("Given on"), "/desk/tasks/"},
    [BEHIND_MEETINGS] = {N_("Meeting"), N_("Held on"), "/desk/meetings/"},
    [BEHIND_RECOGNITIONS] = {N_("Decision"), N_("Decided on"), "/desk/recognitions/"},
    [BEHIND_TRAININGS] = {N_("Training session"), N_("Held on"), "/desk/trainings/"},
    [BEHIND_CONTESTS] = {N_("Contest"), N_("Decided on"), "/desk/contests/"},
    [BEHIND_ENTRIES] = {N_("Entry"), N_("Decided on"), "/desk/contests/"},
};

static struct str entry_words(struct web *w, const struct behind_line *l)
{
    struct buf b = buf_new(1024);
    I18N_FILL(&b, T(w->lang, "Entry {n}"), {"n", str_fmt(w->a, "%lld", (long long)l->number)});
    buf_addf(&b, ", %.*s", STR_ARG(l->words));
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

static bool line_of(struct web *w, enum behind what, const struct behind_line *l, struct report_rows_line *out, struct err *e)
{
    struct publication_item item;
    *out = (struct report_rows_line){.words = l->words, .href = STR(""), .office = desk_office_name(w, l->office_id),
                                     .day = l->day, .number = l->number};
    switch (what) {
    case BEHIND_DAYS:
        return true;
    case BEHIND_MATTERS:
        out->words = str_fmt(w->a, "%.*s %.*s", STR_ARG(desk_number(w, l->matter)), STR_ARG(desk_title(w, l->matter)));
        out->state = state_of(w, l->matter);
        out->outcome = outcome_tag(w, l->matter);
        out->href = str_fmt(w->a, "/desk/matters/%.*s", STR_ARG(l->matter->public_id));
        return true;
    case BEHIND_PUBLICATIONS:
        if (!publication_item(w, l->publication, &item, e)) {
            return false;
        }
        out->words = item.title;
        out->href = item.href;
        return true;
    case BEHIND_TASKS:
        out->state = task_state_tag(w, l->state);
        break;
    case BEHIND_MEETINGS:
        out->state = meeting_state_tag(w, l->state);
        break;
    case BEHIND_RECOGNITIONS: {
        const struct recognition_form *form = recognition_form_of(l->state);
        out->state = (struct state_tag){l->state, form == NULL ? l->state : T_(w->lang, form->words)};
        break;
    }
    case BEHIND_ENTRIES:
        out->words = entry_words(w, l);
        break;
    default:
        break;
    }
    out->href = str_fmt(w->a, "%s%.*s", kinds[what].folder, STR_ARG(l->public_id));
    return true;
}

// One page from a key on; *next is where the one after it begins, *more whether there is one.
static bool read_lines(struct web *w, const struct report *r, size_t which, struct behind_key from, struct report_rows_view *v,
                       struct behind_key *next, bool *more, struct err *e)
{
    struct behind_page page;
    if (!report_rows(&page, w->tx, w->site, r, which, from, w->now, e)) {
        return false;
    }
    v->list = ARENA_ARRAY(w->a, struct report_rows_line, page.n + 1);
    for (size_t i = 0; i < page.n; i++) {
        const struct behind_line *l = &page.lines[i];
        if (l->matter != NULL && policy_concerned(w, l->matter->about_office_id)) {
            continue;
        }
        if (!line_of(w, report_behind(&r->t.figures[which]), l, &v->list[v->n++], e)) {
            return false;
        }
    }
    *more = page.more;
    *next = page.next;
    return true;
}

static bool fill_lines(struct web *w, const struct report *r, size_t which, struct report_rows_view *v, struct err *e)
{
    bool more;
    struct behind_key from = {.place = 0};
    struct behind_key next;
    enum behind what = report_behind(&r->t.figures[which]);
    bool on = web_page_key_read(web_param(w, "after"), &from.at, &from.id) && str_int(web_param(w, "place"), &from.place);
    if (!read_lines(w, r, which, on ? from : (struct behind_key){.place = 0}, v, &next, &more, e)) {
        return false;
    }
    v->by_day = what == BEHIND_DAYS;
    v->has_due = what == BEHIND_TASKS;
    v->has_state = what == BEHIND_MATTERS || what == BEHIND_TASKS || what == BEHIND_MEETINGS || what == BEHIND_RECOGNITIONS;
    v->what = v->by_day ? STR("") : T_(w->lang, kinds[what].what);
    v->day_words = v->by_day ? STR("") : T_(w->lang, kinds[what].day);
    v->csv = table_href(w, report_rows_href(w, r, which));
    v->next = !more ? STR("")
                    : str_fmt(w->a, "%.*s&place=%lld&after=%.*s", STR_ARG(report_rows_href(w, r, which)), (long long)next.place,
                              STR_ARG(web_page_key(w->a, next.at, next.id)));
    return true;
}

struct lines_at {
    const struct report *r;
    size_t which;
    struct behind_key next;
};

static bool table_of(struct table *t, void *at, bool *more, struct err *e)
{
    struct lines_at *a = at;
    struct report_rows_view v = {.n = 0};
    if (!read_lines(t->w, a->r, a->which, a->next, &v, &a->next, more, e)) {
        return false;
    }
    enum behind what = report_behind(&a->r->t.figures[a->which]);
    for (size_t i = 0; i < v.n; i++) {
        const struct report_rows_line *l = &v.list[i];
        table_text(t, l->words);
        table_day(t, l->day);
        if (what == BEHIND_DAYS) {
            table_number(t, l->number);
        } else {
            table_text(t, STR(""));
        }
        table_day(t, what == BEHIND_TASKS ? l->number : 0);
        TABLE_TEXTS(t, l->state.words, l->outcome.words, l->office, l->href);
        table_end_row(t);
    }
    return true;
}

void report_rows_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct report *r = ARENA_NEW(w->a, struct report);
    struct report_rows_view *v = ARENA_NEW(w->a, struct report_rows_view);
    if (!report_there(w)) {
        return;
    }
    if (!report_read(r, w->tx, w->site, &w->report, w->now, &e)) {
        web_failed(w, &e);
        return;
    }
    size_t which = report_picked(w, r);
    if (which >= r->t.n_figures || report_rows_href(w, r, which).n == 0) {
        web_error(w, 404);
        return;
    }
    if (str_ends(w->req->path, STR(".csv"))) {
        struct lines_at *at = ARENA_NEW(w->a, struct lines_at);
        *at = (struct lines_at){.r = r, .which = which};
        table_reply(w, STR("rows"), "what,day,number,due,state,outcome,office,address", table_of, at);
        return;
    }
    const struct template_entry *f = &r->t.figures[which];
    struct str period = report_span_words(w, &r->t, r->span);
    *v = (struct report_rows_view){
        .page = desk_page_view(w, report_entry_label(w, f), site_office(w->site, site_heir_id(w->site, w->report.office_id)),
                               DESK_NAV_REPORTS),
        .back = str_fmt(w->a, "%.*s#row-f%zu", STR_ARG(report_address(w, w->report.public_id)), which + 1),
        .report = str_fmt(w->a, "%.*s, %.*s", STR_ARG(r->t.name), STR_ARG(period)),
        .figure = report_entry_label(w, f),
        .office = desk_office_name(w, w->report.office_id),
        .period = period,
        .value = report_value_text(w, f->kind, &r->values[which]),
        .definition = template_entry_definition(w->lang, f),
        .frozen_at = w->report.frozen_at,
    };
    if (!fill_lines(w, r, which, v, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_report_rows(&out, w->lang, v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}
