// demo_steer.h: the demo office's last whole quarter as it was steered: two documents, a briefing, tasks in all states,
// reports up the tree. By core's own functions, at the times when things are said to have happened.
#pragma once

#include "cli/demo_life.h"

// ERR_INPUT names the row of demo/steering.tsv that core refuses. The quarter is the last one that ended before `now`
// by at least DEMO_STEER_DAYS; nothing is said to have happened after now.
enum { DEMO_STEER_DAYS = 26 };
MUST_USE bool demo_steer(struct db *db, const struct demo_life *l, int64_t now, struct err *e);
