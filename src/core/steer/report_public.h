// report_public.h: what of a report's figures may be told to everybody.
//
// Figures of publications, and those that the office entered, are told as they were closed: what they count is public, or the
// office's own doing. Casework rests on what people wrote: it is told as the public numbers tell it (core/count/told.h), with
// the count of today, so that no difference of two counts says more than either.
//
// Tasks, meetings, recognition, training and contests rest on rows that are not public. What was counted of them in a period is
// told of one office alone and one quarter, below 5 as "<5": each row stands in one told count of a figure, so none is a sum or a
// part of others, and nothing can be subtracted, by any template. What is open at an end is never told: a quarter's beginning,
// what was given, what was done and its end add up.
#pragma once

#include "core/steer/report.h"

struct report_told {
    struct figure_value v;
    bool exact;   // as it was closed, with its parts
    bool changed; // the public numbers say something else today than what was closed
    const char *why; // it is not told: a msgid; NULL otherwise
};

enum report_telling { TELLING_EXACT, TELLING_CASEWORK, TELLING_APART, TELLING_NEVER, TELLINGS };
enum report_telling report_telling(const struct template_entry *f);
const char *report_telling_words(enum report_telling t); // msgid: how a figure is told in public

// By r->t.figures; r was read. In the arena of the transaction.
MUST_USE bool report_told_read(struct report_told **out, struct tx *tx, const struct site *site, const struct report *r,
                               int64_t now, struct err *e);

// The same of the row-th office of r->sum; exact figures only, all others as never told.
struct figure_value report_told_row(const struct report *r, size_t row, size_t figure, const struct report_told *told);
