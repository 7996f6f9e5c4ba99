// tree.h: is the office tree one, on every day? A pure function over dated terms, for changes that are dated before or after
// today and for whoever wants to look.
#pragma once

#include "base/arena.h"
#include "base/str.h"

struct tree_term {
    int64_t office_id;
    int64_t since_day;
    int64_t until_day; // 0: still
    int64_t parent_id; // 0: a root
    struct str code;
};

enum tree_wrong {
    TREE_GOOD,
    TREE_TWO_TERMS, // an office has two terms on one day
    TREE_CODE,      // two offices have one code on one day
    TREE_PARENT,    // an office stands below one that is not there that day
    TREE_CYCLE,     // offices go round in a circle
};

struct tree_finding {
    enum tree_wrong wrong;
    int64_t day;
    int64_t office_id; // one of those concerned
};

// The first thing that is wrong on a day from `from` on. Looks at each day on which something changes: O(days × n log n).
struct tree_finding tree_look(struct arena *a, const struct tree_term *terms, size_t n, int64_t from);
