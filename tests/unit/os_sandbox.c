// os_sandbox.c: what was given up is gone, what was kept works. Each attempt is made in a process of its own.
#include "os/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"

static char folder[] = "/tmp/hoiam-sandbox-XXXXXX";
static char inside[64];

// Exit codes of an attempt.
enum { WORKED = 10, REFUSED = 11, NOT_ENTERED = 12, NOT_CLOSED = 13 };

// Enter `s` in a new process and make the attempt there: its exit code, or 128 + signal.
static int attempt(struct sandbox s, unsigned part, int (*act)(void))
{
    pid_t pid = fork();
    if (pid == 0) {
        struct err e = ERR_INIT;
        unsigned closed = 0;
        if (!sandbox_enter(&s, &closed, &e)) {
            _exit(NOT_ENTERED);
        }
        _exit((closed & part) == part ? act() : NOT_CLOSED);
    }
    int status = 0;
    (void)waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// A kernel that cannot close a part is a kernel where that promise cannot be tested.
static void expect(int got, int want, const char *what)
{
    if (got == NOT_CLOSED) {
        ok(true, "%s # SKIP this kernel cannot", what);
    } else {
        is_int(got, want, "%s", what);
    }
}

static int opened(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC, 0600);
    if (fd >= 0) {
        (void)close(fd);
    }
    return fd >= 0 ? WORKED : REFUSED;
}

static int reads_passwd(void)
{
    return opened("/etc/passwd", O_RDONLY);
}

static int makes_inside(void)
{
    return opened(inside, O_RDWR | O_CREAT);
}

static int removes_inside(void)
{
    return unlink(inside) == 0 ? WORKED : REFUSED;
}

static int runs_program(void)
{
    char *const argv[] = {(char[]){"true"}, NULL};
    (void)execv("/bin/true", argv);
    return errno == EPERM ? REFUSED : NOT_ENTERED;
}

static int works(void)
{
    char *p = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p != MAP_FAILED && write(STDERR_FILENO, "", 0) == 0 ? WORKED : REFUSED;
}

static int makes_code(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? REFUSED : WORKED;
}

static int opens_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) < 0 ? REFUSED : WORKED;
}

static int computes_for_ever(void)
{
    for (volatile uint64_t i = 0; i < UINT64_MAX; i++) {
    }
    return WORKED;
}

static void test_files(void)
{
    struct sandbox_path paths[] = {{folder, SANDBOX_READ | SANDBOX_WRITE},
                                   {"/nowhere", SANDBOX_READ | SANDBOX_OPTIONAL}};
    struct sandbox s = {.kind = SANDBOX_SERVER, .paths = paths, .paths_n = ARRAY_LEN(paths)};
    expect(attempt(s, SANDBOX_FILES, reads_passwd), REFUSED, "a file that was not named does not open");
    expect(attempt(s, SANDBOX_FILES, makes_inside), WORKED, "a file can be made in a folder kept for writing");
    paths[0].access = SANDBOX_READ;
    expect(attempt(s, SANDBOX_FILES, removes_inside), REFUSED, "but not removed from one kept for reading");
    paths[0] = (struct sandbox_path){"/etc/passwd", SANDBOX_READ};
    expect(attempt(s, SANDBOX_FILES, reads_passwd), WORKED, "a single file can be kept");
    paths[1].access = SANDBOX_READ;
    is_int(attempt(s, 0, works), NOT_ENTERED, "a path that is not there is an error, unless it may be missing");
}

static void test_calls(void)
{
    struct sandbox server = {.kind = SANDBOX_SERVER, .must = 0};
    expect(attempt(server, SANDBOX_CALLS, runs_program), REFUSED, "a server runs no other program");
    expect(attempt(server, SANDBOX_CALLS, opens_socket), WORKED, "a server opens sockets");

    struct sandbox parser = {.kind = SANDBOX_PARSER};
    expect(attempt(parser, SANDBOX_CALLS, works), WORKED, "a parser computes and writes");
    expect(attempt(parser, SANDBOX_CALLS, reads_passwd), REFUSED, "a parser opens nothing");
    expect(attempt(parser, SANDBOX_CALLS, opens_socket), 128 + SIGSYS, "a parser that opens a socket is killed");
    expect(attempt(parser, SANDBOX_CALLS, makes_code), 128 + SIGSYS, "so is one that makes memory executable");
    parser.cpu_seconds = 1;
    expect(attempt(parser, SANDBOX_CALLS, computes_for_ever), 128 + SIGKILL, "so is one that computes for too long");
}

int main(void)
{
    if (mkdtemp(folder) == NULL) {
        return 1;
    }
    (void)snprintf(inside, sizeof inside, "%s/file", folder);
    test_files();
    test_calls();
    (void)unlink(inside);
    (void)rmdir(folder);
    return tap_done();
}
