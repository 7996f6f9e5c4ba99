// version.c: `hoiam version`: which program this is, for a report of something wrong.
#include "cli/version.h"
#include "cli/commands.h"

static const struct opt version_options[] = {
    {"short", NULL, N_("only the number"), 0},
    OPT_END,
};

const struct cli_page cli_version_page = {
    .options = version_options,
    .about =
        N_("Prints the version and the compiler that built it. Please send both with a report of something wrong."),
    .example = "hoiam version",
};

int cli_version(struct cli_call *call)
{
    if (opt_count(call->opts, "short") > 0) {
        (void)puts(VERSION_NUMBER);
        return CLI_DONE;
    }
    (void)printf("hoiam %s\n%s\n", VERSION_NUMBER, VERSION_COMPILER);
    return CLI_DONE;
}
