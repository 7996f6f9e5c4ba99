// main.c: from argv to a row of cli/commands.def.
#include "cli/commands.h"

static const struct cli_command commands[] = {
#define COMMAND(name, symbol, policy, operands, summary)                                                               \
    {name, cli_##symbol, policy, operands, summary, &cli_##symbol##_page},
#include "cli/commands.def"
#undef COMMAND
};

int main(int argc, char **argv)
{
    return cli_run(&(struct cli_table){commands, ARRAY_LEN(commands)}, argc, argv);
}
