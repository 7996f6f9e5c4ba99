// import_values.h: words that other systems use in a column, and what they mean here.
#pragma once

#include "base/str.h"

// Does the status mean that the thing is closed? The words are listed in docs/guide/import.md; anything else means open.
bool status_is_closed(struct str status);

// The channel of a word in English or Vietnamese; STR_NONE for one that is not known.
struct str channel_of(struct str word);

// yes, true, 1, x, có … in either case.
bool means_yes(struct str word);

// A coordinate in degrees as 1e-6 degrees, with a point or a comma. False: no number, or beyond `limit` degrees.
bool degrees_e6(struct str s, int limit, int64_t *out) MUST_USE;

// What the values of a column came to: each different one once, with a number kept beside it.
struct seen;
struct seen *seen_new(void);
void seen_free(struct seen *s);
// The number kept for this value, to read or change; *fresh: it is met for the first time (0 then).
int64_t *seen_at(struct seen *s, struct str value, bool *fresh);
size_t seen_count(const struct seen *s);
struct str seen_nth(const struct seen *s, size_t i, int64_t *number); // in the order in which they were met
void seen_clear(struct seen *s);
