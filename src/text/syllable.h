// syllable.h: can these bare letters be a Vietnamese syllable? An onset and a rhyme, by rule, without a dictionary.
#pragma once

#include "base/str.h"

// s is folded (fold.h). True for "nguyen", "duong", "y", "quy"; false for "street", "facebook", "w".
bool syllable_is(struct str s);

// The spelling that the two ways of writing a final i/y meet in: "ky" -> "ki", "quy" -> "qui", "y" -> "i". Changes the
// last letter in place when s is such a syllable; returns whether it did.
bool syllable_unify(char *p, size_t n);
