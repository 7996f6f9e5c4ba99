// tally_sums.h: contributions to the sums, gathered in memory and stored together: a transaction that adds a thousand rows
// then touches each sum once.
#pragma once

#include "core/count/tally.h"

struct tally_sums;

struct tally_sums *tally_sums_new(void);
void tally_sums_free(struct tally_sums *t); // NULL is allowed

// A tally_sink; arg is a struct tally_sums.
bool tally_to_sums(void *arg, int64_t day, int64_t office_id, enum measure m, struct str part, int64_t n, struct err *e);

// Add all that was gathered to the store's sums, by day and by month, in the order of their key.
MUST_USE bool tally_sums_store(struct tally_sums *t, struct tx *tx, const struct site *s, struct err *e);
