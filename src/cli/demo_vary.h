// demo_vary.h: what haste does to a Vietnamese sentence: marks left out, short forms, slips, half-typed Telex.
#pragma once

#include "base/random.h"
#include "base/str.h"

struct demo_short;

// The same text without any mark, case and punctuation kept.
struct str demo_vary_bare(struct arena *a, struct str text);

// True when nothing in the text is outside ASCII.
bool demo_vary_is_bare(struct str text);

// The text with a capital first letter.
struct str demo_vary_capital(struct arena *a, struct str text);

// Words of the table replaced by one of their short forms, each with three chances in four.
struct str demo_vary_short(struct arena *a, struct prng *r, struct str text, const struct demo_short *table, size_t n);

// One slip in one word: two letters swapped, one lost, one doubled, marks lost, or Telex keys left as typed.
struct str demo_vary_slip(struct arena *a, struct prng *r, struct str text);

// No capital at the start and no stop at the end.
struct str demo_vary_lazy(struct arena *a, struct str text);
