// conns.c: a list under a lock, a table of counts, and the thread that looks them over.
#include "http/conns.h"

#include "base/clock.h"
#include "base/str.h"

#include <errno.h>
#include <netinet/in.h>
#include <linux/tcp.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    COUNTS = 1 << 16,
    LOOK_MS = 100,
    LINGER_US = 2 * 1000 * 1000, // as long as a client may take to notice that it was refused
    LINGER_MOST = 256,
    DRAIN_CHUNK = 64 * 1024,
    DRAIN_A_LOOK = 32,           // chunks
    BODY_BYTES_PER_S = 4096,     // slower bodies run out of time
    BUSY_S = 600,                // for reading even a long answer on a thin line
};

struct lingering {
    int fd;
    int64_t until_us;
};

struct conns {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    bool stopping;
    struct conns_limits limits;
    struct conn *head;
    uint64_t n;
    _Atomic uint64_t timeouts;
    uint16_t counts[COUNTS]; // by the low bits of the prefix: two neighbourhoods rarely share one
    struct lingering lingering[LINGER_MOST];
    size_t n_lingering;
    char trash[DRAIN_CHUNK];
};

static const char *reason(int status)
{
    return status == 408 ? "Request Timeout" : status == 413 ? "Content Too Large" : "Bad Request";
}

static void answer_raw(int fd, int status, const char *why)
{
    char text[512];
    int n = snprintf(text, sizeof text,
                     "HTTP/1.1 %d %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %zu\r\n"
                     "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"
                     "Connection: close\r\n\r\n%s\n",
                     status, reason(status), strlen(why) + 1, why);
    // A client whose buffer is full right now does not read answers anyway.
    (void)!send(fd, text, (size_t)n, MSG_DONTWAIT | MSG_NOSIGNAL);
}

bool conn_step(struct conn *c, enum conn_phase to)
{
    int64_t now = clock_mono_us();
    int from = atomic_load(&c->phase);
    do {
        if (from == CONN_OVER) {
            return false;
        }
        atomic_store_explicit(&c->since_us, now, memory_order_relaxed);
    } while (!atomic_compare_exchange_weak(&c->phase, &from, to));
    if (to == CONN_BODY) {
        atomic_store_explicit(&c->progress_us, now, memory_order_relaxed);
        atomic_store_explicit(&c->received, 0, memory_order_relaxed);
    }
    if (to != CONN_HEAD) {
        atomic_store_explicit(&c->fresh, false, memory_order_relaxed);
    }
    return true;
}

void conn_received(struct conn *c, size_t n)
{
    (void)atomic_fetch_add_explicit(&c->received, n, memory_order_relaxed);
    atomic_store_explicit(&c->progress_us, clock_mono_us(), memory_order_relaxed);
}

void conn_refuse(struct conn *c, int status, const char *why)
{
    int from = atomic_load(&c->phase);
    if (from != CONN_OVER && atomic_compare_exchange_strong(&c->phase, &from, CONN_OVER)) {
        c->linger = true;
        answer_raw(c->fd, status, why);
        (void)shutdown(c->fd, SHUT_WR); // nothing comes after it
    }
}

// Is it over its time? *say: whether it should be told.
static bool is_late(const struct conns *t, const struct conn *c, int phase, int64_t now, bool *say)
{
    int64_t limit = (int64_t)t->limits.timeout_s * 1000000;
    int64_t since = atomic_load_explicit(&c->since_us, memory_order_relaxed);
    *say = true;
    if (phase == CONN_BODY) {
        uint64_t received = atomic_load_explicit(&c->received, memory_order_relaxed);
        int64_t earned = (int64_t)(received / BODY_BYTES_PER_S) * 1000000;
        int64_t progress = atomic_load_explicit(&c->progress_us, memory_order_relaxed);
        return now - progress > limit || now - since > limit + earned;
    }
    if (phase == CONN_BUSY) {
        *say = false;
        return now - since > (int64_t)BUSY_S * 1000000;
    }
    if (!atomic_load_explicit(&c->fresh, memory_order_relaxed)) {
        // It may have been idle for a while before the head began; an unasked 408 could be taken for the next answer.
        *say = false;
        return now - since > 2 * limit;
    }
    if (now - since <= limit) {
        return false;
    }
    struct tcp_info info = {0};
    socklen_t n = sizeof info;
    *say = getsockopt(c->fd, IPPROTO_TCP, TCP_INFO, &info, &n) == 0 && info.tcpi_bytes_received > 0;
    return true;
}

static void end_late(struct conns *t, int64_t now)
{
    for (struct conn *c = t->head; c != NULL; c = c->next) {
        bool say;
        int phase = atomic_load(&c->phase);
        if (phase == CONN_OVER || !is_late(t, c, phase, now, &say) ||
            !atomic_compare_exchange_strong(&c->phase, &phase, CONN_OVER)) {
            continue;
        }
        (void)atomic_fetch_add_explicit(&t->timeouts, 1, memory_order_relaxed);
        if (say) {
            answer_raw(c->fd, 408, "The request took too long to arrive.");
        }
        (void)shutdown(c->fd, phase == CONN_BUSY ? SHUT_RDWR : SHUT_RD); // the engine notices and closes
    }
}

