// lend.h: a head lends their approval to a colleague of the same office for some days (ký thay): the role of a head, with
// its end, and who lent it. It works by itself from its first moment to its last: whoever asks for roles asks for those of now.
// It never outlasts what it rests on: that the lender is head there in their own right and may sign in, and that who got it
// works there.
#pragma once

#include "core/office/founding.h"
#include "db/q_member.h"

enum { LEND_DAYS_MAX = 366 };

struct lending {
    int64_t lender_id;
    int64_t office_id; // where they are head
    int64_t member_id; // to whom
    int64_t from_day;  // local days, both included
    int64_t until_day;
};

// Is this member head of the office in their own right today? What is lent is not lent on.
MUST_USE bool lend_may(struct tx *tx, int64_t member_id, int64_t office_id, int64_t now, bool *may, struct err *e);

// What is wrong with it, by the fields to from until. false: the store could not be asked.
MUST_USE bool lend_check(struct tx *tx, const struct lending *l, int64_t now, int64_t today, struct problems *p, struct err *e);

// Lend it, once it has been checked; with the event of a role that is given.
MUST_USE bool lend_give(const struct founder *f, const struct site *s, const struct lending *l, struct err *e);

// End one of their loans now. One that is over, or not theirs, stays as it is: *ended false.
MUST_USE bool lend_end(const struct founder *f, int64_t lender_id, int64_t loan_id, bool *ended, struct err *e);
