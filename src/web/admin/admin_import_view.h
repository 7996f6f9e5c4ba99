// admin_import_view.h: what was imported, and taking it back.
#pragma once

#include "web/desk/desk_view.h"

struct import_item {
    struct str id;
    struct str source; // name of the file
    int64_t started_at;
    int64_t rows;
    struct state_tag state;
    bool undone;
};

struct admin_imports_view {
    struct desk_page page;
    struct str base;        // "/desk/CODE/admin"
    struct import_item *list;
    size_t n;
    struct str next;
    // of one that is being taken back
    struct str *told;       // what was, in words
    size_t n_told;
    struct str *kept;       // offices and subjects that stay, each with its reason
    size_t n_kept;
    struct str go_on, after; // it is not over: the batch, and how far it is; "" else
};
