// admin_role.c: on an administrator's page: giving a role at the office to somebody who works here already, and ending one.
#include "auth/policy.h"
#include "core/office/founding.h"
#include "db/q_member.h"
#include "web/admin/admin.h"

struct role_change {
    struct founder by; // all but tx
    int64_t office_id;
    int64_t member_id;
    int64_t role_id; // the one to be ended; 0: one is given
    struct str role;
};

static enum tx_end do_role(struct tx *tx, void *arg, struct err *e)
{
    struct role_change *c = arg;
    struct founder by = c->by;
    by.tx = tx;
    bool good = c->role_id != 0 ? role_end(&by, c->role_id, c->office_id, e)
                                : role_give(&by, c->member_id, c->office_id, c->role, by.now, 0, 0, e);
    return good ? TX_COMMIT : TX_FAILED;
}

static void back(struct web *w, void *arg)
{
    (void)arg;
    web_see_other(w, str_fmt(w->a, "/desk/%.*s/admin#members", STR_ARG(w->office->code)));
}

// The role as this member holds it here in their own right; 0 when they do not.
static bool find_role(struct web *w, struct role_change *c, int64_t *id, struct err *e)
{
    struct roles_of_member_row *rows;
    size_t n;
    if (!q_roles_of_member(w->tx, c->member_id, w->now, &rows, &n, e)) {
        return false;
    }
    *id = 0;
    for (size_t i = 0; i < n; i++) {
        if (rows[i].office_id == c->office_id && rows[i].lent_by == 0 && str_eq(rows[i].role, c->role)) {
            *id = rows[i].id;
        }
    }
    return true;
}

void admin_role_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct problems p = {.n = 0};
    struct member_row m = {.id = 0};
    enum role role;
    int64_t held = 0;
    bool ends = str_eqz(web_field(w, "act"), "end");
    struct role_change *c = ARENA_NEW(w->a, struct role_change);
    *c = (struct role_change){.office_id = w->office->id, .role = web_field(w, "role"),
                              .by = {.home = w->site->home, .actor = web_actor(w, w->office->id), .now = w->now,
                                     .today = tz_day(w->site->tz, w->now)}};
    enum q_got got = q_member_by_login(w->tx, web_field(w, "login"), &m, &e);
    c->member_id = m.id;
    if (got == Q_ERROR || (got == Q_ROW && !find_role(w, c, &held, &e))) {
        web_failed(w, &e);
        return;
    }
    if (!role_of(c->role, &role)) {
        problem_add(&p, "role", N_("Choose a role."));
    }
    if (got == Q_NONE || m.disabled_at != 0) {
        problem_add(&p, "login", N_("Nobody signs in with this name."));
    } else if (p.n == 0 && ends && held == 0) {
        problem_add(&p, "login", N_("This person does not hold this role here."));
    } else if (p.n == 0 && !ends && held != 0) {
        problem_add(&p, "login", N_("This person holds this role here already."));
    } else if (p.n == 0 && ends && role == ROLE_ADMIN && m.id == w->who.member.id) {
        problem_add(&p, "login", N_("Nobody takes the administration from themselves: ask another administrator."));
    }
    if (p.n > 0) {
        admin_reply(w, 422, &p, STR("role"), STR(""));
        return;
    }
    c->role_id = ends ? held : 0;
    web_write(w, WEB_QUIET, do_role, c, back);
}
