// begin.c: see begin.h.
#include "core/office/begin.h"

#include "db/q_member.h"
#include "db/q_site.h"
#include "i18n/i18n.h"

bool begin_state(struct tx *tx, enum begun *out, struct err *e)
{
    struct home_row home;
    struct member_any_row member;
    enum q_got founded = q_home_get(tx, &home, e);
    enum q_got staffed = founded == Q_ROW ? q_member_any(tx, &member, e) : founded;
    if (staffed == Q_ERROR) {
        return false;
    }
    *out = founded == Q_NONE ? BEGUN_NOTHING : staffed == Q_NONE ? BEGUN_OFFICE : BEGUN_STAFFED;
    return true;
}

void begin_check(struct beginning *b, struct problems *p)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    const struct tz *tz;
    office_check(NULL, &b->root, p);
    if (tz_load(&a, str_z(&a, b->timezone), &tz, &e)) {
        b->today = tz_day(tz, b->now);
    } else {
        problem_add(p, "timezone", N_("There is no such time zone; it is written like Asia/Ho_Chi_Minh."));
    }
    arena_free(&a);
}

bool begin_office(struct tx *tx, const struct beginning *b, struct founder *by, int64_t *root, struct err *e)
{
    int64_t home;
    if (!site_found(tx, &b->root, b->lang, b->timezone, b->now, b->today, &home, root, e)) {
        return false;
    }
    *by = (struct founder){.tx = tx, .home = home, .now = b->now, .today = b->today};
    return b->contact_key.n == 0 || setting_set(by, *root, SETTING_CONTACT_KEY, b->contact_key, e);
}

bool begin_member(const struct founder *f, const struct member_draft *d, int64_t office_id, const struct str *roles, size_t n,
                  int64_t *id, struct err *e)
{
    if (!member_add(f, d, id, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!role_give(f, *id, office_id, roles[i], f->now, 0, 0, e)) {
            return false;
        }
    }
    return true;
}
