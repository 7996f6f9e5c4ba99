// shut.c: the web process as it serves, taken over: what it tries is refused, and what it is for goes on.
//
// usage: shut sqlite|postgres
#include "faults.h"

#include "jobs/drill.h"
#include "os/sandbox.h"
#include "core/press/finder.h"
#include "shut.h"
#include "web/app.h"
#include "world.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

enum { LEFT_OPEN = -1 };

static const char *store;
static char key_path[320];
static char stolen_path[340];

static long fails(long rc)
{
    return rc < 0 ? errno : 0;
}

static long runs_a_program(void)
{
    char *const argv[] = {(char[]){"true"}, NULL};
    return fails(execv("/bin/true", argv));
}

static long traces(void)
{
#ifdef __SANITIZE_ADDRESS__
    return LEFT_OPEN; // in this build, see os/sandbox.h
#else
    return fails(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
#endif
}

static long mounts(void)
{
    return fails(mount("none", "/tmp", "tmpfs", 0, NULL));
}

static long loads_a_module(void)
{
    return fails(syscall(SYS_init_module, "", 0, ""));
}

static long loads_bpf(void)
{
    union bpf_attr attr = {.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1};
    return fails(syscall(SYS_bpf, BPF_MAP_CREATE, &attr, sizeof attr));
}

static long asks_for_keys(void)
{
    return fails(syscall(SYS_keyctl, 0 /* KEYCTL_GET_KEYRING_ID */, -3, 0));
}

static long watches_the_processor(void)
{
    struct perf_event_attr attr = {.type = PERF_TYPE_SOFTWARE, .size = sizeof attr};
    return fails(syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0));
}

static long reads_another_process(void)
{
    char byte;
    struct iovec here = {&byte, 1};
    struct iovec there = {&byte, 1};
    return fails(process_vm_readv(getppid(), &here, 1, &there, 1, 0));
}

static long leaves_its_namespaces(void)
{
    return fails(unshare(CLONE_NEWUSER));
}

static long starts_in_a_namespace(void)
{
    long pid = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, 0);
    if (pid == 0) {
        _exit(0);
    }
    return fails(pid);
}

static long submits_through_a_ring(void)
{
    char params[120] = {0};
    return fails(syscall(SYS_io_uring_setup, 1, params));
}

static long opens(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC, 0600);
    long what = fails(fd);
    if (fd >= 0) {
        (void)close(fd);
    }
    return what;
}

static long reads_the_key(void)
{
    return opens(key_path, O_RDONLY);
}

static long spoils_the_key(void)
{
    return opens(key_path, O_WRONLY);
}

static long links_the_key_to_where_it_may_read(void)
{
    return fails(link(key_path, stolen_path));
}

static long moves_the_key_to_where_it_may_read(void)
{
    return fails(rename(key_path, stolen_path));
}

static long reads_other_files(void)
{
    return opens("/etc/shadow", O_RDONLY);
}

static long lists_the_machine(void)
{
    return opens("/", O_RDONLY | O_DIRECTORY);
}

static long writes_a_file(void)
{
    return opens("/var/tmp/hoiam-shut", O_WRONLY | O_CREAT);
}

static long calls_by_stream(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(9), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0) {
        return -2;
    }
    long what = fails(connect(fd, (const struct sockaddr *)&to, sizeof to));
    long fast = fails(sendto(fd, "x", 1, MSG_FASTOPEN, (const struct sockaddr *)&to, sizeof to));
    (void)close(fd);
    return what == fast ? what : -3;
}

static long calls_by_datagram(void)
{
    return fails(socket(AF_INET, SOCK_DGRAM, 0));
}

static long makes_code(void)
{
    void *p = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return fails(p == MAP_FAILED ? -1 : 0);
}

// What is tried, and the errno that says no; where that is EXDEV, EACCES does too. `with_file`: only where the store is a file.
static const struct {
    const char *what;
    long (*act)(void);
    int no;
    bool by_calls; // refused by the filter of calls, else by the one of files
    bool with_file;
} attempts[] = {
    {"it runs another program", runs_a_program, EPERM, true, false},
    {"it traces", traces, EPERM, true, false},
    {"it mounts", mounts, EPERM, true, false},
    {"it loads a kernel module", loads_a_module, EPERM, true, false},
    {"it loads BPF", loads_bpf, EPERM, true, false},
    {"it asks for the kernel's keys", asks_for_keys, EPERM, true, false},
    {"it watches by perf", watches_the_processor, EPERM, true, false},
    {"it reads another process", reads_another_process, EPERM, true, false},
    {"it leaves its namespaces", leaves_its_namespaces, EPERM, true, false},
    {"it starts a process in a namespace", starts_in_a_namespace, EPERM, true, false},
    {"it submits calls through a ring", submits_through_a_ring, EPERM, true, false},
    {"it reads files of the machine", reads_other_files, EACCES, false, false},
    {"it lists the machine", lists_the_machine, EACCES, false, false},
    {"it writes elsewhere", writes_a_file, EACCES, false, false},
    {"it reads the private key", reads_the_key, EACCES, false, false},
    {"it overwrites the private key", spoils_the_key, EACCES, false, false},
    {"it links the key into a folder it may read", links_the_key_to_where_it_may_read, EXDEV, false, true},
    {"it moves the key into a folder it may read", moves_the_key_to_where_it_may_read, EXDEV, false, true},
    {"it calls somebody", calls_by_stream, EPERM, true, true},
    {"it calls by datagram", calls_by_datagram, EPERM, true, true},
    {"it makes memory executable", makes_code, EPERM, true, true},
};

