// inbox_row.h: one message as the desk's pages show it, as far as the member may read it.
#pragma once

#include "web/desk/inbox_view.h"

// With `likely`: what it may belong to beside it, where the words may be read. On false the reply is made.
bool inbox_row(struct web *w, const struct message_row *m, enum words_access access, const struct likely *likely,
               struct inbox_row *out) MUST_USE;

// A matter in a line, with its count of messages. On false the reply is made.
bool likely_row(struct web *w, const struct matter_row *m, struct likely_row *out) MUST_USE;

// What each of the messages in the inbox of the office may belong to, as this member may read it: (*out)[0..n). On false the
// reply is made.
bool inbox_likely(struct web *w, int64_t office_id, const struct message_row *rows, size_t n, struct likely **out) MUST_USE;
