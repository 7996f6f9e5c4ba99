// abbrev.h: what people type for short, and what it stands for: "ko" for "không", "tp" for "thành phố".
//
// The table is a file of lines `short<TAB>full words`; empty lines and lines that begin with # are skipped. The program
// carries data/teencode.tsv; an office adds its own lines.
#pragma once

#include "base/err.h"
#include "base/str.h"

struct abbrev;

// The table that the program carries and `more` after it (STR_NONE for nothing); later lines replace earlier ones. A
// line without a tab, or a short form longer than 15 bytes folded, is ERR_INPUT and names the line. Free with
// abbrev_free.
MUST_USE bool abbrev_new(struct str more, struct abbrev **out, struct err *e);
void abbrev_free(struct abbrev *a);

// The full words of a folded short form, or STR_NONE. Valid as long as the table. `a` may be NULL.
struct str abbrev_find(const struct abbrev *a, struct str folded);

size_t abbrev_count(const struct abbrev *a);

// The i-th entry in the order of the file, for documentation and for the test variants: short form as written, full
// words.
void abbrev_entry(const struct abbrev *a, size_t i, struct str *brief, struct str *full);
