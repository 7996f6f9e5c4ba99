// task_batch.c: see task_batch.h.
#include "core/steer/task_batch.h"

#include "db/q_task.h"

// How many of the batch stand in the store already: rows of one source are given in their order, so these are the first.
static bool already(struct tx *tx, const struct task_batch *b, size_t *n, struct err *e)
{
    const struct task_draft *t = &b->drafts[0];
    struct tasks_of_source_count_row row = {0};
    *n = 0;
    if (t->parent_id != 0 || t->source_id == 0) {
        return true;
    }
    enum q_got got = q_tasks_of_source_count(tx, b->site->home, t->source, t->source_id, &row, e);
    *n = got == Q_ROW ? (size_t)row.n : 0;
    return got != Q_ERROR;
}

enum tx_end task_batch_portion(struct tx *tx, void *arg, struct err *e)
{
    struct task_batch *b = arg;
    struct desk d = {tx, b->site, b->actor, b->now};
    size_t done;
    b->given = 0;
    b->end = STEER_SAVED;
    if (b->n == 0) {
        return TX_COMMIT;
    }
    if (!already(tx, b, &done, e)) {
        return TX_FAILED;
    }
    for (size_t i = b->from; i < b->n && i < b->from + TASK_PORTION; i++) {
        const struct task_draft *t = &b->drafts[i];
        struct task_part_open_row part;
        enum q_got has = t->parent_id == 0 ? Q_NONE
                                           : q_task_part_open(tx, b->site->home, t->parent_id, t->lead_id, &part, e);
        if (has == Q_ERROR) {
            return TX_FAILED;
        }
        if (i < done || has == Q_ROW) {
            continue;
        }
        struct task_row row;
        b->end = task_give(&d, b->office_id, t, &row, e);
        if (b->end != STEER_SAVED) {
            return b->end == STEER_ERROR ? TX_FAILED : TX_ROLLBACK;
        }
        b->last_id = row.public_id;
        b->given++;
    }
    return TX_COMMIT;
}

bool task_batch_next(struct task_batch *b)
{
    b->from += TASK_PORTION;
    return b->end == STEER_SAVED && b->from < b->n;
}
