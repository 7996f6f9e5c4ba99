// jsonl.h: reading a file of JSON objects, one a line (JSON Lines), an object at a time.
#pragma once

#include "docs/csv.h"

struct jsonl;

enum { JSONL_LINE_MAX = 1024 * 1024 };

// The bytes come as for csv.h; a byte order mark of UTF-8 is passed over.
struct jsonl *jsonl_new(csv_source *source, void *arg);
void jsonl_free(struct jsonl *j);

// The next object: CSV_ROW and its line, CSV_END, CSV_BAD (a line that is no object; reading goes on), CSV_FAILED. Empty
// lines are passed over.
MUST_USE enum csv_got jsonl_next(struct jsonl *j, int64_t *line, struct csv_bad *bad, struct err *e);

// A member of the object at hand as text in composed form, in the arena: a string as it is, numbers and true and false as
// JSON writes them, STR_NONE for null and for a member that is not there. False: a list, an object, or text with a zero
// byte in it.
MUST_USE bool jsonl_text(const struct jsonl *j, struct arena *a, const char *name, struct str *out);

// The name of the nth member of the object at hand, NULL past the last.
const char *jsonl_name(const struct jsonl *j, size_t nth);
