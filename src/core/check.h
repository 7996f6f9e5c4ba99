// check.h: does the store hold together? Everything that the house promises of its rows, asked of all of them.
#pragma once

#include "core/office/site.h"

// Called once a finding, with a line that says what is wrong with what.
typedef void check_found(void *arg, struct str line);

// The store's own integrity, the event log (numbers without gaps, canonical bytes, commitments of what is still kept),
// the office tree on every day on which it changes, what the rows of the domain promise each other, and the sums. Reads
// in pages beside a running server; only the sums are counted in one snapshot. True when it could be asked, whatever was
// found.
MUST_USE bool check_store(struct db *db, int64_t now, check_found *found, void *arg, struct err *e);

// The event log alone: for whoever has just copied a store.
MUST_USE bool check_events(struct db *db, int64_t home, check_found *found, void *arg, struct err *e);
