// erasure.h: words that go for good: taken back by their sender, or erased by the office for a legal reason of a short public
// list (erasure_reason.def), which one member asks for and the administrator, another one, agrees to.
//
// What goes, in one transaction: the words and the place, all that was said at the receipt, the salts of what was committed
// to, contact details and unsent notices, the leave to show; and of matters that hold no other words, what staff wrote for
// themselves: working title, notes, summaries. What stays: that a message came, when, where to and about which subject, the
// steps, the counts, and what the office said: its answers, public titles, due dates and outcomes.
// The indexes follow the event message.erased (core/press/finder.h) and leave nothing on the disk.
#pragma once

#include "core/desk/matter.h"

enum erasure_reason {
#define ERASURE(name, code, by_desk, words) ERASURE_##name,
#include "core/intake/erasure_reason.def"
#undef ERASURE
    ERASURE_REASONS
};
enum erasure_reason erasure_reason_of(struct str code); // ERASURE_REASONS when unknown
const char *erasure_reason_code(enum erasure_reason r);
const char *erasure_reason_words(enum erasure_reason r); // msgid
bool erasure_reason_by_desk(enum erasure_reason r);      // may an office ask for it?

// Take back: at once. What the desk had asked for meanwhile is done with it.
MUST_USE bool erasure_by_sender(const struct desk *d, const struct message_row *m, struct err *e);

enum erasure_end {
    ERASURE_ERROR = -1,  // *e says why
    ERASURE_SAVED = 0,
    ERASURE_NOT_NOW,     // nothing is left to erase, it is asked for already, or it was handed over
    ERASURE_SAME_MEMBER, // who asked does not agree to it as well
};

// The desk asks; the sender reads that at the receipt. The caller has seen that the member may read the words.
MUST_USE enum erasure_end erasure_ask(const struct desk *d, const struct message_row *m, enum erasure_reason r, struct err *e);

// The second member, who need not read the words, agrees or not.
MUST_USE enum erasure_end erasure_decide(const struct desk *d, int64_t message_id, bool agreed, struct err *e);
