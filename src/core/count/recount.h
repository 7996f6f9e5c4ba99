// recount.h: counting everything anew, with the functions that count it as it happens, and comparing with the sums kept.
#pragma once

#include "core/count/tally.h"

// Calls found(arg, line) once for each sum that differs from what the rows say. One reading of all rows in one snapshot
// (a second for some hundred thousand), since sums move while rows do; memory for the sums only.
MUST_USE bool recount_compare(struct tx *tx, const struct site *s, void (*found)(void *arg, struct str line), void *arg,
                              struct err *e);

// Throw the sums away and count them anew, in the caller's transaction.
MUST_USE bool recount_store(struct tx *tx, const struct site *s, struct err *e);
