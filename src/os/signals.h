// signals.h: TERM, INT and HUP as something to wait for, instead of something that interrupts.
#pragma once

#include <signal.h>

#include "base/err.h"

struct signals {
    int fd; // readable when a signal has come; for poll(2) beside other things
    sigset_t before;
};

// From now on TERM, INT and HUP wait in s->fd, in this thread and in those that it starts later: call it before any.
// PIPE is ignored for good: a write to a closed socket is an error code. ERR_IO.
bool signals_open(struct signals *s, struct err *e) MUST_USE;

// The number of the signal that came, or 0 when none did for timeout_ms (-1: wait for ever).
int signals_wait(struct signals *s, int timeout_ms);

// Signals act as before. Whoever has begun to stop calls this first, so that a second Ctrl-C ends the program at once.
void signals_close(struct signals *s);
