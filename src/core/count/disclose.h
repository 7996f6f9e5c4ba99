// disclose.h: which counts of a table may go out, so that no small one can be worked out.
//
// A table is cells and sums over them (a total is the sum of its parts; a cell may stand in several sums: its row, its
// column, the one above). Counts of 1 to 4 are not told: they read "<5". Where a reader could work one out from the cells
// around it, further cells are hidden, the smallest that suffices. What readers are taken to know: every cell shown; that
// "<5" means 1 to 4; and, worse than most, that a cell hidden beside one is at least 5. No hidden cell keeps only one
// possible value then. Shown as evidence: for each hidden cell the engine holds another table, with another count in it,
// that looks the same from outside.
//
// After: W. Kelly, B. Golden, A. Assad, "Cell suppression: disclosure protection for sensitive tabular data", Networks 22
// (1992): in a table with margins every other solution differs by cycles of +1 and -1.
#pragma once

#include "base/arena.h"
#include "base/base.h"

enum { DISCLOSE_SMALL = 5 }; // the least count that is told; also the least that a median or mean needs

enum shown {
    SHOWN_COUNT,  // as it is
    SHOWN_SMALL,  // "<5"
    SHOWN_HIDDEN, // not told
};

enum disclose_rule {
    DISCLOSE_ASK,    // the rule decides
    DISCLOSE_SPARE,  // the same, but hidden for the sake of another only when nothing else helps
    DISCLOSE_PUBLIC, // rests on rows that everybody can read and count: always shown
    DISCLOSE_KNOWN,  // shown elsewhere already: cannot be hidden any more
    DISCLOSE_KEPT,   // hidden elsewhere, as `shown` says
};

struct disclose; // in the arena

struct disclose *disclose_new(struct arena *a);

// Add a cell; returns its number. `shown` matters for DISCLOSE_KEPT alone. Counts are not negative.
uint32_t disclose_cell(struct disclose *d, int64_t n, enum disclose_rule rule, enum shown shown);

// cells[total] is the sum of the n parts. A sum that does not add up is a bug.
void disclose_sum(struct disclose *d, uint32_t total, const uint32_t *parts, size_t n);

// Decide. False when a cell could not be protected because all around it was DISCLOSE_KNOWN or DISCLOSE_PUBLIC: the
// caller shows nothing of the table. Afterwards:
bool disclose_protect(struct disclose *d) MUST_USE;
enum shown disclose_shown(const struct disclose *d, uint32_t cell);

// The least that the cell may be for all that a reader knows, the worst being assumed: 1 for "<5", 5 for a hidden one, or
// 0 where a smaller one had to be hidden so.
int64_t disclose_least(const struct disclose *d, uint32_t cell);
