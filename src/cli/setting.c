// setting.c: `hoiam setting list` and `hoiam setting set`: what the administrator's page changes, at the console.
#include "base/clock.h"
#include "cli/commands.h"
#include "cli/store.h"
#include "core/office/founding.h"
#include "i18n/i18n.h"
#include "text/nearest.h"

static const struct opt setting_options[] = {
    {"office", N_("CODE"), N_("the office (default: the root)"), 0},
    OPT_END,
};

const struct cli_page cli_setting_list_page = {
    .options = setting_options,
    .about = N_("A line a setting: name, value as it holds at the office, and whether the office set it itself; tabs "
                "between. Works "
                "beside a running server."),
    .example = "hoiam setting list --db xa.db",
};

const struct cli_page cli_setting_set_page = {
    .options = setting_options,
    .operands_min = 2,
    .operands_max = 2,
    .about = N_("Sets one setting of an office; it holds for the offices below until they set their own. The names are "
                "those of hoiam "
                "setting list."),
    .example = "hoiam setting set due_days 10 --db xa.db",
    .instead =
        N_("settings are changed at the desk meanwhile: sign in at /desk as administrator, Administration, Office"),
};

struct setting_change {
    struct founder by; // tx is set inside the transaction
    int64_t office_id;
    enum setting which;
    struct str value;
};

// The office that --office names, or the site's own; NULL after telling that there is none.
static const struct office *chosen(struct cli_call *call, const struct site *s)
{
    struct buf problems = buf_new(1024);
    const struct office *o = store_office(call, s, &problems);
    if (o == NULL) {
        (void)cli_problems(call, &problems);
    }
    buf_free(&problems);
    return o;
}

static int list(const struct site *s, const struct office *o)
{
    for (enum setting i = 0; i < SETTINGS; i++) {
        struct str value = site_setting(s, o->id, i);
        (void)printf("%s\t", setting_key(i));
        for (size_t k = 0; k < value.n; k++) { // a line a setting, also of one that has several
            (void)fputs(value.p[k] == '\n' ? "\\n" : (char[]){value.p[k], '\0'}, stdout);
        }
        (void)printf("\t%s\n", o->setting[i].p != NULL ? "own" : "inherited");
    }
    return CLI_DONE;
}

int cli_setting_list(struct cli_call *call)
{
    struct db *db;
    struct site *s;
    int code;
    if (!store_open(call, DB_READ_ONLY, &db, &s, &code)) {
        return code;
    }
    const struct office *o = chosen(call, s);
    code = o == NULL ? CLI_USAGE : list(s, o);
    store_close(db, s);
    return code;
}

static enum tx_end do_set(struct tx *tx, void *arg, struct err *e)
{
    struct setting_change *c = arg;
    struct founder by = c->by;
    by.tx = tx;
    return setting_set(&by, c->office_id, c->which, c->value, e) ? TX_COMMIT : TX_FAILED;
}

static int unknown(const struct cli_call *call, const char *name)
{
    struct nearest near = nearest_begin(str_c(name));
    for (enum setting i = 0; i < SETTINGS; i++) {
        nearest_offer(&near, setting_key(i));
    }
    return near.best != NULL ? cli_usage(call, say("%s: no setting is called so; did you mean %s?"), name, near.best)
                             : cli_usage(call, say("%s: no setting is called so; hoiam setting list shows them"), name);
}

static int set_in(struct cli_call *call, struct db *db, const struct site *s)
{
    struct err e = ERR_INIT;
    const struct office *o = chosen(call, s);
    if (o == NULL) {
        return CLI_USAGE;
    }
    int64_t now = clock_now();
    struct setting_change c = {
        .by = {.home = s->home, .now = now, .today = tz_day(s->tz, now)},
        .office_id = o->id,
        .which = setting_of(str_c(call->opts->operands[0])),
        .value = str_c(call->opts->operands[1]),
    };
    if (c.which == SETTINGS) {
        return unknown(call, call->opts->operands[0]);
    }
    const char *problem = setting_problem(c.which, c.value);
    if (problem != NULL) {
        return cli_usage(call, "%s: %s", call->opts->operands[0], say(problem));
    }
    return db_write(db, call->arena, do_set, &c, &e) ? CLI_DONE : cli_fail(call, &e);
}

int cli_setting_set(struct cli_call *call)
{
    struct db *db;
    struct site *s;
    int code;
    if (!store_open(call, DB_READ_WRITE, &db, &s, &code)) {
        return code;
    }
    code = set_in(call, db, s);
    store_close(db, s);
    return code;
}
