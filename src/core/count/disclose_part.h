// disclose_part.h: what disclose.c and stock.c share: walks, what moving a cell costs, moving it. For these two alone.
#pragma once

#include "core/count/disclose.h"

// WALK_MAX: nodes of one walk, twice the depth of a tree. WAYS_MAX: walks tried from one leaf, LEAVES_MAX: leaves below one
// node; what is not tried can only cost more hidden cells, never safety.
enum { WALK_MAX = 64, WAYS_MAX = 40, LEAVES_MAX = 4, WALKS_MAX = LEAVES_MAX * (WAYS_MAX + 1) };
enum { COST_WIDEN = 6, COST_ZERO = 60, COST_CELL = 16 };
#define COST_NONE (INT64_MAX / 4) // it cannot be

struct walk {
    uint32_t at[WALK_MAX];
    int8_t sign[WALK_MAX];
    size_t n;
};

struct walks {
    struct walk list[WALKS_MAX];
    size_t n;
};

// A tree, with how many nodes stand below each, itself included, and what hiding one costs.
struct side {
    struct disclose_tree tree;
    const bool *fixed;
    uint32_t *size;
    int64_t *weight;
};

// Cells along a side: that of node i is shown[i * stride].
struct line {
    const enum shown *shown;
    size_t stride;
};

struct protect {
    struct disclose_table *t;
    struct protect *twin; // of t->twin; NULL: none
    struct side places, times;
    struct walks place_walks, time_walks;
    // of one pair of walks: what moving a key by the walks' sign (0) or against it (1) costs
    int64_t *cost[2];
};

// Of a table whose `safe` is there; in the arena.
struct protect *protect_of(struct arena *a, struct disclose_table *t);

// Make the counts of 1 to 4 that are still told read "<5".
void protect_small(struct disclose_table *t);

// Walks from the leaves below a node to other leaves, and up to the root; along a line of cells, hidden ones first.
void walks_of(const struct side *s, struct walks *out, const struct line *l, uint32_t node);

// From a node up to below `stop` (UINT32_MAX: to the root, included) at the walk's end. False: the walk is too long.
bool walk_climb(const struct side *s, struct walk *w, uint32_t from, uint32_t stop, int sign);

// Of moving one cell of weight `weight` from n by `by`: nothing where it is hidden and may be that, see disclose.h.
int64_t move_cost(const struct disclose_table *t, int64_t n, enum shown shown, int64_t weight, int by);

// Of moving a key along both walks; `most` and more are all the same: COST_NONE.
int64_t cost_of_key(const struct protect *p, const struct walk *place, const struct walk *time, size_t key, int by,
                    int64_t most);
void move_key(struct protect *p, const struct walk *place, const struct walk *time, size_t key, int by);
