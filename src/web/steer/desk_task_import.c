// desk_task_import.c: the table of a plan becomes tasks: pasted, looked at with what is wrong by row and column, and only
// then given, all or the good ones.
#include "web/steer/desk_task_give.h"

#include "i18n/i18n.h"
#include "templates.h"

enum { TABLE_BYTES = 2 << 20 };

static struct str pasted(const struct web *w)
{
    struct str s = form_get(&w->form, "table"); // not trimmed: a first cell may be empty
    return s.p == NULL ? STR("") : s;
}

// The table: of the file that was chosen, else as pasted.
static struct str table_of(struct web *w, struct problems *p)
{
    struct str text;
    bool good = desk_text_file(w, TABLE_BYTES, &text, p);
    return good && text.p != NULL ? text : pasted(w);
}

static struct plan_line line_of(struct web *w, const struct plan_row *r)
{
    struct plan_line line = {.line = r->line, .good = r->n_problems == 0};
    for (enum plan_column c = 0; c < PLAN_COLUMNS; c++) {
        line.cells[c] = (struct plan_cell){r->cells[c], STR("")};
    }
    for (size_t i = 0; i < r->n_problems; i++) {
        struct str words = T_(w->lang, r->problems[i].msgid);
        line.cells[r->problems[i].column].problem =
            r->problems[i].about.n == 0 || str_eq(r->problems[i].about, r->cells[r->problems[i].column])
                ? words
                : str_fmt(w->a, "%.*s: %.*s", STR_ARG(r->problems[i].about), STR_ARG(words));
        if (r->problems[i].near.n > 0) {
            struct str *said = &line.cells[r->problems[i].column].problem;
            *said = str_fmt(w->a, "%.*s %.*s", STR_ARG(*said), STR_ARG(desk_near(w, &r->problems[i].near)));
        }
    }
    return line;
}

struct import_shown {
    int status;
    const struct plan *plan; // NULL: not looked at yet
    struct str table;
    struct page_link of;
    struct str document;
    const struct problems *problems;
};

static void reply_import(struct web *w, const struct import_shown *how)
{
    const struct plan *plan = how->plan;
    struct task_import_view v = {.page = desk_page_view(w, T(w->lang, "Import a plan"), w->office, DESK_NAV_TASKS),
                                 .table = how->table, .key = giving_key(w), .of = how->of, .document = how->document,
                                 .follower = web_field(w, "follower_name"), .follower_code = web_field(w, "follower")};
    v.page.page.problems = how->problems;
    page_script(&v.page.page, "office-find.js");
    if (plan != NULL && plan->problem == NULL) {
        v.looked = true;
        v.n = (int64_t)plan->n;
        v.good = (int64_t)plan->good;
        v.bad = v.n - v.good;
        v.rows = ARENA_ARRAY(w->a, struct plan_line, plan->n + 1);
        for (size_t i = 0; i < plan->n; i++) {
            v.rows[v.n_rows++] = line_of(w, &plan->rows[i]);
        }
    }
    struct buf out = web_buf();
    tmpl_desk_task_import(&out, w->lang, &v);
    web_reply_html(w, how->status, &out);
    buf_free(&out);
}

void task_import_get(struct web *w)
{
    struct page_link of;
    struct err e = ERR_INIT;
    int64_t document;
    struct str id = web_param(w, "document");
    if (!giving_document(w, id, &document, &of, &e)) {
        web_failed(w, &e);
    } else {
        reply_import(w, &(struct import_shown){.status = 200, .table = STR(""), .of = of,
                                               .document = document == 0 ? STR("") : id});
    }
}

static void give_rows(struct web *w, const struct plan *plan, int64_t document, int64_t follower)
{
    struct giving *g = ARENA_NEW(w->a, struct giving);
    struct task_draft *drafts = ARENA_ARRAY(w->a, struct task_draft, plan->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < plan->n; i++) {
        if (plan->rows[i].n_problems == 0) {
            drafts[n] = plan->rows[i].draft;
            drafts[n].source_id = giving_key_sent(w);
            drafts[n].follower_id = follower;
            drafts[n++].document_id = document;
        }
    }
    *g = (struct giving){.batch = {.site = w->site, .actor = web_actor(w, w->office->id), .now = w->now,
                                   .office_id = w->office->id, .drafts = drafts, .n = n, .last_id = STR("")},
                         .back = str_fmt(w->a, "/desk/%.*s/tasks?view=given&done=tasks-given", STR_ARG(w->office->code))};
    giving_start(w, g);
}

void task_import_post(struct web *w)
{
    struct plan plan;
    struct problems p = {.n = 0};
    struct page_link of;
    struct err e = ERR_INIT;
    int64_t document;
    struct str id = web_field(w, "document");
    struct str confirm = web_field(w, "confirm");
    if (!giving_document(w, id, &document, &of, &e)) {
        web_failed(w, &e);
        return;
    }
    struct str table = table_of(w, &p);
    int64_t follower = giving_follower(w, w->office->id, &p);
    plan_read(w->a, w->site, w->office->id, tz_day(w->site->tz, w->now), table, &plan);
    bool all = str_eqz(confirm, "all") && plan.good == plan.n;
    bool good = str_eqz(confirm, "good") && plan.good > 0;
    if (plan.problem != NULL && p.n == 0) {
        problem_add(&p, "table", plan.problem);
    }
    if (p.n == 0 && giving_key_sent(w) != 0 && w->n_files == 0 && (all || good)) { // a file is looked at first
        give_rows(w, &plan, document, follower);
    } else {
        bool refused = p.n > 0 || confirm.n > 0;
        reply_import(w, &(struct import_shown){.status = refused ? 422 : 200, .plan = &plan, .table = table, .of = of,
                                               .document = document == 0 ? STR("") : id, .problems = &p});
    }
}
