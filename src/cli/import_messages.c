// import_messages.c: `hoiam import messages FILE`: reads rows ahead while the store's writer takes in those before.
#include "cli/commands.h"

#include "base/clock.h"
#include "base/random.h"
#include "cli/import_group.h"
#include "cli/import_row.h"
#include "cli/say.h"
#include "cli/store.h"

#include <pthread.h>
#include <unistd.h>

enum {
    PILES = 2,                 // one is filled while the other is written
    PILE_ROWS = 32768,         // rows read ahead and put in order
    CHUNK_MAX = 4000,          // rows
    CHUNK_MIN = 50,
    CHUNK_FIRST = 200,
    CHUNK_US = 30 * 1000,      // a transaction's function is to take so long; 50 ms are allowed
    PROGRESS_US = 250 * 1000,
};

static const struct opt import_messages_options[] = {
    IMPORT_FILE_OPTIONS,
    {"timezone", N_("ZONE"), N_("time zone of the times in the file (default: the site's)"), 0},
    {"date-format", N_("FORMAT"), N_("how times are written, as of strptime(3), such as \"%m/%d/%Y %I:%M:%S %p\""), 0},
    {"create-missing", NULL, N_("make offices and subjects that do not exist yet"), 0},
    {"no-grouping", NULL, N_("leave it to the server to put messages of the same words together"), 0},
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
                "only what is new, by external_id or by all that a row says. hoiam import undo takes an import back.\n\n"
                "Where an office lets messages with the same words join a matter in hand by themselves (the setting grouping), "
                "what was imported does so once all rows are in."),
    .example = "hoiam import messages phan-anh.csv --db xa.db --map text=\"Nội dung\" --map received=\"Ngày nhận\"",
};

// A chunk of a pile on its way into the store.
struct flight {
    struct pile *pile;
    struct import_chunk chunk;
    struct arena work; // of the transaction
    bool ok;
};

// Rows that were read, and are written in the order of time: neighbours in the store's indexes and days then come
// together, which writes each page once for many of them.
struct pile {
    struct import_run *run;
    struct import_row *rows;
    size_t n;
    struct arena texts;     // what the rows point to
    struct flight *flights; // NULL: none is on its way
    size_t n_flights;
    size_t told;            // under the lock: flights that have ended
    bool ok;
    struct err err;         // of the first that failed
};

struct import_run {
    struct cli_call *call;
    struct import_reading read;
    struct import_file *file;
    struct db *db;
    bool dry;
    bool strict;
    struct seen *keys; // of what was looked at
    pthread_mutex_t lock;
    pthread_cond_t told;
    struct pile *piles;
    size_t rows;     // read, good or bad
    size_t added;
    size_t known;    // there already
    size_t chunk_rows;
    int64_t began_us;
    int64_t shown_us;
    bool shows;      // progress, on a terminal
    bool groups;
    int64_t joined;  // a matter by themselves
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
    struct flight *f = ctx;
    struct pile *p = f->pile;
    struct import_run *run = p->run;
    (void)pthread_mutex_lock(&run->lock);
    f->ok = ok;
    if (!ok && p->ok) {
        p->ok = false;
        p->err = *e;
    }
    p->told++;
    (void)pthread_cond_broadcast(&run->told);
    (void)pthread_mutex_unlock(&run->lock);
}

// Count what the pile brought, once all of it has landed, and how many rows a chunk should have.
static void count_pile(struct import_run *run, const struct pile *p)
{
    int64_t took_us = 0;
    for (size_t i = 0; i < p->n_flights; i++) {
        const struct flight *f = &p->flights[i];
        run->added += f->ok ? f->chunk.added : 0;
        run->known += f->ok ? f->chunk.n - f->chunk.added : 0;
        took_us += f->chunk.took_us;
    }
    if (took_us > 0) {
        int64_t fit = (int64_t)p->n * CHUNK_US / took_us;
        run->chunk_rows = (size_t)(fit < CHUNK_MIN ? CHUNK_MIN : fit > CHUNK_MAX ? CHUNK_MAX : fit);
    }
}

