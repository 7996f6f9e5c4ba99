// tap.h: tests that print TAP, which meson reads. A test program calls ok() for each promise and ends with return tap_done();
#pragma once

#include "base/str.h"

#include <stdarg.h>

static int tap_count;
static int tap_failed;

__attribute__((unused)) PRINTF(4, 5)
static bool tap_ok(bool good, const char *file, int line, const char *fmt, ...)
{
    char what[400];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    tap_count++;
    tap_failed += good ? 0 : 1;
    printf("%sok %d - %s\n", good ? "" : "not ", tap_count, what);
    if (!good) {
        printf("# at %s:%d\n", file, line);
    }
    (void)fflush(stdout);
    return good;
}

__attribute__((unused))
static int tap_done(void)
{
    printf("1..%d\n", tap_count);
    return tap_failed == 0 && tap_count > 0 ? 0 : 1;
}

// ok(condition, "what the program promises", ...)
#define ok(good, ...) tap_ok((good), __FILE__, __LINE__, __VA_ARGS__)

// is_str(got, "expected", "what…"): prints both when they differ.
#define is_str(got, want, ...)                                                                                          \
    do {                                                                                                                \
        struct str got_ = (got);                                                                                        \
        if (!ok(str_eqz(got_, want), __VA_ARGS__)) {                                                                    \
            printf("#  got: %.*s\n# want: %s\n", STR_ARG(got_), want);                                                  \
        }                                                                                                               \
    } while (0)

// is_int(got, expected, "what…")
#define is_int(got, want, ...)                                                                                          \
    do {                                                                                                                \
        long long got_ = (long long)(got), want_ = (long long)(want);                                                   \
        if (!ok(got_ == want_, __VA_ARGS__)) {                                                                          \
            printf("#  got: %lld\n# want: %lld\n", got_, want_);                                                        \
        }                                                                                                               \
    } while (0)