// Shared with the child.
static struct {
    _Atomic int port;
    _Atomic bool asked; // the parent has asked what it wanted
    long came[ARRAY_LEN(attempts)];
    unsigned closed;
    bool drilled;
    char wrong[512];
} * shared;

static void *try_all(void *arg)
{
    (void)arg;
    for (size_t i = 0; i < ARRAY_LEN(attempts); i++) {
        shared->came[i] = attempts[i].act();
    }
    return NULL;
}

// The web process.
_Noreturn static void serve(bool file)
{
    struct err e = ERR_INIT;
    struct app *app;
    struct arena a = ARENA_INIT;
    const char *index_folder = finder_copy_folder(&a, store);
    struct app_config config = {.store = store, .index_folder = index_folder, .listen = "127.0.0.1:0",
                                .threads = 1, .plain_cookies = true};
    pthread_t thread;
    if (!shut_in(store, index_folder, &shared->closed, &e) || !app_start(&app, &config, &e)) {
        (void)snprintf(shared->wrong, sizeof shared->wrong, "%s", e.what);
        _exit(1);
    }
    BUG_ON(pthread_create(&thread, NULL, try_all, NULL) != 0 || pthread_join(thread, NULL) != 0);
    shared->drilled = !file || drill_run(app_db(app), store, &e);
    atomic_store(&shared->port, app_port(app));
    while (!atomic_load(&shared->asked)) {
        (void)usleep(10000);
    }
    app_stop(app);
    arena_free(&a);
    _exit(0);
}

static void tell_attempts(bool file)
{
    for (size_t i = 0; i < ARRAY_LEN(attempts); i++) {
        long came = shared->came[i];
        if (attempts[i].with_file && !file) {
            continue;
        }
        bool no = came == attempts[i].no || (attempts[i].no == EXDEV && came == EACCES);
        bool closed = (shared->closed & (unsigned)(attempts[i].by_calls ? SANDBOX_CALLS : SANDBOX_FILES)) != 0;
        const char *skip = came == LEFT_OPEN ? " # SKIP the search for leaks of this build needs it"
                           : closed          ? ""
                                             : " # SKIP this kernel cannot";
        ok(no || *skip != 0, "%s: %s%s", attempts[i].what, came > 0 ? strerror((int)came) : "nothing says no", skip);
    }
}

// What the last drill's row says, read from outside.
static bool drill_was_good(void)
{
    struct err e = ERR_INIT;
    struct arena a = ARENA_INIT;
    struct db *db;
    struct tx *tx;
    struct upkeep_latest_row *rows;
    size_t n;
    BUG_ON(!db_open(&db, store, DB_READ_ONLY, &e) || !db_read_begin(db, &a, &tx, &e));
    bool good = q_upkeep_latest(tx, &rows, &n, &e) && n == 1 && rows[0].good;
    db_read_end(tx);
    db_close(db);
    arena_free(&a);
    return good;
}

static void works(struct arena *a, bool file)
{
    int port = atomic_load(&shared->port);
    struct reply r = client_once(a, port, client_request(a, "GET", STR("/vi/"), STR(""), STR_NONE));
    is_int(r.status, 200, "meanwhile it serves a page");
    r = client_once(a, port, faults_send(a, 1));
    struct str receipt = faults_receipt(&r);
    ok(receipt.p != NULL && faults_found(a, port, receipt, 1), "and takes a message in");
    r = client_once(a, port, client_request(a, "POST", STR("/api/v1/messages"),
                                            STR("Content-Type: application/json\r\n"), STR("{}")));
    is_int(r.status, 422, "and refuses one that is none");
    if (file) {
        ok(shared->drilled && drill_was_good(), "and makes its restore drill");
    }
}

int main(int argc, char **argv)
{
    bool file = argc == 2 && strcmp(argv[1], "sqlite") == 0;
    struct err e = ERR_INIT;
    struct arena a = ARENA_INIT;
    struct world world;
    store = scratch_store(!file);
    if (store == NULL) {
        printf("1..0 # SKIP no HOIAM_TEST_PG\n");
        return 0;
    }
    (void)snprintf(key_path, sizeof key_path, "%s/x.key", scratch_folder());
    (void)snprintf(stolen_path, sizeof stolen_path, "%s.drill/stolen", file ? store : key_path);
    FILE *key = fopen(key_path, "w");
    BUG_ON(key == NULL || fputs("geheim\n", key) < 0 || fclose(key) != 0);
    if (!world_make(store, &world, &e)) {
        printf("Bail out! %s\n", e.what);
        return 2;
    }
    void *p = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    BUG_ON(p == MAP_FAILED);
    shared = p;
    (void)fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        serve(file);
    }
    int status = 0;
    for (int i = 0; i < 6000 && atomic_load(&shared->port) == 0 && waitpid(pid, &status, WNOHANG) == 0; i++) {
        (void)usleep(5000);
    }
    if (atomic_load(&shared->port) == 0) {
        printf("Bail out! %s (status %d)\n", shared->wrong, status);
        return 2;
    }
    tell_attempts(file);
    works(&a, file);
    atomic_store(&shared->asked, true);
    ok(waitpid(pid, &status, 0) == pid && status == 0, "and ends cleanly");
    const char *index_folder = finder_copy_folder(&a, store);
    ok(index_folder == NULL || (rmdir(index_folder) != 0 && errno == ENOTEMPTY), "having kept its copy of the index");
    arena_free(&a);
    scratch_clean();
    return tap_done();
}
