// nearest.h: what the person probably meant to type.
#pragma once

#include "base/str.h"

// Of two words, how many letters must be put in, taken out, changed or swapped with their neighbour to make one the
// other (optimal string alignment); words over 63 bytes count as 64 apart.
size_t nearest_distance(struct str a, struct str b);

// A running search: offer each candidate, then read `best`: NULL when nothing is near enough to be worth saying (more
// than a third of the letters wrong).
struct nearest {
    struct str typed;
    const char *best;
    size_t distance;
};
struct nearest nearest_begin(struct str typed);
void nearest_offer(struct nearest *n, const char *candidate);
