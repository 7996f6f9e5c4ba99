// desk_task_tree.c: who is late: the tasks of a directive, or the parts of a task, through all offices; folded, one opened.
#include "web/steer/desk_task_tree_view.h"

#include "auth/token.h"
#include "core/steer/document_access.h"
#include "core/steer/task_access.h"
#include "db/q_document.h"
#include "db/q_task.h"
#include "templates.h"
#include "web/table.h"

struct opened {
    const struct office *top;  // the highest that is shown
    const struct office *here; // whose offices below are listed
    struct str base;           // the address without what is opened: ends with '?' or '&'
    int64_t from;              // rows passed over
};

static struct opened open_office(struct web *w, const struct office *top, struct str base)
{
    struct opened o = {.top = top, .here = site_office_by_code(w->site, web_param(w, "open")), .base = base};
    if (o.here == NULL || !site_within(w->site, o.here->id, top->id)) {
        o.here = top;
    }
    if (!str_int(web_param(w, "from"), &o.from) || o.from < 0) {
        o.from = 0;
    }
    return o;
}

static struct str address(struct web *w, const struct opened *o, const struct office *of, bool late, int64_t from)
{
    struct str page = from == 0 ? STR("") : str_fmt(w->a, "&from=%lld", (long long)from);
    return str_fmt(w->a, "%.*sopen=%.*s%s%.*s", STR_ARG(o->base), STR_ARG(of->code), late ? "&late=1" : "", STR_ARG(page));
}

static bool line_of(struct web *w, const struct opened *o, const struct task_tree *t, const struct office *of, bool late,
                    struct tree_line *out, struct err *e)
{
    ptrdiff_t at = of - w->site->offices;
    struct task_row task;
    bool deeper = of != o->here && t->all[at].tasks > t->own[at].tasks;
    *out = (struct tree_line){.name = of->name[w->lang], .own = t->own[at], .all = of == o->here ? t->own[at] : t->all[at],
                              .open = deeper ? address(w, o, of, late, 0) : STR(""), .href = STR(""),
                              .has_own = t->own[at].tasks > 0};
    if (!out->has_own) {
        return true;
    }
    enum q_got got = q_task_by_id(w->tx, w->site->home, t->first[at], &task, e);
    if (got == Q_ROW) {
        bool sees = web_may(w, CAP_DESK_LIST, task.lead_id) || web_may(w, CAP_DESK_LIST, task.office_id);
        out->href = sees ? str_fmt(w->a, "/desk/tasks/%.*s", STR_ARG(task.public_id)) : STR("");
        out->state = task_state_tag(w, task.state);
        out->time = task_time_tag(w, &task);
        out->due_day = task.due_day;
    }
    return got != Q_ERROR;
}

// The opened office itself and those right below it that have something, or something late.
static bool fill_tree(struct web *w, struct task_tree_view *v, const struct opened *o, const struct task_tree *t, struct err *e)
{
    int64_t passed = 0;
    v->rows = ARENA_ARRAY(w->a, struct tree_line, TREE_ROWS);
    for (int32_t i = 0; i <= o->here->below; i++) {
        const struct office *of = o->here + i;
        ptrdiff_t at = of - w->site->offices;
        const struct tree_count *c = i == 0 ? &t->own[at] : &t->all[at];
        bool shown = (i == 0 || of->depth == o->here->depth + 1) && (v->late_only ? c->late > 0 : c->tasks > 0);
        if (!shown || passed++ < o->from) {
            continue;
        }
        if (v->n_rows == TREE_ROWS) {
            v->next = address(w, o, o->here, v->late_only, o->from + TREE_ROWS);
            break;
        }
        if (!line_of(w, o, t, of, v->late_only, &v->rows[v->n_rows++], e)) {
            return false;
        }
    }
    return true;
}

static void fill_above(struct web *w, struct task_tree_view *v, const struct opened *o)
{
    size_t n = (size_t)(o->here->depth - o->top->depth);
    v->above = ARENA_ARRAY(w->a, struct page_link, n + 1);
    v->n_above = n;
    const struct office *of = site_parent(w->site, o->here);
    for (size_t i = n; i > 0 && of != NULL; i--) {
        v->above[i - 1] = (struct page_link){of->name[w->lang], address(w, o, of, v->late_only, 0)};
        of = site_parent(w->site, of);
    }
}

// The same as a table: all rows of what is opened, whatever page they stand on.
struct tree_at {
    const struct opened *o;
    const struct task_tree *t;
};

