// erasure.c: erasing the words of a message for a legal reason: a member who may read them asks, an administrator agrees.
#include "web/desk/erasure_view.h"

#include "db/q_erasure.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "templates.h"
#include "web/table.h"

enum { PAGE_ROWS = 50 };

struct erasing {
    const struct site *site;
    struct actor actor;
    int64_t now;
    int64_t message_id;
    enum erasure_reason reason; // asked for; of a decision unused
    bool decides, agreed;
    enum erasure_end end;
};

static enum tx_end run(struct tx *tx, void *arg, struct err *e)
{
    struct erasing *x = arg;
    struct desk d = desk_of(tx, x->site, x->actor, x->now);
    struct message_row m;
    if (x->decides) {
        x->end = erasure_decide(&d, x->message_id, x->agreed, e);
    } else {
        enum q_got got = q_message_by_id(tx, x->site->home, x->message_id, &m, e);
        x->end = got == Q_ROW ? erasure_ask(&d, &m, x->reason, e) : got == Q_NONE ? ERASURE_NOT_NOW : ERASURE_ERROR;
    }
    return x->end == ERASURE_SAVED ? TX_COMMIT : x->end == ERASURE_ERROR ? TX_FAILED : TX_ROLLBACK;
}

// ---- the desk asks

// Only for who may read the words. On false the reply is made.
static bool may_ask(struct web *w)
{
    struct err e = ERR_INIT;
    struct message_link_now_row link;
    struct matter_row matter;
    enum words_access access;
    enum q_got in = q_message_link_now(w->tx, w->message.home_id, w->message.id, &link, &e);
    if (in == Q_ROW) {
        in = q_matter_by_id(w->tx, w->message.home_id, link.matter_id, &matter, &e);
    }
    if (in == Q_ERROR) {
        web_failed(w, &e);
        return false;
    }
    if (!desk_words_access(w, &w->message, in == Q_ROW ? &matter : NULL, &access)) {
        return false;
    }
    if (access != WORDS_OPEN) {
        web_error(w, access == WORDS_NOT_THERE ? 404 : 403);
    }
    return access == WORDS_OPEN;
}

