// exports.c: exports of what is not public, of one office: its administrator asks and fetches, its head, another member, agrees.
#include "web/admin/exports_view.h"

#include "core/office/second.h"
#include "db/q_export.h"
#include "db/q_member.h"
#include "i18n/format.h"
#include "templates.h"
#include "web/policy.h"
#include "web/table.h"

enum { PAGE_ROWS = 50 };

static const char *const kind_words[EXPORT_KINDS] = {
    [EXPORT_MESSAGES] = N_("Messages"),
    [EXPORT_MATTERS] = N_("Matters"),
    [EXPORT_ANSWERS] = N_("Answers"),
};

// What is done in the store; then what goes out.
struct exports_act {
    const struct site *site;
    struct actor actor;
    int64_t now;
    int64_t office_id;
    enum { ACT_ASK, ACT_AGREE, ACT_REFUSE, ACT_FETCH } what;
    struct export_ask ask;
    struct str id;
    enum export_end end;
    struct export_request_row request; // fetched
    struct export export;
    int64_t after; // of the rows that went out
    bool begun;
};

static struct str address(struct web *w, bool admin)
{
    return str_fmt(w->a, "/desk/%.*s/%sexports", STR_ARG(w->office->code), admin ? "admin/" : "");
}

// Does anybody else work here who could agree? Not who is head further up: the words of this office are not theirs.
static bool somebody_else(struct web *w, bool *yes, struct err *e)
{
    struct second second;
    bool good = second_find(w->tx, w->site, w->office->id, w->who.member.id, SECOND_APPROVES, w->now, &second, e);
    *yes = good && second.office_id != 0 && !second.above;
    return good;
}

static bool name_of(struct web *w, int64_t member_id, struct str *out, struct err *e)
{
    struct member_row m;
    enum q_got got = member_id == 0 ? Q_NONE : q_member_by_id(w->tx, member_id, &m, e);
    *out = got == Q_ROW ? m.name : STR("");
    return got != Q_ERROR;
}

static bool fill_list(struct web *w, struct exports_view *v, struct err *e)
{
    int64_t time = 0;
    int64_t id = 0;
    size_t n;
    struct export_request_row *rows;
    struct str after = web_param(w, "after");
    if ((after.n > 0 && !web_page_key_read(after, &time, &id)) ||
        !q_export_requests_of_office(w->tx, &(struct q_export_requests_of_office_in){
                                                .home = w->site->home, .office = w->office->id, .before_time = time,
                                                .before_id = id}, &rows, &n, e)) {
        return e->code == ERR_NONE ? err_set(e, ERR_INPUT, "no such page of the list") : false;
    }
    v->list = ARENA_ARRAY(w->a, struct export_item, n);
    for (size_t i = 0; i < n && i < PAGE_ROWS; i++) {
        const struct export_request_row *r = &rows[i];
        struct export_item *x = &v->list[v->n++];
        *x = (struct export_item){
            .id = r->public_id, .kind = T_(w->lang, kind_words[export_kind_of(r->kind)]), .from_day = r->from_day,
            .until_day = r->until_day, .reason = r->reason, .asked_at = r->asked_at, .decided_at = r->decided_at,
            .fetched_at = r->fetched_at, .state = export_request_state(r, w->now), .own = r->member_id == w->who.member.id};
        if (!name_of(w, r->member_id, &x->asked_by, e) || !name_of(w, r->second_id, &x->decided_by, e)) {
            return false;
        }
    }
    if (n > PAGE_ROWS) {
        struct str key = web_page_key(w->a, rows[PAGE_ROWS - 1].asked_at, rows[PAGE_ROWS - 1].id);
        v->next = str_fmt(w->a, "%.*s?after=%.*s", STR_ARG(v->base), STR_ARG(key));
    }
    return true;
}

struct requests_at {
    int64_t time, id;
};

