// operators.h: what staff may write in a query besides words: "exact phrase", -not, -"not this phrase", field:value.
#pragma once

#include "match/match.h"

enum { OPERATORS_MAX = 16 };

struct operators_part {
    struct str text; // of the phrase or the excluded word
    bool not ;
};

struct operators {
    struct str clean; // the query, as long as it was, with excluded words and fields blanked
    struct operators_part v[OPERATORS_MAX];
    size_t n;
};

// Never fails: what is not an operator is text. `clean` is in the arena, parts are views into `query`.
void operators_read(struct str query, struct arena *a, struct operators *out);
