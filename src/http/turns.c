// turns.c: see turns.h.
#include "http/turns.h"

#include "base/clock.h"

#include <pthread.h>

struct held {
    struct http_call *call;
    int64_t at_us;
    void (*then)(struct http_call *c, void *arg);
    void *arg;
};

struct turns {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    size_t places;
    size_t taken; // with a call, or about to have one
    size_t n;     // calls
    bool end;
    struct held held[];
};

// The call whose turn is next.
static size_t next_of(const struct turns *t)
{
    size_t next = 0;
    for (size_t i = 1; i < t->n; i++) {
        next = t->held[i].at_us < t->held[next].at_us ? i : next;
    }
    return next;
}

static void wait_until(struct turns *t, int64_t at_us)
{
    struct timespec at = {at_us / 1000000, at_us % 1000000 * 1000};
    (void)pthread_cond_timedwait(&t->wake, &t->lock, &at);
}

static void *run(void *arg)
{
    struct turns *t = arg;
    (void)pthread_mutex_lock(&t->lock);
    while (!t->end || t->taken > 0) {
        size_t next = next_of(t);
        if (t->n == 0) {
            (void)pthread_cond_wait(&t->wake, &t->lock);
        } else if (!t->end && t->held[next].at_us > clock_mono_us()) {
            wait_until(t, t->held[next].at_us);
        } else {
            struct held h = t->held[next];
            t->held[next] = t->held[--t->n];
            t->taken--;
            (void)pthread_mutex_unlock(&t->lock);
            http_resume(h.call, h.then, h.arg);
            (void)pthread_mutex_lock(&t->lock);
        }
    }
    (void)pthread_mutex_unlock(&t->lock);
    return NULL;
}

struct turns *turns_new(size_t places)
{
    struct turns *t = xcalloc(1, sizeof *t + places * sizeof t->held[0]);
    pthread_condattr_t steady;
    t->places = places;
    BUG_ON(pthread_condattr_init(&steady) != 0 || pthread_condattr_setclock(&steady, CLOCK_MONOTONIC) != 0);
    BUG_ON(pthread_mutex_init(&t->lock, NULL) != 0 || pthread_cond_init(&t->wake, &steady) != 0);
    (void)pthread_condattr_destroy(&steady);
    BUG_ON(pthread_create(&t->thread, NULL, run, t) != 0);
    return t;
}

void turns_end(struct turns *t)
{
    (void)pthread_mutex_lock(&t->lock);
    t->end = true;
    (void)pthread_cond_signal(&t->wake);
    (void)pthread_mutex_unlock(&t->lock);
}

void turns_free(struct turns *t)
{
    if (t == NULL) {
        return;
    }
    BUG_ON(!t->end || pthread_join(t->thread, NULL) != 0);
    (void)pthread_mutex_destroy(&t->lock);
    (void)pthread_cond_destroy(&t->wake);
    free(t);
}

bool turns_place(struct turns *t)
{
    (void)pthread_mutex_lock(&t->lock);
    bool free_one = !t->end && t->taken < t->places;
    t->taken += free_one;
    (void)pthread_mutex_unlock(&t->lock);
    return free_one;
}

void turns_give_back(struct turns *t)
{
    (void)pthread_mutex_lock(&t->lock);
    t->taken--;
    (void)pthread_cond_signal(&t->wake);
    (void)pthread_mutex_unlock(&t->lock);
}

void turns_hold(struct turns *t, struct http_call *c, int64_t wait_us, void (*then)(struct http_call *c, void *arg), void *arg)
{
    http_suspend(c);
    (void)pthread_mutex_lock(&t->lock);
    BUG_ON(t->n == t->places);
    t->held[t->n++] = (struct held){c, clock_mono_us() + wait_us, then, arg};
    (void)pthread_cond_signal(&t->wake);
    (void)pthread_mutex_unlock(&t->lock);
}
