// conclusion.h: what a meeting concluded, numbered 1 … n: a draft until the chair confirms, then tasks in one step.
//
// A conclusion that names a lead office becomes a task of that office, given by the office that called the meeting; one
// without stands as it is, and nobody has to do anything. Confirmed ones are not edited.
#pragma once

#include "core/steer/meeting.h"
#include "core/steer/task.h"

enum { CONCLUSION_MAX = TASK_WHAT_MAX, CONCLUSIONS_MAX = 60, CONCLUSION_WITH_MAX = 10 };

struct conclusion_draft {
    struct str words;
    struct str product;
    int64_t lead_id; // 0: nobody has to do anything
    const int64_t *with;
    size_t n_with;
    int64_t due_day; // 0: none
};
// Trims; fields: words product lead with due.
void conclusion_check(struct conclusion_draft *c, int64_t today, struct problems *p);

// Write one down at the end (number 0), or change the one with that number. STEER_NOT_NOW: confirmed, too many, or there is
// none of that number.
MUST_USE enum steer_end conclusion_put(const struct desk *d, const struct meeting_row *was, int64_t number,
                                       const struct conclusion_draft *c, struct err *e);
// Take one back: those after it move up; meeting_taken.h keeps it.
MUST_USE enum steer_end conclusion_remove(const struct desk *d, const struct meeting_row *was, int64_t number,
                                          struct err *e);
// Write one down at this number again: those from there on move down.
MUST_USE bool conclusion_restore(const struct desk *d, const struct meeting_row *m, int64_t number,
                                 const struct conclusion_draft *c, struct err *e);

// The chair confirms: each conclusion with a lead office becomes a task in this transaction, *n_tasks of them. There are
// CONCLUSIONS_MAX at most, each with CONCLUSION_WITH_MAX offices at most, so that it stays below the writer's 50 ms.
// STEER_NOT_NOW: it was not held, was confirmed, or concluded nothing.
MUST_USE enum steer_end meeting_confirm(const struct desk *d, const struct meeting_row *was, size_t *n_tasks,
                                        struct err *e);
