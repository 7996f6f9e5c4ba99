// match_counts.c: counters in a table that grows say the same as an array of them, from the first pair to the last.
#include "match/counts.h"

#include "base/random.h"
#include "tap.h"

static void same(struct counts *_Atomic const *c, const uint32_t *want, const char *when)
{
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < COUNTS_ALL; i++) {
        wrong += counts_at(c, i) != want[i];
    }
    is_int(wrong, 0, "every counter as in an array %s", when);
}

int main(void)
{
    struct epoch *epoch = aligned_alloc(64, sizeof *epoch);
    BUG_ON(epoch == NULL);
    epoch_init(epoch);
    struct counts *_Atomic c;
    atomic_init(&c, counts_new());
    uint32_t *want = xcalloc(COUNTS_ALL, sizeof *want);
    struct prng r = {.state = 7};
    size_t first = counts_memory(atomic_load(&c));
    same(&c, want, "when nothing was counted");
    for (unsigned step = 0; step < 4; step++) {
        static const uint32_t times[] = {600, 60000, 140000, 400000};
        for (uint32_t i = 0; i < times[step]; i++) {
            uint32_t place = counts_place(prng_next(&r));
            int32_t by = want[place] > 0 && prng_below(&r, 4) == 0 ? -1 : 1;
            want[place] += (uint32_t)by;
            counts_bump(&c, epoch, place, by);
        }
        epoch_reclaim(epoch);
        same(&c, want, (const char *[]){"in the first table", "in a larger one", "in the largest", "in the array"}[step]);
        if (step == 0) {
            ok(counts_memory(atomic_load(&c)) <= first, "few pairs take little memory");
        }
    }
    ok(counts_memory(atomic_load(&c)) < COUNTS_ALL * sizeof(uint32_t) + 64, "never more than an array of all");
    free(atomic_load(&c));

    atomic_store(&c, counts_new());
    counts_bump(&c, epoch, 5, 2);
    counts_bump(&c, epoch, 6, 1);
    counts_bump(&c, epoch, 6, -1);
    counts_purge(&c, epoch);
    ok(counts_at(&c, 5) == 2 && counts_at(&c, 6) == 0, "purging keeps what is counted");
    free(atomic_load(&c));
    epoch_destroy(epoch);
    free(epoch);
    free(want);
    return tap_done();
}
