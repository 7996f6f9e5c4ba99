// report_period.c: see report_period.h.
#include "core/steer/report_period.h"

#include "i18n/format.h"
#include "i18n/i18n.h"

static enum period calendar_of(enum report_every every)
{
    static const enum period kinds[REPORT_EVERY] = {
        [EVERY_WEEK] = PERIOD_WEEK,     [EVERY_MONTH] = PERIOD_MONTH,
        [EVERY_QUARTER] = PERIOD_QUARTER, [EVERY_HALF] = PERIOD_HALF,
        [EVERY_NINE_MONTHS] = PERIOD_NINE_MONTHS, [EVERY_YEAR] = PERIOD_YEAR,
        [EVERY_ONCE] = PERIOD_DAY,
    };
    return kinds[every];
}

// A calendar span moved to its closing day: of the month on or before its last day, of the week likewise.
static struct report_span closed(const struct report_template *t, struct civil_span s)
{
    if (t->closing_day == 0 || t->every == EVERY_ONCE) {
        return (struct report_span){s.first, s.end - 1};
    }
    if (t->every == EVERY_WEEK) {
        int64_t back = 7 - t->closing_day;
        return (struct report_span){s.first - back, s.end - 1 - back};
    }
    struct civil last = civil_from_day(s.end - 1);
    struct civil before = civil_from_day(s.first - 1);
    int day = (int)t->closing_day;
    return (struct report_span){civil_day(before.year, before.month, day) + 1, civil_day(last.year, last.month, day)};
}

// The calendar span that a period of the template belongs to: the one in which it ends. Nine months end in September.
static struct civil_span calendar_at(const struct report_template *t, struct report_span p)
{
    return civil_period(calendar_of(t->every), p.last);
}

struct report_span report_span_at(const struct report_template *t, int64_t day)
{
    enum period kind = calendar_of(t->every);
    struct civil_span s = civil_period(kind, day);
    struct report_span p = closed(t, s);
    if (day > p.last) {
        s = civil_period_move(kind, s, 1);
        p = closed(t, s);
    }
    return p;
}

static struct report_span moved(const struct report_template *t, struct report_span p, int by)
{
    if (t->every == EVERY_ONCE) {
        int64_t days = (p.last - p.first + 1) * by;
        return (struct report_span){p.first + days, p.last + days};
    }
    return closed(t, civil_period_move(calendar_of(t->every), calendar_at(t, p), by));
}

struct report_span report_span_before(const struct report_template *t, struct report_span p)
{
    if (t->every == EVERY_ONCE || report_span_ok(t, p)) {
        return moved(t, p, -1);
    }
    // Several of the template's own periods: as many before them.
    struct report_span at = report_span_before(t, report_span_at(t, p.first));
    struct report_span out = {at.first, at.last};
    for (struct report_span own = report_span_at(t, p.first); own.last < p.last; own = report_span_after(t, own)) {
        at = moved(t, at, -1);
        out.first = at.first;
    }
    return out;
}

struct report_span report_span_after(const struct report_template *t, struct report_span p)
{
    return moved(t, p, 1);
}

static struct report_span week_year_before(const struct report_template *t, struct report_span p)
{
    struct civil_span week = calendar_at(t, p);
    struct report_period w = period_of_days(week.first, week.end - 1);
    struct report_period before = period_year_before(&w);
    return closed(t, (struct civil_span){before.first, before.last + 1});
}

struct report_span report_span_year_before(const struct report_template *t, struct report_span p)
{
    if (t->every == EVERY_ONCE) {
        return (struct report_span){civil_add_months(p.first, -12), civil_add_months(p.last, -12)};
    }
    if (t->every == EVERY_WEEK) {
        return week_year_before(t, p);
    }
    struct report_span first = report_span_at(t, p.first);
    struct report_span last = report_span_at(t, p.last);
    int per_year = t->every == EVERY_MONTH ? 12 : t->every == EVERY_QUARTER ? 4 : t->every == EVERY_HALF ? 2 : 1;
    return (struct report_span){moved(t, first, -per_year).first, moved(t, last, -per_year).last};
}

