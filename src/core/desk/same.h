// same.h: what the desk decided of a message and a matter: the same thing, or not. Decisions bind for ever, stand in the
// store, and are what the program's suggestions are measured by. Runs in the caller's transaction.
#pragma once

#include "core/desk/matter.h"

enum { SAME_NOT_SUGGESTED = -1 };

// `likeness` is what the matter was suggested with, 0…1000, or SAME_NOT_SUGGESTED. Ends what was decided of the two before.
MUST_USE bool same_decide(const struct desk *d, const struct message_row *m, int64_t matter_id, bool same, int likeness,
                          struct err *e);

// "Not the same", by itself: with its event. A later joining decides otherwise.
MUST_USE enum matter_end same_refuse(const struct desk *d, const struct message_row *m, int64_t matter_id, int likeness,
                                     struct err *e);

// Takes the last refusal back. MATTER_NOT_NOW when there is none.
MUST_USE enum matter_end same_unrefuse(const struct desk *d, const struct message_row *m, struct err *e);

// Taken back: nothing is decided of the two any more.
MUST_USE bool same_forget(const struct desk *d, const struct message_row *m, int64_t matter_id, struct err *e);

// How the suggestions at an office were decided, and what follows from it. Suggestions begin at the lowest tenth of
// likeness that is not mostly refused: at half, or above a tenth with SAME_FEW decisions or more of which less than a
// fifth were "the same". Nearly the same words join by themselves (where the office lets them at all) from the likeness
// on, at 0.8 or above, from which SAME_ENOUGH or more were decided (SAME_FEW of them in its own tenth) and at least 98 of
// 100 were "the same"; before that only identical words do.
enum { SAME_FEW = 20, SAME_ENOUGH = 50, SAME_PRECISE = 98, SAME_SUGGESTED = 500, SAME_NEVER = 1001 };
struct same_measure {
    int64_t same, not_same;
    int suggest_from; // thousandths
    int join_from;    // thousandths; SAME_NEVER: too few decisions, or not precise enough
};
MUST_USE bool same_measure(struct tx *tx, int64_t home, int64_t office_id, struct same_measure *out, struct err *e);

// The arithmetic of it, over `n[i]` decisions, `same[i]` of them "the same", of suggestions of i to i + 1 tenths; [10] is 1.
void same_reckon(const int64_t n[11], const int64_t same[11], struct same_measure *out);
