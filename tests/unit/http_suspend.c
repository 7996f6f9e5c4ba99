// http_suspend: calls that are answered later, by other threads, while clients leave and the server stops.
#include "http_raw.h"
#include "tap.h"

#include <pthread.h>
#include <stdatomic.h>

enum { CLIENTS = 8, ROUNDS = 200, WAITING = 4096 };

// A stand-in for the store's writer: takes calls from a queue and resumes them in batches.
static struct {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct waiting {
        struct http_call *call;
        bool second; // round
    } waiting[WAITING];
    size_t n;
    bool hold; // keep them
    bool end;
} writer = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, {{NULL, false}}, 0, false, false};

static atomic_int handled;
static atomic_int answered;

static void then_answer(struct http_call *c, void *arg)
{
    (void)arg;
    (void)atomic_fetch_add(&answered, 1);
    struct str text = str_fmt(http_arena(c), "%.*s %.*s\n", STR_ARG(http_request(c)->body),
                              STR_ARG(http_header(c, "X-Round")));
    http_reply(c, 201, STR("text/plain; charset=utf-8"), text);
}

static void lend(struct http_call *c, bool second)
{
    http_suspend(c);
    (void)pthread_mutex_lock(&writer.lock);
    BUG_ON(writer.n == WAITING);
    writer.waiting[writer.n++] = (struct waiting){c, second};
    (void)pthread_cond_signal(&writer.wake);
    (void)pthread_mutex_unlock(&writer.lock);
}

static void then_again(struct http_call *c, void *arg)
{
    (void)arg;
    lend(c, true);
}

static void handle(struct http_call *c, void *ctx)
{
    (void)ctx;
    (void)atomic_fetch_add(&handled, 1);
    if (str_eqz(http_request(c)->path, "/now")) {
        // Resumed before the handler has returned.
        http_suspend(c);
        http_resume(c, then_answer, NULL);
        return;
    }
    lend(c, false);
}

static void *write_batches(void *arg)
{
    (void)arg;
    static struct waiting batch[WAITING];
    (void)pthread_mutex_lock(&writer.lock);
    while (!writer.end) {
        if (writer.n == 0 || writer.hold) {
            (void)pthread_cond_wait(&writer.wake, &writer.lock);
            continue;
        }
        size_t n = writer.n;
        memcpy(batch, writer.waiting, n * sizeof batch[0]);
        writer.n = 0;
        (void)pthread_mutex_unlock(&writer.lock);
        for (size_t i = 0; i < n; i++) {
            // Some go round twice. The path may be read: between suspension and resumption the call is ours.
            struct http_call *c = batch[i].call;
            bool again = str_eqz(http_request(c)->path, "/twice") && !batch[i].second;
            http_resume(c, again ? then_again : then_answer, NULL);
        }
        (void)pthread_mutex_lock(&writer.lock);
    }
    (void)pthread_mutex_unlock(&writer.lock);
    return NULL;
}

static void writer_hold(bool hold)
{
    (void)pthread_mutex_lock(&writer.lock);
    writer.hold = hold;
    (void)pthread_cond_signal(&writer.wake);
    (void)pthread_mutex_unlock(&writer.lock);
}

static size_t writer_waiting(void)
{
    (void)pthread_mutex_lock(&writer.lock);
    size_t n = writer.n;
    (void)pthread_mutex_unlock(&writer.lock);
    return n;
}

static void pause_ms(long ms)
{
    const struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    (void)nanosleep(&t, NULL);
}

static void wait_waiting(size_t n)
{
    for (int i = 0; i < 2000 && writer_waiting() < n; i++) {
        pause_ms(2);
    }
}

struct client {
    int port;
    int good;
};

// Many requests on one connection, each with its own body, each answer its own.
static void *client_run(void *arg)
{
    struct client *c = arg;
    struct arena a = ARENA_INIT;
    int fd = raw_connect(c->port);
    for (int i = 0; i < ROUNDS; i++) {
        static const char *const paths[] = {"/later", "/twice", "/now"};
        struct str body = str_fmt(&a, "body %d", i);
        raw_send(fd, str_fmt(&a, "POST %s HTTP/1.1\r\nHost: a\r\nX-Round: %d\r\nContent-Length: %zu\r\n\r\n%.*s", paths[i % 3],
                             i, body.n, STR_ARG(body)));
        char got[2048];
        size_t n = 0;
        struct str want = str_fmt(&a, "\r\n\r\nbody %d %d\n", i, i);
        while (n < sizeof got) {
            ssize_t more = recv(fd, got + n, sizeof got - n, 0);
            if (more <= 0) {
                break;
            }
            n += (size_t)more;
            if (str_ends((struct str){got, n}, want)) {
                c->good++;
                break;
            }
        }
        arena_reset(&a);
    }
    (void)close(fd);
    arena_free(&a);
    return NULL;
}

