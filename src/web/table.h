// table.h: a list as a table for spreadsheets (CSV): the rows that its page lists, whole.
#pragma once

#include "web/web.h"

struct table {
    struct web *w; // of this part: see web_reply_parts
    struct buf *out;
    bool in_row;
};

// Cells, in the order of the columns; no spreadsheet runs what stands in them (buf_csv). Days are as 2026-11-27; 0 is an
// empty cell.
void table_text(struct table *t, struct str s);
void table_texts(struct table *t, const struct str *texts, size_t n);
#define TABLE_TEXTS(t, ...) \
    table_texts((t), (const struct str[]){__VA_ARGS__}, sizeof (const struct str[]){__VA_ARGS__} / sizeof(struct str))
void table_number(struct table *t, int64_t n);
void table_day(struct table *t, int64_t day);
void table_day_of(struct table *t, int64_t time); // the day of a time
void table_time(struct table *t, int64_t time);
void table_end_row(struct table *t);

// The next rows of the list, from where `at` says on; *more where there are others. It makes no reply.
typedef bool table_rows(struct table *t, void *at, bool *more, struct err *e);

// Answer with the file NAME.csv: a byte order mark, a first row of columns, "a,b,c", and all rows.
void table_reply(struct web *w, struct str name, const char *columns, table_rows *rows, void *at);

// The address of a list's table: that of the list with ".csv" before its query.
struct str table_href(struct web *w, struct str list);
