// import_messages.c: `hoiam import messages FILE`: reads rows ahead while the store's writer takes in those before.
#include "cli/commands.h"

#include "base/clock.h"
#include "base/random.h"
#include "cli/import_row.h"
#include "cli/say.h"
#include "cli/store.h"

#include <pthread.h>
#include <unistd.h>

enum {
    LANES = 2,                 // chunks: one is filled while the other is written
    CHUNK_MAX = 4000,          // rows
    CHUNK_MIN = 50,
    CHUNK_FIRST = 200,
    CHUNK_US = 30 * 1000,      // a transaction is to take so long; 50 ms are allowed
    PROGRESS_US = 250 * 1000,
};

static const struct opt import_messages_options[] = {
    IMPORT_FILE_OPTIONS,
    {"timezone", "ZONE", N_("time zone of the times in the file (default: the site's)"), 0},
    {"date-format", "FORMAT", N_("how times are written, as of strptime(3), such as \"%m/%d/%Y %I:%M:%S %p\""), 0},
    {"create-missing", NULL, N_("make offices and subjects that do not exist yet"), 0},
    {"strict", NULL, N_("take all rows or none"), 0},
    {"dry-run", NULL, N_("say what would be taken, and take nothing"), 0},
    OPT_END,
};

const struct cli_page cli_import_messages_page = {
    .options = import_messages_options,
    .operands_min = 1,
    .operands_max = 1,
    .about = N_("Reads messages from a CSV file or from JSON lines (.jsonl). Fields are external_id text received "
                "closed status "
                "category office channel place lat lon lang public; a column of the same name is taken for a field, "
                "others are named "
                "by --map. text and received must be there.\n\n"
                "A status that means closed (closed, resolved, done, đã giải quyết …) makes a closed matter with the "
                "outcome \"not "
                "stated\"; any other means open. Offices are known by their code. Imported messages are marked and "
                "counted apart.\n\n"
                "Rows that cannot be taken are listed with file, line, column and reason, and the others are taken. A "
                "second run adds "
                "only what is new, by external_id or by all that a row says. hoiam import undo takes an import back."),
    .example = "hoiam import messages phan-anh.csv --db xa.db --map text=\"Nội dung\" --map received=\"Ngày nhận\"",
};

// A chunk of rows on its way into the store.
struct lane {
    struct import_chunk chunk;
    struct import_row rows[CHUNK_MAX];
    struct arena texts; // what the rows point to
    struct arena work;  // of the transaction
    bool flying;        // the writer has it
    bool done;          // under the lock: the writer is through
    bool ok;
    struct err err;
    struct import_run *run;
};

struct import_run {
    struct cli_call *call;
    struct import_reading read;
    struct import_file *file;
    struct db *db;
    int64_t batch;
    bool dry;
    bool strict;
    pthread_mutex_t lock;
    pthread_cond_t told;
    struct lane *lanes;
    size_t rows;     // read, good or bad
    size_t added;
    size_t known;    // there already
    size_t chunk_rows;
    int64_t began_us;
    int64_t shown_us;
    bool shows;      // progress, on a terminal
};

static void show_progress(struct import_run *run, bool last)
{
    int64_t now = clock_mono_us();
    if (!run->shows || (!last && now - run->shown_us < PROGRESS_US)) {
        return;
    }
    run->shown_us = now;
    int64_t at, size;
    import_file_progress(run->file, &at, &size);
    double seconds = (double)(now - run->began_us + 1) / 1e6;
    (void)fputc('\r', stderr);
    (void)fprintf(stderr, say("%zu rows, %.0f rows/s"), run->rows, (double)run->rows / seconds);
    if (size > 0 && at > 0 && !last) {
        (void)fprintf(stderr, say(", %.0f s left"), seconds * (double)(size - at) / (double)at);
    }
    (void)fputs(last ? "              \n" : "", stderr);
}

static void landed(void *ctx, bool ok, const struct err *e)
{
    struct lane *l = ctx;
    struct import_run *run = l->run;
    (void)pthread_mutex_lock(&run->lock);
    l->ok = ok;
    l->err = ok ? ERR_INIT : *e;
    l->done = true;
    (void)pthread_cond_broadcast(&run->told);
    (void)pthread_mutex_unlock(&run->lock);
}

// Wait until the lane is free again, and count what it brought.
static bool settle(struct import_run *run, struct lane *l, struct err *e)
{
    if (!l->flying) {
        return true;
    }
    (void)pthread_mutex_lock(&run->lock);
    while (!l->done) {
        (void)pthread_cond_wait(&run->told, &run->lock);
    }
    (void)pthread_mutex_unlock(&run->lock);
    l->flying = false;
    struct site *site = (struct site *)(uintptr_t)l->chunk.site;
    site_unref(site);
    if (!l->ok) {
        *e = l->err;
        return false;
    }
    run->added += l->chunk.added;
    run->known += l->chunk.n - l->chunk.added;
    if (l->chunk.took_us > 0) {
        int64_t fit = (int64_t)l->chunk.n * CHUNK_US / l->chunk.took_us;
        run->chunk_rows = (size_t)(fit < CHUNK_MIN ? CHUNK_MIN : fit > CHUNK_MAX ? CHUNK_MAX : fit);
    }
    return true;
}

