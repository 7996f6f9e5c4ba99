// inbox_view.h: what has not been taken in yet: the list, and one message by itself.
#pragma once

#include "core/desk/likely.h"
#include "core/desk/same.h"
#include "web/desk/desk_view.h"

struct likely_row {
    struct str href;
    struct str id;
    struct str number;
    struct str title;
    struct state_tag state;
    int64_t messages;
    struct str words; // that both have; "" for none
    bool may_join;
};

// Another message of the inbox that says nearly the same.
struct twin_row {
    struct str href;
    int64_t received_at;
};

struct inbox_row {
    struct str id;
    int64_t received_at;
    int64_t days_waiting;
    struct str channel;
    struct str category;
    struct str category_code;
    struct str place;          // with the words only
    struct str words;
    bool open;                 // the member may read the words
    bool may_show;
    struct likely_row likely[LIKELY_MAX];
    size_t n_likely;
    struct twin_row twins[LIKELY_MAX];
    size_t n_twins;
};

// What was just done with a message, and can be taken back.
struct undo_view {
    struct str words;     // "" for nothing
    struct str message;   // public id; "" when there is nothing to take back
    struct str see;       // where to look at what became of it: the matter, or the message
    struct str what;      // where it is no step of the message: "not-same"; else ""
};

struct inbox_view {
    struct desk_page page;
    struct undo_view undo;
    struct inbox_row *rows;
    size_t n_rows;
    int64_t n_all;
    bool more; // than n_all
    bool takes;           // the member may take in here
    struct same_measure measure; // of the suggestions, where the member takes in
    bool joins;           // identical messages join by themselves here
    bool handover;        // and receives what is handed over
    struct str next;      // address of the next page; "" on the last
};

struct message_view {
    struct desk_page page;
    struct inbox_row row;
    struct str heading;
    struct str warning;   // why the act did not happen; "" when nothing went wrong
    struct likely_row matter; // that it is in; id "" when in the inbox
    struct str title;     // as typed
    struct str number;
    struct str to_name;
    struct desk_choices categories;
    struct desk_choices own;
    bool takes;
    bool in_inbox;
    bool erasable;        // its words are there, and the member may ask for erasing them
    enum desk_contact contact;
};
