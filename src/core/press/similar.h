// similar.h: "is it one of these?": what is published and looks like the words that somebody is about to send. Nothing but
// published text is looked at, and nothing of the words is kept.
#pragma once

#include "core/press/finder.h"
#include "db/q_rows.h"

enum { SIMILAR_MOST = 5 };

struct similar {
    struct matter_row matter; // public; id 0: the publication answers no matter
    struct publication_row publication; // published for all; id 0: none yet
    struct version_row version;         // of the publication, for the reader
    struct str title;  // of the matter, else of the version; in the reader's language where there is one
    struct str words;  // that the words have in common with it (alike_words): "đèn, Trường Hòa Bình"
    float score;       // 0…1
};

// The likeliest first, at most SIMILAR_MOST, in the transaction's arena. A matter and its answer are one.
MUST_USE bool similar_published(const struct finder *f, struct tx *tx, const struct site *s, enum lang lang, struct str words,
                                struct similar **out, size_t *n, struct err *e);

// May another message still be added to it? It is public and in hand.
bool similar_may_join(const struct matter_row *m);
