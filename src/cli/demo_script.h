// demo_script.h: what happens in the demo office and when: every act of senders and desk, in the order of time.
//
// A pure function of the plan: the same plan and the same end give the same script. demo_life.c carries it out.
#pragma once

#include "cli/demo_text.h"

enum demo_act_kind {
    ACT_TAKE,      // a message comes in
    ACT_START,     // a matter is started with it
    ACT_JOIN,      // it joins one
    ACT_PASS_ON,   // to the office whose subject it is
    ACT_CONSENT,   // the first message's sender agrees that the words go along
    ACT_ASSIGN,
    ACT_NOTE,
    ACT_COORDINATE,
    ACT_TITLE,     // made public
    ACT_ASK,
    ACT_ADD,       // the sender answers the question
    ACT_RESUME,    // or does not
    ACT_EXTEND,
    ACT_DRAFT,     // an answer is written and waits to be read or sent
    ACT_ANSWER,
    ACT_TRANSLATE,
    ACT_CORRECT,
    ACT_CLOSE,
    ACT_CONTEST,
    ACT_RATE,
    ACT_NOTICE,    // the office publishes something by itself
};

struct demo_act {
    int64_t at; // seconds UTC
    size_t seq; // of one second: the order in which they were thought of
    enum demo_act_kind kind;
    size_t matter;  // index in demo_script.matters
    size_t message; // index of the plan's slots; ACT_NOTICE: of the material's notices
};

struct demo_matter {
    size_t message;      // the first
    size_t case_no;
    bool about;          // about the office or its staff: belongs to the office above
    bool quick;          // a flood: answered in days
    bool fresh;          // of the last weeks: there is more to do than people to do it
    bool thanks;         // somebody says thank you, that is all
    struct str outcome;
    uint64_t roll;       // for choices that have no consequence in the script: which words
    // used while the script is written
    int64_t started_at;
    int64_t answered_at; // the last answer
    int64_t closed_first; // for the first time: what is taken in later is another matter
    int64_t closed_at;   // for the last time; 0: it stays answered
};

struct demo_script {
    const struct demo_plan *plan;
    int64_t first_day;   // seconds UTC
    struct demo_act *acts;
    size_t acts_n;
    struct demo_matter *matters;
    size_t matters_n;
};

// Write the script of the plan's two years, which end at `now`; what would happen later is left out, so that work lies
// on the desks. Everything is in the arena.
void demo_script_make(const struct demo_plan *plan, int64_t first_day, int64_t now, struct arena *a,
                      struct demo_script *out);

// The generator of a matter's words: the same for the same matter and purpose.
struct prng demo_script_prng(const struct demo_plan *plan, size_t no, uint64_t purpose);
