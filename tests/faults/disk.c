// disk.c: a disk that fails, a disk that is full, a death between commit and reply, a clock that is set back. The
// server runs in a child of this process, in which the calls that reach the disk and the clock are our own.
//
// usage: disk HOIAM
#include "faults.h"

#include "base/clock.h"
#include "web/app.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum fault { NO_FAULT, SYNC_FAILS, DIES_AFTER_SYNC };

// Shared with the child.
static struct shim {
    _Atomic int fault;
    _Atomic int64_t clock_shift; // seconds
    _Atomic int port;
} * shim;

static const char *program;
static pid_t child;

int fdatasync(int fd)
{
    int fault = shim == NULL ? NO_FAULT : atomic_load(&shim->fault);
    if (fault == SYNC_FAILS) {
        errno = EIO;
        return -1;
    }
    int done = (int)syscall(SYS_fdatasync, fd);
    if (fault == DIES_AFTER_SYNC) {
        (void)kill(getpid(), SIGKILL);
    }
    return done;
}

int clock_gettime(clockid_t which, struct timespec *t)
{
    int done = (int)syscall(SYS_clock_gettime, which, t);
    if (done == 0 && which == CLOCK_REALTIME && shim != NULL) {
        t->tv_sec += atomic_load(&shim->clock_shift);
    }
    return done;
}

_Noreturn static void serve(const char *store)
{
    struct err e = ERR_INIT;
    struct app *app;
    struct app_config config = {.store = store, .listen = "127.0.0.1:0", .threads = 1, .plain_cookies = true};
    if (!app_start(&app, &config, &e)) {
        (void)fprintf(stderr, "# %s\n", e.what);
        _exit(1);
    }
    atomic_store(&shim->port, app_port(app));
    for (;;) {
        (void)pause();
    }
}

static int up(const char *store)
{
    atomic_store(&shim->port, 0);
    (void)fflush(stdout);
    child = fork();
    BUG_ON(child < 0);
    if (child == 0) {
        serve(store);
    }
    for (int i = 0; i < 3000 && atomic_load(&shim->port) == 0; i++) {
        (void)usleep(5000);
    }
    return atomic_load(&shim->port);
}

// How the child ended: its exit code, or 128 + the signal. 0: wait for it to end by itself, at most 10 s.
static int down(int signal)
{
    int status = 0;
    if (signal != 0) {
        (void)kill(child, signal);
    }
    for (int i = 0; i < 1000; i++) {
        if (waitpid(child, &status, WNOHANG) == child) {
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        }
        (void)usleep(10000);
    }
    (void)kill(child, SIGKILL);
    (void)waitpid(child, &status, 0);
    return -1;
}

static bool sent(struct arena *a, int port, int n, struct str *receipt)
{
    struct reply r = client_once(a, port, faults_send(a, n));
    *receipt = faults_receipt(&r);
    return receipt->p != NULL;
}

static void dies_between(struct arena *a)
{
    const char *store = scratch_store(false);
    struct str receipt;
    BUG_ON(!faults_init(program, store));
    int port = up(store);
    ok(sent(a, port, 1, &receipt), "killed between commit and reply: a message before");
    atomic_store(&shim->fault, DIES_AFTER_SYNC);
    struct reply none = client_once(a, port, faults_send(a, 2));
    is_int(none.status, 0, "nothing is answered");
    is_int(down(0), 128 + SIGKILL, "because the server died");
    atomic_store(&shim->fault, NO_FAULT);
    is_int(faults_count(store), 2, "but the message is in the store");
    port = up(store);
    struct str again;
    ok(sent(a, port, 2, &again), "sent again with the same key it gets its receipt");
    ok(sent(a, port, 2, &receipt) && str_eq(receipt, again), "and the same one each time");
    ok(faults_found(a, port, again, 2), "which opens that message");
    is_int(faults_count(store), 2, "of which there is one");
    (void)down(SIGKILL);
    ok(faults_clean(program, store), "hoiam check finds nothing");
}

static void sync_fails(struct arena *a)
{
    const char *store = scratch_store(false);
    struct str receipt;
    BUG_ON(!faults_init(program, store));
    int port = up(store);
    ok(sent(a, port, 1, &receipt), "a disk that fails at fsync: a message before");
    atomic_store(&shim->fault, SYNC_FAILS);
    int fds[8];
    for (int i = 0; i < 8; i++) {
        fds[i] = client_connect(port);
        (void)client_send(fds[i], faults_send(a, 10 + i));
    }
    int receipts = 0;
    for (int i = 0; i < 8; i++) {
        struct reply r = client_read(a, fds[i], 20000, false);
        receipts += r.status >= 200 && r.status < 300;
        (void)close(fds[i]);
    }
    is_int(receipts, 0, "nobody is told that a message was taken in");
    is_int(down(0), 70, "and the program stops");
    atomic_store(&shim->fault, NO_FAULT);
    port = up(store);
    ok(faults_found(a, port, receipt, 1), "what was acknowledged before is found when it runs again");
    int taken = 0;
    for (int i = 0; i < 8; i++) {
        taken += sent(a, port, 10 + i, &receipt);
    }
    is_int(taken, 8, "what was not is taken in when it is sent again");
    is_int(faults_count(store), 9, "once each");
    (void)down(SIGKILL);
    ok(faults_clean(program, store), "hoiam check finds nothing");
}

