// reform.h: what becomes of an office, from a day on: another name, place, code or kind; merged with others into one; split
// into several; ended. The day may be today, one before it (back to when the office was changed last), or one to come.
//
// The rule of what it had in hand: one office, the heir, bears its duties from that day on. Merged: the office they became.
// Split: the one that is named. Ended: the office above. The heir gets what is not finished: messages in the inbox, matters
// not closed, comments that wait, standard wordings, and the members with their roles (core/desk/inherit.h carries them over,
// in small transactions). Where the former office usually answered a subject, the heir does; the offices below it come to
// stand below the heir. What was finished stays under the former name, in lists and figures; its address leads to the heir.
// Its own subjects, settings and rules ended with it: those of the heir hold.
#pragma once

#include "core/office/founding.h"

enum { REFORM_PARTIES_MAX = 12, REFORM_AHEAD_DAYS = 3700 };

enum reform_kind { REFORM_CHANGE, REFORM_MERGE, REFORM_SPLIT, REFORM_END };

// An office that takes part: one that is there that day, by its code, or a new one, where a name is given.
struct reform_party {
    struct str code;
    struct str name[LANG_COUNT];
};

struct reform {
    enum reform_kind kind;
    int64_t office_id; // of which it is said
    int64_t day;
    struct str decision; // its number; STR_NONE: none
    // REFORM_CHANGE: all as they are to be
    struct office_draft draft;
    // REFORM_MERGE: party[0] is what becomes of them, the others are merged beside the office itself.
    // REFORM_SPLIT: what becomes of it; party[0] is the heir.
    struct reform_party party[REFORM_PARTIES_MAX];
    size_t n;
};

// What is wrong with it as far as can be said without the store; fields: day code kind name parent party. `since` is the day
// from which the office is as it is now.
void reform_check(const struct site *s, const struct reform *r, int64_t since, struct problems *p);

// The day from which an office is as it is today: a change is dated that day or later.
MUST_USE bool reform_since(struct tx *tx, int64_t office_id, int64_t today, int64_t *since, struct err *e);

// Do it. *refused is a msgid, and nothing may be committed then; or NULL. Writes the dated rows, the successions, and an event
// for each office; the tree is looked at on every day from that one on.
MUST_USE bool reform_do(const struct founder *f, const struct site *s, const struct reform *r, const char **refused,
                        struct err *e);

// Take back what is planned for a day after today, or was entered for today, of this office: all offices of the same merger
// or split go on. What was carried over meanwhile stays where it is. *refused: there is nothing to take back.
MUST_USE bool reform_take_back(const struct founder *f, const struct site *s, int64_t office_id, const char **refused,
                               struct err *e);
