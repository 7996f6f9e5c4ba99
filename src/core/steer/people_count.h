// people_count.h: recognition, training and contests by office and period: what reports say of them. Counted directly from
// the rows. How many came to a training session is not among them: that number is entered by hand and counts persons.
#pragma once

#include "core/office/site.h"

struct people_figures {
    int64_t recognitions; // decided in the period; also of those whose name went
    int64_t trainings;    // held on a day of it
    int64_t contests;     // decided in it
    int64_t entries;      // of these contests
};

// Of an office alone, without those below, in the days first … last, both included.
MUST_USE bool people_count(struct tx *tx, const struct site *s, int64_t office, int64_t first, int64_t last,
                           struct people_figures *out, struct err *e);
