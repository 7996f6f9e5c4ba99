// week.c: the week of an office (lịch công tác tuần) at its desk and in public: page, iCalendar, JSON, and its own entries.
#include "web/steer/week_view.h"

#include "db/q_meeting.h"
#include "docs/ical.h"
#include "docs/json.h"
#include "i18n/format.h"
#include "templates.h"
#include "web/page.h"
#include "web/table.h"

static struct str to_text(struct web *w, struct buf *b)
{
    struct str s = str_copy(w->a, buf_str(b));
    buf_free(b);
    return s;
}

static struct str time_words(struct web *w, const struct week_item *i)
{
    struct buf b = buf_new(100);
    if (i->begins_at == 0) {
        return T(w->lang, "Due");
    }
    format_time(&b, w->lang, i->begins_at);
    buf_addz(&b, "–");
    if (tz_day(w->site->tz, i->ends_at) != i->day) {
        format_datetime(&b, w->lang, i->ends_at);
    } else {
        format_time(&b, w->lang, i->ends_at);
    }
    return to_text(w, &b);
}

static struct str href_of(struct web *w, const struct week_item *i)
{
    static const char *const at[] = {[WEEK_DUE_TASK] = "tasks", [WEEK_DUE_DOCUMENT] = "documents", [WEEK_DUE_REPORT] = "reports",
                                     [WEEK_MEETING] = "meetings", [WEEK_ENTRY] = ""};
    if (i->what == WEEK_DUE_REPORT && i->public_id.n == 0) { // not begun: the list of those that are due
        return str_fmt(w->a, "/desk/%.*s/reports", STR_ARG(w->office->code));
    }
    return at[i->what][0] == '\0' ? STR("")
                                  : str_fmt(w->a, "/desk/%s/%.*s", at[i->what], STR_ARG(i->public_id));
}

static struct str range_words(struct web *w, int64_t first, int64_t last)
{
    struct buf b = buf_new(300);
    struct buf from = buf_new(40);
    struct buf to = buf_new(40);
    format_day(&from, w->lang, first);
    format_day(&to, w->lang, last);
    I18N_FILL(&b, T(w->lang, "The week from {from} to {to}"), {"from", buf_str(&from)}, {"to", buf_str(&to)});
    buf_free(&from);
    buf_free(&to);
    return to_text(w, &b);
}

// The week that the address names, or this one. False: it names none.
static bool week_asked(struct web *w, int64_t *monday)
{
    struct str name = web_param(w, "week");
    if (name.n == 0) {
        *monday = civil_period(PERIOD_WEEK, tz_day(w->site->tz, w->now)).first;
        return true;
    }
    return week_parse(name, monday);
}

static void fill_days(struct web *w, struct week_view *v, const struct week_item *list, size_t n, bool desk)
{
    v->empty = n == 0;
    for (int d = 0; d < WEEK_DAYS; d++) {
        struct buf b = buf_new(60);
        struct week_day *day = &v->days[d];
        day->day = v->first + d;
        format_weekday_of(&b, w->lang, day->day);
        day->name = to_text(w, &b);
        day->lines = ARENA_ARRAY(w->a, struct week_line, n + 1);
        for (size_t i = 0; i < n; i++) {
            if (list[i].day == day->day) {
                day->lines[day->n_lines++] = (struct week_line){
                    .time = time_words(w, &list[i]),
                    .words = list[i].words,
                    .href = desk ? href_of(w, &list[i]) : STR(""),
                    .who = list[i].who.p == NULL ? STR("") : list[i].who,
                    .place = list[i].place.p == NULL ? STR("") : list[i].place,
                    .drop = v->writes && list[i].what == WEEK_ENTRY ? list[i].public_id : STR(""),
                    .is_public = list[i].is_public && list[i].own};
            }
        }
    }
}

static void fill_frame(struct web *w, struct week_view *v, int64_t monday)
{
    v->code = w->office->code;
    v->office = w->office->name[w->lang];
    v->first = monday;
    v->last = monday + WEEK_DAYS - 1;
    v->week = week_name(w->a, monday);
    v->before = week_name(w->a, monday - WEEK_DAYS);
    v->after = week_name(w->a, monday + WEEK_DAYS);
    v->ics = str_fmt(w->a, "%.*s.ics?week=%.*s", STR_ARG(v->base), STR_ARG(v->week));
    v->json = str_fmt(w->a, "%.*s.json?week=%.*s", STR_ARG(v->base), STR_ARG(v->week));
    v->csv = str_fmt(w->a, "%.*s.csv?week=%.*s", STR_ARG(v->base), STR_ARG(v->week));
    v->title = range_words(w, v->first, v->last);
}

// ---- at the desk

