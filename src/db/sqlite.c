// sqlite.c: the store as one SQLite file in WAL mode. The only file that sees sqlite3.h.
//
// SQLite before 3.51.3 can lose commits when a checkpoint races another connection's commit. So there is one connection
// that writes, it alone checkpoints, and only between its own commits; no other connection ever does, not even when
// it is closed.
#include "db/engine.h"

#include "base/clock.h"
#include "base/log.h"
#include "os/filelock.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum {
    APPLICATION_ID = 0x486f6941, // "HoiA", in the file's header
    CHECKPOINT_PAGES = 4000,     // new in the log, 16 MB: then they are copied into the file
    CHECKPOINT_BULK = 50000,     // 200 MB, of which most lie over each other
    RESTART_PAGES = 8000,        // the log should begin anew: wait for the readers that are in it
    RESTART_MS = 250,            // but no longer than this,
    RESTART_EVERY_S = 10,        // and no more often
    LOG_TOO_LONG_PAGES = 100000, // 400 MB: some reader holds a snapshot for far too long
    BUSY_MS = 5000,
    LOOK_OPS = 100000,           // a reader looks at the log after so many steps of SQLite's machine,
    LOOK_US = 200000,            // and at most so often
    STEP_PAGES = 4000,           // of a copy, before it looks
};

static const int64_t log_most = INT64_C(1) << 30; // for one snapshot the log may grow by this, or by as much as the store has

struct sqlite_conn {
    struct conn base;
    sqlite3 *db;
    struct stmt_cache cache;
    enum conn_use use;
    int lock_fd;
    int log_pages;    // in the log
    int copied_pages; // of these, copied into the file
    int tried_pages;  // in the log when that was tried last
    int64_t waited_us; // when it was last waited for readers in vain
    bool log_warned;
    // Of a reader:
    char *where;
    char *log;
    int64_t look_at_us; // when to look next how large the log is
    int64_t log_was;    // bytes, at the first look since the snapshot began; below 0: not looked yet
};

static const struct db_query stmt_begin_read = {.name = "begin", .sql = "BEGIN"};
static const struct db_query stmt_begin_write = {.name = "begin", .sql = "BEGIN IMMEDIATE"};
static const struct db_query stmt_commit = {.name = "commit", .sql = "COMMIT"};
static const struct db_query stmt_rollback = {.name = "rollback", .sql = "ROLLBACK"};
static const struct db_query stmt_mark = {.name = "mark", .sql = "SAVEPOINT one"};
static const struct db_query stmt_keep = {.name = "keep", .sql = "RELEASE one"};
static const struct db_query stmt_undo = {.name = "undo", .sql = "ROLLBACK TO one"};

static struct sqlite_conn *conn_of(struct conn *c)
{
    return (struct sqlite_conn *)c;
}

static enum err_code code_of(sqlite3 *db)
{
    switch (sqlite3_errcode(db) & 0xff) {
    case SQLITE_FULL:
        return ERR_FULL;
    case SQLITE_CONSTRAINT:
        return ERR_CONFLICT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERR_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ERR_CORRUPT;
    case SQLITE_TOOBIG:
        return ERR_LIMIT;
    case SQLITE_IOERR: {
        int os = sqlite3_system_errno(db);
        return os == ENOSPC || os == EDQUOT ? ERR_FULL : ERR_IO;
    }
    default:
        return ERR_IO;
    }
}

static bool gave_up(struct err *e)
{
    return err_set(e, ERR_BUSY,
                   N_("so much was written meanwhile that the store's log would have grown too large; do it again when less is "
                      "written, or with more room on the disk"));
}

static bool wrong(struct sqlite_conn *c, const char *doing, struct err *e)
{
    int extended = sqlite3_extended_errcode(c->db);
    if (extended == SQLITE_INTERRUPT) {
        return gave_up(e);
    }
    if (code_of(c->db) == ERR_CORRUPT) {
        (void)err_set(e, ERR_CORRUPT, N_("%s is damaged, or was cut off while it was copied; use another backup (sqlite %d: %s)"),
                      c->where, extended, doing);
    } else {
        (void)err_set(e, code_of(c->db), "%s: %s (sqlite %d)", doing, sqlite3_errmsg(c->db), extended);
    }
    bool sync = extended == SQLITE_IOERR_FSYNC || extended == SQLITE_IOERR_DIR_FSYNC;
    if (c->use != CONN_READ && sync) {
        db_stop(e); // what the kernel dropped, it will not say again
    }
    return false;
}

