// store.c: see store.h.
#include "cli/store.h"

#include "base/clock.h"
#include "text/nearest.h"
#include "cli/say.h"

int store_refused(const struct cli_call *call, const struct err *e)
{
    const char *instead = call->command->page->instead;
    if (e->code != ERR_BUSY) {
        return cli_fail(call, e);
    }
    return instead == NULL ? cli_short(call, say("%s; end that process, and start it again afterwards"), e->what)
                           : cli_short(call, say("%s; %s; or end that process, and start it again afterwards"), e->what,
                                       say(instead));
}

bool store_open(const struct cli_call *call, enum db_mode mode, struct db **db, struct site **site, int *code)
{
    struct err e = ERR_INIT;
    if (!db_open(db, call->db, mode, &e)) {
        *code = store_refused(call, &e);
        return false;
    }
    if (!site_load(*db, clock_now(), site, &e)) {
        db_close(*db);
        *code = cli_fail(call, &e);
        return false;
    }
    return true;
}

const struct office *store_office(const struct cli_call *call, const struct site *s, struct buf *problems)
{
    const char *code = opt_get(call->opts, "office", NULL);
    const struct office *o = code == NULL ? site_office(s, s->root) : site_office_by_code(s, str_c(code));
    if (o != NULL) {
        return o;
    }
    struct nearest near = nearest_begin(str_c(code));
    for (size_t i = 0; i < s->n_offices; i++) {
        nearest_offer(&near, str_copy(call->arena, s->offices[i].code).p);
    }
    if (near.best != NULL) {
        buf_addf(problems, say("--office %s: no office has this code; did you mean %s?\n"), code, near.best);
    } else {
        buf_addf(
            problems,
            say("--office %s: no office has this code; the page of offices, /en/offices, has them in its addresses\n"),
            code);
    }
    return NULL;
}

void store_close(struct db *db, struct site *site)
{
    site_unref(site);
    db_close(db);
}
