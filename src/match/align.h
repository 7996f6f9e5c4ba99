// align.h: which word of one text stands for which word of another: each at most once.
#pragma once

#include "match/sketch.h"

enum align_kind {
    ALIGN_NONE,
    ALIGN_SAME,    // the same bare word
    ALIGN_MARKS,   // the same letters, both typed with marks, and other ones
    ALIGN_NUMBER,  // the same number in digits and in words
    ALIGN_SLIP,    // a letter apart, or the same stem of an English word
    ALIGN_DENIAL,  // both deny
    ALIGN_SYNONYM, // belongs to phrases that stand for one another
};

enum { ALIGN_ALONE = 0xFFFF };

struct align_side {
    uint16_t twin[SKETCH_MAX]; // index of the other text's word; ALIGN_ALONE without one
    uint8_t kind[SKETCH_MAX];  // enum align_kind
    bool firm[SKETCH_MAX];     // says something, stands in both texts, and once in its own
};

struct alignment {
    struct align_side a, b;
};

// Words with the same neighbours find one another first, then equal ones, numbers, slips, synonyms. Costs as much as
// the product of the lengths.
void align(const struct sketch *a, const struct sketch *b, struct alignment *out);

// Is one letter another one, more, less, or swapped with the next, in the first eight of both?
bool align_one_letter(const struct sketch_word *a, const struct sketch_word *b);
