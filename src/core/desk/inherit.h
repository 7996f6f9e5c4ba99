// inherit.h: carrying over what a former office has in hand to its heir (the rule: core/office/reform.h): messages in the
// inbox and those handed over, matters that are not closed with their drafts, open tasks, documents without a number and those
// sent to it that it has not registered, comments that wait, standard wordings, members with their roles. In small
// transactions, each with its events; whoever is interrupted goes on where it stood.
//
// Until a row is carried over nothing is lost: an office that is no more stands for its heir wherever it is asked for
// (core/office/site.h).
#pragma once

#include "core/office/site.h"

// Carry over all that is due: of former offices that were not looked through yet, or, with `again`, of all of them, since a
// message that is taken out of an old matter may lie with a former office any day. *moved counts rows.
MUST_USE bool inherit_run(struct db *db, const struct site *s, int64_t now, bool again, size_t *moved, struct err *e);

// What one office has in hand, for a preview.
struct inherit_count {
    int64_t messages;
    int64_t matters;
    int64_t tasks;
    int64_t documents; // drafts, and what it has not registered
    int64_t roles;
};
MUST_USE bool inherit_count(struct tx *tx, const struct site *s, int64_t office_id, int64_t now, struct inherit_count *out,
                            struct err *e);
