// alike.h: a text beside others that stand in an index: how alike they are, and which words both have, by how rare words are
// in that index. For lists that say why; group.h decides.
//
// READER of the index (match.h). One thread at a time an alike.
#pragma once

#include "base/arena.h"
#include "match/about.h"
#include "match/match.h"

struct alike;

// Of the text, which stays the caller's and must live as long. Free with alike_free.
struct alike *alike_new(const struct match *m, struct str text);
void alike_free(struct alike *x); // NULL is allowed

struct likeness alike_to(struct alike *x, struct str other);

// What they are about; a is the text.
struct about alike_about(struct alike *x, struct str other);

// Would a person who looks through a list take it for possibly the same, by its title and the words behind it (each may be
// empty)? 0: no, as where it is another thing at the same place, or at another place; else 0.5…1, the likelier the more.
float alike_listed(struct alike *x, struct str title, struct str words);

// How much of a short title stands in the text: the share of its different words, by rarity, 0…1. 0 where fewer than two do.
float alike_title(struct alike *x, struct str title);

// At most `max` runs of words that stand in both, the rarest ones, each once, in the order of the text and as it writes them;
// where it has no marks and the other has, as the other does: "Trường THCS Nguyễn Du, vòi nước".
struct str alike_words(struct alike *x, struct str other, size_t max, struct arena *a);

// The text's own rarest words that the index knows in more than one item, at most `max`: what to ask the index for what else has
// them. Asking for all of a long text costs several times as much and finds the same.
struct str alike_rarest(struct alike *x, size_t max, struct arena *a);

// The bare words of a text, in one number: what texts have in common that differ only in marks, case, blanks and punctuation.
struct saying {
    uint64_t hash;
    size_t n; // words
};
struct saying saying_new(const struct match *m, struct str text);

// The same throughout, and `least` words or more.
bool saying_same(struct saying a, struct saying b, size_t least);
