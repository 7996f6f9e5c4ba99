// nursery.c: fork on request; the socket's end is handed back as a descriptor over the nursery's own socket (unix(7)).
#include "os/nursery.h"

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CLOSE_MS = 2000 };

struct tending {
    const char *name;
    int (*work)(int fd, void *arg);
    void *arg;
};

union passed {
    struct cmsghdr head;
    char room[CMSG_SPACE(sizeof(int))];
};

// Answer with 0 and a descriptor, or with an errno alone.
static bool hand_over(int to, int status, int fd)
{
    union passed control = {.room = {0}};
    struct iovec part = {&status, sizeof status};
    struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1};
    if (status == 0) {
        m.msg_control = control.room;
        m.msg_controllen = sizeof control.room;
        struct cmsghdr *c = CMSG_FIRSTHDR(&m);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof fd);
        memcpy(CMSG_DATA(c), &fd, sizeof fd);
    }
    ssize_t n;
    do {
        n = sendmsg(to, &m, MSG_NOSIGNAL);
    } while (n < 0 && errno == EINTR);
    return n == (ssize_t)sizeof status;
}

static bool start_one(int fd, const struct tending *t)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
        return hand_over(fd, errno, -1);
    }
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        int own = worker_settle(pair[1], parent, t->name);
        _exit(t->work(own, t->arg));
    }
    int status = pid < 0 ? errno : 0;
    (void)close(pair[1]);
    bool told = hand_over(fd, status, pair[0]);
    (void)close(pair[0]);
    return told;
}

// The nursery's own process. Its children are reaped by the kernel (SIGCHLD ignored, POSIX.1-2001).
static int tend(int fd, void *arg)
{
    (void)signal(SIGCHLD, SIG_IGN);
    for (;;) {
        char ask;
        ssize_t n = recv(fd, &ask, 1, 0);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n != 1 || !start_one(fd, arg)) {
            return 0;
        }
    }
}

bool nursery_open(struct nursery *n, const char *name, int (*work)(int fd, void *arg), void *arg, struct err *e)
{
    struct tending t = {name, work, arg};
    n->name = name;
    return worker_start(&n->keeper, name, tend, &t, e);
}

bool nursery_worker(struct nursery *n, int *fd, struct err *e)
{
    char ask = 1;
    int status = 0;
    union passed control;
    struct iovec part = {&status, sizeof status};
    struct msghdr m = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof control.room};
    ssize_t got = -1;
    if (send(n->keeper.fd, &ask, 1, MSG_NOSIGNAL) == 1) {
        do {
            got = recvmsg(n->keeper.fd, &m, MSG_CMSG_CLOEXEC | MSG_WAITALL);
        } while (got < 0 && errno == EINTR);
    }
    if (got != (ssize_t)sizeof status) {
        return err_set(e, ERR_GONE, "nursery %s: has ended", n->name);
    }
    const struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    if (status != 0 || c == NULL || c->cmsg_type != SCM_RIGHTS) {
        errno = status;
        return err_errno(e, ERR_IO, "nursery %s: no worker", n->name);
    }
    memcpy(fd, CMSG_DATA(c), sizeof *fd);
    return true;
}

void nursery_close(struct nursery *n)
{
    (void)worker_stop(&n->keeper, CLOSE_MS);
}
