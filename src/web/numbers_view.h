// numbers_view.h: figures as the numbers pages show them, in public and at the desk: figures first, then tables.
#pragma once

#include "core/count/figures.h"
#include "web/desk_view.h"

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

struct desk_numbers_view {
    struct desk_page desk;
    struct numbers_body body;
};

// Make the tables of figures. `base` is the address of the page itself, without its query.
void numbers_body(struct web *w, const struct figures *f, struct str base, struct numbers_body *b);

// The rows behind a figure: where those that are public stand, and that the others cannot be shown.
struct rows_view {
    struct page page;
    struct str office;
    struct str period;
    struct str definition;
    struct str value;      // as published; "" for a period that is not told in public
    struct str list_href;  // of what is public; "" where nothing of it is
    bool matters;          // the list is of matters, else of publications
};
