// tz.h: time zones from the system's files (RFC 8536, TZif), without the TZ variable and without process-wide state.
#pragma once

#include "base/err.h"
#include "base/str.h"
#include "i18n/civil.h"

struct tz; // owned by the arena it was read into; read-only afterwards, so any thread may use it

#define TZ_FILE_MAX ((size_t)256 << 10)

// Read the zone of that name ("Asia/Ho_Chi_Minh") from /usr/share/zoneinfo. ERR_INPUT: no such zone, or a name that
// leaves the folder; ERR_CORRUPT: not a TZif file of version 2 or later.
bool tz_load(struct arena *a, const char *name, const struct tz **out, struct err *e) MUST_USE;

// The same from bytes at hand; any bytes are safe to give.
bool tz_parse(struct arena *a, struct str bytes, const struct tz **out, struct err *e) MUST_USE;

// A zone that is always so many seconds east of UTC (Viet Nam since 1975: 7 × 3600).
const struct tz *tz_fixed(struct arena *a, int seconds_east);

int tz_offset(const struct tz *tz, int64_t t); // seconds east of UTC at time t

struct tz_time {
    struct civil date;
    int hour;
    int minute;
    int second;
    int64_t day; // the same date as a number
};
struct tz_time tz_local(const struct tz *tz, int64_t t); // t within the years -9999 … 9999

int64_t tz_day(const struct tz *tz, int64_t t);         // the local date at time t, as a day number
int64_t tz_day_start(const struct tz *tz, int64_t day); // the first second of that local day, UTC

// The time of a local date and clock. A clock time that is skipped means the moment of the jump; one that comes twice
// means the first.
int64_t tz_time(const struct tz *tz, int64_t day, int hour, int minute, int second);

// The zone that pages show times in. Set at start, before threads, and when the office is founded, before a page shows
// any; UTC+7 until then.
void tz_set_site(const struct tz *tz);
const struct tz *tz_site(void);
