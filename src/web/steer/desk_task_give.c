// desk_task_give.c: giving a task by hand, or to keep a promise made in an answer; and the way of a batch to the writer.
#include "web/steer/desk_task_give.h"

#include "auth/token.h"
#include "base/random.h"
#include "core/steer/task_access.h"
#include "db/q_document.h"
#include "templates.h"

static void portion_done(struct web *w, void *arg)
{
    struct giving *g = arg;
    if (g->batch.end != STEER_SAVED) {
        web_error(w, 409);
        return;
    }
    g->given += g->batch.given;
    if (task_batch_next(&g->batch)) {
        web_write(w, WEB_QUIET, task_batch_portion, g, portion_done);
    } else if (g->batch.n == 1 && g->batch.given == 1) {
        web_see_other(w, str_fmt(w->a, "/desk/tasks/%.*s?done=task-given", STR_ARG(g->batch.last_id)));
    } else {
        web_see_other(w, g->back);
    }
}

void giving_start(struct web *w, struct giving *g)
{
    web_write(w, WEB_QUIET, task_batch_portion, g, portion_done);
}

struct str giving_key(struct web *w)
{
    int64_t sent = giving_key_sent(w);
    return str_fmt(w->a, "%lld", (long long)(sent != 0 ? sent : random_id()));
}

int64_t giving_key_sent(const struct web *w)
{
    int64_t key;
    return str_int(web_field(w, "key"), &key) && key > 0 ? key : 0;
}

bool giving_document(struct web *w, struct str public_id, int64_t *id, struct page_link *link, struct err *e)
{
    struct document_row d;
    enum q_got got = public_id_ok(public_id) ? q_document_by_public(w->tx, public_id, &d, e) : Q_NONE;
    bool ours = got == Q_ROW && site_heir_id(w->site, d.office_id) == w->office->id;
    *id = ours ? d.id : 0;
    *link = ours ? (struct page_link){str_fmt(w->a, "%.*s %.*s", STR_ARG(d.mark), STR_ARG(d.summary)),
                                      str_fmt(w->a, "/desk/%.*s/tasks/directive?document=%.*s", STR_ARG(w->office->code),
                                              STR_ARG(d.public_id))}
                 : (struct page_link){STR(""), STR("")};
    return got != Q_ERROR;
}

