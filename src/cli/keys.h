// keys.h: the private key of the contact box at the console: where it stands, and making a site use it.
#pragma once

#include "auth/box.h"
#include "cli/cli.h"

struct db;
struct founder;

// The file of --key, else the one beside the store. NULL when the store is no file and --key was not given.
const char *keys_path(struct cli_call *call);

// The key beside a store, made when it is not there yet. *key stays NULL for a store that is no file. Give it back with
// box_key_close.
MUST_USE bool keys_beside(struct arena *a, const char *store, struct box_key **key, struct err *e);

// Make the site of an open store use the key.
MUST_USE bool keys_use(struct db *db, struct arena *a, const struct box_key *key, struct err *e);

// Put the public half into the site's settings, with its event. In the caller's transaction.
MUST_USE bool keys_set(const struct founder *f, int64_t root, const struct box_key *key, struct err *e);
