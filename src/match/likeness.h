// likeness.h: do two texts say the same thing? A share of common words weighed by rarity, and what speaks against it:
// other numbers, another place, one denies what the other says.
#pragma once

#include "text/synonym.h"

enum sketch_flag {
    SKETCH_NUMBER = 1,    // digits
    SKETCH_DENIES = 2,    // không, chưa, hủy, not
    SKETCH_PLACE = 4,     // belongs to the name after "đường", "phường", "chợ"…
    SKETCH_ASKING = 8,    // says nothing of the thing itself (asking.h)
    SKETCH_POLITE = 64,   // "kính gửi", "đề nghị", "xin cảm ơn": what any letter says
    SKETCH_SYLLABLE = 32, // can be Vietnamese: a letter apart from another syllable it is another word, not a slip
    SKETCH_NAME = 16,     // begins with a capital inside a sentence
};

enum sketch_tone {
    SKETCH_ASKS = 1,    // how, where, when, how much
    SKETCH_SETTLED = 2, // done, thanks, no longer
};

enum { SKETCH_ROWS = 4 };

struct sketch_word {
    uint64_t fold, exact;
    uint64_t letters;           // the first eight, for words that differ by a letter
    uint16_t rows[SKETCH_ROWS]; // of the synonyms that it belongs to, plus 1; 0 for none
    uint8_t len, flags;
    bool marked;
};

// A text as it is compared: its words in order, without extras.
enum { SKETCH_MAX = 400, SKETCH_OPPOSITES = 24 }; // words that count; rows of opposites that are kept
struct sketch {
    const struct synonyms *synonyms;
    unsigned tones; // bits of enum sketch_tone
    unsigned n_opposites;
    uint16_t opposites[SKETCH_OPPOSITES]; // rows that the text has a phrase of
    uint64_t hash; // of the bare words in order: equal for texts that differ only in marks, case and punctuation
    uint32_t n;
    struct sketch_word words[];
};

struct asking;

// Of the text's tokens; malloc'ed, free with free(). The synonyms must outlive it.
struct sketch *sketch_new(struct str text, const struct token_list *l, const struct asking *asking,
                          const struct synonyms *synonyms);

// How rare a bare word is: about 0 (in every text) to 12.
struct rarity {
    float (*of)(const void *context, uint64_t fold);
    const void *context;
};

enum likeness_conflict {
    CONFLICT_NUMBER = 1,    // both have numbers, and one that the other lacks stands on each side
    CONFLICT_PLACE = 2,     // other names after the same word for a place
    CONFLICT_DENIAL = 4,    // one says no, the other does not
    CONFLICT_TONE = 8,      // one asks or says that it is settled, the other does not
    CONFLICT_NAME = 16,     // a name of one is not in the other, which has another word in its place
    CONFLICT_OPPOSITE = 32, // one says "mở", the other "đóng"
    CONFLICT_MORE = 64,     // a number, a date or a denial that the other has not: no contradiction, but no proof
};

// What the score is made of. The names are those of data/likeness.tsv, where each has its coefficient.
enum likeness_feature {
    FEATURE_COMMON,          // weight of common words and of synonyms, of all words
    FEATURE_CONTAINED,       // the same of the text that is more within the other
    FEATURE_WITHIN_BOTH,     // the same of the text that is less within the other
    FEATURE_PAIRS,           // of neighbouring words
    FEATURE_SWAPPED,         // words of one for words of the other
    FEATURE_OTHER_MARKS,     // other marks on the same letters
    FEATURE_NUMBER_CONFLICT, // numbers: one on each side that the other lacks
    FEATURE_NAMES_MISSING,   // share of the names that the other lacks
    // what speaks against it weighs more, the more the texts have in common
    FEATURE_TONE_COMMON,     // one asks, or says that it is settled, times FEATURE_COMMON
    FEATURE_DENIAL_COMMON,   // one denies, times FEATURE_COMMON
    FEATURE_OPPOSITE_COMMON, // opposites, at most two, times FEATURE_COMMON
    FEATURE_REPLACED_PAIRS,  // another word between the same two neighbours, times FEATURE_PAIRS
    LIKENESS_FEATURES
};

struct likeness {
    float score;                       // 0…1: about the probability that a reader calls them the same
    unsigned conflicts;                // bits of enum likeness_conflict
    bool alike;                        // every word of one is in the other, but for courtesies and slips
    float features[LIKENESS_FEATURES]; // by enum likeness_feature
};

// Both sketches were made with the same synonyms.
struct likeness likeness_of(const struct sketch *a, const struct sketch *b, struct rarity rarity);
const char *likeness_feature_name(enum likeness_feature f); // as in data/likeness.tsv
