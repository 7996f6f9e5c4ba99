// variant.h: the same text as somebody else would have typed it, for trials of the engine. The same seed gives the same
// text.
#pragma once

#include "base/random.h"
#include "text/abbrev.h"

enum variant {
    VARIANT_FULL,     // as it is
    VARIANT_NOMARKS,  // bare letters in lower case
    VARIANT_NFD,      // every letter with its marks apart, in canonical order
    VARIANT_OLDTONE,  // the tone of oa, oe, uy on the other vowel (hòa, hoà)
    VARIANT_TEENCODE, // every word or run of words that has short forms in the table is one of them, chosen at random
    VARIANT_TYPO,   // no marks, and in every fifth word one letter replaced, dropped, doubled or swapped with the next
    VARIANT_PREFIX, // the first K words and two letters of the next, without marks
};

// "full", "nomarks", … "prefix:K". False for anything else.
bool variant_named(struct str name, enum variant *out, unsigned *k) MUST_USE;

// The text as the variant has it, in the arena. `k` is of VARIANT_PREFIX only; `abbrev` of VARIANT_TEENCODE only.
struct str variant_text(enum variant v, unsigned k, struct str text, const struct abbrev *abbrev, struct prng *r,
                        struct arena *a);
