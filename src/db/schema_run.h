// schema_run.h: the schema of an open connection. Inside src/db only.
#pragma once

#include "db/engine.h"
#include "db/schema.h"

// SCHEMA_COPYING: a version that stands among the migrations of a store while it is being copied into.
enum { SCHEMA_EMPTY = -1, SCHEMA_COPYING = 1000000000 };

// The schema's version, or SCHEMA_EMPTY. ERR_INPUT: not a store of this program.
MUST_USE bool schema_version(struct conn *c, const char *where, int64_t *version, struct err *e);

// True when the store has exactly this schema; ERR_VERSION otherwise.
MUST_USE bool schema_check(struct conn *c, const char *where, const struct db_schema *schema, struct err *e);

// What may be said by only reading, before a lock and a log are put beside a file: that it holds no store, or not one
// of `schema` (NULL: of any).
MUST_USE bool schema_look(const char *where, const struct db_schema *schema, struct err *e);

// Run every migration after `version`, in one transaction.
MUST_USE bool schema_apply(struct conn *c, const struct db_schema *schema, int64_t version, struct err *e);
