// routes.c: `hoiam routes`: every address with its handler and capability. Here and not in cli/, because it needs web/.
#include "cli/commands.h"

static const struct opt routes_options[] = {OPT_END};

const struct cli_page cli_routes_page = {
    .options = routes_options,
    .about =
        N_("A line an address: METHOD path handler capability, blanks between. What is not listed does not exist; the "
           "capability is asked before the handler runs."),
    .example = "hoiam routes | grep /desk",
};

int cli_routes(struct cli_call *call)
{
    (void)call;
    static const char *const rows[] = {
#define ROUTE(method, path, handler, capability) #method " " path " " #handler " " #capability,
#include "web/routes.def"
#undef ROUTE
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        (void)puts(rows[i]);
    }
    return CLI_DONE;
}
