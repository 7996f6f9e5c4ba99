// period.c: see period.h.
#include "core/count/period.h"

#include "i18n/format.h"
#include "i18n/i18n.h"

enum { YEAR_MIN = 1900, YEAR_MAX = 2200 };

static const char not_a_period[] = N_("Write a period as 2026, 2026Q3, 2026-07 or 2026-07-01..2026-09-30.");

// Exactly so many digits.
static bool digits(struct str s, size_t n, int *out)
{
    int v = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') {
            return false;
        }
        v = v * 10 + (s.p[i] - '0');
        if (i >= n) {
            return false;
        }
    }
    *out = v;
    return s.n == n;
}

static struct report_period of_span(enum period kind, struct civil_span span)
{
    return (struct report_period){span.first, span.end - 1, true, kind};
}

struct report_period period_of_days(int64_t first, int64_t last)
{
    BUG_ON(last < first);
    static const enum period kinds[] = {PERIOD_YEAR, PERIOD_HALF, PERIOD_QUARTER, PERIOD_MONTH, PERIOD_WEEK};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        struct civil_span span = civil_period(kinds[i], first);
        if (span.first == first && span.end == last + 1) {
            return of_span(kinds[i], span);
        }
    }
    return (struct report_period){first, last, false, PERIOD_DAY};
}

static bool date(struct str s, int64_t *day)
{
    int year;
    int month;
    int dom;
    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !digits(str_slice(s, 0, 4), 4, &year) ||
        !digits(str_slice(s, 5, 7), 2, &month) || !digits(str_slice(s, 8, 10), 2, &dom) || !civil_valid(year, month, dom)) {
        return false;
    }
    *day = civil_day(year, month, dom);
    return year >= YEAR_MIN && year <= YEAR_MAX;
}

static const char *parse_range(struct str text, size_t dots, struct report_period *out)
{
    int64_t first;
    int64_t last;
    if (!date(str_slice(text, 0, dots), &first) || !date(str_slice(text, dots + 2, text.n), &last)) {
        return N_("Write both days as year-month-day, such as 2026-07-01..2026-09-30.");
    }
    if (last < first) {
        return N_("The period ends before it begins.");
    }
    *out = period_of_days(first, last);
    return NULL;
}

static const char *parse_week(int year, int week, struct report_period *out)
{
    // 4 January always lies in week 1.
    struct civil_span first = civil_period(PERIOD_WEEK, civil_day(year, 1, 4));
    struct civil_span span = civil_period_move(PERIOD_WEEK, first, week - 1);
    int in_year;
    if (week < 1 || civil_iso_week(span.first, &in_year) != week || in_year != year) {
        return N_("That year has no such week.");
    }
    *out = of_span(PERIOD_WEEK, span);
    return NULL;
}

const char *period_parse(struct str text, struct report_period *out)
{
    text = str_trim(text);
    ptrdiff_t dots = str_find(text, STR(".."));
    if (dots >= 0) {
        return parse_range(text, (size_t)dots, out);
    }
    int year;
    if (text.n < 4 || !digits(str_slice(text, 0, 4), 4, &year) || year < YEAR_MIN || year > YEAR_MAX) {
        return not_a_period;
    }
    struct str rest = str_slice(text, 4, text.n);
    int part;
    if (rest.n == 0) {
        *out = of_span(PERIOD_YEAR, civil_period(PERIOD_YEAR, civil_day(year, 1, 1)));
        return NULL;
    }
    if (str_starts(rest, STR("-W")) && digits(str_slice(rest, 2, rest.n), 2, &part)) {
        return parse_week(year, part, out);
    }
    if (rest.p[0] == '-' && digits(str_slice(rest, 1, rest.n), 2, &part)) {
        if (part < 1 || part > 12) {
            return N_("A year has months 01 to 12.");
        }
        *out = of_span(PERIOD_MONTH, civil_period(PERIOD_MONTH, civil_day(year, part, 1)));
        return NULL;
    }
    bool half = rest.p[0] == 'H' || rest.p[0] == 'h';
    if (!(half || rest.p[0] == 'Q' || rest.p[0] == 'q') || !digits(str_slice(rest, 1, rest.n), 1, &part)) {
        return not_a_period;
    }
    if (part < 1 || part > (half ? 2 : 4)) {
        return half ? N_("A year has halves H1 and H2.") : N_("A year has quarters Q1 to Q4.");
    }
    enum period kind = half ? PERIOD_HALF : PERIOD_QUARTER;
    *out = of_span(kind, civil_period(kind, civil_day(year, (part - 1) * (half ? 6 : 3) + 1, 1)));
    return NULL;
}

