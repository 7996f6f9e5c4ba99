// likeness.h: do two texts say the same thing? A share of common words weighed by rarity, and what speaks against it:
// other numbers, another place, one denies what the other says.
#pragma once

#include "text/token.h"

enum sketch_flag {
    SKETCH_NUMBER = 1,    // digits
    SKETCH_DENIES = 2,    // không, chưa, hủy, not
    SKETCH_PLACE = 4,     // belongs to the name after "đường", "phường", "chợ"…
    SKETCH_ASKING = 8,    // says nothing of the thing itself (asking.h)
    SKETCH_SYLLABLE = 32, // can be Vietnamese: a letter apart from another syllable it is another word, not a slip
    SKETCH_NAME = 16,     // begins with a capital inside a sentence
};

enum sketch_tone {
    SKETCH_ASKS = 1,    // how, where, when, how much
    SKETCH_SETTLED = 2, // done, thanks, no longer
};

struct sketch_word {
    uint64_t fold, exact;
    uint64_t letters; // the first eight, for words that differ by a letter
    uint8_t len, flags;
    bool marked;
};

// A text as it is compared: its words in order, without extras.
struct sketch {
    unsigned tones; // bits of enum sketch_tone
    uint64_t hash;  // of the bare words in order: equal for texts that differ only in marks, case and punctuation
    uint32_t n;
    struct sketch_word words[];
};

struct asking;

// Of the text's tokens; malloc'ed, free with free(). At most SKETCH_MAX words count.
enum { SKETCH_MAX = 400 };
struct sketch *sketch_new(struct str text, const struct token_list *l, const struct asking *asking);

// How rare a bare word is: about 0 (in every text) to 12.
struct rarity {
    float (*of)(const void *context, uint64_t fold);
    const void *context;
};

enum likeness_conflict {
    CONFLICT_NUMBER = 1, // both have numbers, and one that the other lacks stands on each side
    CONFLICT_PLACE = 2,  // other names after the same word for a place
    CONFLICT_DENIAL = 4, // one says no, the other does not
    CONFLICT_TONE = 8,   // one asks or says that it is settled, the other does not
    CONFLICT_NAME = 16,  // a name of one is not in the other, which has another word in its place
};

enum { LIKENESS_FEATURES = 12 };

struct likeness {
    float score;                       // 0…1: about the probability that a reader calls them the same
    unsigned conflicts;                // bits of enum likeness_conflict
    float features[LIKENESS_FEATURES]; // what the score was made of, for tests and fitting
};

struct likeness likeness_of(const struct sketch *a, const struct sketch *b, struct rarity rarity);
