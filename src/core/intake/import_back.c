// import_back.c: see import_back.h.
#include "core/intake/import_back.h"

#include "db/q_import.h"

enum tx_end import_back_step(struct tx *tx, void *arg, struct err *e)
{
    struct import_back *b = arg;
    switch (b->phase) {
    case BACK_MESSAGES:
        b->rows.site = b->site;
        b->rows.batch = b->batch;
        b->rows.now = b->now;
        return import_undo(tx, &b->rows, e);
    case BACK_THINGS:
        b->made.site = b->site;
        b->made.actor = b->actor;
        b->made.batch = b->batch;
        b->made.now = b->now;
        return made_undo(tx, &b->made, e);
    case BACK_FINISH:
        break;
    }
    struct message_row *left; // kept by steps before
    size_t n;
    return q_import_messages(tx, b->site->home, b->batch, 0, &left, &n, e) &&
                   (n > 0 || import_undo_finish(tx, b->site, b->batch, b->actor, b->now, e))
               ? TX_COMMIT
               : TX_FAILED;
}

static void next_things(struct import_back *b)
{
    const struct made_undo *m = &b->made;
    b->things += m->undone;
    b->freed += m->undone;
    struct made_kept *all = m->n_kept == 0 ? b->kept : ARENA_ARRAY(b->mem, struct made_kept, b->n_kept + m->n_kept);
    if (m->n_kept > 0 && b->n_kept > 0) {
        memcpy(all, b->kept, b->n_kept * sizeof *all);
    }
    if (m->n_kept > 0) {
        memcpy(all + b->n_kept, m->kept, m->n_kept * sizeof *all);
    }
    b->kept = all;
    b->n_kept += m->n_kept;
    b->made.before = m->next;
    if (!m->over) {
        return;
    }
    if (b->n_kept > 0 && b->freed > 0) { // what is gone now may have been what held others
        b->n_kept = 0;
        b->freed = 0;
        b->made.before = 0;
        return;
    }
    b->phase = BACK_FINISH;
    b->over = b->n_kept + b->messages_kept > 0;
}

void import_back_next(struct import_back *b)
{
    switch (b->phase) {
    case BACK_MESSAGES:
        b->messages += b->rows.undone;
        b->messages_kept += b->rows.kept;
        b->rows.after = b->rows.next;
        b->phase = b->rows.over ? BACK_THINGS : BACK_MESSAGES;
        break;
    case BACK_THINGS:
        next_things(b);
        break;
    case BACK_FINISH:
        b->over = true;
        break;
    }
}
