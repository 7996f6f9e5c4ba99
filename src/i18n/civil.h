// civil.h: dates of the proleptic Gregorian calendar as counts of days, without time zones.
//
// A day is a number: 0 is 1970-01-01. Algorithms: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"
// (days_from_civil, civil_from_days). Days of the years -9999 … 9999 are in range; others are a bug.
#pragma once

#include "base/str.h"

struct civil {
    int year;
    int month;   // 1 … 12
    int day;     // 1 … 31
    int weekday; // 1 Monday … 7 Sunday (ISO 8601)
};

int64_t civil_day(int year, int month, int day); // day must exist in that month
struct civil civil_from_day(int64_t day);
int civil_month_days(int year, int month); // 28 … 31
bool civil_valid(int year, int month, int day);

// Years that somebody may write. What lies outside is a mistake of the pen, and every period around what lies inside is in range.
enum { CIVIL_YEAR_FIRST = 1900, CIVIL_YEAR_LAST = 2200 };
bool civil_year_written(int64_t year);

// What a person typed: "5/1/2026", "05-01-2026", "5.1.2026" (day first) or "2026-01-05". False when it is no date, or none of
// those years.
bool civil_parse(struct str s, int64_t *day) MUST_USE;

// First days of the period that `day` lies in, and of the one after it. The week begins on Monday.
enum period { PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH, PERIOD_QUARTER, PERIOD_HALF, PERIOD_NINE_MONTHS, PERIOD_YEAR };
struct civil_span {
    int64_t first; // day
    int64_t end;   // day after the last
};

// The period of that kind around `day`. A half year is January–June or July–December. Nine months are always
// January–September of the year, as reports count them.
struct civil_span civil_period(enum period period, int64_t day);

// The same period n periods later (earlier when n < 0); for PERIOD_NINE_MONTHS, n years.
struct civil_span civil_period_move(enum period period, struct civil_span span, int n);

// The week's number in its year, and that year (ISO 8601: the week belongs to the year that holds its Thursday).
int civil_iso_week(int64_t day, int *year);

int64_t civil_add_months(int64_t day, int months); // 31 January + 1 month = 28 or 29 February
