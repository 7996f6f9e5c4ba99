// report_query.h: how to have a figure of a report again from the store itself.
#pragma once

#include "core/count/figures.h"

// The query on the store that gives a figure's value, the same text for both engines. Days are those of the time zone's
// distance from UTC at the beginning of the period.
struct str report_query(struct arena *a, enum lang lang, const struct site *site, const struct figures *f,
                        enum figure which, struct str part); // none of a part
