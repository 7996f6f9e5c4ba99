// found_text.h: what of a text is shown where it was found, with what was asked for marked.
#pragma once

#include "web/web.h"

// The piece of `text`, of at most `max` bytes, that holds what was asked for, with it in <mark>. `desk`: the words are those of
// a search at the desk, with its operators. *any: something is marked.
struct html found_text(struct web *w, bool desk, struct str q, struct str text, size_t max, bool *any);