static void begin_chunk(struct lane *l)
{
    l->chunk.n = 0;
    arena_reset(&l->texts);
    arena_reset(&l->work);
}

static void send_chunk(struct import_run *run, struct lane *l)
{
    l->chunk.site = site_ref(run->read.site);
    l->chunk.batch = run->batch;
    l->chunk.source = str_c(import_file_name(run->file));
    l->chunk.now = run->read.now;
    l->chunk.rows = l->rows;
    l->flying = true;
    l->done = false;
    db_write_async(run->db, &l->work, import_chunk, &l->chunk, landed, l);
}

// Looking only: is what the chunk holds in the store already?
static bool look_up(struct import_run *run, struct lane *l, struct err *e)
{
    struct tx *tx;
    if (!db_read_begin(run->db, &l->work, &tx, e)) {
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < l->chunk.n && good; i++) {
        bool known;
        good = import_known(tx, run->read.site, &l->rows[i].draft, &known, e);
        run->known += good && known ? 1 : 0;
        run->added += good && !known ? 1 : 0;
    }
    db_read_end(tx);
    return good;
}

// Read the whole file once; with read.write, into the store.
static bool read_all(struct import_run *run, struct err *e)
{
    struct str v[MESSAGE_FIELDS];
    struct csv_bad bad;
    int64_t line;
    enum csv_got got;
    size_t at = 0;
    struct lane *l = &run->lanes[0];
    begin_chunk(l);
    run->began_us = clock_mono_us();
    while ((got = import_file_next(run->file, v, &line, &bad, e)) > CSV_END) {
        run->rows++;
        if (got == CSV_BAD) {
            import_row_bad(&run->read, &bad);
        } else if (import_row_read(&run->read, &l->texts, v, line, &l->rows[l->chunk.n], e)) {
            l->chunk.n++;
        } else if (e->code != ERR_NONE) {
            return false;
        }
        show_progress(run, false);
        if (l->chunk.n < run->chunk_rows) {
            continue;
        }
        if (run->read.write) {
            send_chunk(run, l);
            at = (at + 1) % LANES;
            l = &run->lanes[at];
        }
        if (run->read.write ? !settle(run, l, e) : !look_up(run, l, e)) {
            return false;
        }
        begin_chunk(l);
    }
    if (got == CSV_FAILED) {
        return false;
    }
    if (run->read.write && l->chunk.n > 0) {
        send_chunk(run, l);
    }
    return run->read.write || look_up(run, l, e);
}

static bool settle_all(struct import_run *run, bool good, struct err *e)
{
    for (size_t i = 0; i < LANES; i++) {
        struct err other = ERR_INIT;
        bool landed_well = settle(run, &run->lanes[i], &other);
        if (good && !landed_well) {
            *e = other;
            good = false;
        }
    }
    return good;
}

static enum tx_end finish(struct tx *tx, void *arg, struct err *e)
{
    struct import_run *run = arg;
    return import_finish(tx, run->read.site, run->batch, run->read.now, e) ? TX_COMMIT : TX_FAILED;
}

static void summary(const struct import_run *run)
{
    const struct import_reading *r = &run->read;
    if (import_file_has(run->file, FIELD_STATUS)) {
        (void)printf("%s", say("statuses:"));
        for (size_t i = 0; i < seen_count(r->statuses); i++) {
            int64_t count;
            struct str word = seen_nth(r->statuses, i, &count);
            (void)printf("%s %.*s %lld (%s)", i > 0 ? "," : "", STR_ARG(word), (long long)count,
                         status_is_closed(word) ? say("closed") : say("open"));
        }
        (void)printf("\n");
    }
    if (r->made > 0) {
        (void)printf(run->dry ? say("%zu offices and subjects would be made\n") : say("%zu offices and subjects made\n"),
                     r->made);
    }
    (void)printf(run->dry ? say("%zu rows: %zu would be taken, %zu are there already, %zu cannot be taken; %zu warnings\n")
                          : say("%zu rows: %zu taken, %zu there already, %zu cannot be taken; %zu warnings\n"),
                 run->rows, run->added, run->known, r->bad, r->warned);
    if (!run->dry && run->added > 0) {
        (void)printf(say("this was import %lld; hoiam import undo %lld takes it back\n"), (long long)run->batch,
                     (long long)run->batch);
    }
}

