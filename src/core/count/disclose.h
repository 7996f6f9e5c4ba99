// disclose.h: which counts may go out, so that no small one can be worked out from the others: cell suppression.
//
// What is published of a kind of count is a table with three sides, each with its sums: places (the office tree), times (a
// year, its halves, its quarters), and keys (a total and its parts, split in one or several ways). A reader can subtract
// along every side: months from quarters, offices from the whole, parts from their total.
//
// Method. Counts of 1 to 4 read "<5" (primary suppression, threshold rule). For each of them, and for every other count
// that is hidden for its sake, the engine finds another table that looks the same from outside but in which it is one more
// or one less. Such a table is made of a walk through each side: +1 at a place and -1 at another of the same sum, or +1 on
// the whole way up to the root; the same among times and keys; the cells moved are the product of the three walks, their
// signs multiplied, so every sum of every side still adds up by construction. All cells moved must be hidden: of the walks
// found, the one is taken that costs least (secondary suppression), where large counts, sums, years and totals cost more.
// One pass suffices, because hiding more never takes such a table away. Nobody can narrow a hidden cell to one value then,
// whatever is subtracted from what.
//
// What readers are taken to know: every cell told; that "<5" means 1 to 4; that what has not begun is nothing; and, worse
// than most, of a hidden count of 5 or more that it is not below 5.
//
// Relations between tables (what is still there is what was there, and came, less what went): stock.h.
//
// After: A. Hundepool et al., "Statistical Disclosure Control", Wiley 2012, chapter 4 (threshold rule, secondary
// suppression, linked and hierarchical tables); J. Castro, "Recent advances in optimization techniques for statistical
// tabular data protection", EJOR 216 (2012); W. Kelly, B. Golden, A. Assad, "Cell suppression: disclosure protection for
// sensitive tabular data", Networks 22 (1992): in a table with margins every other solution differs by cycles of +1, -1.
#pragma once

#include "base/arena.h"
#include "base/base.h"

enum { DISCLOSE_SMALL = 5 }; // the least count that is told; also the least that a median or mean needs

// A count of which some rows are listed one by one, so that what is left is had by subtraction. 1 to 4 others are never told
// exactly, nor which number from 1 to 4 they are: LISTED_FEW reads "<5", LISTED_MORE more than are listed.
enum listed { LISTED_COUNT, LISTED_FEW, LISTED_MORE };
enum listed disclose_listed(int64_t n, int64_t listed);

enum { DISCLOSE_PARTITIONS = 3 }; // at most

enum shown {
    SHOWN_COUNT,  // as it is
    SHOWN_SMALL,  // "<5"
    SHOWN_HIDDEN, // not told
};

// Nodes in preorder, the root first; a node that has any below it is the sum of those right below.
struct disclose_tree {
    size_t n;
    const uint32_t *parent; // parent[i] < i; that of the root is not looked at
};

struct disclose_table {
    struct disclose_tree places;
    struct disclose_tree times;
    const bool *fixed;        // by time, of leaves: not begun yet, so everybody knows it; NULL for none
    size_t n_keys;            // key 0 is the total
    const uint8_t *partition; // by key; 0 for the total, the parts of a partition add up to it
    size_t n_partitions;
    int64_t *n;               // by place, time and key, see disclose_at; not negative
    enum shown *shown;        // the same. What is hidden before stays so
    bool *safe;               // the same: hidden, and known to be another in some table that looks the same; NULL: none yet
    struct disclose_table *twin; // NULL: none. Of the same places and times, without parts: totals of both move together, so
                                 // that the one less the other is always the same (stock.h)
    bool totals_stand;        // only parts move, and of a hidden one readers know nothing (all totals are decided elsewhere)
};

size_t disclose_at(const struct disclose_table *t, size_t place, size_t time, size_t key);

// From the parts at the leaves of both trees (from the total, where there are no partitions) fill in all the rest. False
// when two partitions add up to different totals.
bool disclose_add_up(struct disclose_table *t) MUST_USE;

// Decide, into `shown`, of the table and its twin. `a` is for working memory and for `safe`.
void disclose_protect(struct arena *a, struct disclose_table *t);
