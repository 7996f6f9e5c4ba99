// home_view.h: the first page: what this office is answering.
#pragma once

#include "web/page_view.h"

struct home_view {
    struct page page;
    struct str about;
    struct str complaints;
};
