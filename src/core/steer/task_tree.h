// task_tree.h: one directive through all offices: how many of its tasks each office has, alone and with those below, how far
// they are and which are late. Read from one index, added up over the office tree: offices stand in preorder.
#pragma once

#include "core/office/site.h"

struct task_row;

struct tree_count {
    int64_t tasks;    // without what was withdrawn
    int64_t done;     // confirmed
    int64_t reported; // and waits to be confirmed
    int64_t late;     // its day has passed and nothing was reported
};

struct task_tree {
    struct tree_count *own; // by the office's place in site->offices: what it leads itself
    struct tree_count *all; // with the offices below
    int64_t *first;         // id of one task that it leads, one that is late before others; 0: none
    int64_t tasks;          // of all
};

// The tasks of a directive; or, of a task, its parts and theirs. `within` (0: all): only what that office and its own
// departments lead. In the arena.
MUST_USE bool task_tree_of_document(struct tx *tx, const struct site *s, int64_t document_id, int64_t within, int64_t today,
                                    struct task_tree *out, struct err *e);
MUST_USE bool task_tree_of_task(struct tx *tx, const struct site *s, const struct task_row *t, int64_t today,
                                struct task_tree *out, struct err *e);