static bool run(struct sqlite_conn *c, const char *sql, struct err *e)
{
    return sqlite3_exec(c->db, sql, NULL, NULL, NULL) == SQLITE_OK || wrong(c, sql, e);
}

// ------------------------------------------------------------------------------------------------ opening, closing

static void sqlite_close(struct conn *base);

static int on_commit(void *arg, sqlite3 *db, const char *name, int pages)
{
    (void)db;
    (void)name;
    struct sqlite_conn *c = arg;
    if (pages < c->log_pages) {
        c->copied_pages = c->tried_pages = 0; // the log began anew
    }
    c->log_pages = pages;
    return SQLITE_OK;
}

static void begin_watch(struct sqlite_conn *c)
{
    c->look_at_us = clock_mono_us() + LOOK_US;
    c->log_was = -1;
}

// While a reader holds its snapshot the log cannot begin anew: it only grows. Whoever reads for long gives up before the log has
// taken half of the room that was left on the disk, or grown by more than the store itself and log_most. Not 0: give up.
static int watch_log(void *arg)
{
    struct sqlite_conn *c = arg;
    struct stat log, store;
    struct statvfs disk;
    int64_t now = clock_mono_us();
    if (now < c->look_at_us) {
        return 0;
    }
    c->look_at_us = now + LOOK_US;
    if (stat(c->log, &log) != 0 || stat(c->where, &store) != 0 || statvfs(c->log, &disk) != 0) {
        return 0;
    }
    c->log_was = c->log_was < 0 ? log.st_size : c->log_was;
    int64_t grown = log.st_size - c->log_was;
    int64_t most = store.st_size > log_most ? store.st_size : log_most;
    return grown > most || grown > (int64_t)(disk.f_bavail * disk.f_frsize);
}

static bool take_lock(struct sqlite_conn *c, const char *where, struct err *e)
{
    char *real = realpath(where, NULL); // the same file by another name has the same lock
    if (real == NULL) {
        return err_errno(e, ERR_IO, "%s", where);
    }
    struct arena a = ARENA_INIT;
    bool ok = filelock_take(str_fmt(&a, "%s.lock", real).p, &c->lock_fd, e);
    arena_free(&a);
    free(real);
    return ok;
}

