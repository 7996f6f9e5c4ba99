// told.h: what may be told in public of the sums of a calendar year: of every office, of the year, its halves and quarters,
// decided at once (see disclose.h), so that no small count can be worked out by subtracting offices from the whole, parts
// from their total, or quarters from a year; and so that a count is told alike wherever it is shown.
//
// Matters still open are those that were there, and came, less those that went: decided with both (stock.h), for the end of
// each quarter, and with the years before and after where one turns into the other.
//
// In public a quarter is the shortest period: those offered are sums of one another in one tree, and nothing else is.
#pragma once

#include "core/count/sums.h"

struct told; // in the arena

// May this period's figures go out at all?
bool told_may(const struct report_period *p);

// Decide for the year that the period lies in. `today`: quarters after it have not begun. ERR_CORRUPT: sums contradict
// each other.
MUST_USE bool told_read(struct told **out, struct tx *tx, const struct site *site, const struct report_period *p, int64_t today,
                        struct err *e);
bool told_holds(const struct told *t, const struct report_period *p); // does the period lie in its year?

// Mark what may be told of sums of such a period. How old those still open are, and whether overdue, is decided here, for
// their day.
MUST_USE bool told_mark(const struct told *t, struct sums *s, const struct report_period *p, struct err *e);
