// session.c: see session.h.
#include "web/session.h"

#include "auth/token.h"
#include "db/q_member.h"

static const char *cookie_name(const struct web *w)
{
    return app_config(w->app)->plain_cookies ? SESSION_COOKIE_PLAIN : SESSION_COOKIE;
}

bool session_read(struct web *w, struct err *e)
{
    uint8_t hash[TOKEN_HASH];
    struct str cookie = http_cookie(w->call, cookie_name(w));
    if (cookie.n == 0 || !token_hash(cookie, hash)) {
        return true;
    }
    struct session_row session;
    enum q_got got = q_session_find(w->tx, (struct str){(char *)hash, sizeof hash}, w->now, &session, e);
    if (got != Q_ROW) {
        return got == Q_NONE;
    }
    struct member_row member;
    got = q_member_by_id(w->tx, session.member_id, &member, e);
    if (got != Q_ROW || member.disabled_at != 0) {
        return got != Q_ERROR;
    }
    w->who.session = session;
    if (session.stage != ACCOUNT_SIGNED_IN) {
        return true;
    }
    struct roles_of_member_row *roles;
    size_t n;
    if (!q_roles_of_member(w->tx, member.id, w->now, &roles, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n && w->who.n_roles < ROLES_HELD_MAX; i++) {
        enum role role;
        if (role_of(roles[i].role, &role)) {
            w->who.roles[w->who.n_roles++] = (struct held_role){role, roles[i].office_id};
        }
    }
    w->who.member = member;
    enum lang lang;
    if (lang_from_code(member.lang, &lang)) {
        w->lang = lang;
    }
    return true;
}

void session_set_cookie(struct web *w, struct str token)
{
    bool out = token.n == 0;
    const char *secure = app_config(w->app)->plain_cookies ? "" : "; Secure";
    http_reply_header(w->call, "Set-Cookie", str_fmt(w->a, "%s=%.*s; Path=/; HttpOnly; SameSite=Lax%s; Max-Age=%d",
                                                     cookie_name(w), STR_ARG(token), secure, out ? 0 : ACCOUNT_HOURS * 3600));
}

struct str session_moved_path(struct web *w, const struct capture *c)
{
    ptrdiff_t at = c->value.p - w->req->path.p;
    BUG_ON(at < 0 || (size_t)at + c->value.n > w->req->path.n);
    struct str before = str_slice(w->req->path, 0, (size_t)at);
    struct str after = str_slice(w->req->path, (size_t)at + c->value.n, w->req->path.n);
    return str_fmt(w->a, "%.*s%.*s%.*s", STR_ARG(before), STR_ARG(w->office->code), STR_ARG(after));
}
