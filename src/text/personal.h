// personal.h: where a text names a person by number: telephone, e-mail address, identity card, passport, vehicle plate, bank
// account. What stands there is not indexed, so that no search finds people by it.
//
// By shape alone, rather too much than too little: a run of 8 digits or more (9 with blanks, dots or hyphens in it), except
// dates (05.01.2026) and amounts (12.345.678). Shapes: Vietnamese numbering plan (0xx, +84), identity numbers of 9 and 12
// digits (Law on Identification 2023, art. 12), plates 51F-123.45, 59-X1 234.56 (Circular 79/2024/TT-BCA), passports B1234567.
#pragma once

#include "text/token.h"

// The ranges in s, in order and not overlapping; at most max are written (what follows the last one is then covered by it
// to the end of the text). Returns how many.
size_t personal_ranges(struct str s, struct text_range *out, size_t max);
