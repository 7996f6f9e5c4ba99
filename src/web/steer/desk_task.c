// desk_task.c: the page of one task, as far as its reader has a part in it.
#include "web/steer/desk_task_view.h"

#include "core/steer/document_access.h"
#include "core/steer/meeting_access.h"
#include "db/q_document.h"
#include "db/q_file.h"
#include "db/q_matter.h"
#include "db/q_meeting.h"
#include "db/q_member.h"
#include "db/q_publication.h"
#include "db/q_task.h"
#include "templates.h"

static void fill_buttons(const struct web *w, struct desk_task_view *v)
{
    size_t n;
    const struct task_step *steps = task_steps(&n);
    for (size_t i = 0; i < n; i++) {
        struct step_button b = {str_c(steps[i].to), T_(w->lang, steps[i].words), steps[i].wants_words};
        if (!str_eqz(v->t.state, steps[i].from)) {
            continue;
        }
        if (steps[i].who == TASK_LEAD && v->works) {
            BUG_ON(v->n_lead == STEP_BUTTONS);
            v->lead[v->n_lead++] = b;
        } else if (steps[i].who == TASK_GIVER && v->gave) {
            BUG_ON(v->n_giving == STEP_BUTTONS);
            v->giving[v->n_giving++] = b;
        }
    }
}

static bool fill_notes(struct web *w, struct desk_task_view *v, struct err *e)
{
    struct task_notes_row *list;
    size_t n;
    if (!q_task_notes(w->tx, v->t.home_id, v->t.id, &list, &n, e)) {
        return false;
    }
    v->notes = ARENA_ARRAY(w->a, struct task_said, n + 1);
    for (size_t i = n; i > 0; i--) { // the latest first
        const struct task_notes_row *r = &list[i - 1];
        v->notes[v->n_notes++] = (struct task_said){r->words, desk_office_name(w, r->office_id),
                                                    task_state_tag(w, r->state).words, r->noted_at};
    }
    return true;
}

// Where a piece of evidence is to be seen, and what to call it where nobody gave it a title.
static bool evidence_of(struct web *w, const struct task_evidence_row *r, struct evidence_line *out, struct err *e)
{
    enum q_got got = Q_NONE;
    *out = (struct evidence_line){.title = r->title, .at = r->added_at, .href = STR("")};
    if (str_eqz(r->kind, "link")) {
        out->kind = T(w->lang, "link");
        out->href = r->url;
    } else if (str_eqz(r->kind, "publication")) {
        struct publication_row pub;
        got = q_publication_by_id(w->tx, w->site->home, r->other_id, &pub, e);
        out->kind = T(w->lang, "publication");
        out->href = got == Q_ROW ? web_path(w, "answers/%.*s", STR_ARG(pub.public_id)) : STR("");
    } else if (str_eqz(r->kind, "matter")) {
        struct matter_row m;
        got = q_matter_by_id(w->tx, w->site->home, r->other_id, &m, e);
        out->kind = T(w->lang, "matter");
        out->href = got == Q_ROW ? str_fmt(w->a, "/desk/matters/%.*s", STR_ARG(m.public_id)) : STR("");
    } else if (str_eqz(r->kind, "document")) {
        struct document_row d;
        got = q_document_by_id(w->tx, w->site->home, r->other_id, &d, e);
        out->kind = T(w->lang, "document");
        out->href = got == Q_ROW ? str_fmt(w->a, "/desk/documents/%.*s", STR_ARG(d.public_id)) : STR("");
        out->title = out->title.n == 0 && got == Q_ROW ? str_fmt(w->a, "%.*s %.*s", STR_ARG(d.mark), STR_ARG(d.summary))
                                                       : out->title;
    } else {
        struct file_row f;
        got = q_file_by_id(w->tx, w->site->home, r->other_id, &f, e);
        out->kind = T(w->lang, "file");
        out->href = got == Q_ROW ? str_fmt(w->a, "/desk/files/%.*s", STR_ARG(f.public_id)) : STR("");
    }
    out->title = out->title.n > 0 ? out->title : out->href.n > 0 ? out->href : out->kind;
    return got != Q_ERROR;
}

