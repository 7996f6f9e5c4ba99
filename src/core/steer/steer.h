// steer.h: what the rooms of steering share: documents, meetings, tasks and reports change in the same way.
#pragma once

#include "core/desk/matter.h"
#include "core/event.h"

// How an operation ended. A caller rolls back on all but STEER_SAVED.
enum steer_end {
    STEER_ERROR = -1, // *e says why
    STEER_SAVED = 0,
    STEER_STALE,   // someone saved meanwhile
    STEER_NOT_NOW, // its state does not allow it
};

// A text of a form: trimmed, never STR_NONE; a problem when it is longer than max bytes, or missing where it must be
// given.
void steer_check_text(struct str *s, size_t max, bool must, const char *field, const char *missing,
                      const char *too_long, struct problems *p);

// The event of what was done to a thing of d's site, without words; reason: a code, or STR_NONE.
MUST_USE bool steer_event(const struct desk *d, enum event_kind kind, int64_t id, struct str reason, struct err *e);
