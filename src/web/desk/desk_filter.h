// desk_filter.h: which matters of an office a list of the desk shows: by state, by date, by subject; never by words and never
// by who works on them.
#pragma once

#include "web/desk/desk_view.h"

enum { DESK_LIST_ROWS = 50 };

struct desk_filter {
    struct str state;    // "": all that are in hand
    struct str due;      // "", owed, late, soon, promised
    struct str category; // code; "": all
};

// As the address, or a form's hidden field that says it like one, has them. What is not known is left out.
struct desk_filter desk_filter_read(const struct web *w);
struct str desk_filter_query(struct web *w, const struct desk_filter *f); // "state=open&due=late"; codes need no escapes
struct desk_choices desk_filter_states(struct web *w, struct str chosen);
struct desk_choices desk_filter_dues(struct web *w, struct str chosen);

// A list in the order of its key: the due date, or, of what is promised, the promised day.
struct desk_list_key {
    int64_t at;
    int64_t id;
};
struct desk_list_key desk_filter_key(const struct desk_filter *f, const struct matter_row *m);

// One page of w->office from a key on: DESK_LIST_ROWS, and one more where there are more. In the transaction's arena.
MUST_USE bool desk_filter_page(struct web *w, const struct desk_filter *f, struct desk_list_key after, struct matter_row **list,
                               size_t *n, struct err *e);

// How many there are of each kind that a page of signposts counts; the same as the lists that the filters make for this member.
struct desk_counts {
    int64_t in_hand;
    int64_t owed; // not answered
    int64_t late;
    int64_t soon;
    int64_t promised;
    int64_t reopened;
};
MUST_USE bool desk_filter_counts(struct web *w, struct desk_counts *out, struct err *e);

// How many messages wait at w->office that this member may know of; `most` + 1 stands for any more.
MUST_USE bool desk_inbox_count(struct web *w, int64_t most, int64_t *n, struct err *e);
