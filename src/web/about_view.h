// about_view.h: pages that stand still, and how else the office can be reached.
#pragma once

#include "web/page_view.h"

struct about_view {
    struct page page;
    struct str phone;   // "" when not known
    struct str address;
};
