// report_hand_in.h: handing a report in, by steps of which each is short: a country's consolidated report is made of ten
// thousand others, and the writer works for everybody.
//
// Its figures are counted in a snapshot; what it is made of, and what it lacks, is laid beside the draft in portions, where
// nobody looks before it is handed in; at last, where no report has moved since that snapshot, the figures freeze.
#pragma once

#include "core/steer/report.h"

enum { REPORT_WHY_MAX = 500 };

// What has nothing in it of a report that was read: a section without words, unless it holds the figures, or requests that were
// made; a figure entered by hand. In the template's order, sections first; in the arena. How many.
struct report_lack {
    size_t at;     // of the template's sections or figures
    bool section;
    bool required; // it is not handed in without it
};
size_t report_lacks(struct arena *a, const struct report *r, struct report_lack **list);

struct report_freeze {
    struct report r;
    struct str why; // report_hand_in; set after report_freeze_begin
    int64_t seen; // the last event before it was counted
    size_t at;    // how much of what is laid beside it lies there
    // out of report_freeze_put
    size_t next;
    // out of report_freeze_end
    bool overtaken; // a report has moved since: count again
};

// Count a draft as it stands in the snapshot. `row` must stay where it is; the rest is in the arena of the transaction.
MUST_USE bool report_freeze_begin(struct report_freeze *f, struct tx *tx, const struct site *site, const struct report_row *row,
                                  int64_t now, struct err *e);

// One portion of what is laid beside the draft, from f->at on; the caller sets `at` to `next` once that is committed, and goes on
// until report_freeze_whole. STEER_NOT_NOW as of report_hand_in.
MUST_USE enum steer_end report_freeze_put(const struct desk *d, struct report_freeze *f, struct err *e);
bool report_freeze_whole(const struct report_freeze *f);

// Hand it in. STEER_NOT_NOW as of report_hand_in, or, with `overtaken`, because it has to be counted again.
MUST_USE enum steer_end report_freeze_end(const struct desk *d, struct report_freeze *f, struct err *e);
