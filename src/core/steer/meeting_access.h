// meeting_access.h: who reads what of a meeting: the office that called it everything, who is invited what is for them, the
// office above that it takes place.
#pragma once

#include "core/steer/meeting.h"

enum meeting_access {
    MEETING_ABSENT,
    MEETING_LISTED, // from above: when, where, what about, how it stands
    MEETING_INVITED, // and who else, agenda, papers; conclusions once they are confirmed
    MEETING_WHOLE,  // and what is a draft
};

// What somebody with a role at these offices reads of it. An office has what its departments have.
MUST_USE bool meeting_access(struct tx *tx, const struct site *s, const int64_t *offices, size_t n,
                             const struct meeting_row *m, enum meeting_access *out, struct err *e);
