// matters_view.h: public matters: the list and the page of one.
#pragma once

#include "web/public/public_view.h"

struct matters_view {
    struct page page;
    struct str action;    // address of this list
    struct filter_view filters[4];
    struct matter_item *list;
    size_t n;
    struct str next;      // address of the next page; "" when this is the last
    struct str json_href;
};

struct public_step {
    struct str words;
    int64_t day;
    struct str office;
};

struct public_words {
    struct html words;    // personal data covered
    struct str plain;     // the same for JSON
    int64_t day;
    bool by_office;       // entered for a caller, or imported
};

struct matter_view {
    struct page page;
    struct matter_item item;
    struct str number;    // "143/2026"
    struct str outcome_note;
    struct public_step *steps;
    size_t n_steps;
    struct public_words *words;
    size_t n_words;
    struct str words_next; // address of the page with the further ones; "" for none
    struct publication_item *answers;
    size_t n_answers;
    struct str json_href;
};
