// meetings.c: the meetings of an office as a list, and the form by which one is called or changed.
#include "web/steer/meeting_view.h"

#include "db/q_meeting.h"
#include "i18n/format.h"
#include "templates.h"
#include "web/table.h"

enum { LIST_ROWS = 50, INVITED_ROWS = 100, DAY_SECONDS = 86400, INVITED_BACK_DAYS = 7 };

struct str meeting_path(struct web *w, struct str public_id)
{
    return str_fmt(w->a, "/desk/meetings/%.*s", STR_ARG(public_id));
}

struct str meeting_when(struct web *w, int64_t begins_at, int64_t ends_at)
{
    struct buf b = buf_new(300);
    format_weekday(&b, w->lang, begins_at);
    buf_addc(&b, ' ');
    format_date(&b, w->lang, begins_at);
    buf_addz(&b, ", ");
    format_time(&b, w->lang, begins_at);
    buf_addz(&b, "–");
    if (tz_day(w->site->tz, begins_at) != tz_day(w->site->tz, ends_at)) {
        format_datetime(&b, w->lang, ends_at);
    } else {
        format_time(&b, w->lang, ends_at);
    }
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

struct state_tag meeting_state_tag(const struct web *w, struct str state)
{
    static const char *const styles[][2] = {
        {"planned", "planned"}, {"held", "waiting"}, {"confirmed", "done"}, {"cancelled", "late"}};
    struct state_tag t = {STR(""), STR("")};
    for (size_t i = 0; i < ARRAY_LEN(styles); i++) {
        if (str_eqz(state, styles[i][0])) {
            t = (struct state_tag){str_c(styles[i][1]), T_(w->lang, meeting_state_words(state))};
        }
    }
    return t;
}

static struct meeting_item item_of(struct web *w, const struct meeting_row *m)
{
    enum meeting_kind kind = meeting_kind_of(m->kind);
    return (struct meeting_item){.href = meeting_path(w, m->public_id),
                                 .title = m->title,
                                 .kind = kind == MEETING_KINDS ? m->kind : T_(w->lang, meeting_kind_words(kind)),
                                 .office = desk_office_name(w, m->office_id),
                                 .place = m->place,
                                 .when = meeting_when(w, m->begins_at, m->ends_at),
                                 .state = meeting_state_tag(w, m->state)};
}

static bool fill_spoken(struct web *w, const struct meeting_row *m, struct state_tag *out, struct err *e)
{
    struct meeting_contribution_own_row own;
    enum q_got got = q_meeting_contribution_own(w->tx, m->home_id, m->id, w->office->id, &own, e);
    if (meeting_editable(m)) {
        *out = got == Q_ROW ? (struct state_tag){STR("confirmed"), T(w->lang, "our contribution is written")}
                            : (struct state_tag){STR("soon"), T(w->lang, "our contribution is not written")};
    }
    return got != Q_ERROR;
}

static bool read_called(struct web *w, int64_t before, int64_t before_id, struct meeting_row **list, size_t *n, struct err *e)
{
    return q_meetings_called(w->tx, &(struct q_meetings_called_in){w->site->home, w->office->id, before, before_id}, list, n, e);
}

// Of the last days and to come, from a key on (0: the first).
static bool read_invited(struct web *w, int64_t from, int64_t after_id, struct meeting_row **list, size_t *n, struct err *e)
{
    int64_t first = w->now - INVITED_BACK_DAYS * DAY_SECONDS;
    return q_meetings_invited(w->tx, &(struct q_meetings_invited_in){w->site->home, w->office->id, from > first ? from : first,
                                                                     after_id}, list, n, e);
}

void meetings_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct meeting_row *called, *invited;
    size_t n, n_invited;
    int64_t before = INT64_MAX, before_id = INT64_MAX;
    struct str key = web_param(w, "after");
    if (key.n > 0 && !web_page_key_read(key, &before, &before_id)) {
        web_error(w, 404);
        return;
    }
    struct meetings_view v = {.page = desk_page_view(w, T(w->lang, "Meetings"), w->office, DESK_NAV_MEETINGS),
                              .next = STR(""),
                              .writes = web_may(w, CAP_MEETING_WRITE, w->office->id)};
    if (!read_called(w, before, before_id, &called, &n, &e) || !read_invited(w, 0, 0, &invited, &n_invited, &e)) {
        web_failed(w, &e);
        return;
    }
    v.called = ARENA_ARRAY(w->a, struct meeting_item, n + 1);
    v.invited = ARENA_ARRAY(w->a, struct meeting_item, n_invited + 1);
    for (size_t i = 0; i < n && i < LIST_ROWS; i++) {
        v.called[v.n_called++] = item_of(w, &called[i]);
    }
    for (size_t i = 0; i < n_invited && key.n == 0; i++) {
        v.invited[v.n_invited++] = item_of(w, &invited[i]);
        if (!fill_spoken(w, &invited[i], &v.invited[i].spoken, &e)) {
            web_failed(w, &e);
            return;
        }
    }
    if (n > LIST_ROWS) {
        const struct meeting_row *last = &called[LIST_ROWS - 1];
        v.next = str_fmt(w->a, "/desk/%.*s/meetings?after=%.*s", STR_ARG(w->office->code),
                         STR_ARG(web_page_key(w->a, last->begins_at, last->id)));
    }
    struct buf out = web_buf();
    tmpl_meetings(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

// ---- both lists as a table: those it is invited to, then those it called

struct meetings_at {
    bool called;
    int64_t at, id;
};

static void meeting_cells(struct table *t, const char *list, const struct meeting_row *m, struct str spoken)
{
    struct meeting_item item = item_of(t->w, m);
    TABLE_TEXTS(t, str_c(list), item.title, item.kind, item.office);
    table_time(t, m->begins_at);
    table_time(t, m->ends_at);
    TABLE_TEXTS(t, item.place, item.state.words, spoken, item.href);
    table_end_row(t);
}

static bool meetings_rows(struct table *t, void *at, bool *more, struct err *e)
{
    struct meetings_at *a = at;
    struct meeting_row *list;
    size_t n;
    bool called = a->called;
    size_t most = called ? LIST_ROWS : INVITED_ROWS;
    if (!(called ? read_called(t->w, a->at, a->id, &list, &n, e) : read_invited(t->w, a->at, a->id, &list, &n, e))) {
        return false;
    }
    for (size_t i = 0; i < n && i < most; i++) {
        struct state_tag spoken = {STR(""), STR("")};
        if (!called && !fill_spoken(t->w, &list[i], &spoken, e)) {
            return false;
        }
        meeting_cells(t, called ? "called" : "invited", &list[i], spoken.words);
        a->at = list[i].begins_at;
        a->id = list[i].id;
    }
    *more = !called || n > most;
    if (!called && n < most) {
        *a = (struct meetings_at){true, INT64_MAX, INT64_MAX};
    }
    return true;
}

void meetings_csv_get(struct web *w)
{
    table_reply(w, STR("meetings"), "list,title,kind,office,begins,ends,place,state,contribution,address", meetings_rows,
                ARENA_NEW(w->a, struct meetings_at));
}

// ---- the form

void meeting_form_read(struct web *w, struct meeting_draft *m, struct problems *p)
{
    struct str last = web_field(w, "last_day");
    *m = (struct meeting_draft){.title = web_field(w, "title"),
                                .kind = web_field(w, "kind"),
                                .place = web_field(w, "place"),
                                .chair = web_field(w, "chair"),
                                .series = web_field(w, "series"),
                                .every = web_field(w, "every"),
                                .begins_at = desk_time_field(w, "day", "begins"),
                                .ends_at = desk_time_field(w, last.n > 0 ? "last_day" : "day", "ends"),
                                .is_public = web_flag(w, "public")};
    meeting_check(m, p);
}

static void fill_times(struct web *w, struct meeting_form_view *v, const struct meeting_draft *m)
{
    v->begins_day = desk_day_field(w, "day");
    v->ends_day = desk_day_field(w, "last_day");
    v->begins = web_field(w, "begins");
    v->ends = web_field(w, "ends");
    if (w->req->method == HTTP_POST || m->begins_at == 0) {
        return;
    }
    struct buf b = buf_new(40);
    v->begins_day = tz_day(w->site->tz, m->begins_at);
    int64_t last = tz_day(w->site->tz, m->ends_at);
    v->ends_day = last == v->begins_day ? 0 : last;
    format_time(&b, w->lang, m->begins_at);
    v->begins = str_copy(w->a, buf_str(&b));
    buf_clear(&b);
    format_time(&b, w->lang, m->ends_at);
    v->ends = str_copy(w->a, buf_str(&b));
    buf_free(&b);
}

static void fill_choices(struct web *w, struct meeting_form_view *v, const struct meeting_draft *m)
{
    v->kinds.list = ARENA_ARRAY(w->a, struct desk_choice, MEETING_KINDS);
    for (enum meeting_kind k = 0; k < MEETING_KINDS; k++) {
        struct str code = str_c(meeting_kind_code(k));
        v->kinds.list[v->kinds.n++] = (struct desk_choice){code, T_(w->lang, meeting_kind_words(k)), str_eq(code, m->kind)};
    }
    v->rhythms.list = ARENA_ARRAY(w->a, struct desk_choice, 8);
    for (size_t i = 0; meeting_every(i) != NULL; i++) {
        struct str code = str_c(meeting_every(i));
        v->rhythms.list[v->rhythms.n++] =
            (struct desk_choice){code, T_(w->lang, meeting_every_words(code)), str_eq(code, m->every)};
    }
}

void meeting_form_reply(struct web *w, int status, const struct office *office, const struct meeting_draft *m,
                        int64_t version, const struct problems *p, struct str warning)
{
    struct err e = ERR_INIT;
    struct meeting_series_row *series;
    size_t n;
    struct str title = version == 0 ? T(w->lang, "Call a meeting") : T(w->lang, "Change the invitation");
    struct meeting_form_view v = {.page = desk_page_view(w, title, office, DESK_NAV_MEETINGS),
                                  .m = *m,
                                  .version = version,
                                  .warning = warning};
    v.back = version == 0 ? str_fmt(w->a, "/desk/%.*s/meetings", STR_ARG(office->code)) : meeting_path(w, w->meeting.public_id);
    v.action = str_fmt(w->a, version == 0 ? "%.*s/call" : "%.*s/save", STR_ARG(v.back));
    v.page.page.problems = p;
    if (!q_meeting_series_of(w->tx, w->site->home, office->id, &series, &n, &e)) {
        web_failed(w, &e);
        return;
    }
    v.series = ARENA_ARRAY(w->a, struct str, n + 1);
    for (size_t i = 0; i < n; i++) {
        v.series[v.n_series++] = series[i].name;
    }
    fill_times(w, &v, m);
    fill_choices(w, &v, m);
    struct buf out = web_buf();
    tmpl_meeting_form(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void meeting_call_get(struct web *w)
{
    struct meeting_draft m = {.title = STR(""), .kind = STR("briefing"), .place = STR(""), .chair = STR(""),
                              .series = STR(""), .every = STR("")};
    meeting_form_reply(w, 200, w->office, &m, 0, NULL, STR(""));
}

struct calling {
    const struct site *site;
    struct actor actor;
    int64_t now;
    int64_t office_id;
    struct meeting_draft m;
    struct str public_id; // out, in the transaction's arena, which is the request's
};

static enum tx_end run_call(struct tx *tx, void *arg, struct err *e)
{
    struct calling *c = arg;
    struct desk d = desk_of(tx, c->site, c->actor, c->now);
    struct meeting_row row;
    if (meeting_call(&d, c->office_id, &c->m, &row, e) != STEER_SAVED) {
        return TX_FAILED;
    }
    c->public_id = row.public_id;
    return TX_COMMIT;
}

static void called(struct web *w, void *arg)
{
    const struct calling *c = arg;
    web_see_other(w, str_fmt(w->a, "%.*s?done=called", STR_ARG(meeting_path(w, c->public_id))));
}

void meeting_call_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct calling *c = ARENA_NEW(w->a, struct calling);
    *c = (struct calling){.site = w->site, .actor = web_actor(w, w->office->id), .now = w->now,
                          .office_id = w->office->id};
    meeting_form_read(w, &c->m, &p);
    if (p.n > 0) {
        meeting_form_reply(w, 422, w->office, &c->m, 0, &p, STR(""));
        return;
    }
    web_write(w, c->m.is_public ? WEB_PUBLIC : WEB_QUIET, run_call, c, called);
}
