// sketch.h: a text as it is compared with another: its words in order, what each does, the phrases it belongs to.
#pragma once

#include "text/phrases.h"
#include "text/synonym.h"

enum sketch_flag {
    SKETCH_NUMBER = 1,     // digits
    SKETCH_DENIES = 2,     // begins a denial: không, chưa, not
    SKETCH_PLACE = 4,      // belongs to the name after "đường", "phường", "chợ"…
    SKETCH_ASKING = 8,     // says nothing of the thing itself: "gì", "bao nhiêu", "what"
    SKETCH_NAME = 16,      // begins with a capital inside a sentence
    SKETCH_SYLLABLE = 32,  // can be Vietnamese: a letter apart from another syllable it is another word, not a slip
    SKETCH_POLITE = 64,    // "kính gửi", "đề nghị", "xin cảm ơn": what any letter says
    SKETCH_FUNCTION = 128, // joins other words: "của", "những", "the"
    SKETCH_PASSIVE = 256,  // "bị", "được", "by"
    SKETCH_FROM = 512,     // stands before where it comes from
    SKETCH_TO = 1024,      // … where it goes
    SKETCH_DENIED = 2048,  // a denial stands before it
    SKETCH_FIRST = 4096,   // of a sentence or clause
    SKETCH_TIME = 16384,   // says when
    SKETCH_WHERE = 32768,  // where follows: "trước"
    SKETCH_MUTUAL = 8192,  // says the same of both sides: "gặp"
    SKETCH_LACKED = 65536, // "mất", "thiếu" stands before it
    SKETCH_KIND = 131072,  // stands before a name or number and says of what kind it is: "đường", "khu phố", "số"
    SKETCH_LACKS = 262144, // "mất", "thiếu"
    SKETCH_DONE = 524288,  // what is said to be settled: the word behind "đã được", a remedy behind "đã"
    SKETCH_OPENS = 1048576, // begins a sentence with a capital, and can be no Vietnamese word
    SKETCH_LIGHT = SKETCH_ASKING | SKETCH_POLITE | SKETCH_FUNCTION,
};

enum { SKETCH_ROWS = 16 };

// A phrase that cannot be said of the same thing as those of another row, or as the others of its own, and where it
// stands.
struct sketch_phrase {
    uint32_t row;     // of its table, with the table in the upper half
    uint32_t against; // the row it excludes; its own one when it excludes the others of it
    uint16_t from, words;
};

struct sketch_word {
    uint64_t fold, exact;
    uint64_t letters;           // the first eight, for words that differ by a letter
    int64_t value;              // of a number, by digits or words, with "triệu" behind it; -1: none
    uint32_t rows[SKETCH_ROWS]; // of what stands for it, with the table in the upper half; 0: none
    uint32_t flags;
    uint8_t len;
    bool marked;
};

enum { SKETCH_MAX = 400, SKETCH_EXCLUDES = 48 }; // words that count; phrases kept that exclude others
struct sketch {
    uint32_t asks;      // bits of enum phrase_class: what it asks for; 0 when it asks nothing
    uint32_t asks_bare; // … what could be told of it without marks
    bool marked;        // was typed with marks
    bool asks_done;     // asks whether it is: "đã … chưa"
    bool settled;       // says that it is done, thanks
    bool ended;         // … in words that say nothing else: "xong rồi", not "đã được công bố"
    bool capitals;      // names are written with capitals
    uint64_t hash;      // of the bare words in order: equal for texts that differ only in marks, case and punctuation
    unsigned n_excludes;
    struct sketch_phrase excludes[SKETCH_EXCLUDES];
    uint32_t n;
    struct sketch_word words[];
};

struct asking;

// Of the text's tokens; malloc'ed, free with free().
struct sketch *sketch_new(struct str text, const struct token_list *l, const struct asking *asking,
                          const struct synonyms *synonyms);
