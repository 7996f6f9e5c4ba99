// former.h: a tree that was: offices that are no more with what became of them, earlier names and places of offices that are
// still there, and since when an office is there. For lists from outside (roster.h brings in those of today).
#pragma once

#include "core/office/founding.h"

enum { FORMER_SUCCESSORS_MAX = 12, FORMER_ROWS_A_TX = 25 };

struct former_row {
    int64_t line;            // of the file, for problems
    struct office_draft is;  // as it was; parent_id is not looked at
    struct str parent_code;  // on its first day; empty: the site's own office
    int64_t since_day;       // its first day
    int64_t until_day;       // the first day on which it was no more; 0: it is there today, and began on since_day
    struct str successor[FORMER_SUCCESSORS_MAX]; // codes on until_day, the heir first. Its own: it was called or stood otherwise
    size_t n_successors;                         // none: it ended into the office above
};

enum former_end { FORMER_WAITS, FORMER_ADDED, FORMER_SAME, FORMER_WRONG };

struct former_result {
    enum former_end end;
    bool settled;      // committed
    const char *field; // of FORMER_WAITS and FORMER_WRONG: code parent_code valid_from valid_to successor
    const char *why;   // msgid
};

// Bring the rows `from` to `to` that are not settled into the store, as far as what they need is there: one that waits for an
// office above, or a successor, of the list is tried again by the caller. A db_fn; arg is a struct former_work. Nothing of a row
// is written unless all of it is; the tree stays one on every day.
struct former_work {
    const struct site *site;
    const struct former_row *rows;
    size_t n;
    struct former_result *results; // by row
    int64_t batch;                 // of the import, for made.h; 0: none
    int64_t now;
    size_t from, to;
};
enum tx_end former_carry_out(struct tx *tx, void *arg, struct err *e);