static void clock_back(struct arena *a)
{
    const char *store = scratch_store(false);
    struct str first;
    struct str receipt;
    BUG_ON(!faults_init(program, store));
    int port = up(store);
    ok(sent(a, port, 1, &first), "the clock: a message before");
    atomic_store(&shim->clock_shift, -3600);
    ok(sent(a, port, 2, &receipt) && faults_found(a, port, receipt, 2), "an hour back: the next is taken in and found");
    ok(sent(a, port, 1, &receipt) && str_eq(receipt, first), "the first, sent again, shows the same receipt");
    ok(faults_found(a, port, first, 1), "and is found");
    struct reply page = client_once(a, port, client_request(a, "GET", STR("/vi/"), STR(""), STR_NONE));
    is_int(page.status, 200, "pages go on");
    (void)down(SIGKILL);
    port = up(store);
    ok(faults_found(a, port, first, 1) && sent(a, port, 3, &receipt), "and after a start with the clock still back");
    atomic_store(&shim->clock_shift, 86400 * 2);
    ok(sent(a, port, 4, &receipt) && faults_found(a, port, receipt, 4), "two days on, all the same");
    (void)down(SIGKILL);
    atomic_store(&shim->clock_shift, 0);
    is_int(faults_count(store), 4, "each is there once");
    ok(faults_clean(program, store), "hoiam check finds nothing: events are in order by number");
}

// Fill the disk to its last block.
static void fill(const char *path)
{
    static const char zeros[65536];
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    BUG_ON(fd < 0);
    for (size_t n = sizeof zeros; n > 0; n /= 2) {
        while (write(fd, zeros, n) == (ssize_t)n) {
        }
    }
    (void)close(fd);
}

static void stories_of_a_full_disk(struct arena *a, const char *store, const char *filler)
{
    struct str first;
    struct str receipt;
    BUG_ON(!faults_init(program, store));
    int port = up(store);
    ok(sent(a, port, 1, &first), "a full disk: a message before");
    fill(filler);
    struct reply r = {.status = 201};
    int n = 1;
    while (r.status == 201 && n < 5000) { // there is room left inside of the files
        r = client_once(a, port, faults_send(a, ++n));
    }
    is_int(r.status, 503, "full: what cannot be kept is not taken in (message %d)", n);
    ok(reply_header(&r, "Retry-After", 0).p != NULL && str_find(r.body, STR("{\"error\"")) == 0,
       "the API says so in JSON");
    struct str form = str_fmt(a, "text=%%C4%%90%%C6%%B0%%E1%%BB%%9Dng&key=fault-form-abcdefghijklmnop");
    r = client_once(
        a, port,
        client_request(a, "POST", STR("/vi/send"), STR("Content-Type: application/x-www-form-urlencoded\r\n"), form));
    is_int(r.status, 503, "the form gets 503 too");
    ok(str_find(r.body, STR("<h1>")) > 0 && str_find(r.body, STR("SQL")) < 0, "with a plain page");
    ok(faults_found(a, port, first, 1), "what was taken in before is found");
    r = client_once(a, port, client_request(a, "GET", STR("/vi/send"), STR(""), STR_NONE));
    is_int(r.status, 200, "pages go on");
    BUG_ON(unlink(filler) != 0);
    ok(sent(a, port, n, &receipt), "with room again the refused one is taken in, without a restart");
    ok(faults_found(a, port, receipt, n), "and found");
    is_int(faults_count(store), n, "every message is there once");
    (void)down(SIGKILL);
    ok(faults_clean(program, store), "hoiam check finds nothing");
}

static void full_disk(struct arena *a)
{
    char folder[300];
    char store[320];
    char filler[320];
    (void)snprintf(folder, sizeof folder, "%s/small", scratch_folder());
    (void)snprintf(store, sizeof store, "%s/x.db", folder);
    (void)snprintf(filler, sizeof filler, "%s/filler", folder);
    char make[320];
    (void)snprintf(make, sizeof make, "mkdir -p '%s'", folder);
    if (system(make) != 0 || mount("tmpfs", folder, "tmpfs", 0, "size=4m") != 0) {
        printf("ok %d - a full disk # SKIP a small file system cannot be mounted here\n", ++tap_count);
        return;
    }
    stories_of_a_full_disk(a, store, filler);
    (void)umount2(folder, MNT_DETACH);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        (void)fprintf(stderr, "usage: disk HOIAM\n");
        return 2;
    }
    program = argv[1];
    void *shared = mmap(NULL, sizeof *shim, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    BUG_ON(shared == MAP_FAILED);
    shim = shared;
    struct arena a = ARENA_INIT;
    dies_between(&a);
    sync_fails(&a);
    clock_back(&a);
    full_disk(&a);
    arena_free(&a);
    scratch_clean();
    return tap_done();
}
