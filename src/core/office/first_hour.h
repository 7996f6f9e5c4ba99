// first_hour.h: what an administrator does in the first hour of a site, and how much of it is done: read from what the store
// holds, so that nobody has to tick anything.
#pragma once

#include "core/office/site.h"

enum first_step {
    FIRST_OFFICE,   // a telephone number or an address, for those who want to come or call
    FIRST_LOOKS,    // a logo, or a colour of its own
    FIRST_SUBJECTS, // categories
    FIRST_STAFF,    // somebody who works at a desk
    FIRST_LAWS,     // where complaints and denunciations go, and the office that receives what is handed over
    FIRST_MAIL,     // mail server, sender address and the site's own address
    FIRST_RULES,    // rules of the house for comments
    FIRST_BACKUPS,  // a restore drill that went well
    FIRST_STEPS,
};

struct first_hour {
    bool done[FIRST_STEPS];
    size_t left;
    bool away; // an administrator has put the list away
};

// drills: whether this store has restore drills (a database keeps its own backups; then nothing is left to do here).
MUST_USE bool first_hour_load(struct tx *tx, const struct site *s, bool drills, int64_t now, struct first_hour *out,
                              struct err *e);
