// erasure_view.h: erasing words for a legal reason: the desk's form, and what waits for the administrator.
#pragma once

#include "core/intake/erasure.h"
#include "web/desk/desk_view.h"

struct erasure_form_view {
    struct desk_page page;
    struct str message;  // public id
    struct str warning;  // why it was not done; "" when nothing went wrong
    struct str waiting;  // the reason that was given already; "" while nobody asked
    bool possible;       // there are words
    struct desk_choices reasons;
};

// One that was asked for. No words: who agrees need not read them.
struct erasure_item {
    struct str message;  // public id
    struct str office;
    struct str reason;
    int64_t received_at;
    int64_t asked_at;
    bool own;            // this member asked for it
};

struct erasures_view {
    struct desk_page page;
    struct str base;
    struct str warning;
    struct erasure_item *list;
    size_t n;
    struct str next;     // address of the next page; "" for none
};
