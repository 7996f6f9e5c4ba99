// import_back.c: see import_back.h.
#include "core/intake/import_back.h"

#include <stdlib.h>

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
    return import_undo_finish(tx, b->site, b->batch, b->actor, b->now, e) ? TX_COMMIT : TX_FAILED;
}

static void next_things(struct import_back *b)
{
    const struct made_undo *m = &b->made;
    b->things += m->undone;
    b->freed += m->undone;
    b->kept = xrealloc(b->kept, (b->n_kept + m->n_kept + 1) * sizeof *b->kept);
    memcpy(b->kept + b->n_kept, m->kept, m->n_kept * sizeof *b->kept);
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

void import_back_free(struct import_back *b)
{
    free(b->kept);
    b->kept = NULL;
}
