// format.h: numbers, dates and times as the reader's language writes them.
//
// Each function appends to a buffer. What they write never contains & < > or quotes, so templates put it into text and
// attributes as it is: {{ v->received_at | date }} calls format_date. Times are shown in tz_site().
#pragma once

#include "base/buf.h"
#include "i18n/civil.h"
#include "i18n/lang.h"

void format_number(struct buf *out, enum lang lang, int64_t v); // 1.234.567 · 1,234,567; four digits are grouped too
void format_percent(struct buf *out, enum lang lang, int64_t permille); // 125 → 12,5% · 12.5%
void format_bytes(struct buf *out, enum lang lang, int64_t bytes);      // 3,5 MB; powers of 1000

// v / 10^places with all its decimals: format_decimal(out, LANG_VI, -35, 1) writes -3,5. places 0 … 9.
void format_decimal(struct buf *out, enum lang lang, int64_t v, unsigned places);

// Of a time in seconds UTC:
void format_date(struct buf *out, enum lang lang, int64_t t);      // 05/01/2026
void format_long_date(struct buf *out, enum lang lang, int64_t t); // ngày 05 tháng 01 năm 2026 · 5 January 2026
void format_time(struct buf *out, enum lang lang, int64_t t);      // 14:30
void format_datetime(struct buf *out, enum lang lang, int64_t t);  // 14:30 ngày 05/01/2026 · 05/01/2026, 14:30
void format_weekday(struct buf *out, enum lang lang, int64_t t);   // thứ Hai · Monday
void format_iso(struct buf *out, enum lang lang, int64_t t); // 2026-01-05T14:30:00+07:00, for <time datetime="…">

// Of a day number (i18n/civil.h):
void format_day(struct buf *out, enum lang lang, int64_t day); // 05/01/2026
void format_long_day(struct buf *out, enum lang lang, int64_t day);
void format_weekday_of(struct buf *out, enum lang lang, int64_t day);
void format_iso_day(struct buf *out, enum lang lang, int64_t day); // 2026-01-05, for <input type="date">

// Of a count of days until a due date: "còn 3 ngày", "hạn hôm nay", "quá hạn 2 ngày".
void format_days_left(struct buf *out, enum lang lang, int64_t days);

// Of a count of days from today: "hôm nay", "ngày mai", "3 ngày trước", "3 ngày nữa".
void format_days_from_now(struct buf *out, enum lang lang, int64_t days);

// The name of a period that begins on that day: "quý IV/2026", "tháng 11/2026", "tuần 48/2026", "6 tháng đầu năm 2026".
void format_period(struct buf *out, enum lang lang, enum period period, int64_t first_day);
