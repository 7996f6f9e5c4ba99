// access.h: who may read the words of a message, and who may open its contact details. Narrow by default: who holds a role at
// the receiving office itself; the office that answers, if it is that one or a department of it, else only after the sender
// agreed; a coordinating office; the office above once the matter is contested. A role held above sees that the message
// exists, never its words. The office that a message is about does not even see that; of what was handed over (complaints,
// denunciations) nobody does but the one receiving role, on its own page (capability HANDOVER).
//
// However a message or its matter changes hands, this is what the next office reads and opens:
//
//   way                                   words                                    contact details
//   message given to a department         open: it is the same office              open
//   message moved to another office       only such as may be shown in public move after the sender's yes at the receipt
//   matter assigned to a department       open                                     to the office that took it in
//   matter passed on to another office    a summary; the words after the sender's  to the office that took it in
//                                         yes, or if they may be shown
//   message joined to another's matter    the same                                 the same
//   coordinating office                   open, each reading an event              never
//   office above, once contested          open, each reading an event              never
//   the office is no more: its heir       as to the former one                     as to the former one
//
// Words that may be shown in public may be read by the office that has them in hand, since it publishes them; contact details
// were left to one office, and no tick on the form gives them to another.
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

// May a member whose roles are held at `offices` open the contact details? Where none are kept: could they? *open is set on
// success.
MUST_USE bool contact_access(struct tx *tx, const struct site *s, const int64_t *offices, size_t n, const struct message_row *m,
                             const struct matter_row *matter, bool *open, struct err *e);

// May a member read the desk's side of a matter: notes, summaries, drafts? Those of the office that answers, of the one whose
// department it is, and of one that helps, and of the office above once the matter is contested; who is further above sees
// dates, states and titles only. *open is set on success.
MUST_USE bool matter_access(struct tx *tx, const struct site *s, const int64_t *offices, size_t n,
                            const struct matter_row *matter, bool *open, struct err *e);

// Is `id` the office itself or a department or unit of it, at any depth?
bool office_own(const struct site *s, int64_t id, int64_t office);
