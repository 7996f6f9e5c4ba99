// receipt.h: the follow-up code that a sender holds, and what is derived from it.
//
// 130 random bits as 26 symbols of Crockford's base32, then their number modulo 1021 as two more: 28 symbols, shown as
// 7 groups of 4. The code is the sender's only: the store holds what is derived from it, no address or log holds it.
#pragma once

#include "base/str.h"

enum {
    RECEIPT_SYMBOLS = 26, // that carry the 130 bits
    RECEIPT_SHOWN = 34,   // characters as shown: 28 symbols and 6 hyphens
    RECEIPT_HASH = 16,    // bytes: see receipt_hash
};

struct receipt {
    uint8_t value[RECEIPT_SYMBOLS]; // 0 to 31 each
};

enum receipt_reading {
    RECEIPT_OK,
    RECEIPT_NOT_A_CODE, // not 28 symbols of the alphabet
    RECEIPT_COMPOSED,   // letters with marks: Telex or VNI composed what was typed; ask to switch it off
    RECEIPT_MISTYPED,   // 28 symbols, but the check symbols do not fit: a typing error
};

// A new code from the kernel's random bytes.
void receipt_new(struct receipt *r);

// Read a code as a person types it: either case, O as 0, I and L as 1, with blanks and hyphens or without. *r is set
// only on RECEIPT_OK. One wrong symbol or two neighbours exchanged are always RECEIPT_MISTYPED; of errors in two
// symbols about 1 in 600 escapes (measured), and then finds no message.
enum receipt_reading receipt_parse(struct str typed, struct receipt *r);

// "XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX", in the arena.
struct str receipt_show(struct arena *a, const struct receipt *r);

// The value by which a message is found. 16 bytes: the code itself has 130 bits, so a longer hash would be no harder to
// search through, and among a thousand million codes two meet with a chance below 2^-68. BLAKE2b without stretching,
// because nobody can go through 2^128 codes.
void receipt_hash(const struct receipt *r, uint8_t out[static RECEIPT_HASH]);

// A secret of its own for each purpose (1 to 16 bytes, for instance "comment"), n from 16 to 64 bytes. Values for
// different purposes cannot be linked without the code; none of them equals receipt_hash.
void receipt_secret(const struct receipt *r, const char *purpose, void *out, size_t n);
