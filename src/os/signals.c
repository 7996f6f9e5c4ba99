// signals.c: signalfd(2).
#include "os/signals.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sys/signalfd.h>
#include <unistd.h>

bool signals_open(struct signals *s, struct err *e)
{
    sigset_t ours;
    (void)sigemptyset(&ours);
    (void)sigaddset(&ours, SIGTERM);
    (void)sigaddset(&ours, SIGINT);
    (void)sigaddset(&ours, SIGHUP);
    BUG_ON(pthread_sigmask(SIG_BLOCK, &ours, &s->before) != 0);
    s->fd = signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK);
    if (s->fd < 0) {
        (void)err_errno(e, ERR_IO, "signalfd");
        BUG_ON(pthread_sigmask(SIG_SETMASK, &s->before, NULL) != 0);
        return false;
    }
    BUG_ON(signal(SIGPIPE, SIG_IGN) == SIG_ERR);
    return true;
}

int signals_wait(struct signals *s, int timeout_ms)
{
    struct pollfd ready = {.fd = s->fd, .events = POLLIN};
    while (poll(&ready, 1, timeout_ms) < 0) {
        BUG_ON(errno != EINTR);
    }
    struct signalfd_siginfo came;
    return read(s->fd, &came, sizeof came) == (ssize_t)sizeof came ? (int)came.ssi_signo : 0;
}

void signals_close(struct signals *s)
{
    (void)close(s->fd);
    s->fd = -1;
    BUG_ON(pthread_sigmask(SIG_SETMASK, &s->before, NULL) != 0);
}
