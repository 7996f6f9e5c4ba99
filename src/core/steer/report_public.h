// report_public.h: what of a report's figures may be told to everybody.
//
// Figures of publications, and those that the office entered, are told as they were closed: what they count is public, or the
// office's own doing. Casework rests on what people wrote: it is told as the public numbers tell it (core/count/told.h), with
// the count of today, so that no difference of two counts says more than either. Tasks, meetings, recognition, training and
// contests rest on rows that are not public: below 5 they read "<5", and where their parts add up to a total in the same
// report, others are hidden with them (core/count/disclose.h). Both only of a quarter, a half or a year of the calendar.
#pragma once

#include "core/steer/report.h"

struct report_told {
    struct figure_value v;
    bool exact;   // as it was closed, with its parts
    bool changed; // the public numbers say something else today than what was closed
    bool never;   // the period is not one of which it may be told
};

// By r->t.figures; r was read. In the arena of the transaction.
MUST_USE bool report_told_read(struct report_told **out, struct tx *tx, const struct site *site, const struct report *r,
                               int64_t now, struct err *e);

// The same of the row-th office of r->sum; exact figures only, all others as never told.
struct figure_value report_told_row(const struct report *r, size_t row, size_t figure, const struct report_told *told);