// Without the members' names: a list by member is none of the desk's tables.
static bool requests_rows(struct table *t, void *arg, bool *more, struct err *e)
{
    static const char *const states[] = {[EXPORT_WAITS] = "waits", [EXPORT_REFUSED] = "refused", [EXPORT_READY] = "ready",
                                         [EXPORT_FETCHED] = "fetched", [EXPORT_LAPSED] = "lapsed"};
    struct requests_at *at = arg;
    struct export_request_row *rows;
    size_t n;
    if (!q_export_requests_of_office(t->w->tx, &(struct q_export_requests_of_office_in){
                                                   .home = t->w->site->home, .office = t->w->office->id,
                                                   .before_time = at->time, .before_id = at->id}, &rows, &n, e)) {
        return false;
    }
    *more = n > PAGE_ROWS;
    for (size_t i = 0; i < n && i < PAGE_ROWS; i++) {
        const struct export_request_row *r = &rows[i];
        *at = (struct requests_at){r->asked_at, r->id};
        table_text(t, r->kind);
        table_day(t, r->from_day);
        table_day(t, r->until_day);
        TABLE_TEXTS(t, r->reason, str_c(states[export_request_state(r, t->w->now)]));
        table_day_of(t, r->asked_at);
        table_day_of(t, r->decided_at);
        table_day_of(t, r->fetched_at);
        table_end_row(t);
    }
    return true;
}

void exports_csv_get(struct web *w)
{
    table_reply(w, STR("exports"), "kind,from,until,reason,state,asked,decided,fetched", requests_rows,
                ARENA_NEW(w->a, struct requests_at));
}

