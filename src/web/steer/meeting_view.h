// meeting_view.h: meetings at the desk: the list, the form, and one meeting from its invitation to its conclusions.
#pragma once

#include "core/steer/conclusion.h"
#include "core/steer/meeting_access.h"
#include "core/steer/meeting_paper.h"
#include "web/steer/desk_tasks_view.h"

struct meeting_item {
    struct str href;
    struct str title;
    struct str kind;
    struct str office;
    struct str place;
    struct str when; // in words, with the weekday
    struct state_tag state;
    struct state_tag spoken; // of one that the office is invited to: whether its contribution is there; words "" afterwards
};

struct meetings_view {
    struct desk_page page;
    struct meeting_item *invited, *called;
    size_t n_invited, n_called;
    struct str next; // "" on the last page
    bool writes;
};

struct meeting_form_view {
    struct desk_page page;
    struct str action;
    struct str back;
    struct meeting_draft m;
    int64_t begins_day, ends_day; // 0: not given
    struct str begins, ends;      // the clock, as typed
    struct desk_choices kinds, rhythms;
    struct str *series;           // known ones
    size_t n_series;
    int64_t version;              // 0: a new one
    struct str warning;
};

struct meeting_agenda_line {
    struct str id;
    struct str title;
    struct str office; // "" for none
};
struct meeting_guest_line {
    struct str office;
    struct str capacity;
    struct str words;          // "came"
    struct desk_choices came;
};
struct meeting_said_line {
    struct str id;
    struct str office;
    struct str words;
    bool own;                  // the office wrote it itself
};
// What an invited office of the reader has to say.
struct meeting_own_line {
    struct str code;
    struct str office;
    struct str words;
    bool there;                // it said something already
};
// Before it begins, from then on until it is confirmed, afterwards (and when it was called off).
enum meeting_phase { MEETING_BEFORE, MEETING_DURING, MEETING_AFTER };
// A thing to do, with where on the page, and how it stands.
struct meeting_todo {
    struct str words, href, how;
    bool done;
};
// What is still open when its conclusions are to be confirmed: offices of which nobody noted whether they came, conclusions
// that nobody has to carry out.
struct meeting_open {
    int64_t unnoted, leadless;
};
enum { MEETING_TODO = 4, MEETING_OWN = 4 };
struct meeting_conclusion_line {
    int64_t number;
    struct str words, product, lead, with;
    int64_t due_day;
    struct page_link task; // path "" while it is none, or for who has no part in it
    struct state_tag state, time;
};
struct meeting_file_line {
    struct str href;
    struct str name;
    int64_t size;
};
struct meeting_paper_line {
    struct str code;   // "minutes", "notice"
    struct str make;   // what the button says
    struct page_link document; // path "" while there is none
    struct str state;          // of the document
    bool issued;
    bool due;
};

struct meeting_view {
    struct desk_page page;
    const struct meeting_row *m;
    struct str href;
    struct str kind, office, when, series;
    struct state_tag state;
    struct str warning;
    bool invited;  // may read what is for the invited
    bool whole;    // and what is a draft
    bool edits, holds, cancels, confirms;
    struct meeting_open open; // while it can be confirmed
    enum meeting_phase phase;
    struct meeting_todo todo[MEETING_TODO];
    size_t n_todo;
    struct str later;  // what is not possible yet, and when it becomes so; "" for nothing
    struct str taken;  // what was taken out last and can be put back; "" for nothing
    struct meeting_own_line own[MEETING_OWN];
    size_t n_own;
    bool confirmed;
    struct page_link before;   // the last one of the series; path "" for none
    struct meeting_conclusion_line *became;
    size_t n_became;
    struct meeting_agenda_line *items;
    size_t n_items;
    struct meeting_guest_line *guests;
    size_t n_guests;
    struct meeting_said_line *said;
    size_t n_said;
    struct meeting_conclusion_line *conclusions;
    size_t n_conclusions;
    int64_t counted;           // conclusions, for who sees only how many
    struct meeting_file_line *files;
    size_t n_files;
    struct meeting_paper_line papers[2];
    size_t n_papers;
    // the forms, as typed
    int64_t editing;           // number of the conclusion that is edited; 0: a new one
    struct str words, product, lead, lead_code, with;
    int64_t due_day;
    struct str item, item_office, invite, capacity, contribution;
    struct desk_choices names; // of offices that may be typed
    struct desk_choices speakers;
};

// "thứ Hai 23/11/2026, 14:30–16:00"
struct str meeting_when(struct web *w, int64_t begins_at, int64_t ends_at);
struct state_tag meeting_state_tag(const struct web *w, struct str state);
struct str meeting_path(struct web *w, struct str public_id);

MUST_USE bool meeting_still_open(struct web *w, struct meeting_open *out, struct err *e);

// What the member reads of w->meeting. On false the reply is made.
MUST_USE bool meeting_reads(struct web *w, enum meeting_access *access);

// The page of w->meeting, with what the form says wrongly or why something was not done.
void meeting_reply(struct web *w, int status, const struct problems *p, struct str warning);

// The form of the invitation, read.
void meeting_form_read(struct web *w, struct meeting_draft *m, struct problems *p);
void meeting_form_reply(struct web *w, int status, const struct office *office, const struct meeting_draft *m,
                        int64_t version, const struct problems *p, struct str warning);
