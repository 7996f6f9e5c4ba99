// desk_phone_view.h: the phone desk: a message entered for a caller, and a caller who reads out a code.
#pragma once

#include "core/contact/contact.h"
#include "web/desk/desk_view.h"

struct phone_view {
    struct desk_page page;
    // entering
    struct str key;          // idempotency key of this form
    struct str words;
    struct str place;
    struct desk_choices categories;
    bool may_show;
    unsigned contact_ways;   // enum contact_way; 0: the form does not ask
    struct str contact;
    struct str groups[7];    // of the code to read out; "" before anything was entered
    struct str spoken[7];
    bool entered;
    // looking up
    struct str code;         // as typed; goes along in the form that records what was said
    bool found;
    struct str heading;
    struct state_tag state;
    struct str office;
    int64_t due_at;
    bool own;                // of this desk: what was said can be recorded
    struct str told;
};
