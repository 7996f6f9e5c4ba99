// desk_task_letter.c: late tasks that an office gave fill the draft of a letter in its register, which people finish.
#include "web/steer/desk_tasks_view.h"

#include "core/steer/task_letter.h"
#include "db/q_document.h"
#include "db/q_task.h"

struct drafting {
    const struct site *site;
    struct actor actor;
    int64_t now;
    int64_t office_id;
    struct document_draft draft;
    struct document_row row;
    enum steer_end end;
};

static enum tx_end begin_letter(struct tx *tx, void *arg, struct err *e)
{
    struct drafting *g = arg;
    struct desk d = desk_of(tx, g->site, g->actor, g->now);
    g->end = document_begin(&d, g->office_id, &g->draft, &g->row, e);
    return g->end == STEER_SAVED ? TX_COMMIT : g->end == STEER_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static void begun(struct web *w, void *arg)
{
    const struct drafting *g = arg;
    web_see_other(w, str_fmt(w->a, "/desk/documents/%.*s/edit", STR_ARG(g->row.public_id)));
}

void task_letter_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct task_row *list;
    size_t n;
    int64_t lead = web_office_field(w, "lead"); // 0: all that are late
    if (!q_tasks_late_given(w->tx, &(struct q_tasks_late_given_in){w->site->home, w->office->id, task_today(w), lead}, &list,
                            &n, &e)) {
        web_failed(w, &e);
        return;
    }
    if (n == 0) {
        web_see_other(w, str_fmt(w->a, "/desk/%.*s/tasks?view=late", STR_ARG(w->office->code)));
        return;
    }
    struct drafting *g = ARENA_NEW(w->a, struct drafting);
    *g = (struct drafting){.site = w->site, .actor = web_actor(w, w->office->id), .now = w->now, .office_id = w->office->id,
                           .draft = task_letter(w->a, w->site, w->office->id, list, n < LETTER_TASKS_MAX ? n : LETTER_TASKS_MAX,
                                                task_today(w))};
    web_write(w, WEB_QUIET, begin_letter, g, begun);
}
