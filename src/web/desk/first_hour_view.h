// first_hour_view.h: the list of an administrator's first hour: what is done, what is to do, and where.
#pragma once

#include "core/office/first_hour.h"
#include "web/desk/desk_view.h"

struct first_hour_row {
    struct str what;
    struct str why;
    struct str path;
    bool done;
};

struct first_hour_view {
    struct desk_page desk;
    struct first_hour_row rows[FIRST_STEPS];
    int64_t left;
};

// Is the list open, for a member who administers the site? What cannot be read counts as open.
bool first_hour_open(struct web *w);
