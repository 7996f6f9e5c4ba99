// copy.h: all rows of one store into a new one, of either engine: moving an office from a file to PostgreSQL, and back.
#pragma once

#include "base/err.h"

struct db_copied {
    size_t tables;
    int64_t rows;
};

// Make the store `to` (as db_create does) and fill it with what `from` holds, read in one snapshot and written in batches;
// memory for one batch only. True when every table has as many rows as were read. On failure `to` is left half filled: it
// can be thrown away. Both have this program's schema, or ERR_VERSION.
MUST_USE bool db_copy(const char *from, const char *to, struct db_copied *out, struct err *e);
