// tz.c: reading TZif files (RFC 8536) and the rule that follows their last transition (POSIX TZ, RFC 8536 §3.3).
#include "i18n/tz.h"

#include <errno.h>

#define DAY_SECONDS 86400
#define TYPES_MAX 256
#define TRANSITIONS_MAX 4096

// When the clock changes each year: Mm.w.d, or a day of the year with (Jn) or without (n) leap days skipped.
struct change {
    char kind; // 'M', 'J' or 'n'
    int month, week, weekday;
    int day;
    int seconds; // local time of the change, from midnight; may be negative or above a day
};

struct rule {
    bool given;
    bool has_summer;
    int offset; // seconds east
    int summer_offset;
    struct change begin, end;
};

struct tz {
    size_t n;
    int64_t *at; // ascending
    int *offset; // from at[i] on
    int first;   // offset before at[0]
    struct rule rule;
};

static struct tz site_default = {.first = 7 * 3600};
static const struct tz *site = &site_default;

void tz_set_site(const struct tz *tz)
{
    site = tz;
}

const struct tz *tz_site(void)
{
    return site;
}

const struct tz *tz_fixed(struct arena *a, int seconds_east)
{
    BUG_ON(seconds_east <= -DAY_SECONDS || seconds_east >= DAY_SECONDS);
    struct tz *tz = ARENA_NEW(a, struct tz);
    tz->first = seconds_east;
    return tz;
}

// --- POSIX TZ: <+07>-7, CET-1CEST,M3.5.0,M10.5.0/3 ---

static bool take(struct str *s, char c)
{
    if (s->n == 0 || s->p[0] != c) {
        return false;
    }
    *s = str_slice(*s, 1, s->n);
    return true;
}

static bool take_number(struct str *s, int most, int *out)
{
    int v = 0;
    size_t i = 0;
    for (; i < s->n && i < 4 && s->p[i] >= '0' && s->p[i] <= '9'; i++) {
        v = v * 10 + (s->p[i] - '0');
    }
    *s = str_slice(*s, i, s->n);
    *out = v;
    return i > 0 && v <= most;
}

static bool take_name(struct str *s)
{
    bool quoted = take(s, '<');
    size_t i = 0;
    while (i < s->n && (quoted ? s->p[i] != '>' : (s->p[i] | 0x20) >= 'a' && (s->p[i] | 0x20) <= 'z')) {
        i++;
    }
    *s = str_slice(*s, i, s->n);
    return i > 0 && (!quoted || take(s, '>'));
}

// [+-]hh[:mm[:ss]] in seconds; up to a week either way (RFC 8536 §3.3.1).
static bool take_clock(struct str *s, int *out)
{
    bool minus = take(s, '-');
    if (!minus) {
        (void)take(s, '+');
    }
    int hour;
    int minute = 0;
    int second = 0;
    bool good = take_number(s, 167, &hour);
    if (good && take(s, ':')) {
        good = take_number(s, 59, &minute);
        if (good && take(s, ':')) {
            good = take_number(s, 59, &second);
        }
    }
    int all = hour * 3600 + minute * 60 + second;
    *out = minus ? -all : all;
    return good;
}

static bool take_change(struct str *s, struct change *c)
{
    *c = (struct change){.kind = 'n', .seconds = 2 * 3600};
    bool good;
    if (take(s, 'M')) {
        c->kind = 'M';
        good = take_number(s, 12, &c->month) && c->month >= 1 && take(s, '.') && take_number(s, 5, &c->week) &&
               c->week >= 1 && take(s, '.') && take_number(s, 6, &c->weekday);
    } else if (take(s, 'J')) {
        c->kind = 'J';
        good = take_number(s, 365, &c->day) && c->day >= 1;
    } else {
        good = take_number(s, 365, &c->day);
    }
    return good && (!take(s, '/') || take_clock(s, &c->seconds));
}

static bool read_rule(struct str s, struct rule *r)
{
    *r = (struct rule){.given = true};
    int west;
    if (!take_name(&s) || !take_clock(&s, &west) || west <= -DAY_SECONDS || west >= DAY_SECONDS) {
        return false;
    }
    r->offset = -west;
    if (s.n == 0) {
        return true;
    }
    r->has_summer = true;
    r->summer_offset = r->offset + 3600;
    if (!take_name(&s)) {
        return false;
    }
    if (s.n > 0 && s.p[0] != ',') {
        if (!take_clock(&s, &west) || west <= -DAY_SECONDS || west >= DAY_SECONDS) {
            return false;
        }
        r->summer_offset = -west;
    }
    return take(&s, ',') && take_change(&s, &r->begin) && take(&s, ',') && take_change(&s, &r->end) && s.n == 0;
}