static bool set_up(struct sqlite_conn *c, struct err *e)
{
    (void)sqlite3_extended_result_codes(c->db, 1);
    (void)sqlite3_busy_timeout(c->db, BUSY_MS);
    (void)sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(c->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite3_db_config(c->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    (void)sqlite3_db_config(c->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    if (!run(c, "PRAGMA wal_autocheckpoint = 0; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY", e)) {
        return false;
    }
    if (c->use == CONN_READ) {
        (void)sqlite3_db_config(c->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        sqlite3_progress_handler(c->db, LOOK_OPS, watch_log, c);
        return run(c, "PRAGMA query_only = ON; PRAGMA cache_size = -4096", e);
    }
    (void)sqlite3_wal_hook(c->db, on_commit, c);
    // secure_delete: what was erased is overwritten, not only unlinked.
    return run(c,
               "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
               "PRAGMA journal_size_limit = 67108864",
               e) &&
           run(c, c->use == CONN_BULK ? "PRAGMA cache_size = -131072" : "PRAGMA cache_size = -32768", e);
}

// Before the first connection: SQLite need not count its memory under a lock that all threads share, nor take 80 KB for each
// page cache at its first page, which every RETURNING opens one of.
static void configure(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
}

// What can be said of a path before anything is made beside it: that it is no store, and what to do about that.
static bool may_be_store(const char *where, enum conn_use use, struct err *e)
{
    static const char magic[16] = "SQLite format 3"; // sqlite.org/fileformat2.html §1.3
    char head[sizeof magic];
    struct stat st;
    int fd = open(where, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && strstr(where, "://") != NULL) {
        return err_set(e, ERR_INPUT, N_("%s: a store is a file, or postgres://USER@HOST:PORT/DATABASE"), where);
    }
    if (fd < 0) {
        return errno == EACCES
                   ? err_set(e, ERR_INPUT,
                             N_("%s: this account may not read it; run the command as the account that keeps the store, such "
                                "as: sudo -u hoiam hoiam …"),
                             where)
               : errno == ENOENT ? err_set(e, ERR_INPUT, N_("%s: there is no such file; hoiam init makes a store"), where)
                               : err_errno(e, ERR_INPUT, "%s", where);
    }
    bool folder = fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
    ssize_t n = folder ? 0 : read(fd, head, sizeof head);
    (void)close(fd);
    if (folder) {
        return err_set(e, ERR_INPUT, N_("%s is a folder; name the file of a store"), where);
    }
    if (n != 0 && (n != sizeof head || memcmp(head, magic, sizeof head) != 0)) {
        return err_set(e, ERR_INPUT, N_("%s is not a store of Hồi Âm; name the file of one, such as xa.db"), where);
    }
    if (use != CONN_READ && access(where, W_OK) != 0) {
        return err_errno(e, ERR_INPUT,
                         N_("%s cannot be written to; run the command as the account that keeps the store, such as: sudo -u "
                            "hoiam hoiam …"),
                         where);
    }
    return true;
}

static bool sqlite_open(struct conn **out, const char *where, enum conn_use use, struct err *e)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, configure);
    struct sqlite_conn *c = xcalloc(1, sizeof *c);
    c->base.engine = &engine_sqlite;
    c->use = use;
    c->lock_fd = -1;
    if (!may_be_store(where, use, e) || (use != CONN_READ && !take_lock(c, where, e))) {
        free(c);
        return false;
    }
    c->where = strdup(where);
    c->log = xmalloc(strlen(where) + sizeof "-wal");
    (void)stpcpy(stpcpy(c->log, where), "-wal");
    begin_watch(c);
    int flags = (use == CONN_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(where, &c->db, flags, NULL) != SQLITE_OK) {
        (void)wrong(c, where, e);
        sqlite_close(&c->base);
        return false;
    }
    if (!set_up(c, e)) {
        switch (sqlite3_errcode(c->db) & 0xff) {
        case SQLITE_NOTADB:
            (void)err_set(e, ERR_INPUT, N_("%s is not a store of Hồi Âm; name the file of one, such as xa.db"), where);
            break;
        case SQLITE_CORRUPT: // names the file already
            break;
        case SQLITE_READONLY: // reading too needs the index of the log, a file beside the store
            (void)err_set(e, ERR_INPUT,
                          N_("%s: this account may not write in the store's folder, which reading needs as well; run the "
                             "command as the account that keeps the store, such as: sudo -u hoiam hoiam …"),
                          where);
            break;
        default:
            (void)err_in(e, where);
        }
        sqlite_close(&c->base);
        return false;
    }
    *out = &c->base;
    return true;
}

static void drop_statement(void *statement)
{
    (void)sqlite3_finalize(statement);
}

static void sqlite_close(struct conn *base)
{
    struct sqlite_conn *c = conn_of(base);
    stmt_cache_free(&c->cache, drop_statement);
    BUG_ON(sqlite3_close(c->db) != SQLITE_OK); // a statement was not given back
    if (c->lock_fd >= 0) {
        (void)close(c->lock_fd);
    }
    free(c->where);
    free(c->log);
    free(c);
}

static bool sqlite_alive(struct conn *base)
{
    (void)base;
    return true;
}

// ------------------------------------------------------------------------------------------------------- statements

static bool prepare(struct sqlite_conn *c, const struct db_query *q, unsigned flags, sqlite3_stmt **out, struct err *e)
{
    if (sqlite3_prepare_v3(c->db, q->sql, -1, flags, out, NULL) != SQLITE_OK) {
        return wrong(c, q->name, e);
    }
    return true;
}

static bool sqlite_prepare(struct conn *base, const struct db_query *q, struct err *e)
{
    struct sqlite_conn *c = conn_of(base);
    void **cached = stmt_cache_find(&c->cache, q);
    sqlite3_stmt *st = *cached;
    bool ok = st != NULL || prepare(c, q, SQLITE_PREPARE_PERSISTENT, &st, e);
    *cached = st;
    return ok;
}

// A statement without parameters and rows, from the cache.
static bool do_statement(struct conn *base, const struct db_query *q, struct err *e)
{
    struct sqlite_conn *c = conn_of(base);
    if (!sqlite_prepare(base, q, e)) {
        return false;
    }
    sqlite3_stmt *st = *stmt_cache_find(&c->cache, q);
    bool ok = sqlite3_step(st) == SQLITE_DONE || wrong(c, q->name, e);
    (void)sqlite3_reset(st);
    return ok;
}

static int bind(sqlite3_stmt *st, const struct db_param *p, const struct db_value *v)
{
    int at = p->sqlite_at;
    if (p->type == DB_TEXT || p->type == DB_BLOB) {
        if (v->s.p == NULL) {
            return sqlite3_bind_null(st, at);
        }
        return p->type == DB_TEXT ? sqlite3_bind_text64(st, at, v->s.p, v->s.n, SQLITE_STATIC, SQLITE_UTF8)
                                  : sqlite3_bind_blob64(st, at, v->s.p, v->s.n, SQLITE_STATIC);
    }
    if (p->nullable && v->i == 0) {
        return sqlite3_bind_null(st, at);
    }
    return sqlite3_bind_int64(st, at, p->type == DB_BOOL ? v->i != 0 : v->i);
}

static void sqlite_finish(struct cursor *cur)
{
    sqlite3_stmt *st = cur->statement;
    if (cur->own) {
        (void)sqlite3_finalize(st);
    } else {
        (void)sqlite3_reset(st);
        (void)sqlite3_clear_bindings(st); // what was bound need not live longer than the cursor
    }
}

static bool sqlite_start(struct cursor *cur, const struct db_value *v, struct err *e)
{
    struct sqlite_conn *c = conn_of(cur->conn);
    const struct db_query *q = cur->query;
    if (!sqlite_prepare(cur->conn, q, e)) {
        return false;
    }
    sqlite3_stmt *st = *stmt_cache_find(&c->cache, q);
    if (sqlite3_stmt_busy(st) != 0) { // the same query runs inside its own rows
        if (!prepare(c, q, 0, &st, e)) {
            return false;
        }
        cur->own = true;
    }
    cur->statement = st;
    for (size_t i = 0; i < q->nparams; i++) {
        if (bind(st, &q->params[i], &v[i]) != SQLITE_OK) {
            (void)wrong(c, q->name, e);
            sqlite_finish(cur);
            return false;
        }
    }
    return true;
}

static void read_row(sqlite3_stmt *st, const struct db_query *q, struct arena *a, void *row)
{
    for (size_t i = 0; i < q->ncolumns; i++) {
        const struct db_column *col = &q->columns[i];
        int at = (int)i;
        if (col->type == DB_INT || col->type == DB_BOOL) {
            row_set_int(row, col, sqlite3_column_int64(st, at));
            continue;
        }
        bool null = sqlite3_column_type(st, at) == SQLITE_NULL;
        const void *p = col->type == DB_TEXT ? (const void *)sqlite3_column_text(st, at) : sqlite3_column_blob(st, at);
        row_set_bytes(row, col, a, p, (size_t)sqlite3_column_bytes(st, at), null);
    }
}

static enum q_got sqlite_step(struct cursor *cur, struct arena *a, void *row, struct err *e)
{
    struct sqlite_conn *c = conn_of(cur->conn);
    switch (sqlite3_step(cur->statement)) {
    case SQLITE_ROW:
        read_row(cur->statement, cur->query, a, row);
        return Q_ROW;
    case SQLITE_DONE:
        cur->changed = sqlite3_changes64(c->db);
        return Q_NONE;
    default:
        (void)wrong(c, cur->query->name, e);
        return Q_ERROR;
    }
}

// ----------------------------------------------------------------------------------------------------- transactions

static bool sqlite_begin(struct conn *base, struct err *e)
{
    begin_watch(conn_of(base));
    return do_statement(base, conn_of(base)->use == CONN_READ ? &stmt_begin_read : &stmt_begin_write, e);
}

static bool sqlite_commit(struct conn *base, struct err *e)
{
    return do_statement(base, &stmt_commit, e);
}

static bool sqlite_active(struct conn *base)
{
    return sqlite3_get_autocommit(conn_of(base)->db) == 0;
}

static void sqlite_rollback(struct conn *base)
{
    struct err e = ERR_INIT;
    if (sqlite_active(base) && !do_statement(base, &stmt_rollback, &e)) {
        log_err("rollback", &e);
    }
}

static bool sqlite_mark(struct conn *base, struct err *e)
{
    return do_statement(base, &stmt_mark, e);
}

static bool sqlite_unmark(struct conn *base, bool keep, struct err *e)
{
    return (keep || do_statement(base, &stmt_undo, e)) && do_statement(base, &stmt_keep, e);
}

static bool checkpoint(struct sqlite_conn *c, int mode)
{
    struct err e = ERR_INIT;
    int in_log = 0, copied = 0;
    int rc = sqlite3_wal_checkpoint_v2(c->db, NULL, mode, &in_log, &copied);
    if (rc != SQLITE_OK && (rc & 0xff) != SQLITE_BUSY) {
        (void)wrong(c, "checkpoint", &e);
        log_err("the log stays as it is", &e);
        return false;
    }
    if (in_log >= 0) { // below zero: nothing could be done
        c->log_pages = in_log;
        c->copied_pages = copied;
    }
    return true;
}

// Copy the log into the file. Whoever reads while it is written keeps it from beginning anew; where readers follow each
// other without a gap that would be for ever, so past RESTART_PAGES the writer waits until they have left it.
static void sqlite_rest(struct conn *base)
{
    (void)sqlite3_db_release_memory(conn_of(base)->db);
}

static void sqlite_tidy(struct conn *base, bool idle)
{
    struct sqlite_conn *c = conn_of(base);
    if (idle) {
        sqlite_rest(base);
    }
    int enough = idle ? 1 : c->use == CONN_BULK ? CHECKPOINT_BULK : CHECKPOINT_PAGES;
    // Where a reader stands in the way, trying costs as much as the log is long: only after as much again was written.
    int done = idle || c->tried_pages < c->copied_pages ? c->copied_pages : c->tried_pages;
    if (c->log_pages - done < enough || !checkpoint(c, SQLITE_CHECKPOINT_PASSIVE)) {
        return;
    }
    int64_t now = clock_mono_us();
    if (c->log_pages >= RESTART_PAGES && (c->waited_us == 0 || now - c->waited_us >= RESTART_EVERY_S * INT64_C(1000000))) {
        (void)sqlite3_busy_timeout(c->db, RESTART_MS);
        bool good = checkpoint(c, SQLITE_CHECKPOINT_RESTART);
        (void)sqlite3_busy_timeout(c->db, BUSY_MS);
        c->waited_us = good && clock_mono_us() - now < RESTART_MS * INT64_C(900) ? 0 : now;
    }
    c->tried_pages = c->log_pages;
    int left = c->log_pages - c->copied_pages;
    if (left > LOG_TOO_LONG_PAGES && !c->log_warned) {
        log_warn("a reader keeps %d pages of the log from being copied into the file", left);
    }
    c->log_warned = left > LOG_TOO_LONG_PAGES;
}

// ----------------------------------------------------------------------------------------- making, migrating, caring

static bool sqlite_create(const char *where, struct err *e)
{
    int fd = open(where, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 && strstr(where, "://") != NULL) {
        return err_set(e, ERR_INPUT, N_("%s: a store is a file, or postgres://USER@HOST:PORT/DATABASE"), where);
    }
    if (fd < 0) {
        return errno == ENOENT ? err_set(e, ERR_IO, N_("%s cannot be made: its folder is not there"), where)
                               : err_errno(e, ERR_IO, N_("%s cannot be made"), where);
    }
    (void)close(fd);
    return true;
}

static bool ask_int(struct sqlite_conn *c, const char *sql, int64_t *out, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(c->db, sql, -1, &st, NULL) != SQLITE_OK) {
        return wrong(c, sql, e);
    }
    bool ok = sqlite3_step(st) == SQLITE_ROW || wrong(c, sql, e);
    *out = sqlite3_column_int64(st, 0);
    (void)sqlite3_finalize(st);
    return ok;
}

static bool sqlite_inspect(struct conn *base, struct store_state *out, struct err *e)
{
    int64_t objects = 0, id = 0;
    if (!ask_int(conn_of(base), "SELECT count(*) FROM sqlite_schema", &objects, e) ||
        !ask_int(conn_of(base), "PRAGMA application_id", &id, e)) {
        return false;
    }
    *out = (struct store_state){.empty = objects == 0 && id == 0, .ours = id == APPLICATION_ID};
    return true;
}

static bool sqlite_script(struct conn *base, const char *sql, struct err *e)
{
    struct sqlite_conn *c = conn_of(base);
    return sqlite3_exec(c->db, sql, NULL, NULL, NULL) == SQLITE_OK || wrong(c, "migration", e);
}

// Foreign keys are off while tables are rebuilt, as SQLite's manual has it (lang_altertable, "making other kinds of
// table schema changes"), and checked as a whole before the commit.
static bool sqlite_migrating(struct conn *base, enum migrating when, struct err *e)
{
    struct sqlite_conn *c = conn_of(base);
    char sql[64];
    int64_t broken = 0;
    switch (when) {
    case MIGRATING_BEFORE:
        return run(c, "PRAGMA foreign_keys = OFF", e);
    case MIGRATING_AFTER:
        return run(c, "PRAGMA foreign_keys = ON", e);
    case MIGRATING_CHECK:
        break;
    }
    (void)snprintf(sql, sizeof sql, "PRAGMA application_id = %d", APPLICATION_ID);
    if (!run(c, sql, e) || !ask_int(c, "SELECT count(*) FROM pragma_foreign_key_check", &broken, e)) {
        return false;
    }
    return broken == 0 ||
           err_set(e, ERR_CORRUPT, "migration: %lld rows refer to rows that are not there", (long long)broken);
}

static bool sync_path(const char *path, int flags, struct err *e)
{
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0) {
        return err_errno(e, ERR_IO, N_("open %s"), path);
    }
    bool ok = fsync(fd) == 0 || err_errno(e, ERR_IO, "fsync %s", path);
    (void)close(fd);
    return ok;
}

