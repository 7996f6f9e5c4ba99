// buf.h: bytes that grow up to a maximum which is named when the buffer is made.
//
// A buffer that would pass its maximum keeps what it has and is marked `over`; further writes do nothing. Whoever
// hands the bytes on asks buf_over() once, at the end.
#pragma once

#include "base/str.h"

struct buf {
    char *p;
    size_t n;
    size_t cap;
    size_t max;
    bool over;
};

struct buf buf_new(size_t max);            // owns malloc'ed memory; give back with buf_free
void buf_free(struct buf *b);
void buf_clear(struct buf *b);             // empty again, memory kept, mark taken away
bool buf_over(const struct buf *b);
struct str buf_str(const struct buf *b);   // a view, valid until the next write

void buf_add(struct buf *b, struct str s);
void buf_addc(struct buf *b, char c);
void buf_addz(struct buf *b, const char *z);
void buf_addf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
void buf_addi(struct buf *b, int64_t v);   // decimal

// JSON: a quoted string with everything escaped that JSON or an HTML script context asks for (<, >, &, U+2028/9).
// Bytes that are not UTF-8 become U+FFFD.
void buf_json(struct buf *b, struct str s);

// CSV (RFC 4180): quoted where it must be; cells that a spreadsheet would run as a formula (= + - @, tab, CR first) get
// an apostrophe in front. STR_NONE is an empty cell.
void buf_csv(struct buf *b, struct str s);
