// verify.c: see verify.h.
#include "cli/verify.h"

#include "base/clock.h"
#include "base/log.h"
#include "core/check.h"

enum { TOLD_MAX = 20 };

struct telling {
    struct cli_call *call;
    const char *store;
    int64_t n;
};

static void tell(void *arg, struct str line)
{
    struct telling *t = arg;
    if (t->n++ < TOLD_MAX) {
        (void)cli_short(t->call, "%s: %.*s", t->store, STR_ARG(line));
    }
}

int verify_store(struct cli_call *call, const char *store)
{
    struct err e = ERR_INIT;
    struct db *db;
    log_set_level(LOG_ERROR); // that a snapshot is held for long is what help says
    struct telling t = {.call = call, .store = store};
    if (!db_open(&db, store, DB_READ_ONLY, &e)) {
        return cli_fail(call, &e);
    }
    bool good = check_store(db, clock_now(), tell, &t, &e);
    db_close(db);
    if (!good) {
        return cli_fail(call, &e);
    }
    return t.n == 0   ? CLI_DONE
           : t.n == 1 ? cli_short(call, say("%s does not hold together: %lld finding"), store, (long long)t.n)
                      : cli_short(call, say("%s does not hold together: %lld findings"), store, (long long)t.n);
}
