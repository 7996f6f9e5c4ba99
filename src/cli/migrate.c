// migrate.c: `hoiam migrate`: an older store brought to this program's schema.
#include "cli/commands.h"
#include "cli/store.h"

#include "db/db.h"

static const struct opt migrate_options[] = {OPT_END};

const struct cli_page cli_migrate_page = {
    .options = migrate_options,
    .about = N_("Brings a store that an older program made to the schema of this one. A file is copied beside itself "
                "first; all "
                "happens in one transaction, so that one that is killed leaves the store as it was. Where nothing is "
                "to be done, "
                "nothing is."),
    .example = "hoiam migrate --db xa.db",
};

int cli_migrate(struct cli_call *call)
{
    struct err e = ERR_INIT;
    return db_migrate(call->db, &e) ? CLI_DONE : store_refused(call, &e);
}
