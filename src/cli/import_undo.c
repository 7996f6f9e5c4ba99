// import_undo.c: `hoiam import undo [BATCH]`: takes an import back as a whole, or lists what was imported.
#include "cli/commands.h"

#include "base/clock.h"
#include "cli/say.h"
#include "cli/store.h"
#include "core/intake/import_back.h"
#include "db/q_import.h"
#include "i18n/format.h"
#include "i18n/i18n.h"

static const struct opt import_undo_options[] = {OPT_END};

const struct cli_page cli_import_undo_page = {
    .options = import_undo_options,
    .operands_max = 1,
    .about = N_(
        "Takes back all that an import brought: messages, their closed matters and what they added to the figures; and "
        "the offices and subjects that it made or changed. Log "
        "entries stay, and numbers of matters are not given a second time. Messages that the office has worked on "
        "since are kept, and it says how many; offices and subjects that are in use or were changed since stay, each with "
        "its reason.\n\n"
        "Without a number it lists the imports: number, file, begin, rows, and whether it was finished or taken back; "
        "tabs between."),
    .example = "hoiam import undo --db xa.db\nhoiam import undo 912345678901234567 --db xa.db",
};

static int list_batches(struct cli_call *call, struct db *db, const struct site *s)
{
    struct err e = ERR_INIT;
    struct import_batch_row last = {.id = 0};
    size_t n;
    do {
        struct tx *tx;
        struct import_batch_row *list;
        if (!db_read_begin(db, call->arena, &tx, &e)) {
            return cli_fail(call, &e);
        }
        bool good = q_import_batches(tx, s->home, last.started_at, last.id, &list, &n, &e);
        db_read_end(tx);
        if (!good) {
            return cli_fail(call, &e);
        }
        for (size_t i = 0; i < n; i++) {
            struct buf out = buf_new(4096);
            buf_addf(&out, "%lld\t%.*s\t", (long long)list[i].id, STR_ARG(list[i].source));
            format_iso_day(&out, s->lang, tz_day(s->tz, list[i].started_at));
            buf_addf(&out, "\t%lld\t%s\n", (long long)list[i].rows_added,
                     list[i].undone_at != 0     ? "taken back"
                     : list[i].finished_at != 0 ? "finished"
                                                : "broken off");
            cli_print(stdout, &out);
            buf_free(&out);
            last = list[i];
        }
    } while (n > 0);
    return CLI_DONE;
}

static bool find_batch(struct cli_call *call, struct db *db, const struct site *s, int64_t id, int *code)
{
    struct err e = ERR_INIT;
    struct tx *tx;
    struct import_batch_row row;
    enum q_got got = Q_ERROR;
    if (db_read_begin(db, call->arena, &tx, &e)) {
        got = q_import_batch_get(tx, s->home, id, &row, &e);
        db_read_end(tx);
    }
    if (got == Q_ROW && row.undone_at == 0) {
        return true;
    }
    *code = got == Q_ERROR ? cli_fail(call, &e)
            : got == Q_NONE
                ? cli_usage(call, say("there is no import %lld; without a number the imports are listed"), (long long)id)
                : cli_short(call, say("import %lld was taken back already"), (long long)id);
    return false;
}

static void tell_kept(struct cli_call *call, const struct import_back *b)
{
    for (size_t i = 0; i < b->n_kept; i++) {
        struct buf out = buf_new(4096);
        struct str name = made_name(call->arena, b->site, &b->kept[i], b->site->lang);
        I18N_FILL(&out, str_c(say("{name} stays: {why}")), {"name", name}, {"why", str_c(say(b->kept[i].why))});
        buf_addc(&out, '\n');
        cli_print(stderr, &out);
        buf_free(&out);
    }
}

static int tell_done(struct cli_call *call, const struct import_back *b)
{
    int code = CLI_DONE;
    if (b->messages + b->messages_kept > 0 || b->things + b->n_kept == 0) {
        (void)printf(say("%zu messages taken back\n"), b->messages);
    }
    if (b->things + b->n_kept > 0) {
        (void)printf(say("%zu offices and subjects taken back\n"), b->things);
    }
    if (b->messages_kept > 0) {
        code = cli_short(call, say("%zu messages are kept: the office has worked on them since"), b->messages_kept);
    }
    tell_kept(call, b);
    return b->n_kept == 0 ? code : cli_short(call, say("%zu offices and subjects stay"), b->n_kept);
}

static int undo_batch(struct cli_call *call, struct db *db, const struct site *s, int64_t id)
{
    struct err e = ERR_INIT;
    struct import_back b = {.site = s, .batch = id, .now = clock_now(), .mem = call->arena};
    int code;
    if (!find_batch(call, db, s, id, &code)) {
        return code;
    }
    bool good = true;
    struct arena a = ARENA_INIT;
    while (good && !b.over) {
        arena_reset(&a);
        good = db_write(db, &a, import_back_step, &b, &e);
        if (good) {
            import_back_next(&b);
        }
    }
    arena_free(&a);
    return good ? tell_done(call, &b) : cli_fail(call, &e);
}

int cli_import_undo(struct cli_call *call)
{
    bool lists = call->opts->operands_n == 0;
    int64_t id = 0;
    if (!lists && (!str_int(str_c(call->opts->operands[0]), &id) || id <= 0)) {
        return cli_usage(call, say("\"%s\" is not the number of an import"), call->opts->operands[0]);
    }
    struct db *db;
    struct site *s;
    int code;
    if (!store_open(call, lists ? DB_READ_ONLY : DB_BULK, &db, &s, &code)) {
        return code;
    }
    code = lists ? list_batches(call, db, s) : undo_batch(call, db, s, id);
    store_close(db, s);
    return code;
}
