// changes.h: what changed between two texts, word by word, as marked text for a page.
#pragma once

#include "docs/html.h"
#include "i18n/i18n.h"

// What only `was` has as <del>, what only `now` has as <ins>, each with a word for who cannot see the mark. With `brief`, long
// stretches that are the same are left out ("…"). Empty where nothing changed. Text, not Markdown: line ends stay.
struct html changes_html(struct arena *a, enum lang lang, struct str was, struct str now, bool brief);
