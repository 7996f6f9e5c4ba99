// os_worker.c: a worker answers, ends when it is left, and is ended when it does not.
#include "os/worker.h"

#include "base/clock.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tap.h"

enum { MESSAGE_MAX = 1 << 20 };

// Sends back what it gets, turned round; 7 when the other side closes.
static int mirror(int fd, void *arg)
{
    (void)arg;
    struct err e = ERR_INIT;
    struct buf in = buf_new(MESSAGE_MAX);
    struct buf out = buf_new(MESSAGE_MAX);
    while (worker_receive(fd, &in, &e)) {
        buf_clear(&out);
        for (size_t i = in.n; i > 0; i--) {
            buf_addc(&out, in.p[i - 1]);
        }
        if (!worker_send(fd, buf_str(&out), &e)) {
            break; // our parent may close while we are still sending
        }
    }
    buf_free(&in);
    buf_free(&out);
    return e.code == ERR_GONE ? 7 : 8;
}

static void test_messages(void)
{
    struct err e = ERR_INIT;
    struct worker w;
    ok(worker_start(&w, "mirror", mirror, NULL, &e), "a worker starts: %s", e.what);
    struct buf in = buf_new(MESSAGE_MAX);
    ok(worker_send(w.fd, STR("abc"), &e) && worker_receive(w.fd, &in, &e), "a message goes and comes: %s", e.what);
    is_str(buf_str(&in), "cba", "with its bytes");
    ok(worker_send(w.fd, STR(""), &e) && worker_receive(w.fd, &in, &e), "an empty one too: %s", e.what);
    is_int(in.n, 0, "and it is empty");

    struct buf large = buf_new(MESSAGE_MAX);
    while (large.n < MESSAGE_MAX - 1) {
        buf_addc(&large, 'x');
    }
    ok(worker_send(w.fd, buf_str(&large), &e) && worker_receive(w.fd, &in, &e), "a large one: %s", e.what);
    ok(str_eq(buf_str(&in), buf_str(&large)), "whole");

    struct buf small = buf_new(2);
    ok(worker_send(w.fd, STR("abc"), &e) && !worker_receive(w.fd, &small, &e), "more than the buffer's maximum");
    is_int(e.code, ERR_LIMIT, "is told as such");
    is_int(worker_stop(&w, 5000), 7, "the worker sees that it is left, and its exit code comes back");
    buf_free(&small);
    buf_free(&large);
    buf_free(&in);
}

// Begins an answer of a hundred bytes and never ends it: one byte in 20 ms.
static int drips(int fd, void *arg)
{
    (void)arg;
    uint32_t length = 100;
    char byte = 'x';
    (void)!send(fd, &length, sizeof length, MSG_NOSIGNAL);
    while (send(fd, &byte, 1, MSG_NOSIGNAL) == 1) {
        (void)usleep(20000);
    }
    return 0;
}

static int sleeps(int fd, void *arg)
{
    (void)fd;
    (void)arg;
    return pause();
}

// A worker that hangs, or answers too slowly, holds up whoever asks no longer than was said.
static void test_patience(void)
{
    static int (*const slow[])(int fd, void *arg) = {sleeps, drips};
    struct buf answer = buf_new(MESSAGE_MAX);
    struct buf question = buf_new(MESSAGE_MAX);
    while (question.n < MESSAGE_MAX) { // more than a socket holds: asking too takes no longer
        buf_addc(&question, 'x');
    }
    for (size_t i = 0; i < ARRAY_LEN(slow); i++) {
        for (int large = 0; large < 2; large++) {
            struct err e = ERR_INIT;
            struct worker w;
            BUG_ON(!worker_start(&w, "slow", slow[i], NULL, &e));
            int64_t begun = clock_mono_us();
            bool good = worker_ask(w.fd, large == 0 ? STR("abc") : buf_str(&question), &answer, 300, &e);
            int64_t took = clock_mono_us() - begun;
            ok(!good && e.code == ERR_IO && took >= 290000 && took < 5000000, "a worker that %s is left after %lld ms: %s",
               i == 0 ? "hangs" : "drips", (long long)took / 1000, e.what);
            (void)worker_stop(&w, 0);
        }
    }
    buf_free(&answer);
    buf_free(&question);
    struct err e = ERR_INIT;
    struct worker w;
    struct buf in = buf_new(MESSAGE_MAX);
    ok(worker_start(&w, "mirror", mirror, NULL, &e) && worker_ask(w.fd, STR("abc"), &in, 60000, &e),
       "one that answers is heard %s", e.what);
    is_str(buf_str(&in), "cba", "whole");
    (void)worker_stop(&w, 5000);
    buf_free(&in);
}

static int deaf(int fd, void *arg)
{
    (void)fd;
    (void)arg;
    (void)signal(SIGTERM, SIG_IGN);
    for (;;) {
        (void)pause();
    }
    return 0;
}

static void test_deaf(void)
{
    struct err e = ERR_INIT;
    struct worker w;
    ok(worker_start(&w, "deaf", deaf, NULL, &e), "one that does not listen starts: %s", e.what);
    is_int(worker_stop(&w, 50), 128 + SIGKILL, "and is killed when its time is over");
}

static int falls(int fd, void *arg)
{
    (void)fd;
    (void)arg;
    _exit(3);
}

static void test_gone(void)
{
    struct err e = ERR_INIT;
    struct worker w;
    struct buf in = buf_new(16);
    ok(worker_start(&w, "falls", falls, NULL, &e), "one that falls starts: %s", e.what);
    ok(!worker_receive(w.fd, &in, &e), "nothing comes from it");
    is_int(e.code, ERR_GONE, "and that is told as gone");
    ok(!worker_send(w.fd, STR("x"), &e) && e.code == ERR_GONE, "sending to it is told so too, without a signal");
    is_int(worker_stop(&w, 5000), 3, "its exit code is known");
    buf_free(&in);
}

static int looks_round(int fd, void *arg)
{
    const int *secret = arg;
    return fcntl(*secret, F_GETFD) < 0 && *secret != fd ? 0 : 1;
}

static void test_inherits_nothing(void)
{
    struct err e = ERR_INIT;
    struct worker w;
    int secret = fcntl(STDERR_FILENO, F_DUPFD, 20);
    ok(worker_start(&w, "looks_round", looks_round, &secret, &e), "one that looks round starts: %s", e.what);
    is_int(worker_stop(&w, 5000), 0, "it has none of its parent's open files");
    (void)close(secret);
}

int main(void)
{
    test_messages();
    test_patience();
    test_deaf();
    test_gone();
    test_inherits_nothing();
    return tap_done();
}
