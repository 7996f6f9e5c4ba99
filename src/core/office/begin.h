// begin.h: what makes an empty store an office that somebody runs: its root office, the key of its contact box, its first
// member. `hoiam init`, `hoiam user add` and the page of first steps all begin here.
#pragma once

#include "core/office/founding.h"

// How far a store has come.
enum begun {
    BEGUN_NOTHING, // a schema and no office
    BEGUN_OFFICE,  // an office, and nobody who could ever sign in
    BEGUN_STAFFED, // a member
};
MUST_USE bool begin_state(struct tx *tx, enum begun *out, struct err *e);

struct beginning {
    struct office_draft root;
    enum lang lang;         // of the site
    struct str timezone;    // IANA name
    struct str contact_key; // public half of the contact box's key, as text (auth/box.h); STR_NONE: no box yet
    int64_t now;
    int64_t today;          // set by begin_check, in that time zone
};

// Fields: those of office_check, and timezone.
void begin_check(struct beginning *b, struct problems *p);

// Found the office of an empty store. *by is then the founder with whom the transaction goes on.
MUST_USE bool begin_office(struct tx *tx, const struct beginning *b, struct founder *by, int64_t *root, struct err *e);

// A member who holds the roles (codes of auth/policy.h) at one office from now on.
MUST_USE bool begin_member(const struct founder *f, const struct member_draft *d, int64_t office_id, const struct str *roles,
                           size_t n, int64_t *id, struct err *e);
