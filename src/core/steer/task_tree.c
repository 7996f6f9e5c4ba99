// task_tree.c: see task_tree.h.
#include "core/steer/task_tree.h"

#include "core/desk/access.h"
#include "db/q_task.h"

struct growing {
    const struct site *site;
    struct task_tree *tree;
    int64_t within, today;
};

static bool on_task(void *arg, const struct task_standing *row, struct err *e)
{
    (void)e;
    struct growing *g = arg;
    const struct office *o = site_heir(g->site, site_office(g->site, row->lead_id));
    bool withdrawn = str_eqz(row->state, "cancelled");
    if (o == NULL || withdrawn || (g->within != 0 && !office_own(g->site, o->id, g->within))) {
        return true;
    }
    ptrdiff_t at = o - g->site->offices;
    struct tree_count *c = &g->tree->own[at];
    bool done = str_eqz(row->state, "confirmed");
    bool reported = str_eqz(row->state, "reported");
    bool late = !done && !reported && row->due_day != 0 && row->due_day < g->today;
    if (g->tree->first[at] == 0 || (late && c->late == 0)) {
        g->tree->first[at] = row->id;
    }
    c->tasks++;
    c->done += done;
    c->reported += reported;
    c->late += late;
    g->tree->tasks++;
    return true;
}

static void start(struct tx *tx, const struct site *s, struct growing *g)
{
    struct arena *a = tx_arena(tx);
    size_t n = s->n_offices;
    *g->tree = (struct task_tree){ARENA_ARRAY(a, struct tree_count, n + 1), ARENA_ARRAY(a, struct tree_count, n + 1),
                                  ARENA_ARRAY(a, int64_t, n + 1), 0};
    memset(g->tree->own, 0, (n + 1) * sizeof *g->tree->own);
    memset(g->tree->first, 0, (n + 1) * sizeof *g->tree->first);
}

// Each office's own, and from the last one back into the one above.
static void add_up(const struct site *s, struct task_tree *t)
{
    memcpy(t->all, t->own, s->n_offices * sizeof *t->all);
    for (size_t i = s->n_offices; i > 0; i--) {
        int32_t parent = s->offices[i - 1].parent;
        if (parent >= 0) {
            t->all[parent].tasks += t->all[i - 1].tasks;
            t->all[parent].done += t->all[i - 1].done;
            t->all[parent].reported += t->all[i - 1].reported;
            t->all[parent].late += t->all[i - 1].late;
        }
    }
}

bool task_tree_of_document(struct tx *tx, const struct site *s, int64_t document_id, int64_t within, int64_t today,
                           struct task_tree *out, struct err *e)
{
    struct growing g = {s, out, within, today};
    start(tx, s, &g);
    if (!q_tasks_of_document(tx, s->home, document_id, on_task, &g, e)) {
        return false;
    }
    add_up(s, out);
    return true;
}

bool task_tree_of_task(struct tx *tx, const struct site *s, const struct task_row *t, int64_t today, struct task_tree *out,
                       struct err *e)
{
    struct growing g = {s, out, 0, today};
    start(tx, s, &g);
    if (!q_tasks_below(tx, s->home, t->id, on_task, &g, e)) {
        return false;
    }
    add_up(s, out);
    return true;
}
