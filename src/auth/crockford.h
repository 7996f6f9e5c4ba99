// crockford.h: codes that people read aloud and type, in Crockford's base32 (crockford.com/base32.html).
//
// Digits, and the letters without I, L, O and U.
// A code is held as an array of symbol values, 0 to 31 each, first symbol first.
#pragma once

#include "base/str.h"

enum crockford_reading {
    CROCKFORD_OK,
    CROCKFORD_LENGTH,  // only symbols of the alphabet, but too few or too many
    CROCKFORD_FOREIGN, // something that is in no code
    CROCKFORD_MARKED,  // a letter with a mark: a Vietnamese input method (Telex, VNI) has composed what was typed
};

// n values drawn at random, 5 bits each.
void crockford_random(uint8_t *value, size_t n);

// The symbol of a value below 32, upper case.
char crockford_symbol(uint8_t value);

// Read exactly n values from what a person typed: either case, O as 0, I and L as 1; blanks and hyphens anywhere,
// those of word processors and phones too (U+00A0, U+200B, U+2010 to U+2015, U+2212). value[] is set only on
// CROCKFORD_OK. Any bytes may be given.
enum crockford_reading crockford_read(struct str typed, uint8_t *value, size_t n);

// The n values, first one highest, as a number in base 32, modulo 1021: the largest prime that two symbols can show.
// Because 1021 is a prime above 32, and divides no 31 · 32^k, one wrong symbol and two neighbours exchanged are always
// seen. Of errors in two symbols about 1 in 600 escapes (measured), of random texts 1 in 1021.
uint16_t crockford_check(const uint8_t *value, size_t n);
