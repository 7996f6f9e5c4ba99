// import_date.h: times as other systems write them.
#pragma once

#include "i18n/tz.h"

struct import_date_rules {
    const struct tz *tz;
    const char *format; // of strptime(3); NULL: the forms that import_date knows
};

struct import_date {
    int64_t at;
    bool day_only; // no time of day was said: `at` is the day's first second
};

// Without a format: 2026-01-31, 2026-01-31 14:30:05 (or with T, fractions of a second, Z or +07:00), 31/01/2026,
// 31/01/2026 14:30, also with - or . between; day first. With one: the whole text must fit it; %z is heeded. False: it is
// no time, or one that does not exist.
bool import_date(const struct import_date_rules *rules, struct str text, struct import_date *out) MUST_USE;

// Of a text that is no time: is it written in a form that is known, but of a day that no month has, such as 30/02/2026?
bool import_date_no_such_day(const struct import_date_rules *rules, struct str text);
