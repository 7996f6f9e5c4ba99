// lend.c: see lend.h.
#include "core/office/lend.h"

#include "i18n/i18n.h"

bool lend_may(struct tx *tx, int64_t member_id, int64_t office_id, int64_t now, bool *may, struct err *e)
{
    struct roles_of_member_row *rows;
    size_t n;
    if (!q_roles_of_member(tx, member_id, now, &rows, &n, e)) {
        return false;
    }
    *may = false;
    for (size_t i = 0; i < n; i++) {
        *may = *may || (rows[i].office_id == office_id && str_eqz(rows[i].role, "head") && rows[i].lent_by == 0);
    }
    return true;
}

// Somebody of the office who may sign in, is not its head, and is not the lender.
static bool usable(struct tx *tx, const struct lending *l, int64_t now, bool *good, struct err *e)
{
    struct members_of_office_row *rows;
    size_t n;
    bool may;
    bool there = false;
    bool head;
    if (!q_members_of_office(tx, l->office_id, now, &rows, &n, e) || !lend_may(tx, l->lender_id, l->office_id, now, &may, e) ||
        !lend_may(tx, l->member_id, l->office_id, now, &head, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        there = there || (rows[i].id == l->member_id && rows[i].disabled_at == 0);
    }
    *good = may && there && !head && l->member_id != l->lender_id;
    return true;
}

bool lend_check(struct tx *tx, const struct lending *l, int64_t now, int64_t today, struct problems *p, struct err *e)
{
    bool good;
    if (!usable(tx, l, now, &good, e)) {
        return false;
    }
    if (!good) {
        problem_add(p, "to", N_("Choose a colleague of your office."));
    }
    if (l->from_day < today) {
        problem_add(p, "from", N_("Name today or a day that is still to come."));
    }
    if (l->until_day < l->from_day) {
        problem_add(p, "until", N_("It ends on its first day or later."));
    } else if (l->until_day - l->from_day >= LEND_DAYS_MAX) {
        problem_add(p, "until", N_("It ends within a year."));
    }
    return true;
}

bool lend_give(const struct founder *f, const struct site *s, const struct lending *l, struct err *e)
{
    int64_t since = tz_day_start(s->tz, l->from_day);
    return role_give(f, l->member_id, l->office_id, STR("head"), since < f->now ? f->now : since,
                     tz_day_start(s->tz, l->until_day + 1), l->lender_id, e);
}

bool lend_end(const struct founder *f, int64_t lender_id, int64_t loan_id, bool *ended, struct err *e)
{
    struct roles_lent_row *rows;
    size_t n;
    *ended = false;
    if (!q_roles_lent(f->tx, lender_id, f->now, &rows, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (rows[i].id == loan_id) {
            *ended = true;
            return role_end(f, loan_id, rows[i].office_id, e);
        }
    }
    return true;
}
