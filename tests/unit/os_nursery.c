// os_nursery.c: workers are started on request, stand apart, are replaced, and end with the nursery.
#include "os/nursery.h"

#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tap.h"

// Tells its pid to whoever says anything; falls when told to.
static int tells_pid(int fd, void *arg)
{
    struct err e = ERR_INIT;
    struct buf in = buf_new(100);
    const int *plus = arg;
    while (worker_receive(fd, &in, &e)) {
        if (str_eqz(buf_str(&in), "fall")) {
            (void)raise(SIGKILL);
        }
        int pid = (int)getpid() + *plus;
        if (!worker_send(fd, (struct str){(char *)&pid, sizeof pid}, &e)) {
            break;
        }
    }
    buf_free(&in);
    return 0;
}

static int pid_of(int fd)
{
    struct err e = ERR_INIT;
    struct buf in = buf_new(100);
    int pid = 0;
    if (worker_send(fd, STR("who"), &e) && worker_receive(fd, &in, &e) && in.n == sizeof pid) {
        memcpy(&pid, in.p, sizeof pid);
    }
    buf_free(&in);
    return pid;
}

// Has the other side closed? Waits for it at most five seconds.
static bool ends(int fd)
{
    struct timeval limit = {.tv_sec = 5};
    char c;
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    return recv(fd, &c, 1, 0) == 0;
}

int main(void)
{
    struct err e = ERR_INIT;
    struct nursery n;
    int plus = 0;
    int first = -1;
    int second = -1;
    int third = -1;
    ok(nursery_open(&n, "tells", tells_pid, &plus, &e), "a nursery opens %s", e.what);
    ok(nursery_worker(&n, &first, &e) && nursery_worker(&n, &second, &e), "two workers %s", e.what);
    int a = pid_of(first);
    int b = pid_of(second);
    ok(a > 0 && b > 0 && a != b && a != (int)getpid() && a != (int)n.keeper.pid, "in processes of their own");
    ok(worker_send(first, STR("fall"), &e) && ends(first), "one falls, and that shows at once");
    ok(pid_of(second) == b, "the other goes on");
    ok(nursery_worker(&n, &third, &e) && pid_of(third) > 0 && pid_of(third) != a, "a new one takes its place %s", e.what);
    nursery_close(&n);
    ok(ends(second) && ends(third), "all end with the nursery");
    (void)close(first);
    (void)close(second);
    (void)close(third);

    ok(nursery_open(&n, "tells", tells_pid, &plus, &e), "another one opens %s", e.what);
    ok(nursery_worker(&n, &first, &e) && pid_of(first) > 0, "with a worker");
    (void)kill(n.keeper.pid, SIGKILL);
    ok(ends(first), "a nursery that is killed takes its workers with it");
    ok(!nursery_worker(&n, &second, &e) && e.code == ERR_GONE, "and is told as gone: %s", e.what);
    nursery_close(&n);
    (void)close(first);
    return tap_done();
}
