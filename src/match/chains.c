// chains.c: a table of keys, each the head of a linked list of words; nodes are written once and never move.
#include "match/chains.h"

enum { CHUNK = 1 << 14, CHUNKS = 1 << 14 };

struct head {
    _Atomic uint64_t key; // 0 is empty
    _Atomic uint32_t first;
};

struct heads {
    size_t mask;
    struct head slot[];
};

struct vocab_chains {
    struct heads *_Atomic heads;
    uint64_t *chunk[CHUNKS]; // nodes: word << 32 | number of the next node, counted from 1
    uint32_t nodes, keys;
};

static struct heads *heads_new(size_t slots)
{
    struct heads *h = xcalloc(1, sizeof *h + slots * sizeof h->slot[0]);
    h->mask = slots - 1;
    return h;
}

struct vocab_chains *chains_new(void)
{
    struct vocab_chains *c = xcalloc(1, sizeof *c);
    atomic_init(&c->heads, heads_new(1024));
    return c;
}

void chains_free(void *chains)
{
    struct vocab_chains *c = chains;
    for (size_t i = 0; i < CHUNKS && c->chunk[i] != NULL; i++) {
        free(c->chunk[i]);
    }
    free(atomic_load(&c->heads));
    free(c);
}

size_t chains_memory(const struct vocab_chains *c)
{
    size_t chunks = (c->nodes + CHUNK - 1) / CHUNK;
    return chunks * CHUNK * sizeof(uint64_t) + (atomic_load(&c->heads)->mask + 1) * sizeof(struct head);
}

// The slot of the key, or the empty one where it belongs.
static struct head *find(struct heads *h, uint64_t key)
{
    size_t i = key & h->mask;
    for (;; i = (i + 1) & h->mask) {
        uint64_t k = atomic_load_explicit(&h->slot[i].key, memory_order_acquire);
        if (k == key || k == 0) {
            return &h->slot[i];
        }
    }
}

static struct heads *grow(struct vocab_chains *c, struct epoch *epoch)
{
    struct heads *old = atomic_load(&c->heads);
    struct heads *new = heads_new((old->mask + 1) * 2);
    for (size_t i = 0; i <= old->mask; i++) {
        uint64_t key = atomic_load_explicit(&old->slot[i].key, memory_order_relaxed);
        if (key != 0) {
            struct head *to = find(new, key);
            atomic_init(&to->first, atomic_load_explicit(&old->slot[i].first, memory_order_relaxed));
            atomic_init(&to->key, key);
        }
    }
    atomic_store(&c->heads, new);
    if (epoch == NULL) {
        free(old);
    } else {
        epoch_retire(epoch, old, free);
    }
    return new;
}

void chains_add(struct vocab_chains *c, struct epoch *epoch, uint64_t key, uint32_t word)
{
    struct heads *h = atomic_load(&c->heads);
    if ((size_t)c->keys * 3 >= (h->mask + 1) * 2) {
        h = grow(c, epoch);
    }
    BUG_ON(c->nodes >= (uint32_t)CHUNK * CHUNKS - 1);
    if (c->chunk[c->nodes / CHUNK] == NULL) {
        c->chunk[c->nodes / CHUNK] = xmalloc(CHUNK * sizeof(uint64_t));
    }
    struct head *head = find(h, key);
    uint32_t next = atomic_load_explicit(&head->first, memory_order_relaxed);
    c->chunk[c->nodes / CHUNK][c->nodes % CHUNK] = (uint64_t)word << 32 | next;
    c->nodes++;
    atomic_store_explicit(&head->first, c->nodes, memory_order_release);
    if (atomic_load_explicit(&head->key, memory_order_relaxed) == 0) {
        atomic_store_explicit(&head->key, key, memory_order_release);
        c->keys++;
    }
}

uint32_t chains_first(const struct vocab_chains *c, uint64_t key)
{
    return atomic_load_explicit(&find(atomic_load(&c->heads), key)->first, memory_order_acquire);
}

uint32_t chains_next(const struct vocab_chains *c, uint32_t *at)
{
    uint64_t node = c->chunk[(*at - 1) / CHUNK][(*at - 1) % CHUNK];
    *at = (uint32_t)node;
    return (uint32_t)(node >> 32);
}
