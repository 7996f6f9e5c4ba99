// i18n_sort.h: the order in which a Vietnamese reader looks names up.
#pragma once

#include "base/str.h"

// A key for s: two names stand in the order of memcmp over their keys (str_cmp), so a store with plain byte order sorts
// them. All bytes are 1 … 127, so that it may be kept as text.
//
// First by letters: a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z, numbers by value before letters,
// a blank before both ("An Bình" before "Anh Sơn", "Phường 2" before "Phường 10"). Then by tones over the whole name:
// none, huyền, hỏi, ngã, sắc, nặng (as in CLDR's collation for vi). Then small letters before capitals. Punctuation
// counts as a blank. Letters of other scripts come last, by code point.
struct str i18n_sort_key(struct arena *a, struct str s);
