// home_view.h: the first page: what this office is answering.
#pragma once

#include "web/public/public_view.h"

struct home_view {
    struct page page;
    struct str about;
    struct str complaints;
    struct publication_item *answers;
    size_t n_answers;
    struct matter_item *matters; // in hand
    size_t n_matters;
    struct str search_json;
};
