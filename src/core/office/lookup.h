// lookup.h: finding an office by its name as people type it: with accents or without, a part of it, or its code.
#pragma once

#include "core/office/site.h"

struct office_found {
    const struct office **list; // best first, in the arena
    size_t n;                   // at most the maximum that was asked for
    bool only;                  // the first is the one that is meant: the only one, or the only one of just that name or code
};

// Offices of the site (its root and below) of whose name, in any language, every typed word begins a word; or which have
// this code. Those that are called just so come first, then those whose name begins so; among equals the order of the tree.
struct office_found office_lookup(const struct site *s, struct str typed, size_t max, struct arena *a);

// The bare words of a text, marks and capitals gone, one blank before each and one at the end: " ubnd xa an ". In the arena.
struct str office_bare(struct arena *a, struct str s);

// Does each typed word begin a word of the name? Both as office_bare gives them.
bool office_holds_all(struct str name, struct str typed);
