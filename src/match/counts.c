// counts.c: see counts.h.
#include "match/counts.h"

#include "text/hash.h"

// A table is turned into an array when it would take half as much memory as that.
enum { SLOTS_FIRST = 1 << 10, SLOTS_MOST = 1 << 18 };

struct counts {
    uint32_t slots; // 0: an array of all counters
    uint32_t used;  // the writer's
    _Atomic uint32_t v[]; // of a table: place + 1, or 0 for an empty slot; then its counter; and so on
};

static struct counts *table_new(uint32_t slots)
{
    size_t n = slots == 0 ? COUNTS_ALL : (size_t)slots * 2;
    struct counts *c = xcalloc(1, sizeof *c + n * sizeof c->v[0]);
    c->slots = slots;
    return c;
}

struct counts *counts_new(void)
{
    return table_new(SLOTS_FIRST);
}

size_t counts_memory(const struct counts *c)
{
    return sizeof *c + (c->slots == 0 ? COUNTS_ALL : (size_t)c->slots * 2) * sizeof c->v[0];
}

// Index of the place's slot, or of the empty one where it belongs.
static size_t slot_of(const struct counts *c, uint32_t place)
{
    size_t i = hash_mix(place) & (c->slots - 1);
    for (;; i = (i + 1) & (c->slots - 1)) {
        uint32_t there = atomic_load_explicit(&c->v[i * 2], memory_order_acquire);
        if (there == 0 || there == place + 1) {
            return i;
        }
    }
}

uint32_t counts_at(struct counts *_Atomic const *where, uint32_t place)
{
    const struct counts *c = atomic_load_explicit(where, memory_order_acquire);
    size_t at = c->slots == 0 ? place : slot_of(c, place) * 2 + 1;
    return atomic_load_explicit(&c->v[at], memory_order_relaxed); // an empty slot's counter is 0
}

static void put(struct counts *c, uint32_t place, uint32_t n)
{
    size_t at = place;
    if (c->slots != 0) {
        at = slot_of(c, place) * 2 + 1;
        c->used++;
        atomic_store_explicit(&c->v[at - 1], place + 1, memory_order_relaxed);
    }
    atomic_store_explicit(&c->v[at], n, memory_order_relaxed);
}

static void replace(struct counts *_Atomic *where, struct epoch *epoch, uint32_t slots)
{
    struct counts *old = atomic_load_explicit(where, memory_order_relaxed);
    struct counts *c = table_new(slots);
    for (size_t i = 0; i < old->slots; i++) {
        uint32_t n = atomic_load_explicit(&old->v[i * 2 + 1], memory_order_relaxed);
        if (n != 0) {
            put(c, atomic_load_explicit(&old->v[i * 2], memory_order_relaxed) - 1, n);
        }
    }
    atomic_store_explicit(where, c, memory_order_release);
    epoch_retire(epoch, old, free);
}

void counts_bump(struct counts *_Atomic *where, struct epoch *epoch, uint32_t place, int32_t by)
{
    struct counts *c = atomic_load_explicit(where, memory_order_relaxed);
    if (c->slots != 0 && c->used >= c->slots / 4 * 3) {
        replace(where, epoch, c->slots == SLOTS_MOST ? 0 : c->slots * 2);
        c = atomic_load_explicit(where, memory_order_relaxed);
    }
    size_t at = place;
    if (c->slots != 0) {
        size_t slot = slot_of(c, place);
        at = slot * 2 + 1;
        if (atomic_load_explicit(&c->v[slot * 2], memory_order_relaxed) == 0) {
            c->used++;
            atomic_store_explicit(&c->v[slot * 2], place + 1, memory_order_release);
        }
    }
    // one writer: a plain addition; readers see either value
    uint32_t n = atomic_load_explicit(&c->v[at], memory_order_relaxed);
    atomic_store_explicit(&c->v[at], n + (uint32_t)by, memory_order_relaxed);
}

void counts_purge(struct counts *_Atomic *where, struct epoch *epoch)
{
    uint32_t slots = atomic_load_explicit(where, memory_order_relaxed)->slots;
    if (slots != 0) {
        replace(where, epoch, slots);
    }
}
