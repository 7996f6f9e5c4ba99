// once.h: taking in what a form or a program sends, once: a double click, a resend after a lost reply, and a crash between
// commit and reply all end with one row and the same reply.
//
// The sender's side makes an idempotency key (22 characters or more). With it comes, for 24 hours, the same reply; kept
// sealed under the key, so that the store cannot tell which reply belongs to which row's sender.
#pragma once

#include "base/err.h"
#include "base/str.h"
#include "db/db.h"

enum { ONCE_HOURS = 24 };

struct once {
    int64_t home;
    int64_t now;
    struct str key;       // STR_NONE: none given, then everything is fresh
    struct str key_hash;
    struct str body_hash; // to know a repeat from a misuse
    struct str reply;     // out of once_look: what was kept, when ONCE_REPEATED
};

// Of the key and the bytes of the request, in the arena. Like once_seal() it needs no store: it is done before the writer's turn.
struct once once_of(struct arena *a, int64_t home, struct str key, struct str body, int64_t now);

// The reply as it is kept; STR_NONE where there is no key.
struct str once_seal(struct arena *a, const struct once *o, struct str reply);

enum once_end {
    ONCE_ERROR = -1, // *e says why
    ONCE_FRESH = 0,
    ONCE_REPEATED,   // the same key and body
    ONCE_OTHER_BODY, // the same key with another body
};

MUST_USE enum once_end once_look(struct tx *tx, struct once *o, struct err *e);

// Keep the sealed reply, in the transaction that writes what it tells of.
MUST_USE bool once_keep(struct tx *tx, const struct once *o, struct str sealed, struct err *e);