// Read and forget what refused clients still send; a socket closed with bytes unread resets, and eats the answer.
static void drain_lingering(struct conns *t, int64_t now)
{
    for (size_t i = 0; i < t->n_lingering;) {
        struct lingering *l = &t->lingering[i];
        ssize_t n = 1;
        for (int k = 0; k < DRAIN_A_LOOK && n > 0; k++) {
            n = recv(l->fd, t->trash, sizeof t->trash, MSG_DONTWAIT);
        }
        bool more = n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
        if (more && now < l->until_us && !t->stopping) {
            i++;
            continue;
        }
        (void)close(l->fd);
        *l = t->lingering[--t->n_lingering];
    }
}

static void *look(void *arg)
{
    struct conns *t = arg;
    (void)pthread_mutex_lock(&t->lock);
    while (!t->stopping) {
        int64_t until = clock_mono_us() + LOOK_MS * 1000;
        struct timespec at = {until / 1000000, until % 1000000 * 1000};
        (void)pthread_cond_timedwait(&t->wake, &t->lock, &at);
        int64_t now = clock_mono_us();
        end_late(t, now);
        drain_lingering(t, now);
    }
    drain_lingering(t, clock_mono_us());
    (void)pthread_mutex_unlock(&t->lock);
    return NULL;
}

bool conns_start(struct conns **out, const struct conns_limits *limits, struct err *e)
{
    struct conns *t = xcalloc(1, sizeof *t);
    t->limits = *limits;
    pthread_condattr_t monotonic;
    (void)pthread_condattr_init(&monotonic);
    (void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    (void)pthread_mutex_init(&t->lock, NULL);
    (void)pthread_cond_init(&t->wake, &monotonic);
    (void)pthread_condattr_destroy(&monotonic);
    int rc = pthread_create(&t->thread, NULL, look, t);
    if (rc != 0) {
        free(t);
        errno = rc;
        return err_errno(e, ERR_IO, "start a thread");
    }
    *out = t;
    return true;
}

void conns_stop(struct conns *t)
{
    (void)pthread_mutex_lock(&t->lock);
    t->stopping = true;
    (void)pthread_cond_signal(&t->wake);
    (void)pthread_mutex_unlock(&t->lock);
    (void)pthread_join(t->thread, NULL);
    BUG_ON(t->head != NULL);
    (void)pthread_cond_destroy(&t->wake);
    (void)pthread_mutex_destroy(&t->lock);
    free(t);
}

static uint16_t *count_of(struct conns *t, const struct peer *p)
{
    return &t->counts[p->prefix % COUNTS];
}

bool conns_admit(struct conns *t, const struct peer *p)
{
    (void)pthread_mutex_lock(&t->lock);
    bool yes = p->trusted || *count_of(t, p) < t->limits.max_per_client;
    (void)pthread_mutex_unlock(&t->lock);
    return yes;
}

struct conn *conns_open(struct conns *t, int fd, const struct peer *p)
{
    struct conn *c = xcalloc(1, sizeof *c);
    c->fd = fd;
    c->peer = *p;
    atomic_init(&c->phase, CONN_HEAD);
    atomic_init(&c->fresh, true);
    atomic_init(&c->since_us, clock_mono_us());
    (void)pthread_mutex_lock(&t->lock);
    c->next = t->head;
    if (t->head != NULL) {
        t->head->prev = c;
    }
    t->head = c;
    t->n++;
    if (*count_of(t, p) < UINT16_MAX) {
        ++*count_of(t, p);
    }
    (void)pthread_mutex_unlock(&t->lock);
    return c;
}

void conns_close(struct conns *t, struct conn *c)
{
    int unread = 0;
    bool linger = c->linger || atomic_load(&c->phase) == CONN_OVER ||
                  (ioctl(c->fd, FIONREAD, &unread) == 0 && unread > 0);
    (void)pthread_mutex_lock(&t->lock);
    *(c->prev == NULL ? &t->head : &c->prev->next) = c->next;
    if (c->next != NULL) {
        c->next->prev = c->prev;
    }
    t->n--;
    if (*count_of(t, &c->peer) > 0) {
        --*count_of(t, &c->peer);
    }
    int fd = linger && !t->stopping && t->n_lingering < LINGER_MOST ? dup(c->fd) : -1;
    if (fd >= 0) {
        (void)shutdown(fd, SHUT_WR);
        t->lingering[t->n_lingering++] = (struct lingering){fd, clock_mono_us() + LINGER_US};
    }
    (void)pthread_mutex_unlock(&t->lock);
    free(c);
}

uint64_t conns_count(struct conns *t)
{
    (void)pthread_mutex_lock(&t->lock);
    uint64_t n = t->n;
    (void)pthread_mutex_unlock(&t->lock);
    return n;
}

uint64_t conns_timeouts(struct conns *t)
{
    return atomic_load_explicit(&t->timeouts, memory_order_relaxed);
}
