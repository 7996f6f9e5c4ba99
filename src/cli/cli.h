// cli.h: the frame in which every command of the command line stands.
//
// A command is a row of cli/commands.def and a file src/cli/NAME.c with two things: `const struct cli_page
// cli_NAME_page` (its options and what help says) and `int cli_NAME(struct cli_call *call)`. Help, the man page and the
// checks of what was typed all read that one page. A command that needs web/ or jobs/ lives in src/ itself, beside
// main.c, since the three never include each other.
#pragma once

#include "base/err.h"
#include "cli/opt.h"
#include "cli/say.h"

enum cli_exit {
    CLI_DONE = 0,
    CLI_SHORT = 1, // something fell short; standard error says what
    CLI_USAGE = 2, // what was typed cannot be carried out as it stands
};

enum cli_policy {
    CLI_NO_STORE, // touches no store
    CLI_READS,    // works beside a running server, read-only; takes --db
    CLI_WRITES,   // needs to be the writing process, or to hand its work to it; takes --db
    CLI_NAMES,    // its first operand is the store
};

struct cli_call;

// What a command takes and what help says of it. Texts are msgids.
struct cli_page {
    const struct opt *options; // ends with OPT_END; --db and --help are added by the frame
    size_t operands_min;
    size_t operands_max;
    const char *about;   // paragraphs, parted by an empty line; wrapped when shown
    const char *example; // lines of shell, ready to paste
    const char *instead; // where a server holds the store: what to do rather than end it; NULL: nothing
};

struct cli_command {
    const char *name; // one word, or two such as "user add"
    int (*run)(struct cli_call *call);
    enum cli_policy policy;
    const char *operands; // as usage shows them: msgid, "FILE", "[COMMAND]"; "" for none
    const char *summary;  // msgid: one line, small first letter, no full stop
    const struct cli_page *page;
};

struct cli_table {
    const struct cli_command *rows;
    size_t n;
};

// One call of one command.
struct cli_call {
    const struct cli_command *command;
    const struct cli_table *table; // all commands, for help
    struct arena *arena;           // given back when the command returns
    const struct opt_values *opts;
    const char *db; // the store; NULL for CLI_NO_STORE
};

// Find the row, read the options by it, run it. Returns the exit code of the process.
int cli_run(const struct cli_table *table, int argc, char **argv);

// The row of that name, or NULL.
const struct cli_command *cli_named(const struct cli_table *table, struct str name);

// The row that argv begins with (two words before one), or NULL; *words is how many arguments its name took.
const struct cli_command *cli_find(const struct cli_table *table, int argc, char **argv, int *words);

// Write all of `text` to stdout or stderr; a failure is found and told by the frame when the command returns.
void cli_print(FILE *to, const struct buf *text);

// "hoiam NAME: …" on standard error; the message says what is wrong, where, and how to mend it. They return the exit
// code, so that a command can end with: return cli_fail(call, &e);
int cli_fail(const struct cli_call *call, const struct err *e);                // CLI_SHORT
int cli_short(const struct cli_call *call, const char *fmt, ...) PRINTF(2, 3); // CLI_SHORT
int cli_usage(const struct cli_call *call, const char *fmt, ...) PRINTF(2, 3); // CLI_USAGE, and where help is
int cli_problems(const struct cli_call *call, const struct buf *problems);     // CLI_USAGE, a line each
