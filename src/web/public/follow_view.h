// follow_view.h: what the bearer of a receipt gets to read: where it stands, each step in words, the answers, what may be
// done next.
#pragma once

#include "core/intake/follow.h"
#include "core/intake/receipt.h"
#include "http/form.h"
#include "web/public/public_view.h"

struct follow_step_view {
    struct str mark;      // done, now or next
    struct str words;
    int64_t at;           // 0: not yet
    struct str detail;    // who, why; may be ""
};

// What the sender and the office said to each other.
struct follow_said_view {
    struct str who;
    int64_t at;
    struct str words;
};

struct follow_answer_view {
    struct str id;        // of its heading
    struct str heading;   // public, or by receipt only
    struct str title;
    struct html body;
    struct str lang;
    struct str office;
    int64_t at;
    int64_t corrected_at; // 0: never
    struct str change;    // what the correction changed
    struct str href;      // its public page; "" when by receipt
    const struct sources_of_version_row *sources;
    size_t n_sources;
};

struct follow_choice {
    struct str id;
    int64_t value;
    struct str name;
};

enum { FOLLOW_RATINGS = 5 };

struct follow_view {
    struct page page;
    struct str receipt;          // as shown, for the forms
    struct str done;             // what was just done; "" for nothing
    unsigned wait_s;             // too many at once
    struct state_tag state;
    struct state_tag outcome;
    struct str note;             // class of the note: "note", "note ok", "note warn"
    struct str note_strong;
    struct str note_more;
    struct follow_step_view *steps;
    size_t n_steps;
    struct follow_said_view *said;
    size_t n_said;
    struct follow_answer_view *answers;
    size_t n_answers;
    struct str office;           // that answers
    struct str office_href;
    struct str number;           // of the matter; "" while there is none
    struct str matter_href;      // its public page; "" when it has none
    int64_t due_at;
    int64_t first_due_at;        // only where it was extended
    struct str due_reason;       // why this date; may be ""
    struct state_tag due;
    struct str category;
    struct str place;
    bool may_show;
    bool contact_kept;
    struct str words;
    int64_t received_at;
    bool asked;                  // the office waits for what the sender can add
    struct str consent_office;   // "" when nothing is asked
    bool may_add, may_contest, may_rate, may_erase;
    struct str contest_help;     // what happens then
    struct str added;            // typed into "add", kept after an error
    struct str contested;        // typed into "contest"
    struct follow_choice ratings[FOLLOW_RATINGS];
    struct str rated;            // the choice made; "" for none
};

// Of a receipt that was found. `receipt` is the code as shown.
struct follow_view follow_view(struct web *w, const struct follow *f, struct str receipt);

// The words of a step of core/event.def, with the outcome where it tells of closing.
struct str follow_step_words(struct web *w, const struct follow_step *s);

// The state of the message for its sender, also while it is in no matter.
struct state_tag follow_state(struct web *w, const struct follow *f);

// The form for a code. Where something else was asked with it that has to be sent again, that stands in it.
struct follow_form_view {
    struct page page;
    struct str typed;
    unsigned wait_s;
    struct str action;   // where it goes
    struct str words;    // what was written; "" for nothing
    struct form_field *also; // what else was sent
    size_t n_also;
};

// What is wrong with a code as typed: a msgid, NULL for RECEIPT_OK. And a code for reading it aloud: "7K3M", "7 K 3 M".
enum { RECEIPT_GROUPS = 7 };
const char *receipt_problem(struct str typed, enum receipt_reading reading);
void receipt_groups(struct arena *a, struct str shown, struct str groups[static RECEIPT_GROUPS],
                    struct str spoken[static RECEIPT_GROUPS]);
