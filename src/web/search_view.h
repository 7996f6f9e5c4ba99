// search_view.h: what is found in what is published.
#pragma once

#include "web/public_view.h"

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

struct search_view {
    struct page page;
    struct str q;
    bool asked;
    bool filling;         // not everything has been read yet
    struct search_item *items;
    size_t n;
    size_t found;         // in all, MATCH_LIMIT at most
    struct str suggest;   // address of the list while typing
    struct str json_href;
    struct str next;      // "" on the last page
};
