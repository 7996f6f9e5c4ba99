// Promises of jobs/drill: when it is due, that a whole store is a good drill with its figures, that a broken one and one that
// cannot be copied are told as failed, and that nothing is left beside the store.
#include "jobs/drill.h"

#include <dirent.h>

#include "base/clock.h"
#include "cli/demo_store.h"
#include "db/q_check.h"
#include "db/q_site.h"
#include "db/query.h"
#include "dbtest.h"

enum { NOW = 1763870400, DAY = 86400 }; // 2025-11-23 04:00 UTC

static void test_due(void)
{
    struct arena a = ARENA_INIT;
    const struct tz *tz = tz_fixed(&a, 7 * 3600);
    int64_t two = NOW - 9 * 3600; // 02:00 of the same day, seven hours east
    is_int(drill_due(tz, NOW, 0), NOW + DRILL_FIRST_S, "never drilled: five minutes after the start");
    is_int(drill_due(tz, NOW, NOW - DAY - 1), NOW + DRILL_FIRST_S, "none for a day: the same");
    is_int(drill_due(tz, NOW, two), two + DAY, "drilled last night: at two tomorrow");
    is_int(drill_due(tz, NOW - 30 * DAY, two + 17), two + DAY, "in a process that runs for long: at two tomorrow");
    is_int(drill_due(tz, NOW, NOW), two + DAY, "drilled after a start: at two tomorrow");
    is_int(drill_due(tz, two - DAY, two - 600), two + DAY, "drilled ten minutes before two: not again at two");
    arena_free(&a);
}

// The last row of upkeep.
static struct upkeep_latest_row latest(struct db *db, struct arena *a, size_t *n)
{
    struct err e = ERR_INIT;
    struct tx *tx;
    struct upkeep_latest_row *rows;
    BUG_ON(!db_read_begin(db, a, &tx, &e) || !q_upkeep_latest(tx, &rows, n, &e));
    db_read_end(tx);
    return *n > 0 ? rows[0] : (struct upkeep_latest_row){.began_at = 0};
}

static enum tx_end run_sql(struct tx *tx, void *arg, struct err *e)
{
    return db_exec(tx, arg, NULL, NULL, e) ? TX_COMMIT : TX_FAILED;
}

static size_t left_of(const char *store)
{
    size_t n = 0;
    struct arena a = ARENA_INIT;
    DIR *dir = opendir(drill_folder(&a, store));
    BUG_ON(dir == NULL);
    for (struct dirent *f = readdir(dir); f != NULL; f = readdir(dir)) {
        n += f->d_name[0] != '.';
    }
    (void)closedir(dir);
    arena_free(&a);
    return n;
}

static void test_whole(struct db *db, const char *store)
{
    struct err e = ERR_INIT;
    struct arena a = ARENA_INIT;
    int64_t last;
    size_t n;
    int64_t before = clock_now();
    ok(drill_last(db, &last, &e) && last == 0, "a new store had no drill");
    ok(drill_run(db, store, &e), "a drill %s", e.what);
    struct upkeep_latest_row row = latest(db, &a, &n);
    ok(n == 1 && row.good && str_eqz(row.kind, "drill"), "is a good one: %.*s", STR_ARG(row.detail));
    ok(row.began_at >= before && row.ended_at >= row.began_at, "with its times");
    struct site *site;
    struct tx *tx;
    struct check_sizes_row there;
    BUG_ON(!site_load(db, NOW, &site, &e) || !db_read_begin(db, &a, &tx, &e) ||
           q_check_sizes(tx, site->home, &there, &e) != Q_ROW);
    db_read_end(tx);
    site_unref(site);
    struct str sizes = str_fmt(&a, "%lld %lld %lld ", (long long)there.messages, (long long)there.matters,
                               (long long)there.events);
    ok(there.messages > 200 && str_starts(row.detail, sizes), "it counted all of the copy: %.*s", STR_ARG(row.detail));
    ok(drill_last(db, &last, &e) && last == row.began_at, "and is the last one");
    is_int((int64_t)left_of(store), 0, "the copy is gone");
    arena_free(&a);
}

static void test_broken(struct db *db, const char *store)
{
    static const struct db_query spoil = {
        .name = "spoil", .sql = "UPDATE event SET reason = 'x' WHERE number = 77", .writes = true};
    static const struct db_query before = {.name = "before", .sql = "UPDATE upkeep SET began_at = began_at - 60", .writes = true};
    struct err e = ERR_INIT;
    struct arena a = ARENA_INIT;
    size_t n;
    FILE *left = fopen(str_fmt(&a, "%s/copy", drill_folder(&a, store)).p, "w"); // by a drill that was killed
    BUG_ON(left == NULL || fclose(left) != 0);
    BUG_ON(!db_write(db, &a, run_sql, (void *)(uintptr_t)&before, &e) ||
           !db_write(db, &a, run_sql, (void *)(uintptr_t)&spoil, &e));
    ok(drill_run(db, store, &e), "a drill of a store that is broken %s", e.what);
    struct upkeep_latest_row row = latest(db, &a, &n);
    ok(n == 2 && !row.good && str_find(row.detail, STR("event 77")) >= 0, "fails and says why: %.*s", STR_ARG(row.detail));
    is_int((int64_t)left_of(store), 0, "nothing is left, of an earlier one neither");
    BUG_ON(!db_write(db, &a, run_sql, (void *)(uintptr_t)&before, &e));
    ok(drill_run(db, str_fmt(&a, "%s/nowhere/x.db", dbtest_folder).p, &e), "a drill that cannot make its copy %s", e.what);
    row = latest(db, &a, &n);
    ok(n == 3 && !row.good && row.detail.n > 0, "is recorded as failed: %.*s", STR_ARG(row.detail));
    arena_free(&a);
}

int main(void)
{
    struct err e = ERR_INIT;
    struct demo_codes codes;
    struct db *db;
    char store[300];
    test_due();
    (void)snprintf(store, sizeof store, "%s", dbtest_where(0));
    BUG_ON(!demo_store_make(store, NOW, 250, &codes, &e) || !db_open(&db, store, DB_READ_WRITE, &e));
    test_whole(db, store);
    test_broken(db, store);
    db_close(db);
    dbtest_clean();
    return tap_done();
}
