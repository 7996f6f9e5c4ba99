// inbox.h: what a desk does with one message besides putting it into a matter: give it to another office, hand it over,
// take back the last step, record that its words were read. Runs in the caller's transaction; a caller rolls back on all
// but MATTER_SAVED.
#pragma once

#include "core/desk/matter.h"

// May a message be given to this office with its words? To the office's own departments, and anywhere else in the tree
// where its sender agreed to be shown in public. Else the way is a matter that is passed on as a summary (matter_pass_on):
// the words follow when the sender agrees.
bool inbox_may_move(const struct site *s, const struct message_row *m, int64_t to_office);

// Give a message of the inbox to another office. Contact details stay shut there until the sender agrees, and is asked at the
// receipt (access.h). MATTER_NOT_NOW when it is in the inbox no more or inbox_may_move says no.
MUST_USE enum matter_end inbox_move(const struct desk *d, const struct message_row *m, int64_t to_office, struct err *e);

// The office that took it in is no more: its heir has the message, words and all.
MUST_USE bool inbox_inherit(const struct desk *d, const struct message_row *m, int64_t heir, struct err *e);

// A complaint against a decision or a denunciation has a law of its own: the message leaves its matter, lists, search,
// grouping, publication and exports, and waits for the one role that receives such messages, at the office of the setting
// handover_office (else where it is). The sender reads that step at the receipt. kind: complaint or denunciation.
MUST_USE enum matter_end inbox_hand_over(const struct desk *d, const struct message_row *m, struct str kind, struct err *e);

// Take back what was done last with the message: out of its matter, back into the former one, or into the one it was taken
// out of. MATTER_NOT_NOW when there is nothing to take back.
MUST_USE enum matter_end inbox_undo(const struct desk *d, const struct message_row *m, struct err *e);

// The words are read by another office than the one that answers: an event, which the sender sees.
MUST_USE bool inbox_opened(const struct desk *d, const struct message_row *m, struct err *e);

// What was said to the sender on the telephone, in words that the receipt shows. Where the message is the only one of its
// matter, the matter is answered by it. MATTER_NOT_NOW for a message that is in no matter yet.
MUST_USE enum matter_end inbox_told(const struct desk *d, const struct message_row *m, struct str words, struct err *e);
