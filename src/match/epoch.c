// epoch.c: reclamation by epochs: one counter, one slot a reader.
#include "match/epoch.h"

#include <sched.h>

void epoch_init(struct epoch *e)
{
    atomic_init(&e->now, 1);
    for (size_t i = 0; i < EPOCH_SLOTS; i++) {
        atomic_init(&e->slots[i].at, 0);
    }
    e->retired = NULL;
    e->n = 0;
    e->cap = 0;
}

struct epoch_slot *epoch_enter(struct epoch *e)
{
    static _Thread_local unsigned mine; // where this thread found a free slot last time
    for (unsigned i = mine;; i++) {
        struct epoch_slot *slot = &e->slots[i % EPOCH_SLOTS];
        uint64_t nobody = 0;
        if (atomic_load_explicit(&slot->at, memory_order_relaxed) == 0 &&
            atomic_compare_exchange_strong(&slot->at, &nobody, atomic_load(&e->now))) {
            mine = i % EPOCH_SLOTS;
            return slot;
        }
    }
}

void epoch_leave(struct epoch_slot *slot)
{
    atomic_store_explicit(&slot->at, 0, memory_order_release);
}

// The smallest epoch in which a reader that is inside entered.
static uint64_t oldest(struct epoch *e)
{
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; i < EPOCH_SLOTS; i++) {
        uint64_t at = atomic_load(&e->slots[i].at);
        least = at != 0 && at < least ? at : least;
    }
    return least;
}

void epoch_retire(struct epoch *e, void *p, void (*free)(void *p))
{
    if (e->n == e->cap) {
        e->cap = e->cap == 0 ? 32 : e->cap * 2;
        e->retired = xrealloc(e->retired, e->cap * sizeof *e->retired);
    }
    e->retired[e->n++] = (struct epoch_retired){p, free, atomic_fetch_add(&e->now, 1)};
}

void epoch_reclaim(struct epoch *e)
{
    uint64_t least = oldest(e);
    size_t kept = 0;
    for (size_t i = 0; i < e->n; i++) {
        if (e->retired[i].at < least) {
            e->retired[i].free(e->retired[i].p);
        } else {
            e->retired[kept++] = e->retired[i];
        }
    }
    e->n = kept;
}

void epoch_wait(struct epoch *e)
{
    uint64_t at = atomic_fetch_add(&e->now, 1);
    while (oldest(e) <= at) {
        (void)sched_yield();
    }
}

void epoch_destroy(struct epoch *e)
{
    for (size_t i = 0; i < e->n; i++) {
        e->retired[i].free(e->retired[i].p);
    }
    free(e->retired);
    e->retired = NULL;
    e->n = 0;
}
