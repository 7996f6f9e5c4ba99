// access.h: who may read the words of a message. Narrow by default: who holds a role at the receiving office itself; the
// office that answers, if it is that one or a department of it, else only after the sender agreed; a coordinating office;
// the office above once the matter is contested. A role held above sees that the message exists, never its words. The
// office that a message is about does not even see that; of what was handed over (complaints, denunciations) nobody does but
// the one receiving role, on its own page (capability HANDOVER).
#pragma once

#include "core/office/site.h"

struct message_row;
struct matter_row;

enum words_access {
    WORDS_NOT_THERE, // as if the message did not exist
    WORDS_HIDDEN,    // dates and figures, not the words
    WORDS_OPEN,      // to the office that answers
    WORDS_RECORDED,  // open, and each reading is an event
};

// What a member whose roles are held at `offices` may see of a message, which is in `matter` (NULL: in the inbox).
// *access is set on success.
MUST_USE bool words_access(struct tx *tx, const struct site *s, const int64_t *offices, size_t n, const struct message_row *m,
                           const struct matter_row *matter, enum words_access *access, struct err *e);

// May a member read the desk's side of a matter: notes, summaries, drafts? Those of the office that answers, of the one whose
// department it is, and of one that helps, and of the office above once the matter is contested; who is further above sees
// dates, states and titles only. *open is set on success.
MUST_USE bool matter_access(struct tx *tx, const struct site *s, const int64_t *offices, size_t n,
                            const struct matter_row *matter, bool *open, struct err *e);

// Is `id` the office itself or a department or unit of it, at any depth?
bool office_own(const struct site *s, int64_t id, int64_t office);
