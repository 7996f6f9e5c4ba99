// import_date.c: see import_date.h.
#include "cli/import_date.h"

enum { TEXT_MAX = 100 };

struct clock_time {
    int hour;
    int minute;
    int second;
};

// At most `max` digits at the beginning of *s, at least one.
static bool take_digits(struct str *s, size_t max, int *out)
{
    size_t n = 0;
    int v = 0;
    while (n < max && n < s->n && s->p[n] >= '0' && s->p[n] <= '9') {
        v = v * 10 + (s->p[n] - '0');
        n++;
    }
    *s = str_slice(*s, n, s->n);
    *out = v;
    return n > 0;
}

static bool take_char(struct str *s, const char *any)
{
    if (s->n == 0 || strchr(any, s->p[0]) == NULL) {
        return false;
    }
    *s = str_slice(*s, 1, s->n);
    return true;
}

struct date_parts {
    int year;
    int month;
    int day;
};

static bool take_parts(struct str *s, struct date_parts *d)
{
    int a, b, c;
    struct str was = *s;
    if (!take_digits(s, 4, &a)) {
        return false;
    }
    bool year_first = was.n - s->n == 4;
    const char *between = year_first ? "-/." : "/-.";
    if (!take_char(s, between) || !take_digits(s, 2, &b) || !take_char(s, between) || !take_digits(s, year_first ? 2 : 4, &c)) {
        return false;
    }
    *d = (struct date_parts){year_first ? a : c, b, year_first ? c : a};
    return true;
}

static bool take_date(struct str *s, int64_t *day)
{
    struct date_parts d;
    if (!take_parts(s, &d) || !civil_year_written(d.year) || !civil_valid(d.year, d.month, d.day)) {
        return false;
    }
    *day = civil_day(d.year, d.month, d.day);
    return true;
}

bool import_date_no_such_day(const struct import_date_rules *rules, struct str text)
{
    struct date_parts d;
    text = str_trim(text);
    return rules->format == NULL && take_parts(&text, &d) && civil_year_written(d.year) && !civil_valid(d.year, d.month, d.day) &&
           !civil_valid(d.year, d.day, d.month); // the month first: written in another form
}

static bool take_clock(struct str *s, struct clock_time *t)
{
    *t = (struct clock_time){0, 0, 0};
    if (!take_digits(s, 2, &t->hour) || !take_char(s, ":") || !take_digits(s, 2, &t->minute)) {
        return false;
    }
    if (take_char(s, ":")) {
        int fraction;
        if (!take_digits(s, 2, &t->second) || (take_char(s, ".,") && !take_digits(s, 9, &fraction))) {
            return false;
        }
    }
    return t->hour < 24 && t->minute < 60 && t->second < 61;
}

// Z, +07:00, +0700 or nothing.
static bool take_zone(struct str *s, bool *zoned, int *east)
{
    *s = str_trim(*s);
    *zoned = s->n > 0;
    *east = 0;
    if (s->n == 0 || take_char(s, "Zz")) {
        return true;
    }
    int sign = s->p[0] == '-' ? -1 : 1;
    int hours, minutes;
    if (!take_char(s, "+-") || !take_digits(s, 2, &hours) || (take_char(s, ":"), !take_digits(s, 2, &minutes))) {
        return false;
    }
    *east = sign * (hours * 3600 + minutes * 60);
    return hours < 16 && minutes < 60;
}

static bool known_forms(const struct tz *tz, struct str s, struct import_date *out)
{
    int64_t day;
    if (!take_date(&s, &day)) {
        return false;
    }
    if (s.n == 0) {
        *out = (struct import_date){tz_day_start(tz, day), true};
        return true;
    }
    struct clock_time t;
    bool zoned;
    int east;
    if (!take_char(&s, "T ") || !take_clock(&s, &t) || !take_zone(&s, &zoned, &east) || s.n > 0) {
        return false;
    }
    out->day_only = false;
    out->at = zoned ? day * 86400 + t.hour * 3600 + t.minute * 60 + t.second - east
                    : tz_time(tz, day, t.hour, t.minute, t.second);
    return true;
}

static bool has_clock(const char *format)
{
    for (const char *p = format; *p != 0; p++) {
        if (p[0] == '%' && p[1] != 0 && strchr("HIklTRrXcM", *++p) != NULL) {
            return true;
        }
    }
    return false;
}

static bool by_format(const struct import_date_rules *rules, struct str s, struct import_date *out)
{
    char text[TEXT_MAX + 1];
    struct tm tm = {.tm_mday = 1};
    memcpy(text, s.p, s.n);
    text[s.n] = 0;
    if (strcmp(rules->format, "%s") == 0) {
        out->day_only = false;
        return str_int(s, &out->at) && out->at > 0 && out->at < civil_day(CIVIL_YEAR_LAST, 12, 31) * 86400;
    }
    const char *end = strptime(text, rules->format, &tm);
    int year = tm.tm_year + 1900;
    if (end == NULL || *end != 0 || !civil_year_written(year) || !civil_valid(year, tm.tm_mon + 1, tm.tm_mday)) {
        return false;
    }
    int64_t day = civil_day(year, tm.tm_mon + 1, tm.tm_mday);
    out->day_only = !has_clock(rules->format);
    out->at = strstr(rules->format, "%z") != NULL
                  ? day * 86400 + tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec - tm.tm_gmtoff
                  : tz_time(rules->tz, day, tm.tm_hour, tm.tm_min, tm.tm_sec);
    return true;
}

bool import_date(const struct import_date_rules *rules, struct str text, struct import_date *out)
{
    struct import_date found;
    text = str_trim(text);
    if (text.n == 0 || text.n > TEXT_MAX ||
        !(rules->format == NULL ? known_forms(rules->tz, text, &found) : by_format(rules, text, &found)) || found.at == 0) {
        return false;
    }
    *out = found;
    return true;
}
