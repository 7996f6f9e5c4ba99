// first_hour.c: see first_hour.h.
#include "core/office/first_hour.h"

#include "core/press/rule.h"
#include "db/q_member.h"
#include "db/q_site.h"

static bool is_set(const struct site *s, enum setting which)
{
    return site_setting(s, s->root, which).n > 0;
}

static bool any_subject(const struct site *s)
{
    bool any = false;
    for (size_t i = 0; i < s->n_categories && !any; i++) {
        any = s->categories[i].until_at == 0;
    }
    return any;
}

static bool any_rule(struct tx *tx, const struct site *s, bool *any, struct err *e)
{
    struct house_rules rules;
    *any = false;
    if (!rules_load(tx, s, &rules, e)) {
        return false;
    }
    for (size_t i = 0; i < rules.n; i++) {
        *any = *any || rules.list[i].until_at == 0;
    }
    return true;
}

// Did the last drill go well?
static bool drilled(struct tx *tx, bool *well, struct err *e)
{
    struct upkeep_latest_row *rows;
    size_t n;
    *well = false;
    if (!q_upkeep_latest(tx, &rows, &n, e)) {
        return false;
    }
    size_t i = 0;
    while (i < n && !str_eqz(rows[i].kind, "drill")) {
        i++;
    }
    *well = i < n && rows[i].good;
    return true;
}

bool first_hour_load(struct tx *tx, const struct site *s, bool drills, int64_t now, struct first_hour *out, struct err *e)
{
    struct member_working_row somebody;
    struct first_hour f = {.away = site_setting_flag(s, s->root, SETTING_FIRST_HOUR)};
    f.done[FIRST_OFFICE] = is_set(s, SETTING_PHONE) || is_set(s, SETTING_ADDRESS);
    f.done[FIRST_LOOKS] = s->logo.hash.n > 0 || is_set(s, SETTING_ACCENT);
    f.done[FIRST_SUBJECTS] = any_subject(s);
    f.done[FIRST_LAWS] = is_set(s, SETTING_COMPLAINTS) &&
                         site_office_named(s, site_setting(s, s->root, SETTING_HANDOVER_OFFICE)) != NULL;
    f.done[FIRST_MAIL] = is_set(s, SETTING_SMTP_URL) && is_set(s, SETTING_MAIL_FROM) && is_set(s, SETTING_BASE_URL);
    enum q_got staffed = q_member_working(tx, now, &somebody, e);
    if (staffed == Q_ERROR || !any_rule(tx, s, &f.done[FIRST_RULES], e) || !drilled(tx, &f.done[FIRST_BACKUPS], e)) {
        return false;
    }
    f.done[FIRST_STAFF] = staffed == Q_ROW;
    f.done[FIRST_BACKUPS] = f.done[FIRST_BACKUPS] || !drills;
    for (size_t i = 0; i < FIRST_STEPS; i++) {
        f.left += f.done[i] ? 0 : 1;
    }
    *out = f;
    return true;
}
