// desk_matter_view.h: one matter at the desk: its messages, what was done, and every act that its state allows.
#pragma once

#include "web/desk/inbox_view.h"

struct matter_message {
    struct inbox_row row;
    bool may_record;       // the words may be read, and the reading is an event
    bool contact;          // contact details are kept, and the member may open them
};

struct said_row {          // internal note, exchange, summary, extension, step
    int64_t at;
    struct str what;
    struct str who;
    struct str words;
};
struct said_list {
    struct said_row *list;
    size_t n;
};

struct answer_row {
    struct str href;
    struct str title;
    struct str lang;
    struct str state;
    struct str readers;    // public, or by receipt only
};

struct outcome_choice {
    struct str code;
    struct str words;
    bool chosen;
};

struct title_field {       // public title in one language
    struct str lang;
    struct str language;
    struct str value;
    struct str name;       // "title_vi"
};

struct desk_matter_view {
    struct desk_page page;
    struct str id;
    struct str number;
    struct str heading;        // the public title; the working one where there is none
    struct str working;        // the working title under a public one; "" otherwise
    bool titling;              // the form of the public title is asked for
    struct state_tag state;
    struct state_tag outcome;
    struct state_tag due;
    struct matter_row m;
    struct str owner;
    struct str category;
    struct str outcome_office;
    struct str here;           // who else has it open; "" for nobody
    struct str stale;          // what somebody else saved meanwhile; "" when nobody did
    struct str warning;        // why an act did not happen
    bool open;                 // the desk's side may be read
    bool decides;
    bool gives;                // tasks: a promise can be made one
    bool writes;               // answers and public titles
    bool taken_back;           // nobody waits for an answer any more
    bool may_assign, may_extend, may_ask, may_resume, may_close, may_reopen, may_title;
    struct matter_message *messages;
    size_t n_messages;         // of this page
    int64_t n_all;
    // addresses of the next parts; "" after the last
    struct str messages_next, steps_next, notes_next, passed_next, extended_next;
    struct str open_path;      // where the words of a message of this part are asked for
    bool later;                // not the first part of the messages
    struct said_list notes, exchange, passed, extended, steps;
    struct str helpers;        // coordinating offices; "" for none
    struct answer_row *answers;
    size_t n_answers;
    // the forms, as stored or as typed
    struct str edit_title, summary, question, internal, close_note, pass_to, coordinate_to, to_office, extend_reason, due_why;
    int64_t due_day, extend_day, promised_day; // 0: none
    struct str proposal;       // why this due date
    struct desk_choices categories, own, langs;
    struct title_field titles[LANG_COUNT];
    struct outcome_choice outcomes[OUTCOMES];
    size_t n_outcomes;
};

struct matter_shown {
    int status;
    const struct problems *problems;
    struct str warning;
    bool stale;              // somebody saved meanwhile
    int64_t opened;          // id of the message whose words were just opened; 0: none
};

// The page of w->matter as it is now, with whatever the request's form held. The reply is made.
void desk_matter_reply(struct web *w, const struct matter_shown *how);
