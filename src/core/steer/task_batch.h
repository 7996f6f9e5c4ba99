// task_batch.h: many tasks given in one step, by portions of a transaction each: the rows of a plan, a province's task as
// each commune's part. Interrupted anywhere, the same batch given again goes on where it stopped and doubles nothing.
#pragma once

#include "core/steer/task.h"

enum { TASK_PORTION = 64 }; // rows a transaction: well under 50 ms

struct task_batch {
    const struct site *site;
    struct actor actor;
    int64_t now;
    int64_t office_id;         // who gives
    const struct task_draft *drafts; // all of one source; where it has a source_id, that is of this batch alone
    size_t n;
    size_t from;               // the next row
    int64_t given;             // by the portion that ran last
    struct str last_id;        // public id of what was given last; in the transaction's arena
    enum steer_end end;
};

// A transaction function (arg: struct task_batch) that gives one portion from b->from on. Parts (parent_id) are given to
// an office once. The caller then calls task_batch_next, and again until that says false.
enum tx_end task_batch_portion(struct tx *tx, void *arg, struct err *e);

// After the commit of a portion: is there another one?
bool task_batch_next(struct task_batch *b);
