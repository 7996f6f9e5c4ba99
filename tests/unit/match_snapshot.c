// match_snapshot.c: saved and loaded answers are the same; damage is found; a failed save leaves the former file.
#include "match/snapshot.h"

#include "base/random.h"
#include "match/guard.h"
#include "tap.h"

#include <math.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static char path[64], copy[64];
static struct arena arena;

static void fill(struct match *m, int64_t items)
{
    static const char *const words[] = {"ngập", "nước", "đường", "Lê",    "Lợi", "rác",
                                        "chợ",  "đèn",  "hỏng",  "tiếng", "ồn"};
    struct prng r = {3};
    for (int64_t id = 1; id <= items; id++) {
        struct str text = STR("phản ánh");
        for (uint64_t n = 2 + prng_below(&r, 6); n > 0; n--) {
            text = str_fmt(&arena, "%.*s %s", STR_ARG(text), words[prng_below(&r, ARRAY_LEN(words))]);
        }
        struct match_attr attr = {
            .kind = MATCH_MESSAGE, .public = id % 2 == 0, .office = id % 5, .lang = "vi", .time = id};
        match_add(m, id, text, &attr, NULL, 0);
    }
}

static struct match *filled(int64_t items)
{
    struct match *m = NULL;
    struct err e = ERR_INIT;
    if (!match_open(NULL, &m, &e)) {
        printf("Bail out! %s\n", e.what);
        exit(1);
    }
    fill(m, items);
    return m;
}

static bool same(struct match *x, struct match *y)
{
    static const char *const queries[] = {"duong le loi ngap", "đèn hỏng", "rac cho", "tieng onn", "phản ánh"};
    bool good = match_count(x) == match_count(y);
    for (size_t i = 0; i < ARRAY_LEN(queries); i++) {
        struct match_hits p, q;
        const struct match_ask ask = {.limit = 50, .filter = {.public_only = i % 2 == 0}};
        match_query(x, str_c(queries[i]), &ask, &arena, &p);
        match_query(y, str_c(queries[i]), &ask, &arena, &q);
        good &= p.n == q.n && p.n > 0;
        for (size_t k = 0; good && k < p.n; k++) {
            good &= p.v[k].id == q.v[k].id && p.v[k].attr.office == q.v[k].attr.office &&
                    p.v[k].attr.time == q.v[k].attr.time;
        }
    }
    return good;
}

static struct str read_file(const char *name)
{
    FILE *f = fopen(name, "rb");
    char *p = arena_alloc(&arena, 16 << 20);
    size_t n = f == NULL ? 0 : fread(p, 1, 16 << 20, f);
    if (f != NULL) {
        (void)fclose(f);
    }
    return (struct str){p, n};
}

static void write_file(const char *name, struct str s)
{
    FILE *f = fopen(name, "wb");
    if (f == NULL || fwrite(s.p, 1, s.n, f) != s.n || fclose(f) != 0) {
        printf("Bail out! cannot write %s\n", name);
        exit(1);
    }
}

static void test_round_trip(struct match *m)
{
    struct err e = ERR_INIT;
    struct match *back = NULL;
    uint64_t position = 0;
    ok(match_remove(m, 17) && match_snapshot(m, path, 4711, &e), "written");
    bool loaded = match_load(NULL, path, &back, &position, &e);
    ok(loaded && position == 4711, "loaded, with the position %s", e.what);
    ok(loaded && same(m, back), "gives the same answers");
    const struct match_attr attr = {.public = true};
    match_add(m, 17, STR("đèn hỏng đường Lê Lợi"), &attr, NULL, 0);
    match_add(back, 17, STR("đèn hỏng đường Lê Lợi"), &attr, NULL, 0);
    ok(match_remove(back, 5) && match_remove(m, 5) && match_update(m, 6, &attr) && match_update(back, 6, &attr),
       "a loaded index can be changed");
    ok(same(m, back), "and stays the same");
    struct match *third = NULL;
    ok(match_snapshot(back, path, 1, &e) && match_load(NULL, path, &third, &position, &e) && same(m, third),
       "saved over the file it was loaded from");
    match_close(back);
    match_close(third);
}

static void test_erased(struct match *m)
{
    struct err e = ERR_INIT;
    const struct match_attr attr = {.public = true};
    match_add(m, 900001, STR("tên riêng xyzzyplugh"), &attr, NULL, 0);
    bool there = match_snapshot(m, path, 1, &e) && str_find(read_file(path), STR("xyzzyplugh")) >= 0;
    bool gone =
        match_remove(m, 900001) && match_snapshot(m, path, 1, &e) && str_find(read_file(path), STR("xyzzyplugh")) < 0;
    ok(there && gone, "words of what was removed are not in the next snapshot");
}

static void test_damage(void)
{
    struct str file = read_file(path);
    struct prng r = {9};
    struct err e = ERR_INIT;
    unsigned refused = 0, tried = 0;
    for (int i = 0; i < 60; i++, tried++) {
        char *bad = arena_copy(&arena, file.p, file.n);
        size_t n = file.n;
        if (i % 3 == 0) {
            n = prng_below(&r, file.n);
        } else {
            // within what is used: padding between sections is not looked at
            size_t at = i % 3 == 1 ? prng_below(&r, 64) : 4096 + prng_below(&r, 4096);
            bad[at] = (char)(bad[at] ^ (1 << prng_below(&r, 8)));
        }
        write_file(copy, (struct str){bad, n});
        struct match *m = NULL;
        uint64_t position;
        bool loaded = match_load(NULL, copy, &m, &position, &e);
        refused += !loaded && (e.code == ERR_CORRUPT || e.code == ERR_VERSION);
        match_close(m);
    }
    is_int(refused, tried, "a damaged or shortened file is refused");
    struct match *m = NULL;
    uint64_t position;
    ok(!match_load(NULL, "/nonexistent/file", &m, &position, &e) && e.code == ERR_IO, "a missing one");
    const struct match_options other = {.abbreviations = STR("xp\txử phạt\n")};
    ok(!match_load(&other, path, &m, &position, &e) && e.code == ERR_VERSION, "one made with other abbreviations");
}

