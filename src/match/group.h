// group.h: which matter a new message belongs to: attach it, suggest it, or begin a new one.
//
// Attaching by itself is for the identical and the nearly identical only; a conflict of numbers, places, names, denial
// or tone (likeness.h) forbids it. What staff decided binds for ever: `same` and `not the same`. One thread at a time.
#pragma once

#include "match/likeness.h"
#include "match/match.h"

struct group;

enum group_answer { GROUP_NEW, GROUP_SUGGEST, GROUP_ATTACH };

struct group_candidate {
    int64_t matter, message; // the matter, and its message that is most like the text
    struct likeness likeness;
};

enum { GROUP_CANDIDATES = 8, GROUP_VOICES = 8 }; // a matter is known by at most GROUP_VOICES of its messages

struct group_verdict {
    enum group_answer answer;
    struct group_candidate v[GROUP_CANDIDATES]; // different matters, most likely first
    size_t n;
    float margin; // likeness of the first above the next
};

MUST_USE bool group_open(const struct match_options *options, struct group **out, struct err *e);
void group_close(struct group *g);

// Where the message `message` with this text belongs. Matters that staff said it is not of are left out; the one they
// said it is of comes back as GROUP_ATTACH. Nothing is changed.
void group_place(struct group *g, int64_t message, struct str text, struct group_verdict *out);

// The message now belongs to the matter, and speaks for it when the matter has fewer than GROUP_VOICES that do.
void group_learn(struct group *g, int64_t message, int64_t matter, struct str text);
void group_forget(struct group *g, int64_t message); // erased, or no longer in its matter

// What staff decided. The later decision on the same message and matter holds.
void group_decide(struct group *g, int64_t message, int64_t matter, bool same);

// Likeness at which a message is attached by itself, and suggested: set from the measured precision of staff's
// decisions.
void group_thresholds(struct group *g, float attach, float suggest);
