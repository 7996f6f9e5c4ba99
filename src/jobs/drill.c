// drill.c: see drill.h.
#include "jobs/drill.h"

#include <errno.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "core/check.h"
#include "db/q_check.h"
#include "db/q_site.h"

enum { DAY_S = 86400, HOUR_S = 3600 };

struct drill {
    struct db *db;
    const char *store;
    const char *copy;
    int64_t began_at;
    int64_t findings;
    char first[200]; // finding
    struct check_sizes_row sizes;
    bool good;
    struct str detail;
    struct arena mem;
};

int64_t drill_due(const struct tz *tz, int64_t started, int64_t last)
{
    if (last < started - DAY_S) {
        return started + DRILL_FIRST_S;
    }
    int64_t from = last + HOUR_S; // not at once again, after one that came shortly before two
    int64_t due = tz_time(tz, tz_day(tz, from), DRILL_HOUR, 0, 0);
    return due > from ? due : tz_time(tz, tz_day(tz, from) + 1, DRILL_HOUR, 0, 0);
}

const char *drill_folder(struct arena *a, const char *store)
{
    return str_fmt(a, "%s.drill", store).p;
}

bool drill_last(struct db *db, int64_t *last, struct err *e)
{
    struct arena a = ARENA_INIT;
    struct tx *tx;
    struct upkeep_last_row row;
    enum q_got got = Q_ERROR;
    if (db_read_begin(db, &a, &tx, e)) {
        got = q_upkeep_last(tx, STR("drill"), &row, e);
        db_read_end(tx);
    }
    *last = got == Q_ROW ? row.began_at : 0;
    arena_free(&a);
    return got != Q_ERROR;
}

static void found(void *arg, struct str line)
{
    struct drill *d = arg;
    if (d->findings++ == 0) {
        (void)snprintf(d->first, sizeof d->first, "%.*s", STR_ARG(line));
    }
}

void drill_clean(const char *store)
{
    static const char *const parts[] = {"", "-wal", "-shm", "-journal", ".part", ".part-wal", ".part-shm", ".part-journal"};
    struct arena a = ARENA_INIT;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        (void)unlink(str_fmt(&a, "%s/copy%s", drill_folder(&a, store), parts[i]).p);
    }
    arena_free(&a);
}

// A drill must not be what fills the disk: an eighth more than the copy has to be free.
static bool has_room(struct drill *d, struct err *e)
{
    static const char *const parts[] = {"", "-wal"};
    struct statvfs disk;
    uint64_t size = 0;
    if (statvfs(d->store, &disk) != 0) {
        return err_errno(e, ERR_IO, "statvfs %s", d->store);
    }
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        struct stat file;
        if (stat(str_fmt(&d->mem, "%s%s", d->store, parts[i]).p, &file) == 0) {
            size += (uint64_t)file.st_size;
        }
    }
    uint64_t room = (uint64_t)disk.f_bavail * disk.f_frsize;
    return room >= size + size / 8 || err_set(e, ERR_FULL, "%llu bytes free, a copy takes %llu", (unsigned long long)room,
                                              (unsigned long long)size);
}

static bool count(struct drill *d, struct db *copy, struct err *e)
{
    struct site *site;
    struct tx *tx;
    if (!site_load(copy, d->began_at, &site, e)) {
        return false;
    }
    bool good = db_read_begin(copy, &d->mem, &tx, e);
    if (good) {
        good = q_check_sizes(tx, site->home, &d->sizes, e) == Q_ROW;
        db_read_end(tx);
    }
    site_unref(site);
    return good;
}

static bool restore(struct drill *d, struct err *e)
{
    struct db *copy;
    const char *folder = drill_folder(&d->mem, d->store);
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        return err_errno(e, ERR_IO, "mkdir %s", folder);
    }
    if (!has_room(d, e) || !db_backup(d->db, d->copy, e) || !db_open(&copy, d->copy, DB_READ_ONLY, e)) {
        return false;
    }
    bool good = check_store(copy, d->began_at, found, d, e) && count(d, copy, e);
    db_close(copy);
    return good;
}

static enum tx_end record(struct tx *tx, void *arg, struct err *e)
{
    const struct drill *d = arg;
    return q_upkeep_insert(tx, &(struct q_upkeep_insert_in){.id = random_id(), .kind = STR("drill"), .began = d->began_at,
                                                            .ended = clock_now(), .good = d->good, .detail = d->detail},
                           NULL, e) ? TX_COMMIT : TX_FAILED;
}

bool drill_run(struct db *db, const char *store, struct err *e)
{
    struct drill d = {.db = db, .store = store, .began_at = clock_now()};
    struct err wrong = ERR_INIT;
    int64_t began_us = clock_mono_us();
    d.copy = str_fmt(&d.mem, "%s/copy", drill_folder(&d.mem, store)).p;
    drill_clean(store);
    bool done = restore(&d, &wrong);
    drill_clean(store);
    d.good = done && d.findings == 0;
    if (d.good) {
        d.detail = str_fmt(&d.mem, "%lld %lld %lld %lld", (long long)d.sizes.messages, (long long)d.sizes.matters,
                           (long long)d.sizes.events, (long long)((clock_mono_us() - began_us) / 1000));
    } else {
        d.detail = done ? str_fmt(&d.mem, "findings: %lld, the first: %s", (long long)d.findings, d.first)
                        : str_copy(&d.mem, str_c(wrong.what));
        log_line(LOG_ERROR, "the restore drill failed: %.*s", STR_ARG(d.detail));
    }
    struct arena a = ARENA_INIT;
    bool recorded = db_write(db, &a, record, &d, e);
    arena_free(&a);
    arena_free(&d.mem);
    return recorded;
}
