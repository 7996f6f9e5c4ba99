// export.c: `hoiam export messages|matters|answers`: what is public, for all; or everything, for the administrator.
#include "cli/commands.h"

#include "cli/say.h"
#include "cli/store.h"
#include "core/press/export.h"

enum { PAGE_MAX = 64 << 20 };

static const struct opt export_options[] = {
    {"format", N_("FORMAT"), N_("csv or jsonl (default: csv)"), 0},
    {"all", NULL, N_("rows and words that are not public too, with times to the second"), 0},
    OPT_END,
};

const struct cli_page cli_export_page = {
    .options = export_options,
    .operands_min = 1,
    .operands_max = 1,
    .about = N_("Writes messages, matters or answers to standard output, a row each. It holds what everybody may read: "
                "words whose "
                "sender agreed, in matters that are public; days, not times; of the place the commune. Counts below 5 "
                "that rest on "
                "messages that are not public read <5.\n\n"
                "With --all it holds everything but contact details and what was handed over; that leaves an entry in "
                "the log. "
                "Where a server runs, it is asked to write the entry; where none can be left, that is said.\n\n"
                "What comes out can be read by hoiam import messages as it is."),
    .example = "hoiam export matters --db xa.db --format jsonl > matters.jsonl\nhoiam export messages --all --db xa.db "
               "> all.csv",
};

// Everything goes out: that is written down first, where it can be.
static void write_down(struct cli_call *call, const struct site *s, const char *what)
{
    struct err e = ERR_INIT;
    enum errand_end end;
    if (!store_errand(call, s, &(struct errand){.kind = ERRAND_EXPORT, .export = str_c(what)}, &end, &e)) {
        (void)cli_short(call, say("no log entry could be left: %s"), e.what);
    }
}

static bool write_pages(const struct export *x, struct db *db, struct arena *page, struct err *e)
{
    struct buf out = buf_new(PAGE_MAX);
    int64_t last = 0;
    bool good = true;
    export_heading(x, &out);
    do {
        struct tx *tx;
        arena_reset(page);
        good = db_read_begin(db, page, &tx, e);
        if (good) {
            good = export_page(x, tx, last, &last, &out, e);
            db_read_end(tx);
        }
        BUG_ON(buf_over(&out));
        if (good) {
            cli_print(stdout, &out);
        }
        buf_clear(&out);
    } while (good && last != 0 && !ferror(stdout));
    buf_free(&out);
    return good;
}

int cli_export(struct cli_call *call)
{
    const char *what = call->opts->operands[0];
    struct str format = str_c(opt_get(call->opts, "format", "csv"));
    struct export x = {.kind = export_kind_of(str_c(what)), .jsonl = str_eq(format, STR("jsonl")),
                       .all = opt_count(call->opts, "all") > 0};
    struct arena page = ARENA_INIT;
    struct err e = ERR_INIT;
    struct site *site;
    struct db *db;
    int code;
    if (x.kind == EXPORT_KINDS) {
        return cli_usage(call, say("there is no export of \"%s\"; there is messages, matters and answers"), what);
    }
    if (!str_eq(format, STR("csv")) && !str_eq(format, STR("jsonl"))) {
        return cli_usage(call, say("--format %.*s: it is csv or jsonl"), STR_ARG(format));
    }
    if (!store_open(call, DB_READ_ONLY, &db, &site, &code)) {
        return code;
    }
    x.site = site;
    tz_set_site(site->tz);
    if (x.all) {
        write_down(call, site, what);
    }
    code = write_pages(&x, db, &page, &e) ? CLI_DONE : cli_fail(call, &e);
    arena_free(&page);
    store_close(db, site);
    return code;
}
