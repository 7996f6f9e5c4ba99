// os_signals.c: signals arrive where they are waited for.
#include "os/signals.h"

#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"

static void test_wait(void)
{
    struct err e = ERR_INIT;
    struct signals s;
    ok(signals_open(&s, &e), "signals open: %s", e.what);
    is_int(signals_wait(&s, 0), 0, "none has come");
    (void)kill(getpid(), SIGTERM);
    is_int(signals_wait(&s, 1000), SIGTERM, "TERM is told, and does not end the program");
    (void)kill(getpid(), SIGINT);
    is_int(signals_wait(&s, -1), SIGINT, "so is INT");
    is_int(signals_wait(&s, 0), 0, "each only once");
    signals_close(&s);
}

static void test_close(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        struct err e = ERR_INIT;
        struct signals s;
        if (!signals_open(&s, &e)) {
            _exit(9);
        }
        signals_close(&s);
        (void)raise(SIGTERM);
        _exit(8);
    }
    int status = 0;
    (void)waitpid(pid, &status, 0);
    ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM, "closed, TERM ends the program again");
}

static void test_pipe(void)
{
    struct err e = ERR_INIT;
    struct signals s;
    int ends[2];
    ok(signals_open(&s, &e) && pipe(ends) == 0, "signals open again");
    (void)close(ends[0]);
    ok(write(ends[1], "x", 1) < 0, "a write that nobody reads is an error and no signal");
    (void)close(ends[1]);
    signals_close(&s);
}

int main(void)
{
    test_wait();
    test_close();
    test_pipe();
    return tap_done();
}