// The local second, counted from 1970 as if the clock never changed, at which `c` happens in that year.
static int64_t change_second(const struct change *c, int year)
{
    int64_t day = civil_day(year, 1, 1);
    if (c->kind == 'M') {
        int64_t first = civil_day(year, c->month, 1);
        int weekday = civil_from_day(first).weekday % 7; // 0 Sunday, as the rule counts
        day = first + (c->weekday - weekday + 7) % 7 + (c->week - 1) * 7;
        if (day >= first + civil_month_days(year, c->month)) {
            day -= 7;
        }
    } else if (c->kind == 'J') {
        day += c->day - 1 + (c->day >= 60 && civil_month_days(year, 2) == 29 ? 1 : 0);
    } else {
        day += c->day;
    }
    return day * DAY_SECONDS + c->seconds;
}

static int64_t floor_day(int64_t seconds)
{
    return seconds >= 0 ? seconds / DAY_SECONDS : -((-seconds + DAY_SECONDS - 1) / DAY_SECONDS);
}

static int rule_offset(const struct rule *r, int64_t t)
{
    // Rules are for the years that civil.h counts; 253402300800 is the first second of the year 10000.
    if (!r->has_summer || t < -62135596800 || t >= 253402300800 - 2 * DAY_SECONDS) {
        return r->offset;
    }
    int year = civil_from_day(floor_day(t + r->offset)).year;
    int64_t begin = change_second(&r->begin, year) - r->offset;
    int64_t end = change_second(&r->end, year) - r->summer_offset;
    bool summer = begin < end ? t >= begin && t < end : t >= begin || t < end;
    return summer ? r->summer_offset : r->offset;
}

// --- TZif ---

static uint32_t be32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t be64(const unsigned char *p)
{
    return (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
}

struct counts {
    size_t isut, isstd, leap, time, type, chars;
};

// The 44 bytes of a header at s; the block's length with times of `width` bytes comes back, 0 when it cannot be.
static size_t read_counts(struct str s, size_t width, struct counts *c)
{
    if (s.n < 44 || memcmp(s.p, "TZif", 4) != 0) {
        return 0;
    }
    const unsigned char *p = (const unsigned char *)s.p + 20;
    *c = (struct counts){be32(p), be32(p + 4), be32(p + 8), be32(p + 12), be32(p + 16), be32(p + 20)};
    if (c->isut > TYPES_MAX || c->isstd > TYPES_MAX || c->leap > TRANSITIONS_MAX || c->time > TRANSITIONS_MAX ||
        c->type == 0 || c->type > TYPES_MAX || c->chars > 4096) {
        return 0;
    }
    return c->time * (width + 1) + c->type * 6 + c->chars + c->leap * (width + 4) + c->isstd + c->isut;
}

static bool read_transitions(struct arena *a, struct tz *tz, const unsigned char *p, const struct counts *c)
{
    const unsigned char *index = p + c->time * 8;
    const unsigned char *types = index + c->time;
    int offset[TYPES_MAX];
    for (size_t i = 0; i < c->type; i++) {
        offset[i] = (int)(int32_t)be32(types + i * 6);
        if (offset[i] <= -DAY_SECONDS * 2 || offset[i] >= DAY_SECONDS * 2) {
            return false;
        }
    }
    tz->n = c->time;
    tz->first = offset[0];
    tz->at = ARENA_ARRAY(a, int64_t, c->time + 1);
    tz->offset = ARENA_ARRAY(a, int, c->time + 1);
    for (size_t i = 0; i < c->time; i++) {
        tz->at[i] = be64(p + i * 8);
        if (index[i] >= c->type || (i > 0 && tz->at[i] <= tz->at[i - 1])) {
            return false;
        }
        tz->offset[i] = offset[index[i]];
    }
    return true;
}

bool tz_parse(struct arena *a, struct str bytes, const struct tz **out, struct err *e)
{
    struct counts c;
    size_t skip = read_counts(bytes, 4, &c);
    if (skip == 0 || bytes.p[4] < '2' || bytes.n < 44 + skip) {
        return err_set(e, ERR_CORRUPT, "not a time zone file of version 2 or later");
    }
    struct str second = str_slice(bytes, 44 + skip, bytes.n);
    size_t length = read_counts(second, 8, &c);
    struct tz *tz = ARENA_NEW(a, struct tz);
    if (length == 0 || second.n < 44 + length || !read_transitions(a, tz, (const unsigned char *)second.p + 44, &c)) {
        return err_set(e, ERR_CORRUPT, "time zone file with a broken table");
    }
    struct str footer = str_slice(second, 44 + length, second.n);
    if (!take(&footer, '\n')) {
        return err_set(e, ERR_CORRUPT, "time zone file without its last line");
    }
    footer = str_cut(&footer, '\n');
    if (footer.n > 0 && !read_rule(footer, &tz->rule)) {
        return err_set(e, ERR_CORRUPT, "time zone file with a broken last line");
    }
    *out = tz;
    return true;
}

bool tz_load(struct arena *a, const char *name, const struct tz **out, struct err *e)
{
    static const char no_name[] = N_("no name of a time zone: %s; they are written like Asia/Ho_Chi_Minh");
    for (const char *p = name; *p != '\0'; p++) {
        bool letter = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9');
        if (!letter && (p == name || strchr("/_-+", *p) == NULL)) {
            return err_set(e, ERR_INPUT, no_name, name);
        }
    }
    char path[128];
    int n = snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
    if (n < 0 || (size_t)n >= sizeof path || name[0] == '\0') {
        return err_set(e, ERR_INPUT, no_name, name);
    }
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        return errno == ENOENT ? err_set(e, ERR_INPUT, no_name, name) : err_errno(e, ERR_INPUT, N_("open %s"), path);
    }
    char *bytes = xmalloc(TZ_FILE_MAX);
    size_t got = fread(bytes, 1, TZ_FILE_MAX, f);
    bool good = !ferror(f) || err_errno(e, ERR_IO, N_("read %s"), path);
    (void)fclose(f);
    good = good && (tz_parse(a, (struct str){bytes, got}, out, e) || err_in(e, path));
    free(bytes);
    return good;
}