static bool fill_evidence(struct web *w, struct desk_task_view *v, struct err *e)
{
    struct task_evidence_row *list;
    size_t n;
    if (!q_task_evidence(w->tx, v->t.home_id, v->t.id, &list, &n, e)) {
        return false;
    }
    v->evidence = ARENA_ARRAY(w->a, struct evidence_line, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (!evidence_of(w, &list[i], &v->evidence[v->n_evidence++], e)) {
            return false;
        }
    }
    return true;
}

static bool fill_extensions(struct web *w, struct desk_task_view *v, struct err *e)
{
    struct task_extensions_row *list;
    size_t n;
    if (!q_task_extensions(w->tx, v->t.home_id, v->t.id, &list, &n, e)) {
        return false;
    }
    v->extensions = ARENA_ARRAY(w->a, struct extension_line, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct extension_line x = {.from_day = list[i].from_day, .to_day = list[i].to_day, .reason = list[i].reason,
                                   .asked_at = list[i].asked_at, .decided = STR("")};
        if (list[i].decided_at == 0) {
            v->asked = x;
            v->decides = v->gave && v->goes_on;
        } else {
            x.decided = list[i].granted ? T(w->lang, "granted") : T(w->lang, "refused");
        }
        v->extensions[v->n_extensions++] = x;
    }
    bool waits = v->n_extensions > 0 && v->extensions[v->n_extensions - 1].decided.n == 0;
    v->asks = v->works && v->goes_on && !waits && v->t.due_day != 0 && !str_eqz(v->t.state, "reported");
    return true;
}

static bool fill_parts(struct web *w, struct desk_task_view *v, struct err *e)
{
    struct task_row *list;
    size_t n;
    if (!q_tasks_of_parent_first(w->tx, v->t.home_id, v->t.id, &list, &n, e)) {
        return false;
    }
    v->parts = ARENA_ARRAY(w->a, struct task_line, PARTS_SHOWN);
    for (size_t i = 0; i < n && i < PARTS_SHOWN; i++) {
        if (!task_line(w, &list[i], &v->parts[v->n_parts++], e)) {
            return false;
        }
    }
    v->more_parts = n > PARTS_SHOWN;
    return true;
}

// Its tasks where they may be read, else the document, for who was sent it.
static bool link_of_document(struct web *w, const struct document_row *d, struct page_link *out, struct err *e)
{
    int64_t mine[ROLES_HELD_MAX];
    size_t n_mine = web_offices(w, mine, ROLES_HELD_MAX);
    enum document_access access;
    if (!document_access(w->tx, w->site, mine, n_mine, d, &access, e)) {
        return false;
    }
    const struct office *o = site_office(w->site, d->office_id);
    bool sees = o != NULL && web_may(w, CAP_DESK_LIST, o->id);
    struct str name = str_fmt(w->a, "%.*s %.*s", STR_ARG(d->mark), STR_ARG(d->summary));
    bool reads = access == DOCUMENT_TEXT || access == DOCUMENT_WHOLE;
    *out = (struct page_link){name, reads  ? str_fmt(w->a, "/desk/documents/%.*s", STR_ARG(d->public_id))
                                    : sees ? str_fmt(w->a, "/desk/%.*s/tasks/directive?document=%.*s", STR_ARG(o->code),
                                                     STR_ARG(d->public_id))
                                           : STR("")};
    return true;
}

// The meeting whose conclusion the task is, for who may read of it.
static bool link_of_meeting(struct web *w, int64_t conclusion, struct page_link *out, struct err *e)
{
    int64_t mine[ROLES_HELD_MAX];
    size_t n_mine = web_offices(w, mine, ROLES_HELD_MAX);
    struct conclusion_meeting_row c;
    struct meeting_row m;
    enum meeting_access access;
    enum q_got got = q_conclusion_meeting(w->tx, w->site->home, conclusion, &c, e);
    if (got != Q_ROW || q_meeting_by_public(w->tx, c.public_id, &m, e) != Q_ROW) {
        return got == Q_NONE;
    }
    if (!meeting_access(w->tx, w->site, mine, n_mine, &m, &access, e)) {
        return false;
    }
    if (access != MEETING_ABSENT) {
        *out = (struct page_link){m.title, str_fmt(w->a, "/desk/meetings/%.*s", STR_ARG(m.public_id))};
    }
    return true;
}

