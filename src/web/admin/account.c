// account.c: a member's own page: password, keys, sessions, and what a head lends.
#include "web/admin/admin.h"

#include "auth/password.h"
#include "auth/password_rule.h"
#include "core/office/lend.h"
#include "db/q_member.h"
#include "templates.h"

// Colleagues of one office where the member is head in their own right.
static bool add_deputies(struct web *w, const struct office *o, struct desk_choices *to, struct err *e)
{
    struct members_of_office_row *rows;
    size_t n;
    bool may;
    if (!lend_may(w->tx, w->who.member.id, o->id, w->now, &may, e)) {
        return false;
    }
    if (!may) {
        return true;
    }
    if (!q_members_of_office(w->tx, o->id, w->now, &rows, &n, e)) {
        return false;
    }
    struct desk_choice *list = ARENA_ARRAY(w->a, struct desk_choice, to->n + n);
    if (to->n > 0) {
        memcpy(list, to->list, to->n * sizeof *list);
    }
    to->list = list;
    for (size_t i = 0; i < n; i++) {
        struct str code = str_fmt(w->a, "%.*s/%.*s", STR_ARG(o->code), STR_ARG(rows[i].login));
        bool again = i > 0 && rows[i].id == rows[i - 1].id; // a row a role
        bool head = str_eqz(rows[i].role, "head");
        if (!again && !head && rows[i].id != w->who.member.id && rows[i].disabled_at == 0) {
            list[to->n++] = (struct desk_choice){code, str_fmt(w->a, "%.*s, %.*s", STR_ARG(rows[i].name),
                                                               STR_ARG(o->name[w->lang])), str_eq(code, web_field(w, "to"))};
        }
    }
    return true;
}

static bool add_loans(struct web *w, struct account_view *v, struct err *e)
{
    struct roles_lent_row *rows;
    size_t n;
    if (!q_roles_lent(w->tx, w->who.member.id, w->now, &rows, &n, e)) {
        return false;
    }
    v->loans = ARENA_ARRAY(w->a, struct account_loan, n);
    for (size_t i = 0; i < n; i++) {
        v->loans[v->n_loans++] = (struct account_loan){
            rows[i].id, rows[i].name, desk_office_name(w, rows[i].office_id), tz_day(w->site->tz, rows[i].since_at),
            tz_day(w->site->tz, rows[i].until_at - 1)};
    }
    v->from_day = desk_day_field(w, "from");
    v->until_day = desk_day_field(w, "until");
    for (size_t i = 0; i < w->who.n_roles; i++) {
        const struct office *o = site_office(w->site, w->who.roles[i].office_id);
        if (w->who.roles[i].role == ROLE_HEAD && o != NULL && !add_deputies(w, o, &v->deputies, e)) {
            return false;
        }
    }
    return true;
}

