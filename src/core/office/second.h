// second.h: the second pair of eyes: whose members look at something after the one who made it. Those of the office itself
// (and of the office whose department it is) come first; only where nobody else there can, the office above; where nobody
// there can either, the next one above.
#pragma once

#include "core/office/site.h"

enum {
    SECOND_APPROVES = 16,      // ROLE_HEAD, in one's own right or lent: what goes out under the office's name
    SECOND_MODERATES = 16 | 8, // ROLE_HEAD, ROLE_EDITOR: comments, as in the capability COMMENTS
    SECOND_PUBLISHES = 16 | 8, // the same: what needs no approval, as in the capability PRESS_PUBLISH
};

struct second {
    int64_t office_id; // at this office or a department of it; 0: nobody can
    bool above;        // it is not the office of the thing itself
};

// Who looks at a thing of `office_id` that `first_id` made (0: nobody is left out): the nearest office where another member
// who may sign in holds one of `roles` at `now`. *out is set on success.
MUST_USE bool second_find(struct tx *tx, const struct site *s, int64_t office_id, int64_t first_id, unsigned roles,
                          int64_t now, struct second *out, struct err *e);

// Is this member one of them? Never the first one, but see *out of second_find: where nobody can, nobody is.
MUST_USE bool second_is(struct tx *tx, const struct site *s, int64_t office_id, int64_t first_id, unsigned roles,
                        int64_t member_id, int64_t now, bool *yes, struct err *e);
