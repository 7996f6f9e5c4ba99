// diff.h: what changed between two texts, by words: the shortest way from one to the other (E. W. Myers, "An O(ND) Difference
// Algorithm and Its Variations", Algorithmica 1, 1986).
//
// A word is what stands between blanks; a run of blanks and each ASCII punctuation mark are words of their own. Any bytes are
// safe to give. The work is bounded: texts that differ in more than DIFF_EDITS_MAX words come back with what begins and ends
// alike, and the middle as one text left out and one put in.
#pragma once

#include "base/arena.h"
#include "base/str.h"

enum { DIFF_EDITS_MAX = 1000 };

enum diff_op { DIFF_SAME, DIFF_DELETED, DIFF_INSERTED };

struct diff_run {
    enum diff_op op;
    struct str text; // of `now` where it is the same or inserted, of `was` where it is deleted
};

struct diff {
    struct diff_run *runs; // in the arena; neighbours differ in op; of a change, what is deleted comes first
    size_t n;
    bool exact;            // false: more than DIFF_EDITS_MAX, see above
};

// Same and deleted runs one after the other are `was`, same and inserted ones are `now`, byte for byte.
struct diff diff_words(struct arena *a, struct str was, struct str now);
