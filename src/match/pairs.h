// pairs.h: likeness of pairs of texts that stand in no index; rarity is counted over the texts of the pairs themselves.
#pragma once

#include "match/likeness.h"

struct pairs_text {
    struct str a, b;
};

// The likeness of each pair, in order, into out[0..n). Fails only as abbrev_new does.
MUST_USE bool pairs_likeness(const struct pairs_text *v, size_t n, struct likeness *out, struct err *e);

// At or above it a reader would call two texts the same; fitted with the coefficients.
#define PAIRS_SAME 0.5f
