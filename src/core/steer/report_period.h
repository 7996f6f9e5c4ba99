// report_period.h: the periods of a template: calendar ones, or such as the 15th to the 14th, where closing days are data.
//
// A period with closing day c belongs to the month, quarter … in whose last month it ends: "October 2026" closing on the
// 14th is 15 September to 14 October. Both ends are included.
#pragma once

#include "core/count/period.h"
#include "core/steer/report_template.h"

struct report_span {
    int64_t first;
    int64_t last;
};

// The period of a template that a day lies in. Of EVERY_ONCE the day alone.
struct report_span report_span_at(const struct report_template *t, int64_t day);
// The one before, the same of the year before, the one after. Of EVERY_ONCE as many days, moved.
struct report_span report_span_before(const struct report_template *t, struct report_span p);
struct report_span report_span_year_before(const struct report_template *t, struct report_span p);
struct report_span report_span_after(const struct report_template *t, struct report_span p);
bool report_span_ok(const struct report_template *t, struct report_span p); // is it one of the template's?

// The latest period that has ended on a day before `today`: what is to be reported now.
struct report_span report_span_due(const struct report_template *t, int64_t today);
int64_t report_span_due_day(const struct report_template *t, struct report_span p);

// The one under way and those before it back to the one that a day lies in, so many: how many there are. Of EVERY_ONCE none.
size_t report_spans_recent(const struct report_template *t, int64_t today, int64_t since, struct report_span *list, size_t most);

// As people write it (core/count/period.h): the template's own of that name. What is wrong with it (a msgid), or NULL.
// Of a month, quarter … template longer periods that consist of its own are taken too.
const char *report_span_parse(const struct report_template *t, struct str text, struct report_span *out) MUST_USE;

// "quý III/2026"; with a closing day "tháng 10/2026 (15/09/2026 – 14/10/2026)".
void report_span_name(struct buf *out, enum lang lang, const struct report_template *t, struct report_span p);
