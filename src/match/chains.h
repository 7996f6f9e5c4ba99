// chains.h: many words for a key: the forms that a word takes with a letter left out, and its three-letter pieces.
//
// One writer beside readers, as vocab.h says. A chain gives the words in the order newest first.
#pragma once

#include "match/epoch.h"

struct vocab_chains;

struct vocab_chains *chains_new(void);
void chains_free(void *chains);
size_t chains_memory(const struct vocab_chains *c);

// Writer. The key is not 0. Without an epoch for chains that nobody else can see.
void chains_add(struct vocab_chains *c, struct epoch *epoch, uint64_t key, uint32_t word);

// The words of a key: for (at = chains_first(c, key); at != 0;) word = chains_next(c, &at);
uint32_t chains_first(const struct vocab_chains *c, uint64_t key);
uint32_t chains_next(const struct vocab_chains *c, uint32_t *at);
