// nursery.h: a process that stands by to start workers of one kind, so that one that died can be replaced at a time when
// its parent has threads and an open store, and may no longer fork.
#pragma once

#include "os/worker.h"

struct nursery {
    struct worker keeper;
    const char *name;
};

// Start it, from the main thread, before any other thread and before the store is opened. work(fd, arg) runs in a process
// of its own for each nursery_worker(), as worker_start says; `name` and arg must live as long. ERR_IO.
bool nursery_open(struct nursery *n, const char *name, int (*work)(int fd, void *arg), void *arg, struct err *e) MUST_USE;

// A fresh worker: *fd is our end of its socket, for worker_send and worker_receive. Closing it asks the worker to end; it
// ends with the nursery and with us in any case. One caller at a time. ERR_GONE when the nursery itself has ended, ERR_IO.
bool nursery_worker(struct nursery *n, int *fd, struct err *e) MUST_USE;

// Ends the nursery and its workers.
void nursery_close(struct nursery *n);
