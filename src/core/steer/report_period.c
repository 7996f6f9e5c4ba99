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

static const char not_of_template[] = N_("This template has no such period.");

// 2026-9M, which core/count/period.h does not know.
static bool nine_months(struct str text, struct report_span *out)
{
    int64_t year;
    if (text.n != 7 || !str_eqz(str_slice(text, 4, 7), "-9M") || !str_int(str_slice(text, 0, 4), &year) || year < 1900 ||
        year > 2200) {
        return false;
    }
    struct civil_span s = civil_period(PERIOD_NINE_MONTHS, civil_day((int)year, 1, 1));
    *out = (struct report_span){s.first, s.end - 1};
    return true;
}

const char *report_span_parse(const struct report_template *t, struct str text, struct report_span *out)
{
    struct report_period p;
    struct report_span asked;
    text = str_trim(text);
    bool dates = str_find(text, STR("..")) >= 0;
    if (!nine_months(text, &asked)) {
        const char *problem = period_parse(text, &p);
        if (problem != NULL) {
            return problem;
        }
        asked = (struct report_span){p.first, p.last};
    }
    if (t->every == EVERY_ONCE || report_span_ok(t, asked)) {
        *out = asked;
        return NULL;
    }
    // A name such as 2026Q3 means the template's own periods that end in it; a pair of dates is taken as it is.
    struct report_span last = report_span_at(t, asked.last);
    struct report_span first = report_span_at(t, asked.first);
    if (!dates && t->closing_day != 0) {
        enum period kind = calendar_of(t->every);
        struct civil_span a = civil_period(kind, asked.first);
        struct civil_span z = civil_period(kind, asked.last);
        first = closed(t, a);
        last = closed(t, z);
        bool whole = a.first == asked.first && z.end == asked.last + 1;
        if (!whole) {
            return not_of_template;
        }
    } else if (first.first != asked.first || last.last != asked.last) {
        return not_of_template;
    }
    if (t->every == EVERY_NINE_MONTHS && report_span_at(t, first.last).last != last.last) {
        return not_of_template; // nine months do not add up to anything
    }
    *out = (struct report_span){first.first, last.last};
    return NULL;
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
