// init.c: `hoiam init FILE --office NAME`: a new store with one office in it.
#include "cli/commands.h"

#include "base/clock.h"
#include "cli/keys.h"
#include "core/office/begin.h"

static const struct opt init_options[] = {
    {"office", N_("NAME"), N_("name of the office"), OPT_MUST},
    {"code", N_("CODE"), N_("its code, which stands in addresses (default: root)"), 0},
    {"kind", N_("KIND"), N_("province, commune, ward, zone, department or unit (default: commune)"), 0},
    {"lang", N_("LANG"), N_("language of the site: vi or en (default: vi)"), 0},
    {"timezone", N_("ZONE"), N_("time zone of the office (default: Asia/Ho_Chi_Minh)"), 0},
    OPT_END,
};

const struct cli_page cli_init_page = {
    .options = init_options,
    .operands_min = 1,
    .operands_max = 1,
    .about = N_("Makes a new store: a file, or an empty PostgreSQL database given as postgres://… The office is the "
                "root of its "
                "tree; others are added at the desk or by hoiam import offices.\n\nAn existing store is left "
                "alone.\n\nBeside a "
                "file stands FILE.key, the private key for contact details that senders leave. Keep a copy of it apart "
                "from the "
                "store: see hoiam key export."),
    .example = "hoiam init xa.db --office \"UBND xã Thạnh Hòa\" --code thanh-hoa",
};

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    struct founder by;
    int64_t root;
    return begin_office(tx, arg, &by, &root, e) ? TX_COMMIT : TX_FAILED;
}

static void check(struct cli_call *call, struct beginning *b, struct buf *problems)
{
    struct str lang = str_c(opt_get(call->opts, "lang", "vi"));
    if (!lang_from_code(lang, &b->lang)) {
        buf_addf(problems, say("--lang %.*s: the program speaks vi and en\n"), STR_ARG(lang));
    }
    b->root = (struct office_draft){.code = str_c(opt_get(call->opts, "code", "root")),
                                    .kind = str_c(opt_get(call->opts, "kind", "commune"))};
    b->root.name[b->lang] = str_trim(str_c(opt_get(call->opts, "office", "")));
    b->timezone = str_c(opt_get(call->opts, "timezone", "Asia/Ho_Chi_Minh"));
    b->now = clock_now();
    struct problems p = {.n = 0};
    begin_check(b, &p);
    for (size_t i = 0; i < p.n; i++) {
        const char *field = p.list[i].field;
        if (strcmp(field, "kind") == 0) {
            buf_addf(problems, say("--kind %.*s: there is no such kind of office; there are province, commune, ward, zone, "
                                   "department and unit\n"),
                     STR_ARG(b->root.kind));
        } else if (strcmp(field, "code") == 0) {
            buf_addf(problems, say("--code %.*s: a code is written in letters without marks (a–z), digits and -, such as xa-1\n"),
                     STR_ARG(b->root.code));
        } else {
            buf_addf(problems, "--%s: %s\n", strcmp(field, "name") == 0 ? "office" : field, say(p.list[i].msgid));
        }
    }
}

int cli_init(struct cli_call *call)
{
    struct beginning b = {.lang = LANG_VI};
    struct buf problems = buf_new(4096);
    check(call, &b, &problems);
    int end = problems.n > 0 ? cli_problems(call, &problems) : CLI_DONE;
    buf_free(&problems);
    if (end != CLI_DONE) {
        return end;
    }
    struct err e = ERR_INIT;
    struct db *db;
    const char *store = call->opts->operands[0];
    struct box_key *key = NULL;
    bool good = db_create(store, &e) && keys_beside(call->arena, store, &key, &e) && db_open(&db, store, DB_READ_WRITE, &e);
    if (good) {
        b.contact_key = keys_public(call->arena, key);
        good = db_write(db, call->arena, found, &b, &e);
        db_close(db);
    }
    bool keyed = key != NULL;
    box_key_close(key);
    if (!good) {
        return cli_fail(call, &e);
    }
    if (keyed) {
        (void)fprintf(stderr, say("Beside %s stands its key, %s.key: keep a copy of that elsewhere (hoiam key export).\n"), store,
                      store);
    }
    (void)fprintf(stderr, say("%s is made. Next: hoiam serve --found --db %s, and a browser adds the first administrator\n"),
                  store, store);
    return CLI_DONE;
}
