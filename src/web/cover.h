// cover.h: words of residents on public pages: what looks like personal data (text/personal.h) is covered.
#pragma once

#include "base/arena.h"
#include "docs/html.h"

// For a page: bars in place of each range, read aloud in words (`spoken`, in the reader's language).
struct html covered_html(struct arena *a, struct str words, struct str spoken);

// For JSON and other plain text.
struct str covered_text(struct arena *a, struct str words);
