// desk_task_view.h: one task at the desk: what holds, what happened, and every act that its state and the member's office
// allow.
#pragma once

#include "core/steer/task_access.h"
#include "web/steer/desk_tasks_view.h"

struct task_said {
    struct str words;
    struct str who;
    struct str state;
    int64_t at;
};

struct evidence_line {
    struct str title;
    struct str kind;
    struct str href; // "" where it leads nowhere any more
    int64_t at;
};

struct extension_line {
    int64_t from_day, to_day;
    struct str reason;
    struct str decided; // "granted", "refused", or "" while it waits
    int64_t asked_at;
};

struct step_button {
    struct str to;
    struct str words;
    bool explains; // goes with words
};

enum { STEP_BUTTONS = 4, PARTS_SHOWN = 20 };
struct desk_task_view {
    struct desk_page page;
    struct task_row t;
    struct task_line line;
    struct str giver, follower, source, holder;
    struct page_link parent, directive, origin; // path "" for none
    bool open;      // a part in it: notes, evidence and reasons may be read
    bool works;     // at the office that leads it
    bool gave;      // at the office that gave it
    bool cuts;      // may cut parts of it
    bool goes_on;   // neither confirmed nor withdrawn
    bool notes_down; // may write how it stands: whoever has a part and works at that office
    bool asks;      // may ask for a later day
    bool decides;   // one is asked for
    struct step_button lead[STEP_BUTTONS], giving[STEP_BUTTONS];
    size_t n_lead, n_giving;
    struct task_said *notes;
    size_t n_notes;
    struct evidence_line *evidence;
    size_t n_evidence;
    struct extension_line *extensions;
    size_t n_extensions;
    struct extension_line asked;
    struct task_line *parts;
    size_t n_parts;          // shown
    bool more_parts;
    struct desk_choices members, kinds;
    struct str warning;      // why an act did not happen; "" for none
    // the forms, as typed
    struct str words, given_words, note, evidence_title, evidence_of, ask_reason;
    int64_t ask_day;
};

struct task_shown {
    int status;
    const struct problems *problems;
    struct str warning;
};
// Reply with the page of w->task.
void desk_task_reply(struct web *w, const struct task_shown *how);

// Does the member read its notes and evidence? On false the reply is made.
MUST_USE bool task_reads(struct web *w, bool *open);
// For which of the offices that have a part in it the member may write how it stands: the lead's before the giver's before
// others. 0: none.
MUST_USE bool task_noting_office(struct web *w, int64_t *office_id, struct err *e);
