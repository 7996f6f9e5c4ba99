// desk_today.c: the first page of a head: what is late, what was promised, what waits; the offices below; the second reading.
#include "web/desk/desk_today_view.h"

#include "core/office/second.h"
#include "core/press/export_request.h"
#include "core/press/publication.h"
#include "db/q_document.h"
#include "db/q_export.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "core/steer/document.h"
#include "core/steer/report_due.h"
#include "core/steer/task.h"
#include "db/q_meeting.h"
#include "db/q_publication.h"
#include "db/q_task.h"
#include "templates.h"
#include "web/desk/desk_filter.h"
#include "web/policy.h"
#include "web/table.h"

enum { INBOX_COUNT_MOST = 20000 };

// What the offices below have in hand, by their place in the site's preorder.
struct standing {
    const struct web *w;
    int64_t *in_hand;
    int64_t *late;
};

static bool take_standing(void *arg, const struct matters_by_office_row *row, struct err *e)
{
    struct standing *s = arg;
    const struct office *o = site_office(s->w->site, row->office_id);
    (void)e;
    if (o != NULL) {
        s->in_hand[o - s->w->site->offices] = row->n;
        s->late[o - s->w->site->offices] = row->late;
    }
    return true;
}

// What is about an office of the member's own is taken off again: it is in no list of theirs.
static bool take_off(void *arg, const struct matters_about_row *row, struct err *e)
{
    struct standing *s = arg;
    const struct office *o = site_office(s->w->site, row->office_id);
    (void)e;
    if (o != NULL && policy_concerned(s->w, row->about_office_id)) {
        s->in_hand[o - s->w->site->offices] -= row->n;
        s->late[o - s->w->site->offices] -= row->late;
    }
    return true;
}

static bool read_standing(struct web *w, struct standing *s, struct err *e)
{
    *s = (struct standing){w, ARENA_ARRAY(w->a, int64_t, w->site->n_offices), ARENA_ARRAY(w->a, int64_t, w->site->n_offices)};
    memset(s->in_hand, 0, w->site->n_offices * sizeof *s->in_hand);
    memset(s->late, 0, w->site->n_offices * sizeof *s->late);
    return q_matters_by_office(w->tx, w->site->home, w->now, take_standing, s, e) &&
           q_matters_about(w->tx, &(struct q_matters_about_in){.home = w->site->home, .now = w->now}, take_off, s, e);
}

static int64_t late_under(const struct standing *s, const struct office *o)
{
    int64_t n = 0;
    for (int32_t i = 1; i <= o->below; i++) {
        n += s->late[o - s->w->site->offices + i];
    }
    return n;
}

// ---- what waits for a second reader

// Is it the office's own, or is its second reader here? *at gets where that one is, 0 for nowhere else.
static bool second_here(struct web *w, const struct versions_submitted_row *v, bool *here, int64_t *at, struct err *e)
{
    struct desk d = desk_of(w->tx, w->site, (struct actor){.member_id = w->who.member.id}, w->now);
    struct second second;
    if (!press_second(&d, &(struct publication_row){.office_id = v->office_id}, &(struct version_row){.member_id = v->member_id},
                      &second, e)) {
        return false;
    }
    *at = second.office_id;
    *here = second.office_id == w->office->id || office_own(w->site, v->office_id, w->office->id);
    return true;
}

// One more row, unless it is about an office of the member's own.
static bool second_row_of(struct web *w, const struct versions_submitted_row *v, int64_t at, struct second_row *list, size_t *n,
                          struct err *e)
{
    struct matter_row m = {.about_office_id = 0};
    enum q_got of = v->matter_id == 0 ? Q_NONE : q_matter_by_id(w->tx, w->site->home, v->matter_id, &m, e);
    if (policy_concerned(w, m.about_office_id)) {
        return true;
    }
    list[(*n)++] = (struct second_row){
        .href = str_fmt(w->a, "/desk/versions/%.*s-%.*s-%lld", STR_ARG(v->public_id), STR_ARG(v->lang), (long long)v->number),
        .title = of == Q_ROW ? str_fmt(w->a, "%.*s %.*s", STR_ARG(desk_number(w, &m)), STR_ARG(desk_title(w, &m))) : v->title,
        .lang = v->lang, .office = desk_office_name(w, v->office_id), .made_at = v->made_at,
        .reader = at == 0 || at == w->office->id ? STR("") : desk_office_name(w, at)};
    return of != Q_ERROR;
}

