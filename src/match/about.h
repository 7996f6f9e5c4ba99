// about.h: what two texts are about: the thing itself, and where. For lists that a person looks through, where another thing at
// the same place and the same thing at another place are both wrong, however many words they share.
#pragma once

#include "match/likeness.h"

enum about_place {
    PLACE_NONE,  // neither names one
    PLACE_OPEN,  // one does
    PLACE_SAME,  // a name of one stands whole in the other, and none of the same kind contradicts it
    PLACE_OTHER, // both do, and none is the same
};

struct about {
    float a_in_b, b_in_a; // 0…1: how much of what a says of the thing, by rarity, b says too; the other way round
    unsigned shared;      // words of it that both say
    float weight;         // their rarity
    enum about_place place;
};

// Words that join, ask, are polite or say when, names, and what stands before a name ("đường", "trường THCS") say nothing
// of the thing.
struct about about_of(const struct sketch *a, const struct sketch *b, struct rarity rarity);
