// period.h: the periods that figures are asked for, as people write them, in the office's days.
//
// 2026 · 2026H1 · 2026-9M · 2026Q3 · 2026-07 · 2026-W31 (ISO 8601) · 2026-07-01..2026-09-30, and in words, with or without
// marks: "quý IV/2026" · "quý 4 năm 2026" · "tháng 11/2026" · "6 tháng đầu năm 2026" · "9 tháng 2026" · "tuần 48/2026" ·
// "từ 01/10/2026 đến 14/11/2026" · all that period_name writes. Both ends are included. A pair of dates that is exactly a
// year, half, quarter, month or week is read as that, so one period has one name.
#pragma once

#include "base/buf.h"
#include "i18n/civil.h"
#include "i18n/lang.h"

struct report_period {
    int64_t first; // day
    int64_t last;  // day, included
    bool calendar; // a year, half, quarter, month or week
    enum period kind; // where calendar
    bool dates;    // asked for by its two days, not by a name
};

enum { PERIOD_TEXT = 24 }; // "2026-07-01..2026-09-30" and a zero byte

// What is wrong with it, with examples (a msgid), or NULL and *out is set. Years 1900 to 2200.
const char *period_parse(struct str text, struct report_period *out) MUST_USE;

// Two days as a period; last must not lie before first.
struct report_period period_of_days(int64_t first, int64_t last);

// The same as period_parse reads it, and its name for people: "quý III/2026", "01/07/2026 – 15/08/2026".
struct str period_text(const struct report_period *p, char out[static PERIOD_TEXT]);
void period_name(struct buf *out, enum lang lang, const struct report_period *p);

// The quarter that a day lies in: what is shown when no period is asked for.
struct report_period period_quarter(int64_t day);

// The one before: the calendar's, as many whole months, or as many days. And the same a year before: week 53, which most
// years do not have, is compared with week 52; 29 February with the 28th.
struct report_period period_before(const struct report_period *p);
struct report_period period_year_before(const struct report_period *p);

// Does it begin on the first of a month and end on the last of one?
bool period_whole_months(const struct report_period *p);
