// typing.h: what the word that is still being typed may become.
#pragma once

#include "match/index.h"

enum { TYPING_MOST = 48 };

struct typing_word {
    uint32_t word;
    float weight; // how likely it is meant, beside the others: 0…1
};

struct typing {
    struct typing_word v[TYPING_MOST]; // likeliest first
    size_t n;
    uint32_t exact; // the likeliest word's commonest exact form that the marks typed may become; VOCAB_NONE without marks
};

// READER. The words of the index that `typed` may become: those that begin with its letters, likelier when they often stand
// behind the word with hash `before` (0 for none), when they stand in more items, and when one of their exact forms has the marks
// that were typed. Where no word begins so, it is read as raw keys of the Telex input method ("dduwow" for "đươ").
void typing_read(const struct match *m, struct str typed, uint64_t before, struct typing *out);

// The bare letters that these keys of the Telex method give. False when there is nothing in them of Telex.
bool typing_telex(struct str keys, char *out, size_t *n); // room for keys.n bytes