// Every hit of a damaged index is one of the sound one, with the same score.
static bool among_sound(struct match *damaged, struct match *sound, size_t *missing)
{
    static const char *const queries[] = {"duong le loi ngap", "đèn hỏng", "rac cho", "tieng onn", "phản ánh"};
    bool good = true;
    for (size_t i = 0; i < ARRAY_LEN(queries); i++) {
        struct match_hits got, all;
        match_query(damaged, str_c(queries[i]), &(struct match_ask){.limit = 50}, &arena, &got);
        match_query(sound, str_c(queries[i]), &(struct match_ask){.limit = MATCH_LIMIT}, &arena, &all);
        *missing += got.n < (all.n < 50 ? all.n : 50);
        for (size_t k = 0; k < got.n; k++) {
            bool found = false;
            for (size_t j = 0; j < all.n && !found; j++) {
                found = all.v[j].id == got.v[k].id && fabs(all.v[j].score - got.v[k].score) < 1e-6;
            }
            good &= found;
        }
    }
    return good;
}

// A bit behind the head of the segment, which is not looked at when the file is loaded.
static void test_damage_later(struct match *m)
{
    enum { ROUNDS = 80, HEAD = 48, SECTION = 32 };
    struct err e = ERR_INIT;
    struct prng r = {13};
    uint64_t position;
    if (!match_snapshot(m, path, 1, &e)) {
        BUG("the snapshot is not written");
    }
    struct str file = read_file(path);
    uint64_t at, bytes;
    char *bad = arena_copy(&arena, file.p, file.n);
    memcpy(&at, file.p + HEAD + SECTION, sizeof at); // of the second section, the first segment
    memcpy(&bytes, file.p + HEAD + SECTION + 8, sizeof bytes);
    unsigned loaded = 0, sound = 0, said = 0, kept = 0, mended = 0;
    size_t missing = 0;
    for (int i = 0; i < ROUNDS; i++) {
        size_t where = at + GUARD_BLOCK + prng_below(&r, bytes - GUARD_BLOCK);
        bad[where] = (char)(bad[where] ^ (1 << prng_below(&r, 8)));
        write_file(copy, (struct str){bad, file.n});
        bad[where] = file.p[where];
        struct match *back = NULL;
        bool good = match_load(NULL, copy, &back, &position, &e);
        loaded += good;
        sound += good && among_sound(back, m, &missing);
        kept += good && !match_snapshot(back, copy, 1, &e) && e.code == ERR_CORRUPT; // looks at all of it
        said += good && match_damaged(back);
        if (good && i < 5) {
            match_clear(back);
            fill(back, 700);
            (void)match_remove(back, 5);
            mended += !match_damaged(back) && same(m, back) && match_snapshot(back, copy, 1, &e);
        }
        match_close(back);
    }
    is_int(loaded, ROUNDS, "damage behind the head does not keep the file from being loaded");
    is_int(sound, ROUNDS, "what is found then is right");
    ok(missing > 0, "and something is missing now and then (%zu)", missing);
    is_int(said, ROUNDS, "the index says that it is damaged once the place was looked at");
    is_int(kept, ROUNDS, "and is not saved");
    is_int(mended, 5, "cleared and filled again it is whole");
}

// A child saves over and over and is killed at a random time; what is there must always load.
static void test_killed(struct match *m)
{
    struct err e = ERR_INIT;
    struct prng r = {4};
    unsigned good = 0;
    for (int i = 0; i < 8; i++) {
        pid_t child = fork();
        if (child == 0) {
            for (uint64_t position = 0;; position++) {
                (void)!match_snapshot(m, path, position, &e);
            }
        }
        (void)usleep((useconds_t)(1000 + prng_below(&r, 30000)));
        (void)kill(child, SIGKILL);
        (void)waitpid(child, NULL, 0);
        struct match *back = NULL;
        uint64_t position;
        good += match_load(NULL, path, &back, &position, &e) && match_count(back) == match_count(m);
        match_close(back);
        (void)unlink(str_z(&arena, str_fmt(&arena, "%s.%ld.part", path, (long)child)));
    }
    is_int(good, 8, "killed while saving: the former file or the new one");
    ok(!match_snapshot(m, "/nonexistent/file", 1, &e) && e.code == ERR_IO, "a folder that is not there");
}

int main(void)
{
    (void)snprintf(path, sizeof path, "/tmp/match_snapshot.%ld", (long)getpid());
    (void)snprintf(copy, sizeof copy, "/tmp/match_snapshot.%ld.bad", (long)getpid());
    struct match *m = filled(700);
    test_round_trip(m);
    test_erased(m);
    test_damage();
    struct match *plain = filled(700);
    (void)match_remove(plain, 5);
    match_bulk_begin(plain); // one segment of some blocks
    match_bulk_end(plain);
    test_damage_later(plain);
    match_close(plain);
    test_killed(m);
    match_close(m);
    (void)unlink(path);
    (void)unlink(copy);
    arena_free(&arena);
    return tap_done();
}
