// week.c: see week.h.
#include "core/steer/week.h"

#include "auth/token.h"
#include "base/random.h"
#include "core/event.h"
#include "core/steer/meeting.h"
#include "core/steer/report_due.h"
#include "db/q_meeting.h"
#include "db/q_week.h"
#include "i18n/i18n.h"

enum { DAYS = 7, FIRST_YEAR = 1970, LAST_YEAR = 9998 };

void week_check(struct week_draft *w, struct problems *p)
{
    const char *fewer = N_("Say it in fewer words.");
    steer_check_text(&w->what, WEEK_WHAT_MAX, true, "what", N_("Say what is to be done."), fewer, p);
    steer_check_text(&w->who, WEEK_WHO_MAX, false, "who", NULL, fewer, p);
    steer_check_text(&w->place, WEEK_PLACE_MAX, false, "place", NULL, fewer, p);
    if (w->begins_at == 0) {
        problem_add(p, "begins", N_("Give the day and the time at which it begins."));
    } else if (w->ends_at <= w->begins_at) {
        problem_add(p, "ends", N_("It ends after it begins."));
    } else if (w->ends_at - w->begins_at > MEETING_SECONDS_MAX) {
        problem_add(p, "ends", N_("An entry lasts five days at most."));
    }
}

static bool record(const struct desk *d, int64_t office_id, struct str reason, struct str content, struct err *e)
{
    return event_add(d->tx,
                     &(struct event_new){.home = d->site->home,
                                         .kind = EVENT_WEEK_CHANGED,
                                         .subject_id = office_id,
                                         .reason = reason,
                                         .actor = d->actor,
                                         .now = d->now,
                                         .content = content},
                     NULL, e);
}

enum steer_end week_add(const struct desk *d, int64_t office_id, const struct week_draft *w, struct err *e)
{
    bool good = q_week_entry_insert(d->tx,
                                    &(struct q_week_entry_insert_in){.home = d->site->home,
                                                                     .id = random_id(),
                                                                     .public_id = public_id_new(tx_arena(d->tx)),
                                                                     .office = office_id,
                                                                     .begins = w->begins_at,
                                                                     .ends = w->ends_at,
                                                                     .what = w->what,
                                                                     .who = w->who,
                                                                     .place = w->place,
                                                                     .shown = w->is_public,
                                                                     .now = d->now},
                                    NULL, e) &&
                record(d, office_id, STR("added"), w->what, e);
    return good ? STEER_SAVED : STEER_ERROR;
}

enum steer_end week_remove(const struct desk *d, int64_t office_id, struct str public_id, struct err *e)
{
    int64_t dropped;
    if (!q_week_entry_drop(d->tx, d->site->home, office_id, public_id, &dropped, e)) {
        return STEER_ERROR;
    }
    if (dropped == 0) {
        return STEER_NOT_NOW;
    }
    return record(d, office_id, STR("removed"), STR_NONE, e) ? STEER_SAVED : STEER_ERROR;
}

struct str week_name(struct arena *a, int64_t day)
{
    int year;
    int week = civil_iso_week(day, &year);
    return str_fmt(a, "%04d-W%02d", year, week);
}

bool week_parse(struct str name, int64_t *monday)
{
    int64_t year, week;
    if (name.n != 8 || name.p[4] != '-' || name.p[5] != 'W' || !str_int(str_slice(name, 0, 4), &year) ||
        !str_int(str_slice(name, 6, 8), &week) || year < FIRST_YEAR || year > LAST_YEAR || week < 1 || week > 53) {
        return false;
    }
    // 4 January always lies in week 1.
    int64_t first = civil_period(PERIOD_WEEK, civil_day((int)year, 1, 4)).first;
    int64_t day = first + (week - 1) * DAYS;
    int of;
    if (civil_iso_week(day, &of) != week || of != year) {
        return false;
    }
    *monday = day;
    return true;
}

// ---- reading

struct reading {
    struct tx *tx;
    const struct site *site;
    int64_t office_id;
    int64_t monday;
    int64_t from, to;
    struct week_item *list;
    size_t n;
};

static void put(struct reading *r, struct week_item item)
{
    item.day = item.begins_at == 0 ? item.day : tz_day(r->site->tz, item.begins_at);
    r->list[r->n++] = item;
}

static void room_for(struct reading *r, size_t more)
{
    struct week_item *list = ARENA_ARRAY(tx_arena(r->tx), struct week_item, r->n + more + 1);
    for (size_t i = 0; i < r->n; i++) {
        list[i] = r->list[i];
    }
    r->list = list;
}

static bool read_meetings(struct reading *r, bool only_public, struct err *e)
{
    struct meeting_row *rows;
    size_t n;
    bool good =
        only_public
            ? q_meetings_public(r->tx, &(struct q_meetings_public_in){r->site->home, r->office_id, r->from, r->to}, &rows, &n, e)
            : q_meetings_between(r->tx, &(struct q_meetings_between_in){r->site->home, r->office_id, r->from, r->to}, &rows,
                                 &n, e);
    if (!good) {
        return false;
    }
    room_for(r, n);
    for (size_t i = 0; i < n; i++) {
        put(r, (struct week_item){.what = WEEK_MEETING,
                                  .begins_at = rows[i].begins_at,
                                  .ends_at = rows[i].ends_at,
                                  .words = rows[i].title,
                                  .who = rows[i].chair,
                                  .place = rows[i].place,
                                  .public_id = rows[i].public_id,
                                  .revision = rows[i].revision,
                                  .changed_at = rows[i].changed_at,
                                  .is_public = rows[i].is_public,
                                  .own = rows[i].office_id == r->office_id});
    }
    return true;
}

