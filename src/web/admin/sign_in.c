// sign_in.c: signing in to the desk: name and password, then the second factor or its enrolment; and out again.
#include "web/admin/sign_in_view.h"

#include "auth/base32.h"
#include "auth/password.h"
#include "auth/totp.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "db/q_member.h"
#include "docs/qr.h"
#include "templates.h"
#include "web/admin/admin.h"
#include "web/session.h"

static void reply(struct web *w, int status, const struct sign_in_view *v,
                  void (*tmpl)(struct buf *, enum lang, const struct sign_in_view *))
{
    struct buf out = web_buf();
    tmpl(&out, w->lang, v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

static void reply_password(struct web *w, int status, const struct problems *p, unsigned wait_s)
{
    struct sign_in_view v = {
        .page = desk_page_view(w, T(w->lang, "Sign in to the desk"), NULL, DESK_NAV_NONE),
        .login = web_field(w, "login"),
        .wait_s = wait_s,
        .signed_out = web_param(w, "out").n > 0,
        .founded = web_param(w, "founded").n > 0,
    };
    v.page.page.problems = p;
    reply(w, status, &v, tmpl_sign_in);
}

bool admin_may_try(struct web *w, unsigned *wait_s)
{
    *wait_s = 0;
    return ratelimit_take(app_limit(w->app, LIMIT_SECRETS), http_client_prefix(w->call), clock_mono_us(), wait_s);
}

// The second step, of the member whose session awaits it. `secret`: of a fresh enrolment that goes on, else STR_NONE.
static void reply_code(struct web *w, int status, const struct problems *p, unsigned wait_s, struct str secret)
{
    struct err e = ERR_INIT;
    struct member_row m;
    if (!web_read_again(w)) {
        return;
    }
    if (q_member_by_id(w->tx, w->who.session.member_id, &m, &e) != Q_ROW) {
        web_failed(w, &e);
        return;
    }
    bool enrol = m.totp_secret.n == 0;
    struct sign_in_view v = {
        .page = desk_page_view(w, enrol ? T(w->lang, "Set up the second step") : T(w->lang, "The second step"), NULL,
                               DESK_NAV_NONE),
        .csrf = csrf_token(w->a, (const uint8_t *)w->who.session.csrf.p, STR("form")),
        .wait_s = wait_s,
    };
    v.page.page.problems = p;
    if (enrol) {
        if (secret.n == 0) {
            secret = totp_secret_new(w->a);
        }
        v.secret = base32_encode(w->a, secret);
        v.qr = qr_svg(w->a, totp_uri(w->a, utf8_clip(v.page.page.office, 40), m.login, secret));
    }
    reply(w, status, &v, tmpl_sign_in_code);
}

static bool awaits_code(const struct web *w)
{
    return w->who.session.id != 0 && w->who.session.stage == ACCOUNT_AWAITS_CODE;
}

void sign_in_get(struct web *w)
{
    if (w->who.member.id != 0) {
        web_see_other(w, STR("/desk"));
    } else if (awaits_code(w) && web_param(w, "again").n == 0) {
        reply_code(w, 200, NULL, 0, STR_NONE);
    } else {
        reply_password(w, 200, NULL, 0);
    }
}

static void reply_wrong_password(struct web *w)
{
    struct problems p = {.n = 0};
    problem_add(&p, "login", N_("The name or the password is not right."));
    reply_password(w, 422, &p, 0);
}

static void opened(struct web *w, void *arg)
{
    const struct account_entry *in = arg;
    if (!in->good) {
        reply_wrong_password(w);
        return;
    }
    session_set_cookie(w, in->token);
    web_see_other(w, in->stage == ACCOUNT_SIGNED_IN ? STR("/desk") : STR("/desk/sign-in"));
}

static struct account_entry *new_entry(struct web *w, int64_t member_id)
{
    struct account_entry *in = ARENA_NEW(w->a, struct account_entry);
    in->site = w->site;
    in->member_id = member_id;
    in->now = w->now;
    in->former = w->who.session.member_id == member_id ? w->who.session.id : 0;
    in->agent = account_agent(w->a, http_header(w->call, "User-Agent"));
    return in;
}

// Was the form sent by a page of another site, to sign somebody in under a name that is not theirs? Browsers say so (Fetch
// Metadata, W3C; "none": by hand). One that does not, as over plain HTTP, is believed by its Origin; "null" says nothing, since
// our own pages tell no referrer.
static bool from_elsewhere(struct web *w)
{
    struct str site = http_header(w->call, "Sec-Fetch-Site");
    struct str origin = http_header(w->call, "Origin");
    if (site.n > 0) {
        return !str_eqz(site, "same-origin") && !str_eqz(site, "none");
    }
    ptrdiff_t at = str_find(origin, STR("://"));
    return at >= 0 && !str_eq(str_slice(origin, (size_t)at + 3, origin.n), w->req->host);
}

void sign_in_post(struct web *w)
{
    unsigned wait_s;
    if (from_elsewhere(w)) {
        web_error(w, 403);
        return;
    }
    if (!admin_may_try(w, &wait_s)) {
        reply_password(w, 429, NULL, wait_s);
        return;
    }
    struct err e = ERR_INIT;
    struct member_row m = {.id = 0};
    enum q_got got = q_member_by_login(w->tx, web_field(w, "login"), &m, &e);
    if (got == Q_ERROR) {
        web_failed(w, &e);
        return;
    }
    // The same work for a name that nobody has, and for one that was switched off.
    struct str stored = got == Q_ROW && m.disabled_at == 0 ? m.password : STR_NONE;
    struct password_check check;
    struct str typed = form_get(&w->form, "password");
    if (!password_verify(typed.p == NULL ? STR("") : typed, stored, &check, &e)) {
        web_failed(w, &e);
        return;
    }
    if (!check.right) {
        reply_wrong_password(w);
        return;
    }
    struct account_entry *in = new_entry(w, m.id);
    in->password = stored;
    in->stage = account_needs_second(w->site, &m) ? ACCOUNT_AWAITS_CODE : ACCOUNT_SIGNED_IN;
    struct err ignored = ERR_INIT; // who could sign in does so; the hash is renewed the next time
    if (check.rehash && !password_hash(w->a, typed, &in->rehashed, &ignored)) {
        in->rehashed = STR_NONE;
    }
    web_write(w, WEB_QUIET, account_open, in, opened);
}

// A session that awaits its code, the form's token, and a try that is left. Else the reply is made.
static bool second_step(struct web *w)
{
    unsigned wait_s;
    if (!awaits_code(w)) {
        web_see_other(w, STR("/desk/sign-in"));
        return false;
    }
    if (!csrf_ok((const uint8_t *)w->who.session.csrf.p, STR("form"), form_get(&w->form, "csrf"))) {
        web_error(w, 403);
        return false;
    }
    if (!admin_may_try(w, &wait_s)) {
        reply_code(w, 429, NULL, wait_s, STR_NONE);
        return false;
    }
    return true;
}

static void reply_wrong_code(struct web *w, struct str secret)
{
    struct problems p = {.n = 0};
    problem_add(&p, "code", N_("This code is not right, or was used already. Wait for the next one."));
    reply_code(w, 422, &p, 0, secret);
}

static void passed(struct web *w, void *arg)
{
    const struct account_entry *in = arg;
    if (!in->good) {
        reply_wrong_code(w, STR_NONE);
        return;
    }
    session_set_cookie(w, in->token);
    web_see_other(w, STR("/desk"));
}

void sign_in_code_post(struct web *w)
{
    if (second_step(w)) {
        struct account_entry *in = new_entry(w, w->who.session.member_id);
        in->typed = web_field(w, "code");
        web_write(w, WEB_QUIET, account_second, in, passed);
    }
}

static void enrolled(struct web *w, void *arg)
{
    const struct account_entry *in = arg;
    if (!in->good) {
        reply_wrong_code(w, in->secret);
        return;
    }
    session_set_cookie(w, in->token);
    struct sign_in_view v = {.page = desk_page_view(w, T(w->lang, "Recovery codes"), NULL, DESK_NAV_NONE)};
    for (size_t i = 0; i < RECOVERY_CODES; i++) {
        v.recovery[i] = in->recovery[i];
    }
    reply(w, 200, &v, tmpl_recovery_codes);
}

void sign_in_enrol_post(struct web *w)
{
    if (!second_step(w)) {
        return;
    }
    struct account_entry *in = new_entry(w, w->who.session.member_id);
    in->typed = web_field(w, "code");
    if (!base32_decode(w->a, web_field(w, "secret"), &in->secret) || in->secret.n != TOTP_SECRET) {
        web_error(w, 400);
        return;
    }
    web_write(w, WEB_QUIET, account_enrol, in, enrolled);
}

static void closed(struct web *w, void *arg)
{
    (void)arg;
    session_set_cookie(w, STR(""));
    web_see_other(w, STR("/desk/sign-in?out=1"));
}

void sign_out_post(struct web *w)
{
    struct account_entry *in = new_entry(w, w->who.member.id);
    web_write(w, WEB_QUIET, account_close, in, closed);
}
