// writer.c: see writer.h. Group commit: whoever arrives while a batch runs or is being fsynced joins the next one.
#include "db/writer.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

enum {
    BATCH_MAX = 1024,       // functions a commit
    BATCH_US = 20 * 1000,   // after this long a batch takes no more
    BULK_US = 10 * 1000 * 1000,  // the same where nobody waits
    LONG_FN_US = 50 * 1000, // no function may take longer
    IDLE_S = 1,             // after this long without work the engine tidies up
    TRIES = 12,             // of a batch that meets serialisation failures
};

struct job {
    struct job *next;
    struct arena *arena;
    db_fn *fn;
    void *arg;
    db_done *done;
    void *ctx;
    bool ok;
    err_text_fn *speak; // its caller's: it fails in that language
    bool heap; // freed once it is told; a waiting caller's job lies on its stack
    struct err err;
};

struct writer {
    struct db *db;
    const struct engine *engine;
    struct conn *conn; // NULL: lost, connect again
    const char *where;
    enum conn_use use;
    int64_t batch_us;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct job *head, **tail;
    bool stopping;
    struct db_stats stats; // under the lock
    struct prng chance; // of the pause before another try
};

static void wait_for(pthread_cond_t *cond, pthread_mutex_t *lock, int seconds)
{
    struct timespec until;
    BUG_ON(clock_gettime(CLOCK_MONOTONIC, &until) != 0);
    until.tv_sec += seconds;
    (void)pthread_cond_timedwait(cond, lock, &until);
}

// The next job, or NULL: at once where `wait` is false, after IDLE_S otherwise. *stop: there will be no more.
static struct job *take(struct writer *w, bool wait, bool *stop)
{
    (void)pthread_mutex_lock(&w->lock);
    if (w->head == NULL && wait && !w->stopping) {
        wait_for(&w->work, &w->lock, IDLE_S);
    }
    struct job *j = w->head;
    if (j != NULL) {
        w->head = j->next;
        if (w->head == NULL) {
            w->tail = &w->head;
        }
        j->next = NULL;
    }
    *stop = j == NULL && w->stopping;
    (void)pthread_mutex_unlock(&w->lock);
    return j;
}

// Errors that are not one function's own: what the batch did so far is lost with it.
static bool is_shared(enum err_code code)
{
    return code == ERR_FULL || code == ERR_IO || code == ERR_RETRY || code == ERR_GONE || code == ERR_CORRUPT;
}

static void count_fn(struct writer *w, int64_t took_us, int64_t own_us)
{
    if (took_us > LONG_FN_US && w->use != CONN_BULK) { // there nobody waits
        log_warn("a transaction function took %lld ms", (long long)(took_us / 1000));
    }
    (void)pthread_mutex_lock(&w->lock);
    struct db_stats *s = &w->stats;
    s->functions++;
    s->too_long += took_us > LONG_FN_US;
    s->longest_us = took_us > s->longest_us ? took_us : s->longest_us;
    s->longest_own_us = own_us > s->longest_own_us ? own_us : s->longest_own_us;
    (void)pthread_mutex_unlock(&w->lock);
}

struct db_stats writer_stats(struct writer *w)
{
    (void)pthread_mutex_lock(&w->lock);
    struct db_stats s = w->stats;
    (void)pthread_mutex_unlock(&w->lock);
    return s;
}

struct batch {
    struct job *jobs[BATCH_MAX];
    size_t n;
    bool marked;      // each function runs in a savepoint of its own
    bool uncommitted; // it failed before its commit was tried: nothing of it is in the store
};

// Undo one job's function, and nothing else. Where it has no savepoint, the first of a transaction is undone with it; of a later
// one that wrote, nothing but the whole batch can be: it is run again, in savepoints.
static bool undo(struct writer *w, struct batch *b, size_t i, bool wrote, struct err *e)
{
    const struct engine *g = w->engine;
    if (b->marked) {
        return g->unmark(w->conn, false, e);
    }
    if (wrote && i == 0) {
        g->rollback(w->conn);
        return g->begin(w->conn, e);
    }
    b->marked = wrote;
    return !wrote || err_set(e, ERR_RETRY, "a function of the batch is to be undone");
}

