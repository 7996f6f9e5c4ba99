// sheet.h: tables as an XLSX workbook with live totals (ISO/IEC 29500, SpreadsheetML, transitional).
//
// Written here over pack.h, because Debian 12's libxlsxwriter writes to files only and by way of temporary ones, which
// the process that answers requests may not make. The same tables give the same bytes.
#pragma once

#include "base/str.h"

enum sheet_kind {
    SHEET_EMPTY,
    SHEET_TEXT,
    SHEET_NUMBER,  // n, in steps of 10^-places
    SHEET_FORMULA, // text is the formula without "=", n its value now, so that a reader that does not compute shows it
                   // too
};

struct sheet_cell {
    enum sheet_kind kind;
    struct str text;
    int64_t n;
    unsigned places; // 0 … 3
    bool strong;     // headings and totals
};

struct sheet {
    struct str name;                // cut to what the format allows: 31 characters without [ ] : * ? / and backslash
    const struct sheet_cell *cells; // rows × columns
    size_t rows;                    // at most SHEET_ROWS
    size_t columns;                 // at most SHEET_COLUMNS
    size_t head;                    // rows that stay on screen
    const int *widths;              // in characters, one a column
};

enum { SHEET_ROWS = 1048576, SHEET_COLUMNS = 16384, SHEETS = 64 };

// The workbook's bytes, in the arena. n: 1 … SHEETS.
struct str sheet_xlsx(struct arena *a, const struct sheet *sheets, size_t n);

// The name of a cell as formulas write it: sheet_ref(a, 0, 1) is "B1". Row and column count from 0.
struct str sheet_ref(struct arena *a, size_t row, size_t column);
