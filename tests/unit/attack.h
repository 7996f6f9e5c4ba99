// attack.h: two readers who try to work out what is hidden from what is told: one narrows bounds as far as they go, one solves
// the sums as equations.
#pragma once

#include "core/count/disclose.h"

// The sum of its cells, each times its sign, is nothing.
struct attack_sum {
    uint32_t *cell;
    int8_t *sign;
    size_t n, cap;
};

struct attack {
    struct arena *a;
    size_t cells;
    const int64_t *n;
    const enum shown *shown;
    const int64_t *listed; // by cell: how many of it are public, which readers count one by one; NULL: none
    int64_t *lo, *hi; // what is known of each cell to begin with: attack_begin, and what the test adds
    struct attack_sum *sums;
    size_t n_sums, cap;
};

// `sums` at most, all in the arena.
struct attack attack_new(struct arena *a, size_t cells, const int64_t *n, const enum shown *shown, size_t sums);
struct attack_sum *attack_sum(struct attack *t, size_t cells); // of so many cells at most
void attack_add(struct attack_sum *s, size_t cell, int sign);

// What readers start from, the worst being assumed: see disclose.h. A small count is 1 to 4 more than are listed.
void attack_begin(struct attack *t);

// How many hidden cells are narrowed to one value. lo and hi are what is left.
int attack_by_bounds(struct attack *t);

// How many hidden cells are determined by the sums alone.
int attack_by_equations(struct attack *t);
