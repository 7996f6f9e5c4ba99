// admin_reform.c: an administrator's page of what becomes of an office: the forms, a preview of what each does, and doing it.
#include "web/admin/admin_reform.h"

#include "templates.h"
#include "web/admin/admin.h"

struct reform_change {
    struct founder by; // all but tx
    const struct site *site;
    struct reform reform;
    const char *refused;
};

static enum tx_end do_it(struct tx *tx, void *arg, struct err *e)
{
    struct reform_change *c = arg;
    struct founder by = c->by;
    by.tx = tx;
    return !reform_do(&by, c->site, &c->reform, &c->refused, e) ? TX_FAILED : c->refused == NULL ? TX_COMMIT : TX_ROLLBACK;
}

static enum tx_end do_take_back(struct tx *tx, void *arg, struct err *e)
{
    struct reform_change *c = arg;
    struct founder by = c->by;
    by.tx = tx;
    return !reform_take_back(&by, c->site, c->reform.office_id, &c->refused, e) ? TX_FAILED
           : c->refused == NULL                                                 ? TX_COMMIT
                                                                                : TX_ROLLBACK;
}

static void reply(struct web *w, int status, const struct problems *p, const struct reform *asked, const char *refused)
{
    struct err e = ERR_INIT;
    struct admin_reform_view v = {.refused = refused == NULL ? STR("") : T_(w->lang, refused)};
    if (!admin_reform_load(w, &v, p, asked, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_admin_reform(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void admin_reform_get(struct web *w)
{
    reply(w, 200, NULL, NULL, NULL);
}

// After the commit the office may have another code, or be no more: the desk of whoever has it now.
static void back(struct web *w, void *arg)
{
    const struct reform_change *c = arg;
    if (c->refused != NULL) {
        if (web_read_again(w)) {
            reply(w, 422, NULL, NULL, c->refused);
        }
        return;
    }
    app_site_changed(w->app);
    struct site *now = app_site(w->app);
    const struct office *o = site_heir(now, site_office(now, c->reform.office_id));
    web_see_other(w, str_fmt(w->a, "/desk/%.*s/admin/change", STR_ARG(o->code)));
    site_unref(now);
}

static struct reform_change *change_new(struct web *w)
{
    struct reform_change *c = ARENA_NEW(w->a, struct reform_change);
    c->by = (struct founder){.home = w->site->home, .actor = web_actor(w, w->office->id), .now = w->now,
                             .today = tz_day(w->site->tz, w->now)};
    c->site = w->site;
    c->reform.office_id = w->office->id;
    return c;
}

void admin_reform_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct problems p = {.n = 0};
    struct reform_change *c = change_new(w);
    int64_t since;
    if (!admin_reform_read(w, &c->reform)) {
        web_error(w, 400);
        return;
    }
    if (!reform_since(w->tx, w->office->id, c->by.today, &since, &e)) {
        web_failed(w, &e);
        return;
    }
    reform_check(w->site, &c->reform, since, &p);
    for (size_t i = 0; i < c->reform.n; i++) { // who comes along has to be this administrator's too
        const struct office *o = site_office_by_code(w->site, c->reform.party[i].code);
        if (o != NULL && !web_may(w, CAP_ADMIN, o->id)) {
            problem_add(&p, "party", N_("You do not administer this office."));
        }
    }
    if (c->reform.kind == REFORM_CHANGE && c->reform.draft.parent_id != 0 && w->office->id != w->site->root &&
        site_parent(w->site, w->office)->id != c->reform.draft.parent_id && !web_may(w, CAP_ADMIN, c->reform.draft.parent_id)) {
        problem_add(&p, "parent", N_("You do not administer this office."));
    }
    if (p.n > 0) {
        reply(w, 422, &p, NULL, NULL);
    } else if (!web_flag(w, "sure")) {
        reply(w, 200, NULL, &c->reform, NULL);
    } else {
        web_write(w, WEB_PUBLIC, do_it, c, back);
    }
}

void admin_reform_back_post(struct web *w)
{
    web_write(w, WEB_PUBLIC, do_take_back, change_new(w), back);
}
