// report_rows.h: the rows behind a figure of an office's own report: what it counts, office by office of the period's tree and
// in each by the time by which it is counted, a page at a time. As the rows are today: of a report that was handed in they may
// have changed since.
#pragma once

#include "core/steer/report.h"

enum { BEHIND_PAGE = 50 };

enum behind {
    BEHIND_NONE, // entered by hand
    BEHIND_DAYS, // messages, ratings, answers by receipt: not shown one by one, only how many on each day
    BEHIND_MATTERS,
    BEHIND_PUBLICATIONS,
    BEHIND_TASKS,
    BEHIND_MEETINGS,
    BEHIND_RECOGNITIONS,
    BEHIND_TRAININGS,
    BEHIND_CONTESTS,
    BEHIND_ENTRIES,
};
enum behind report_behind(const struct template_entry *f);

struct matter_row;
struct publication_row;

struct behind_line {
    int64_t office_id;
    const struct matter_row *matter;           // BEHIND_MATTERS
    const struct publication_row *publication; // BEHIND_PUBLICATIONS
    struct str public_id;                      // of all others but BEHIND_DAYS
    struct str words;                          // a title; of a recognition its decision's number
    struct str state;                          // of a recognition its form
    int64_t day;
    int64_t number; // of a task its due day (0: none), of an entry its number, of a day how many
};

// Where to go on: the place-th office of the report, after this row of it.
struct behind_key {
    int64_t place;
    int64_t at, id;
};

struct behind_page {
    struct behind_line *lines;
    size_t n;
    bool more;
    struct behind_key next; // where there are more
};

// One page of figure i of r->t, r an office's own report that was read and is not from another installation. In the arena of
// the transaction.
MUST_USE bool report_rows(struct behind_page *out, struct tx *tx, const struct site *site, const struct report *r, size_t i,
                          struct behind_key from, int64_t now, struct err *e);
