// week_view.h: the week of an office, at its desk and in public.
#pragma once

#include "core/steer/week.h"
#include "web/desk/desk_view.h"

struct week_line {
    struct str time;  // "14:30–16:00", "Due"; never empty
    struct str words;
    struct str href;  // "" where it leads nowhere
    struct str who;
    struct str place;
    struct str drop;  // public id of an entry that may be taken out; ""
    bool is_public;
};
struct week_day {
    struct str name; // "thứ Hai"
    int64_t day;
    struct week_line *lines;
    size_t n_lines;
};
enum { WEEK_DAYS = 7 };

struct week_view {
    struct page page;      // in public
    struct desk_page desk; // at the desk
    struct str code;       // of the office
    struct str office;
    struct str title;
    struct str base;       // the page's address without the week
    struct str week;       // "2026-W48"
    struct str before, after;
    struct str ics, json, csv; // the same as calendar and, in public, as JSON, at the desk as a table
    int64_t first, last;   // days
    struct week_day days[WEEK_DAYS];
    bool empty;
    bool writes;
    struct str warning;
    // the form, as typed
    struct str what, who, place, begins, ends;
    int64_t begins_day;
    bool is_public;
};
