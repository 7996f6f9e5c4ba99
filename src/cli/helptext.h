// helptext.h: what help and the man page say, from the table of commands.
#pragma once

#include "cli/cli.h"

enum { HELPTEXT_MAX = 256 * 1024 };

void helptext_overview(const struct cli_table *table, struct buf *out);               // all commands, one a line
void helptext_group(const struct cli_table *table, struct str word, struct buf *out); // those of one first word
void helptext_command(const struct cli_command *command, struct buf *out);            // one command, in full

bool helptext_is_group(const struct cli_table *table, struct str word); // "user" of "user add"

// What a policy promises, a msgid; NULL where there is nothing to say.
const char *helptext_policy(enum cli_policy policy);

// The options that the frame adds to the command's own, or all that it may add (NULL); ends with OPT_END.
const struct opt *helptext_common(const struct cli_command *command);

bool helptext_has_lang(const struct cli_page *page); // then --lang is the command's own, of what it makes
