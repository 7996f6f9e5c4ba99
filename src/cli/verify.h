// verify.h: reading a store through that a command has just written or is about to trust.
#pragma once

#include "cli/cli.h"

// What hoiam check does. CLI_DONE, or what was found is told on standard error and the exit code is returned.
int verify_store(struct cli_call *call, const char *store) MUST_USE;
