// offices_view.h: the offices: the tree as a list, and the page of one.
#pragma once

#include "web/public/public_view.h"

struct office_item {
    struct str code;
    struct str name;
    struct str href;
    int depth;
    struct str kind;
    int64_t below;        // offices below it that the list does not show
};

struct offices_view {
    struct page page;
    struct office_item *list;
    size_t n;
    struct str query;     // as typed; "" for none
    bool folded;          // more than one page holds: only the upper levels stand there, with how many are below
    struct str json_href;
};

// A seat of a committee, in public: the office and its role; a person only where that person and the committee said so.
struct office_seat {
    struct str seat;
    struct str office;
    struct str href;      // "" where the office is no more
    struct str name;      // "" for nobody
};

struct office_view {
    struct page page;
    struct office_item item;
    struct str about;
    struct str phone;
    struct str address;
    struct office_item above;   // href "" when there is none
    struct office_item *below;
    size_t n_below;
    struct str founding;       // of a committee: decision, day, who; "" for none
    struct office_seat *seats;
    size_t n_seats;
    struct publication_item *answers;
    size_t n_answers;
    struct matter_item *matters;
    size_t n_matters;
    struct str send_href;
    struct str answers_href;
    struct str matters_href;
    struct str week_href;
};
