// drill.h: the daily restore drill: a copy is made of the store, opened, read through as `hoiam check` does, and thrown away.
// What came of it stands in the table upkeep, where an administrator sees it.
#pragma once

#include "core/office/site.h"

enum { DRILL_FIRST_S = 300, DRILL_HOUR = 2 };

// When the next drill is due, after the last one began at `last` (0: never): at two o'clock by the site's clock. In a process
// that runs since `started` the first one comes five minutes later when the store has had none for a day.
int64_t drill_due(const struct tz *tz, int64_t started, int64_t last);

// When the last drill of this store began; 0: never.
MUST_USE bool drill_last(struct db *db, int64_t *last, struct err *e);

// Where drills make their copy: a folder beside the store, STORE.drill, that stays there empty. In the arena. It is a folder
// of its own because a server may open nothing else that is new (shut.h).
const char *drill_folder(struct arena *a, const char *store);

// Remove what a drill that was killed has left of its copy; for whoever holds the store.
void drill_clean(const char *store);

// Make one now, of the SQLite file `store` that `db` has open. The copy stands in drill_folder meanwhile; where
// it would not fit none is made. A drill that fails is one that is recorded as such; false only when it could not be recorded.
// Takes as long as reading the whole store does; writes only its row. One at a time.
//
// detail of a good one: "messages matters events milliseconds" as four plain numbers; of a failed one: a line in English.
MUST_USE bool drill_run(struct db *db, const char *store, struct err *e);
