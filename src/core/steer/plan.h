// plan.h: the table of a plan (nội dung, cơ quan chủ trì, cơ quan phối hợp, thời hạn, sản phẩm) read as tasks: from CSV, or
// as rows are pasted from a spreadsheet (parted by tabs). Nothing is written here.
//
// A first row that names columns says which is which, in Vietnamese or English; without one they stand in the order above.
// Offices are found by code or by name, marks or not. Days: as civil_parse takes them; "tháng 6/2026", "quý II/2026" and
// "năm 2026" mean the last day; "thường xuyên" none.
#pragma once

#include "core/office/names.h"
#include "core/steer/task.h"

enum plan_column { PLAN_WHAT, PLAN_LEAD, PLAN_WITH, PLAN_DUE, PLAN_PRODUCT, PLAN_COLUMNS };
enum { PLAN_ROWS_MAX = 1000, PLAN_PROBLEMS = 4 };

const char *plan_column_words(enum plan_column c); // msgid

struct plan_problem {
    enum plan_column column;
    const char *msgid;
    struct str about; // the part of the cell that is meant; "" for all of it
    struct office_near near; // of an office that is not known: who may be meant
};

struct plan_row {
    int64_t line; // of the table, from 1
    struct str cells[PLAN_COLUMNS];
    struct task_draft draft; // source "plan", no source_id yet
    struct plan_problem problems[PLAN_PROBLEMS];
    size_t n_problems;
};

struct plan {
    struct plan_row *rows; // in the arena
    size_t n;
    size_t good;         // rows without problems
    const char *problem; // msgid: the table as a whole cannot be read; NULL where it can
};

// Any bytes are safe to give.
void plan_read(struct arena *a, const struct site *s, int64_t giver, int64_t today, struct str text, struct plan *out);

// What a cell says of a day. *day 0 where it says that there is none. False when it says neither.
bool plan_day(struct str cell, int64_t *day) MUST_USE;

// Offices named in a text: parted by ';' or line ends, or by commas where the name has none of its own. At most max; the
// first that is not known stands in *unknown (STR_NONE: all are), *several says that more than one is called so.
size_t plan_offices(struct arena *a, struct office_names *names, const struct office *top, struct str text, int64_t *out,
                    size_t max, struct str *unknown, bool *several);