// Wait until the pile is free again.
static bool settle(struct import_run *run, struct pile *p, struct err *e)
{
    if (p->flights == NULL) {
        return true;
    }
    (void)pthread_mutex_lock(&run->lock);
    while (p->told < p->n_flights) {
        (void)pthread_cond_wait(&run->told, &run->lock);
    }
    (void)pthread_mutex_unlock(&run->lock);
    count_pile(run, p);
    if (!p->ok) {
        *e = p->err;
    }
    for (size_t i = 0; i < p->n_flights; i++) {
        arena_free(&p->flights[i].work);
    }
    site_unref((struct site *)(uintptr_t)p->flights[0].chunk.site);
    free(p->flights);
    p->flights = NULL;
    return p->ok;
}

static void begin_pile(struct pile *p)
{
    p->n = 0;
    arena_reset(&p->texts);
}

// What has one id twice in a file mostly has one time too: the first of them comes first.
static int by_time(const void *a, const void *b)
{
    const struct import_row *x = a;
    const struct import_row *y = b;
    int by = (x->draft.received_at > y->draft.received_at) - (x->draft.received_at < y->draft.received_at);
    return by != 0 ? by : (x->line > y->line) - (x->line < y->line);
}

static void send_pile(struct import_run *run, struct pile *p)
{
    if (p->n == 0) {
        return;
    }
    const struct site *site = site_ref(run->read.site);
    qsort(p->rows, p->n, sizeof *p->rows, by_time);
    p->n_flights = (p->n + run->chunk_rows - 1) / run->chunk_rows;
    p->flights = xcalloc(p->n_flights, sizeof *p->flights);
    p->told = 0;
    p->ok = true;
    for (size_t i = 0; i < p->n_flights; i++) {
        struct flight *f = &p->flights[i];
        size_t from = i * run->chunk_rows;
        size_t left = p->n - from;
        f->pile = p;
        f->chunk = (struct import_chunk){.site = site, .batch = run->read.batch, .source = str_c(import_file_name(run->file)),
                                         .now = run->read.now, .rows = p->rows + from,
                                         .n = left < run->chunk_rows ? left : run->chunk_rows};
        db_write_async(run->db, &f->work, import_chunk, &f->chunk, landed, f);
    }
}

// Did a row before this one of the file have its id, or say all that it says?
static bool met_before(struct import_run *run, const struct message_draft *d)
{
    bool fresh;
    struct str key = d->external_id.n > 0 ? d->external_id : d->content_key;
    (void)seen_at(run->keys, key, &fresh);
    return !fresh;
}

// Looking only: is what the pile holds in the store already, or would be by then?
static bool look_up(struct import_run *run, const struct pile *p, struct err *e)
{
    struct arena a = ARENA_INIT;
    struct tx *tx = NULL;
    bool good = db_read_begin(run->db, &a, &tx, e);
    for (size_t i = 0; i < p->n && good; i++) {
        bool known;
        good = import_known(tx, run->read.site, &p->rows[i].draft, &known, e);
        known = known || met_before(run, &p->rows[i].draft);
        run->known += good && known ? 1 : 0;
        run->added += good && !known ? 1 : 0;
    }
    if (tx != NULL) {
        db_read_end(tx);
    }
    arena_free(&a);
    return good;
}

// What is to be done with a full pile; *p is then an empty one.
static bool pile_full(struct import_run *run, struct pile **p, struct err *e)
{
    if (!run->read.write) {
        if (!look_up(run, *p, e)) {
            return false;
        }
    } else {
        send_pile(run, *p);
        *p = *p == &run->piles[PILES - 1] ? run->piles : *p + 1;
        if (!settle(run, *p, e)) {
            return false;
        }
    }
    begin_pile(*p);
    return true;
}

// Read the whole file once; with read.write, into the store.
static bool read_all(struct import_run *run, struct err *e)
{
    struct str v[MESSAGE_FIELDS];
    struct csv_bad bad;
    int64_t line;
    enum csv_got got;
    struct pile *p = run->piles;
    begin_pile(p);
    run->began_us = clock_mono_us();
    while ((got = import_file_next(run->file, v, &line, &bad, e)) > CSV_END) {
        run->rows++;
        if (got == CSV_BAD) {
            import_row_bad(&run->read, &bad);
        } else if (import_row_read(&run->read, &p->texts, v, line, &p->rows[p->n], e)) {
            p->n++;
        } else if (e->code != ERR_NONE) {
            return false;
        }
        show_progress(run, false);
        if (p->n == PILE_ROWS && !pile_full(run, &p, e)) {
            return false;
        }
    }
    return got != CSV_FAILED && pile_full(run, &p, e);
}

