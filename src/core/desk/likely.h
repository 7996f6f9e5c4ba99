// likely.h: which matters of an office a new message may belong to, by the words that it shares with their titles.
#pragma once

#include "core/office/site.h"
#include "db/q_rows.h"

enum { LIKELY_MAX = 3 };

// The matters of one office, taken apart into words once for a whole page of messages.
struct likely_pool;
MUST_USE bool likely_load(struct tx *tx, const struct site *s, int64_t office_id, struct likely_pool **out, struct err *e);

// At most LIKELY_MAX matters, the likeliest first; returns how many. Never one that is about another office than the
// message is. The rows belong to the pool.
size_t likely_find(const struct likely_pool *pool, const struct message_row *m, const struct matter_row *out[LIKELY_MAX]);
