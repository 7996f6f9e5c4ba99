// problem.h: what is wrong with what a person gave us: a list by field, shown beside each field and as a summary.
//
// Not an err: nothing failed. The words are msgids, translated where they are shown.
#pragma once

#include "base/str.h"

enum { PROBLEMS_MAX = 24 };

struct problem {
    const char *field; // name of the form's field, "" for the form as a whole
    const char *msgid; // literal; marked with N_() where it is written
    struct str about;  // stands behind the words: a name that may have been meant; "" for nothing
};

struct problems {
    struct problem list[PROBLEMS_MAX];
    size_t n;
};

// A second problem of the same field is left out: one thing at a time. More than PROBLEMS_MAX are left out too.
void problem_add(struct problems *p, const char *field, const char *msgid);
void problem_add_about(struct problems *p, const char *field, const char *msgid, struct str about);

// The msgid of a field's problem, or NULL.
const char *problem_of(const struct problems *p, const char *field);
