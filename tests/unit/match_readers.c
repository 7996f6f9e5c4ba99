// match_readers.c: readers beside a writer that adds, changes, removes, purges and saves. Run it under ThreadSanitizer
// too.
#include "match/snapshot.h"

#include "base/random.h"
#include "tap.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { READERS = 3, STEPS = 6000, IDS = 1500 };

static struct match *m;
static _Atomic bool stop;
static _Atomic unsigned wrong, asked;

static void *read_on(void *seed)
{
    struct prng r = {(uint64_t)(uintptr_t)seed};
    struct arena a = ARENA_INIT;
    static const char *const queries[] = {"ngập đường", "mốc", "den hong", "rac cho mot", "zz ngaap"};
    while (!atomic_load(&stop)) {
        struct match_hits hits;
        struct match_extract x;
        struct match_reasons why;
        const struct match_ask ask = {.limit = 20, .filter = {.public_only = true}, .prefix = prng_below(&r, 2) == 0};
        match_query(m, str_c(queries[prng_below(&r, ARRAY_LEN(queries))]), &ask, &a, &hits);
        for (size_t i = 0; i < hits.n; i++) {
            bool bad = hits.v[i].id < 0 || hits.v[i].id > IDS || !(hits.v[i].score > 0) ||
                       (i > 0 && hits.v[i].score > hits.v[i - 1].score);
            atomic_fetch_add(&wrong, bad);
        }
        match_query(m, STR("cột mốc không đổi"), &ask, &a, &hits); // item 0 is never touched
        atomic_fetch_add(&wrong, hits.n == 0 || hits.v[0].id != 0);
        match_extract(m, STR("ngap"), STR("đường ngập nặng"), 60, &a, &x);
        (void)match_explain(m, STR("ngap duong"), false, (int64_t)prng_below(&r, IDS), &a, &why);
        atomic_fetch_add(&asked, 1);
        arena_reset(&a);
    }
    arena_free(&a);
    return NULL;
}

static void write_on(const char *path)
{
    static const char *const words[] = {"ngập", "đường", "đèn", "hỏng", "rác", "chợ", "một", "hai", "ba"};
    struct prng r = {77};
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    for (int step = 0; step < STEPS; step++) {
        int64_t id = 1 + (int64_t)prng_below(&r, IDS - 1);
        struct match_attr attr = {.public = true, .office = (int64_t)prng_below(&r, 50), .time = step};
        uint64_t what = prng_below(&r, 10);
        if (what < 7) {
            struct str text = str_fmt(&a, "%s %s %s từ%d", words[prng_below(&r, 9)], words[prng_below(&r, 9)],
                                      words[prng_below(&r, 9)], (int)prng_below(&r, 3000));
            match_add(m, id, text, &attr, NULL, 0);
        } else if (what == 7) {
            (void)match_update(m, id, &attr);
        } else {
            (void)match_remove(m, id);
        }
        if (step % 1500 == 700) {
            match_purge(m);
        }
        if (step == STEPS / 2) {
            ok(match_snapshot(m, path, 1, &e), "saved beside readers %s", e.what);
        }
        arena_reset(&a);
    }
    arena_free(&a);
}

static void run_beside(const char *path)
{
    pthread_t threads[READERS];
    atomic_store(&stop, false);
    for (uintptr_t i = 0; i < READERS; i++) {
        BUG_ON(pthread_create(&threads[i], NULL, read_on, (void *)(i + 1)) != 0);
    }
    write_on(path);
    atomic_store(&stop, true);
    for (size_t i = 0; i < READERS; i++) {
        (void)pthread_join(threads[i], NULL);
    }
}

int main(void)
{
    struct err e = ERR_INIT;
    char path[64];
    uint64_t position;
    (void)snprintf(path, sizeof path, "/tmp/match_readers.%ld", (long)getpid());
    if (!match_open(NULL, &m, &e)) {
        printf("Bail out! %s\n", e.what);
        return 1;
    }
    const struct match_attr attr = {.public = true};
    match_add(m, 0, STR("cột mốc không đổi"), &attr, NULL, 0);
    run_beside(path);
    ok(atomic_load(&asked) > 0, "readers came through");
    is_int(atomic_load(&wrong), 0, "every answer was one that the index could give");
    bool saved = match_snapshot(m, path, 2, &e);
    match_close(m);
    ok(saved && match_load(NULL, path, &m, &position, &e), "loaded again %s", e.what);
    run_beside(path); // its blocks are looked at by several at once, and changed
    ok(!match_damaged(m), "nothing is taken for damaged that was changed");
    is_int(atomic_load(&wrong), 0, "and every answer is right");
    match_close(m);
    (void)unlink(path);
    return tap_done();
}
