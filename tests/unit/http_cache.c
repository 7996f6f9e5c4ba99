// http_cache: versions, room, and many threads at once.
#include "http/cache.h"
#include "tap.h"

#include <pthread.h>
#include <sodium.h>

enum { THREADS = 4, ROUNDS = 20000, KEYS = 64 };

static struct http_ready *page(const char *text)
{
    return http_ready_new(200, STR("text/plain"), str_c(text), NULL, 0);
}

static void put(struct http_cache *c, const char *key, uint64_t version, const char *text)
{
    struct http_ready *p = page(text);
    http_cache_put(c, str_c(key), version, p);
    http_ready_unref(p);
}

static bool shows(struct http_cache *c, const char *key, uint64_t version, const char *text)
{
    struct http_ready *p = http_cache_get(c, str_c(key), version);
    bool yes = p != NULL && str_eqz(http_ready_body(p), text);
    http_ready_unref(p);
    return yes;
}

static bool absent(struct http_cache *c, const char *key, uint64_t version)
{
    struct http_ready *p = http_cache_get(c, str_c(key), version);
    http_ready_unref(p);
    return p == NULL;
}

// Every page says its key and version; nobody may ever be shown another.
static void *run(void *arg)
{
    struct http_cache *c = arg;
    struct arena a = ARENA_INIT;
    uint64_t wrong = 0;
    for (uint64_t i = 0; i < ROUNDS; i++) {
        struct str key = str_fmt(&a, "k%d", (int)(i * 7 % KEYS));
        uint64_t version = i / 1000;
        struct str want = str_fmt(&a, "%.*s at %d", STR_ARG(key), (int)version);
        struct http_ready *p = http_cache_get(c, key, version);
        if (p == NULL) {
            p = http_ready_new(200, STR("text/plain"), want, NULL, 0);
            http_cache_put(c, key, version, p);
        }
        wrong += !str_eq(http_ready_body(p), want);
        http_ready_unref(p);
        arena_reset(&a);
    }
    arena_free(&a);
    return (void *)(uintptr_t)wrong;
}

int main(void)
{
    BUG_ON(sodium_init() < 0);
    struct http_cache *c = http_cache_new(4 << 20);
    ok(absent(c, "/vi/", 1), "nothing yet");
    put(c, "/vi/", 1, "one");
    ok(shows(c, "/vi/", 1, "one"), "what was put");
    ok(absent(c, "/vi/", 2) && absent(c, "/en/", 1), "not of another version or key");
    put(c, "/vi/", 2, "two");
    ok(shows(c, "/vi/", 2, "two") && absent(c, "/vi/", 1), "the newer takes its place");
    put(c, "/vi/", 1, "one");
    ok(shows(c, "/vi/", 2, "two"), "a slow writer does not bring back the older");
    struct http_cache_stats s = http_cache_stats(c);
    ok(s.hits == 3 && s.misses == 4 && s.entries == 1, "counted: %llu hits, %llu misses", (unsigned long long)s.hits,
       (unsigned long long)s.misses);

    struct arena a = ARENA_INIT;
    char *large = arena_calloc(&a, 1, 100001);
    memset(large, 'x', 100000);
    for (int i = 0; i < 200; i++) {
        put(c, str_z(&a, str_fmt(&a, "large %d", i)), 1, large);
    }
    s = http_cache_stats(c);
    ok(s.bytes <= 4 << 20 && s.evicted > 100 && s.entries > 10, "bounded: %llu bytes, %llu pages, %llu gone",
       (unsigned long long)s.bytes, (unsigned long long)s.entries, (unsigned long long)s.evicted);
    ok(shows(c, "large 199", 1, large), "the last one is there");
    http_cache_free(c);

    c = http_cache_new(1 << 20);
    put(c, "large", 1, large);
    ok(absent(c, "large", 1), "a page too large for its share is not kept");
    pthread_t threads[THREADS];
    uintptr_t wrong = 0;
    for (int i = 0; i < THREADS; i++) {
        BUG_ON(pthread_create(&threads[i], NULL, run, c) != 0);
    }
    for (int i = 0; i < THREADS; i++) {
        void *result;
        (void)pthread_join(threads[i], &result);
        wrong += (uintptr_t)result;
    }
    is_int(wrong, 0, "many threads, never a page of another version");
    http_cache_free(c);
    arena_free(&a);
    return tap_done();
}
