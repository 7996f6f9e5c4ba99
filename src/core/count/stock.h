// stock.h: which counts of what is still there may go out. What is there at the end of a time is what was there before, and
// came in it, less what went: whoever reads all of these can work out one of them, and the small ones among them first.
//
// Method. What came and what went are tables (disclose.h) that are each other's twins: what hides their own small counts
// moves both alike and leaves what is still there as it is. A small count of what is still there is hidden here: for it
// another world is found in which there is one more or one less of it at that one moment, because one more came, or one
// less went, in the time before it, and the other way round in the time after it. All cells that are moved are hidden, in
// three tables and in both times; of the ways found the one is taken that costs least. So every sum, and this relation
// too, still adds up; which is why hiding more afterwards never takes such a world away.
//
// Two years: where the time before and the one after are of two years, both years' tables must be decided with the same
// answer. It therefore rests on the counts of the two years alone, on nothing that was hidden for other reasons.
#pragma once

#include "core/count/disclose.h"

// The time before, or after, a moment: its leaf in a year's tables of what came and what went. in NULL: nothing comes after.
struct stock_time {
    struct disclose_table *in, *out; // with `safe`
    uint32_t leaf;
};

// What was moved together: +1 (by) along a walk of places.
struct stock_move {
    uint32_t *at;
    int8_t *sign;
    size_t n;
    int by;
};

struct stock {
    struct disclose_tree places;
    const int64_t *n;   // by place: what is still there at the moment; added up
    enum shown *shown;  // by place; what is hidden before stays so
    bool *safe;         // the same
    struct stock_time before, after;
    struct stock_move *moves; // what was found
    size_t n_moves;
};

// Decide. `a` is for working memory and for the moves.
void stock_protect(struct arena *a, struct stock *s);

// The parts of what is still there (how old, overdue or not), a table of one time whose totals are those of `s`: what the
// totals hide moves a part of each partition along, and small parts hide others.
void stock_protect_parts(struct arena *a, const struct stock *s, struct disclose_table *parts);

// A year of quarters, between the year before and the one after: what was there when it began and ended is of two years.
enum { STOCK_YEARS = 3, STOCK_THIS = 1, STOCK_QUARTERS = 4 };

struct stock_years {
    struct disclose_tree places;
    int64_t *before;                             // by place, added up: what was there when all of these years began
    struct disclose_table *in[STOCK_YEARS], *out[STOCK_YEARS]; // added up, with `safe`
    int begun[STOCK_YEARS];                      // how many quarters have
    const uint32_t *quarter;                     // their leaves
    struct stock stocks[STOCK_QUARTERS + 1];     // at the end of the year before and of each quarter; places.n 0: not begun
};

// Decide of what came, what went and what is still there in the middle year, all at once. False: more went than was there.
bool stock_decide(struct arena *a, struct stock_years *y) MUST_USE;
