// admin_committee_view.h: a committee on its administrator's page: the founding decision, who sits on it, who did.
#pragma once

#include "core/office/committee.h"
#include "web/desk/desk_view.h"

struct seat_item {
    int64_t id;
    struct str seat;      // in words
    struct str office;    // that holds it
    struct str member;    // who, at the desk and, where they may be named, in public; "" for nobody
    struct str decision;  // "" : the founding one
    int64_t since_day;
    int64_t last_day;     // 0: still
};

struct admin_committee_view {
    struct desk_page desk;
    struct str base;      // "/desk/CODE/admin"
    struct str decision, decided_by;
    struct str decided;   // "2026-01-05", or as typed
    bool is_public;
    bool founded;
    struct seat_item *seats;
    size_t n_seats;
    struct seat_item *former;
    size_t n_former;
    struct desk_choices kinds; // of seats
    struct str from;           // as typed
    struct str login;
    struct str since;
    struct str seat_decision;
    bool agreed;
    bool seat_open;            // the form for a seat has problems
};