static bool tree_rows(struct table *t, void *at, bool *more, struct err *e)
{
    const struct tree_at *a = at;
    struct task_tree_view v = {.late_only = web_param(t->w, "late").n > 0};
    struct opened o = *a->o;
    (void)more;
    for (o.from = 0; o.from == 0 || v.next.n > 0; o.from += TREE_ROWS) {
        v.next = STR("");
        v.n_rows = 0;
        if (!fill_tree(t->w, &v, &o, a->t, e)) {
            return false;
        }
        for (size_t i = 0; i < v.n_rows; i++) {
            const struct tree_line *r = &v.rows[i];
            table_text(t, r->name);
            table_number(t, r->all.tasks);
            table_number(t, r->all.done);
            table_number(t, r->all.reported);
            table_number(t, r->all.late);
            table_text(t, r->state.words);
            table_day(t, r->due_day);
            table_text(t, r->href);
            table_end_row(t);
        }
    }
    return true;
}

static void reply_tree(struct web *w, struct task_tree_view *v, const struct opened *o, const struct task_tree *t)
{
    struct err e = ERR_INIT;
    if (str_ends(w->req->path, STR(".csv"))) {
        table_reply(w, STR("offices"), "office,tasks,confirmed,reported,late,own_task,due,address", tree_rows,
                    &(struct tree_at){o, t});
        return;
    }
    v->late_only = web_param(w, "late").n > 0;
    v->here = o->here->name[w->lang];
    v->all = t->all[o->here - w->site->offices];
    v->next = STR("");
    v->late_href = address(w, o, o->here, true, 0);
    v->all_href = address(w, o, o->here, false, 0);
    v->csv = table_href(w, v->late_only ? v->late_href : v->all_href);
    fill_above(w, v, o);
    if (!fill_tree(w, v, o, t, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_desk_task_tree(&out, w->lang, v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

void task_tree_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct task_tree t;
    const struct office *top = task_reach(w->site, w->task.lead_id);
    struct str base = str_fmt(w->a, "/desk/tasks/%.*s/tree?", STR_ARG(w->task.public_id));
    struct opened o = open_office(w, top, base);
    const struct office *lead = site_heir(w->site, site_office(w->site, w->task.lead_id));
    bool theirs = lead != NULL && web_may(w, CAP_DESK_LIST, lead->id);
    struct task_tree_view v = {.page = desk_page_view(w, T(w->lang, "Parts of a task"), theirs ? lead : desk_first_office(w),
                                                      DESK_NAV_TASKS),
                               .heading = w->task.what,
                               .of = {T(w->lang, "Task"), str_fmt(w->a, "/desk/tasks/%.*s", STR_ARG(w->task.public_id))}};
    if (!task_tree_of_task(w->tx, w->site, &w->task, task_today(w), &t, &e)) {
        web_failed(w, &e);
    } else {
        reply_tree(w, &v, &o, &t);
    }
}

// The document of the address: of one's own books all its tasks, of others' only those that this office leads.
void task_directive_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct document_row d;
    struct task_tree t = {.tasks = 0};
    struct str id = web_param(w, "document");
    if (id.n == 0) { // none was chosen yet
        web_see_other(w, str_fmt(w->a, "/desk/%.*s/tasks?view=directive", STR_ARG(w->office->code)));
        return;
    }
    enum q_got got = public_id_ok(id) ? q_document_by_public(w->tx, id, &d, &e) : Q_NONE;
    bool ours = got == Q_ROW && site_heir_id(w->site, d.office_id) == w->office->id;
    if (got == Q_ERROR || (got == Q_ROW && !task_tree_of_document(w->tx, w->site, d.id, ours ? 0 : w->office->id,
                                                                  task_today(w), &t, &e))) {
        web_failed(w, &e);
        return;
    }
    if (got == Q_NONE || (!ours && t.tasks == 0)) {
        web_error(w, 404);
        return;
    }
    struct str base = str_fmt(w->a, "/desk/%.*s/tasks/directive?document=%.*s&", STR_ARG(w->office->code), STR_ARG(id));
    struct opened o = open_office(w, ours ? task_reach(w->site, w->office->id) : w->office, base);
    struct task_tree_view v = {.page = desk_page_view(w, T(w->lang, "Tasks of a directive"), w->office, DESK_NAV_TASKS),
                               .heading = str_fmt(w->a, "%.*s %.*s", STR_ARG(d.mark), STR_ARG(d.summary)),
                               .of = {ours ? T(w->lang, "Document") : STR(""),
                                      str_fmt(w->a, "/desk/documents/%.*s", STR_ARG(id))},
                               .gives = ours && web_may(w, CAP_TASK_GIVE, w->office->id)};
    v.give = str_fmt(w->a, "/desk/%.*s/tasks/new?document=%.*s", STR_ARG(w->office->code), STR_ARG(id));
    v.import = str_fmt(w->a, "/desk/%.*s/tasks/import?document=%.*s", STR_ARG(w->office->code), STR_ARG(id));
    reply_tree(w, &v, &o, &t);
}
