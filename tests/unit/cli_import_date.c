// cli_import_date.c: times as other systems write them, and what is none.
#include "cli/import_date.h"

#include "tap.h"

static struct arena arena;

static int64_t at(struct import_date_rules rules, const char *text)
{
    struct import_date d;
    return import_date(&rules, str_c(text), &d) ? d.at : -1;
}

int main(void)
{
    struct import_date_rules vn = {.tz = tz_fixed(&arena, 7 * 3600)};
    struct import_date d;
    is_int(at(vn, "2026-01-05 14:30:05"), 1767598205, "ISO with a blank");
    is_int(at(vn, " 2026-01-05T14:30:05.250 "), 1767598205, "ISO with T and a fraction");
    is_int(at(vn, "2026-01-05T07:30:05Z"), 1767598205, "UTC");
    is_int(at(vn, "2026-01-05T02:30:05-05:00"), 1767598205, "an offset");
    is_int(at(vn, "2026-01-05 14:30:05 +0700"), 1767598205, "an offset without a colon");
    is_int(at(vn, "05/01/2026 14:30:05"), 1767598205, "day first");
    is_int(at(vn, "5-1-2026 14:30"), 1767598200, "without seconds");
    ok(import_date(&vn, STR("5.1.2026"), &d) && d.day_only && d.at == 1767546000, "a day alone is its first second");
    ok(import_date(&vn, STR("2026-01-05 00:00"), &d) && !d.day_only, "midnight is a time");
    static const char *const none[] = {"", "12/25/2013", "2026-02-29", "31/04/2026", "2026-01-05 24:00", "2026-01-05 14",
                                       "2026-01-05 14:30 PM", "5/1/26", "tomorrow", "2026-01-05T14:30:00+7", "2026-01-05x",
                                       "999-01-01", "9999-12-31", "2026/01-05 x"};
    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        ok(at(vn, none[i]) == -1, "no time: \"%s\"", none[i]);
    }
    struct import_date_rules us = {.tz = vn.tz, .format = "%m/%d/%Y %I:%M:%S %p"};
    struct err e = ERR_INIT;
    if (!tz_load(&arena, "America/New_York", &us.tz, &e)) {
        BUG("no time zones here");
    }
    is_int(at(us, "12/25/2013 11:59:08 PM"), 1388033948, "a form that was said, in winter");
    is_int(at(us, "07/04/2014 12:00:00 AM"), 1404446400, "in summer");
    ok(at(us, "25/12/2013 11:59:08 PM") == -1 && at(us, "12/25/2013 11:59:08 PMx") == -1 &&
           at(us, "02/30/2014 01:00:00 AM") == -1,
       "another order, something behind it, a day that is not");
    us.format = "%Y-%m-%d %H:%M %z";
    is_int(at(us, "2026-01-05 14:30 +0700"), 1767598200, "an offset in a form");
    us.format = "%d.%m.%Y";
    ok(import_date(&us, STR("5.1.2026"), &d) && d.day_only, "a form without a clock is a day");
    us.format = "%s";
    is_int(at(us, "1767598205"), 1767598205, "seconds");
    ok(at(us, "12x") == -1, "that are whole numbers");
    ok(at(us, "9223372036854775807") == -1, "of a year that somebody may write");
    arena_free(&arena);
    return tap_done();
}
