// task.h: who does what by when: given, accepted, reported done with evidence, confirmed by whom gave it or returned.
//
// A task comes from a conclusion, a document, an answer's promise, a plan, or by hand. Its parts have it as their
// parent and keep its directive, so that the tree of one directive through all offices is one index read. "Late" is
// measured by the due date that holds; the first one stays. There are no figures by member. The functions run inside
// the caller's transaction.
#pragma once

#include "core/steer/steer.h"

struct task_row;

enum { TASK_WHAT_MAX = 1000, TASK_PRODUCT_MAX = 500, TASK_WORDS_MAX = 4000, TASK_WITH_MAX = 40, EVIDENCE_MAX = 50 };

// What a form or a row of a plan gives.
struct task_draft {
    struct str what;
    struct str product;
    int64_t lead_id;     // 0: not known
    int64_t follower_id; // 0: who gives it
    const int64_t *with; // coordinating offices
    size_t n_with;
    int64_t due_day;   // 0: none
    struct str source; // conclusion document answer plan hand
    int64_t source_id;
    int64_t document_id; // the directive it carries out; 0: its parent's, or none
    int64_t parent_id;
};
// Trims; fields: what product lead with due.
void task_check(struct task_draft *t, int64_t today, struct problems *p);

// The office that the matter is about whose promise this keeps, it or the whole of which it is a part; 0: none. And would that
// office, or one below it, have a share in the task?
MUST_USE bool task_about(struct tx *tx, int64_t home, const struct task_draft *t, int64_t *about, struct err *e);
bool task_concerned(const struct site *s, const struct task_draft *t, int64_t about);

// Give it: from d's office to its lead. *out gets the row as stored. STEER_NOT_NOW: its whole is over, or it would be known
// where it is not to be known of.
MUST_USE enum steer_end task_give(const struct desk *d, int64_t office_id, const struct task_draft *t,
                                  struct task_row *out, struct err *e);

enum task_who { TASK_LEAD, TASK_GIVER };
struct task_step {
    const char *from, *to;
    enum task_who who;
    bool wants_words;
    const char *words; // msgid
};
// Every step; *n of them.
const struct task_step *task_steps(size_t *n);
const struct task_step *task_step_of(struct str from, struct str to); // NULL when there is none
const char *task_state_words(struct str state);                       // msgid, NULL when unknown
bool task_open(const struct task_row *t);                             // neither confirmed nor cancelled

// Go to a state. words: what was done, or why. STEER_NOT_NOW when there is no such step or it wants words.
MUST_USE enum steer_end task_step(const struct desk *d, const struct task_row *was, struct str to, struct str words,
                                  struct err *e);

// What happened on the way, and what shows that it was done. kind: file link publication matter document.
MUST_USE enum steer_end task_note(const struct desk *d, const struct task_row *was, struct str words, struct err *e);
MUST_USE enum steer_end task_evidence(const struct desk *d, const struct task_row *was, struct str kind,
                                      struct str title, struct str url, int64_t other_id, struct err *e);

// A file as evidence (file.h); title "": its name. STEER_NOT_NOW also when the task has FILES_MAX already.
struct file_draft;
MUST_USE enum steer_end task_file(const struct desk *d, const struct task_row *was, const struct file_draft *f,
                                  struct str title, struct err *e);

// What a former office leads, gave or follows up becomes its heir's, open as it is; what was finished keeps its name.
MUST_USE enum steer_end task_inherit(const struct desk *d, const struct task_row *was, int64_t from, int64_t heir,
                                     struct err *e);

// Who has it on the desk at the lead's office; 0: nobody.
MUST_USE enum steer_end task_hand(const struct desk *d, const struct task_row *was, int64_t member_id, struct err *e);

// Ask for a later day (one question at a time), and decide it. The former day stays in the extension's row.
MUST_USE enum steer_end task_ask_extension(const struct desk *d, const struct task_row *was, int64_t to_day,
                                           struct str reason, struct err *e);
MUST_USE enum steer_end task_decide_extension(const struct desk *d, const struct task_row *was, bool grant,
                                              struct err *e);

// How it stands on a day: late counts until it was reported done. LATE_DONE: confirmed, but reported after its day.
enum task_time { TASK_NO_DAY, TASK_IN_TIME, TASK_SOON, TASK_LATE, TASK_DONE_IN_TIME, TASK_DONE_LATE };
enum { TASK_SOON_DAYS = 3 };
enum task_time task_time(const struct task_row *t, const struct site *site, int64_t today);
