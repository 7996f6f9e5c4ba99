// listing.h: the public lists of matters and of publications, latest first, narrowed by office, subject, state and time, a page
// at a time. Each page is read as ranges of an index, one for each version that a subject had.
#pragma once

#include "core/office/site.h"
#include "db/q_matter.h"
#include "db/q_publication.h"

enum { LISTING_PAGE = 25 }; // rows of a page; one more is read, which says whether there is another page

struct listing {
    const struct office *office; // NULL: all
    struct str subject;          // code; "": all. See listing_subject
    struct str state;            // of matters; "": all
    int64_t from;                // became public, or was published, at or after this
    int64_t to;                  // and before this; 0: no end
    int64_t before_time;         // after this row of the list: its time and id; 0: from the first on
    int64_t before_id;
};

// Does the list know this subject: as one that holds, or held, at the office the list is of, or at the site's own office? Its
// versions bear the same code.
bool listing_has_subject(const struct site *s, const struct office *office, const struct category *c);

// At most LISTING_PAGE + 1 rows, in the arena of the transaction.
MUST_USE bool listing_matters(struct tx *tx, const struct site *s, const struct listing *l, struct matter_row **rows, size_t *n,
                              struct err *e);
MUST_USE bool listing_publications(struct tx *tx, const struct site *s, struct str kind, const struct listing *l,
                                   struct publication_row **rows, size_t *n, struct err *e);
