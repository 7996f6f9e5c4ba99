// roster.h: a list of offices from outside, compared with the tree and brought into it: what is new is added, what is called
// otherwise or stands elsewhere changes from today on, what is the same stays untouched, and nothing is taken away.
#pragma once

#include "core/office/founding.h"

enum { ROSTER_ROWS_MAX = 100000, ROSTER_STEPS_A_TX = 100 };

struct roster_row {
    int64_t line;                // of the file, for problems
    struct str code;
    struct str parent_code;      // empty: at the top of the list
    struct str kind;             // as written; see roster_kind
    struct str name[LANG_COUNT]; // empty: not said
};

// What is to be done for one row, in an order in which parents come first.
struct roster_step {
    const struct roster_row *row;
    struct str kind;
    int64_t office_id;  // 0 until it is added
    int64_t parent_id;  // 0: `parent` says
    size_t parent;      // step that adds the parent
    bool adds;
    bool moves;
    bool renames[LANG_COUNT];
};

struct roster_problem {
    int64_t line;
    const char *field; // code parent_code kind name
    const char *why;   // English
};

struct roster {
    struct roster_step *steps; // only those that change something
    size_t n;
    size_t adds;
    size_t changes;
    size_t unchanged;
    struct roster_problem *problems;
    size_t n_problems;
    const struct roster_row *is_root; // the row that was taken for the site's own office, which has another code; or NULL
    const struct roster_row *put_below; // a top row that was put below the site's own office; or NULL
};

// The kind of an office by a word for it in English or Vietnamese, with marks or without; STR_NONE: unknown.
struct str roster_kind(struct str word);

// Compare n rows with the site. Rows without a parent go below the site's own office; where both are a country, the row is
// the site's own office. The result lives in the arena and points into the rows.
void roster_plan(struct arena *a, const struct site *s, const struct roster_row *rows, size_t n, struct roster *out);

// Carry out steps from `from` on, at most ROSTER_STEPS_A_TX of them. A db_fn; arg is a struct roster_work.
struct roster_work {
    const struct site *site;
    struct roster *roster;
    int64_t batch; // of the import, for made.h; 0: none
    int64_t now;
    size_t from;
    size_t to; // out: where to go on
};
enum tx_end roster_carry_out(struct tx *tx, void *arg, struct err *e);
