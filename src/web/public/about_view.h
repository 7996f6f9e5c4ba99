// about_view.h: pages that stand still, and how else the office can be reached.
#pragma once

#include "core/intake/erasure.h"
#include "web/page_view.h"

// How often words were erased for a reason.
struct about_erasure {
    const char *code;
    struct str reason;
    struct str times; // "<5" for 1 to 4
};

struct about_view {
    struct page page;
    struct str phone;   // "" when not known
    struct str address;
    struct str json_href;
    struct about_erasure erasures[ERASURE_REASONS];
};
