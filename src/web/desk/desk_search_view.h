// desk_search_view.h: what is found at the desk in messages and titles that the member may read.
#pragma once

#include "web/desk/desk_view.h"

// What gave something found a part of its score (match_explain).
struct found_reason {
    struct str asked; // a word or pair of the words asked for, without accents
    struct str found; // what stands for it there; "" for itself
    struct str unit;  // in words
    int64_t times;
    struct str gave;  // of the score
};

struct desk_found {
    struct str href;
    struct html title;     // of a matter, with what was found marked; of a message: day, channel, subject
    struct html extract;   // of a message's words
    struct str plain;      // the title without marks
    struct str public;     // the public title of a matter that has another; "" else
    struct str kind;
    struct str number;     // of the matter; "" for a message in none
    struct state_tag state;
    struct state_tag outcome;
    struct str office;     // that answers
    int64_t at;
    struct found_reason *why; // most first
    size_t n_why;
};

struct desk_search_view {
    struct desk_page page;
    bool asked;
    bool no_words;         // only fields: nothing to look for
    bool filling;
    struct str *problems;  // what of it is not understood, and what there is instead
    size_t n_problems;
    struct desk_found *items;
    size_t n;
    struct str csv, next;
};
