// store.h: opening the store for a command, and saying what to do when a server holds it.
#pragma once

#include "cli/cli.h"
#include "core/office/errand.h"

// Why the store could not be opened; while a server holds it, also what to do instead. Returns the command's exit code.
int store_refused(const struct cli_call *call, const struct err *e);

// The store and its site. False: it was said, and *code is the command's exit code. store_close gives both back.
bool store_open(const struct cli_call *call, enum db_mode mode, struct db **db, struct site **site, int *code) MUST_USE;
void store_close(struct db *db, struct site *site);

// Have the errand carried out: here, or where a server holds the store, by that server over the socket beside the store. *end
// is set on success. ERR_BUSY: a server holds it and does not listen there.
MUST_USE bool store_errand(const struct cli_call *call, const struct site *s, const struct errand *x, enum errand_end *end,
                           struct err *e);

// The office that --office names, or the site's own; NULL after adding a line to *problems.
const struct office *store_office(const struct cli_call *call, const struct site *s, struct buf *problems);
