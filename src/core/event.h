// event.h: one entry of what happened, written in the transaction that does it; the trace of everything.
//
// An event holds no words and no person. What was said stands in it only as a commitment, SHA-256(salt ‖ SHA-256(content)),
// whose salt and acting member are in a row of their own that can be erased. Numbers are gapless by home and rise in the
// order of commits.
//
// Canonical bytes (version 1): ten lines, each ended by '\n', absent values empty:
//   hoiam-event-1, home, number, kind, subject and its id joined by a space, reason, role, office, time, commitment in hex
#pragma once

#include "base/err.h"
#include "base/str.h"
#include "db/db.h"

enum event_kind {
#define EVENT(name, code, subject, step) EVENT_##name,
#include "core/event.def"
#undef EVENT
    EVENT_KINDS
};

// Who acts, and in which capacity. All empty: a sender, or the program itself.
struct actor {
    int64_t member_id;
    struct str role;
    int64_t office_id;
};

// What an event commits to and the salt that it does it with; both STR_NONE: nothing was said.
struct event_said {
    struct str salt;
    struct str commitment;
};

struct event_new {
    int64_t home;
    enum event_kind kind;
    int64_t subject_id;
    struct str reason;  // a code of lower-case letters, digits, '_', '.', '-'; STR_NONE for none
    struct actor actor;
    int64_t now;
    struct str content; // what was said, for the commitment; STR_NONE for none
    struct event_said said; // of the content, where event_say() worked it out before the transaction
};

// A salt drawn and the commitment worked out, in the arena.
struct event_said event_say(struct arena *a, struct str content);

const char *event_code(enum event_kind kind);

// The kind of a code, or EVENT_KINDS for one that this version does not know.
enum event_kind event_kind_of(struct str code);

// What a receipt's list of steps says of it: a msgid, or NULL where senders are not told.
const char *event_step(enum event_kind kind);

// Write the event. *number (may be NULL) gets its number.
MUST_USE bool event_add(struct tx *tx, const struct event_new *ev, int64_t *number, struct err *e);

// For a transaction that writes many: take the next n numbers, *first being the lowest. Each of them must be used, by
// event_add_at in the same transaction.
MUST_USE bool event_reserve(struct tx *tx, int64_t home, int64_t n, int64_t *first, struct err *e);
MUST_USE bool event_add_at(struct tx *tx, const struct event_new *ev, int64_t number, struct err *e);

// The canonical bytes of an event as stored in these columns, in the arena. Used for writing and, by `hoiam check`, for
// recomputing.
struct event_row;
struct str event_canonical(struct arena *a, const struct event_row *row);

enum { EVENT_SALT = 32, EVENT_HASH = 32 };
// SHA-256(salt ‖ SHA-256(content)) into out[EVENT_HASH].
void event_commitment(const unsigned char salt[EVENT_SALT], struct str content, unsigned char *out);
