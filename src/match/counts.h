// counts.h: how many items have a pair of words: counters by the low bits of the pair's hash, where frequent pairs share one
// with rare ones. A few of them are kept as a table of those that are used, many as a plain array; both say the same.
//
// One writer beside any number of readers: a table that grows is replaced and retired (epoch.h).
#pragma once

#include "match/epoch.h"

enum { COUNTS_ALL = 1 << 20 };

struct counts; // a table

struct counts *counts_new(void);
size_t counts_memory(const struct counts *c);

// The counter of a pair's hash; not more than COUNTS_ALL of them.
static inline uint32_t counts_place(uint64_t hash)
{
    return (uint32_t)(hash & (COUNTS_ALL - 1));
}

// READER. What the counter stands at.
uint32_t counts_at(struct counts *_Atomic const *where, uint32_t place);

// WRITER. Add `by` to the counter; a table that becomes full is replaced by a larger one.
void counts_bump(struct counts *_Atomic *where, struct epoch *epoch, uint32_t place, int32_t by);

// WRITER. After removing: no place is kept of a counter that stands at 0.
void counts_purge(struct counts *_Atomic *where, struct epoch *epoch);
