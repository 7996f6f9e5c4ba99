// help.c: `hoiam help`: what there is, one command in full, or the manual page.
#include "cli/commands.h"
#include "cli/helptext.h"
#include "cli/man.h"
#include "cli/say.h"

static const struct opt help_options[] = {
    {"man", NULL, N_("print the manual page instead, for man(1)"), 0},
    OPT_END,
};

const struct cli_page cli_help_page = {
    .options = help_options,
    .operands_max = 2,
    .about = N_("Lists the commands, or shows one of them with its options and an example."),
    .example = "hoiam help\nhoiam help --man | man -l -",
};

int cli_help(struct cli_call *call)
{
    const struct opt_values *opts = call->opts;
    struct buf text = buf_new(HELPTEXT_MAX);
    int code = CLI_DONE;
    if (opt_count(opts, "man") > 0) {
        man_page(call->table, &text);
    } else if (opts->operands_n == 0) {
        helptext_overview(call->table, &text);
    } else if (opts->operands_n == 1 && helptext_is_group(call->table, str_c(opts->operands[0]))) {
        helptext_group(call->table, str_c(opts->operands[0]), &text);
    } else {
        struct str name = str_c(opts->operands[0]);
        if (opts->operands_n == 2) {
            name = str_fmt(call->arena, "%s %s", opts->operands[0], opts->operands[1]);
        }
        const struct cli_command *row = cli_named(call->table, name);
        if (row == NULL) {
            code = cli_usage(call, say("there is no command \"%.*s\"; \"hoiam help\" lists them"), STR_ARG(name));
        } else {
            helptext_command(row, &text);
        }
    }
    cli_print(stdout, &text);
    buf_free(&text);
    return code;
}
