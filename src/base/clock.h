// clock.h: time. Stored times are integer seconds UTC, always passed in as values; only the edges (http, cli, jobs) read
// the clock. Order of events never depends on it.
#pragma once

#include "base/base.h"

int64_t clock_now(void);      // seconds since 1970 UTC
int64_t clock_mono_us(void);  // microseconds of a clock that never goes back; for timeouts and rates only
int64_t clock_own_us(void);   // microseconds of processor time that the calling thread has used; for measuring only