// Run one job's function. False: the whole batch is lost, for the reason in *e.
static bool run_job(struct writer *w, struct batch *b, size_t i, struct err *e)
{
    const struct engine *g = w->engine;
    struct job *j = b->jobs[i];
    if (b->marked && !g->mark(w->conn, e)) {
        return false;
    }
    struct tx tx = {.conn = w->conn, .arena = j->arena, .db = w->db, .writes = true};
    int64_t began = clock_mono_us();
    int64_t own = clock_own_us();
    j->err = ERR_INIT;
    err_speak(j->speak);
    enum tx_end end = j->fn(&tx, j->arg, &j->err);
    count_fn(w, clock_mono_us() - began, clock_own_us() - own);
    if (is_shared(tx.first.code) || !g->active(w->conn)) {
        if (tx.first.code == ERR_NONE) {
            return err_set(e, ERR_IO, "the transaction ended by itself");
        }
        *e = tx.first;
        return false;
    }
    if (end == TX_COMMIT && tx.first.code != ERR_NONE) {
        end = TX_FAILED;
        j->err = tx.first;
    }
    BUG_ON(end == TX_FAILED && j->err.code == ERR_NONE);
    j->ok = end != TX_FAILED;
    if (end != TX_COMMIT) {
        return undo(w, b, i, tx.wrote, e);
    }
    return !b->marked || g->unmark(w->conn, true, e);
}

static bool connected(struct writer *w, struct err *e)
{
    if (w->conn != NULL && w->engine->alive(w->conn)) {
        return true;
    }
    if (w->conn != NULL) {
        w->engine->close(w->conn);
        w->conn = NULL;
    }
    return w->engine->open(&w->conn, w->where, w->use, e);
}

// Run the jobs of the batch and, while `more` arrive and it is young, those too; commit. False: all of it is undone.
static bool try_batch(struct writer *w, struct batch *b, bool more, struct err *e)
{
    const struct engine *g = w->engine;
    err_speak(b->jobs[0]->speak);
    b->uncommitted = false;
    if (!connected(w, e)) {
        return false;
    }
    bool ok = g->begin(w->conn, e), stop;
    int64_t until = clock_mono_us() + w->batch_us;
    for (size_t i = 0; ok; i++) {
        if (i == b->n && more && b->n < BATCH_MAX && clock_mono_us() < until) {
            b->jobs[b->n] = take(w, false, &stop);
            b->n += b->jobs[b->n] != NULL ? 1 : 0;
        }
        if (i == b->n) {
            break;
        }
        ok = run_job(w, b, i, e);
    }
    b->uncommitted = !ok;
    if (!ok && e->code == ERR_GONE) {
        e->code = ERR_RETRY; // before the commit nothing was done: again, on a new connection
    } else if (ok && !g->commit(w->conn, e)) {
        ok = false;
        if (g->dies_of_io && e->code == ERR_IO) {
            db_stop(e);
        }
    }
    if (!ok) {
        g->rollback(w->conn);
    }
    (void)pthread_mutex_lock(&w->lock);
    w->stats.commits += ok;
    (void)pthread_mutex_unlock(&w->lock);
    return ok;
}

// The same, again and again while other processes' transactions stand in the way. On SQLite without savepoints at first: they
// copy every page that a function touches, a quarter of what taking in a message costs, and hardly any function is undone.
static bool insist(struct writer *w, struct batch *b, bool more, struct err *e)
{
    b->marked = !w->engine->alone;
    for (int i = 0; i < TRIES; i++) {
        bool marked = b->marked;
        if (try_batch(w, b, more && i == 0, e)) {
            return true;
        }
        if (b->marked != marked) {
            continue;
        }
        if (e->code != ERR_RETRY) {
            return false;
        }
        int64_t us = (int64_t)prng_below(&w->chance, 1000u << (i < 6 ? i : 6));
        struct timespec pause = {.tv_nsec = us * 1000};
        (void)nanosleep(&pause, NULL);
    }
    return false;
}

static void tell(struct job *j, const struct err *shared)
{
    bool heap = j->heap; // afterwards a caller's job is gone
    if (shared != NULL) {
        j->ok = false;
        j->err = *shared;
        j->err.code = shared->code == ERR_RETRY ? ERR_BUSY : shared->code; // it was run again often enough
    }
    j->done(j->ctx, j->ok, j->ok ? NULL : &j->err);
    if (heap) {
        free(j);
    }
}

