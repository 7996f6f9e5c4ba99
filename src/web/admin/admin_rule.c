// admin_rule.c: the rules of the house on an administrator's page: adding one, ending one.
#include "core/press/rule.h"
#include "web/admin/admin.h"

struct rule_change {
    struct founder by; // all but tx
    struct rule_draft draft;
    bool was_there;
};

static struct rule_change *change_new(struct web *w)
{
    struct rule_change *c = ARENA_NEW(w->a, struct rule_change);
    c->by = (struct founder){.home = w->site->home, .actor = web_actor(w, w->office->id), .now = w->now,
                             .today = tz_day(w->site->tz, w->now)};
    c->draft.office_id = w->office->id;
    c->draft.code = web_field(w, "code");
    return c;
}

static void back(struct web *w, void *arg)
{
    const struct rule_change *c = arg;
    if (!c->was_there) {
        web_error(w, 404);
        return;
    }
    web_see_other(w, str_fmt(w->a, "/desk/%.*s/admin#rules", STR_ARG(w->office->code)));
}

static enum tx_end do_add(struct tx *tx, void *arg, struct err *e)
{
    struct rule_change *c = arg;
    struct founder by = c->by;
    by.tx = tx;
    c->was_there = true;
    return rule_add(&by, &c->draft, e) ? TX_COMMIT : TX_FAILED;
}

void admin_rule_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct problems p = {.n = 0};
    struct house_rules rules;
    struct rule_change *c = change_new(w);
    c->draft.wording[LANG_VI] = web_field(w, "name_vi");
    c->draft.wording[LANG_EN] = web_field(w, "name_en");
    c->draft.replaces = web_flag(w, "replaces");
    if (!rules_load(w->tx, w->site, &rules, &e)) {
        web_failed(w, &e);
        return;
    }
    const struct house_rule *former = rule_at(w->site, &rules, w->office->id, c->draft.code);
    if (c->draft.replaces && (former == NULL || former->office_id != w->office->id)) {
        web_error(w, 404);
        return;
    }
    rule_check(w->site, &rules, &c->draft, &p);
    if (p.n > 0) {
        admin_reply(w, 422, &p, STR("rule"), STR(""));
        return;
    }
    web_write(w, WEB_PUBLIC, do_add, c, back);
}

static enum tx_end do_end(struct tx *tx, void *arg, struct err *e)
{
    struct rule_change *c = arg;
    struct founder by = c->by;
    by.tx = tx;
    return !rule_end(&by, c->draft.office_id, c->draft.code, &c->was_there, e) ? TX_FAILED
           : c->was_there                                                     ? TX_COMMIT
                                                                              : TX_ROLLBACK;
}

void admin_rule_end_post(struct web *w)
{
    web_write(w, WEB_PUBLIC, do_end, change_new(w), back);
}
