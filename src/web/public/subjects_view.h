// subjects_view.h: the subjects of today, and the former ones, each with its time.
#pragma once

#include "web/public/public_view.h"

struct subject_item {
    struct str code;
    struct str name;
    struct str office;      // where it holds, with those below
    struct str office_code;
    struct str owner;       // who usually answers; "": who received it
    struct str href;        // its matters; "" where the office is no more
    int64_t since_at;
    int64_t until_at;       // 0: it holds, or ended with its office
    bool holds;
};

struct subjects_view {
    struct page page;
    struct subject_item *now;
    size_t n_now;
    struct subject_item *former;
    size_t n_former;
};
