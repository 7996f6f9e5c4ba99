// base32.h: RFC 4648 base32, as authenticator apps take their secrets.
#pragma once

#include "base/str.h"

// Upper case, without padding, in the arena.
struct str base32_encode(struct arena *a, struct str bytes);

// The bytes of a text: either case; blanks and hyphens anywhere, '=' at the end only. False, and *bytes left alone,
// when a character is of no use, when the length cannot be, or when bits that must be 0 are not. An empty text is
// refused.
MUST_USE bool base32_decode(struct arena *a, struct str text, struct str *bytes);