// Copy all pages out of one snapshot, while the writer goes on into the log; *enough: too much of it. A copy that others write
// to begins again with each of their commits, so there is no copying in several snapshots.
static int copy_snapshot(struct sqlite_conn *from, sqlite3 *to, bool *enough)
{
    sqlite3_backup *b = sqlite3_backup_init(to, "main", from->db, "main");
    if (b == NULL) {
        return sqlite3_errcode(to);
    }
    begin_watch(from);
    while (!*enough && sqlite3_backup_step(b, STEP_PAGES) == SQLITE_OK) {
        *enough = watch_log(from) != 0;
    }
    return sqlite3_backup_finish(b);
}

// No journal and no waiting for the disk: what is cut short is no copy, and who asks for it brings it to the disk once, whole.
static bool copy_pages(struct sqlite_conn *from, const char *part, struct err *e)
{
    sqlite3 *to = NULL;
    int64_t tables;
    bool enough = false;
    if (!run(from, "BEGIN", e) || !ask_int(from, "SELECT count(*) FROM sqlite_schema", &tables, e)) {
        return false;
    }
    int rc = sqlite3_open_v2(part, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    rc = rc != SQLITE_OK ? rc : sqlite3_exec(to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL, NULL);
    rc = rc != SQLITE_OK ? rc : copy_snapshot(from, to, &enough);
    if (rc == SQLITE_OK && !enough) {
        rc = sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL); // one file, without a log beside it
    }
    bool ok = enough ? gave_up(e)
                     : rc == SQLITE_OK ||
                           err_set(e, rc == SQLITE_FULL ? ERR_FULL : ERR_IO, N_("copy to %s: %s"), part, sqlite3_errmsg(to));
    (void)sqlite3_close(to);
    return run(from, "ROLLBACK", e) && ok;
}

