// guard.c: see guard.h.
#include "match/guard.h"

#include "text/hash.h"

#include <pthread.h>

enum { LOCKS = 16 };

struct guard {
    const char *p;
    size_t bytes;
    const uint64_t *sums;
    _Atomic bool *damaged;
    pthread_mutex_t locks[LOCKS]; // of block % LOCKS
    _Atomic uint8_t states[];     // enum guard_state, one a block
};

// Four lanes, so that memory is the limit.
uint64_t guard_sum(const void *p, size_t n)
{
    const unsigned char *at = p;
    uint64_t lane[4] = {n, 1, 2, 3}, w;
    for (; n >= 32; at += 32, n -= 32) {
        for (unsigned i = 0; i < 4; i++) {
            memcpy(&w, at + i * 8, 8);
            lane[i] = (lane[i] ^ w) * 0xD6E8FEB86659FD93u;
            lane[i] ^= lane[i] >> 29;
        }
    }
    uint64_t h = hash_bytes(at, n);
    for (unsigned i = 0; i < 4; i++) {
        h = hash_pair(h, lane[i]);
    }
    return h;
}

size_t guard_blocks(size_t bytes)
{
    return (bytes + GUARD_BLOCK - 1) / GUARD_BLOCK;
}

static uint64_t block_sum(const char *p, size_t bytes, size_t block)
{
    size_t from = block * GUARD_BLOCK;
    return guard_sum(p + from, bytes - from < GUARD_BLOCK ? bytes - from : GUARD_BLOCK);
}

void guard_sums(const void *p, size_t bytes, uint64_t *sums)
{
    for (size_t i = 0; i < guard_blocks(bytes); i++) {
        sums[i] = block_sum(p, bytes, i);
    }
}

struct guard *guard_new(const void *p, size_t bytes, const uint64_t *sums, _Atomic bool *damaged)
{
    struct guard *g = xcalloc(1, sizeof *g + guard_blocks(bytes));
    g->p = p;
    g->bytes = bytes;
    g->sums = sums;
    g->damaged = damaged;
    for (size_t i = 0; i < LOCKS; i++) {
        pthread_mutex_init(&g->locks[i], NULL);
    }
    return g;
}

void guard_free(struct guard *g)
{
    for (size_t i = 0; g != NULL && i < LOCKS; i++) {
        pthread_mutex_destroy(&g->locks[i]);
    }
    free(g);
}

const _Atomic uint8_t *guard_states(const struct guard *g)
{
    return g->states;
}

// Once in use a block may be changed: so it is summed under its lock, and never again.
static bool check_block(struct guard *g, size_t block)
{
    uint8_t state = atomic_load_explicit(&g->states[block], memory_order_acquire);
    if (state == GUARD_UNSEEN) {
        pthread_mutex_lock(&g->locks[block % LOCKS]);
        state = atomic_load_explicit(&g->states[block], memory_order_relaxed);
        if (state == GUARD_UNSEEN) {
            state = block_sum(g->p, g->bytes, block) == g->sums[block] ? GUARD_GOOD : GUARD_BAD;
            atomic_store_explicit(&g->states[block], state, memory_order_release);
        }
        pthread_mutex_unlock(&g->locks[block % LOCKS]);
    }
    if (state == GUARD_BAD) {
        atomic_store_explicit(g->damaged, true, memory_order_relaxed);
    }
    return state == GUARD_GOOD;
}

bool guard_check(struct guard *g, size_t from, size_t to)
{
    bool good = to <= g->bytes;
    for (size_t block = from / GUARD_BLOCK; good && block <= (to - 1) / GUARD_BLOCK; block++) {
        good = check_block(g, block);
    }
    return good;
}
