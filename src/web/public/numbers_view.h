// numbers_view.h: figures as the numbers pages show them, in public and at the desk: figures first, then tables.
#pragma once

#include "core/count/figures.h"
#include "web/page_view.h"
#include "web/public/public_view.h"

struct numbers_cell {
    struct str text;
    struct str href; // "" for none
};

struct numbers_figure {
    struct str label;
    struct str definition;
    struct numbers_cell cell;
};

enum { NUMBERS_COLUMNS = 8, NUMBERS_TABLES = FIGURE_LISTS + 2 };

struct numbers_row {
    struct str name;
    struct str href; // "" for none
    struct numbers_cell cells[NUMBERS_COLUMNS];
};

struct numbers_table {
    struct str id;
    struct str title;
    struct str head; // of the first column
    struct str heads[NUMBERS_COLUMNS];
    size_t n_heads;
    struct numbers_row *rows;
    size_t n_rows;
    struct str note; // why some of it opens no rows; "" where all does
};

struct numbers_body {
    struct str title;          // "Số liệu quý IV/2026"
    struct str office;
    int64_t first, last;       // days
    struct str problem;        // what was wrong with the period asked for; "" for nothing
    bool released;
    struct filter_view filters[2]; // period, office
    size_t n_filters;
    struct str action;
    struct numbers_figure *figures; // on top
    size_t n_figures;
    struct numbers_figure *all;     // every figure with its definition
    size_t n_all;
    struct numbers_table tables[NUMBERS_TABLES];
    size_t n_tables;
    struct str json_href, csv_href;
};

struct numbers_view {
    struct page page;
    struct numbers_body body;
};

// Make the tables of figures. `base` is the address of the page itself, without its query.
void numbers_body(struct web *w, const struct figures *f, struct str base, struct numbers_body *b);

// What is asked for by the address. False: there is no such office.
struct numbers_asked {
    const struct office *office;
    bool alone;
    struct report_period period;
    const char *problem; // msgid; then the period is the present quarter
};
bool numbers_asked(struct web *w, bool released, struct numbers_asked *q) MUST_USE;

// Reads what is asked for. Data (JSON, CSV) is replied at once: false then, and after an error.
MUST_USE bool numbers_read(struct web *w, bool released, struct numbers_asked *q, struct figures *f);

// Filters and tables of the page at the address `base`.
void numbers_fill(struct web *w, const struct numbers_asked *q, const struct figures *f, struct str base, struct numbers_body *b);

// The address of the rows behind a figure or one of its parts, in public or at the desk: a figure_query.
struct str numbers_rows_address(struct arena *a, enum lang lang, const struct site *site, const struct figures *f,
                                enum figure which, struct str part);
struct str numbers_cell_text(struct web *w, enum figure_unit unit, struct figure_value v);
struct str numbers_period_name(struct web *w, const struct report_period *p);

struct rows_row {
    struct str number; // of a matter; kind of a publication
    struct str title;
    struct str href;
    struct str office;
    struct str office_code;
    int64_t day;       // by which it is counted: of messages no more than the day is public
    struct state_tag state, outcome;
};

struct rows_body {
    struct str title;
    struct str office;
    struct str period;
    struct str definition;
    struct str value;  // as told; "" for a period that is not
    struct str rest;   // what of it is not listed, in words
    struct str day;    // head of the column of days
    bool matters;
    bool listed;       // the figure's rows can be listed at all
    struct rows_row *rows;
    size_t n;
    struct str next;   // address; "" for none
    struct str json_href, csv_href;
    struct str back;   // the figures
    enum figure figure;
    struct str part;   // of it, by code: "done"; "" for all
    struct figures *f;
    struct figure_value others; // rows that are not public; `none`: it is not asked
};

struct rows_view {
    struct page page;
    struct rows_body body;
};

// The rows behind the figure that the address asks for. On false the reply is made.
MUST_USE bool rows_fill(struct web *w, bool released, struct rows_body *b);

// True when data was asked for, and replied.
bool rows_data(struct web *w, struct rows_body *b);
