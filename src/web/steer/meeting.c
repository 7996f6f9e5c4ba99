// meeting.c: the page of one meeting, as far as its reader has a part in it.
#include "web/steer/meeting_view.h"

#include "core/steer/meeting_taken.h"
#include "db/q_document.h"
#include "db/q_file.h"
#include "db/q_meeting.h"
#include "i18n/format.h"
#include "templates.h"

bool meeting_reads(struct web *w, enum meeting_access *access)
{
    int64_t offices[ROLES_HELD_MAX];
    size_t n = web_offices(w, offices, ROLES_HELD_MAX);
    struct err e = ERR_INIT;
    if (!meeting_access(w->tx, w->site, offices, n, &w->meeting, access, &e)) {
        web_failed(w, &e);
        return false;
    }
    return true;
}

static bool fill_items(struct web *w, struct meeting_view *v, struct err *e)
{
    struct meeting_items_row *list;
    size_t n;
    if (!q_meeting_items(w->tx, v->m->home_id, v->m->id, &list, &n, e)) {
        return false;
    }
    v->items = ARENA_ARRAY(w->a, struct meeting_agenda_line, n + 1);
    for (size_t i = 0; i < n; i++) {
        v->items[v->n_items++] = (struct meeting_agenda_line){.id = str_fmt(w->a, "%lld", (long long)list[i].id),
                                                              .title = list[i].title,
                                                              .office = desk_office_name(w, list[i].office_id)};
    }
    return true;
}

static struct desk_choices came_choices(const struct web *w, int64_t chosen)
{
    static const char *const codes[] = {"0", "1", "2"};
    struct desk_choices c = {ARENA_ARRAY(w->a, struct desk_choice, ARRAY_LEN(codes)), 0};
    for (int64_t i = 0; i < (int64_t)ARRAY_LEN(codes); i++) {
        c.list[c.n++] = (struct desk_choice){str_c(codes[i]), T_(w->lang, meeting_came_words(i)), i == chosen};
    }
    return c;
}

// Who is invited, and who may therefore be noted down as having spoken.
static bool fill_guests(struct web *w, struct meeting_view *v, struct err *e)
{
    struct meeting_invited_of_row *list;
    size_t n;
    struct str chosen = web_field(w, "speaker");
    if (!q_meeting_invited_of(w->tx, v->m->home_id, v->m->id, &list, &n, e)) {
        return false;
    }
    const struct office *own = site_office(w->site, v->m->office_id);
    v->guests = ARENA_ARRAY(w->a, struct meeting_guest_line, n + 1);
    v->speakers.list = ARENA_ARRAY(w->a, struct desk_choice, n + 1);
    v->speakers.list[v->speakers.n++] = (struct desk_choice){own->code, own->name[w->lang], str_eq(own->code, chosen)};
    for (size_t i = 0; i < n; i++) {
        const struct office *o = site_office(w->site, list[i].office_id);
        v->guests[v->n_guests++] = (struct meeting_guest_line){.office = desk_office_name(w, list[i].office_id),
                                                               .capacity = list[i].capacity,
                                                               .words = T_(w->lang, meeting_came_words(list[i].came)),
                                                               .came = came_choices(w, list[i].came)};
        bool again = o == NULL || o == own || (i > 0 && list[i].office_id == list[i - 1].office_id);
        if (!again) {
            v->speakers.list[v->speakers.n++] = (struct desk_choice){o->code, o->name[w->lang], str_eq(o->code, chosen)};
        }
    }
    return true;
}

static bool fill_said(struct web *w, struct meeting_view *v, struct err *e)
{
    struct meeting_contributions_row *list;
    size_t n;
    if (!q_meeting_contributions(w->tx, v->m->home_id, v->m->id, &list, &n, e)) {
        return false;
    }
    v->said = ARENA_ARRAY(w->a, struct meeting_said_line, n + 1);
    for (size_t i = 0; i < n; i++) {
        v->said[v->n_said++] = (struct meeting_said_line){.id = str_fmt(w->a, "%lld", (long long)list[i].id),
                                                          .office = desk_office_name(w, list[i].office_id),
                                                          .words = list[i].words,
                                                          .own = list[i].own};
    }
    return true;
}

