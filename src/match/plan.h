// plan.h: a query made ready: which words stand for which of its tokens, what each can give, and what must or must not
// be.
#pragma once

#include "match/index.h"

enum {
    PLAN_TOKENS = 64, // tokens of a query that count: the rarest ones of a longer text
    PLAN_WORDS = 512,
    PLAN_GIVES = 1024,
    PLAN_SLOTS = 2048,
    PLAN_PHRASES = 8,
    PLAN_PHRASE_WORDS = 16,
};

// Figures of the ranking. k1, b and delta are BM25+'s; the others weigh the units.
#define PLAN_K1 1.2f
#define PLAN_B 0.5f
#define PLAN_DELTA 1.0f
#define PLAN_RARE 1.5f
#define PLAN_PAIR 0.7f
#define PLAN_EXACT 0.5f
#define PLAN_BARE 0.99f // of an exact form, in an item without marks: behind one that has them, otherwise equal
#define PLAN_REPAIRED 0.6f
#define PLAN_MEANT 0.8f // a repair that its neighbours speak for
#define PLAN_SYNONYM 0.5f // shared by the words of a phrase
#define PLAN_ASKING 0.35f  // asking words and pairs that have one
#define PLAN_NAME 1.5f    // a word that was written as a name
#define PLAN_NEAR 2.0f
#define PLAN_NEAR_PAIR 0.1f // of a pair among what is near
#define PLAN_BEGINS 0.1f    // of what is near, while somebody types: for an item that begins as they do
#define PLAN_SPAN 32u        // words that count as near each other …
#define PLAN_SPAN_MARKED 40u // … where marks are asked for: such words are surer, and may stand further apart

struct plan_token {
    struct str text;         // the bare word; belongs to the arena
    struct text_range range; // in the query
    uint64_t hash;           // of the bare word that stands for it most, for pairs
    float pair;              // what the pair with the next token gives, 0 when there is none
    float exact;             // what its exact form gives
    float weight;            // 1; less for asking words, more for names
    float trust;             // in its pairs: 1, less when another word stands for it than the one typed
    uint64_t pair_hash;
    uint32_t exact_number; // VOCAB_NONE: not asked for
};

// A bare word of the index that stands for some tokens.
struct plan_word {
    uint32_t word;
    uint32_t items;  // that have it
    uint64_t tokens; // bit t: stands for token t, for pairs
    uint16_t gives, n_gives;
    float most; // the largest of what it gives
    bool exact; // one of its exact forms is asked for
    bool piece; // stands for nothing alone: a word of a phrase among the synonyms
};

struct plan_give {
    uint8_t token;
    float give; // weight times rarity
};

struct plan_phrase {
    uint32_t words[PLAN_PHRASE_WORDS];
    unsigned n;
    bool not ;
};

struct plan {
    struct plan_token tokens[PLAN_TOKENS];
    struct plan_word words[PLAN_WORDS];
    struct plan_give gives[PLAN_GIVES];
    struct plan_phrase phrases[PLAN_PHRASES];
    uint16_t slots[PLAN_SLOTS]; // number of a plan word + 1, by hash of the word
    unsigned n_tokens, n_words, n_gives, n_phrases;
    float average; // words of an item
    bool marked;   // exact forms count
    bool typing;   // the query is still being typed
    bool nothing;  // a phrase is asked for that cannot be anywhere
};

// How often an item has each unit of a plan. In an item that was typed without any marks a bare word counts as the exact one too.
struct tally {
    uint16_t word[PLAN_WORDS];
    uint16_t pair[PLAN_TOKENS];
    uint16_t exact[PLAN_TOKENS];
    uint32_t length; // words in sequence
    bool bare;       // marks are asked for, and the item has none
    bool begins;     // its first word is one of the plan's
    float near;      // the most that different tokens, exact forms and pairs give within PLAN_SPAN words (_MARKED)
};

// The plan of a query, in the arena. The reader is inside (epoch.h).
struct plan *plan_make(const struct match *m, struct str text, const struct match_ask *ask, struct arena *a);

void plan_count(const struct plan *p, const struct vocab *v, struct segment_sequence q, struct tally *t);
float plan_score(const struct plan *p, const struct tally *t);
bool plan_allows(const struct plan *p, const struct vocab *v, struct segment_sequence q); // phrases and exclusions

// What a unit gives that is worth `give`, found `times` in an item of `length` words.
float plan_part(const struct plan *p, float give, unsigned times, uint32_t length);
float plan_exact_part(const struct plan *p, const struct tally *t, unsigned token);

float plan_idf(uint64_t items, uint64_t all);

static inline unsigned plan_slot(uint32_t word)
{
    return word * 0x9E3779B1u >> 21;
}
