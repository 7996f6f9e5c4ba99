// comment_group.h: comments that say nearly the same as an earlier one under the same publication, for the desk alone: the
// public sees each where it stands. The words are compared, nothing else; who wrote them is not known. What the desk said of two
// of them, "not the same", binds until it is taken back.
#pragma once

#include "core/desk/matter.h"

struct comment_row;
struct match;

struct comment_near {
    size_t of;        // number of the earlier one; its own where there is none
    struct str words; // what both say, the rarest words: "đèn, trường"
};

// Of rows of one page; first[i] as comments_alike says. Near another is a row, first of its words, that the comparing of texts
// calls the same without anything that speaks against it (match/likeness.h), in the same state. `of` names a row that is near
// none. *out has n, in the transaction's arena.
MUST_USE bool comments_near(struct tx *tx, const struct match *m, const struct comment_row *rows, size_t n, const size_t *first,
                            struct comment_near **out, struct err *e);

// The desk says that two are not the same, or takes that back. MATTER_NOT_NOW when it has been said, or was not, and for
// comments of different publications.
MUST_USE enum matter_end comment_set_apart(const struct desk *d, const struct comment_row *c, const struct comment_row *other,
                                           bool apart, struct err *e);