static bool settle_all(struct import_run *run, bool good, struct err *e)
{
    for (size_t i = 0; i < PILES; i++) {
        struct err other = ERR_INIT;
        bool landed_well = settle(run, &run->piles[i], &other);
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
    return import_finish(tx, run->read.site, run->read.batch, run->read.now, e) ? TX_COMMIT : TX_FAILED;
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
    if (run->joined > 0) {
        (void)printf(say("%lld of them joined a matter by themselves\n"), (long long)run->joined);
    }
    if (!run->dry && run->added + r->made > 0) {
        (void)printf(say("this was import %lld; hoiam import undo %lld takes it back\n"), (long long)run->read.batch,
                     (long long)run->read.batch);
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
    seen_clear(run->keys);
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
    bool good = !run->groups || import_group_begin(run->db, run->read.site, &e);
    good = good && settle_all(run, read_all(run, &e), &e);
    show_progress(run, true);
    if (good && run->read.write && run->added + run->read.made > 0) {
        struct arena a = ARENA_INIT;
        good = db_write(run->db, &a, finish, run, &e) &&
               (!run->groups || import_group(run->db, run->read.site, run->call->db, run->shows, &run->joined, &e));
        arena_free(&a);
    }
    if (!good && run->added + run->read.made > 0) {
        (void)cli_short(run->call, say("%zu rows were taken before it broke off; the same command goes on, and \"hoiam import "
                                       "undo %lld\" takes them back"),
                        run->added, (long long)run->read.batch);
    }
    if (!good) {
        return cli_fail(run->call, &e);
    }
    summary(run);
    return run->read.bad > 0 ? CLI_SHORT : CLI_DONE;
}

static bool read_time_rules(struct import_run *run, int *code)
{
    const char *zone = opt_get(run->call->opts, "timezone", NULL);
    struct err e = ERR_INIT;
    const char *format = run->read.dates.format = opt_get(run->call->opts, "date-format", NULL);
    if (format != NULL && strchr(format, '%') == NULL) {
        *code = cli_usage(run->call,
                          say("--date-format %s: day, month and year are written %%d, %%m and %%Y, such as %%d/%%m/%%Y for "
                              "31/12/2026"),
                          format);
        return false;
    }
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
    run->keys = seen_new();
    run->read.batch = random_id();
    run->chunk_rows = CHUNK_FIRST;
    run->shows = isatty(STDERR_FILENO) == 1;
    BUG_ON(pthread_mutex_init(&run->lock, NULL) != 0 || pthread_cond_init(&run->told, NULL) != 0);
    run->piles = xcalloc(PILES, sizeof *run->piles);
    for (size_t i = 0; i < PILES; i++) {
        run->piles[i].run = run;
        run->piles[i].rows = xcalloc(PILE_ROWS, sizeof *run->piles[i].rows);
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
    seen_free(run->keys);
    for (size_t i = 0; i < PILES; i++) {
        arena_free(&run->piles[i].texts);
        free(run->piles[i].rows);
    }
    free(run->piles);
    (void)pthread_cond_destroy(&run->told);
    (void)pthread_mutex_destroy(&run->lock);
}

int cli_import_messages(struct cli_call *call)
{
    struct import_run run = {.call = call, .dry = opt_count(call->opts, "dry-run") > 0,
                             .strict = opt_count(call->opts, "strict") > 0};
    run.groups = !run.dry && opt_count(call->opts, "no-grouping") == 0;
    int code;
    run.file = import_file_open(call, import_message_fields, MESSAGE_FIELDS, NULL, &code);
    if (run.file == NULL) {
        return code;
    }
    if (run.strict && !import_file_can_rewind(run.file)) {
        code = cli_usage(call, "%s", say("--strict reads the file twice: it has to be a file, not standard input"));
    } else if (store_open(call, run.dry ? DB_READ_ONLY : DB_BULK, &run.db, &run.read.site, &code)) {
        run.read.db = run.db;
        run.read.file = run.file;
        run.read.now = clock_now();
        run.read.create = opt_count(call->opts, "create-missing") > 0;
        run.read.write = !run.dry;
        begin_run(&run);
        if (read_time_rules(&run, &code)) {
            code = run_import(&run);
        }
        end_run(&run);
        store_close(run.db, run.read.site);
    }
    import_file_close(run.file);
    return code;
}