int tz_offset(const struct tz *tz, int64_t t)
{
    if (tz->n == 0 || t < tz->at[0]) {
        return tz->n == 0 && tz->rule.given ? rule_offset(&tz->rule, t) : tz->first;
    }
    if (t >= tz->at[tz->n - 1]) {
        return tz->rule.given ? rule_offset(&tz->rule, t) : tz->offset[tz->n - 1];
    }
    size_t low = 0;
    size_t high = tz->n - 1; // at[low] <= t < at[high]
    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        if (tz->at[mid] <= t) {
            low = mid;
        } else {
            high = mid;
        }
    }
    return tz->offset[low];
}

int64_t tz_day(const struct tz *tz, int64_t t)
{
    return floor_day(t + tz_offset(tz, t));
}

struct tz_time tz_local(const struct tz *tz, int64_t t)
{
    int64_t local = t + tz_offset(tz, t);
    int64_t day = floor_day(local);
    int second = (int)(local - day * DAY_SECONDS);
    return (struct tz_time){civil_from_day(day), second / 3600, second / 60 % 60, second % 60, day};
}

int64_t tz_time(const struct tz *tz, int64_t day, int hour, int minute, int second)
{
    int64_t local = day * DAY_SECONDS + hour * 3600 + minute * 60 + second;
    // The offsets a day and a half before and after; zones do not change twice within that.
    int before = tz_offset(tz, local - DAY_SECONDS * 3 / 2);
    int after = tz_offset(tz, local + DAY_SECONDS * 3 / 2);
    int64_t early = local - (before > after ? before : after);
    int64_t late = local - (before > after ? after : before);
    if (early + tz_offset(tz, early) == local) {
        return early;
    }
    if (late + tz_offset(tz, late) == local) {
        return late;
    }
    // Skipped: find the jump between the two readings.
    while (late - early > 1) {
        int64_t mid = early + (late - early) / 2;
        if (mid + tz_offset(tz, mid) < local) {
            early = mid;
        } else {
            late = mid;
        }
    }
    return late;
}

int64_t tz_day_start(const struct tz *tz, int64_t day)
{
    return tz_time(tz, day, 0, 0, 0);
}