static void reply_form(struct web *w, int status, const struct problems *p, struct str warning)
{
    struct err e = ERR_INIT;
    struct erasure_waiting_of_row asked;
    enum q_got got = q_erasure_waiting_of(w->tx, w->message.home_id, w->message.id, &asked, &e);
    if (got == Q_ERROR) {
        web_failed(w, &e);
        return;
    }
    struct erasure_form_view v = {
        .page = desk_page_view(w, T(w->lang, "Erase the words of a message"), site_office(w->site, w->message.office_id),
                               DESK_NAV_INBOX),
        .message = w->message.public_id,
        .warning = warning,
        .waiting = got == Q_ROW ? T_(w->lang, erasure_reason_words(erasure_reason_of(asked.reason))) : STR(""),
        .possible = w->message.words.n > 0,
        .reasons = {ARENA_ARRAY(w->a, struct desk_choice, ERASURE_REASONS), 0},
    };
    for (enum erasure_reason r = 0; r < ERASURE_REASONS; r++) {
        struct str code = str_c(erasure_reason_code(r));
        if (erasure_reason_by_desk(r)) {
            v.reasons.list[v.reasons.n++] = (struct desk_choice){code, T_(w->lang, erasure_reason_words(r)),
                                                                 str_eq(code, web_field(w, "reason"))};
        }
    }
    v.page.page.problems = p;
    struct buf out = web_buf();
    tmpl_desk_erase(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void message_erase_get(struct web *w)
{
    if (may_ask(w)) {
        reply_form(w, 200, NULL, STR(""));
    }
}

static void asked(struct web *w, void *arg)
{
    const struct erasing *x = arg;
    if (x->end == ERASURE_SAVED) {
        web_see_other(w, str_fmt(w->a, "/desk/messages/%.*s/erase", STR_ARG(w->message.public_id)));
    } else if (web_read_again(w)) {
        reply_form(w, 409, NULL, T(w->lang, "This was not done: it is asked for already, or there are no words any more."));
    }
}

void message_erase_post(struct web *w)
{
    struct erasing *x = ARENA_NEW(w->a, struct erasing);
    *x = (struct erasing){.site = w->site, .actor = web_actor(w, w->message.office_id), .now = w->now,
                          .message_id = w->message.id, .reason = erasure_reason_of(web_field(w, "reason"))};
    if (!may_ask(w)) {
        return;
    }
    if (x->reason == ERASURE_REASONS || !erasure_reason_by_desk(x->reason)) {
        struct problems p = {.n = 0};
        problem_add(&p, "reason", N_("Choose why."));
        reply_form(w, 422, &p, STR(""));
        return;
    }
    web_write(w, WEB_QUIET, run, x, asked);
}

// ---- the administrator agrees

static void reply_list(struct web *w, int status, struct str warning)
{
    struct err e = ERR_INIT;
    int64_t after_time = 0;
    int64_t after_id = 0;
    struct erasures_waiting_row *rows;
    size_t n;
    struct str after = web_param(w, "after");
    if (after.n > 0 && !web_page_key_read(after, &after_time, &after_id)) {
        web_error(w, 404);
        return;
    }
    if (!q_erasures_waiting(w->tx, w->site->home, after_time, after_id, &rows, &n, &e)) {
        web_failed(w, &e);
        return;
    }
    struct erasures_view v = {.page = desk_page_view(w, T(w->lang, "Words to erase"), w->office, DESK_NAV_NONE),
                              .base = str_fmt(w->a, "/desk/%.*s/admin", STR_ARG(w->office->code)), .warning = warning,
                              .list = ARENA_ARRAY(w->a, struct erasure_item, n + 1), .next = STR("")};
    for (size_t i = 0; i < n && i < PAGE_ROWS; i++) {
        if (site_within(w->site, rows[i].office_id, w->office->id)) {
            v.list[v.n++] = (struct erasure_item){
                rows[i].public_id, desk_office_name(w, rows[i].office_id),
                T_(w->lang, erasure_reason_words(erasure_reason_of(rows[i].reason))), rows[i].received_at, rows[i].asked_at,
                rows[i].member_id == w->who.member.id};
        }
    }
    if (n > PAGE_ROWS) {
        const struct erasures_waiting_row *last = &rows[PAGE_ROWS - 1];
        struct str key = web_page_key(w->a, last->asked_at, last->id);
        v.next = str_fmt(w->a, "%.*s/erasures?after=%.*s", STR_ARG(v.base), STR_ARG(key));
    }
    struct buf out = web_buf();
    tmpl_admin_erasures(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

struct erasures_at {
    int64_t time, id;
};

static bool erasures_rows(struct table *t, void *at, bool *more, struct err *e)
{
    struct erasures_at *a = at;
    struct erasures_waiting_row *rows;
    size_t n;
    if (!q_erasures_waiting(t->w->tx, t->w->site->home, a->time, a->id, &rows, &n, e)) {
        return false;
    }
    *more = n > PAGE_ROWS;
    for (size_t i = 0; i < n && i < PAGE_ROWS; i++) {
        *a = (struct erasures_at){rows[i].asked_at, rows[i].id};
        if (site_within(t->w->site, rows[i].office_id, t->w->office->id)) {
            table_text(t, rows[i].public_id);
            table_day_of(t, rows[i].received_at);
            TABLE_TEXTS(t, desk_office_name(t->w, rows[i].office_id), rows[i].reason);
            table_day_of(t, rows[i].asked_at);
            table_end_row(t);
        }
    }
    return true;
}

void admin_erasures_csv_get(struct web *w)
{
    table_reply(w, STR("erasures"), "message,received,office,reason,asked", erasures_rows, ARENA_NEW(w->a, struct erasures_at));
}

void admin_erasures_get(struct web *w)
{
    reply_list(w, 200, STR(""));
}

static void decided(struct web *w, void *arg)
{
    const struct erasing *x = arg;
    if (x->end == ERASURE_SAVED) {
        web_see_other(w, str_fmt(w->a, "/desk/%.*s/admin/erasures", STR_ARG(w->office->code)));
    } else if (web_read_again(w)) {
        reply_list(w, 409, x->end == ERASURE_SAME_MEMBER
                               ? T(w->lang, "Who asked for it cannot agree to it as well: another administrator has to.")
                               : T(w->lang, "This was not done: somebody has decided it meanwhile."));
    }
}

void admin_erasures_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct message_row m;
    struct str what = web_field(w, "do");
    enum q_got got = q_message_by_public(w->tx, web_field(w, "message"), &m, &e);
    if (got == Q_ERROR) {
        web_failed(w, &e);
        return;
    }
    if (got == Q_NONE || !site_within(w->site, m.office_id, w->office->id)) {
        web_error(w, 404);
        return;
    }
    if (!str_eq(what, STR("erase")) && !str_eq(what, STR("keep"))) {
        web_error(w, 400);
        return;
    }
    struct erasing *x = ARENA_NEW(w->a, struct erasing);
    *x = (struct erasing){.site = w->site, .actor = web_actor_for(w, CAP_ADMIN, m.office_id), .now = w->now,
                          .message_id = m.id, .decides = true, .agreed = str_eq(what, STR("erase"))};
    web_write(w, x->agreed ? WEB_PUBLIC : WEB_QUIET, run, x, decided);
}
