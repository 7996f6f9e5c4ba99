// fuzz_tz.c: bytes that claim to be a time zone are refused or give offsets that can be counted with.
#include "fuzz.h"
#include "i18n/tz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    const struct tz *tz = NULL;
    if (tz_parse(&a, (struct str){(const char *)data, size}, &tz, &e)) {
        for (int64_t t = -4000000000; t < 8000000000; t += 123456789) {
            int offset = tz_offset(tz, t);
            BUG_ON(offset <= -2 * 86400 || offset >= 2 * 86400);
            int64_t day = tz_day(tz, t);
            BUG_ON(tz_local(tz, t).day != day);
            (void)tz_day_start(tz, day);
        }
        (void)tz_offset(tz, INT64_MIN);
        (void)tz_offset(tz, INT64_MAX);
    } else {
        BUG_ON(tz != NULL || e.code != ERR_CORRUPT);
    }
    arena_free(&a);
    return 0;
}
