// utf8.h: reading UTF-8 that may be broken (RFC 3629: no surrogates, no overlong forms, nothing above U+10FFFF).
#pragma once

#include "base/str.h"

#define UTF8_BAD UINT32_MAX

// The code point at s[at]; at must be < s.n. Returns its length in bytes. A byte that does not begin a valid sequence
// gives UTF8_BAD and length 1.
size_t utf8_next(struct str s, size_t at, uint32_t *cp);

bool utf8_valid(struct str s);
size_t utf8_count(struct str s);                        // code points; each bad byte counts as one
struct str utf8_clip(struct str s, size_t max_points);  // the first max_points code points

// Append cp to out (room for 4 bytes); returns the number of bytes. Invalid code points are a bug.
size_t utf8_put(char *out, uint32_t cp);
