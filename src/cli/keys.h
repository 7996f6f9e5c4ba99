// keys.h: the private key of the contact box at the console: where it stands, and making a site use it.
#pragma once

#include "auth/box.h"
#include "cli/cli.h"

struct db;

// The file of --key, else the one beside the store. NULL when the store is no file and --key was not given.
const char *keys_path(struct cli_call *call);

// The key beside a store, made when it is not there yet. *key stays NULL for a store that is no file. Give it back with
// box_key_close.
MUST_USE bool keys_beside(struct arena *a, const char *store, struct box_key **key, struct err *e);

// Make the site of an open store use the key.
MUST_USE bool keys_use(struct db *db, struct arena *a, const struct box_key *key, struct err *e);

// The public half as it stands in the site's settings; STR_NONE for no key.
struct str keys_public(struct arena *a, const struct box_key *key);
