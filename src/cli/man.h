// man.h: the manual page, from the table of commands.
#pragma once

#include "cli/cli.h"

// The page hoiam(1) in mdoc(7).
void man_page(const struct cli_table *table, struct buf *out);
