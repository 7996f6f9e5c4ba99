// store.c: see store.h.
#include "cli/store.h"

#include "base/clock.h"
#include "cli/say.h"

bool store_open(const struct cli_call *call, enum db_mode mode, struct db **db, struct site **site, int *code)
{
    struct err e = ERR_INIT;
    if (!db_open(db, call->db, mode, &e)) {
        *code = e.code == ERR_BUSY ? cli_short(call, say("%s; end that process, and start it again afterwards"), e.what)
                                   : cli_fail(call, &e);
        return false;
    }
    if (!site_load(*db, clock_now(), site, &e)) {
        db_close(*db);
        *code = cli_fail(call, &e);
        return false;
    }
    return true;
}

void store_close(struct db *db, struct site *site)
{
    site_unref(site);
    db_close(db);
}
