// worker.c: fork(2) and a socket pair; messages are a length of four bytes and that many bytes.
#include "os/worker.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

int worker_settle(int fd, pid_t parent, const char *name)
{
    static const int by_default[] = {SIGTERM, SIGHUP, SIGPIPE, SIGCHLD};
    for (size_t i = 0; i < ARRAY_LEN(by_default); i++) {
        (void)signal(by_default[i], SIG_DFL);
    }
    (void)signal(SIGINT, SIG_IGN);
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)prctl(PR_SET_NAME, name, 0, 0, 0);
    if (prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0) != 0 || getppid() != parent) {
        _exit(1);
    }
    int ours = dup2(fd, 3);
    if (ours < 0 || close_range(4, ~0U, 0) != 0) {
        _exit(1);
    }
    return ours;
}

bool worker_start(struct worker *w, const char *name, int (*work)(int fd, void *arg), void *arg, struct err *e)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
        return err_errno(e, ERR_IO, "worker %s: socketpair", name);
    }
    (void)fflush(NULL); // or both processes would write what is buffered
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        int fd = worker_settle(pair[1], parent, name);
        _exit(work(fd, arg));
    }
    (void)close(pair[1]);
    if (pid < 0) {
        (void)err_errno(e, ERR_IO, "worker %s: fork", name);
        (void)close(pair[0]);
        return false;
    }
    *w = (struct worker){pid, pair[0]};
    return true;
}

int worker_stop(struct worker *w, int timeout_ms)
{
    (void)close(w->fd);
    int pidfd = (int)syscall(SYS_pidfd_open, w->pid, 0);
    struct pollfd ended = {.fd = pidfd, .events = POLLIN};
    int ready;
    do {
        ready = poll(&ended, 1, timeout_ms);
    } while (ready < 0 && errno == EINTR);
    if (ready != 1) {
        (void)kill(w->pid, SIGKILL);
    }
    if (pidfd >= 0) {
        (void)close(pidfd);
    }
    int status = 0;
    while (waitpid(w->pid, &status, 0) < 0) {
        BUG_ON(errno != EINTR);
    }
    *w = (struct worker){-1, -1};
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Wait until fd is ready, no longer than the clock's `until` (0: for ever).
static bool worker_wait(int fd, short events, int64_t until, struct err *e)
{
    struct pollfd p = {.fd = fd, .events = events};
    int ready = until == 0;
    while (ready == 0) {
        int64_t left_ms = (until - clock_mono_us()) / 1000;
        if (left_ms <= 0) {
            return err_set(e, ERR_IO, "worker: no answer in time");
        }
        ready = poll(&p, 1, (int)left_ms);
        if (ready < 0 && errno == EINTR) {
            ready = 0;
        }
    }
    return ready > 0 || err_errno(e, ERR_IO, "worker: poll");
}

static bool worker_put(int fd, const char *p, size_t n, int64_t until, struct err *e)
{
    while (n > 0) {
        if (!worker_wait(fd, POLLOUT, until, e)) {
            return false;
        }
        ssize_t done = send(fd, p, n, MSG_NOSIGNAL | (until == 0 ? 0 : MSG_DONTWAIT));
        if (done < 0 && (errno == EINTR || errno == EAGAIN)) {
            continue;
        }
        if (done < 0) {
            bool gone = errno == EPIPE || errno == ECONNRESET;
            return err_errno(e, gone ? ERR_GONE : ERR_IO, "worker: send");
        }
        p += done;
        n -= (size_t)done;
    }
    return true;
}

static bool worker_get(int fd, char *p, size_t n, int64_t until, struct err *e)
{
    while (n > 0) {
        if (!worker_wait(fd, POLLIN, until, e)) {
            return false;
        }
        ssize_t done = recv(fd, p, n, 0);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done == 0 || (done < 0 && errno == ECONNRESET)) {
            return err_set(e, ERR_GONE, "worker: the other side has closed");
        }
        if (done < 0) {
            return err_errno(e, ERR_IO, "worker: receive");
        }
        p += done;
        n -= (size_t)done;
    }
    return true;
}

static bool worker_send_by(int fd, struct str message, int64_t until, struct err *e)
{
    if (message.n > UINT32_MAX) {
        return err_set(e, ERR_LIMIT, "worker: a message of %zu bytes", message.n);
    }
    uint32_t length = (uint32_t)message.n;
    return worker_put(fd, (const char *)&length, sizeof length, until, e) && worker_put(fd, message.p, message.n, until, e);
}

static bool worker_receive_by(int fd, struct buf *out, int64_t until, struct err *e)
{
    uint32_t length;
    if (!worker_get(fd, (char *)&length, sizeof length, until, e)) {
        return false;
    }
    buf_clear(out);
    if (length > out->max) {
        return err_set(e, ERR_LIMIT, "worker: a message of %u bytes where %zu are taken", length, out->max);
    }
    for (size_t left = length; left > 0;) {
        char part[16 * 1024];
        size_t n = left < sizeof part ? left : sizeof part;
        if (!worker_get(fd, part, n, until, e)) {
            return false;
        }
        buf_add(out, (struct str){part, n});
        left -= n;
    }
    return true;
}

bool worker_send(int fd, struct str message, struct err *e)
{
    return worker_send_by(fd, message, 0, e);
}

bool worker_receive(int fd, struct buf *out, struct err *e)
{
    return worker_receive_by(fd, out, 0, e);
}

bool worker_ask(int fd, struct str question, struct buf *answer, int timeout_ms, struct err *e)
{
    int64_t until = clock_mono_us() + (int64_t)timeout_ms * 1000;
    return worker_send_by(fd, question, until, e) && worker_receive_by(fd, answer, until, e);
}
