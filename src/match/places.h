// places.h: which items belong to an office, for a search at one that has few of them among very many: then it is cheaper to
// score those than to read lists of words and to leave most of what they hold aside.
//
// Each segment has a list of its items by office, made by the first reader who asks for it; 4 bytes an item. Attributes may
// change meanwhile: a segment one of whose items went to another office has no such list any more.
#pragma once

#include "match/sieve.h"

// What may be a hit.
struct candidate {
    float score;
    uint32_t segment, item;
    int64_t id; // known once it was sifted
};

// READER. What the sieve, which has offices, lets through of the items in segments, into v[0..*n), which has room for `most`.
// False, and *n 0, when the offices have more than `most`, or it is not known.
bool places_find(const struct view *view, const struct sieve *s, size_t most, struct candidate *v, size_t *n);
