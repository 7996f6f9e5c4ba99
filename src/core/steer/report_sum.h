// report_sum.h: adding up what the offices below handed in, and who has handed in.
//
// Counted is the last edition of each office's report, unless it was returned. A consolidated report of an office below
// stands for that office and all below it; otherwise its own report does, and those below it are looked at one by one.
// What is missing is named, never guessed: an office that owed a report, or one whose figures are by another definition.
#pragma once

#include "core/steer/report_count.h"

struct report_gap {
    int64_t office_id; // 0: of another installation
    struct str code;
    struct str name;   // in the site's language; STR_NONE while office_id says it
    struct str why;    // missing returned definition (counted by another one) incomplete (a figure was not entered)
    struct report_span span;
};

// One row of the table by office: an office directly below with all below it, or the office itself.
struct report_sum_row {
    int64_t office_id;
    bool itself;
    struct report_value *v; // by the template's figures
};

struct report_sum {
    struct report_value *total; // by the template's figures
    struct report_sum_row *rows;
    size_t n_rows;
    struct report_gap *gaps;
    size_t n_gaps;
    int64_t *sources; // reports that were counted
    size_t n_sources;
};

// Add up an office and all below for a period of the template, or for a longer one that consists of its own. In the arena
// of the transaction. 10,000 reports of 12 figures in well under a second (tests/bench/reports.c).
MUST_USE bool report_sum(struct report_sum *out, struct tx *tx, const struct site *site, const struct report_template *t,
                         int64_t office_id, struct report_span span, struct err *e);

// The table by office of one that was handed in: added up from the very editions that it was made of. No gaps.
MUST_USE bool report_sum_of(struct report_sum *out, struct tx *tx, const struct site *site, const struct report_template *t,
                            int64_t office_id, struct report_span span, const int64_t *sources, size_t n, struct err *e);

const char *report_gap_words(struct str why); // msgid

enum hand_in {
    HAND_IN_MISSING,  // not yet
    HAND_IN_OVERDUE,  // not yet, and its due date has passed
    HAND_IN_DONE,     // by its due date
    HAND_IN_LATE,     // after it
    HAND_IN_RETURNED, // returned, and not handed in again
    HAND_IN_WITHIN,   // not here, but counted in a consolidated report of an office above it
    HAND_INS
};
const char *hand_in_words(enum hand_in h); // msgid

struct hand_in_row {
    int64_t office_id;
    int32_t depth;
    enum hand_in how;
    bool accepted;
    int64_t edition;       // 0: none was handed in
    int64_t handed_in_at;  // of its first edition: late is measured by it
    struct str public_id;  // of the last edition; STR_NONE: none
    struct str whole;      // public id of its consolidated report; STR_NONE: none
    struct str origin;     // of one from another installation: the fingerprint of the key that signed it
};

struct hand_in_map {
    int64_t due_day;
    struct hand_in_row *rows; // in the order of the tree
    size_t n;
    size_t below;           // of them, without the office itself
    size_t count[HAND_INS]; // of those below
};

// Who below an office (and it itself) has handed in, for one period of the template. A draft is nobody's business above:
// it is missing. Within 50 ms for a country.
MUST_USE bool report_map(struct hand_in_map *out, struct tx *tx, const struct site *site, const struct report_template *t,
                         int64_t office_id, struct report_span span, int64_t now, struct err *e);
