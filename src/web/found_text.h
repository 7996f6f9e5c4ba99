// found_text.h: what of a text is shown where it was found, with what was asked for marked.
#pragma once

#include "web/web.h"

enum found_in { FOUND_PUBLIC, FOUND_DESK, FOUND_DOCUMENTS }; // which index was asked; at the desk with its operators

// The piece of `text`, of at most `max` bytes, that holds what was asked for, with it in <mark>. *any: something is marked.
struct html found_text(struct web *w, enum found_in in, struct str q, struct str text, size_t max, bool *any);
