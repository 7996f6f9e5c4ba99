// offices_view.h: the offices: the tree as a list, and the page of one.
#pragma once

#include "web/public_view.h"

struct office_item {
    struct str code;
    struct str name;
    struct str href;
    int depth;
    struct str kind;
};

struct offices_view {
    struct page page;
    struct office_item *list;
    size_t n;
    struct str query;
    struct str json_href;
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
    struct publication_item *answers;
    size_t n_answers;
    struct matter_item *matters;
    size_t n_matters;
    struct str send_href;
    struct str answers_href;
    struct str matters_href;
};
