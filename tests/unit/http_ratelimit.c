// http_ratelimit: bursts, their return, and floods from everywhere.
#include "base/random.h"
#include "http/ratelimit.h"
#include "tap.h"

enum { SECOND = 1000000 };

int main(void)
{
    struct ratelimit *r = ratelimit_new(1024, 5, 3600); // 5 at once, then one a second
    int64_t now = 1000 * (int64_t)SECOND;
    int taken = 0;
    unsigned retry = 0;
    for (int i = 0; i < 10; i++) {
        taken += ratelimit_take(r, 7, now, &retry);
    }
    is_int(taken, 5, "a burst, no more");
    is_int(retry, 1, "and when to come back");
    ok(!ratelimit_take(r, 7, now + SECOND / 2, NULL), "too soon");
    ok(ratelimit_take(r, 7, now + SECOND, NULL) && !ratelimit_take(r, 7, now + SECOND, NULL), "one comes back a second");
    ok(ratelimit_take(r, 8, now, NULL), "others are not concerned");
    taken = 0;
    for (int i = 0; i < 10; i++) {
        taken += ratelimit_take(r, 7, now + 3600 * (int64_t)SECOND, NULL);
    }
    is_int(taken, 5, "rest gives no more than the burst");
    taken = 0;
    for (int i = 0; i < 1000; i++) {
        taken += ratelimit_take(r, 0, now, NULL);
    }
    is_int(taken, 1000, "client 0 is never limited");

    // Who can wait three seconds finds three more turns, each a second later; then it is full, and nobody jumps the queue.
    int64_t wait = -1;
    now += 7200 * (int64_t)SECOND;
    for (int i = 0; i < 5; i++) {
        ok(ratelimit_turn(r, 7, now, 3 * SECOND, &wait, NULL) && wait == 0, "turn %d is now", i + 1);
    }
    for (int i = 1; i <= 3; i++) {
        ok(ratelimit_turn(r, 7, now, 3 * SECOND, &wait, NULL) && wait == i * SECOND, "then one a second: in %lld us",
           (long long)wait);
    }
    ok(!ratelimit_turn(r, 7, now, 3 * SECOND, &wait, &retry) && retry == 1, "the queue of one neighbourhood is bounded");
    ok(!ratelimit_take(r, 7, now + 3 * SECOND, &retry) && retry == 1, "who cannot wait comes after those who do");
    ok(ratelimit_turn(r, 0, now, 0, &wait, NULL) && wait == 0, "client 0 never waits");

    // Property: over any time, never more than burst + rate × time, whatever the pattern.
    struct prng rng = {42};
    bool kept = true;
    for (int round = 0; round < 200; round++) {
        uint64_t client = prng_next(&rng) | 1;
        int64_t start = now;
        int n = 0;
        for (int i = 0; i < 100; i++) {
            now += (int64_t)prng_below(&rng, SECOND);
            n += ratelimit_take(r, client, now, NULL);
            kept = kept && n <= 5 + 1 + (now - start) / SECOND;
        }
    }
    ok(kept, "never more than the burst and what came back since");

    // One who is over the limit stays so while others come once each, fewer than the table holds.
    for (int i = 0; i < 20; i++) {
        (void)!ratelimit_take(r, 0x1111, now, NULL);
    }
    for (int i = 0; i < 300; i++) {
        (void)!ratelimit_take(r, prng_next(&rng) | 1, now, NULL);
    }
    ok(!ratelimit_take(r, 0x1111, now, NULL), "a flood of single askers does not free who asked most");
    ratelimit_free(r);
    return tap_done();
}
