// send_view.h: the form for a message, and the receipt that answers it.
#pragma once

#include "core/contact/contact.h"
#include "web/page_view.h"

struct choice {
    struct str code;
    struct str name;
    int depth;        // in the office tree
    bool chosen;
};

struct send_view {
    struct page page;
    struct str key;       // idempotency key of this form
    struct str words;
    struct str place;
    struct choice *offices;
    size_t n_offices;     // 0: the site is one office
    struct choice *categories;
    size_t n_categories;
    struct choice langs[LANG_COUNT];
    unsigned contact_ways; // enum contact_way; 0: the form does not ask
    struct str contact;
    bool may_show;
    bool about_office;
    bool root_above;      // there are offices below, whose messages the site's own office can take
    struct str emergency;
    struct str complaints; // where complaints and denunciations go; may be ""
    unsigned wait_s;      // too many at once: send again after so many seconds; 0: no
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
};
