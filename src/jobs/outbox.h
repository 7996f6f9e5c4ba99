// outbox.h: sending the notices that wait. A row is claimed (its next try put off) before its mail is sent, and marked after;
// a program that is killed in between repeats that one mail, later and with the same Message-ID.
#pragma once

#include <stdatomic.h>

#include "core/contact/mailer.h"
#include "core/office/site.h"

enum {
    OUTBOX_FIRST_WAIT = 60,        // seconds to the second try; doubled for each further one
    OUTBOX_LONGEST_WAIT = 6 * 3600,
    OUTBOX_GIVE_UP = 3 * 86400,    // seconds after which a notice is given up
};

struct outbox {
    struct db *db;
    struct mailer *mailer;
    _Atomic bool stop; // end after the mail that is being sent
    // A mail that went out while its mark could not be written (a full disk): it is marked before anything else is sent.
    int64_t unmarked_home;
    int64_t unmarked_id;
};

// Send what is due. False when the store failed; what was sent by then is known, in the store or in `o`.
MUST_USE bool outbox_run(struct outbox *o, const struct site *s, int64_t now, struct err *e);

// Seconds from one try to the next: `tries` were made.
int64_t outbox_wait(int64_t tries);

// The Message-ID of a row: the same for ever, telling nothing of it. `from` gives the part after the @. In the arena.
struct str outbox_message_id(struct arena *a, int64_t home, int64_t id, struct str from);
