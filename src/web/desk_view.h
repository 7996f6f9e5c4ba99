// desk_view.h: what stands around every page of the desk: office, navigation, who is signed in, what was just done.
#pragma once

#include "web/page_view.h"

enum desk_nav { DESK_NAV_NONE, DESK_NAV_INBOX, DESK_NAV_MATTERS, DESK_NAV_PHONE, DESK_NAV_WORDINGS };
enum { DESK_OFFICES_MAX = 16 };

struct desk_page {
    struct page page;
    struct str code;    // of the office whose desk this is; "" in front of the desk: no navigation
    struct str office;  // its name
    struct str done;    // what was just done, in words; "" for nothing
    struct str role;    // in which capacity the member is here
    struct page_link offices[DESK_OFFICES_MAX]; // the other desks of this member
    size_t n_offices;
    enum desk_nav nav;
    bool takes;         // may take in at this office: a phone desk makes sense
};

// The frame of a page at the desk of `office` (NULL: in front of the desk, or the member holds no role at one).
struct desk_page desk_page_view(struct web *w, struct str title, const struct office *office, enum desk_nav nav);

// The office at whose desk a member works when an address names none: the first of theirs. NULL when there is none.
const struct office *desk_first_office(const struct web *w);
