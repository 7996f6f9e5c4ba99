// Tests of i18n/civil.h against the calendar of the C library.
#include "i18n/civil.h"
#include "tap.h"

static void test_days(void)
{
    is_int(civil_day(1970, 1, 1), 0, "day 0");
    is_int(civil_day(2000, 3, 1), 11017, "after a leap day of a century");
    int wrong = 0;
    for (int64_t day = -400000; day < 400000; day += 7) {
        struct civil c = civil_from_day(day);
        time_t t = (time_t)day * 86400;
        struct tm tm;
        (void)gmtime_r(&t, &tm);
        int weekday = tm.tm_wday == 0 ? 7 : tm.tm_wday;
        wrong += c.year != tm.tm_year + 1900 || c.month != tm.tm_mon + 1 || c.day != tm.tm_mday || c.weekday != weekday;
        wrong += civil_day(c.year, c.month, c.day) != day;
    }
    is_int(wrong, 0, "two thousand years agree with the C library, both ways");
    ok(civil_valid(2024, 2, 29) && !civil_valid(2023, 2, 29) && !civil_valid(1900, 2, 29) && civil_valid(2000, 2, 29),
       "leap days");
    ok(!civil_valid(2026, 0, 1) && !civil_valid(2026, 13, 1) && !civil_valid(2026, 4, 31) && !civil_valid(2026, 1, 0),
       "dates that do not exist");
}

static void test_parse(void)
{
    int64_t want = civil_day(2026, 1, 5);
    static const char *const good[] = {"05/01/2026", "5/1/2026", "5-1-2026", " 5.1.2026 ", "2026-01-05"};
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        int64_t day = -1;
        ok(civil_parse(str_c(good[i]), &day) && day == want, "%s is read", good[i]);
    }
    static const char *const bad[] = {"",           "5/1",       "5/1/26",     "31/4/2026",   "2026/01/05", "5/1-2026",
                                      "005/1/2026", "5/1/20260", "5/1/2026/1", "5 1 2026",    "-5/1/2026",  "29/2/2026",
                                      "5/001/2026", "5//2026",   "a/1/2026",   "2026-01-005", "2026-01-",   "31/12/9999",
                                      "9999-12-31", "1/1/1899"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        int64_t day = -1;
        ok(!civil_parse(str_c(bad[i]), &day) && day == -1, "\"%s\" is refused", bad[i]);
    }
}

static void test_periods(void)
{
    int64_t day = civil_day(2026, 11, 24); // a Tuesday
    struct civil_span s = civil_period(PERIOD_WEEK, day);
    ok(s.first == civil_day(2026, 11, 23) && s.end == civil_day(2026, 11, 30), "the week begins on Monday");
    s = civil_period(PERIOD_QUARTER, day);
    ok(s.first == civil_day(2026, 10, 1) && s.end == civil_day(2027, 1, 1), "the fourth quarter");
    s = civil_period_move(PERIOD_QUARTER, s, -4);
    ok(s.first == civil_day(2025, 10, 1) && s.end == civil_day(2026, 1, 1), "the same quarter a year before");
    s = civil_period(PERIOD_HALF, day);
    ok(s.first == civil_day(2026, 7, 1) && s.end == civil_day(2027, 1, 1), "the second half");
    s = civil_period(PERIOD_NINE_MONTHS, day);
    ok(s.first == civil_day(2026, 1, 1) && s.end == civil_day(2026, 10, 1), "nine months begin in January");
    s = civil_period_move(PERIOD_NINE_MONTHS, s, -1);
    ok(s.first == civil_day(2025, 1, 1) && s.end == civil_day(2025, 10, 1), "and move by years");
    s = civil_period_move(PERIOD_WEEK, civil_period(PERIOD_WEEK, day), 1);
    is_int(s.first, civil_day(2026, 11, 30), "the week after");
    is_int(civil_add_months(civil_day(2026, 1, 31), 1), civil_day(2026, 2, 28), "a month after 31 January");
    is_int(civil_add_months(civil_day(2024, 3, 31), -1), civil_day(2024, 2, 29), "a month before 31 March");
    is_int(civil_add_months(civil_day(2026, 1, 15), -25), civil_day(2023, 12, 15), "over the turn of years");
}

static void test_weeks(void)
{
    int year;
    ok(civil_iso_week(civil_day(2027, 1, 1), &year) == 53 && year == 2026, "a January day of the year before");
    ok(civil_iso_week(civil_day(2024, 12, 30), &year) == 1 && year == 2025, "a December day of the year after");
    int wrong = 0;
    for (int64_t day = 0; day < 40000; day++) {
        time_t t = (time_t)day * 86400;
        struct tm tm;
        char text[16];
        (void)gmtime_r(&t, &tm);
        (void)strftime(text, sizeof text, "%V", &tm);
        wrong += civil_iso_week(day, &year) != atoi(text);
    }
    is_int(wrong, 0, "a century of weeks agrees with the C library");
}

int main(void)
{
    test_days();
    test_parse();
    test_periods();
    test_weeks();
    return tap_done();
}
