// comment.h: comments under what is published: taken in without a name, read by the office before they are shown where it
// wants that, hidden only under a published rule that the page names with the day, and looked at again by another member,
// of the office above where there is no other, when their writer asks for it.
#pragma once

#include "core/desk/matter.h"
#include "core/intake/once.h"
#include "core/press/rule.h"

struct comment_row;
struct publication_row;

enum { COMMENT_MIN = 5, COMMENT_MAX = 500, REVIEW_MAX = 500, COMMENT_HASH = 16 };

// May this be commented on now? It is out for all, was opened to comments, and its office still takes them.
bool comments_open(const struct site *s, const struct publication_row *pub);

// Trims. Field: text.
void comment_check(struct str *words, struct problems *p);

enum comment_end {
    COMMENT_TAKEN,
    COMMENT_REPEATED,   // the same form again: the first reply
    COMMENT_OTHER_BODY, // the form's key with other words: nothing was taken
};

struct comment_taking {
    const struct site *site;
    const struct publication_row *pub; // comments_open
    struct str words;                  // checked
    enum lang lang;
    struct str key;                    // idempotency key (once.h); STR_NONE: none
    int64_t now;
    // out
    enum comment_end end;
    struct str receipt;                // the code by which a review can be asked for, as shown; "" when COMMENT_OTHER_BODY
    bool shown;                        // at once; else it waits to be read
};

// A db_fn; arg is a struct comment_taking.
enum tx_end comment_take(struct tx *tx, void *arg, struct err *e);

// Which of these comments says what an earlier one under the same publication says, in the same state: the same bare words
// throughout; marks, case, blanks and punctuation apart. first[i] is the number of the earliest, i itself where there is
// none. The words alone are compared; who wrote them is not known. n: of one page. a: for scratch.
struct match;
void comments_alike(const struct match *m, const struct comment_row *rows, size_t n, struct arena *a, size_t *first);

// The comment that a code (as typed, receipt_parse says RECEIPT_OK) belongs to. enum q_got.
struct receipt;
MUST_USE int comment_by_code(struct tx *tx, int64_t home, const struct receipt *code, struct comment_row *out, struct err *e);

// Show a comment that waits or was hidden. MATTER_NOT_NOW when it is shown, or when its writer asked for a review and the
// member is the one who hid it.
MUST_USE enum matter_end comment_show(const struct desk *d, const struct comment_row *c, struct err *e);

// Hide a comment that waits or is shown, under a rule that holds at its office.
MUST_USE enum matter_end comment_hide(const struct desk *d, const struct comment_row *c, const struct house_rule *rule,
                                      struct err *e);

// May this member decide about a review of it: one was asked for, and somebody else hid it, who moderates there (head or
// editor); where nobody else there does, those of the office above (core/office/second.h); where there is nobody above
// either, the one who hid it looks again, which the page of the rules says. *may is set on success.
MUST_USE bool comment_may_review(const struct desk *d, const struct comment_row *c, int64_t member_id, bool *may, struct err *e);

// Who decides about a review of it, now. REVIEW_BY_SAME: there is nobody else, here or above.
enum review_by { REVIEW_BY_COLLEAGUE, REVIEW_BY_ABOVE, REVIEW_BY_SAME };
struct reviewing {
    enum review_by by;
    int64_t office_id; // where they work
};
MUST_USE bool comment_reviewing(struct tx *tx, const struct site *s, const struct comment_row *c, int64_t now,
                                struct reviewing *out, struct err *e);

// After a review: it stays hidden.
MUST_USE enum matter_end comment_keep(const struct desk *d, const struct comment_row *c, struct err *e);

// Its writer asks for a review. One a hiding; MATTER_NOT_NOW where it is not hidden or was looked at again already. Asked
// a second time with the same words it is MATTER_SAVED and changes nothing.
MUST_USE enum matter_end comment_ask_review(struct tx *tx, const struct site *s, const struct comment_row *c, struct str words,
                                            int64_t now, struct err *e);
