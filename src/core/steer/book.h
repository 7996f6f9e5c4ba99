// book.h: a book of documents received that was kept elsewhere, row by row: what its cells say, what is wrong with them,
// and under its own numbers into the register. A row that bears a degree of state secrecy is refused.
#pragma once

#include "core/steer/document.h"

enum book_column {
    BOOK_NUMBER,
    BOOK_RECEIVED,
    BOOK_MARK,
    BOOK_DATED,
    BOOK_ISSUER,
    BOOK_KIND,
    BOOK_SUMMARY,
    BOOK_URGENCY,
    BOOK_PAGES,
    BOOK_ADDRESSEES,
    BOOK_SIGNER,
    BOOK_SECRECY,
    BOOK_COLUMNS
};
enum { BOOK_ROWS_MAX = 500, BOOK_PROBLEMS = 8, BOOK_PORTION = 50 };

const char *book_column_words(enum book_column c); // msgid
// The column that a table's heading names, with marks or without: as the printed book has it (Nghị định 30/2020/NĐ-CP,
// Phụ lục IV), as lists of other programs do, or our own CSV in either language.
bool book_column_named(struct arena *a, struct str heading, enum book_column *c);

struct book_problem {
    enum book_column column;
    const char *msgid;
};

struct book_row {
    int64_t line; // of the table, from 1
    int64_t number;
    struct str cells[BOOK_COLUMNS];
    struct document_draft draft;
    struct book_problem problems[BOOK_PROBLEMS];
    size_t n_problems;
    bool known; // it is in the book already, the same
};

// What the cells say, and what is wrong with that; the days are read by the caller (0: none that can be read). The draft's
// texts are views of the cells.
void book_row_read(struct book_row *row, int64_t received_day, int64_t dated_day, int64_t today);
void book_wrong(struct book_row *row, enum book_column c, const char *msgid); // one a column

// What became of a row as a problem of it; NULL: it is in the book.
const char *book_refusal(enum document_import how);

// By year, then number, then line: for qsort.
int book_row_order(const void *x, const void *y);

// ---- a table in the browser

struct book {
    struct book_row *rows; // in the arena, in the order of the book
    size_t n;
    size_t good;           // rows without problems that are not known yet
    size_t known;
    const char *problem;   // msgid: the table as a whole cannot be read; NULL where it can
};

// A table as text: rows parted by line ends, cells as csv.h finds them; the first row names the columns, as the printed book
// or our own CSV does. A cell that is nothing but a degree of secrecy refuses its row wherever it stands. Any bytes are safe
// to give.
void book_read(struct arena *a, struct str text, int64_t today, struct book *out);

// What an import would do with the rows: gaps, numbers that bear another document, rows that are known. Reads only.
MUST_USE bool book_look(struct tx *tx, const struct site *s, int64_t office_id, struct book *b, struct err *e);

// A transaction function that takes over BOOK_PORTION rows without problems from b->from on. The caller goes on until
// book_next says false.
struct book_taking {
    const struct site *site;
    struct actor actor;
    int64_t now;
    int64_t office_id;
    const struct book *book;
    size_t from;
    size_t taken;            // by the portion that ran last
    size_t refused;          // the same: rows whose number was taken, or the one before it missing, since they were looked at
};
enum tx_end book_portion(struct tx *tx, void *arg, struct err *e);
bool book_next(struct book_taking *b);
