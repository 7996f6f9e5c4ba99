// format.c: numbers, dates and times.
#include "i18n/format.h"

#include "i18n/i18n.h"
#include "i18n/tz.h"

// The digits of v, at least `least` of them; returns how many.
static size_t digits_of(uint64_t v, size_t least, char out[24])
{
    char back[24];
    size_t n = 0;
    do {
        back[n++] = (char)('0' + v % 10);
        v /= 10;
    } while (v != 0 || n < least);
    for (size_t i = 0; i < n; i++) {
        out[i] = back[n - 1 - i];
    }
    return n;
}

void format_decimal(struct buf *out, enum lang lang, int64_t v, unsigned places)
{
    BUG_ON(places > 9);
    char digits[24];
    size_t n = digits_of(v < 0 ? (uint64_t)0 - (uint64_t)v : (uint64_t)v, places + 1, digits);
    size_t whole = n - places;
    if (v < 0) {
        buf_addc(out, '-');
    }
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0) {
            buf_add(out, lang_info(lang)->thousands);
        }
        buf_addc(out, digits[i]);
    }
    if (places > 0) {
        buf_add(out, lang_info(lang)->decimal);
        buf_add(out, (struct str){digits + whole, places});
    }
}

void format_number(struct buf *out, enum lang lang, int64_t v)
{
    format_decimal(out, lang, v, 0);
}

void format_percent(struct buf *out, enum lang lang, int64_t permille)
{
    bool whole = permille % 10 == 0;
    format_decimal(out, lang, whole ? permille / 10 : permille, whole ? 0 : 1);
    buf_addc(out, '%');
}

void format_bytes(struct buf *out, enum lang lang, int64_t bytes)
{
    static const char *const units[] = {" B", " kB", " MB", " GB", " TB"};
    size_t unit = 0;
    int64_t tenths = bytes > INT64_MAX / 10 ? INT64_MAX : bytes * 10;
    while (tenths >= 9995 && unit + 1 < ARRAY_LEN(units)) {
        tenths = (tenths + 500) / 1000;
        unit++;
    }
    // One decimal below ten only: 3,5 MB but 35 MB.
    bool decimal = unit > 0 && tenths < 100 && tenths % 10 != 0;
    format_decimal(out, lang, decimal ? tenths : (tenths + 5) / 10, decimal ? 1 : 0);
    buf_addz(out, units[unit]);
}

static void add_date(struct buf *out, struct civil c)
{
    buf_addf(out, "%02d/%02d/%04d", c.day, c.month, c.year);
}

static void add_long_date(struct buf *out, enum lang lang, struct civil c)
{
    static const struct str months[] = {
        TX("January"), TX("February"), TX("March"),     TX("April"),   TX("May"),      TX("June"),
        TX("July"),    TX("August"),   TX("September"), TX("October"), TX("November"), TX("December"),
    };
    char parts[4][16];
    (void)snprintf(parts[0], sizeof parts[0], "%d", c.day);
    (void)snprintf(parts[1], sizeof parts[1], "%02d", c.day);
    (void)snprintf(parts[2], sizeof parts[2], "%02d", c.month);
    (void)snprintf(parts[3], sizeof parts[3], "%04d", c.year);
    I18N_FILL(out, lang_info(lang)->long_date, {"d", str_c(parts[0])}, {"dd", str_c(parts[1])}, {"mm", str_c(parts[2])},
              {"month", i18n_get(lang, STR_NONE, months[c.month - 1])}, {"yyyy", str_c(parts[3])});
}

static void add_weekday(struct buf *out, enum lang lang, struct civil c)
{
    static const struct str days[] = {TX("Monday"), TX("Tuesday"),  TX("Wednesday"), TX("Thursday"),
                                      TX("Friday"), TX("Saturday"), TX("Sunday")};
    buf_add(out, i18n_get(lang, STR_NONE, days[c.weekday - 1]));
}

void format_date(struct buf *out, enum lang lang, int64_t t)
{
    (void)lang; // day first in every language: a reader of two pages sees one form
    add_date(out, tz_local(tz_site(), t).date);
}

void format_long_date(struct buf *out, enum lang lang, int64_t t)
{
    add_long_date(out, lang, tz_local(tz_site(), t).date);
}

void format_time(struct buf *out, enum lang lang, int64_t t)
{
    (void)lang;
    struct tz_time at = tz_local(tz_site(), t);
    buf_addf(out, "%02d:%02d", at.hour, at.minute);
}