static void desk_reply(struct web *w, int status, int64_t monday, const struct problems *p)
{
    struct err e = ERR_INIT;
    struct week_item *list;
    size_t n;
    struct week_view v = {.desk = desk_page_view(w, T(w->lang, "The week"), w->office, DESK_NAV_WEEK),
                          .base = str_fmt(w->a, "/desk/%.*s/week", STR_ARG(w->office->code)),
                          .writes = web_may(w, CAP_MEETING_WRITE, w->office->id),
                          .what = web_field(w, "what"),
                          .who = web_field(w, "who"),
                          .place = web_field(w, "place"),
                          .begins = web_field(w, "begins"),
                          .ends = web_field(w, "ends"),
                          .begins_day = desk_day_field(w, "day"),
                          .is_public = web_flag(w, "public")};
    v.desk.page.problems = p;
    if (!week_read(w->tx, w->site, w->office->id, monday, false, &list, &n, &e)) {
        web_failed(w, &e);
        return;
    }
    fill_frame(w, &v, monday);
    fill_days(w, &v, list, n, true);
    struct buf out = web_buf();
    tmpl_desk_week(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void desk_week_get(struct web *w)
{
    int64_t monday;
    if (!week_asked(w, &monday)) {
        web_error(w, 404);
        return;
    }
    desk_reply(w, 200, monday, NULL);
}

struct week_change {
    const struct site *site;
    struct actor actor;
    int64_t now;
    int64_t office_id;
    struct week_draft entry;
    struct str drop;
    enum steer_end end;
};

static enum tx_end run_change(struct tx *tx, void *arg, struct err *e)
{
    struct week_change *c = arg;
    struct desk d = desk_of(tx, c->site, c->actor, c->now);
    c->end = c->drop.n > 0 ? week_remove(&d, c->office_id, c->drop, e) : week_add(&d, c->office_id, &c->entry, e);
    return c->end == STEER_SAVED ? TX_COMMIT : c->end == STEER_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static void changed(struct web *w, void *arg)
{
    const struct week_change *c = arg;
    if (c->end != STEER_SAVED) {
        web_error(w, 404);
        return;
    }
    int64_t day = c->drop.n > 0 ? 0 : tz_day(w->site->tz, c->entry.begins_at);
    struct str week = day != 0 ? week_name(w->a, day) : web_field(w, "week");
    int64_t monday;
    week = week_parse(week, &monday) ? week : STR("");
    web_see_other(w, str_fmt(w->a, "/desk/%.*s/week?done=saved%s%.*s", STR_ARG(w->office->code), week.n > 0 ? "&week=" : "",
                             STR_ARG(week)));
}

void desk_week_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct week_change *c = ARENA_NEW(w->a, struct week_change);
    *c = (struct week_change){.site = w->site, .actor = web_actor(w, w->office->id), .now = w->now,
                              .office_id = w->office->id, .drop = web_field(w, "drop")};
    if (c->drop.n == 0) {
        int64_t monday;
        c->entry = (struct week_draft){.what = web_field(w, "what"), .who = web_field(w, "who"),
                                       .place = web_field(w, "place"), .begins_at = desk_time_field(w, "day", "begins"),
                                       .ends_at = desk_time_field(w, "day", "ends"), .is_public = web_flag(w, "public")};
        week_check(&c->entry, &p);
        if (p.n > 0) {
            if (!week_parse(web_field(w, "week"), &monday)) {
                monday = civil_period(PERIOD_WEEK, tz_day(w->site->tz, w->now)).first;
            }
            desk_reply(w, 422, monday, &p);
            return;
        }
    }
    web_write(w, WEB_PUBLIC, run_change, c, changed);
}

// ---- as iCalendar

static void put_calendar(struct web *w, struct buf *out, const struct week_item *list, size_t n)
{
    struct ical_event *events = ARENA_ARRAY(w->a, struct ical_event, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct week_item *it = &list[i];
        const char *kind = it->what == WEEK_MEETING ? "" : it->what == WEEK_ENTRY ? "week-" : "due-";
        struct str words = it->begins_at == 0 ? str_fmt(w->a, "%.*s: %.*s", STR_ARG(T(w->lang, "Due")), STR_ARG(it->words))
                                              : it->words;
        events[i] = (struct ical_event){.uid = str_fmt(w->a, "%s%.*s@%lld.hoiam", kind,
                                                       STR_ARG(it->public_id.n > 0 ? it->public_id : it->key),
                                                       (long long)w->site->home),
                                        .sequence = it->revision,
                                        .stamp = it->changed_at,
                                        .begins = it->begins_at,
                                        .ends = it->ends_at,
                                        .first_day = it->day,
                                        .last_day = it->day,
                                        .summary = words,
                                        .place = it->place,
                                        .description = it->who};
    }
    ical_calendar(out, "PUBLISH", w->office->name[w->lang], events, n);
}

void desk_week_ics_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct week_item *list;
    size_t n;
    int64_t monday;
    if (!week_asked(w, &monday)) {
        web_error(w, 404);
        return;
    }
    if (!week_read(w->tx, w->site, w->office->id, monday, false, &list, &n, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    put_calendar(w, &out, list, n);
    http_reply_header(w->call, "Content-Disposition", STR("attachment; filename=\"week.ics\""));
    web_reply(w, 200, STR("text/calendar; charset=utf-8"), &out);
    buf_free(&out);
}

// ---- as a table

static bool week_rows(struct table *t, void *at, bool *more, struct err *e)
{
    static const char *const kinds[] = {[WEEK_DUE_TASK] = "task_due", [WEEK_DUE_DOCUMENT] = "document_due",
                                        [WEEK_DUE_REPORT] = "report_due", [WEEK_MEETING] = "meeting", [WEEK_ENTRY] = "entry"};
    const int64_t *monday = at;
    struct week_item *list;
    size_t n;
    (void)more;
    if (!week_read(t->w->tx, t->w->site, t->w->office->id, *monday, false, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        table_day(t, list[i].day);
        table_text(t, str_c(kinds[list[i].what]));
        table_time(t, list[i].begins_at);
        table_time(t, list[i].ends_at);
        TABLE_TEXTS(t, list[i].words, list[i].who, list[i].place);
        table_number(t, list[i].is_public && list[i].own);
        table_text(t, href_of(t->w, &list[i]));
        table_end_row(t);
    }
    return true;
}

void desk_week_csv_get(struct web *w)
{
    int64_t *monday = ARENA_NEW(w->a, int64_t);
    if (!week_asked(w, monday)) {
        web_error(w, 404);
        return;
    }
    table_reply(w, week_name(w->a, *monday), "day,kind,begins,ends,what,who,place,public,address", week_rows, monday);
}

// ---- in public: what is marked so

static void put_json(struct web *w, struct buf *out, const struct week_view *v, const struct week_item *list, size_t n)
{
    struct json j = json_begin(out);
    json_object(&j, NULL);
    json_str(&j, "office", v->code);
    json_str(&j, "week", v->week);
    json_array(&j, "items");
    for (size_t i = 0; i < n; i++) {
        struct buf b = buf_new(60);
        json_object(&j, NULL);
        format_iso(&b, w->lang, list[i].begins_at);
        json_str(&j, "begins", to_text(w, &b));
        b = buf_new(60);
        format_iso(&b, w->lang, list[i].ends_at);
        json_str(&j, "ends", to_text(w, &b));
        json_str(&j, "what", list[i].words);
        json_str(&j, "who", list[i].who);
        json_str(&j, "place", list[i].place);
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
}

// What one may ask for has no end, and "this week" moves on by itself: not kept.
static bool read_public(struct web *w, struct week_view *v, struct week_item **list, size_t *n)
{
    struct err e = ERR_INIT;
    int64_t monday;
    if (!week_asked(w, &monday)) {
        web_error(w, 404);
        return false;
    }
    if (!week_read(w->tx, w->site, w->office->id, monday, true, list, n, &e)) {
        web_failed(w, &e);
        return false;
    }
    fill_frame(w, v, monday);
    fill_days(w, v, *list, *n, false);
    return true;
}

void week_get(struct web *w)
{
    struct week_item *list;
    size_t n;
    struct week_view v = {.base = web_path(w, "offices/%.*s/week", STR_ARG(w->office->code))};
    if (!read_public(w, &v, &list, &n)) {
        return;
    }
    struct buf out = web_buf();
    if (w->json) {
        put_json(w, &out, &v, list, n);
        web_reply_json(w, 200, &out);
    } else {
        v.page = page_view(w, T(w->lang, "Weekly calendar"));
        v.page.nav = NAV_OFFICES;
        page_crumb(&v.page, T(w->lang, "Offices"), web_path(w, "offices"));
        page_crumb(&v.page, v.office, web_path(w, "offices/%.*s", STR_ARG(v.code)));
        tmpl_week(&out, w->lang, &v);
        web_reply_html(w, 200, &out);
    }
    buf_free(&out);
}

void week_ics_get(struct web *w)
{
    struct week_item *list;
    size_t n;
    struct week_view v = {.base = STR("")};
    if (!read_public(w, &v, &list, &n)) {
        return;
    }
    struct buf out = web_buf();
    put_calendar(w, &out, list, n);
    web_reply(w, 200, STR("text/calendar; charset=utf-8"), &out);
    buf_free(&out);
}
