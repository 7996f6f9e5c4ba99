// likeness.h: do two texts say the same thing? A share of common words weighed by rarity, and what speaks against it:
// other numbers, another place, one denies what the other says.
#pragma once

#include "match/sketch.h"

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
    CONFLICT_ORDER = 128,   // the same words the other way round: who does it to whom, from where to where
    CONFLICT_MORE = 64,     // a number, a date or a denial that the other has not: no contradiction, but no proof
};

// What the score is made of. The names are those of data/likeness.tsv, where each has its coefficient. Those before
// FEATURE_AGAINST never make two texts less alike, the others never more: it is fitted so.
enum likeness_feature {
    FEATURE_COMMON,       // weight of common words and of synonyms, of all words
    FEATURE_CONTAINED,    // the same of the text that is more within the other
    FEATURE_WITHIN_BOTH,  // the same of the text that is less within the other
    FEATURE_TOPIC,        // what they have in common of what is neither a name, a place nor a number
    FEATURE_TOPIC_WITHIN, // the same of the text that is less within the other
    FEATURE_NAMES,        // share of names and numbers that both have
    FEATURE_AGAINST,
    FEATURE_SWAPPED = FEATURE_AGAINST, // words of one for words of the other
    FEATURE_OTHER_MARKS,               // other marks on the same letters
    FEATURE_NUMBER_CONFLICT,           // numbers: one on each side that the other lacks
    FEATURE_NAMES_REPLACED,            // share of the names that the other lacks, where it is less
    FEATURE_ASKS,                      // one asks, the other does not
    FEATURE_SETTLED,                   // one says that it is settled
    FEATURE_ASKS_OTHER,                // both ask, for other things
    FEATURE_DENIAL,                    // a word that both have is denied in one
    FEATURE_OPPOSITE,                  // opposites, at most two
    FEATURE_EITHER,                    // things of a kind, another one in each, at most two
    FEATURE_EDIT,                      // few words differ between long runs that are the same
    FEATURE_ORDER,                     // what they have in common is the other way round
    LIKENESS_FEATURES
};

struct likeness {
    float score;                       // 0…1: about the probability that a reader calls them the same
    unsigned conflicts;                // bits of enum likeness_conflict
    bool alike;                        // every word of one is in the other, but for courtesies and slips
    float features[LIKENESS_FEATURES]; // by enum likeness_feature
};

// Both sketches were made with the same synonyms. The same whichever is a. Costs as much as the product of the lengths.
struct likeness likeness_of(const struct sketch *a, const struct sketch *b, struct rarity rarity);
const char *likeness_feature_name(enum likeness_feature f); // as in data/likeness.tsv
