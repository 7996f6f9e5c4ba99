// likely.h: what a new message may belong to: matters in hand whose title or messages say the same, and messages beside it
// in the inbox with nearly the same words.
//
// The desk's index (core/press/finder.h) is asked for what has the same words; only the best of that is compared word by
// word: it has to be about the same thing and at no other place (alike_listed). So the cost goes by the messages that are
// looked at, not by the matters in hand. Found are matters of the office
// and those that it took in and gave to a department of its own, by their working titles and by the words of their
// messages, as far as the member may read those (core/desk/access.h), and messages of the inbox. Numbers that name a
// person (text/personal.h) count for nothing. Never a matter or a message that is about another office than the message
// is, nor a matter that staff said it is not of (same.h).
#pragma once

#include "core/press/finder.h"
#include "db/q_rows.h"

enum { LIKELY_MAX = 3 };

struct likely_matter {
    const struct matter_row *matter;
    struct str words; // what both say (alike_words): "đèn, Trường Hòa Bình"
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
    const struct finder *finder;
    const struct site *site;
    int64_t office_id;
    const int64_t *offices;
    size_t n_offices;
};

// For each of the messages, which the member may read, what it may belong to: (*out)[0..n), in the transaction's arena.
MUST_USE bool likely_find(struct tx *tx, const struct likely_reader *r, const struct message_row *messages, size_t n,
                          struct likely **out, struct err *e);

// What the program would do by itself with a message of the inbox, whoever reads: the matter in hand of the office that
// took it in, or of a department of that, one of whose messages has the same words but for marks, case and punctuation (at
// least LIKELY_IDENTICAL of them), or a likeness of `join_from` thousandths without a conflict (match/likeness.h) and well
// ahead of the next matter. matter.id 0: none, or more than one.
enum { LIKELY_IDENTICAL = 5 };
struct likely_place {
    struct matter_row matter;
    bool identical;
    int likeness; // thousandths
};
MUST_USE bool likely_place(struct tx *tx, const struct finder *f, const struct site *s, const struct message_row *m,
                           int join_from, struct likely_place *out, struct err *e);

// Other messages of the same inbox with the same words as this one, which is in a matter: at most `max`, in the arena.
MUST_USE bool likely_identical(struct tx *tx, const struct finder *f, const struct message_row *m, size_t max,
                               struct message_row **out, size_t *n, struct err *e);
