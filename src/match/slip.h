// slip.h: which word a token was meant to be, told by what it stands beside.
#pragma once

#include "match/index.h"

// A token and its neighbours in the query, as bare words. A hash of 0 is no neighbour; one that does not `tell` is a word of
// little weight, beside which anything may stand.
struct slip {
    struct str text;
    uint64_t self, left, right;
    bool left_tells, right_tells;
};

// READER. Does no item have the token beside one of its neighbours? False when it has none.
bool slip_suspected(const struct match *m, const struct slip *s);

// READER. The word one letter away from the token that belongs most to one of its neighbours (share of the rarer word's items
// that have both side by side), or VOCAB_NONE when none does.
uint32_t slip_meant(const struct match *m, const struct slip *s);
