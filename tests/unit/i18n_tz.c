// Tests of i18n/tz.h: the system's zones against the C library's localtime_r, and bytes that are no zone.
#include "i18n/tz.h"
#include "tap.h"

static struct arena arena;

// The C library's answer, in this test program only.
static int libc_offset(int64_t t)
{
    time_t at = (time_t)t;
    struct tm tm;
    (void)localtime_r(&at, &tm);
    return (int)tm.tm_gmtoff;
}

static void test_zone(const char *name)
{
    const struct tz *tz = NULL;
    struct err e = ERR_INIT;
    if (!ok(tz_load(&arena, name, &tz, &e), "%s is read", name)) {
        printf("# %s\n", e.what);
        return;
    }
    (void)setenv("TZ", name, 1);
    tzset();
    int wrong = 0;
    for (int64_t t = -2000000000; t < 5000000000; t += 86400 * 3 + 4567) {
        wrong += tz_offset(tz, t) != libc_offset(t);
    }
    is_int(wrong, 0, "%s: offsets from 1906 to 2128 agree with the C library", name);
    wrong = 0;
    for (int64_t day = 0; day < 30000; day++) {
        int64_t start = tz_day_start(tz, day);
        wrong += tz_day(tz, start) != day || tz_day(tz, start - 1) != day - 1;
    }
    is_int(wrong, 0, "%s: each day begins where the one before ends", name);
}

static void test_clock(void)
{
    const struct tz *tz = NULL;
    struct err e = ERR_INIT;
    ok(tz_load(&arena, "Europe/Berlin", &tz, &e), "Berlin");
    int64_t day = civil_day(2026, 3, 29); // 02:00 → 03:00
    is_int(tz_time(tz, day, 2, 30, 0), tz_time(tz, day, 3, 0, 0), "a skipped time is the moment of the jump");
    is_int(tz_time(tz, civil_day(2026, 10, 25), 2, 30, 0), 1792888200, "of a time that comes twice, the first");
    struct tz_time at = tz_local(tz_fixed(&arena, 7 * 3600), 1767627000);
    ok(at.date.year == 2026 && at.date.month == 1 && at.date.day == 5 && at.hour == 22 && at.minute == 30 &&
           at.date.weekday == 1 && at.day == civil_day(2026, 1, 5),
       "22:30 on Monday 05/01/2026 at UTC+7");
    at = tz_local(tz_fixed(&arena, -3600), 0);
    ok(at.date.year == 1969 && at.hour == 23, "before 1970");
    is_int(tz_offset(tz_site(), 0), 7 * 3600, "the site is at UTC+7 until told");
}

static void test_bad(void)
{
    static const char *const names[] = {
        "", "../../etc/passwd", "/etc/passwd", "Asia/../../../etc/passwd", "Asia/Nowhere", "a b", "Asia"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const struct tz *tz = NULL;
        struct err e = ERR_INIT;
        ok(!tz_load(&arena, names[i], &tz, &e) && tz == NULL && e.code != ERR_NONE, "\"%s\" is refused: %s", names[i],
           e.what);
    }
    FILE *f = fopen("/usr/share/zoneinfo/Europe/Berlin", "rb");
    BUG_ON(f == NULL);
    char bytes[8192];
    size_t n = fread(bytes, 1, sizeof bytes, f);
    (void)fclose(f);
    const struct tz *tz = NULL;
    struct err e = ERR_INIT;
    ok(tz_parse(&arena, (struct str){bytes, n}, &tz, &e), "the whole file is read");
    int taken = 0;
    for (size_t cut = 0; cut + 30 < n; cut += 7) {
        // In memory of its own, so that a read past the end is seen.
        char *copy = xmalloc(cut);
        memcpy(copy, bytes, cut);
        taken += tz_parse(&arena, (struct str){copy, cut}, &tz, &e) ? 1 : 0;
        free(copy);
    }
    is_int(taken, 0, "no part of it is");
}

int main(void)
{
    arena = ARENA_INIT;
    test_zone("Asia/Ho_Chi_Minh");
    test_zone("Europe/Berlin");
    test_zone("America/New_York");
    test_zone("Australia/Sydney");
    test_zone("America/Sao_Paulo");
    test_zone("Asia/Kathmandu");
    test_clock();
    test_bad();
    arena_free(&arena);
    return tap_done();
}
