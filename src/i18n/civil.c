// civil.c: calendar arithmetic on day numbers.
#include "i18n/civil.h"

#define YEAR_MAX 9999

static bool is_leap(int y)
{
    return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

int civil_month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    BUG_ON(month < 1 || month > 12);
    return days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

bool civil_valid(int year, int month, int day)
{
    return year >= -YEAR_MAX && year <= YEAR_MAX && month >= 1 && month <= 12 && day >= 1 &&
           day <= civil_month_days(year, month);
}

// Hinnant, days_from_civil: the year begins in March, so that the leap day is its last.
int64_t civil_day(int year, int month, int day)
{
    BUG_ON(!civil_valid(year, month, day));
    int64_t y = year - (month <= 2 ? 1 : 0);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

// Hinnant, civil_from_days.
struct civil civil_from_day(int64_t day)
{
    BUG_ON(day < -4371587 || day > 2932896);
    int64_t z = day + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    struct civil c;
    c.day = (int)(doy - (153 * mp + 2) / 5 + 1);
    c.month = (int)(mp < 10 ? mp + 3 : mp - 9);
    c.year = (int)(yoe + era * 400) + (c.month <= 2 ? 1 : 0);
    int64_t from_monday = (day + 3) % 7; // 1970-01-01 was a Thursday
    c.weekday = (int)(from_monday < 0 ? from_monday + 7 : from_monday) + 1;
    return c;
}

bool civil_year_written(int64_t year)
{
    return year >= CIVIL_YEAR_FIRST && year <= CIVIL_YEAR_LAST;
}

bool civil_parse(struct str s, int64_t *day)
{
    s = str_trim(s);
    int part[3];
    size_t digits[3];
    char mark = '\0';
    size_t at = 0;
    for (int i = 0; i < 3; i++) {
        size_t from = at;
        part[i] = 0;
        for (; at < s.n && at - from < 4 && s.p[at] >= '0' && s.p[at] <= '9'; at++) {
            part[i] = part[i] * 10 + (s.p[at] - '0');
        }
        digits[i] = at - from;
        bool last = i == 2;
        if (digits[i] == 0 || (last ? at != s.n : at == s.n)) {
            return false;
        }
        if (!last) {
            if (memchr("/-.", s.p[at], 3) == NULL || (i == 1 && s.p[at] != mark)) {
                return false;
            }
            mark = s.p[at++];
        }
    }
    bool year_first = digits[0] == 4 && mark == '-' && digits[2] <= 2;
    if ((!year_first && (digits[2] != 4 || digits[0] > 2)) || digits[1] > 2) {
        return false;
    }
    int year = part[year_first ? 0 : 2];
    int dom = part[year_first ? 2 : 0];
    if (!civil_year_written(year) || !civil_valid(year, part[1], dom)) {
        return false;
    }
    *day = civil_day(year, part[1], dom);
    return true;
}

int64_t civil_add_months(int64_t day, int months)
{
    struct civil c = civil_from_day(day);
    int count = c.year * 12 + c.month - 1 + months;
    int year = count >= 0 ? count / 12 : -((11 - count) / 12);
    int month = count - year * 12 + 1;
    int most = civil_month_days(year, month);
    return civil_day(year, month, c.day < most ? c.day : most);
}

static int period_months(enum period period)
{
    static const int months[] = {
        [PERIOD_MONTH] = 1, [PERIOD_QUARTER] = 3, [PERIOD_HALF] = 6, [PERIOD_NINE_MONTHS] = 9, [PERIOD_YEAR] = 12};
    return months[period];
}

struct civil_span civil_period(enum period period, int64_t day)
{
    struct civil c = civil_from_day(day);
    if (period == PERIOD_DAY) {
        return (struct civil_span){day, day + 1};
    }
    if (period == PERIOD_WEEK) {
        int64_t monday = day - (c.weekday - 1);
        return (struct civil_span){monday, monday + 7};
    }
    int months = period_months(period);
    int first_month = period == PERIOD_NINE_MONTHS ? 1 : (c.month - 1) / months * months + 1;
    int64_t first = civil_day(c.year, first_month, 1);
    return (struct civil_span){first, civil_add_months(first, months)};
}

struct civil_span civil_period_move(enum period period, struct civil_span span, int n)
{
    if (period == PERIOD_DAY || period == PERIOD_WEEK) {
        int64_t by = (int64_t)n * (period == PERIOD_DAY ? 1 : 7);
        return (struct civil_span){span.first + by, span.end + by};
    }
    int step = period == PERIOD_NINE_MONTHS ? 12 : period_months(period);
    int64_t first = civil_add_months(span.first, n * step);
    return (struct civil_span){first, civil_add_months(first, period_months(period))};
}

int civil_iso_week(int64_t day, int *year)
{
    int64_t thursday = day - civil_from_day(day).weekday + 4;
    *year = civil_from_day(thursday).year;
    return (int)((thursday - civil_day(*year, 1, 1)) / 7) + 1;
}