// A batch that others' transactions keep from committing, that breaks a constraint which is checked at its end, or in which a
// function met an error of the store (a damaged page, say), is run one by one, so that only who is to blame fails.
static void run_batch(struct writer *w, struct batch *b)
{
    struct err e = ERR_INIT;
    bool ok = insist(w, b, true, &e);
    bool met = b->uncommitted && (e.code == ERR_IO || e.code == ERR_CORRUPT);
    bool single = !ok && b->n > 1 && (e.code == ERR_CONFLICT || e.code == ERR_RETRY || met);
    for (size_t i = 0; i < b->n; i++) {
        struct batch one = {.jobs = {b->jobs[i]}, .n = 1};
        struct err own = e;
        bool done = single ? insist(w, &one, false, &own) : ok;
        tell(b->jobs[i], done ? NULL : &own);
    }
    err_speak(NULL);
    if (w->conn != NULL) {
        w->engine->tidy(w->conn, false);
    }
}

static void *writer_main(void *arg)
{
    struct writer *w = arg;
    struct batch *b = xmalloc(sizeof *b);
    for (bool stop = false; !stop;) {
        b->jobs[0] = take(w, true, &stop);
        b->n = 1;
        if (b->jobs[0] != NULL) {
            run_batch(w, b);
        } else if (!stop && w->conn != NULL) {
            w->engine->tidy(w->conn, true);
        }
    }
    free(b);
    return NULL;
}

struct writer *writer_start(struct db *db, struct conn *c, const char *where, enum conn_use use)
{
    struct writer *w = xcalloc(1, sizeof *w);
    w->db = db;
    w->engine = c->engine;
    w->conn = c;
    w->where = where;
    w->use = use;
    w->batch_us = use == CONN_BULK && w->engine->alone ? BULK_US : BATCH_US; // what others wait for is not held for long
    w->tail = &w->head;
    random_bytes(&w->chance.state, sizeof w->chance.state);
    pthread_condattr_t attr;
    BUG_ON(pthread_condattr_init(&attr) != 0 || pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) != 0);
    BUG_ON(pthread_mutex_init(&w->lock, NULL) != 0 || pthread_cond_init(&w->work, &attr) != 0);
    (void)pthread_condattr_destroy(&attr);
    BUG_ON(pthread_create(&w->thread, NULL, writer_main, w) != 0);
    return w;
}

void writer_stop(struct writer *w)
{
    (void)pthread_mutex_lock(&w->lock);
    w->stopping = true;
    (void)pthread_cond_signal(&w->work);
    (void)pthread_mutex_unlock(&w->lock);
    (void)pthread_join(w->thread, NULL);
    if (w->conn != NULL) {
        w->engine->close(w->conn);
    }
    (void)pthread_mutex_destroy(&w->lock);
    (void)pthread_cond_destroy(&w->work);
    free(w);
}

static void push(struct writer *w, struct job *j)
{
    (void)pthread_mutex_lock(&w->lock);
    BUG_ON(w->stopping);
    *w->tail = j;
    w->tail = &j->next;
    (void)pthread_cond_signal(&w->work);
    (void)pthread_mutex_unlock(&w->lock);
}

void writer_queue(struct writer *w, struct arena *a, db_fn *fn, void *arg, db_done *done, void *ctx)
{
    struct job *j = xmalloc(sizeof *j);
    *j = (struct job){.arena = a, .fn = fn, .arg = arg, .done = done, .ctx = ctx, .heap = true,
                      .speak = err_speaker()};
    push(w, j);
}

struct waiter {
    pthread_mutex_t lock;
    pthread_cond_t told;
    bool over;
    bool ok;
    struct err *e;
};

static void wake(void *ctx, bool ok, const struct err *e)
{
    struct waiter *me = ctx;
    (void)pthread_mutex_lock(&me->lock);
    me->over = true;
    me->ok = ok;
    if (!ok) {
        *me->e = *e;
    }
    (void)pthread_cond_signal(&me->told);
    (void)pthread_mutex_unlock(&me->lock);
}

bool writer_run(struct writer *w, struct arena *a, db_fn *fn, void *arg, struct err *e)
{
    BUG_ON(pthread_equal(pthread_self(), w->thread) != 0); // it would wait for itself
    struct waiter me = {.lock = PTHREAD_MUTEX_INITIALIZER, .told = PTHREAD_COND_INITIALIZER, .e = e};
    struct job j = {.arena = a, .fn = fn, .arg = arg, .done = wake, .ctx = &me, .speak = err_speaker()};
    push(w, &j);
    (void)pthread_mutex_lock(&me.lock);
    while (!me.over) {
        (void)pthread_cond_wait(&me.told, &me.lock);
    }
    (void)pthread_mutex_unlock(&me.lock);
    (void)pthread_mutex_destroy(&me.lock);
    return me.ok;
}
