// match_beside.c: what is built beside the writer: whatever is added, changed and removed while segments are merged, purged and
// saved, the index is what a fresh build gives; a snapshot is of the moment it was taken; what was erased is in no byte of it.
#include "match/snapshot.h"

#include "base/random.h"
#include "tap.h"
#include "text/fold.h"
#include "text/hash.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { IDS = 4000, WORDS = 1200, STEPS = 12000, QUERIES = 80 };

struct one {
    bool there;
    uint16_t words[4];
    struct match_attr attr;
};

static struct one now[IDS], then[IDS];
static char path[64];
static struct arena arena;

static struct match *new_index(void)
{
    struct match *m = NULL;
    struct err e = ERR_INIT;
    if (!match_open(NULL, &m, &e)) {
        BUG("no index");
    }
    return m;
}

static void put(struct match *m, size_t id, const struct one *o)
{
    char text[80];
    int n = snprintf(text, sizeof text, "tu%d phố%d tu%d so%d", o->words[0], o->words[1], o->words[2], o->words[3]);
    match_add(m, (int64_t)id, (struct str){text, (size_t)n}, &o->attr, NULL, 0);
}

static void step(struct match *m, struct prng *r)
{
    size_t id = prng_below(r, IDS);
    struct one *o = &now[id];
    const struct match_attr attr = {
        .public = prng_below(r, 3) > 0, .office = (int64_t)prng_below(r, 9), .time = (int64_t)prng_below(r, 1000)};
    uint64_t what = prng_below(r, 10);
    if (what < 6) {
        o->there = true;
        o->attr = attr;
        for (size_t i = 0; i < ARRAY_LEN(o->words); i++) {
            o->words[i] = (uint16_t)prng_below(r, WORDS);
        }
        put(m, id, o);
    } else if (what < 8) {
        o->attr = o->there ? attr : o->attr;
        BUG_ON(match_update(m, (int64_t)id, &attr) != o->there);
    } else {
        BUG_ON(match_remove(m, (int64_t)id) != o->there);
        o->there = false;
    }
}

static struct match *fresh(const struct one *items)
{
    struct match *m = new_index();
    match_bulk_begin(m);
    for (size_t id = 0; id < IDS; id++) {
        if (items[id].there) {
            put(m, id, &items[id]);
        }
    }
    match_bulk_end(m);
    return m;
}

static bool same_hits(const struct match *x, const struct match *y, struct str q, bool public)
{
    struct match_hits p, f;
    const struct match_ask ask = {.limit = 200, .filter = {.public_only = public}};
    match_query(x, q, &ask, &arena, &p);
    match_query(y, q, &ask, &arena, &f);
    bool same = p.n == f.n;
    for (size_t i = 0; same && i < p.n; i++) {
        bool tie = i + 1 == p.n || p.v[i].score - p.v[i + 1].score < 1e-4;
        same = fabs(p.v[i].score - f.v[i].score) < 1e-4 && (p.v[i].id == f.v[i].id || tie) &&
               (p.v[i].id != f.v[i].id || (p.v[i].attr.office == f.v[i].attr.office && p.v[i].attr.time == f.v[i].attr.time));
    }
    return same;
}

// Asked alike, the index says what a fresh one of these items says.
static unsigned same(const struct match *m, const struct one *items, uint64_t seed)
{
    struct match *other = fresh(items);
    struct prng r = {seed};
    unsigned good = 0;
    for (int i = 0; i < QUERIES; i++) {
        int words[3];
        for (size_t k = 0; k < ARRAY_LEN(words); k++) {
            words[k] = (int)prng_below(&r, WORDS);
        }
        struct str q = str_fmt(&arena, "tu%d phố%d so%d", words[0], words[1], words[2]);
        good += same_hits(m, other, q, i % 2 == 0) && match_count(m) == match_count(other);
        arena_reset(&arena);
    }
    match_close(other);
    return good;
}

// ---- at the same time

static struct match *shared;
static _Atomic bool stop;
static _Atomic unsigned purged, saved;

static void *build_on(void *arg)
{
    (void)arg;
    while (!atomic_load(&stop)) {
        struct err e = ERR_INIT;
        match_purge(shared);
        atomic_fetch_add(&purged, 1);
        atomic_fetch_add(&saved, match_snapshot(shared, path, 1, &e));
        (void)usleep(3000); // segments are merged between
    }
    return NULL;
}

