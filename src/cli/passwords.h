// passwords.h: a new password from the person at the console: typed twice without showing, or a line of standard input.
#pragma once

#include "cli/cli.h"

// Read it, judge it by auth/password_rule.h, hash it into the call's arena. Returns CLI_DONE, or tells what is wrong and
// returns the exit code.
int passwords_ask(struct cli_call *call, struct str login, bool from_stdin, struct str *hash) MUST_USE;