static void forget_counts(struct import_run *run)
{
    run->rows = run->added = run->known = 0;
    run->read.bad = run->read.warned = run->read.made = 0;
    seen_clear(run->read.statuses);
    seen_clear(run->read.missing);
    seen_clear(run->read.odd);
    seen_clear(run->read.offices);
    seen_clear(run->read.categories);
}

// All or nothing: the whole file is looked through before the first row is taken.
static bool look_through(struct import_run *run, int *code)
{
    struct err e = ERR_INIT;
    run->read.write = false;
    if (!read_all(run, &e) || (run->read.bad == 0 && !import_file_rewind(run->file, &e))) {
        *code = cli_fail(run->call, &e);
        return false;
    }
    if (run->read.bad > 0) {
        *code = cli_short(run->call, say("%zu of %zu rows cannot be taken, so none was"), run->read.bad, run->rows);
        return false;
    }
    forget_counts(run);
    run->read.write = true;
    run->read.quiet = true;
    return true;
}

static int run_import(struct import_run *run)
{
    struct err e = ERR_INIT;
    int code;
    if (run->strict && !run->dry && !look_through(run, &code)) {
        return code;
    }
    bool good = settle_all(run, read_all(run, &e), &e);
    show_progress(run, true);
    if (good && run->read.write && run->added > 0) {
        struct arena a = ARENA_INIT;
        good = db_write(run->db, &a, finish, run, &e);
        arena_free(&a);
    }
    if (!good && run->added > 0) {
        (void)cli_short(run->call, say("%zu rows were taken before it broke off; the same command goes on, and \"hoiam import "
                                       "undo %lld\" takes them back"),
                        run->added, (long long)run->batch);
    }
    if (!good) {
        return cli_fail(run->call, &e);
    }
    summary(run);
    return run->read.bad > 0 ? CLI_SHORT : CLI_DONE;
}

static bool read_zone(struct import_run *run, int *code)
{
    const char *zone = opt_get(run->call->opts, "timezone", NULL);
    struct err e = ERR_INIT;
    run->read.dates.tz = run->read.site->tz;
    if (zone == NULL) {
        zone = run->read.site->timezone.p;
    }
    // The site may be read anew meanwhile: the zone is kept in the call's own memory.
    if (!tz_load(run->call->arena, zone, &run->read.dates.tz, &e)) {
        *code = cli_usage(run->call, "--timezone: %s", e.what);
        return false;
    }
    return true;
}

static void begin_run(struct import_run *run)
{
    struct import_reading *r = &run->read;
    r->offices = seen_new();
    r->categories = seen_new();
    r->places = seen_new();
    r->statuses = seen_new();
    r->odd = seen_new();
    r->missing = seen_new();
    run->batch = random_id();
    run->chunk_rows = CHUNK_FIRST;
    run->shows = isatty(STDERR_FILENO) == 1;
    BUG_ON(pthread_mutex_init(&run->lock, NULL) != 0 || pthread_cond_init(&run->told, NULL) != 0);
    run->lanes = xcalloc(LANES, sizeof *run->lanes);
    for (size_t i = 0; i < LANES; i++) {
        run->lanes[i].run = run;
    }
}

static void end_run(struct import_run *run)
{
    struct import_reading *r = &run->read;
    seen_free(r->offices);
    seen_free(r->categories);
    seen_free(r->places);
    seen_free(r->statuses);
    seen_free(r->odd);
    seen_free(r->missing);
    for (size_t i = 0; i < LANES; i++) {
        arena_free(&run->lanes[i].texts);
        arena_free(&run->lanes[i].work);
    }
    free(run->lanes);
    (void)pthread_cond_destroy(&run->told);
    (void)pthread_mutex_destroy(&run->lock);
}

int cli_import_messages(struct cli_call *call)
{
    struct import_run run = {.call = call, .dry = opt_count(call->opts, "dry-run") > 0,
                             .strict = opt_count(call->opts, "strict") > 0};
    int code;
    run.file = import_file_open(call, import_message_fields, MESSAGE_FIELDS, &code);
    if (run.file == NULL) {
        return code;
    }
    if (run.strict && !import_file_can_rewind(run.file)) {
        code = cli_usage(call, "%s", say("--strict reads the file twice: it has to be a file, not standard input"));
    } else if (store_open(call, run.dry ? DB_READ_ONLY : DB_READ_WRITE, &run.db, &run.read.site, &code)) {
        run.read.db = run.db;
        run.read.file = run.file;
        run.read.now = clock_now();
        run.read.create = opt_count(call->opts, "create-missing") > 0;
        run.read.write = !run.dry;
        run.read.dates.format = opt_get(call->opts, "date-format", NULL);
        begin_run(&run);
        if (read_zone(&run, &code)) {
            code = run_import(&run);
        }
        end_run(&run);
        store_close(run.db, run.read.site);
    }
    import_file_close(run.file);
    return code;
}
