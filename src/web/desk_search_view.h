// desk_search_view.h: what is found at the desk in messages and titles that the member may read.
#pragma once

#include "web/desk_view.h"

struct desk_found {
    struct str href;
    struct html title;     // of a matter, with what was found marked; of a message: day, channel, subject
    struct html extract;   // of a message's words
    struct str kind;
    struct str number;     // of the matter; "" for a message in none
    struct state_tag state;
    struct state_tag outcome;
    struct str office;     // that answers
    int64_t at;
};

struct desk_search_view {
    struct desk_page page;
    bool asked;
    bool no_words;         // only fields: nothing to look for
    bool filling;
    struct str unknown;    // fields that mean nothing: "colour:red"; "" for none
    struct desk_found *items;
    size_t n;
    struct str next;
};
