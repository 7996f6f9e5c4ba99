// cache.c: sixteen shards, each a hash table and a list by last use under its own lock, which is held for a lookup
// only.
#include "http/cache.h"

#include <pthread.h>
#include <sodium.h>
#include <stdalign.h>

enum { SHARDS = 16, BUCKETS = 1024 };

struct entry {
    struct entry *chain;          // in its bucket
    struct entry *newer, *older;  // by last use
    uint64_t hash;
    uint64_t version;
    struct http_ready *page;
    size_t bytes;
    size_t key_n;
    char key[];
};

struct shard {
    alignas(64) pthread_mutex_t lock;
    struct entry *buckets[BUCKETS];
    struct entry *newest, *oldest;
    size_t bytes;
    struct http_cache_stats stats;
};

struct http_cache {
    unsigned char hash_key[crypto_shorthash_KEYBYTES]; // so that nobody can aim at one bucket
    size_t max_bytes; // a shard
    struct shard shards[SHARDS];
};

struct http_cache *http_cache_new(size_t max_bytes)
{
    void *p = NULL;
    if (posix_memalign(&p, alignof(struct http_cache), sizeof(struct http_cache)) != 0) {
        abort(); // no memory, as xmalloc
    }
    struct http_cache *c = p;
    memset(c, 0, sizeof *c);
    crypto_shorthash_keygen(c->hash_key);
    c->max_bytes = max_bytes / SHARDS;
    for (size_t i = 0; i < SHARDS; i++) {
        (void)pthread_mutex_init(&c->shards[i].lock, NULL);
    }
    return c;
}

static void entry_free(struct entry *e)
{
    http_ready_unref(e->page);
    free(e);
}

void http_cache_free(struct http_cache *c)
{
    if (c == NULL) {
        return;
    }
    for (size_t i = 0; i < SHARDS; i++) {
        for (struct entry *e = c->shards[i].newest; e != NULL;) {
            struct entry *older = e->older;
            entry_free(e);
            e = older;
        }
        (void)pthread_mutex_destroy(&c->shards[i].lock);
    }
    free(c);
}

static uint64_t hash_of(const struct http_cache *c, struct str key)
{
    unsigned char out[crypto_shorthash_BYTES];
    (void)crypto_shorthash(out, (const unsigned char *)key.p, key.n, c->hash_key);
    uint64_t h;
    memcpy(&h, out, sizeof h);
    return h;
}

static struct shard *shard_of(struct http_cache *c, uint64_t hash)
{
    return &c->shards[hash % SHARDS];
}

static struct entry **slot_of(struct shard *s, uint64_t hash, struct str key)
{
    struct entry **slot = &s->buckets[hash / SHARDS % BUCKETS];
    while (*slot != NULL && !((*slot)->hash == hash && str_eq((struct str){(*slot)->key, (*slot)->key_n}, key))) {
        slot = &(*slot)->chain;
    }
    return slot;
}

static void unlink_use(struct shard *s, struct entry *e)
{
    *(e->newer == NULL ? &s->newest : &e->newer->older) = e->older;
    *(e->older == NULL ? &s->oldest : &e->older->newer) = e->newer;
}

static void link_newest(struct shard *s, struct entry *e)
{
    e->newer = NULL;
    e->older = s->newest;
    *(s->newest == NULL ? &s->oldest : &s->newest->newer) = e;
    s->newest = e;
}

// Takes it out of the shard; freed by the caller, outside the lock where it matters.
static struct entry *take_out(struct shard *s, struct entry **slot)
{
    struct entry *e = *slot;
    *slot = e->chain;
    unlink_use(s, e);
    s->bytes -= e->bytes;
    s->stats.entries--;
    return e;
}

struct http_ready *http_cache_get(struct http_cache *c, struct str key, uint64_t version)
{
    uint64_t hash = hash_of(c, key);
    struct shard *s = shard_of(c, hash);
    struct http_ready *page = NULL;
    (void)pthread_mutex_lock(&s->lock);
    struct entry *e = *slot_of(s, hash, key);
    if (e != NULL && e->version == version) {
        page = http_ready_ref(e->page);
        if (e != s->newest) {
            unlink_use(s, e);
            link_newest(s, e);
        }
        s->stats.hits++;
    } else {
        s->stats.misses++;
    }
    (void)pthread_mutex_unlock(&s->lock);
    return page;
}

static struct entry *entry_new(struct str key, uint64_t hash, uint64_t version, struct http_ready *page)
{
    struct entry *e = xcalloc(1, sizeof *e + key.n + 1);
    e->hash = hash;
    e->version = version;
    e->page = http_ready_ref(page);
    e->bytes = sizeof *e + key.n + http_ready_size(page);
    e->key_n = key.n;
    if (key.n > 0) {
        memcpy(e->key, key.p, key.n);
    }
    return e;
}

void http_cache_put(struct http_cache *c, struct str key, uint64_t version, struct http_ready *page)
{
    uint64_t hash = hash_of(c, key);
    struct shard *s = shard_of(c, hash);
    struct entry *e = entry_new(key, hash, version, page);
    struct entry *out = NULL; // those that leave, chained
    (void)pthread_mutex_lock(&s->lock);
    struct entry **slot = slot_of(s, hash, key);
    bool keep = e->bytes <= c->max_bytes && (*slot == NULL || (*slot)->version <= version);
    if (keep && *slot != NULL) {
        out = take_out(s, slot);
        out->chain = NULL;
    }
    while (keep && s->bytes + e->bytes > c->max_bytes) {
        struct entry *old = s->oldest;
        (void)take_out(s, slot_of(s, old->hash, (struct str){old->key, old->key_n}));
        old->chain = out;
        out = old;
        s->stats.evicted++;
    }
    if (keep) {
        struct entry **bucket = &s->buckets[hash / SHARDS % BUCKETS];
        e->chain = *bucket;
        *bucket = e;
        link_newest(s, e);
        s->bytes += e->bytes;
        s->stats.entries++;
    }
    (void)pthread_mutex_unlock(&s->lock);
    if (!keep) {
        entry_free(e);
    }
    while (out != NULL) {
        struct entry *next = out->chain;
        entry_free(out);
        out = next;
    }
}

struct http_cache_stats http_cache_stats(struct http_cache *c)
{
    struct http_cache_stats sum = {0};
    for (size_t i = 0; i < SHARDS; i++) {
        struct shard *s = &c->shards[i];
        (void)pthread_mutex_lock(&s->lock);
        sum.hits += s->stats.hits;
        sum.misses += s->stats.misses;
        sum.evicted += s->stats.evicted;
        sum.entries += s->stats.entries;
        sum.bytes += s->bytes;
        (void)pthread_mutex_unlock(&s->lock);
    }
    return sum;
}
