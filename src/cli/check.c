// check.c: `hoiam check FILE`: does the store hold together?
#include "core/check.h"

#include "base/clock.h"
#include "base/log.h"
#include "cli/commands.h"

static const struct opt check_options[] = {
    {"quiet", NULL, N_("only the exit code"), 0},
    OPT_END,
};

const struct cli_page cli_check_page = {
    .options = check_options,
    .operands_min = 1,
    .operands_max = 1,
    .about = N_(
        "Reads a store through and tells all that does not hold together: broken pages and references, gaps or changed "
        "entries in the event log, words that are not those that were said, offices in a circle, states that "
        "contradict "
        "each other, sums that are not the sum of their rows. A finding is a line on standard output; the exit code is "
        "1 when there is any.\n\nWorks beside a running server and changes nothing. Counting the sums anew takes some "
        "seconds for a million messages; SQLite's log grows meanwhile."),
    .example = "hoiam check xa.db",
};

struct telling {
    bool quiet;
    int64_t n;
};

static void tell(void *arg, struct str line)
{
    struct telling *t = arg;
    t->n++;
    if (!t->quiet) {
        (void)printf("%.*s\n", STR_ARG(line));
    }
}

int cli_check(struct cli_call *call)
{
    struct err e = ERR_INIT;
    struct db *db;
    log_set_level(LOG_ERROR); // that a snapshot is held for long is what help says
    struct telling t = {.quiet = opt_count(call->opts, "quiet") > 0};
    if (!db_open(&db, call->db, DB_READ_ONLY, &e)) {
        return cli_fail(call, &e);
    }
    bool good = check_store(db, clock_now(), tell, &t, &e);
    db_close(db);
    if (!good) {
        return cli_fail(call, &e);
    }
    if (t.quiet) {
        return t.n > 0 ? CLI_SHORT : CLI_DONE;
    }
    if (t.n > 0) {
        return cli_short(call, t.n == 1 ? say("%lld finding") : say("%lld findings"), (long long)t.n);
    }
    (void)fprintf(stderr, say("hoiam check: %s holds together: nothing found\n"), call->db);
    return CLI_DONE;
}