struct str period_text(const struct report_period *p, char out[static PERIOD_TEXT])
{
    struct civil a = civil_from_day(p->first);
    struct civil b = civil_from_day(p->last);
    int n = 0;
    switch (p->calendar ? p->kind : PERIOD_DAY) {
    case PERIOD_YEAR:
        n = snprintf(out, PERIOD_TEXT, "%04d", a.year);
        break;
    case PERIOD_HALF:
        n = snprintf(out, PERIOD_TEXT, "%04dH%d", a.year, a.month / 6 + 1);
        break;
    case PERIOD_QUARTER:
        n = snprintf(out, PERIOD_TEXT, "%04dQ%d", a.year, (a.month - 1) / 3 + 1);
        break;
    case PERIOD_MONTH:
        n = snprintf(out, PERIOD_TEXT, "%04d-%02d", a.year, a.month);
        break;
    case PERIOD_WEEK: {
        int year;
        int week = civil_iso_week(p->first, &year);
        n = snprintf(out, PERIOD_TEXT, "%04d-W%02d", year, week);
        break;
    }
    default:
        n = snprintf(out, PERIOD_TEXT, "%04d-%02d-%02d..%04d-%02d-%02d", a.year, a.month, a.day, b.year, b.month, b.day);
        break;
    }
    BUG_ON(n < 0 || n >= PERIOD_TEXT);
    return (struct str){out, (size_t)n};
}

void period_name(struct buf *out, enum lang lang, const struct report_period *p)
{
    if (p->calendar) {
        format_period(out, lang, p->kind, p->first);
        return;
    }
    format_day(out, lang, p->first);
    buf_addz(out, " – ");
    format_day(out, lang, p->last);
}

struct report_period period_quarter(int64_t day)
{
    return of_span(PERIOD_QUARTER, civil_period(PERIOD_QUARTER, day));
}

bool period_whole_months(const struct report_period *p)
{
    return civil_from_day(p->first).day == 1 && civil_from_day(p->last + 1).day == 1;
}

// As many months as lie between two firsts of a month.
static int months_between(int64_t first, int64_t end)
{
    struct civil a = civil_from_day(first);
    struct civil b = civil_from_day(end);
    return (b.year - a.year) * 12 + b.month - a.month;
}

static struct report_period moved_months(const struct report_period *p, int by)
{
    int64_t first = civil_add_months(p->first, by);
    return period_of_days(first, civil_add_months(first, months_between(p->first, p->last + 1)) - 1);
}

struct report_period period_before(const struct report_period *p)
{
    if (period_whole_months(p)) {
        return moved_months(p, -months_between(p->first, p->last + 1));
    }
    return period_of_days(p->first - (p->last - p->first + 1), p->first - 1);
}

struct report_period period_year_before(const struct report_period *p)
{
    if (p->calendar && p->kind == PERIOD_WEEK) {
        int year;
        int week = civil_iso_week(p->first, &year);
        struct report_period out;
        const char *problem = parse_week(year - 1, week, &out);
        if (problem != NULL) {
            problem = parse_week(year - 1, week - 1, &out);
        }
        BUG_ON(problem != NULL);
        return out;
    }
    if (period_whole_months(p)) {
        return moved_months(p, -12);
    }
    return period_of_days(civil_add_months(p->first, -12), civil_add_months(p->last, -12));
}
