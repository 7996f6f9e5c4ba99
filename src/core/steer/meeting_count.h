// meeting_count.h: meetings that were held, by the office that called them and by period: what reports say of them. Counted
// directly from the rows, in one index.
#pragma once

#include "core/office/site.h"

// Meetings that `office` called (alone, without those below) and that were held (confirmed ones too), by the day they began:
// in the days first … last, both included, in the site's time zone.
MUST_USE bool meeting_count(struct tx *tx, const struct site *s, int64_t office, int64_t first, int64_t last, int64_t *n,
                            struct err *e);
