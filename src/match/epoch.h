// epoch.h: memory that readers may still be looking at is given back when they have left.
//
// A reader enters, takes pointers, and leaves; it never waits (with more than EPOCH_SLOTS readers inside at once, the
// next one spins until one leaves). The writer retires what it has replaced; it is freed once every reader that was
// inside at that time has left. After Fraser, "Practical lock-freedom" (2004), with one global counter.
#pragma once

#include "base/base.h"

#include <stdatomic.h>

enum { EPOCH_SLOTS = 128 };

struct epoch_slot {
    _Alignas(64) _Atomic uint64_t at; // 0: nobody; else the epoch in which the reader entered
};

struct epoch_retired {
    void *p;
    void (*free)(void *p);
    uint64_t at;
};

struct epoch {
    _Atomic uint64_t now;
    struct epoch_slot slots[EPOCH_SLOTS];
    struct epoch_retired *retired; // the writer's
    size_t n, cap;
};

void epoch_init(struct epoch *e);
struct epoch_slot *epoch_enter(struct epoch *e); // reader; hand the slot to epoch_leave
void epoch_leave(struct epoch_slot *slot);

void epoch_retire(struct epoch *e, void *p, void (*free)(void *p)); // writer; p must not be reachable any more
void epoch_reclaim(struct epoch *e);                                // writer; frees what can be freed, does not wait
void epoch_wait(struct epoch *e);                                   // any thread; until all readers now inside have left
void epoch_destroy(struct epoch *e);                                // no readers inside: frees everything
