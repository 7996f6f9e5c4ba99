// likely.h: what a new message may belong to: matters in hand whose title or messages say the same, and messages beside it in
// the inbox with nearly the same words.
//
// Looked for among the matters of the office and those that it took in and gave to a department of its own, by their titles and
// by the words of their first messages, as far as the member may read those (core/desk/access.h), and among the latest of the
// inbox. Numbers that name a person (text/personal.h) count for nothing. Never a matter or a message that is about another
// office than the message is.
#pragma once

#include "core/office/site.h"
#include "db/q_rows.h"

enum { LIKELY_MAX = 3 };

struct likely_matter {
    const struct matter_row *matter;
    struct str words; // what both say, rarest words of the message in its order: "đèn, trường, Hòa"
    float score;      // 0…1
};

struct likely_twin {
    const struct message_row *message; // still in the inbox; the member may read it
    float score;
};

// The likeliest first.
struct likely {
    struct likely_matter matters[LIKELY_MAX];
    size_t n_matters;
    struct likely_twin twins[LIKELY_MAX];
    size_t n_twins;
};

// Whose eyes: the office of the inbox, and the offices at which the member holds roles.
struct likely_reader {
    const struct site *site;
    int64_t office_id;
    const int64_t *offices;
    size_t n_offices;
};

// For each of the messages, which the member may read, what it may belong to: (*out)[0..n), in the transaction's arena.
MUST_USE bool likely_find(struct tx *tx, const struct likely_reader *r, const struct message_row *messages, size_t n,
                          struct likely **out, struct err *e);