// Is it being written to, by another copy of the same name? Such a copy holds SQLite's own lock on it.
static bool is_at_work(const char *part)
{
    sqlite3 *db = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;
    bool held = sqlite3_open_v2(part, &db, flags, NULL) == SQLITE_OK &&
                sqlite3_exec(db, "BEGIN EXCLUSIVE", NULL, NULL, NULL) == SQLITE_BUSY;
    (void)sqlite3_close(db);
    return held;
}

// Is the file of that name the one that fd has open still, and none that another copy has put in its place?
static bool is_ours(int fd, const char *part)
{
    struct stat ours, now;
    return fstat(fd, &ours) == 0 && lstat(part, &now) == 0 && now.st_dev == ours.st_dev && now.st_ino == ours.st_ino;
}

static bool sqlite_backup(const char *where, const char *out, struct err *e)
{
    static const char another[] = N_("another copy to %s is being made at the same time");
    struct arena a = ARENA_INIT;
    const char *part = str_fmt(&a, "%s.part", out).p;
    const char *slash = strrchr(out, '/');
    const char *folder = slash == NULL ? "." : slash == out ? "/" : arena_copy(&a, out, (size_t)(slash - out));
    struct conn *from = NULL;
    int fd = -1;
    bool ok = access(out, F_OK) != 0 || err_set(e, ERR_INPUT, N_("%s is there already; name a file that is not"), out);
    ok = ok && (!is_at_work(part) || err_set(e, ERR_INPUT, another, out));
    if (ok) {
        (void)unlink(part); // of a copy that was killed, or anybody's: it is never written into
    }
    if (ok && (fd = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) < 0) {
        ok = errno == ENOENT && access(folder, F_OK) == 0
                 ? err_set(e, ERR_IO, N_("%s cannot be made: its folder cannot be written to"), part)
             : errno == ENOENT ? err_set(e, ERR_IO, N_("%s cannot be made: its folder is not there"), part)
                             : err_errno(e, ERR_IO, N_("%s cannot be made"), part);
    }
    if (fd >= 0) {
        ok = sqlite_open(&from, where, CONN_READ, e) && copy_pages(conn_of(from), part, e) && sync_path(part, O_RDONLY, e) &&
             (is_ours(fd, part) || err_set(e, ERR_INPUT, another, out)) &&
             (link(part, out) == 0 ||
              err_errno(e, ERR_INPUT, "name the copy %s", out)) && // unlike rename, never over a file
             sync_path(folder, O_RDONLY | O_DIRECTORY, e);
        if (is_ours(fd, part)) {
            (void)unlink(part);
        }
        (void)close(fd); // not before: it would give up SQLite's locks on the file
    }
    if (from != NULL) {
        sqlite_close(from);
    }
    arena_free(&a);
    return ok;
}

