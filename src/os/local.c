// local.c: see local.h.
#include "os/local.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"

// A path that is too long for an address is reached by its folder's descriptor, which *folder then is; else it is -1.
static bool address_of(const char *path, struct sockaddr_un *to, int *folder, struct err *e)
{
    const char *slash = strrchr(path, '/');
    *to = (struct sockaddr_un){.sun_family = AF_UNIX};
    *folder = -1;
    size_t room = sizeof to->sun_path;
    if (snprintf(to->sun_path, room, "%s", path) < (int)room) {
        return true;
    }
    BUG_ON(slash == NULL);
    char *parent = strndup(path, (size_t)(slash - path) + 1);
    BUG_ON(parent == NULL);
    *folder = open(parent, O_PATH | O_DIRECTORY | O_CLOEXEC);
    bool good = *folder >= 0 || err_errno(e, ERR_IO, N_("open %s"), parent);
    free(parent);
    if (good && snprintf(to->sun_path, room, "/proc/self/fd/%d%s", *folder, slash) >= (int)room) {
        (void)close(*folder);
        good = err_set(e, ERR_INPUT, N_("%s: the name is too long for a socket"), path);
    }
    return good;
}

// A new socket that listens at `path`, or has called who does.
static bool open_at(const char *path, bool listens, int *fd, struct err *e)
{
    struct sockaddr_un to;
    int folder;
    if (!address_of(path, &to, &folder, e)) {
        return false;
    }
    int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    // The socket's mode becomes that of the file which bind makes.
    bool good = s >= 0 && fchmod(s, 0600) == 0 &&
                (listens ? bind(s, (struct sockaddr *)&to, sizeof to) : connect(s, (struct sockaddr *)&to, sizeof to)) == 0;
    if (!good) {
        bool nobody = errno == ECONNREFUSED || errno == ENOENT;
        (void)err_errno(e, nobody ? ERR_GONE : ERR_IO, "%s", path);
        if (s >= 0) {
            (void)close(s);
        }
    }
    if (folder >= 0) {
        (void)close(folder);
    }
    *fd = s;
    return good;
}

bool local_listen(const char *path, int *fd, struct err *e)
{
    struct stat st;
    bool there = lstat(path, &st) == 0;
    if (there && !S_ISSOCK(st.st_mode)) {
        return err_set(e, ERR_INPUT, N_("%s: there is something else than a socket"), path);
    }
    if (there && unlink(path) != 0) {
        return err_errno(e, ERR_IO, N_("remove %s"), path);
    }
    if (!open_at(path, true, fd, e)) {
        return false;
    }
    if (listen(*fd, 8) != 0 || fcntl(*fd, F_SETFL, O_NONBLOCK) != 0) {
        (void)err_errno(e, ERR_IO, "%s", path);
        local_close(path, *fd);
        return false;
    }
    return true;
}

void local_close(const char *path, int fd)
{
    (void)unlink(path);
    (void)close(fd);
}

static bool is_one_of(int fd, uid_t owner)
{
    struct ucred who;
    socklen_t n = sizeof who;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &n) == 0 &&
           (who.uid == geteuid() || who.uid == 0 || who.uid == owner);
}

bool local_accept(int listening, int *fd)
{
    *fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
    if (*fd >= 0 && !is_one_of(*fd, geteuid())) {
        (void)close(*fd);
        *fd = -1;
    }
    return *fd >= 0;
}

bool local_call(const char *path, uid_t owner, int *fd, struct err *e)
{
    if (!open_at(path, false, fd, e)) {
        return false;
    }
    if (!is_one_of(*fd, owner)) {
        (void)close(*fd);
        return err_set(e, ERR_INPUT, N_("%s: another user listens there"), path);
    }
    return true;
}

// Until the socket is ready for `events` or the time is over.
static bool wait_for(int fd, short events, int64_t until_us, struct err *e)
{
    for (;;) {
        int64_t left = (until_us - clock_mono_us()) / 1000;
        struct pollfd p = {.fd = fd, .events = events};
        int n = left <= 0 ? 0 : poll(&p, 1, (int)left);
        if (n > 0) {
            return true;
        }
        if (n == 0) {
            return err_set(e, ERR_BUSY, N_("the other side of the socket does not go on"));
        }
        if (errno != EINTR) {
            return err_errno(e, ERR_IO, "poll");
        }
    }
}

// After a call that did not take or give anything: is it worth another try?
static bool again(const char *doing, struct err *e)
{
    bool gone = errno == EPIPE || errno == ECONNRESET;
    return errno == EINTR || errno == EAGAIN || err_errno(e, gone ? ERR_GONE : ERR_IO, "%s", doing);
}

static bool send_all(int fd, struct str s, int64_t until_us, struct err *e)
{
    while (s.n > 0) {
        ssize_t n = -1;
        if (!wait_for(fd, POLLOUT, until_us, e)) {
            return false;
        }
        n = send(fd, s.p, s.n, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && !again("send", e)) {
            return false;
        }
        s = n < 0 ? s : str_slice(s, (size_t)n, s.n);
    }
    return true;
}

bool local_send(int fd, struct str line, int ms, struct err *e)
{
    int64_t until = clock_mono_us() + (int64_t)ms * 1000;
    return send_all(fd, line, until, e) && send_all(fd, STR("\n"), until, e);
}

bool local_receive(int fd, struct buf *out, int ms, struct err *e)
{
    int64_t until = clock_mono_us() + (int64_t)ms * 1000;
    char part[1024];
    buf_clear(out);
    while (wait_for(fd, POLLIN, until, e)) {
        ssize_t n = recv(fd, part, sizeof part, MSG_DONTWAIT);
        if (n < 0 && again("receive", e)) {
            continue;
        }
        if (n <= 0) {
            return n < 0 ? false : err_set(e, ERR_GONE, N_("the other side of the socket has closed"));
        }
        struct str rest = {part, (size_t)n};
        buf_add(out, str_cut(&rest, '\n'));
        if (buf_over(out)) {
            return err_set(e, ERR_LIMIT, N_("the other side of the socket says more than %zu bytes"), out->max);
        }
        if (rest.p != NULL) {
            return true;
        }
    }
    return false;
}
