// desk_task_parts.c: a task becomes the parts of many offices in one step: a province's, each commune's. First the page
// says which offices are meant; given are the parts on the second press.
#include "core/steer/task_access.h"
#include "web/steer/desk_task_give.h"

#include "i18n/i18n.h"
#include "templates.h"

enum { KINDS_MAX = 16, LEADS_MAX = 4000 };

static struct desk_choices choices_below(struct web *w, const struct office *top, struct str chosen)
{
    struct desk_choices c = {ARENA_ARRAY(w->a, struct desk_choice, (size_t)top->below + 2), 0};
    c.list[c.n++] = (struct desk_choice){STR(""), T(w->lang, "none: only those named below"), chosen.n == 0};
    for (int32_t i = 0; i <= top->below; i++) {
        if (top[i].below > 0) {
            c.list[c.n++] = (struct desk_choice){top[i].code, top[i].name[w->lang], str_eq(top[i].code, chosen)};
        }
    }
    return c;
}

static const char *kind_words(struct str kind)
{
    static const char *const words[][2] = {
        {"commune", N_("communes")},     {"province", N_("provinces")}, {"department", N_("departments")},
        {"committee", N_("committees")}, {"unit", N_("units")},
    };
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (str_eqz(kind, words[i][0])) {
            return words[i][1];
        }
    }
    return NULL;
}

static struct desk_choices choices_of_kind(struct web *w, const struct office *top, struct str chosen)
{
    struct desk_choices c = {ARENA_ARRAY(w->a, struct desk_choice, KINDS_MAX), 0};
    c.list[c.n++] = (struct desk_choice){STR(""), T(w->lang, "offices of every kind"), chosen.n == 0};
    for (int32_t i = 1; i <= top->below && c.n < KINDS_MAX; i++) {
        size_t k = 0;
        while (k < c.n && !str_eq(c.list[k].code, top[i].kind)) {
            k++;
        }
        if (k == c.n) {
            const char *words = kind_words(top[i].kind);
            c.list[c.n++] = (struct desk_choice){top[i].kind, words == NULL ? top[i].kind : T_(w->lang, words),
                                                 str_eq(top[i].kind, chosen)};
        }
    }
    return c;
}

struct chosen {
    int64_t *ids;
    size_t n;
    int64_t about; // 0, or the office that gets none: what is to be done is about it
};

static void choose(const struct web *w, struct chosen *c, int64_t id)
{
    bool known = !task_may_lead(w->site, w->task.lead_id, id) || id == w->task.lead_id ||
                 (c->about != 0 && site_within(w->site, id, c->about));
    for (size_t i = 0; i < c->n && !known; i++) {
        known = c->ids[i] == id;
    }
    if (!known && c->n < LEADS_MAX) {
        c->ids[c->n++] = id;
    }
}

// Offices by kind below one, and those named. Nobody's own task becomes its own part.
static struct chosen chosen_offices(struct web *w, const struct office *top, int64_t about, struct problems *p)
{
    struct chosen c = {ARENA_ARRAY(w->a, int64_t, LEADS_MAX), 0, about};
    const struct office *below = site_office_by_code(w->site, web_field(w, "below"));
    struct str kind = web_field(w, "kind");
    int64_t *named = ARENA_ARRAY(w->a, int64_t, LEADS_MAX);
    size_t n = desk_offices_typed(w, "leads", top, named, LEADS_MAX, p);
    for (size_t i = 0; i < n; i++) {
        choose(w, &c, named[i]);
    }
    bool inside = below != NULL && site_within(w->site, below->id, top->id);
    for (int32_t i = 1; inside && i <= below->below; i++) {
        if (kind.n == 0 || str_eq(below[i].kind, kind)) {
            choose(w, &c, below[i].id);
        }
    }
    if (c.n == 0 && problem_of(p, "leads") == NULL) {
        problem_add(p, "below", N_("Choose whose offices below get a part, or name some."));
    }
    return c;
}

static void reply_parts(struct web *w, int status, const struct chosen *c, const struct problems *p)
{
    bool again = w->req->method == HTTP_POST;
    const struct office *at = site_heir(w->site, site_office(w->site, w->task.lead_id));
    const struct office *top = task_reach(w->site, w->task.lead_id);
    struct task_parts_view v = {.page = desk_page_view(w, T(w->lang, "Parts of a task"), at, DESK_NAV_TASKS),
                                .id = w->task.public_id,
                                .what = again ? web_field(w, "what") : w->task.what,
                                .product = again ? web_field(w, "product") : w->task.product,
                                .leads = web_field(w, "leads"),
                                .follower = web_field(w, "follower_name"),
                                .follower_code = web_field(w, "follower"),
                                .due_day = again ? desk_day_field(w, "due") : w->task.due_day,
                                .below = choices_below(w, top, again ? web_field(w, "below") : top->code),
                                .kinds = choices_of_kind(w, top, web_field(w, "kind"))};
    v.page.page.problems = p;
    page_script(&v.page.page, "office-find.js");
    v.n_chosen = c == NULL ? 0 : (int64_t)c->n;
    for (size_t i = 0; c != NULL && i < c->n && v.n_names < PARTS_NAMED; i++) {
        v.names[v.n_names++] = desk_office_name(w, c->ids[i]);
    }
    v.all_named = c != NULL && v.n_names == c->n;
    struct buf out = web_buf();
    tmpl_desk_task_parts(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void task_parts_get(struct web *w)
{
    reply_parts(w, 200, NULL, NULL);
}

static struct task_draft *drafts_of(struct web *w, const struct chosen *c, struct problems *p)
{
    struct task_draft one = {.what = web_field(w, "what"), .product = web_field(w, "product"),
                             .due_day = desk_day_field(w, "due"), .lead_id = c->n > 0 ? c->ids[0] : 0,
                             .source = STR("hand"), .parent_id = w->task.id,
                             .follower_id = giving_follower(w, w->task.lead_id, p)};
    struct task_draft *drafts = ARENA_ARRAY(w->a, struct task_draft, c->n + 1);
    if (web_field(w, "due").n > 0 && one.due_day == 0) {
        problem_add(p, "due", N_("Name a day, or leave it empty."));
    }
    if (c->n > 0) {
        task_check(&one, tz_day(w->site->tz, w->now), p);
    }
    for (size_t i = 0; i < c->n; i++) {
        drafts[i] = one;
        drafts[i].lead_id = c->ids[i];
    }
    return drafts;
}

void task_parts_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct err e = ERR_INIT;
    int64_t about;
    if (!task_about(w->tx, w->task.home_id, &(struct task_draft){.parent_id = w->task.id}, &about, &e)) {
        web_failed(w, &e);
        return;
    }
    struct chosen c = chosen_offices(w, task_reach(w->site, w->task.lead_id), about, &p);
    struct task_draft *drafts = drafts_of(w, &c, &p);
    if (p.n > 0 || !web_flag(w, "confirm")) {
        reply_parts(w, p.n > 0 ? 422 : 200, p.n > 0 ? NULL : &c, &p);
        return;
    }
    struct giving *g = ARENA_NEW(w->a, struct giving);
    *g = (struct giving){.batch = {.site = w->site, .actor = web_actor(w, w->task.lead_id), .now = w->now,
                                   .office_id = w->task.lead_id, .drafts = drafts, .n = c.n, .last_id = STR("")},
                         .back = str_fmt(w->a, "/desk/tasks/%.*s?done=tasks-given", STR_ARG(w->task.public_id))};
    giving_start(w, g);
}
