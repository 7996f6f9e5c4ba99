// cli_cli.c: a command is found, gets its store and its operands, and its exit code comes back.
#include "cli/cli.h"

#include <fcntl.h>
#include <unistd.h>

#include "tap.h"

static const struct opt no_options[] = {OPT_END};
static const struct cli_page plain = {.options = no_options, .about = "About.", .example = "hoiam x"};
static const struct cli_page one = {
    .options = no_options, .operands_min = 1, .operands_max = 1, .about = "About.", .example = "hoiam x"};

static char ran[32];
static char store[32];
static size_t operands;

static int run(struct cli_call *call)
{
    (void)snprintf(ran, sizeof ran, "%s", call->command->name);
    (void)snprintf(store, sizeof store, "%s", call->db == NULL ? "none" : call->db);
    operands = call->opts->operands_n;
    return CLI_SHORT;
}

static const struct cli_command rows[] = {
    {"serve", run, CLI_WRITES, "", "serve", &plain},
    {"report", run, CLI_READS, "", "report", &plain},
    {"init", run, CLI_NAMES, "FILE", "make one", &one},
    {"routes", run, CLI_NO_STORE, "", "routes", &plain},
    {"user add", run, CLI_WRITES, "NAME", "add", &one},
    {"user list", run, CLI_READS, "", "list", &plain},
    {"import messages", run, CLI_WRITES, "FILE", "take in", &one},
};

static int nowhere;

// Only its doings are looked at here, tests/cli looks at its words: what it prints goes nowhere.
static int typed(int argc, char **argv)
{
    ran[0] = store[0] = 0;
    operands = 0;
    int saved[] = {dup(STDOUT_FILENO), dup(STDERR_FILENO)};
    (void)dup2(nowhere, STDOUT_FILENO);
    (void)dup2(nowhere, STDERR_FILENO);
    int code = cli_run(&(struct cli_table){rows, ARRAY_LEN(rows)}, argc, argv);
    for (int i = 0; i < 2; i++) {
        (void)dup2(saved[i], STDOUT_FILENO + i);
        (void)close(saved[i]);
    }
    return code;
}
#define TYPED(...) typed((int)ARRAY_LEN(((char *[]){"hoiam", __VA_ARGS__})), (char *[]){"hoiam", __VA_ARGS__, NULL})

static void test_store(void)
{
    (void)unsetenv("HOIAM_DB");
    is_int(TYPED("serve", "--db", "a.db"), CLI_SHORT, "the command's exit code comes back");
    is_str(str_c(store), "a.db", "--db names the store");
    is_int(TYPED("report"), CLI_USAGE, "a command on a store wants one");
    is_str(str_c(ran), "", "and does not run without");
    (void)setenv("HOIAM_DB", "b.db", 1);
    is_int(TYPED("report"), CLI_SHORT, "HOIAM_DB names it too");
    is_str(str_c(store), "b.db", "as the store");
    is_int(TYPED("report", "--db=c.db"), CLI_SHORT, "--db goes before it");
    is_str(str_c(store), "c.db", "as the store");
    is_int(TYPED("init", "d.db"), CLI_SHORT, "init names it as operand");
    is_str(str_c(store), "d.db", "whatever HOIAM_DB says");
    is_int(TYPED("init", "d.db", "--db", "e.db"), CLI_USAGE, "and takes no --db");
    is_int(TYPED("routes"), CLI_SHORT, "a command without a store");
    is_str(str_c(store), "none", "has none");
}

static void test_names(void)
{
    is_int(TYPED("user", "add", "lan"), CLI_SHORT, "a name of two words");
    is_str(str_c(ran), "user add", "finds its row");
    is_int(operands, 1, "its operands begin after both");
    is_int(TYPED("user", "add"), CLI_USAGE, "an operand that is missing");
    is_int(TYPED("user", "add", "a", "b"), CLI_USAGE, "one too many");
    is_int(TYPED("user"), CLI_USAGE, "a first word alone");
    is_int(TYPED("user", "--help"), CLI_DONE, "has help");
    is_int(TYPED("user", "ad"), CLI_USAGE, "a second word that is wrong");
    is_int(TYPED("servr"), CLI_USAGE, "a name that is wrong");
    is_int(TYPED("import", "messages", "--help"), CLI_DONE, "help of a command wants no operands");
    is_str(str_c(ran), "", "and does not run it");
    is_int(TYPED("-x"), CLI_USAGE, "an option where a command should be");
}

int main(void)
{
    nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    test_store();
    test_names();
    (void)close(nowhere);
    return tap_done();
}
