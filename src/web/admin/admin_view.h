// admin_view.h: an administrator's page of one office: settings, subjects, members, offices below, upkeep.
#pragma once

#include "web/desk/desk_view.h"

struct admin_setting {
    struct str name;     // of the field
    struct str label;
    struct str value;    // its own, or as typed
    struct str inherited;// what holds while it has none of its own
    bool flag;
    bool lines;          // several
    bool on;             // of a flag
    bool own;
};

struct admin_category {
    int64_t id;
    struct str code;
    struct str name[LANG_COUNT];
    struct str owner;
    bool own;            // made at this office, so that it may be ended here
};

struct admin_member {
    struct str login;
    struct str name;
    struct str roles;    // in words
    bool second;         // has a second step
    bool disabled;
};

struct admin_choice {
    struct str code;
    struct str name;
};

struct admin_rule {
    struct str code;
    struct str wording[LANG_COUNT];
    bool own;            // made at this office, so that it may be ended here
};

struct admin_upkeep {
    struct str kind;
    int64_t began_at;
    bool good;
    struct str detail;
};

struct admin_view {
    struct desk_page desk;
    struct str base;                 // "/desk/CODE/admin"
    struct admin_setting settings[SETTINGS];
    size_t n_settings;
    struct admin_setting mail[4];    // of the site's own office
    size_t n_mail;
    struct str trial;                // what became of the last test mail; "" for none
    struct str trial_to;             // as typed
    bool site;                       // this is the site's own office: the logo is its
    bool logo_saved;                 // just now
    struct admin_category *categories;
    size_t n_categories;
    struct admin_rule *rules;        // for comments, that hold here
    size_t n_rules;
    struct admin_member *members;
    size_t n_members;
    struct admin_choice *offices;    // of this office's tree, for owners
    size_t n_offices;
    struct admin_choice *below;
    size_t n_below;
    struct admin_choice roles[8];
    size_t n_roles;
    struct desk_choices kinds;
    bool committee;
    struct admin_upkeep *upkeep;
    size_t n_upkeep;
    struct str form;                 // which form has problems, by its address: "settings", "mail", "category" …
    struct str typed[LANG_COUNT + 2];// of that form
    struct str password;             // of a member just added, shown once; "" else
    struct str password_of;
};

struct account_session {
    int64_t id;
    struct str agent;
    int64_t since;
    bool here;
};

struct account_loan {
    int64_t id;
    struct str name;
    struct str office;
    int64_t first_day, last_day;
};

struct account_view {
    struct desk_page desk;
    struct desk_choices deputies; // to whom a head may lend their approval: "office/login"; none where the member is no head
    int64_t from_day, until_day;  // as typed
    struct account_loan *loans;
    size_t n_loans;
    struct account_session *sessions;
    size_t n_sessions;
    bool keys;
    unsigned wait_s;              // too many tries of a password; 0: no
};
