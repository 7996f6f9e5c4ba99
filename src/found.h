// found.h: `hoiam serve --found`: before a server starts over a store that nobody uses yet.
#pragma once

#include "cli/cli.h"
#include "web/app.h"

// Where the setup code of a store in a file is kept, mode 0600: the store's name with .setup. NULL for a database.
const char *found_file(struct arena *a, const char *store);

// Is the store a file, and not there?
bool found_absent(const char *store);

// With a store that is not there, or has no member: make what is missing (the store, without an office; the key of the
// contact box, unless config->key_file or a systemd credential is it), and a new setup code, which is written to
// its file; config->setup_code and setup_file are set, in the call's arena. With any other store nothing
// happens but that a file of a former code is removed. Before any thread.
MUST_USE bool found_prepare(struct cli_call *call, struct app_config *config, struct err *e);