static void reply_form(struct web *w, int status, struct task_form_view *v, const struct problems *p)
{
    struct buf out = web_buf();
    v->page.page.problems = p;
    page_script(&v->page.page, "office-find.js");
    v->key = giving_key(w);
    tmpl_desk_task_new(&out, w->lang, v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

static struct task_form_view form_view(struct web *w, const struct office *office)
{
    return (struct task_form_view){.page = desk_page_view(w, T(w->lang, "Give a task"), office, DESK_NAV_TASKS),
                                   .of = {STR(""), STR("")},
                                   .document = STR(""),
                                   .what = web_field(w, "what"),
                                   .product = web_field(w, "product"),
                                   .lead = web_field(w, "lead_name"),
                                   .lead_code = web_field(w, "lead"),
                                   .names = desk_office_names(w, task_reach(w->site, office->id)),
                                   .with = web_field(w, "with"),
                                   .follower = web_field(w, "follower_name"),
                                   .follower_code = web_field(w, "follower"),
                                   .due_day = desk_day_field(w, "due")};
}

int64_t giving_follower(struct web *w, int64_t giver, struct problems *p)
{
    const struct office *o = desk_office_typed(w, "follower", "follower_name", task_reach(w->site, giver), p);
    if (o != NULL && !task_may_follow(w->site, giver, o->id)) {
        problem_add(p, "follower", N_("Tasks are followed up by an office that this one may give tasks to."));
    }
    return o == NULL ? 0 : o->id;
}

// What the form says, as a draft; and what is wrong with it.
static void read_form(struct web *w, int64_t giver, struct task_draft *t, struct problems *p)
{
    const struct office *lead = desk_office_typed(w, "lead", "lead_name", task_reach(w->site, giver), p);
    int64_t *with = ARENA_ARRAY(w->a, int64_t, TASK_WITH_MAX + 1);
    t->what = web_field(w, "what");
    t->product = web_field(w, "product");
    t->due_day = desk_day_field(w, "due");
    t->with = with;
    t->follower_id = giving_follower(w, giver, p);
    t->n_with = desk_offices_typed(w, "with", NULL, with, TASK_WITH_MAX + 1, p);
    if (lead != NULL && task_may_lead(w->site, giver, lead->id)) {
        t->lead_id = lead->id;
    } else if (lead != NULL) {
        problem_add(p, "lead", N_("Tasks are given to the office itself and to offices below it."));
    }
    if (web_field(w, "due").n > 0 && t->due_day == 0) {
        problem_add(p, "due", N_("Name a day, or leave it empty."));
    }
    task_check(t, tz_day(w->site->tz, w->now), p);
}

static void give(struct web *w, int64_t giver, struct task_draft *t, struct str back)
{
    struct giving *g = ARENA_NEW(w->a, struct giving);
    *g = (struct giving){.batch = {.site = w->site, .actor = web_actor(w, giver), .now = w->now, .office_id = giver, .drafts = t,
                                   .n = 1, .last_id = STR("")},
                         .back = back};
    giving_start(w, g);
}

void task_new_get(struct web *w)
{
    struct task_form_view v = form_view(w, w->office);
    struct err e = ERR_INIT;
    int64_t document;
    v.document = web_param(w, "document");
    v.action = str_fmt(w->a, "/desk/%.*s/tasks/new", STR_ARG(w->office->code));
    if (!giving_document(w, v.document, &document, &v.of, &e)) {
        web_failed(w, &e);
        return;
    }
    if (document == 0 && v.document.n > 0) {
        web_error(w, 404);
        return;
    }
    reply_form(w, 200, &v, NULL);
}

void task_new_post(struct web *w)
{
    struct task_draft *t = ARENA_NEW(w->a, struct task_draft);
    struct problems p = {.n = 0};
    struct err e = ERR_INIT;
    struct task_form_view v = form_view(w, w->office);
    v.document = web_field(w, "document");
    v.action = str_fmt(w->a, "/desk/%.*s/tasks/new", STR_ARG(w->office->code));
    *t = (struct task_draft){.source_id = giving_key_sent(w)};
    if (!giving_document(w, v.document, &t->document_id, &v.of, &e)) {
        web_failed(w, &e);
        return;
    }
    t->source = t->document_id != 0 ? STR("document") : STR("hand");
    t->source_id = t->document_id != 0 ? 0 : t->source_id;
    read_form(w, w->office->id, t, &p);
    if (p.n > 0) {
        reply_form(w, 422, &v, &p);
        return;
    }
    give(w, w->office->id, t, str_fmt(w->a, "/desk/%.*s/tasks?view=given&done=task-given", STR_ARG(w->office->code)));
}

// ---- a promise made in an answer

static bool promise_form(struct web *w, struct task_form_view *v, struct err *e)
{
    const struct office *o = site_heir(w->site, site_office(w->site, w->matter.office_id));
    struct str title;
    if (!desk_public_title(w, &w->matter, &title, e)) {
        return false;
    }
    *v = form_view(w, o);
    v->action = str_fmt(w->a, "/desk/matters/%.*s/task", STR_ARG(w->matter.public_id));
    v->of = (struct page_link){str_fmt(w->a, "%.*s", STR_ARG(desk_number(w, &w->matter))),
                               str_fmt(w->a, "/desk/matters/%.*s", STR_ARG(w->matter.public_id))};
    if (w->req->method == HTTP_GET) {
        v->what = title.n > 0 ? title : desk_title(w, &w->matter);
        v->due_day = w->matter.promised_day;
        v->lead = o == NULL ? STR("") : o->name[w->lang];
        v->lead_code = o == NULL ? STR("") : o->code;
    }
    return true;
}

// Only where something was promised by a day.
static bool is_promise(const struct web *w)
{
    return str_eqz(w->matter.outcome, "planned") && w->matter.promised_day != 0;
}

void matter_task_get(struct web *w)
{
    struct task_form_view v;
    struct err e = ERR_INIT;
    if (!promise_form(w, &v, &e)) {
        web_failed(w, &e);
    } else if (!is_promise(w)) {
        web_error(w, 409);
    } else {
        reply_form(w, 200, &v, NULL);
    }
}

void matter_task_post(struct web *w)
{
    struct task_draft *t = ARENA_NEW(w->a, struct task_draft);
    struct problems p = {.n = 0};
    struct task_form_view v;
    struct err e = ERR_INIT;
    *t = (struct task_draft){.source = STR("answer"), .source_id = w->matter.id};
    if (!promise_form(w, &v, &e)) {
        web_failed(w, &e);
        return;
    }
    if (!is_promise(w)) {
        web_error(w, 409);
        return;
    }
    read_form(w, w->matter.office_id, t, &p);
    if (task_concerned(w->site, t, w->matter.about_office_id)) {
        bool lead = site_within(w->site, t->lead_id, w->matter.about_office_id);
        bool follows = site_within(w->site, t->follower_id, w->matter.about_office_id);
        problem_add(&p, lead ? "lead" : follows ? "follower" : "with",
                    N_("The matter is about this office: it does not get to know of it."));
    }
    if (p.n > 0) {
        reply_form(w, 422, &v, &p);
        return;
    }
    give(w, w->matter.office_id, t, str_fmt(w->a, "/desk/matters/%.*s", STR_ARG(w->matter.public_id)));
}
