// exports_view.h: exports of what is not public: who asks, who agrees, and what became of each. No words of what went out.
#pragma once

#include "core/press/export_request.h"
#include "web/desk/desk_view.h"

struct export_item {
    struct str id; // public
    struct str kind;
    int64_t from_day;
    int64_t until_day;
    struct str reason;
    struct str asked_by; // names of members, for those who decide and answer for it
    int64_t asked_at;
    struct str decided_by;
    int64_t decided_at;
    int64_t fetched_at;
    enum export_state state;
    bool own;      // this member asked for it
};

struct exports_view {
    struct desk_page page;
    struct str base;    // where its forms go
    struct str admin;   // address of the administration; "" for who agrees
    struct str warning; // why it was not done; "" when nothing went wrong
    struct desk_choices kinds;
    struct str from;
    struct str until;
    struct str reason;
    bool nobody;        // there is no second member who could agree
    struct export_item *list;
    size_t n;
    struct str csv, next;    // address of the next page; "" for none
};
