// fold.h: the bare form of a text: lower case, no marks, đ as d. What was typed with NFC, NFD or no marks at all meets
// here.
//
// One table, made at build time from utf8proc (Unicode 14), covers every code point below U+2000; above it a few ranges
// are told apart by rule. Broken UTF-8 does no harm: each bad byte counts as a blank.
#pragma once

#include "base/str.h"

enum fold_class {
    FOLD_SEP, // blank, punctuation, symbol, emoji, bad byte
    FOLD_LETTER,
    FOLD_DIGIT, // folded to '0'…'9'
    FOLD_MARK,  // combining mark or invisible: leaves nothing
    FOLD_SOLO,  // a letter of a script that is written without blanks: a word by itself
};

enum fold_tone { TONE_LEVEL, TONE_HUYEN, TONE_SAC, TONE_HOI, TONE_NGA, TONE_NANG };
enum fold_shape { SHAPE_PLAIN, SHAPE_HAT, SHAPE_BOWL, SHAPE_HORN, SHAPE_STROKE }; // a, â, ă, ơ, đ

struct fold {
    uint32_t base; // the bare letter in lower case
    enum fold_class class;
    enum fold_tone tone;   // the tone that this letter or mark carries
    enum fold_shape shape; // the change of letter that it carries
};

// What the code point at s[at] is; returns its length in bytes (1 for a bad byte). at < s.n.
size_t fold_next(struct str s, size_t at, struct fold *f);

// Is the code point a capital letter of those that Vietnamese is written with?
bool fold_is_capital(uint32_t cp);

// The bare form of s into out, which has room for s.n bytes; returns the length written, never more than s.n.
size_t fold_text(struct str s, char *out);
