// filters.h: how a public list is narrowed, by its address and by the form above it: office, subject, state, time.
//
//   ?office=TG-01&category=roads&state=open&period=2026Q4&after=…
#pragma once

#include "core/press/listing.h"
#include "web/web.h"

struct filter_option {
    struct str code;
    struct str name;
    bool chosen;
};
struct filter_view {
    struct str name;        // of the form's field
    struct str label;
    struct filter_option *list;
    size_t n;
};

// What the address asks for, but for `after`. False: it names an office, a subject, a state or a time that is not there. Times
// are the years from that of the list's first row (0: none) to this one, their quarters and months: 2026, 2026Q4, 2026-11.
bool filters_read(struct web *w, int64_t first_at, struct listing *l) MUST_USE;

// The address of `page` ("matters.json") with what was chosen, after a row; "" for the first page.
struct str filters_address(struct web *w, const char *page, struct str after);

// All offices; of more than a page holds, those near the chosen one: choosing a province shows its communes.
enum { OFFICES_LISTED = 150 };
struct filter_view filter_offices(struct web *w);
struct filter_view filter_categories(struct web *w); // of the chosen office, else of the site's own; former ones too
struct filter_view filter_states(struct web *w);
// Those years; of the chosen one, else of this one, its quarters and months.
struct filter_view filter_times(struct web *w, int64_t first_at);
