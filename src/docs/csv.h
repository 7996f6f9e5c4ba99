// csv.h: reading tables of comma-separated values as they come out of spreadsheets, a row at a time.
//
// RFC 4180, and what is met beside it: separators , ; | and tab; lines that end with CR, LF or CRLF; a line "sep=;" at
// the top; quotes inside an unquoted cell (taken as they are); empty lines (passed over); the encodings of charset.h.
#pragma once

#include "base/err.h"
#include "docs/charset.h"

struct csv;

enum { CSV_CELLS_MAX = 1024, CSV_CELL_MAX = 64 * 1024, CSV_ROW_MAX = 1024 * 1024 };

struct csv_rules {
    char separator;       // 0: found out from the first row
    bool charset_given;
    enum charset charset; // where given; else found out from the first bytes
};

// Where the bytes come from: up to `max` into p, *n of them, 0 at the end.
typedef bool csv_source(void *arg, char *p, size_t max, size_t *n, struct err *e);

// A text in memory as a source: arg is a struct csv_text that began with at 0.
struct csv_text {
    struct str text;
    size_t at;
};
bool csv_text_more(void *arg, char *p, size_t max, size_t *n, struct err *e);

// A row. Cells are followed by a zero byte that is not counted, hold no other, and are valid UTF-8 in composed form. All
// of it lives until the next call.
struct csv_row {
    int64_t line; // of its beginning, from 1
    size_t n;
    struct str *cells;
};

// What is wrong with a row: where, in cells from 1 (0: the row as a whole), and why,
// in English.
struct csv_bad {
    int64_t line;
    size_t column;
    const char *reason;
};

enum csv_got {
    CSV_FAILED = -1, // *e says why; nothing more can be read
    CSV_END,
    CSV_ROW,
    CSV_BAD,         // *bad says why; reading goes on with the next row
};

struct csv *csv_new(csv_source *source, void *arg, const struct csv_rules *rules);
void csv_free(struct csv *c);
MUST_USE enum csv_got csv_next(struct csv *c, struct csv_row *row, struct csv_bad *bad, struct err *e);

