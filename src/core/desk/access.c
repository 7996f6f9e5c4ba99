// access.c: see access.h.
#include "core/desk/access.h"

#include "db/q_matter.h"
#include "db/q_message.h"

bool office_own(const struct site *s, int64_t id, int64_t office)
{
    const struct office *o = site_heir(s, site_office(s, id));
    while (o != NULL && o->id != office && (str_eq(o->kind, STR("department")) || str_eq(o->kind, STR("unit")))) {
        o = site_parent(s, o);
    }
    return o != NULL && o->id == office;
}

// What lay with a former office lies with the one that bears its duties.
static bool any_is(const struct site *s, const int64_t *offices, size_t n, int64_t office)
{
    int64_t now = site_heir_id(s, office);
    for (size_t i = 0; i < n; i++) {
        if (offices[i] == now) {
            return true;
        }
    }
    return false;
}

static bool any_at_or_above(const struct site *s, const int64_t *offices, size_t n, int64_t office)
{
    for (size_t i = 0; i < n; i++) {
        if (site_within(s, office, offices[i])) {
            return true;
        }
    }
    return false;
}

static bool any_within(const struct site *s, const int64_t *offices, size_t n, int64_t office)
{
    for (size_t i = 0; i < n; i++) {
        if (site_within(s, offices[i], office)) {
            return true;
        }
    }
    return false;
}

// Is one of them the office right above?
static bool any_above(const struct site *s, const int64_t *offices, size_t n, int64_t office)
{
    const struct office *o = site_heir(s, site_office(s, office));
    const struct office *above = o == NULL ? NULL : site_parent(s, o);
    return above != NULL && any_is(s, offices, n, above->id);
}

// The last word of the sender, at the receipt, about giving words and contact details to this office. Said of an office it
// holds for its departments, too.
static bool consented(struct tx *tx, const struct site *s, const struct message_row *m, int64_t office, bool *yes,
                      struct err *e)
{
    struct consents_of_message_row *list;
    size_t n;
    if (!q_consents_of_message(tx, s->home, m->id, &list, &n, e)) {
        return false;
    }
    *yes = false;
    for (size_t i = 0; i < n; i++) {
        if (office_own(s, office, site_heir_id(s, list[i].other_office_id))) {
            *yes = str_eq(list[i].kind, STR("consent_given"));
        }
    }
    return true;
}

static bool coordinates(struct tx *tx, const struct site *s, const int64_t *offices, size_t n, int64_t matter_id,
                        bool *yes, struct err *e)
{
    struct coordinators_of_matter_row *list;
    size_t count;
    if (!q_coordinators_of_matter(tx, s->home, matter_id, &list, &count, e)) {
        return false;
    }
    *yes = false;
    for (size_t i = 0; i < count; i++) {
        *yes = *yes || any_is(s, offices, n, list[i].office_id);
    }
    return true;
}

// What the owner of the matter, those who help and the office above may read, where the receiving office is another.
static bool access_by_matter(struct tx *tx, const struct site *s, const int64_t *offices, size_t n,
                             const struct message_row *m, const struct matter_row *matter, enum words_access *access,
                             struct err *e)
{
    bool yes = false;
    if (any_is(s, offices, n, matter->office_id)) {
        if (!consented(tx, s, m, matter->office_id, &yes, e)) {
            return false;
        }
        if (yes || m->may_show || office_own(s, matter->office_id, site_heir_id(s, m->office_id))) {
            *access = WORDS_OPEN;
            return true;
        }
    }
    if (!coordinates(tx, s, offices, n, matter->id, &yes, e)) {
        return false;
    }
    if (yes || (matter->contested > 0 &&
                (any_above(s, offices, n, m->office_id) || any_above(s, offices, n, matter->office_id)))) {
        *access = WORDS_RECORDED;
    }
    return true;
}

bool words_access(struct tx *tx, const struct site *s, const int64_t *offices, size_t n, const struct message_row *m,
                  const struct matter_row *matter, enum words_access *access, struct err *e)
{
    bool concerned = m->about_office_id != 0;
    bool here = any_is(s, offices, n, m->office_id);
    if (str_eq(m->state, STR("handed_over")) || // left to the receiving role, which has a page of its own
        (concerned && any_within(s, offices, n, m->about_office_id))) { // also who holds a role above as well
        *access = WORDS_NOT_THERE;
        return true;
    }
    if (here) {
        *access = WORDS_OPEN;
        return true;
    }
    *access = any_at_or_above(s, offices, n, m->office_id) ? WORDS_HIDDEN : WORDS_NOT_THERE;
    if (matter == NULL) {
        return true;
    }
    if (*access == WORDS_NOT_THERE && any_at_or_above(s, offices, n, matter->office_id) && !concerned) {
        *access = WORDS_HIDDEN;
    }
    return access_by_matter(tx, s, offices, n, m, matter, access, e);
}

bool contact_access(struct tx *tx, const struct site *s, const int64_t *offices, size_t n, const struct message_row *m,
                    const struct matter_row *matter, bool *open, struct err *e)
{
    enum words_access access;
    struct contact_get_row contact;
    if (!words_access(tx, s, offices, n, m, matter, &access, e)) {
        return false;
    }
    *open = access == WORDS_OPEN && any_is(s, offices, n, m->office_id);
    enum q_got kept = *open ? q_contact_get(tx, s->home, m->id, &contact, e) : Q_NONE;
    if (kept != Q_ROW || office_own(s, m->office_id, site_heir_id(s, contact.office_id))) {
        return kept != Q_ERROR;
    }
    return consented(tx, s, m, m->office_id, open, e);
}

bool matter_access(struct tx *tx, const struct site *s, const int64_t *offices, size_t n,
                   const struct matter_row *matter, bool *open, struct err *e)
{
    bool helps = false;
    if (!coordinates(tx, s, offices, n, matter->id, &helps, e)) {
        return false;
    }
    bool part = false; // the office took it in and gave it to a department of its own
    for (size_t i = 0; i < n; i++) {
        part = part || (offices[i] == site_heir_id(s, matter->number_office_id) && office_own(s, matter->office_id, offices[i]));
    }
    *open = helps || part || any_is(s, offices, n, matter->office_id) ||
            (matter->contested > 0 && any_above(s, offices, n, matter->office_id));
    return true;
}
