// report_query.c: see report_query.h.
#include "cli/report_query.h"

enum { QUERY_MAX = 1 << 20 };

// What is counted, and the time by which it is.
struct counted {
    const char *what;
    const char *table;
    const char *at;    // NULL: at the end of the period
    const char *where; // besides home, offices and time
};

#define VALID "state <> 'void'"
#define STILL VALID " AND started_at < $E AND (closed_at IS NULL OR closed_at >= $E)"
#define WITH_DUE VALID " AND first_due_at IS NOT NULL"
// The middle one of the days, or the mean of the two in the middle; the smallest that 90 of 100 do not exceed.
#define DAYS "(SELECT (answered_at + $Z) / 86400 - (started_at + $Z) / 86400 AS d"

static const struct counted counted[FIGURES] = {
    [FIGURE_RECEIVED] = {"count(*)", "message", "received_at", NULL},
    [FIGURE_SENT] = {"count(*)", "message", "received_at", "by_office = 0"},
    [FIGURE_ENTERED] = {"count(*)", "message", "received_at", "by_office = 1 AND import_id IS NULL"},
    [FIGURE_IMPORTED] = {"count(*)", "message", "received_at", "by_office = 1 AND import_id IS NOT NULL"},
    [FIGURE_OPENED] = {"count(*)", "matter", "started_at", VALID},
    [FIGURE_ANSWERED] = {"count(*)", "matter", "answered_at", VALID},
    [FIGURE_ON_TIME] = {"count(*)", "matter", "answered_at", VALID " AND answered_at <= first_due_at"},
    [FIGURE_EXTENDED] = {"count(*)", "matter", "answered_at",
                         VALID " AND answered_at > first_due_at AND due_at > first_due_at AND answered_at <= due_at"},
    [FIGURE_LATE] = {"count(*)", "matter", "answered_at",
                     VALID " AND answered_at > first_due_at AND (due_at <= first_due_at OR answered_at > due_at)"},
    [FIGURE_NO_DUE] = {"count(*)", "matter", "answered_at", VALID " AND first_due_at IS NULL"},
    [FIGURE_ON_TIME_SHARE] = {"(count(*) FILTER (WHERE answered_at <= first_due_at) * 2000 + count(*)) / "
                              "NULLIF(count(*) * 2, 0) / 10.0", "matter", "answered_at", WITH_DUE},
    [FIGURE_MEDIAN] = {"", "matter", "answered_at", VALID},
    [FIGURE_P90] = {"", "matter", "answered_at", VALID},
    [FIGURE_CLOSED] = {"count(*)", "matter", "closed_at", "state = 'closed'"},
    [FIGURE_OPEN] = {"count(*)", "matter", NULL, STILL},
    [FIGURE_OVERDUE] = {"count(*)", "matter", NULL, STILL " AND due_at < $E AND (answered_at IS NULL OR answered_at >= $E)"},
    [FIGURE_RATED] = {"count(*)", "rating", "rated_at", NULL},
    [FIGURE_SATISFACTION] = {"(sum(value) * 200 + count(*)) / NULLIF(count(*) * 2, 0) / 100.0", "rating", "rated_at", NULL},
    [FIGURE_PUBLISHED] = {"count(*)", "publication", "published_at", "by_receipt = 0"},
    [FIGURE_BY_RECEIPT] = {"count(*)", "publication", "published_at", "by_receipt = 1"},
};

// Offices are named unless it is the whole site: then those that are no more are counted too.
static void put_offices(struct buf *out, const struct figures *f, const struct site *site)
{
    if (f->office->id == site->root && !f->alone) {
        return;
    }
    for (int32_t i = 0; i <= (f->alone ? 0 : f->office->below); i++) {
        buf_addf(out, "%s%lld", i == 0 ? " AND office_id IN (" : ", ", (long long)f->office[i].id);
    }
    buf_addc(out, ')');
}

// $E: the second after the day for whose end open matters are counted; $Z: seconds east of UTC.
static void put_filled(struct buf *out, const char *text, int64_t end, int zone)
{
    for (; *text != 0; text++) {
        if (*text == '$') {
            buf_addi(out, *++text == 'E' ? end : zone);
        } else {
            buf_addc(out, *text);
        }
    }
}

static void put_rows(struct buf *out, const struct figures *f, const struct site *site, const struct counted *c)
{
    int64_t from = tz_day_start(site->tz, f->period[TIME_NOW].first);
    int64_t to = tz_day_start(site->tz, f->period[TIME_NOW].last + 1);
    buf_addf(out, " FROM %s WHERE home_id = %lld", c->table, (long long)site->home);
    put_offices(out, f, site);
    if (c->at != NULL) {
        buf_addf(out, " AND %s >= %lld AND %s < %lld", c->at, (long long)from, c->at, (long long)to);
    }
    if (c->where != NULL) {
        buf_addz(out, " AND ");
        put_filled(out, c->where, tz_day_start(site->tz, f->as_of + 1), 0);
    }
}

// Of the days to answer in their order: `limit` of them from `offset` on, each said of n, how many there are.
static void put_days(struct buf *out, const struct figures *f, const struct site *site, const struct counted *c,
                     const char *limit, const char *offset)
{
    int zone = tz_offset(site->tz, tz_day_start(site->tz, f->period[TIME_NOW].first));
    buf_addz(out, "WITH days AS ");
    put_filled(out, DAYS, 0, zone);
    put_rows(out, f, site, c);
    buf_addf(out, ") SELECT avg(d) FROM (SELECT d FROM days ORDER BY d LIMIT %s OFFSET %s) AS middle", limit, offset);
}

struct str report_query(struct arena *a, enum lang lang, const struct site *site, const struct figures *f, enum figure which,
                        struct str part)
{
    (void)lang;
    if (part.p != NULL) {
        return STR_NONE;
    }
    const struct counted *c = &counted[which];
    struct buf out = buf_new(QUERY_MAX);
    if (which == FIGURE_MEDIAN) {
        put_days(&out, f, site, c, "2 - (SELECT count(*) FROM days) % 2",
                 "(SELECT CASE WHEN count(*) = 0 THEN 0 ELSE (count(*) - 1) / 2 END FROM days)");
    } else if (which == FIGURE_P90) {
        put_days(&out, f, site, c, "1", "(SELECT CASE WHEN count(*) = 0 THEN 0 ELSE (count(*) * 9 + 9) / 10 - 1 END FROM days)");
    } else {
        buf_addf(&out, "SELECT %s", c->what);
        put_rows(&out, f, site, c);
    }
    struct str s = str_copy(a, buf_str(&out));
    buf_free(&out);
    return s;
}