// What a row says: of a key that leads nowhere three texts, else one, which "ok" alone is not worth telling.
static bool each_line(struct sqlite_conn *c, const char *sql, void (*found)(void *arg, struct str line), void *arg,
                      struct err *e)
{
    begin_watch(c);
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(c->db, sql, -1, &st, NULL) != SQLITE_OK) {
        return wrong(c, sql, e);
    }
    int rc;
    while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
        const char *first = (const char *)sqlite3_column_text(st, 0);
        struct err line = ERR_INIT;
        if (sqlite3_column_count(st) == 3) {
            (void)err_set(&line, ERR_CORRUPT, N_("table %s, row %s: no such row in %s"), first,
                          (const char *)sqlite3_column_text(st, 1), (const char *)sqlite3_column_text(st, 2));
        } else if (strcmp(first, "ok") != 0) {
            (void)err_set(&line, ERR_CORRUPT, N_("the file itself: %s"), first);
        }
        if (line.code != ERR_NONE) {
            found(arg, str_c(line.what));
        }
    }
    bool ok = rc == SQLITE_DONE || wrong(c, sql, e);
    (void)sqlite3_finalize(st);
    return ok;
}

static bool sqlite_integrity(struct conn *base, void (*found)(void *arg, struct str line), void *arg, struct err *e)
{
    struct sqlite_conn *c = conn_of(base);
    return each_line(c, "PRAGMA integrity_check", found, arg, e) &&
           each_line(c, "SELECT \"table\", CAST(coalesce(rowid, 0) AS TEXT), parent FROM pragma_foreign_key_check", found,
                     arg, e);
}