static void reply(struct web *w, int status, const struct problems *p, unsigned wait_s)
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
                             .keys = w->who.member.keys_off == 0, .wait_s = wait_s};
    v.desk.page.problems = p;
    for (size_t i = 0; i < n; i++) {
        v.sessions[v.n_sessions++] = (struct account_session){
            rows[i].id, rows[i].agent.p == NULL ? STR("?") : rows[i].agent, rows[i].created_at,
            rows[i].id == w->who.session.id};
    }
    if (!add_loans(w, &v, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_account(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void account_get(struct web *w)
{
    reply(w, 200, NULL, 0);
}

struct account_change {
    struct founder by; // all but tx
    struct str hash;
    bool keys_off;
    int64_t session;
    const struct site *site;
    struct lending lending;
    struct problems wrong; // with it, by the time it was written
    int64_t loan;
};

static struct account_change *change_new(struct web *w)
{
    struct account_change *c = ARENA_NEW(w->a, struct account_change);
    c->by = (struct founder){.home = w->site->home, .actor = {.member_id = w->who.member.id}, .now = w->now,
                             .today = tz_day(w->site->tz, w->now)};
    c->site = w->site;
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

void account_password_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct account_change *c = change_new(w);
    struct problems p = {.n = 0};
    struct str fresh = form_get(&w->form, "fresh");
    const char *problem = password_fault_words(password_judge(fresh, w->who.member.login));
    struct password_check check;
    if (problem != NULL) {
        problem_add(&p, "fresh", problem);
    }
    unsigned wait_s;
    if (!admin_may_try(w, &wait_s)) { // who finds a desk left open tries its password no faster than at the door
        reply(w, 429, NULL, wait_s);
        return;
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
        reply(w, 422, &p, 0);
        return;
    }
    web_write(w, WEB_QUIET, do_password, c, sign_in_again);
}

static enum tx_end do_keys(struct tx *tx, void *arg, struct err *e)
{
    struct account_change *c = arg;
    struct founder by = c->by;
    by.tx = tx;
    return q_member_set_keys(tx, by.actor.member_id, c->keys_off, NULL, e) && member_traced(&by, by.actor.member_id, "keys", e)
               ? TX_COMMIT : TX_FAILED;
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
    struct founder by = c->by;
    int64_t ended;
    by.tx = tx;
    bool good = q_session_delete(tx, by.actor.member_id, c->session, &ended, e) &&
                (ended == 0 || member_traced(&by, by.actor.member_id, "session_ended", e));
    return good ? TX_COMMIT : TX_FAILED;
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

static enum tx_end do_lend(struct tx *tx, void *arg, struct err *e)
{
    struct account_change *c = arg;
    struct founder by = c->by;
    by.tx = tx;
    c->wrong = (struct problems){.n = 0};
    if (!lend_check(tx, &c->lending, by.now, by.today, &c->wrong, e)) {
        return TX_FAILED;
    }
    if (c->wrong.n > 0) { // the role ended since the form was read
        return TX_ROLLBACK;
    }
    return lend_give(&by, c->site, &c->lending, e) ? TX_COMMIT : TX_FAILED;
}

static void lent(struct web *w, void *arg)
{
    const struct account_change *c = arg;
    if (c->wrong.n > 0) {
        reply(w, 422, &c->wrong, 0);
    } else {
        back(w, arg);
    }
}

void account_lend_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct account_change *c = change_new(w);
    struct problems p = {.n = 0};
    struct str login = web_field(w, "to");
    const struct office *o = site_office_by_code(w->site, str_cut(&login, '/'));
    struct member_row to = {.id = 0};
    if (login.n > 0 && q_member_by_login(w->tx, login, &to, &e) == Q_ERROR) {
        web_failed(w, &e);
        return;
    }
    c->lending = (struct lending){.lender_id = w->who.member.id, .office_id = o == NULL ? 0 : o->id, .member_id = to.id,
                                  .from_day = desk_day_field(w, "from"), .until_day = desk_day_field(w, "until")};
    c->by.actor = (struct actor){.member_id = w->who.member.id, .role = STR("head"), .office_id = c->lending.office_id};
    if (!lend_check(w->tx, &c->lending, w->now, c->by.today, &p, &e)) {
        web_failed(w, &e);
        return;
    }
    if (p.n > 0) {
        reply(w, 422, &p, 0);
        return;
    }
    web_write(w, WEB_QUIET, do_lend, c, lent);
}

static enum tx_end do_end_loan(struct tx *tx, void *arg, struct err *e)
{
    struct account_change *c = arg;
    struct founder by = c->by;
    bool ended;
    by.tx = tx;
    return lend_end(&by, by.actor.member_id, c->loan, &ended, e) ? TX_COMMIT : TX_FAILED;
}

void account_end_loan_post(struct web *w)
{
    struct account_change *c = change_new(w);
    if (!str_int(web_field(w, "loan"), &c->loan)) {
        web_error(w, 400);
        return;
    }
    web_write(w, WEB_QUIET, do_end_loan, c, back);
}
