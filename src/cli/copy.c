// copy.c: `hoiam copy FROM TO`: a store into a new one, of either engine.
#include "db/copy.h"

#include "base/log.h"
#include "cli/commands.h"
#include "cli/verify.h"

static const struct opt copy_options[] = {OPT_END};

const struct cli_page cli_copy_page = {
    .options = copy_options,
    .operands_min = 2,
    .operands_max = 2,
    .about = N_("Copies everything from one store into a new one: a file, or an empty PostgreSQL database given as "
                "postgres://… "
                "Rows are counted on both sides, and the new store is read through as hoiam check does.\n\nWorks "
                "beside a server "
                "that serves FROM, but what comes in meanwhile stays behind: stop it before you move for good."),
    .example = "createdb -T template0 --locale=C hoiam\nhoiam copy xa.db postgres:///hoiam",
};

int cli_copy(struct cli_call *call)
{
    struct err e = ERR_INIT;
    log_set_level(LOG_ERROR); // that a snapshot is held for long is what help says
    struct db_copied copied;
    const char *to = call->opts->operands[1];
    if (!db_copy(call->opts->operands[0], to, &copied, &e)) {
        return cli_fail(call, &e);
    }
    int end = verify_store(call, to);
    if (end == CLI_DONE) {
        (void)printf("%lld rows of %zu tables\n", (long long)copied.rows, copied.tables);
    }
    return end;
}
