// contact_view.h: opening a sender's contact details at the desk: the form that asks why, and what was in the box, once.
#pragma once

#include "core/contact/contact.h"
#include "web/desk/desk_view.h"

struct contact_view {
    struct desk_page page;
    struct str message;   // public id
    bool kept;            // there is something to open
    bool noted;           // a note has a place to stay: the message is in a matter
    bool available;       // the mail process holds the key
    struct desk_choice reasons[CONTACT_REASONS];
    struct str note;      // as typed
    struct str kind;      // "telephone number", in words
    // after opening
    struct str plain;     // "" before
    bool mail;
};
