// clock.c: the two clocks of the operating system.
#include "base/clock.h"

#include <time.h>

int64_t clock_now(void)
{
    struct timespec t;
    BUG_ON(clock_gettime(CLOCK_REALTIME, &t) != 0);
    return t.tv_sec;
}

static int64_t in_us(clockid_t clock)
{
    struct timespec t;
    BUG_ON(clock_gettime(clock, &t) != 0);
    return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t clock_mono_us(void)
{
    return in_us(CLOCK_MONOTONIC);
}

int64_t clock_own_us(void)
{
    return in_us(CLOCK_THREAD_CPUTIME_ID);
}
