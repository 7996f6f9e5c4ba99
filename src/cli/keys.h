// keys.h: the private key of the contact box at the console: where it stands, and making a site use it.
#pragma once

#include "auth/box.h"
#include "cli/cli.h"
#include "core/office/founding.h"

// The file of --key, else the one beside the store. NULL when the store is no file and --key was not given.
const char *keys_path(struct cli_call *call);

// Put the public half into the site's settings, with its event. In the caller's transaction.
MUST_USE bool keys_set(const struct founder *f, int64_t root, const struct box_key *key, struct err *e);