// What the reader's own offices that are invited have to say, as long as it can be changed.
static bool fill_own(struct web *w, struct meeting_view *v, struct err *e)
{
    struct meeting_invited_of_row *list;
    size_t n;
    if (v->whole || !meeting_editable(v->m)) {
        return true;
    }
    if (!q_meeting_invited_of(w->tx, v->m->home_id, v->m->id, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n && v->n_own < MEETING_OWN; i++) {
        const struct office *o = site_heir(w->site, site_office(w->site, list[i].office_id));
        bool again = o == NULL || !web_may(w, CAP_MEETING_SPEAK, o->id);
        for (size_t k = 0; k < v->n_own && !again; k++) {
            again = str_eq(v->own[k].code, o->code);
        }
        struct meeting_contribution_own_row own = {.words = STR("")};
        enum q_got got = again ? Q_NONE : q_meeting_contribution_own(w->tx, v->m->home_id, v->m->id, o->id, &own, e);
        if (got == Q_ERROR) {
            return false;
        }
        if (!again) {
            bool typed = w->office == o && w->req->method == HTTP_POST;
            v->own[v->n_own++] = (struct meeting_own_line){o->code, o->name[w->lang], typed ? web_field(w, "own") : own.words,
                                                           got == Q_ROW};
        }
    }
    return true;
}

static struct str with_names(struct web *w, const struct conclusion_coordinators_row *list, size_t n, int64_t id)
{
    struct buf b = buf_new(8000);
    for (size_t i = 0; i < n; i++) {
        if (list[i].conclusion_id == id) {
            buf_addz(&b, b.n > 0 ? "; " : "");
            buf_add(&b, desk_office_name(w, list[i].office_id));
        }
    }
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

// What became of a meeting's conclusions; a task's own words and steps are on its page, for who has a part in it.
static bool became(struct web *w, const struct meeting_row *m, struct meeting_conclusion_line **out, size_t *n_out,
                   struct err *e)
{
    struct conclusions_with_tasks_row *list;
    struct conclusion_row *whole;
    struct conclusion_coordinators_row *with;
    size_t n, n_whole, n_with;
    if (!q_conclusions_with_tasks(w->tx, m->home_id, m->id, &list, &n, e) ||
        !q_conclusions_of(w->tx, m->home_id, m->id, &whole, &n_whole, e) ||
        !q_conclusion_coordinators(w->tx, m->home_id, m->id, &with, &n_with, e)) {
        return false;
    }
    *out = ARENA_ARRAY(w->a, struct meeting_conclusion_line, n + 1);
    *n_out = n;
    for (size_t i = 0; i < n; i++) {
        struct meeting_conclusion_line *c = &(*out)[i];
        bool task = list[i].task_public_id.n > 0;
        *c = (struct meeting_conclusion_line){.number = list[i].number,
                                              .words = list[i].words,
                                              .product = whole[i].product,
                                              .lead = desk_office_name(w, list[i].lead_id),
                                              .with = with_names(w, with, n_with, whole[i].id),
                                              .due_day = task ? list[i].task_due_day : list[i].due_day,
                                              .task = {STR(""), STR("")},
                                              .state = {STR(""), STR("")},
                                              .time = {STR(""), STR("")}};
        if (task) {
            struct task_row t = {.state = list[i].state, .due_day = c->due_day, .reported_at = list[i].reported_at};
            bool sees = web_may(w, CAP_DESK_LIST, m->office_id) || web_may(w, CAP_DESK_LIST, list[i].lead_id);
            c->task.path = sees ? str_fmt(w->a, "/desk/tasks/%.*s", STR_ARG(list[i].task_public_id)) : STR("");
            c->state = task_state_tag(w, list[i].state);
            c->time = task_time_tag(w, &t);
        }
    }
    return true;
}

static bool fill_before(struct web *w, struct meeting_view *v, struct err *e)
{
    struct meeting_row before;
    struct meeting_series_row series;
    v->before = (struct page_link){STR(""), STR("")};
    v->series = STR("");
    if (v->m->series_id == 0) {
        return true;
    }
    enum q_got named = q_meeting_series_by_id(w->tx, v->m->home_id, v->m->series_id, &series, e);
    v->series = named == Q_ROW ? series.name : STR("");
    enum q_got got = q_meeting_before(w->tx, v->m->home_id, v->m->series_id, v->m->begins_at, &before, e);
    if (named == Q_ERROR || got != Q_ROW) {
        return named != Q_ERROR && got != Q_ERROR;
    }
    v->before = (struct page_link){meeting_when(w, before.begins_at, before.ends_at), meeting_path(w, before.public_id)};
    return !str_eqz(before.state, "confirmed") || became(w, &before, &v->became, &v->n_became, e);
}

static bool fill_files(struct web *w, struct meeting_view *v, struct err *e)
{
    struct file_row *list;
    size_t n;
    if (!q_files_of(w->tx, v->m->home_id, STR("meeting"), v->m->id, &list, &n, e)) {
        return false;
    }
    v->files = ARENA_ARRAY(w->a, struct meeting_file_line, n + 1);
    for (size_t i = 0; i < n; i++) {
        v->files[v->n_files++] = (struct meeting_file_line){
            .href = str_fmt(w->a, "/desk/files/%.*s", STR_ARG(list[i].public_id)), .name = list[i].name, .size = list[i].size};
    }
    return true;
}

static bool fill_paper(struct web *w, struct meeting_view *v, enum meeting_paper which, struct err *e)
{
    bool minutes = which == MEETING_MINUTES;
    int64_t id = minutes ? v->m->minutes_id : v->m->notice_id;
    struct document_row d;
    enum q_got got = id == 0 ? Q_NONE : q_document_by_id(w->tx, v->m->home_id, id, &d, e);
    v->papers[v->n_papers++] = (struct meeting_paper_line){
        .code = minutes ? STR("minutes") : STR("notice"),
        .make = minutes ? T(w->lang, "Draft the minutes") : T(w->lang, "Draft the notice of conclusions"),
        .document = got == Q_ROW
                        ? (struct page_link){d.mark.n > 0 ? str_fmt(w->a, "%.*s %.*s", STR_ARG(d.mark), STR_ARG(d.summary))
                                                          : d.summary,
                                             str_fmt(w->a, "/desk/documents/%.*s", STR_ARG(d.public_id))}
                        : (struct page_link){STR(""), STR("")},
        .state = got == Q_ROW ? T_(w->lang, document_state_words(d.state)) : STR(""),
        .issued = got == Q_ROW && str_eqz(d.state, "issued"),
        .due = meeting_paper_due(v->m, which) && web_may(w, CAP_DOCUMENT_WRITE, v->m->office_id)};
    return got != Q_ERROR;
}

// ---- what is next

static void todo(struct meeting_view *v, struct str words, const char *href, struct str how, bool done)
{
    v->todo[v->n_todo++] = (struct meeting_todo){words, str_c(href), how, done};
}

static struct str so_many(struct web *w, size_t n)
{
    return n == 0 ? T(w->lang, "nothing written yet") : str_fmt(w->a, "%zu", n);
}

static void todo_during(struct web *w, struct meeting_view *v)
{
    size_t noted = 0;
    for (size_t i = 0; i < v->n_guests; i++) {
        noted += !v->guests[i].came.list[0].chosen;
    }
    if (v->n_guests > 0) {
        todo(v, T(w->lang, "Note who came"), "#guests-title", str_fmt(w->a, "%zu/%zu", noted, v->n_guests),
             noted == v->n_guests);
    }
    todo(v, T(w->lang, "Write down what offices said"), "#said-title", so_many(w, v->n_said), v->n_said > 0);
    todo(v, T(w->lang, "Write down the conclusions"), "#concl-title", so_many(w, v->n_conclusions), v->n_conclusions > 0);
}

static struct str why_not_confirm(struct web *w, const struct meeting_view *v)
{
    if (str_eqz(v->m->state, "planned")) {
        struct buf b = buf_new(1000);
        struct buf at = buf_new(100);
        format_datetime(&at, w->lang, v->m->begins_at);
        if (v->phase == MEETING_BEFORE) {
            I18N_FILL(&b, T(w->lang, "The conclusions can be confirmed once the meeting was held: it begins {when}."),
                      {"when", buf_str(&at)});
        } else {
            buf_add(&b, T(w->lang, "The conclusions can be confirmed once it is said here that the meeting was held."));
        }
        struct str s = str_copy(w->a, buf_str(&b));
        buf_free(&at);
        buf_free(&b);
        return s;
    }
    if (v->n_conclusions == 0) {
        return T(w->lang, "They can be confirmed once there is a conclusion.");
    }
    return v->confirms ? STR("")
                       : T(w->lang, "A head of this office confirms the conclusions, for the chair; then they are tasks.");
}

bool meeting_still_open(struct web *w, struct meeting_open *out, struct err *e)
{
    struct meeting_invited_of_row *guests;
    struct conclusion_row *list;
    size_t n_guests, n;
    *out = (struct meeting_open){0, 0};
    if (!q_meeting_invited_of(w->tx, w->meeting.home_id, w->meeting.id, &guests, &n_guests, e) ||
        !q_conclusions_of(w->tx, w->meeting.home_id, w->meeting.id, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n_guests; i++) {
        out->unnoted += guests[i].came == 0;
    }
    for (size_t i = 0; i < n; i++) {
        out->leadless += list[i].lead_id == 0;
    }
    return true;
}

// Papers and tasks that came of it.
static void todo_after(struct web *w, struct meeting_view *v)
{
    size_t late = 0, tasks = 0;
    for (size_t i = 0; i < v->n_conclusions; i++) {
        tasks += v->conclusions[i].state.words.n > 0;
        late += str_eqz(v->conclusions[i].time.code, "late");
    }
    for (size_t i = 0; i < v->n_papers; i++) {
        const struct meeting_paper_line *p = &v->papers[i];
        if (p->document.path.n > 0) {
            v->todo[v->n_todo++] = (struct meeting_todo){p->document.name, p->document.path, p->state, p->issued};
        }
    }
    if (tasks > 0) {
        struct str n = str_fmt(w->a, "%zu", late);
        struct buf b = buf_new(200);
        I18N_FILL(&b, late == 0 ? T(w->lang, "none late") : T(w->lang, "{n} late"), {"n", n});
        todo(v, T(w->lang, "See what became of the tasks"), "#concl-title", str_copy(w->a, buf_str(&b)), late == 0);
        buf_free(&b);
    }
}

static void fill_next(struct web *w, struct meeting_view *v)
{
    v->later = STR("");
    if (v->edits && v->phase == MEETING_BEFORE) {
        todo(v, T(w->lang, "Invite offices"), "#guests-title", so_many(w, v->n_guests), v->n_guests > 0);
        todo(v, T(w->lang, "Write the agenda"), "#agenda-title", so_many(w, v->n_items), v->n_items > 0);
        todo(v, T(w->lang, "Add papers"), "#papers-title", so_many(w, v->n_files), v->n_files > 0);
    } else if (v->edits) {
        todo_during(w, v);
    } else if (v->whole && v->confirmed) {
        todo_after(w, v);
    }
    v->later = v->edits ? why_not_confirm(w, v) : STR("");
}

static bool fill_taken(struct web *w, struct meeting_view *v, struct err *e)
{
    struct meeting_taken_row t;
    enum q_got got = v->edits ? meeting_taken_now(w->tx, v->m, &t, e) : Q_NONE;
    v->taken = got != Q_ROW      ? STR("")
               : t.words.n > 0 ? t.words
                               : desk_office_name(w, t.office_id);
    return got != Q_ERROR;
}

static struct str known(struct str s)
{
    return s.p == NULL ? STR("") : s;
}

// The form of a conclusion: as typed, or the one that is to be changed.
static void fill_editing(struct web *w, struct meeting_view *v)
{
    bool posted = w->req->method == HTTP_POST;
    struct str number = posted ? web_field(w, "number") : web_param(w, "conclusion");
    if (!str_int(number, &v->editing) || v->editing < 1 || v->editing > (int64_t)v->n_conclusions || !v->edits) {
        v->editing = 0;
    }
    v->words = web_field(w, "words");
    v->product = web_field(w, "product");
    v->lead = web_field(w, "lead_name");
    v->lead_code = web_field(w, "lead");
    v->with = web_field(w, "with");
    v->due_day = desk_day_field(w, "due");
    v->item = web_field(w, "item");
    v->item_office = web_field(w, "item_office_name");
    v->names = v->edits ? desk_office_names(w, task_reach(w->site, v->m->office_id)) : (struct desk_choices){NULL, 0};
    v->invite = web_field(w, "offices");
    v->capacity = web_field(w, "capacity");
    v->contribution = web_field(w, "contribution");
    if (!posted && v->editing != 0) {
        const struct meeting_conclusion_line *c = &v->conclusions[v->editing - 1];
        v->words = c->words;
        v->product = known(c->product);
        v->lead = c->lead;
        v->with = c->with;
        v->due_day = c->due_day;
    }
}

// Drafts are the calling office's; from above it is told how many there are.
static bool fill_conclusions(struct web *w, struct meeting_view *v, struct err *e)
{
    if (!became(w, v->m, &v->conclusions, &v->n_conclusions, e)) {
        return false;
    }
    v->counted = v->confirmed ? (int64_t)v->n_conclusions : 0;
    if (!v->whole && !(v->invited && v->confirmed)) {
        v->n_conclusions = 0;
    }
    return true;
}

// The desk that the page stands at: the caller's where the member works there, else one of the member's own.
static const struct office *desk_of_meeting(const struct web *w)
{
    const struct office *o = site_heir(w->site, site_office(w->site, w->meeting.office_id));
    return o != NULL && web_may(w, CAP_DESK_LIST, o->id) ? o : desk_first_office(w);
}

static bool fill(struct web *w, struct meeting_view *v, struct err *e)
{
    if (!fill_conclusions(w, v, e)) {
        return false;
    }
    if (!v->invited) {
        return true;
    }
    bool good = fill_items(w, v, e) && fill_guests(w, v, e) && fill_before(w, v, e) && fill_files(w, v, e);
    if (good && (v->whole || v->confirmed)) {
        good = fill_said(w, v, e);
    }
    good = good && fill_own(w, v, e) && fill_taken(w, v, e);
    return good && (!v->whole || (fill_paper(w, v, MEETING_MINUTES, e) && fill_paper(w, v, MEETING_NOTICE, e)));
}

void meeting_reply(struct web *w, int status, const struct problems *p, struct str warning)
{
    struct err e = ERR_INIT;
    enum meeting_access access;
    const struct meeting_row *m = &w->meeting;
    enum meeting_kind kind = meeting_kind_of(m->kind);
    if (!meeting_reads(w, &access)) {
        return;
    }
    struct meeting_view v = {.page = desk_page_view(w, T(w->lang, "Meeting"), desk_of_meeting(w), DESK_NAV_MEETINGS),
                             .m = m,
                             .href = meeting_path(w, m->public_id),
                             .kind = kind == MEETING_KINDS ? m->kind : T_(w->lang, meeting_kind_words(kind)),
                             .office = desk_office_name(w, m->office_id),
                             .when = meeting_when(w, m->begins_at, m->ends_at),
                             .series = STR(""),
                             .before = {STR(""), STR("")},
                             .state = meeting_state_tag(w, m->state),
                             .warning = warning,
                             .invited = access >= MEETING_INVITED,
                             .whole = access == MEETING_WHOLE,
                             .confirmed = str_eqz(m->state, "confirmed")};
    bool writes = v.whole && web_may(w, CAP_MEETING_WRITE, m->office_id);
    bool planned = str_eqz(m->state, "planned");
    v.edits = writes && meeting_editable(m);
    v.cancels = writes && planned;
    v.holds = writes && planned && m->begins_at <= w->now;
    v.phase = planned && m->begins_at > w->now ? MEETING_BEFORE : meeting_editable(m) ? MEETING_DURING : MEETING_AFTER;
    v.page.page.problems = p;
    if (!fill(w, &v, &e)) {
        web_failed(w, &e);
        return;
    }
    v.confirms = v.n_conclusions > 0 && v.whole && str_eqz(m->state, "held") && web_may(w, CAP_MEETING_CONFIRM, m->office_id);
    if (v.confirms && !meeting_still_open(w, &v.open, &e)) {
        web_failed(w, &e);
        return;
    }
    fill_next(w, &v);
    fill_editing(w, &v);
    page_script(&v.page.page, "office-find.js");
    struct buf out = web_buf();
    tmpl_meeting(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void meeting_get(struct web *w)
{
    meeting_reply(w, 200, NULL, STR(""));
}
