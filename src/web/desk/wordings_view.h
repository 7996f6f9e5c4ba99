// wordings_view.h: the standard wordings of an office, for answers that recur.
#pragma once

#include "web/desk/desk_view.h"

struct wording_item {
    struct str id;
    struct str title;
    struct str body;
    struct str lang;
    struct str office;
    bool own;         // of this office: it can be ended here
};

struct wordings_view {
    struct desk_page page;
    struct wording_item *items;
    size_t n_items;
    struct desk_choices langs;
    struct str title; // as typed
    struct str body;
    bool writes;
};