void format_datetime(struct buf *out, enum lang lang, int64_t t)
{
    struct tz_time at = tz_local(tz_site(), t);
    char date[16];
    char clock[16];
    (void)snprintf(date, sizeof date, "%02d/%02d/%04d", at.date.day, at.date.month, at.date.year);
    (void)snprintf(clock, sizeof clock, "%02d:%02d", at.hour, at.minute);
    I18N_FILL(out, T(lang, "{date}, {time}"), {"date", str_c(date)}, {"time", str_c(clock)});
}

void format_weekday(struct buf *out, enum lang lang, int64_t t)
{
    add_weekday(out, lang, tz_local(tz_site(), t).date);
}

void format_iso(struct buf *out, enum lang lang, int64_t t)
{
    (void)lang;
    struct tz_time at = tz_local(tz_site(), t);
    int minutes = tz_offset(tz_site(), t) / 60;
    int size = minutes < 0 ? -minutes : minutes;
    buf_addf(out, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", at.date.year, at.date.month, at.date.day, at.hour,
             at.minute, at.second, minutes < 0 ? '-' : '+', size / 60, size % 60);
}

void format_day(struct buf *out, enum lang lang, int64_t day)
{
    (void)lang;
    add_date(out, civil_from_day(day));
}

void format_long_day(struct buf *out, enum lang lang, int64_t day)
{
    add_long_date(out, lang, civil_from_day(day));
}

void format_weekday_of(struct buf *out, enum lang lang, int64_t day)
{
    add_weekday(out, lang, civil_from_day(day));
}

void format_iso_day(struct buf *out, enum lang lang, int64_t day)
{
    (void)lang;
    struct civil c = civil_from_day(day);
    buf_addf(out, "%04d-%02d-%02d", c.year, c.month, c.day);
}

static void add_days(struct buf *out, enum lang lang, struct str text, int64_t days)
{
    struct buf number = buf_new(64);
    format_number(&number, lang, days < 0 ? -days : days);
    I18N_FILL(out, text, {"n", buf_str(&number)});
    buf_free(&number);
}

void format_days_left(struct buf *out, enum lang lang, int64_t days)
{
    if (days == 0) {
        buf_add(out, T(lang, "due today"));
    } else if (days > 0) {
        add_days(out, lang, TN(lang, "{n} day left", "{n} days left", days), days);
    } else {
        add_days(out, lang, TN(lang, "{n} day overdue", "{n} days overdue", -days), days);
    }
}

void format_days_from_now(struct buf *out, enum lang lang, int64_t days)
{
    if (days >= -1 && days <= 1) {
        buf_add(out, days == 0 ? T(lang, "today") : days == 1 ? T(lang, "tomorrow") : T(lang, "yesterday"));
    } else if (days > 0) {
        add_days(out, lang, TN(lang, "in {n} day", "in {n} days", days), days);
    } else {
        add_days(out, lang, TN(lang, "{n} day ago", "{n} days ago", -days), days);
    }
}

void format_period(struct buf *out, enum lang lang, enum period period, int64_t first_day)
{
    static const char *const quarters[] = {"I", "II", "III", "IV"};
    struct civil c = civil_from_day(first_day);
    int year = c.year;
    int week = civil_iso_week(first_day, &year);
    year = period == PERIOD_WEEK ? year : c.year;
    char number[16];
    char y[16];
    (void)snprintf(number, sizeof number, "%d", period == PERIOD_WEEK ? week : c.month);
    (void)snprintf(y, sizeof y, "%d", year);
    struct i18n_arg args[] = {{"n", str_c(number)}, {"year", str_c(y)}};
    switch (period) {
    case PERIOD_DAY:
        add_date(out, c);
        return;
    case PERIOD_WEEK:
        i18n_fill(out, T(lang, "week {n}, {year}"), args, 2);
        return;
    case PERIOD_MONTH:
        i18n_fill(out, T(lang, "month {n}/{year}"), args, 2);
        return;
    case PERIOD_QUARTER:
        args[0].value = str_c(quarters[(c.month - 1) / 3]);
        i18n_fill(out, T(lang, "quarter {n}/{year}"), args, 2);
        return;
    case PERIOD_HALF:
        i18n_fill(out, c.month <= 6 ? T(lang, "first half of {year}") : T(lang, "second half of {year}"), args, 2);
        return;
    case PERIOD_NINE_MONTHS:
        i18n_fill(out, T(lang, "first nine months of {year}"), args, 2);
        return;
    case PERIOD_YEAR:
        i18n_fill(out, T(lang, "year {year}"), args, 2);
        return;
    }
    BUG("no such period");
}