static bool read_entries(struct reading *r, bool only_public, struct err *e)
{
    struct week_entry_row *rows;
    size_t n;
    if (!q_week_entries(r->tx, &(struct q_week_entries_in){r->site->home, r->office_id, r->from, r->to}, &rows, &n, e)) {
        return false;
    }
    room_for(r, n);
    for (size_t i = 0; i < n; i++) {
        if (rows[i].is_public || !only_public) {
            put(r, (struct week_item){.what = WEEK_ENTRY,
                                      .begins_at = rows[i].begins_at,
                                      .ends_at = rows[i].ends_at,
                                      .words = rows[i].what,
                                      .who = rows[i].who,
                                      .place = rows[i].place,
                                      .public_id = rows[i].public_id,
                                      .changed_at = rows[i].changed_at,
                                      .is_public = rows[i].is_public,
                                      .own = true});
        }
    }
    return true;
}

static struct str report_words(struct reading *r, const struct report_owed *o)
{
    struct buf b = buf_new(1000);
    buf_add(&b, o->t.name);
    buf_addz(&b, ", ");
    report_span_name(&b, r->site->lang, &o->t, o->span);
    struct str s = str_copy(tx_arena(r->tx), buf_str(&b));
    buf_free(&b);
    return s;
}

// Those of former offices too, which stay in their books.
static bool read_documents(struct reading *r, int64_t last, struct err *e)
{
    int64_t *offices;
    size_t n_offices = site_with_former(r->site, r->office_id, tx_arena(r->tx), &offices);
    for (size_t o = 0; o < n_offices; o++) {
        struct week_documents_due_row *documents;
        size_t n_documents;
        if (!q_week_documents_due(r->tx, &(struct q_week_documents_due_in){r->site->home, offices[o], r->monday, last},
                                  &documents, &n_documents, e)) {
            return false;
        }
        room_for(r, n_documents);
        for (size_t i = 0; i < n_documents; i++) {
            put(r, (struct week_item){.what = WEEK_DUE_DOCUMENT,
                                      .day = documents[i].due_day,
                                      .words = str_fmt(tx_arena(r->tx), "%.*s %.*s", STR_ARG(documents[i].mark),
                                                       STR_ARG(documents[i].summary)),
                                      .public_id = documents[i].public_id,
                                      .changed_at = documents[i].changed_at,
                                      .own = true});
        }
    }
    return true;
}

static bool read_due(struct reading *r, struct err *e)
{
    struct week_tasks_due_row *tasks;
    size_t n_tasks;
    int64_t last = r->monday + DAYS - 1;
    if (!q_week_tasks_due(r->tx, &(struct q_week_tasks_due_in){r->site->home, r->office_id, r->monday, last}, &tasks, &n_tasks,
                          e) ||
        !read_documents(r, last, e)) {
        return false;
    }
    struct report_owed *reports;
    size_t n_reports;
    if (!report_due_read(r->tx, r->site, r->office_id, r->monday, last, &reports, &n_reports, e)) {
        return false;
    }
    room_for(r, n_tasks + n_reports);
    for (size_t i = 0; i < n_reports; i++) {
        put(r, (struct week_item){.what = WEEK_DUE_REPORT,
                                  .day = reports[i].due_day,
                                  .words = report_words(r, &reports[i]),
                                  .public_id = reports[i].public_id,
                                  .key = str_fmt(tx_arena(r->tx), "%.*s-%lld", STR_ARG(reports[i].t.code),
                                                 (long long)reports[i].span.first),
                                  .changed_at = tz_day_start(r->site->tz, r->monday),
                                  .own = true});
    }
    for (size_t i = 0; i < n_tasks; i++) {
        put(r, (struct week_item){.what = WEEK_DUE_TASK,
                                  .day = tasks[i].due_day,
                                  .words = tasks[i].what,
                                  .public_id = tasks[i].public_id,
                                  .changed_at = tasks[i].changed_at,
                                  .own = true});
    }
    return true;
}

static int in_order(const void *x, const void *y)
{
    const struct week_item *a = x;
    const struct week_item *b = y;
    if (a->day != b->day) {
        return a->day < b->day ? -1 : 1;
    }
    if (a->begins_at != b->begins_at) {
        return a->begins_at < b->begins_at ? -1 : 1;
    }
    return str_cmp(a->public_id, b->public_id);
}

bool week_read(struct tx *tx, const struct site *s, int64_t office_id, int64_t monday, bool only_public,
               struct week_item **list, size_t *n, struct err *e)
{
    struct reading r = {.tx = tx,
                        .site = s,
                        .office_id = office_id,
                        .monday = monday,
                        .from = tz_day_start(s->tz, monday),
                        .to = tz_day_start(s->tz, monday + DAYS)};
    if (!read_meetings(&r, only_public, e) || !read_entries(&r, only_public, e) || (!only_public && !read_due(&r, e))) {
        return false;
    }
    if (r.n > 0) {
        qsort(r.list, r.n, sizeof *r.list, in_order);
    }
    *list = r.list;
    *n = r.n;
    return true;
}