// What it comes from: the whole that it is a part of, the directive that it carries out, the promise that was made.
static bool fill_origins(struct web *w, struct desk_task_view *v, struct err *e)
{
    static const char *const sources[][2] = {
        {"conclusion", N_("a conclusion of a meeting")}, {"document", N_("a document")}, {"answer", N_("a promise in an answer")},
        {"plan", N_("a plan")}, {"hand", N_("given by hand")},
    };
    v->source = v->t.source;
    for (size_t i = 0; i < ARRAY_LEN(sources); i++) {
        v->source = str_eqz(v->t.source, sources[i][0]) ? T_(w->lang, sources[i][1]) : v->source;
    }
    struct task_row parent;
    struct document_row d;
    struct matter_row m;
    v->parent = v->directive = v->origin = (struct page_link){STR(""), STR("")};
    enum q_got got = v->t.parent_id == 0 ? Q_NONE : q_task_by_id(w->tx, v->t.home_id, v->t.parent_id, &parent, e);
    if (got == Q_ROW) {
        bool sees = web_may(w, CAP_DESK_LIST, parent.lead_id) || web_may(w, CAP_DESK_LIST, parent.office_id);
        v->parent = (struct page_link){
            parent.what, sees ? str_fmt(w->a, "/desk/tasks/%.*s", STR_ARG(parent.public_id)) : STR("")};
    }
    enum q_got of = v->t.document_id == 0 ? Q_NONE : q_document_by_id(w->tx, v->t.home_id, v->t.document_id, &d, e);
    if (of == Q_ROW && !link_of_document(w, &d, &v->directive, e)) {
        return false;
    }
    if (str_eqz(v->t.source, "conclusion") && v->t.source_id != 0 && !link_of_meeting(w, v->t.source_id, &v->origin, e)) {
        return false;
    }
    bool promise = str_eqz(v->t.source, "answer") && v->t.source_id != 0;
    enum q_got from = promise ? q_matter_by_id(w->tx, v->t.home_id, v->t.source_id, &m, e) : Q_NONE;
    if (from == Q_ROW && web_may(w, CAP_DESK_LIST, m.office_id)) {
        v->origin = (struct page_link){str_fmt(w->a, "%.*s", STR_ARG(desk_number(w, &m))),
                                       str_fmt(w->a, "/desk/matters/%.*s", STR_ARG(m.public_id))};
    }
    return got != Q_ERROR && of != Q_ERROR && from != Q_ERROR;
}

static bool fill_members(struct web *w, struct desk_task_view *v, struct err *e)
{
    struct members_of_office_row *list;
    size_t n;
    if (!q_members_of_office(w->tx, v->t.lead_id, w->now, &list, &n, e)) {
        return false;
    }
    v->members.list = ARENA_ARRAY(w->a, struct desk_choice, n + 2);
    v->members.list[v->members.n++] = (struct desk_choice){STR(""), T(w->lang, "nobody yet"), v->t.member_id == 0};
    for (size_t i = 0; i < n; i++) {
        bool again = i > 0 && list[i].id == list[i - 1].id; // they stand in the order of their logins
        if (!again && list[i].disabled_at == 0) {
            bool holds = list[i].id == v->t.member_id;
            v->members.list[v->members.n++] = (struct desk_choice){list[i].login, list[i].name, holds};
            v->holder = holds ? list[i].name : v->holder;
        }
    }
    return true;
}

static struct desk_choices evidence_kinds(struct web *w)
{
    static const char *const kinds[][2] = {{"link", N_("link")}, {"publication", N_("publication")},
                                           {"matter", N_("matter")}, {"document", N_("document")}};
    struct desk_choices c = {ARENA_ARRAY(w->a, struct desk_choice, ARRAY_LEN(kinds)), 0};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        c.list[c.n++] = (struct desk_choice){str_c(kinds[i][0]), T_(w->lang, kinds[i][1]),
                                             str_eqz(web_field(w, "evidence_kind"), kinds[i][0])};
    }
    return c;
}

