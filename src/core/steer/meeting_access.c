// meeting_access.c: see meeting_access.h.
#include "core/steer/meeting_access.h"

#include "core/desk/access.h"
#include "db/q_meeting.h"

static bool is_one_of(const struct site *s, int64_t office, const int64_t *offices, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (office_own(s, office, offices[i])) {
            return true;
        }
    }
    return false;
}

bool meeting_access(struct tx *tx, const struct site *s, const int64_t *offices, size_t n, const struct meeting_row *m,
                    enum meeting_access *out, struct err *e)
{
    struct meeting_invited_of_row *guests;
    size_t n_guests;
    enum meeting_access got = MEETING_ABSENT;
    if (is_one_of(s, m->office_id, offices, n)) {
        *out = MEETING_WHOLE;
        return true;
    }
    if (!q_meeting_invited_of(tx, m->home_id, m->id, &guests, &n_guests, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        got = site_within(s, m->office_id, offices[i]) ? MEETING_LISTED : got;
    }
    for (size_t i = 0; i < n_guests; i++) {
        got = is_one_of(s, guests[i].office_id, offices, n) ? MEETING_INVITED : got;
    }
    *out = got;
    return true;
}
