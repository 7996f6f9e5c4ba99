// random.c: see random.h.
#include "base/random.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/random.h>

void random_bytes(void *p, size_t n)
{
    char *at = p;
    while (n > 0) {
        ssize_t got = getrandom(at, n, 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        BUG_ON(got <= 0);
        at += got;
        n -= (size_t)got;
    }
}

int64_t random_id(void)
{
    enum { LOW_BITS = 22 };
    static const int64_t epoch_ms = 1577836800000; // 2020-01-01
    static _Atomic int64_t last;
    struct timespec t;
    BUG_ON(clock_gettime(CLOCK_REALTIME, &t) != 0);
    int64_t ms = t.tv_sec * 1000 + t.tv_nsec / 1000000 - epoch_ms;
    uint32_t low;
    random_bytes(&low, sizeof low);
    // A quarter of the low range is kept free above the random start, for counting.
    int64_t fresh = (int64_t)((uint64_t)ms << LOW_BITS | low % (3u << (LOW_BITS - 2)));
    int64_t before = atomic_load(&last);
    for (;;) {
        int64_t id = fresh > before && (fresh >> LOW_BITS) > (before >> LOW_BITS) ? fresh : before + 1;
        if (atomic_compare_exchange_weak(&last, &before, id)) {
            return id & INT64_MAX;
        }
    }
}

uint64_t prng_next(struct prng *r)
{
    uint64_t z = r->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

uint64_t prng_below(struct prng *r, uint64_t n)
{
    BUG_ON(n == 0);
    return prng_next(r) % n;
}
