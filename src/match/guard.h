// guard.h: bytes mapped from a file that are checked, a block at a time, when they are first looked at.
//
// Any number of threads may look: each block is checked once, by the first of them, while others that want the same block wait
// for it. Bytes of a block may be changed only after guard_holds said yes to them.
#pragma once

#include "base/base.h"

#include <stdatomic.h>

enum { GUARD_BLOCK = 1 << 14 };

enum guard_state { GUARD_UNSEEN, GUARD_GOOD, GUARD_BAD };

struct guard;

// A checksum of any bytes.
uint64_t guard_sum(const void *p, size_t n);

// How many blocks so many bytes are, and their checksums: `sums` has room for all.
size_t guard_blocks(size_t bytes);
void guard_sums(const void *p, size_t bytes, uint64_t *sums);

// Over the bytes; `sums` (aligned, one a block) and *damaged must outlive it. *damaged becomes true when a block is found bad.
struct guard *guard_new(const void *p, size_t bytes, const uint64_t *sums, _Atomic bool *damaged);
void guard_free(struct guard *g); // NULL is fine

// The states of the blocks, for guard_holds.
const _Atomic uint8_t *guard_states(const struct guard *g);
bool guard_check(struct guard *g, size_t from, size_t to);

// Are bytes from..to of a guarded whole as they were written? `states` is guard_states(g).
static inline bool guard_holds(struct guard *g, const _Atomic uint8_t *states, size_t from, size_t to)
{
    size_t block = from / GUARD_BLOCK;
    return from >= to || (block == (to - 1) / GUARD_BLOCK &&
                          atomic_load_explicit(&states[block], memory_order_acquire) == GUARD_GOOD) ||
           guard_check(g, from, to);
}
