// recovery.h: the ten codes on paper that replace a lost authenticator, each once.
#pragma once

#include "base/str.h"

enum {
    RECOVERY_CODES = 10,
    RECOVERY_TEXT = 11, // characters: "XXXXX-XXXXX", 50 random bits in Crockford's base32
    RECOVERY_HASH = 32,
};

// Ten new codes, in the arena.
void recovery_new(struct arena *a, struct str out[static RECOVERY_CODES]);

// SHA-256 of a code for one member, to be stored and looked up: either case, blanks and hyphens do not matter. False
// when the text cannot be a code.
//
// A fast hash suffices although 50 bits can be searched by who holds the store: the code is only the second factor, the
// member's TOTP secret rests readable in the same row family, and the first factor is behind Argon2id. Online, 50 bits
// are out of reach at the sign-in's rate limits. The member's id goes in, so that a search serves one member only.
MUST_USE bool recovery_hash(int64_t member_id, struct str typed, uint8_t out[static RECOVERY_HASH]);
