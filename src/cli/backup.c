// backup.c: `hoiam backup OUT` and `hoiam restore IN`: a consistent copy of a store in a file, and putting one in
// place.
#include "cli/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/store.h"
#include "cli/verify.h"
#include "db/db.h"
#include "os/filelock.h"

static const struct opt backup_options[] = {OPT_END};

const struct cli_page cli_backup_page = {
    .options = backup_options,
    .operands_min = 1,
    .operands_max = 1,
    .about =
        N_("Copies a store into a new file while a server goes on writing to it; what was committed before is in the "
           "copy. "
           "The copy is read through as hoiam check does before it counts as one. A file that is there is not "
           "overwritten.\n\nThe private key of the contact details is not in it: keep that apart (hoiam key export). "
           "A PostgreSQL "
           "database is backed up with pg_dump, or with hoiam copy into a file."),
    .example = "hoiam backup --db xa.db /var/backups/xa-$(date +%F).db",
};

static const struct opt restore_options[] = {
    {"force", NULL, N_("although a store is there; it is kept beside, under another name"), 0},
    OPT_END,
};

const struct cli_page cli_restore_page = {
    .options = restore_options,
    .operands_min = 1,
    .operands_max = 1,
    .about = N_(
        "Puts a backup where --db says, after reading it through as hoiam check does. Where a store is already, "
        "nothing "
        "is done without --force; with it, the former store is renamed to FILE.before-restore-SECONDS and kept.\n\nNot "
        "while a server holds the store."),
    .example = "hoiam restore --db xa.db --force /var/backups/xa-2026-11-23.db",
};

int cli_backup(struct cli_call *call)
{
    struct err e = ERR_INIT;
    struct db *db;
    const char *out = call->opts->operands[0];
    if (!db_open(&db, call->db, DB_READ_ONLY, &e)) {
        return cli_fail(call, &e);
    }
    bool good = db_backup(db, out, &e);
    db_close(db);
    int end = good ? verify_store(call, out) : cli_fail(call, &e);
    if (end == CLI_DONE) {
        (void)fprintf(stderr, say("hoiam backup: %s is written and was read through\n"), out);
    }
    return end;
}

// What was committed and still stands in the log alone goes into the file, which then is the whole store. One that does not
// open stays as it is: that is what backups are restored for.
static void settle(const char *store)
{
    struct err e = ERR_INIT;
    struct db *db;
    if (db_open(&db, store, DB_READ_WRITE, &e)) {
        db_close(db);
    }
}

// The store's file under another name as well: under its own it is replaced in one step, so that whoever is killed here leaves
// one store or the other. A log goes to the other name: beside the backup it would be taken for the backup's own. What is not
// there need not move.
static bool set_aside(struct arena *a, const char *store, const char *aside, struct err *e)
{
    static const char *const parts[] = {"-wal", "-shm"};
    if (link(store, aside) != 0 && errno != ENOENT) {
        return err_errno(e, ERR_IO, "name the former store %s", aside);
    }
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        const char *from = str_fmt(a, "%s%s", store, parts[i]).p;
        const char *to = str_fmt(a, "%s%s", aside, parts[i]).p;
        if (rename(from, to) != 0 && errno != ENOENT) {
            return err_errno(e, ERR_IO, N_("rename %s"), from);
        }
    }
    return true;
}

static bool sync_folder_of(struct arena *a, const char *path, struct err *e)
{
    const char *slash = strrchr(path, '/');
    const char *folder = slash == NULL ? "." : str_fmt(a, "%.*s", slash == path ? 1 : (int)(slash - path), path).p;
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    if (!good) {
        (void)err_errno(e, ERR_IO, "fsync %s", folder);
    }
    if (fd >= 0) {
        (void)close(fd);
    }
    return good;
}

// The backup as a new file beside its place; the store's own lock is held from before until after.
static bool put_in_place(struct cli_call *call, const char *in, const char *store, bool there, struct err *e)
{
    struct arena *a = call->arena;
    const char *fresh = str_fmt(a, "%s.restoring", store).p;
    int64_t at = clock_now();
    const char *aside;
    do {
        aside = str_fmt(a, "%s.before-restore-%lld", store, (long long)at++).p;
    } while (access(aside, F_OK) == 0); // of a restore that was killed in this second
    struct db *db;
    (void)unlink(fresh); // of a restore that was killed
    if (!db_open(&db, in, DB_READ_ONLY, e)) {
        return false;
    }
    bool good = db_backup(db, fresh, e);
    db_close(db);
    good = good && set_aside(a, store, aside, e) &&
           (rename(fresh, store) == 0 || err_errno(e, ERR_IO, N_("rename %s"), fresh)) && sync_folder_of(a, store, e);
    if (good && there) {
        (void)printf(say("the former store is %s\n"), aside);
    }
    return good;
}

int cli_restore(struct cli_call *call)
{
    struct err e = ERR_INIT;
    const char *in = call->opts->operands[0];
    const char *store = call->db;
    if (strstr(store, "://") != NULL) {
        return cli_usage(
            call, say("a PostgreSQL database is restored with pg_restore, or with hoiam copy into an empty one"));
    }
    bool there = access(store, F_OK) == 0;
    if (there && opt_count(call->opts, "force") == 0) {
        return cli_short(call, say("%s is there already; --force puts the backup in its place and keeps it beside"),
                         store);
    }
    int end = verify_store(call, in);
    if (end != CLI_DONE) {
        return end;
    }
    char *real = there ? realpath(store, NULL) : NULL; // as the store's engine names its lock
    const char *path = real == NULL ? store : real;
    int lock;
    if (there) {
        settle(path);
    }
    bool good = filelock_take(str_fmt(call->arena, "%s.lock", path).p, &lock, &e);
    if (good) {
        good = put_in_place(call, in, path, there, &e);
        (void)close(lock);
    }
    free(real);
    return good ? CLI_DONE : store_refused(call, &e);
}
