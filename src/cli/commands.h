// commands.h: the functions and pages of all rows of commands.def.
#pragma once

#include "cli/cli.h"

#define COMMAND(name, symbol, policy, operands, summary)                                                               \
    int cli_##symbol(struct cli_call *call);                                                                           \
    extern const struct cli_page cli_##symbol##_page;
#include "cli/commands.def"
#undef COMMAND
