// Tests of i18n/format.h.
#include "i18n/civil.h"
#include "i18n/format.h"
#include "tap.h"

static struct buf out;

typedef void formatter(struct buf *, enum lang, int64_t);

static struct str via(formatter *f, enum lang lang, int64_t v)
{
    buf_clear(&out);
    f(&out, lang, v);
    return buf_str(&out);
}

static void test_numbers(void)
{
    is_str(via(format_number, LANG_VI, 1234567), "1.234.567", "thousands in Vietnamese");
    is_str(via(format_number, LANG_EN, 1234567), "1,234,567", "and in English");
    is_str(via(format_number, LANG_VI, 999), "999", "three digits");
    is_str(via(format_number, LANG_VI, 1000), "1.000", "four");
    is_str(via(format_number, LANG_EN, INT64_MIN), "-9,223,372,036,854,775,808", "the least number");
    is_str(via(format_percent, LANG_VI, 125), "12,5%", "percent");
    is_str(via(format_percent, LANG_EN, 1000), "100%", "whole percent");
    is_str(via(format_percent, LANG_EN, -5), "-0.5%", "less than one");
    is_str(via(format_bytes, LANG_VI, 3512345), "3,5 MB", "bytes");
    is_str(via(format_bytes, LANG_VI, 999), "999 B", "few bytes");
    is_str(via(format_bytes, LANG_EN, 999999), "1 MB", "bytes round up a unit");
    is_str(via(format_bytes, LANG_EN, 35123456), "35 MB", "no decimals from ten on");
    buf_clear(&out);
    format_decimal(&out, LANG_VI, -35, 1);
    format_decimal(&out, LANG_VI, 1234567, 2);
    format_decimal(&out, LANG_EN, 5, 3);
    is_str(buf_str(&out), "-3,512.345,670.005", "decimals");
}

static void test_dates(void)
{
    int64_t t = 1767598200; // 14:30 on 05/01/2026 at UTC+7
    is_str(via(format_date, LANG_VI, t), "05/01/2026", "a date");
    is_str(via(format_long_date, LANG_VI, t), "ngày 05 tháng 01 năm 2026", "as in documents");
    is_str(via(format_long_date, LANG_EN, t), "5 January 2026", "in English");
    is_str(via(format_time, LANG_VI, t), "14:30", "24 hours");
    is_str(via(format_datetime, LANG_VI, t), "14:30 ngày 05/01/2026", "both");
    is_str(via(format_datetime, LANG_EN, t), "05/01/2026, 14:30", "both in English");
    is_str(via(format_weekday, LANG_VI, t), "thứ Hai", "the day of the week");
    is_str(via(format_iso, LANG_VI, t), "2026-01-05T14:30:00+07:00", "for machines");
    int64_t day = civil_day(2026, 12, 31);
    is_str(via(format_day, LANG_VI, day), "31/12/2026", "a day");
    is_str(via(format_long_day, LANG_EN, day), "31 December 2026", "a long day");
    is_str(via(format_weekday_of, LANG_EN, day), "Thursday", "its weekday");
    is_str(via(format_iso_day, LANG_EN, day), "2026-12-31", "for <input type=date>");
}

static void test_relative(void)
{
    is_str(via(format_days_left, LANG_VI, 3), "còn 3 ngày", "before the due date");
    is_str(via(format_days_left, LANG_VI, 0), "hạn hôm nay", "on it");
    is_str(via(format_days_left, LANG_VI, -2), "quá hạn 2 ngày", "after it");
    is_str(via(format_days_left, LANG_EN, 1), "1 day left", "one day");
    is_str(via(format_days_left, LANG_EN, -1), "1 day overdue", "one day late");
    is_str(via(format_days_left, LANG_EN, 1200), "1,200 days left", "many");
    is_str(via(format_days_from_now, LANG_VI, 0), "hôm nay", "today");
    is_str(via(format_days_from_now, LANG_VI, 1), "ngày mai", "tomorrow");
    is_str(via(format_days_from_now, LANG_VI, -1), "hôm qua", "yesterday");
    is_str(via(format_days_from_now, LANG_VI, 3), "3 ngày nữa", "in three days");
    is_str(via(format_days_from_now, LANG_EN, -3), "3 days ago", "three days ago");
}

static struct str period(enum lang lang, enum period kind, int month, int day)
{
    buf_clear(&out);
    format_period(&out, lang, kind, civil_day(2026, month, day));
    return buf_str(&out);
}

static void test_periods(void)
{
    is_str(period(LANG_VI, PERIOD_DAY, 1, 5), "05/01/2026", "a day");
    is_str(period(LANG_VI, PERIOD_WEEK, 11, 23), "tuần 48/2026", "a week");
    is_str(period(LANG_VI, PERIOD_WEEK, 12, 28), "tuần 53/2026", "the last week of a long year");
    is_str(period(LANG_VI, PERIOD_MONTH, 11, 1), "tháng 11/2026", "a month");
    is_str(period(LANG_VI, PERIOD_QUARTER, 10, 1), "quý IV/2026", "a quarter");
    is_str(period(LANG_EN, PERIOD_QUARTER, 1, 1), "quarter I/2026", "a quarter in English");
    is_str(period(LANG_VI, PERIOD_HALF, 1, 1), "6 tháng đầu năm 2026", "the first half");
    is_str(period(LANG_VI, PERIOD_HALF, 7, 1), "6 tháng cuối năm 2026", "the second");
    is_str(period(LANG_VI, PERIOD_NINE_MONTHS, 1, 1), "9 tháng đầu năm 2026", "nine months");
    is_str(period(LANG_VI, PERIOD_YEAR, 1, 1), "năm 2026", "a year");
}

int main(void)
{
    out = buf_new(1000);
    test_numbers();
    test_dates();
    test_relative();
    test_periods();
    buf_free(&out);
    return tap_done();
}
