// import_group.h: imported messages join matters by themselves, where an office lets them, as in a server (core/desk/grouping.h):
// after the rows are in, so that taking them in keeps its speed.
#pragma once

#include "base/err.h"

struct db;
struct site;

// Before the first row.
MUST_USE bool import_group_begin(struct db *db, const struct site *s, struct err *e);

// After the last: what came in since import_group_begin, and what was left before, joins. Over a file it begins with the copy of
// the index that a server left. `shows`: progress on standard error. Broken off, a server or the next import goes on.
MUST_USE bool import_group(struct db *db, const struct site *s, const char *store, bool shows, int64_t *joined, struct err *e);
