// random.h: unpredictable bytes from the kernel for secrets and ids, and a seeded generator for tests and demo data.
#pragma once

#include "base/base.h"

void random_bytes(void *p, size_t n);  // from getrandom(2); aborts when the kernel has none

// An internal id: 63 bits, positive, never 0: milliseconds since 2020 (41 bits) and 22 bits that begin at random and count
// up within the millisecond, so that rows made together lie together in the store. Never goes back within a process,
// whatever the clock does; no meaning may be read from it, and it is never shown outside. Thread-safe.
int64_t random_id(void);

// splitmix64 (Steele, Lea, Flood 2014): the same seed gives the same numbers on every machine. Not for secrets.
struct prng {
    uint64_t state;
};
uint64_t prng_next(struct prng *r);
uint64_t prng_below(struct prng *r, uint64_t n); // 0 … n-1; n > 0