static void reply(struct web *w, int status, const struct problems *p, struct str warning)
{
    struct err e = ERR_INIT;
    bool admin = w->route->capability == CAP_ADMIN;
    bool typed = p != NULL && p->n > 0;
    struct exports_view v = {
        .page = desk_page_view(w, T(w->lang, "Exports of what is not public"), w->office, admin ? DESK_NAV_ADMIN : DESK_NAV_NONE),
        .base = address(w, admin),
        .csv = table_href(w, address(w, admin)),
        .admin = admin ? str_fmt(w->a, "/desk/%.*s/admin", STR_ARG(w->office->code)) : STR(""),
        .warning = warning,
        .kinds = {ARENA_ARRAY(w->a, struct desk_choice, EXPORT_KINDS), 0},
        .from = typed ? web_field(w, "from") : STR(""),
        .until = typed ? web_field(w, "until") : page_words(w, format_iso_day, w->site->today),
        .reason = typed ? web_field(w, "reason") : STR(""),
        .next = STR(""),
    };
    bool other = true;
    for (enum export_kind k = 0; k < EXPORT_KINDS; k++) {
        struct str code = str_c(export_kind_code(k));
        v.kinds.list[v.kinds.n++] = (struct desk_choice){code, T_(w->lang, kind_words[k]), str_eq(code, web_field(w, "kind"))};
    }
    v.page.page.problems = p;
    if ((admin && !somebody_else(w, &other, &e)) || !fill_list(w, &v, &e)) {
        if (e.code == ERR_INPUT) {
            web_error(w, 404);
        } else {
            web_failed(w, &e);
        }
        return;
    }
    v.nobody = !other;
    struct buf out = web_buf();
    tmpl_admin_exports(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

static enum tx_end run(struct tx *tx, void *arg, struct err *e)
{
    struct exports_act *x = arg;
    struct desk d = desk_of(tx, x->site, x->actor, x->now);
    switch (x->what) {
    case ACT_ASK:
        x->end = export_request_ask(&d, x->office_id, &x->ask, e) ? EXPORT_SAVED : EXPORT_ERROR;
        break;
    case ACT_AGREE:
    case ACT_REFUSE:
        x->end = export_request_decide(&d, x->id, x->what == ACT_AGREE, e);
        break;
    case ACT_FETCH:
        x->end = export_request_fetch(&d, x->id, &x->request, e);
        break;
    }
    return x->end == EXPORT_SAVED ? TX_COMMIT : x->end == EXPORT_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static bool hides(const void *arg, int64_t about_office_id)
{
    return policy_concerned(arg, about_office_id);
}

static bool next_rows(struct web *w, void *arg, struct buf *out, bool *more, struct err *e)
{
    struct exports_act *x = arg;
    x->export.site = w->site;
    x->export.arg = w;
    if (!x->begun) {
        export_heading(&x->export, out);
        x->begun = true;
    }
    bool good = export_page(&x->export, w->tx, x->after, &x->after, out, e);
    *more = x->after != 0;
    return good;
}

static void send(struct web *w, struct exports_act *x)
{
    const struct export_request_row *r = &x->request;
    bool jsonl = x->export.jsonl;
    x->export = (struct export){
        .kind = export_kind_of(r->kind), .jsonl = jsonl, .all = true, .office_id = r->office_id,
        .from_at = tz_time(w->site->tz, r->from_day, 0, 0, 0), .until_at = tz_time(w->site->tz, r->until_day + 1, 0, 0, 0),
        .hides = hides};
    web_reply_parts(w, str_fmt(w->a, "%s-%.*s.%s", export_kind_code(x->export.kind), STR_ARG(w->office->code),
                               jsonl ? "jsonl" : "csv"),
                    jsonl ? STR("application/x-ndjson") : STR("text/csv; charset=utf-8"), next_rows, x);
}

static void done(struct web *w, void *arg)
{
    struct exports_act *x = arg;
    if (x->end == EXPORT_SAVED && x->what != ACT_FETCH) {
        web_see_other(w, address(w, x->what == ACT_ASK));
    } else if (web_read_again(w) && x->end == EXPORT_SAVED) {
        send(w, x);
    } else if (x->end == EXPORT_OTHER_MEMBER) {
        reply(w, 409, NULL, x->what == ACT_FETCH ? T(w->lang, "Only who asked for it fetches it.")
                                                 : T(w->lang, "Who asked for it cannot agree to it as well."));
    } else if (!w->replied) {
        reply(w, 409, NULL, T(w->lang, "This was not done: it was decided or fetched meanwhile, or its time is over."));
    }
}

static struct exports_act *act_new(struct web *w)
{
    struct exports_act *x = ARENA_NEW(w->a, struct exports_act);
    *x = (struct exports_act){.site = w->site, .actor = web_actor(w, w->office->id), .now = w->now, .office_id = w->office->id,
                              .id = web_field(w, "export")};
    return x;
}

// The request that the form names is one of this office's. On false the reply is made.
static bool of_this_office(struct web *w, const struct exports_act *x)
{
    struct err e = ERR_INIT;
    struct export_request_row r;
    enum q_got got = q_export_request_by_public(w->tx, x->id, &r, &e);
    if (got == Q_ERROR) {
        web_failed(w, &e);
    } else if (got == Q_NONE || r.office_id != w->office->id) {
        web_error(w, 404);
        got = Q_NONE;
    }
    return got == Q_ROW;
}

void admin_exports_get(struct web *w)
{
    reply(w, 200, NULL, STR(""));
}

void admin_exports_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct exports_act *x = act_new(w);
    x->what = ACT_ASK;
    x->ask = (struct export_ask){export_kind_of(web_field(w, "kind")), desk_day_field(w, "from"), desk_day_field(w, "until"),
                                 web_field(w, "reason")};
    export_request_check(&x->ask, &p);
    if (p.n > 0) {
        reply(w, 422, &p, STR(""));
        return;
    }
    web_write(w, WEB_QUIET, run, x, done);
}

void admin_exports_fetch_post(struct web *w)
{
    struct exports_act *x = act_new(w);
    x->what = ACT_FETCH;
    x->export.jsonl = str_eq(web_field(w, "format"), STR("jsonl"));
    if (of_this_office(w, x)) {
        web_write(w, WEB_QUIET, run, x, done);
    }
}

void desk_exports_get(struct web *w)
{
    reply(w, 200, NULL, STR(""));
}

void desk_exports_post(struct web *w)
{
    struct exports_act *x = act_new(w);
    struct str what = web_field(w, "do");
    x->what = str_eq(what, STR("agree")) ? ACT_AGREE : ACT_REFUSE;
    if (x->what == ACT_REFUSE && !str_eq(what, STR("refuse"))) {
        web_error(w, 400);
    } else if (of_this_office(w, x)) {
        web_write(w, WEB_QUIET, run, x, done);
    }
}
