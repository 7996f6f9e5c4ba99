// Promises of os/local: a socket for one's own, in the place of one that was left; lines bound in length and in time.
#include "os/local.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"

enum { SHORT_MS = 100 };

static char folder[64] = "/tmp/hoiam-local-XXXXXX";

static void test_place(void)
{
    struct err e = ERR_INIT;
    char path[128];
    int fd;
    int other;
    struct stat st;
    (void)snprintf(path, sizeof path, "%s/a.sock", folder);
    ok(!local_call(path, 0, &other, &e) && e.code == ERR_GONE, "nobody listens: %s", e.what);
    ok(local_listen(path, &fd, &e), "it listens %s", e.what);
    ok(lstat(path, &st) == 0 && S_ISSOCK(st.st_mode) && (st.st_mode & 07777) == 0600, "at a socket of mode 0600");
    (void)close(fd);
    ok(lstat(path, &st) == 0 && !local_call(path, 0, &other, &e) && e.code == ERR_GONE, "what a killed one left answers nobody");
    ok(local_listen(path, &fd, &e), "and is in nobody's way %s", e.what);
    local_close(path, fd);
    ok(lstat(path, &st) != 0, "a closed one is gone");
    FILE *f = fopen(path, "w");
    BUG_ON(f == NULL || fclose(f) != 0);
    ok(!local_listen(path, &fd, &e) && e.code == ERR_INPUT && lstat(path, &st) == 0, "a file of that name stays: %s", e.what);
    (void)unlink(path);
}

static void test_long_path(void)
{
    struct err e = ERR_INIT;
    char deep[400];
    char path[512];
    int fd;
    int caller;
    int called;
    (void)snprintf(deep, sizeof deep, "%s/%0120d", folder, 7);
    (void)snprintf(path, sizeof path, "%s/a.sock", deep);
    BUG_ON(mkdir(deep, 0700) != 0);
    ok(local_listen(path, &fd, &e) && local_call(path, 0, &caller, &e) && local_accept(fd, &called),
       "a path that no address holds is reached, too %s", e.what);
    (void)close(caller);
    (void)close(called);
    local_close(path, fd);
    ok(rmdir(deep) == 0, "and nothing is left there");
}

static void pair(int *a, int *b)
{
    int both[2];
    BUG_ON(socketpair(AF_UNIX, SOCK_STREAM, 0, both) != 0);
    *a = both[0];
    *b = both[1];
}

static void test_lines(void)
{
    struct err e = ERR_INIT;
    struct buf in = buf_new(16);
    int a;
    int b;
    pair(&a, &b);
    ok(local_send(a, STR("một dòng"), SHORT_MS, &e) && local_receive(b, &in, SHORT_MS, &e) && str_eqz(buf_str(&in), "một dòng"),
       "a line arrives %s", e.what);
    BUG_ON(send(a, "half", 4, 0) != 4);
    ok(!local_receive(b, &in, SHORT_MS, &e) && e.code == ERR_BUSY, "one that does not go on is not waited for: %s", e.what);
    BUG_ON(send(a, "0123456789 0123456789", 21, 0) != 21);
    ok(!local_receive(b, &in, SHORT_MS, &e) && e.code == ERR_LIMIT, "one that is too long is none: %s", e.what);
    (void)close(b);
    (void)close(a);
    pair(&a, &b);
    BUG_ON(send(a, "half", 4, 0) != 4 || close(a) != 0);
    ok(!local_receive(b, &in, SHORT_MS, &e) && e.code == ERR_GONE, "nor one that breaks off: %s", e.what);
    bool said = local_send(b, STR("x"), SHORT_MS, &e);
    ok(!said && e.code == ERR_GONE, "who has left is told nothing, without a signal: %s", e.what);
    (void)close(b);
    buf_free(&in);
}

// Another user calls, at a socket whose rights somebody has opened.
static void test_strangers(void)
{
    struct err e = ERR_INIT;
    char path[80];
    int fd;
    int called;
    int status;
    if (geteuid() != 0) {
        ok(true, "another user is refused # SKIP only root can be one");
        return;
    }
    (void)snprintf(path, sizeof path, "%s/b.sock", folder);
    BUG_ON(!local_listen(path, &fd, &e) || chmod(path, 0666) != 0 || chmod(folder, 0755) != 0);
    (void)fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        struct sockaddr_un to = {.sun_family = AF_UNIX};
        (void)snprintf(to.sun_path, sizeof to.sun_path, "%s", path);
        int s = socket(AF_UNIX, SOCK_STREAM, 0);
        _exit(setuid(65534) == 0 && connect(s, (struct sockaddr *)&to, sizeof to) == 0 ? 0 : 1);
    }
    BUG_ON(waitpid(pid, &status, 0) != pid);
    ok(status == 0 && !local_accept(fd, &called), "another user is refused");
    ok(!local_accept(fd, &called), "and nobody else waits");
    local_close(path, fd);
}

int main(void)
{
    BUG_ON(mkdtemp(folder) == NULL);
    test_place();
    test_long_path();
    test_lines();
    test_strangers();
    BUG_ON(rmdir(folder) != 0);
    return tap_done();
}