static bool second_list(struct web *w, struct second_row **out, size_t *n, struct err *e)
{
    int64_t after = 0;
    size_t got = 0;
    size_t room = 0;
    *n = 0;
    *out = NULL;
    do {
        struct versions_submitted_row *list;
        if (!q_versions_submitted(w->tx, w->site->home, after, &list, &got, e)) {
            return false;
        }
        struct second_row *more = ARENA_ARRAY(w->a, struct second_row, room + got + 1);
        if (*n > 0) {
            memcpy(more, *out, *n * sizeof *more);
        }
        *out = more;
        room += got;
        for (size_t i = 0; i < got; i++) {
            bool here = false;
            int64_t at;
            after = list[i].id;
            if (site_within(w->site, list[i].office_id, w->office->id) &&
                (!second_here(w, &list[i], &here, &at, e) || (here && !second_row_of(w, &list[i], at, more, n, e)))) {
                return false;
            }
        }
    } while (got > 0);
    return true;
}

void desk_second_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct desk_second_view v = {.page = desk_page_view(w, T(w->lang, "Waiting for a second reader"), w->office, DESK_NAV_NONE)};
    if (!second_list(w, &v.rows, &v.n_rows, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_desk_second(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

static bool second_rows(struct table *t, void *at, bool *more, struct err *e)
{
    struct second_row *rows;
    size_t n;
    (void)at;
    (void)more;
    if (!second_list(t->w, &rows, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        TABLE_TEXTS(t, rows[i].title, rows[i].office, rows[i].reader, rows[i].lang);
        table_day_of(t, rows[i].made_at);
        table_text(t, rows[i].href);
        table_end_row(t);
    }
    return true;
}

void desk_second_csv_get(struct web *w)
{
    table_reply(w, STR("second-reading"), "title,office,read_at,language,submitted,address", second_rows, NULL);
}

// ---- today

enum { INVITED_BACK = 7 * 86400, DOCUMENTS_BACK = DOCUMENT_FRESH_DAYS * 86400 };

static void post(struct signpost *list, size_t *n, struct signpost p)
{
    BUG_ON(*n == SIGNPOSTS_MAX);
    list[(*n)++] = p;
}

static struct str list_of(struct web *w, const char *page)
{
    return str_fmt(w->a, "/desk/%.*s/%s", STR_ARG(w->office->code), page);
}

static bool posts_tasks(struct web *w, struct desk_today_view *v, struct err *e)
{
    struct task_standing_of_row t;
    int64_t today = tz_day(w->site->tz, w->now);
    if (q_task_standing_of(w->tx, &(struct q_task_standing_of_in){w->site->home, w->office->id, today, today + TASK_SOON_DAYS},
                           &t, e) != Q_ROW) {
        return false;
    }
    const struct signpost posts[] = {
        {T(w->lang, "tasks given to us, not yet accepted"), list_of(w, "tasks?view=led&state=new"), t.fresh, false, false},
        {T(w->lang, "tasks of ours late"), list_of(w, "tasks?view=led&due=late"), t.late, false, true},
        {T(w->lang, "tasks of ours due soon"), list_of(w, "tasks?view=led&due=soon"), t.soon, false, false},
        {T(w->lang, "tasks reported done, to be confirmed"), list_of(w, "tasks?view=given&state=reported"), t.reported, false,
         false},
        {T(w->lang, "tasks given by us late"), list_of(w, "tasks?view=given&due=late"), t.asked, false, true},
    };
    for (size_t i = 0; i < ARRAY_LEN(posts); i++) {
        post(v->tasks, &v->n_tasks, posts[i]);
    }
    return true;
}

static bool posts_reports(struct web *w, struct desk_today_view *v, struct err *e)
{
    struct report_owed *list;
    size_t n;
    int64_t today = tz_day(w->site->tz, w->now);
    int64_t late = 0;
    if (!report_due_read(w->tx, w->site, w->office->id, today - REPORT_LATE_DAYS, today + REPORT_SOON_DAYS, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        late += list[i].due_day < today;
    }
    post(v->tasks, &v->n_tasks, (struct signpost){T(w->lang, "reports of ours late"), list_of(w, "reports"), late, false, true});
    post(v->tasks, &v->n_tasks,
         (struct signpost){T(w->lang, "reports of ours due soon"), list_of(w, "reports"), (int64_t)n - late, false, false});
    return true;
}

// Counts of what one may do oneself: of a head, of the registry; what is late is for everybody who handles it.
static bool posts_documents(struct web *w, struct desk_today_view *v, struct err *e)
{
    struct documents_standing_row d;
    int64_t today = tz_day(w->site->tz, w->now);
    if (!web_may(w, CAP_DOCUMENT_WRITE, w->office->id)) {
        return true;
    }
    if (q_documents_standing(w->tx, &(struct q_documents_standing_in){w->site->home, w->office->id,
                                                                     w->now - DOCUMENTS_BACK, today}, &d, e) != Q_ROW) {
        return false;
    }
    const struct {
        enum capability who;
        struct signpost post;
    } posts[] = {
        {CAP_REGISTER, {T(w->lang, "documents issued to us, not in our book yet"), list_of(w, "documents/waiting"), d.to_register,
                        false, false}},
        {CAP_REGISTER, {T(w->lang, "documents received, not acknowledged"), list_of(w, "documents/waiting"),
                        d.unacknowledged, false, true}},
        {CAP_REGISTER, {T(w->lang, "documents signed, to be numbered or issued"), list_of(w, "documents/waiting"), d.to_issue,
                        false, false}},
        {CAP_SIGN, {T(w->lang, "documents received, without an instruction"), list_of(w, "documents/waiting"),
                    d.uninstructed, false, false}},
        {CAP_SIGN, {T(w->lang, "documents to be approved or signed"), list_of(w, "documents/waiting"), d.to_sign, false, false}},
        {CAP_DOCUMENT_WRITE, {T(w->lang, "documents to be handled by us, late"), list_of(w, "documents/waiting"), d.late, false,
                              true}},
    };
    for (size_t i = 0; i < ARRAY_LEN(posts); i++) {
        if (web_may(w, posts[i].who, w->office->id)) {
            post(v->documents, &v->n_documents, posts[i].post);
        }
    }
    return true;
}

static bool posts_meetings(struct web *w, struct desk_today_view *v, struct err *e)
{
    struct meetings_unspoken_row unspoken;
    if (q_meetings_unspoken(w->tx, w->site->home, w->office->id, w->now - INVITED_BACK, &unspoken, e) != Q_ROW) {
        return false;
    }
    post(v->tasks, &v->n_tasks, (struct signpost){T(w->lang, "meetings that we are invited to, our contribution not written"),
                                                  list_of(w, "meetings"), unspoken.n, false, false});
    return true;
}

static bool posts_here(struct web *w, struct desk_today_view *v, struct err *e)
{
    struct desk_counts c;
    int64_t inbox;
    if (!desk_filter_counts(w, &c, e) || !desk_inbox_count(w, INBOX_COUNT_MOST, &inbox, e)) {
        return false;
    }
    const struct signpost posts[] = {
        {T(w->lang, "late"), list_of(w, "matters?due=late"), c.late, false, true},
        {T(w->lang, "due soon"), list_of(w, "matters?due=soon"), c.soon, false, false},
        {T(w->lang, "promised, the day is near or past"), list_of(w, "matters?due=promised"), c.promised, false, false},
        {T(w->lang, "reopened or contested"), list_of(w, "matters?state=reopened"), c.reopened, false, false},
        {T(w->lang, "not answered yet"), list_of(w, "matters?due=owed"), c.owed, false, false},
        {T(w->lang, "all in hand"), list_of(w, "matters"), c.in_hand, false, false},
        {T(w->lang, "to be taken in"), list_of(w, "inbox"), inbox > INBOX_COUNT_MOST ? INBOX_COUNT_MOST : inbox,
         inbox > INBOX_COUNT_MOST, false},
    };
    for (size_t i = 0; i < ARRAY_LEN(posts); i++) {
        post(v->here, &v->n_here, posts[i]);
    }
    return posts_tasks(w, v, e) && posts_reports(w, v, e) && posts_meetings(w, v, e) && posts_documents(w, v, e);
}

// Exports of what is not public that somebody else has asked for; nothing is said where there are none.
static bool posts_exports(struct web *w, struct desk_today_view *v, struct err *e)
{
    struct export_requests_waiting_row waiting;
    if (!web_may(w, CAP_EXPORT_AGREE, w->office->id)) {
        return true;
    }
    if (q_export_requests_waiting(w->tx, &(struct q_export_requests_waiting_in){
                                      .home = w->site->home, .office = w->office->id, .member = w->who.member.id,
                                      .since = w->now - EXPORT_DECIDE_S}, &waiting, e) != Q_ROW) {
        return false;
    }
    if (waiting.n > 0) {
        post(v->here, &v->n_here, (struct signpost){T(w->lang, "exports that you are asked to agree to"), list_of(w, "exports"),
                                                    waiting.n, false, false});
    }
    return true;
}

static bool posts_second(struct web *w, struct desk_today_view *v, struct err *e)
{
    struct second_row *rows;
    size_t n;
    if (!web_may(w, CAP_PRESS_PUBLISH, w->office->id)) {
        return true;
    }
    if (!second_list(w, &rows, &n, e)) {
        return false;
    }
    post(v->here, &v->n_here, (struct signpost){T(w->lang, "answers waiting for a second reader"), list_of(w, "second-reading"),
                                                (int64_t)n, false, false});
    return true;
}

void desk_today_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct desk_today_view v = {.page = desk_page_view(w, T(w->lang, "Today"), w->office, DESK_NAV_TODAY)};
    struct standing s;
    bool good = posts_here(w, &v, &e);
    if (good && w->office->below > 0) {
        good = read_standing(w, &s, &e);
        if (good) {
            post(v.below, &v.n_below, (struct signpost){T(w->lang, "late"), list_of(w, "below?show=late"),
                                                        late_under(&s, w->office), false, true});
        }
    }
    if (!good || !posts_exports(w, &v, &e) || !posts_second(w, &v, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_desk_today(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

// ---- the offices below

// Those right below; or, where only what is late is asked for, all below that have something late.
static bool fill_below(struct web *w, struct desk_below_view *v, struct err *e)
{
    struct standing s;
    v->late_only = str_eq(web_param(w, "show"), STR("late"));
    v->rows = ARENA_ARRAY(w->a, struct below_row, (size_t)w->office->below + 1);
    if (!read_standing(w, &s, e)) {
        return false;
    }
    v->late = late_under(&s, w->office);
    for (int32_t i = 1; i <= w->office->below; i++) {
        const struct office *o = w->office + i;
        ptrdiff_t at = o - w->site->offices;
        if (v->late_only ? s.late[at] > 0 : o->depth == w->office->depth + 1) {
            v->rows[v->n_rows++] = (struct below_row){.code = o->code, .name = o->name[w->lang], .in_hand = s.in_hand[at],
                                                      .late = s.late[at], .late_under = late_under(&s, o),
                                                      .has_below = o->below > 0};
            v->deeper = v->deeper || o->below > 0;
        }
    }
    return true;
}

void desk_below_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct desk_below_view v = {.page = desk_page_view(w, T(w->lang, "Offices below"), w->office, DESK_NAV_BELOW)};
    if (!fill_below(w, &v, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_desk_below(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

static bool below_rows(struct table *t, void *at, bool *more, struct err *e)
{
    struct desk_below_view v = {.late = 0};
    (void)at;
    (void)more;
    if (!fill_below(t->w, &v, e)) {
        return false;
    }
    for (size_t i = 0; i < v.n_rows; i++) {
        const struct below_row *r = &v.rows[i];
        TABLE_TEXTS(t, r->code, r->name);
        table_number(t, r->in_hand);
        table_number(t, r->late);
        table_number(t, r->late_under);
        table_end_row(t);
    }
    return true;
}

void desk_below_csv_get(struct web *w)
{
    table_reply(w, STR("offices-below"), "code,office,in_hand,late,late_below", below_rows, NULL);
}
