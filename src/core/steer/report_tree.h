// report_tree.h: where each office stands in a period, when offices were founded, moved, merged or split within it.
//
// The rule: each office stands at one place, where it stood on its last day up to the period's end (one that was founded
// later, where it stood on its first). It owes a report if it was there on a day of the period and is of a kind that owes
// one; the office of the template always does. A former office's report is handed in by its heir. What other offices
// counted (departments, offices of before) is in the report of the nearest office above that owes one. So each row is
// counted in exactly one report, and what is consolidated equals what is counted directly. A period that consists of
// several of the template's own (a quarter of months) is their sum, each by its own tree.
#pragma once

#include "core/steer/report_period.h"

struct report_node {
    int64_t office_id;
    int32_t parent; // index, -1: a root
    int32_t below;  // so many nodes stand below, right behind it
    int32_t unit;   // index of the node in whose report its rows are; -1: none
    bool owes;
    bool gone;      // it was no more at the end of the period
    struct str code;
    struct str kind;
};

struct report_tree {
    struct report_node *nodes; // in preorder, siblings by code
    size_t n;
    int32_t *by_id; // indices in the order of ids
};

// In the arena of the transaction. What stands outside the template's office is left out.
MUST_USE bool report_tree_read(struct report_tree *t, struct tx *tx, const struct report_template *tmpl,
                               struct report_span p, struct err *e);
ptrdiff_t report_tree_find(const struct report_tree *t, int64_t office_id); // -1: not in it
// The office to which this one hands in: the nearest above that owes, or 0.
int64_t report_tree_above(const struct report_tree *t, int64_t office_id);
