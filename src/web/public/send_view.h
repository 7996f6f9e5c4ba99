// send_view.h: the form for a message, and the receipt that answers it.
#pragma once

#include "core/contact/contact.h"
#include "core/intake/message.h"
#include "web/public/public_view.h"

struct choice {
    struct str code;
    struct str name;
    struct str id;    // of its element, where it has one
    int depth;        // in the office tree
    bool chosen;
};

struct send_view {
    struct page page;
    struct str key;       // idempotency key of this form
    struct str words;
    struct str place;
    struct choice *offices;
    size_t n_offices;     // 0: the site is one office, or they are too many for a list
    bool by_name;         // the office is typed by its name
    struct str office_field;     // id of the field for the name
    struct str office_name;      // as typed
    struct str office_code;      // chosen from the list while typing
    struct choice *fitting;      // several offices have the typed name: one is to be chosen
    size_t n_fitting;
    struct str office_find;      // address of the list while typing
    struct choice *categories;
    size_t n_categories;
    struct choice langs[LANG_COUNT];
    unsigned contact_ways; // enum contact_way; 0: the form does not ask
    struct str contact;
    bool may_show;
    bool about_office;
    bool root_above;      // there are offices below, whose messages the site's own office can take
    struct str emergency;
    struct str complaints; // where complaints and denunciations go
    unsigned wait_s;      // too many at once: send again after so many seconds; 0: no
    struct str like;      // address of what is published and looks the same, asked while typing
};

// One thing that is published and looks like what is about to be sent.
struct like_item {
    struct str title;
    struct str lang;
    struct str href;
    struct str answer;    // address of its answer, or ""
    struct str summary;   // the first words of the answer
    struct str words;     // that both have
    struct state_tag state, outcome;
    struct str office;
    struct str matter;    // public id, where the message may be added to it; else ""
    bool is_matter;
    int64_t at;           // published
};

// A field of the form, carried through the page between.
struct carried {
    struct str name;
    struct str value;
};

enum { CARRIED_MAX = 12 };

// The page between the form and the receipt: "is it one of these?"
struct like_view {
    struct page page;
    struct like_item *items;
    size_t n;
    struct str words;     // of the message
    struct carried carried[CARRIED_MAX];
    size_t n_carried;
};

struct receipt_view {
    struct page page;
    struct str code;             // as shown
    struct str groups[7];
    struct str spoken[7];        // "7 K 3 M"
    struct str office;
    int64_t received_at;
    struct str words;
    struct html qr;
    struct str follow;           // address of the follow page
    struct str joined;           // title of the matter it was added to; "" for none
    struct str joined_href;
};

// Shows the page between when something published looks like the draft. True when the reply is made (also on a failure).
bool send_look(struct web *w, const struct message_draft *d);