static void test_at_once(void)
{
    struct prng r = {11};
    pthread_t thread;
    shared = new_index();
    BUG_ON(pthread_create(&thread, NULL, build_on, NULL) != 0);
    for (int i = 0; i < STEPS; i++) {
        step(shared, &r);
    }
    atomic_store(&stop, true);
    (void)pthread_join(thread, NULL);
    ok(atomic_load(&purged) > 1 && atomic_load(&saved) > 1, "purged %u, saved %u times meanwhile", atomic_load(&purged),
       atomic_load(&saved));
    is_int(same(shared, now, 1), QUERIES, "equals a fresh build, whatever was built beside");
    match_purge(shared);
    is_int(same(shared, now, 2), QUERIES, "also when all that was removed is gone");
}

// ---- at one moment

static void test_moment(struct match *m)
{
    struct prng r = {12};
    unsigned of_then = 0, of_now = 0, loaded = 0;
    for (int round = 0; round < 4; round++) {
        struct err e = ERR_INIT;
        struct match *back;
        uint64_t position;
        struct snapshot *s = snapshot_begin(m);
        for (int i = 0; i < 40; i++) {
            step(m, &r);
        }
        snapshot_take(s, (uint64_t)round);
        memcpy(then, now, sizeof then);
        for (int i = 0; i < 2500; i++) {
            step(m, &r);
        }
        if (snapshot_write(s, path, &e) && match_load(NULL, path, &back, &position, &e)) {
            loaded += position == (uint64_t)round;
            of_then += same(back, then, 20 + (uint64_t)round);
            match_close(back);
        }
        of_now += same(m, now, 30 + (uint64_t)round);
    }
    is_int(loaded, 4, "written while the index changes");
    is_int(of_then, 4 * QUERIES, "a snapshot is of the moment it was taken");
    is_int(of_now, 4 * QUERIES, "and what changed since is in the index");
}

// ---- erased

static bool in_file(const void *p, size_t n)
{
    enum { LARGEST = 16 << 20 };
    FILE *f = fopen(path, "rb");
    char *bytes = arena_alloc(&arena, LARGEST);
    size_t have = f == NULL ? 0 : fread(bytes, 1, LARGEST, f);
    BUG_ON(f == NULL || have == 0 || have == LARGEST || fclose(f) != 0);
    return memmem(bytes, have, p, n) != NULL;
}

// The word's letters, and the hash that stands for it with its marks and without.
static int traces(void)
{
    static const char word[] = "plughxyzzy", marked[] = {'p', 'l', 'u', 'g', 'h', 'x', 'y', 'z', 'z', 'y', TONE_HOI};
    uint64_t bare = hash_bytes(word, sizeof word - 1), exact = hash_bytes(marked, sizeof marked);
    return in_file(word, sizeof word - 1) + in_file(&bare, sizeof bare) + in_file(&exact, sizeof exact);
}

static void test_erased(struct match *m)
{
    struct err e = ERR_INIT;
    struct prng r = {13};
    const struct match_attr attr = {.public = true};
    match_add(m, IDS, STR("tên riêng plughxỷzzy và plughxyzzy"), &attr, NULL, 0);
    for (int i = 0; i < 3000; i++) { // it comes into a segment, and that is merged
        step(m, &r);
    }
    bool wrote = match_snapshot(m, path, 1, &e);
    is_int(wrote ? traces() : 0, 3, "a word's letters and hashes stand in the snapshot");
    bool removed = match_remove(m, IDS);
    for (int i = 0; i < 3000; i++) {
        step(m, &r);
    }
    wrote = removed && match_snapshot(m, path, 1, &e);
    is_int(wrote ? traces() : 3, 0, "erased, not one byte of them does, before a purge");
    match_add(m, IDS, STR("tên riêng plughxỷzzy"), &attr, NULL, 0);
    struct snapshot *s = snapshot_begin(m);
    snapshot_take(s, 1);
    removed = match_remove(m, IDS); // while it is written
    wrote = snapshot_write(s, path, &e);
    match_purge(m);
    wrote = wrote && removed && match_snapshot(m, path, 1, &e);
    is_int(wrote ? traces() : 3, 0, "nor after it, when it was erased while a snapshot was written");
    is_int(same(m, now, 40), QUERIES, "all else is there");
}

int main(void)
{
    (void)snprintf(path, sizeof path, "/tmp/match_beside.%ld", (long)getpid());
    test_at_once();
    test_moment(shared);
    test_erased(shared);
    match_close(shared);
    (void)unlink(path);
    arena_free(&arena);
    return tap_done();
}