static bool may_read_all(struct web *w, bool *open, struct err *e)
{
    int64_t mine[ROLES_HELD_MAX];
    size_t n_mine = web_offices(w, mine, ROLES_HELD_MAX);
    int64_t *offices;
    size_t n;
    if (!task_offices(w->tx, &w->task, &offices, &n, e)) {
        return false;
    }
    *open = task_part(w->site, mine, n_mine, offices, n);
    return true;
}

bool task_reads(struct web *w, bool *open)
{
    struct err e = ERR_INIT;
    if (!may_read_all(w, open, &e)) {
        web_failed(w, &e);
        return false;
    }
    return true;
}

bool task_noting_office(struct web *w, int64_t *office_id, struct err *e)
{
    int64_t *offices;
    size_t n;
    if (!task_offices(w->tx, &w->task, &offices, &n, e)) {
        return false;
    }
    *office_id = 0;
    for (size_t i = 0; i < n && *office_id == 0; i++) {
        int64_t at = site_heir_id(w->site, offices[i]);
        *office_id = web_may(w, CAP_TASK_WORK, at) ? at : 0;
    }
    return true;
}

// The desk that the page stands at: the member's own where it has a part in the task.
static const struct office *desk_of_task(const struct web *w)
{
    const int64_t at[] = {w->task.lead_id, w->task.office_id, w->task.follower_id};
    for (size_t i = 0; i < ARRAY_LEN(at); i++) {
        const struct office *o = site_heir(w->site, site_office(w->site, at[i]));
        if (o != NULL && (web_may(w, CAP_TASK_WORK, o->id) || web_may(w, CAP_TASK_GIVE, o->id))) {
            return o;
        }
    }
    const struct office *lead = site_heir(w->site, site_office(w->site, w->task.lead_id));
    return lead != NULL && web_may(w, CAP_DESK_LIST, lead->id) ? lead : desk_first_office(w);
}

static void fill_typed(struct web *w, struct desk_task_view *v)
{
    v->words = web_field(w, "words");
    v->given_words = web_field(w, "given_words");
    v->note = web_field(w, "note");
    v->evidence_title = web_field(w, "evidence_title");
    v->evidence_of = web_field(w, "evidence_of");
    v->ask_reason = web_field(w, "ask_reason");
    v->ask_day = desk_day_field(w, "ask_day");
}

void desk_task_reply(struct web *w, const struct task_shown *how)
{
    struct err e = ERR_INIT;
    const struct task_row *t = &w->task;
    struct desk_task_view v = {.page = desk_page_view(w, T(w->lang, "Task"), desk_of_task(w), DESK_NAV_TASKS),
                               .t = *t,
                               .giver = desk_office_name(w, t->office_id),
                               .follower = desk_office_name(w, t->follower_id),
                               .holder = STR(""),
                               .works = web_may(w, CAP_TASK_WORK, t->lead_id),
                               .gave = web_may(w, CAP_TASK_GIVE, t->office_id),
                               .goes_on = task_open(t),
                               .warning = how->warning.p == NULL ? STR("") : how->warning,
                               .kinds = evidence_kinds(w)};
    v.page.page.problems = how->problems;
    v.cuts = v.goes_on && web_may(w, CAP_TASK_GIVE, t->lead_id);
    fill_typed(w, &v);
    fill_buttons(w, &v);
    int64_t notes;
    if (!task_noting_office(w, &notes, &e)) {
        web_failed(w, &e);
        return;
    }
    v.notes_down = v.goes_on && notes != 0;
    if (!task_line(w, t, &v.line, &e) || !may_read_all(w, &v.open, &e) || !fill_origins(w, &v, &e) || !fill_parts(w, &v, &e) ||
        (v.open && (!fill_notes(w, &v, &e) || !fill_evidence(w, &v, &e) || !fill_extensions(w, &v, &e))) ||
        (v.works && !fill_members(w, &v, &e))) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_desk_task(&out, w->lang, &v);
    web_reply_html(w, how->status, &out);
    buf_free(&out);
}

void task_get(struct web *w)
{
    desk_task_reply(w, &(struct task_shown){.status = 200});
}
