// admin_reform_view.h: what becomes of an office: the forms, the preview, and what was written down so far.
#pragma once

#include "core/office/reform.h"
#include "web/desk/desk_view.h"

enum { REFORM_FORMS = 4, REFORM_FIELDS = 16, REFORM_LINES = 40 };

struct reform_field {
    struct str id;
    struct str name;     // of the field, and of its problem
    struct str label;
    struct str hint;     // "" for none
    struct str value;
    const char *type;    // "text" or "date"
    struct str lang;     // "" where it is in no language
    struct str problem;  // "" for none
};

struct reform_form {
    struct str kind;     // "change", "merge", "split", "end"
    struct str title;
    struct str about;
    struct reform_field fields[REFORM_FIELDS];
    size_t n;
    struct desk_choices kinds; // of an office; only in "change"
    bool open;
};

struct admin_reform_view {
    struct desk_page desk;
    struct str base;     // "/desk/CODE/admin"
    struct str refused;  // why it cannot be done, as the store says; "" else
    struct reform_form forms[REFORM_FORMS];
    const struct reform_form *asked; // what is previewed; NULL: nothing
    struct str asked_kind;           // kind of office in it
    struct str preview[REFORM_LINES];
    size_t n_preview;
    struct str *history; // the latest first
    size_t n_history;
    bool planned;        // something can be taken back
};