static void check_load(int port)
{
    pthread_t threads[CLIENTS];
    struct client clients[CLIENTS];
    int good = 0;
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){port, 0};
        BUG_ON(pthread_create(&threads[i], NULL, client_run, &clients[i]) != 0);
    }
    for (int i = 0; i < CLIENTS; i++) {
        (void)pthread_join(threads[i], NULL);
        good += clients[i].good;
    }
    is_int(good, CLIENTS * ROUNDS, "each suspended call gets its own answer");
}

static void check_left(int port)
{
    enum { LEAVING = 20 };
    writer_hold(true);
    int before = atomic_load(&answered);
    int fds[LEAVING];
    for (int i = 0; i < LEAVING; i++) {
        fds[i] = raw_connect(port);
        raw_send(fds[i], STR("POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"));
    }
    wait_waiting(LEAVING);
    is_int(writer_waiting(), LEAVING, "calls wait");
    for (int i = 0; i < LEAVING; i++) {
        const struct linger reset = {1, 0};
        if (i % 2 == 0) {
            (void)setsockopt(fds[i], SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        }
        (void)close(fds[i]);
    }
    pause_ms(20);
    writer_hold(false);
    for (int i = 0; i < 1000 && atomic_load(&answered) < before + LEAVING; i++) {
        pause_ms(2);
    }
    is_int(atomic_load(&answered) - before, LEAVING, "`then` runs once for each call whose client left");
}

static void *stop_server(void *arg)
{
    http_stop(arg);
    return NULL;
}

// The server stops while calls wait, and they are answered in time.
static void check_stop_graceful(struct arena *a, struct http_server *s)
{
    writer_hold(true);
    int fd = raw_connect(http_port(s));
    raw_send(fd, STR("POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"));
    wait_waiting(1);
    pthread_t thread;
    BUG_ON(pthread_create(&thread, NULL, stop_server, s) != 0);
    pause_ms(100);
    writer_hold(false);
    bool closed;
    struct str got = raw_read(a, fd, 3000, &closed);
    ok(raw_status(got) == 201 && closed, "a call under way when the server stops is still answered, then closed");
    (void)pthread_join(thread, NULL);
    (void)close(fd);
}

// Nobody resumes them until long after the server has gone.
static void check_stop_abandons(struct arena *a, struct http_server *s)
{
    enum { LEFT = 3 };
    writer_hold(true);
    int fds[LEFT];
    for (int i = 0; i < LEFT; i++) {
        fds[i] = raw_connect(http_port(s));
        raw_send(fds[i], STR("POST /later HTTP/1.1\r\nHost: a\r\nX-Round: 7\r\nContent-Length: 2\r\n\r\nhi"));
    }
    wait_waiting(LEFT);
    int before = atomic_load(&answered);
    int64_t start = clock_mono_us();
    http_stop(s);
    int64_t took = clock_mono_us() - start;
    ok(took < 4000000, "stopping takes as long as it may, whatever waits (%lld ms)", (long long)took / 1000);
    bool closed;
    struct str got = raw_read(a, fds[0], 1000, &closed);
    ok(raw_status(got) == 503 && closed, "who waited too long gets 503 (%d)", raw_status(got));
    writer_hold(false);
    for (int i = 0; i < 1000 && atomic_load(&answered) < before + LEFT; i++) {
        pause_ms(2);
    }
    is_int(atomic_load(&answered) - before, LEFT, "`then` still runs for calls that outlived their server");
    for (int i = 0; i < LEFT; i++) {
        (void)close(fds[i]);
    }
}

static struct http_server *start(int threads)
{
    struct err e = ERR_INIT;
    struct http_server *s;
    struct http_config config = {.listen = "127.0.0.1:0", .threads = threads, .stop_s = 2, .handle = handle};
    BUG_ON(!http_start(&s, &config, &e));
    return s;
}

int main(void)
{
    struct arena a = ARENA_INIT;
    pthread_t thread;
    BUG_ON(pthread_create(&thread, NULL, write_batches, NULL) != 0);
    struct http_server *s = start(2);
    check_load(http_port(s));
    check_left(http_port(s));
    check_stop_graceful(&a, s);
    check_stop_abandons(&a, start(1));
    (void)pthread_mutex_lock(&writer.lock);
    writer.end = true;
    (void)pthread_cond_signal(&writer.wake);
    (void)pthread_mutex_unlock(&writer.lock);
    (void)pthread_join(thread, NULL);
    arena_free(&a);
    return tap_done();
}