// In the order in which migrations made them: a table refers to earlier ones only.
static const struct db_query sqlite_tables = {
    .name = "tables",
    .sql = "SELECT m.name AS tab, p.name AS col, p.type AS type, CASE WHEN p.\"notnull\" = 1 OR p.pk > 0 THEN 1 ELSE 0 END AS "
           "needed FROM sqlite_schema m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND "
           "m.name <> 'schema_migration' AND substr(m.name, 1, 7) <> 'sqlite_' ORDER BY m.rowid, p.cid",
    .columns = engine_tables_columns,
    .ncolumns = ARRAY_LEN(engine_tables_columns),
    .row_size = sizeof(struct column_row),
};

const struct engine engine_sqlite = {
    .name = "sqlite",
    .dialect = DIALECT_SQLITE,
    .alone = true,
    .dies_of_io = true,
    .tables = &sqlite_tables,
    .open = sqlite_open,
    .close = sqlite_close,
    .alive = sqlite_alive,
    .rest = sqlite_rest,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .active = sqlite_active,
    .mark = sqlite_mark,
    .unmark = sqlite_unmark,
    .prepare = sqlite_prepare,
    .start = sqlite_start,
    .step = sqlite_step,
    .finish = sqlite_finish,
    .script = sqlite_script,
    .create = sqlite_create,
    .inspect = sqlite_inspect,
    .migrating = sqlite_migrating,
    .backup = sqlite_backup,
    .integrity = sqlite_integrity,
    .tidy = sqlite_tidy,
};
