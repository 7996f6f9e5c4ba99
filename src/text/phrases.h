// phrases.h: what words and turns of phrase do in a message apart from their meaning: courtesies, denials, questions,
// what a place's name stands behind, who does it to whom. data/phrases.tsv.
#pragma once

#include "text/token.h"

enum phrase_class {
    PHRASE_POLITE = 1,    // any letter says it
    PHRASE_FUNCTION = 2,  // joins other words
    PHRASE_NUMBER = 4,    // "hai"; phrase_hit.value is 2
    PHRASE_TIMES = 8,     // "triệu"; phrase_hit.value is 6
    PHRASE_DENY = 16,     // no, not, never
    PHRASE_SETTLED = 32,  // done, thanks, no longer
    PHRASE_PLACE = 64,    // a name follows
    PHRASE_PASSIVE = 128, // turns who does it and whom it is done to
    PHRASE_FROM = 256,    // what follows is where it comes from
    PHRASE_TO = 512,      // … where it goes
    PHRASE_BY = 1024,     // … who does it
    PHRASE_ASK_WHERE = 1 << 11,
    PHRASE_ASK_WHEN = 1 << 12,
    PHRASE_ASK_LONG = 1 << 13,
    PHRASE_ASK_MONEY = 1 << 14,
    PHRASE_ASK_MUCH = 1 << 15,
    PHRASE_ASK_AGE = 1 << 16,
    PHRASE_ASK_PAPERS = 1 << 17,
    PHRASE_ASK_HOW = 1 << 18,
    PHRASE_ASK_WHO = 1 << 19,
    PHRASE_ASK_WHY = 1 << 20,
    PHRASE_ASK_WHAT = 1 << 21,
    PHRASE_ASK_YES = 1 << 22,
    PHRASE_ASK_ANY = 1 << 23,
    PHRASE_REMEDY = 1 << 24,    // what sets a thing right
    PHRASE_PERFECT = 1 << 25,   // "đã": before a remedy it is settled
    PHRASE_LACK = 1 << 27,      // what follows is not there: "mất", "thiếu"
    PHRASE_TIME = 1 << 28,      // when: stands anywhere in a sentence
    PHRASE_WHERE = 1 << 29,     // where follows: "trước"
    PHRASE_MUTUAL = 1 << 26,    // says the same of both sides: "gặp"
    PHRASE_KIND = 1 << 30,      // of what kind a place or thing is, before its name or number
    PHRASE_ASKS = 0x1FFF << 11, // any of the questions
    PHRASE_ASKS_FOR = (PHRASE_ASK_WHERE | PHRASE_ASK_WHEN | PHRASE_ASK_LONG | PHRASE_ASK_MONEY | PHRASE_ASK_AGE |
                       PHRASE_ASK_PAPERS | PHRASE_ASK_WHO | PHRASE_ASK_WHY), // those that say what they ask for
};

enum phrase_language { PHRASE_VIETNAMESE, PHRASE_ENGLISH, PHRASE_LANGUAGES };

enum { PHRASE_WORDS = 6 }; // of the longest phrase

struct phrase_hit {
    uint32_t classes; // bits of enum phrase_class; 0: none
    uint8_t value;    // of a number, or the power of ten that a word multiplies by
};

// What the phrase of the k + 1 words from words[0] on is, into out[k] for k in 0..n): exact hashes when the text was
// typed with marks, else bare ones. n is at most PHRASE_WORDS. The table is read at the first call; any thread.
void phrases_at(const uint64_t *words, unsigned n, bool marked, enum phrase_language language, struct phrase_hit *out);
