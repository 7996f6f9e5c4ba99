// rows.h: the rows behind a figure: the matters, or publications, that it counts, office by office down the tree and in each
// by the time by which they are counted, a page at a time. For everybody those that are public, at the desk all.
#pragma once

#include "core/count/figures.h"
#include "db/q_matter.h"
#include "db/q_publication.h"

enum { ROWS_PAGE = 50 };

// After which row to go on. It says no time: of a message no more than the day is public.
struct rows_key {
    const struct office *office; // NULL: the first
    int64_t id;                  // 0: from the office's first row on
};

struct rows_page {
    struct matter_row *matters;           // of a figure of ROWS_MATTERS
    struct publication_row *publications; // of ROWS_PUBLICATIONS
    size_t n;
    bool more;
    struct rows_key next; // where there are more
};

// The list of parts of a figure that can be opened one by one: the outcomes of what is closed, the ages of what is open, the
// kinds of what is published. FIGURE_LISTS for no such.
enum figure_list rows_parts(enum figure which);

// `f`: whose office, period and as_of say what is counted; released: public rows only. `part`: a code of rows_parts; "": all.
// Offices that are no more have no rows here. In the arena of the transaction.
MUST_USE bool rows_read(struct rows_page *out, struct tx *tx, const struct site *site, const struct figures *f,
                        enum figure which, struct str part, const struct rows_key *from, struct err *e);

// How many matters rows_read lists in all.
MUST_USE bool rows_count(int64_t *n, struct tx *tx, const struct site *site, const struct figures *f, enum figure which,
                         struct str part, struct err *e);

// The figure whose rows stand behind this one: what is made of answered matters has theirs.
enum figure rows_figure(enum figure which);

// The time by which a figure counts a matter.
int64_t rows_time(enum figure which, const struct matter_row *m);
