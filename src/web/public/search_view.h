// search_view.h: what is found in what is published.
#pragma once

#include "web/public/public_view.h"

struct search_item {
    struct html title;    // with what was found marked
    struct html extract;  // a piece of the text that shows why; empty where the title does
    struct str plain;     // the title as text
    struct str lang;
    struct str href;
    struct str kind;      // in words
    struct str kind_code; // matter or answer
    struct state_tag state;
    struct state_tag outcome;
    struct str office;
    int64_t at;
};

// A choice that narrows what was found, with how many that leaves.
struct search_choice {
    struct str words;
    struct str code; // of the office, the year, the kind
    int64_t n;
    struct str href; // of this page so narrowed; where it is chosen already, without it
    bool chosen;
};

struct search_choices {
    struct str title;
    struct str name; // of the list in JSON
    struct search_choice *v;
    size_t n;
    size_t shown; // at once; the others are folded
};

struct search_office {
    struct str href;
    struct str words;
};

enum search_by { SEARCH_KIND, SEARCH_OFFICE, SEARCH_YEAR, SEARCH_BY };

struct search_view {
    struct page page;
    struct str q;
    bool asked;
    bool filling;         // not everything has been read yet
    struct search_item *items;
    size_t n;
    int64_t found;        // in all
    int64_t listed;       // of which can be paged through
    struct search_choices by[SEARCH_BY];
    struct search_office *offices; // whose names the words are
    size_t n_offices;
    struct str suggest;   // address of the list while typing
    struct str json_href;
    struct str next;      // "" on the last page
    struct str kind, office, year; // what was chosen, "" for all
};
