// report_due.h: reports that are due: of one office between two days, and reminders of them, said once each: to the office that
// owes one three days before its day and once that has passed, and then to the office above.
#pragma once

#include "core/steer/report_sum.h"

enum { REPORT_SOON_DAYS = 3, REPORT_LATE_DAYS = 366 }; // how far ahead, and how far back the desk looks

struct report_owed {
    struct report_template t;
    struct report_span span; // report_span_name says it
    int64_t due_day;
    struct str public_id; // of its draft, or of what was returned; "": not begun
};

// What an office owes whose due day lies between two days, both included, and that it has not handed in (its own report and,
// where offices below owe one, the consolidated one); the earliest first. Of templates that hold on to_day; those
// that are asked for once have no days. In the arena of the transaction.
MUST_USE bool report_due_read(struct tx *tx, const struct site *site, int64_t office_id, int64_t from_day, int64_t to_day,
                              struct report_owed **list, size_t *n, struct err *e);

// From which day on a report of this name is asked for at all, by any edition.
MUST_USE bool report_first_since(struct tx *tx, const struct report_template *t, int64_t *day, struct err *e);

// Do offices below this one owe reports of their own? Of those of today.
bool report_owed_below(const struct report_template *t, const struct office *o);

// Say what is due to be said at `now`, in transactions of few rows. *said gets how many. Nothing else is changed, so it may
// be run at any time and again. A report whose due day was passed over for more than a period is not reminded of.
MUST_USE bool report_remind(struct db *db, const struct site *site, int64_t now, size_t *said, struct err *e);
