// first_view.h: the page of first steps: the setup code, the office, its first administrator.
#pragma once

#include "web/desk/desk_view.h"

struct first_view {
    struct desk_page desk;
    struct str file;          // where the setup code is to be read; "" where it is printed only
    struct str again;         // this page in the other language
    struct str again_lang;
    struct str again_name;
    bool has_office;          // an office was founded before; nobody can sign in yet
    struct str name;          // as typed
    struct str code;
    struct str timezone;
    struct desk_choices kinds;
    struct desk_choices langs;
    struct str login;
    struct str person;
    bool works;
    unsigned wait_s;          // too many attempts; 0: no
};
