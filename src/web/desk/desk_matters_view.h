// desk_matters_view.h: the desk's list of matters, its filters, and what is done with several at once.
#pragma once

#include "web/desk/desk_view.h"

struct desk_matters_row {
    struct str href;
    struct str id;
    int64_t version;
    struct str number;
    struct str title;
    struct state_tag state;
    struct state_tag outcome;
    struct state_tag due;
    int64_t due_at;
    struct str due_reason;   // why this date; "" when nobody said
    int64_t promised_day;    // 0: nothing was promised
    int64_t messages;
    bool taken_back;         // nobody waits for an answer any more
    bool chosen;
};

struct saved_filter_row {
    struct str name;
    struct str href;
    struct str id;
    bool current;
};

struct desk_matters_view {
    struct desk_page page;
    struct desk_choices states, dues, categories, own;
    struct desk_matters_row *rows;
    size_t n_rows;
    struct saved_filter_row *saved;
    size_t n_saved;
    struct str query;        // of the filters as chosen: "state=open&due=late"
    struct str csv;
    struct str here;         // the same with the key of this page
    struct str next;         // "" on the last page
    int64_t bulk_due;        // as typed; 0: none
    struct str filter_name;  // as typed
    struct str result;       // of assigning several; "" for none
    bool decides;
    bool promised;           // the list is of promises, by their day
};
