// worker.h: a process of our own for work that must stand apart: what holds the contact key, what reads hostile files.
//
// Started before any thread, and before the store is opened, it shares nothing with its parent but one socket.
#pragma once

#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

struct worker {
    pid_t pid;
    int fd; // our end of the socket
};

// Run work(fd, arg) in a new process; what it returns is its exit code. There every other descriptor above 2 is closed,
// signals act by default but INT, which is ignored (a terminal sends it to all of us; the parent decides), and TERM
// comes when the parent dies. `name` (15 bytes) shows in ps(1). Call it from the main thread. ERR_IO.
bool worker_start(struct worker *w, const char *name, int (*work)(int fd, void *arg), void *arg, struct err *e)
    MUST_USE;

// In a new process of name `name` whose parent was `parent`: what worker_start says of descriptors, signals and the
// parent's death. Returns where fd is now; where that cannot be had the process ends.
int worker_settle(int fd, pid_t parent, const char *name);

// Close the socket, which asks it to end; after timeout_ms it gets KILL. Returns its exit code, or 128 + the signal
// that ended it.
int worker_stop(struct worker *w, int timeout_ms);

// One whole message over the socket. Sending never raises PIPE. ERR_GONE when the other side has closed, ERR_IO.
bool worker_send(int fd, struct str message, struct err *e) MUST_USE;

// The next message, in place of what `out` held. ERR_GONE at the end, ERR_LIMIT for one that out's maximum does not
// hold (the socket is of no more use then), ERR_IO.
bool worker_receive(int fd, struct buf *out, struct err *e) MUST_USE;

// A question and its answer, both within timeout_ms, else ERR_IO: for a worker that may hang. As the two above; after a
// failure the socket is of no more use.
bool worker_ask(int fd, struct str question, struct buf *answer, int timeout_ms, struct err *e) MUST_USE;
