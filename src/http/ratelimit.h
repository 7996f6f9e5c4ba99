// ratelimit.h: token buckets by client prefix, in a fixed amount of memory, thread-safe. Nothing of it is ever stored.
#pragma once

#include "base/base.h"

struct ratelimit;

// Each client may take `burst` at once and `per_hour` over time. `slots` buckets are kept (rounded up to a power of
// two, 16 bytes each): when a flood from many prefixes fills a row of 8, the fullest bucket there (the one that has
// asked least) gives way.
struct ratelimit *ratelimit_new(size_t slots, unsigned burst, unsigned per_hour);
void ratelimit_free(struct ratelimit *r);

// Take one for `client` (from http_client_prefix) at `now_us` (clock_mono_us). False: not now; *retry_s (may be NULL)
// is then the number of seconds, at least 1, after which one is there again. Client 0 is never limited.
bool ratelimit_take(struct ratelimit *r, uint64_t client, int64_t now_us, unsigned *retry_s) MUST_USE;

// The same for who can wait up to `patience_us` for the one that is taken: true also when it is there only in *wait_us from now
// (0: it is there). So many wait at most as come back in that time. False: *retry_s as above, to find room to wait.
bool ratelimit_turn(struct ratelimit *r, uint64_t client, int64_t now_us, int64_t patience_us, int64_t *wait_us,
                    unsigned *retry_s) MUST_USE;