bool report_span_ok(const struct report_template *t, struct report_span p)
{
    if (p.last < p.first) {
        return false;
    }
    if (t->every == EVERY_ONCE) {
        return true;
    }
    struct report_span own = report_span_at(t, p.last);
    return own.first == p.first && own.last == p.last;
}

struct report_span report_span_due(const struct report_template *t, int64_t today)
{
    struct report_span p = report_span_at(t, today);
    return p.last < today || t->every == EVERY_ONCE ? p : moved(t, p, -1);
}

int64_t report_span_due_day(const struct report_template *t, struct report_span p)
{
    return p.last + t->due_days;
}

// ---- as people write it

// What the template has, with an example.
static const char *not_of_template(const struct report_template *t)
{
    static const char *const msgids[REPORT_EVERY] = {
        [EVERY_WEEK] = N_("This report is made for weeks: write week 48/2026."),
        [EVERY_MONTH] = N_("This report is made for months: write month 11/2026."),
        [EVERY_QUARTER] = N_("This report is made for quarters: write quarter IV/2026."),
        [EVERY_HALF] = N_("This report is made for half-years: write first half of 2026 or second half of 2026."),
        [EVERY_NINE_MONTHS] = N_("This report is made for nine months: write first nine months of 2026."),
        [EVERY_YEAR] = N_("This report is made for years: write year 2026."),
    };
    return msgids[t->every];
}

const char *report_span_parse(const struct report_template *t, struct str text, struct report_span *out)
{
    struct report_period p;
    struct report_span asked;
    const char *problem = period_parse(text, &p);
    if (problem != NULL) {
        return problem;
    }
    asked = (struct report_span){p.first, p.last};
    if (t->every == EVERY_ONCE || report_span_ok(t, asked)) {
        *out = asked;
        return NULL;
    }
    // A name such as 2026Q3 means the template's own periods that end in it; a pair of dates is taken as it is.
    struct report_span last = report_span_at(t, asked.last);
    struct report_span first = report_span_at(t, asked.first);
    if (!p.dates && t->closing_day != 0) {
        enum period kind = calendar_of(t->every);
        struct civil_span a = civil_period(kind, asked.first);
        struct civil_span z = civil_period(kind, asked.last);
        first = closed(t, a);
        last = closed(t, z);
        bool whole = a.first == asked.first && z.end == asked.last + 1;
        if (!whole) {
            return not_of_template(t);
        }
    } else if (first.first != asked.first || last.last != asked.last) {
        return not_of_template(t);
    }
    if (t->every == EVERY_NINE_MONTHS && report_span_at(t, first.last).last != last.last) {
        return not_of_template(t); // nine months do not add up to anything
    }
    *out = (struct report_span){first.first, last.last};
    return NULL;
}

size_t report_spans_recent(const struct report_template *t, int64_t today, int64_t since, struct report_span *list, size_t most)
{
    size_t n = 0;
    struct report_span p = report_span_at(t, today);
    for (; n < most && t->every != EVERY_ONCE && (n == 0 || p.last >= since); p = moved(t, p, -1)) {
        list[n++] = p;
    }
    return n;
}

void report_span_name(struct buf *out, enum lang lang, const struct report_template *t, struct report_span p)
{
    bool own = t->every != EVERY_ONCE && report_span_ok(t, p);
    if (!own || t->closing_day == 0) {
        struct report_period days = period_of_days(p.first, p.last);
        if (own) {
            format_period(out, lang, calendar_of(t->every), p.first);
        } else {
            period_name(out, lang, &days);
        }
        return;
    }
    format_period(out, lang, calendar_of(t->every), calendar_at(t, p).first);
    buf_addz(out, " (");
    format_day(out, lang, p.first);
    buf_addz(out, " – ");
    format_day(out, lang, p.last);
    buf_addc(out, ')');
}
