// task_access.c: see task_access.h.
#include "core/steer/task_access.h"

#include "core/desk/access.h"
#include "db/q_task.h"

static bool steers_for_above(const struct office *o)
{
    return str_eqz(o->kind, "department") || str_eqz(o->kind, "unit") || str_eqz(o->kind, "committee");
}

const struct office *task_reach(const struct site *s, int64_t giver)
{
    const struct office *o = site_heir(s, site_office(s, giver));
    while (o != NULL && steers_for_above(o) && site_parent(s, o) != NULL) {
        o = site_parent(s, o);
    }
    return o;
}

bool task_may_lead(const struct site *s, int64_t giver, int64_t lead)
{
    const struct office *top = task_reach(s, giver);
    const struct office *o = site_office(s, lead);
    bool above = site_within(s, giver, lead) && site_heir_id(s, giver) != lead;
    return top != NULL && o != NULL && o->heir < 0 && !above && site_within(s, lead, top->id);
}

bool task_may_follow(const struct site *s, int64_t giver, int64_t follower)
{
    const struct office *top = task_reach(s, giver);
    const struct office *o = site_office(s, follower);
    return top != NULL && o != NULL && o->heir < 0 && site_within(s, follower, top->id);
}

bool task_offices(struct tx *tx, const struct task_row *t, int64_t **list, size_t *n, struct err *e)
{
    struct task_coordinators_row *with;
    size_t n_with;
    if (!q_task_coordinators(tx, t->home_id, t->id, &with, &n_with, e)) {
        return false;
    }
    int64_t *out = ARENA_ARRAY(tx_arena(tx), int64_t, n_with + 3);
    out[0] = t->lead_id;
    out[1] = t->office_id;
    out[2] = t->follower_id;
    for (size_t i = 0; i < n_with; i++) {
        out[3 + i] = with[i].office_id;
    }
    *list = out;
    *n = n_with + 3;
    return true;
}

bool task_part(const struct site *s, const int64_t *mine, size_t n_mine, const int64_t *offices, size_t n)
{
    for (size_t i = 0; i < n_mine; i++) {
        for (size_t j = 0; j < n; j++) {
            if (office_own(s, offices[j], mine[i])) {
                return true;
            }
        }
    }
    return false;
}
