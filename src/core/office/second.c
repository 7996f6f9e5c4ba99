// second.c: see second.h.
#include "core/office/second.h"

#include "auth/policy.h"
#include "core/desk/access.h"
#include "db/q_member.h"

_Static_assert((int)SECOND_APPROVES == (int)ROLE_HEAD && (int)SECOND_MODERATES == ((int)ROLE_HEAD | (int)ROLE_EDITOR),
               "the roles of auth/policy.h");

// A department and the office that it is part of are one house: the office at its top.
static const struct office *house_of(const struct site *s, const struct office *o)
{
    const struct office *top = o;
    while (o != NULL && office_own(s, top->id, o->id)) {
        top = o;
        o = site_parent(s, o);
    }
    return top;
}

// Does anybody but `first_id` (with `only`: does that member) hold one of the roles here?
static bool held(struct tx *tx, int64_t office_id, int64_t first_id, int64_t only, unsigned roles, int64_t now, bool *yes,
                 struct err *e)
{
    struct members_of_office_row *rows;
    size_t n;
    enum role role;
    if (!q_members_of_office(tx, office_id, now, &rows, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        bool who = only == 0 ? rows[i].id != first_id : rows[i].id == only;
        *yes = *yes || (who && rows[i].disabled_at == 0 && role_of(rows[i].role, &role) && ((unsigned)role & roles) != 0);
    }
    return true;
}

// From the office up to the top of its house.
static bool held_in_house(struct tx *tx, const struct site *s, const struct office *from, int64_t first_id, int64_t only,
                          unsigned roles, int64_t now, bool *yes, struct err *e)
{
    *yes = false;
    for (const struct office *o = from; o != NULL && !*yes && office_own(s, from->id, o->id); o = site_parent(s, o)) {
        if (!held(tx, o->id, first_id, only, roles, now, yes, e)) {
            return false;
        }
    }
    return true;
}

bool second_find(struct tx *tx, const struct site *s, int64_t office_id, int64_t first_id, unsigned roles, int64_t now,
                 struct second *out, struct err *e)
{
    const struct office *from = site_office(s, office_id);
    struct second found = {.office_id = 0};
    while (from != NULL && found.office_id == 0) {
        bool yes;
        const struct office *top = house_of(s, from);
        if (!held_in_house(tx, s, from, first_id, 0, roles, now, &yes, e)) {
            return false;
        }
        found.office_id = yes ? from->id : 0;
        from = yes ? from : site_parent(s, top);
        found.above = found.above || !yes;
    }
    *out = found;
    return true;
}

bool second_is(struct tx *tx, const struct site *s, int64_t office_id, int64_t first_id, unsigned roles, int64_t member_id,
               int64_t now, bool *yes, struct err *e)
{
    struct second at;
    *yes = false;
    if (member_id == first_id) {
        return true;
    }
    if (!second_find(tx, s, office_id, first_id, roles, now, &at, e)) {
        return false;
    }
    return at.office_id == 0 ||
           held_in_house(tx, s, site_office(s, at.office_id), first_id, member_id, roles, now, yes, e);
}
