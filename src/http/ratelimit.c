// ratelimit.c: rows of 8 buckets; a client's row is the low bits of its prefix. One lock a few rows.
//
// A bucket is kept as the moment at which it will be full again (a virtual scheduling clock, GCRA, as in ITU-T I.371):
// taking one moves that moment on by the time one token takes to come back, and may not move it past `burst` of these (and what
// the client has the patience to wait for).
#include "http/ratelimit.h"

#include <pthread.h>

enum { ROW = 8, LOCKS = 64 };

struct bucket {
    uint64_t client; // 0: empty
    int64_t full_us; // when it is full again
};

struct ratelimit {
    size_t rows; // a power of two
    int64_t one_us;
    int64_t depth_us;
    pthread_mutex_t locks[LOCKS];
    struct bucket buckets[];
};

struct ratelimit *ratelimit_new(size_t slots, unsigned burst, unsigned per_hour)
{
    BUG_ON(burst == 0 || per_hour == 0 || slots > SIZE_MAX / 64);
    size_t rows = 1;
    while (rows * ROW < slots) {
        rows *= 2;
    }
    struct ratelimit *r = xcalloc(1, sizeof *r + rows * ROW * sizeof r->buckets[0]);
    r->rows = rows;
    r->one_us = INT64_C(3600000000) / per_hour;
    r->depth_us = r->one_us * burst;
    for (size_t i = 0; i < LOCKS; i++) {
        (void)pthread_mutex_init(&r->locks[i], NULL);
    }
    return r;
}

void ratelimit_free(struct ratelimit *r)
{
    if (r == NULL) {
        return;
    }
    for (size_t i = 0; i < LOCKS; i++) {
        (void)pthread_mutex_destroy(&r->locks[i]);
    }
    free(r);
}

// The client's bucket, else the one that gives way: an empty one, or the one that is full soonest.
static struct bucket *bucket_of(struct bucket *row, uint64_t client)
{
    struct bucket *least = &row[0];
    for (size_t i = 0; i < ROW; i++) {
        if (row[i].client == client) {
            return &row[i];
        }
        if (row[i].full_us < least->full_us) {
            least = &row[i];
        }
    }
    *least = (struct bucket){client, 0};
    return least;
}

bool ratelimit_take(struct ratelimit *r, uint64_t client, int64_t now_us, unsigned *retry_s)
{
    int64_t wait_us;
    return ratelimit_turn(r, client, now_us, 0, &wait_us, retry_s);
}

bool ratelimit_turn(struct ratelimit *r, uint64_t client, int64_t now_us, int64_t patience_us, int64_t *wait_us,
                    unsigned *retry_s)
{
    *wait_us = 0;
    if (client == 0) {
        return true;
    }
    size_t row = client & (r->rows - 1);
    pthread_mutex_t *lock = &r->locks[row % LOCKS];
    (void)pthread_mutex_lock(lock);
    struct bucket *b = bucket_of(&r->buckets[row * ROW], client);
    int64_t full = b->full_us < now_us ? now_us : b->full_us;
    int64_t wait = full + r->one_us - now_us - r->depth_us;
    int64_t over = wait - patience_us;
    if (over <= 0) {
        *wait_us = wait < 0 ? 0 : wait;
        b->full_us = full + r->one_us;
    }
    (void)pthread_mutex_unlock(lock);
    if (over > 0 && retry_s != NULL) {
        *retry_s = (unsigned)((over + 999999) / 1000000);
    }
    return over <= 0;
}
