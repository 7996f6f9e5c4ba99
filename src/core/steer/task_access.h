// task_access.h: whom an office may give a task to, and which offices have a part in one.
#pragma once

#include "core/office/site.h"

struct task_row;

// May `giver` give a task to `lead`? To itself and to what is below it; a department, unit or committee also to what is
// below the office that it belongs to, on whose behalf it steers; nobody to an office above.
bool task_may_lead(const struct site *s, int64_t giver, int64_t lead);

// May `follower` follow up what `giver` gives? Any office of the tree in which it may give tasks, itself and the top included.
bool task_may_follow(const struct site *s, int64_t giver, int64_t follower);

// The office whose tree `giver` may give tasks in: itself, or for a department, unit or committee the one above.
const struct office *task_reach(const struct site *s, int64_t giver);

// The offices that have a part in a task: who leads it, gave it, follows it up, and those that coordinate. In the
// transaction's arena.
MUST_USE bool task_offices(struct tx *tx, const struct task_row *t, int64_t **list, size_t *n, struct err *e);

// Is one of them among `mine` (where a member holds a desk role), or a department of one of those? Who only stands above
// sees lists, dates and figures, not notes and evidence.
bool task_part(const struct site *s, const int64_t *mine, size_t n_mine, const int64_t *offices, size_t n);
