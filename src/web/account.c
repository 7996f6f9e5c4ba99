// account.c: a member's own page: password, keys, sessions.
#include "web/admin_view.h"

#include "auth/password.h"
#include "auth/password_rule.h"
#include "core/office/founding.h"
#include "db/q_member.h"
#include "templates.h"

static void reply(struct web *w, int status, const struct problems *p)
{
    struct err e = ERR_INIT;
    struct session_row *rows;
    size_t n;
    if (!web_read_again(w)) {
        return;
    }
    if (!q_sessions_of_member(w->tx, w->who.member.id, w->now, &rows, &n, &e)) {
        web_failed(w, &e);
        return;
    }
    struct account_view v = {.desk = desk_page_view(w, T(w->lang, "My account"), desk_first_office(w), DESK_NAV_NONE),
                             .sessions = ARENA_ARRAY(w->a, struct account_session, n),
                             .keys = w->who.member.keys_off == 0};
    v.desk.page.problems = p;
    for (size_t i = 0; i < n; i++) {
        v.sessions[v.n_sessions++] = (struct account_session){
            rows[i].id, rows[i].agent.p == NULL ? STR("?") : rows[i].agent, rows[i].seen_at,
            rows[i].id == w->who.session.id};
    }
    struct buf out = web_buf();
    tmpl_account(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void account_get(struct web *w)
{
    reply(w, 200, NULL);
}

struct account_change {
    struct founder by; // all but tx
    struct str hash;
    bool keys_off;
    int64_t session;
};

static struct account_change *change_new(struct web *w)
{
    struct account_change *c = ARENA_NEW(w->a, struct account_change);
    c->by = (struct founder){.home = w->site->home, .actor = {.member_id = w->who.member.id}, .now = w->now,
                             .today = tz_day(w->site->tz, w->now)};
    return c;
}

static void back(struct web *w, void *arg)
{
    (void)arg;
    web_see_other(w, STR("/desk/account"));
}

static enum tx_end do_password(struct tx *tx, void *arg, struct err *e)
{
    struct account_change *c = arg;
    struct founder by = c->by;
    by.tx = tx;
    return member_set_password(&by, c->by.actor.member_id, c->hash, e) ? TX_COMMIT : TX_FAILED;
}

// Every session ended with the old password, this one too.
static void sign_in_again(struct web *w, void *arg)
{
    (void)arg;
    web_see_other(w, STR("/desk/sign-in"));
}

static const char *password_problem(struct str fresh, struct str login)
{
    switch (password_judge(fresh, login)) {
    case PASSWORD_FINE:
        return NULL;
    case PASSWORD_TOO_SHORT:
        return N_("A password has at least 12 characters.");
    case PASSWORD_COMMON:
        return N_("This password would be guessed among the first. Take a sentence.");
    case PASSWORD_TOO_LONG:
    case PASSWORD_NOT_TEXT:
        break;
    }
    return N_("This password cannot be used. Take a sentence.");
}

void account_password_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct account_change *c = change_new(w);
    struct problems p = {.n = 0};
    struct str fresh = form_get(&w->form, "fresh");
    const char *problem = password_problem(fresh, w->who.member.login);
    struct password_check check;
    if (problem != NULL) {
        problem_add(&p, "fresh", problem);
    }
    if (!password_verify(form_get(&w->form, "former"), w->who.member.password, &check, &e) ||
        (check.right && p.n == 0 && !password_hash(w->a, fresh, &c->hash, &e))) {
        web_failed(w, &e);
        return;
    }
    if (!check.right) {
        problem_add(&p, "former", N_("This is not your password."));
    }
    if (p.n > 0) {
        reply(w, 422, &p);
        return;
    }
    web_write(w, WEB_QUIET, do_password, c, sign_in_again);
}

static enum tx_end do_keys(struct tx *tx, void *arg, struct err *e)
{
    struct account_change *c = arg;
    return q_member_set_keys(tx, c->by.actor.member_id, c->keys_off, NULL, e) ? TX_COMMIT : TX_FAILED;
}

void account_keys_post(struct web *w)
{
    struct account_change *c = change_new(w);
    c->keys_off = !web_flag(w, "keys");
    web_write(w, WEB_QUIET, do_keys, c, back);
}

static enum tx_end do_end_session(struct tx *tx, void *arg, struct err *e)
{
    struct account_change *c = arg;
    return q_session_delete(tx, c->by.actor.member_id, c->session, NULL, e) ? TX_COMMIT : TX_FAILED;
}

void account_end_session_post(struct web *w)
{
    struct account_change *c = change_new(w);
    if (!str_int(web_field(w, "session"), &c->session)) {
        web_error(w, 400);
        return;
    }
    web_write(w, WEB_QUIET, do_end_session, c, back);
}
