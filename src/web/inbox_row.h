// inbox_row.h: one message as the desk's pages show it, as far as the member may read it.
#pragma once

#include "web/inbox_view.h"

// With a pool: likely matters beside it, where the words may be read. On false the reply is made.
bool inbox_row(struct web *w, const struct message_row *m, enum words_access access, const struct likely_pool *pool,
               struct inbox_row *out) MUST_USE;

// A matter in a line, with its count of messages. On false the reply is made.
bool likely_row(struct web *w, const struct matter_row *m, struct likely_row *out) MUST_USE;
