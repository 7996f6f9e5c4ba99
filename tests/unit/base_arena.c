// Promises of base/arena and base/random.
#include "base/arena.h"
#include "base/random.h"
#include "tap.h"

int main(void)
{
    struct arena a = ARENA_INIT;
    char *p = arena_alloc(&a, 10);
    char *q = arena_alloc(&a, 100000);
    memset(p, 1, 10);
    memset(q, 2, 100000);
    ok(p[9] == 1, "a large block does not touch a small one");
    ok(((uintptr_t)q & 15) == 0, "blocks are aligned for any object");
    is_int(a.used, 100010, "used counts bytes given out");
    arena_reset(&a);
    is_int(a.used, 0, "reset forgets all");
    int *zero = ARENA_ARRAY(&a, int, 100);
    bool clear = true;
    for (int i = 0; i < 100; i++) {
        clear = clear && zero[i] == 0;
    }
    ok(clear, "ARENA_ARRAY is zeroed, also in reused memory");
    arena_free(&a);

    int64_t before = random_id();
    bool rising = before > 0;
    for (int i = 0; i < 100000; i++) {
        int64_t id = random_id();
        rising = rising && id > before;
        before = id;
    }
    ok(rising, "100,000 ids are positive, different and rising");

    struct prng r = {1};
    ok(prng_next(&r) == 0x910A2DEC89025CC1u, "splitmix64 gives its published first value for seed 1");
    return tap_done();
}
