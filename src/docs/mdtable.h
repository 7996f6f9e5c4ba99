// mdtable.h: a table in Markdown, as many write it: a paragraph whose every line stands between bars, the second of them
// hyphens. CommonMark has none, so that it is read from the paragraph's words: a cell holds words alone, and no bar.
#pragma once

#include <cmark.h>

#include "base/str.h"

enum { MDTABLE_COLUMNS_MAX = 12, MDTABLE_ROWS_MAX = 400 };

struct mdtable {
    size_t columns;
    size_t rows;             // without the head; at least one
    const struct str *head;  // columns of them
    const struct str *cells; // rows × columns; what a line lacks is "", what it has more is left out
};

// Is it one? In the arena.
bool mdtable_read(struct arena *a, cmark_node *paragraph, struct mdtable *out);
