// people_count.h: recognition, training and contests by office and period: what reports say of them. Counted directly from
// the rows. How many came to a training session is not among them: that number is entered by hand and counts persons.
#pragma once

#include "core/office/site.h"

// Called once an office and a figure that it has, in no order. key: recognitions trainings contests contest_entries, as in
// core/steer/catalogue.def.
typedef bool people_count_fn(void *arg, int64_t office, struct str key, int64_t n);

// Of each office alone, without those below, in the days first … last, both included: decisions (also those whose name
// went), sessions that were held, contests by the day of their result, and their entries.
MUST_USE bool people_count_all(struct tx *tx, const struct site *s, int64_t first, int64_t last, people_count_fn *fn,
                               void *arg, struct err *e);
