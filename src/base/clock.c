// clock.c: the two clocks of the operating system.
#include "base/clock.h"

#include <time.h>

int64_t clock_now(void)
{
    struct timespec t;
    BUG_ON(clock_gettime(CLOCK_REALTIME, &t) != 0);
    return t.tv_sec;
}

int64_t clock_mono_us(void)
{
    struct timespec t;
    BUG_ON(clock_gettime(CLOCK_MONOTONIC, &t) != 0);
    return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}
