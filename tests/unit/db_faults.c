// db_faults.c: what a failing disk and a sudden death leave behind. The calls with which SQLite writes are replaced by
// our own, which fail or kill the process at the n-th call; each story is told in a child process.
#include "dbtest.h"

#include "t_thing.h"

#include <signal.h>
#include <stdatomic.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static _Atomic int calls;       // of pwrite and fdatasync, since it was set to 0
static _Atomic int kill_at;     // at this call the process dies, as of kill -9
static _Atomic bool sync_fails; // fdatasync: EIO
static _Atomic bool disk_full;  // pwrite: ENOSPC

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at);

static void count_call(void)
{
    if (atomic_fetch_add(&calls, 1) + 1 == atomic_load(&kill_at)) {
        (void)kill(getpid(), SIGKILL);
    }
}

int fdatasync(int fd)
{
    count_call();
    if (atomic_load(&sync_fails)) {
        errno = EIO;
        return -1;
    }
    return (int)syscall(SYS_fdatasync, fd);
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
    count_call();
    if (atomic_load(&disk_full)) {
        errno = ENOSPC;
        return -1;
    }
    return syscall(SYS_pwrite64, fd, p, n, at);
}

struct piece {
    int64_t id;
    size_t bytes;
};

static enum tx_end add_piece(struct tx *tx, void *arg, struct err *e)
{
    const struct piece *p = arg;
    struct t_thing_add_in in = {.id = p->id, .made_at = 1};
    in.title = str_fmt(tx_arena(tx), "thing %lld", (long long)p->id);
    in.raw = (struct str){arena_calloc(tx_arena(tx), 1, p->bytes + 1), p->bytes};
    return t_thing_add(tx, &in, NULL, e) ? TX_COMMIT : TX_FAILED;
}

static bool add(struct db *db, int64_t id, size_t bytes, struct err *e)
{
    struct arena a = ARENA_INIT;
    struct piece p = {id, bytes};
    bool done = db_write(db, &a, add_piece, &p, e);
    arena_free(&a);
    return done;
}

static int64_t count(struct db *db)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    struct tx *tx;
    struct thing_count_row row = {.n = -1};
    BUG_ON(!db_read_begin(db, &a, &tx, &e));
    if (t_thing_count(tx, &row, &e) != Q_ROW) {
        printf("# %s\n", e.what);
    }
    db_read_end(tx);
    arena_free(&a);
    return row.n;
}

static int told_fd;

static void told(void *ctx, bool good, const struct err *e)
{
    (void)ctx;
    (void)e;
    ssize_t n = write(told_fd, good ? "y" : "n", 1);
    BUG_ON(n != 1);
}

// The answers that a child gave before it ended, and how it ended.
static size_t listen_to(pid_t child, int fd, char *out, size_t max, int *status)
{
    size_t n = 0;
    for (ssize_t got; n < max && (got = read(fd, out + n, max - n)) > 0;) {
        n += (size_t)got;
    }
    (void)close(fd);
    BUG_ON(waitpid(child, status, 0) != child);
    return n;
}

static void child_without_sync(const char *where)
{
    struct db *db;
    struct err e = ERR_INIT;
    struct arena arenas[8] = {{NULL, 0}};
    struct piece pieces[8];
    BUG_ON(!db_open_as(&db, where, DB_READ_WRITE, &test_schema, &e) || !add(db, 1, 10, &e));
    atomic_store(&sync_fails, true);
    for (int i = 0; i < 8; i++) {
        pieces[i] = (struct piece){10 + i, 100};
        db_write_async(db, &arenas[i], add_piece, &pieces[i], told, NULL);
    }
    (void)add(db, 99, 10, &e);
    told(NULL, true, NULL); // never reached
    _exit(0);
}

static void test_eio(void)
{
    char where[300], answers[64];
    struct err e = ERR_INIT;
    struct db *db;
    (void)snprintf(where, sizeof where, "%s", dbtest_where(0));
    ok(db_create_as(where, &test_schema, &e), "a store %s", e.what);
    int ends[2], status = 0;
    BUG_ON(pipe(ends) != 0);
    pid_t child = fork();
    if (child == 0) {
        told_fd = ends[1];
        child_without_sync(where);
    }
    (void)close(ends[1]);
    size_t n = listen_to(child, ends[0], answers, sizeof answers, &status);
    ok(WIFEXITED(status) && WEXITSTATUS(status) == 70, "a failed fsync ends the program (status %x)", (unsigned)status);
    is_int(n, 0, "nobody was told anything");
    ok(db_open_as(&db, where, DB_READ_WRITE, &test_schema, &e) && count(db) >= 1,
       "what was acknowledged before is there");
    db_close(db);
}

static void test_full(void)
{
    struct db *db = dbtest_open(0);
    struct err e = ERR_INIT;
    ok(add(db, 1, 10, &e), "one thing");
    atomic_store(&disk_full, true);
    ok(!add(db, 2, 10, &e) && e.code == ERR_FULL, "no room: %s", e.what);
    ok(!add(db, 3, 100000, &e) && e.code == ERR_FULL, "nor for a large one");
    is_int(count(db), 1, "reading goes on");
    atomic_store(&disk_full, false);
    ok(add(db, 4, 10, &e) && count(db) == 2, "it recovers by itself");
    db_close(db);
}

// A real file system that fills up.
static void test_tmpfs(void)
{
    char folder[340], where[360], filler[360];
    (void)snprintf(folder, sizeof folder, "%s/small", dbtest_folder);
    if (mkdir(folder, 0700) != 0 || mount("tmpfs", folder, "tmpfs", 0, "size=1m") != 0) {
        printf("ok %d - # SKIP tmpfs cannot be mounted here\n", ++tap_count);
        return;
    }
    (void)snprintf(where, sizeof where, "%s/x.db", folder);
    (void)snprintf(filler, sizeof filler, "%s/filler", folder);
    struct db *db;
    struct err e = ERR_INIT;
    ok(db_create_as(where, &test_schema, &e) && db_open_as(&db, where, DB_READ_WRITE, &test_schema, &e),
       "a store on a small file system %s", e.what);
    FILE *f = fopen(filler, "w");
    char block[4096] = {0};
    for (int i = 0; f != NULL && i < 120 && fwrite(block, 1, sizeof block, f) == sizeof block; i++) {
    }
    (void)(f == NULL ? 0 : fclose(f));
    int64_t kept = 0;
    while (kept < 1000 && add(db, kept + 1, 3000, &e)) {
        kept++;
    }
    ok(kept > 0 && kept < 1000 && e.code == ERR_FULL, "it fills up after %lld things: %s", (long long)kept, e.what);
    is_int(count(db), kept, "all acknowledged ones can be read");
    ok(!add(db, 5000, 3000, &e) && e.code == ERR_FULL, "still full");
    ok(unlink(filler) == 0 && add(db, 6000, 3000, &e), "room again, and it writes %s", e.what);
    is_int(count(db), kept + 1, "nothing in between");
    db_close(db);
    ok(umount(folder) == 0, "nothing was left open");
}

struct slow_reader {
    struct db *db;
    int rows;
    bool wrote;
};

static enum tx_end add_many(struct tx *tx, void *arg, struct err *e)
{
    const int *n = arg;
    for (int i = 1; i <= *n; i++) {
        struct t_thing_add_in in = {.id = i, .title = str_fmt(tx_arena(tx), "row %d", i), .made_at = 1};
        if (!t_thing_add(tx, &in, NULL, e)) {
            return TX_FAILED;
        }
    }
    return TX_COMMIT;
}

// Reads on while more is written than there is room for twice.
static bool read_slowly(void *arg, const struct thing_each_row *row, struct err *e)
{
    (void)row;
    struct slow_reader *r = arg;
    r->rows++;
    if (r->rows == 5000 || r->rows == 25000) {
        (void)usleep(250000);
    }
    if (r->rows == 20000) {
        r->wrote = add(r->db, 100001, 9 << 20, e) && add(r->db, 100002, 9 << 20, e);
    }
    return true;
}

// Who reads for long must not be why the disk fills up: the log cannot begin anew under it.
static void test_reader_gives_up(void)
{
    enum { ROWS = 60000 };
    char folder[340], where[360];
    int rows = ROWS;
    (void)snprintf(folder, sizeof folder, "%s/narrow", dbtest_folder);
    if (mkdir(folder, 0700) != 0 || mount("tmpfs", folder, "tmpfs", 0, "size=40m") != 0) {
        printf("ok %d - # SKIP tmpfs cannot be mounted here\n", ++tap_count);
        return;
    }
    (void)snprintf(where, sizeof where, "%s/x.db", folder);
    struct db *db;
    struct err e = ERR_INIT;
    struct arena a = ARENA_INIT;
    struct tx *tx;
    ok(db_create_as(where, &test_schema, &e) && db_open_as(&db, where, DB_READ_WRITE, &test_schema, &e) &&
           db_write(db, &a, add_many, &rows, &e),
       "a store with many rows on a small file system %s", e.what);
    struct slow_reader r = {.db = db};
    ok(db_read_begin(db, &a, &tx, &e) && !t_thing_each(tx, STR_NONE, read_slowly, &r, &e) && e.code == ERR_BUSY,
       "a reader gives up before the log takes all the room: %s", e.what);
    db_read_end(tx);
    ok(r.wrote && r.rows < ROWS, "after %d rows, while the writer went on", r.rows);
    is_int(count(db), ROWS + 2, "who asks again reads all");
    db_close(db);
    arena_free(&a);
    ok(umount(folder) == 0, "nothing was left open");
}

// Kill a migration at its first write, its second, … until one comes through.
static void test_killed_migration(void)
{
    struct db_schema old = {test_schema.list, 1};
    int rounds = 0, usable = 0, status = 0;
    bool through = false;
    for (int at = 1; at < 500 && !through; at++) {
        char where[300];
        struct err e = ERR_INIT;
        struct db *db = NULL;
        (void)snprintf(where, sizeof where, "%s", dbtest_where(0));
        BUG_ON(!db_create_as(where, &old, &e));
        BUG_ON(!db_open_as(&db, where, DB_READ_WRITE, &old, &e) || !add(db, 1, 5000, &e));
        db_close(db);
        pid_t child = fork();
        if (child == 0) {
            atomic_store(&calls, 0);
            atomic_store(&kill_at, at);
            _exit(db_migrate_as(where, &test_schema, &e) ? 0 : 1);
        }
        BUG_ON(waitpid(child, &status, 0) != child);
        through = WIFEXITED(status) && WEXITSTATUS(status) == 0;
        BUG_ON(!through && !WIFSIGNALED(status));
        rounds++;
        // The log may hold the whole migration already: then the store is the new one, otherwise the former.
        bool opened = db_open_as(&db, where, DB_READ_WRITE, through ? &test_schema : &old, &e) ||
                      (e.code == ERR_VERSION && db_open_as(&db, where, DB_READ_WRITE, &test_schema, &e));
        if (opened) {
            usable += count(db) == 1 && add(db, 2, 10, &e) ? 1 : 0;
            db_close(db);
        }
    }
    ok(through && rounds > 5, "a migration was killed at each of its %d writes", rounds - 1);
    is_int(usable, rounds, "and left a store that works each time");
}

static void child_under_load(const char *where, int at)
{
    struct db *db;
    struct err e = ERR_INIT;
    BUG_ON(!db_open_as(&db, where, DB_READ_WRITE, &test_schema, &e));
    atomic_store(&calls, 0);
    atomic_store(&kill_at, at);
    for (int64_t i = count(db) + 1;; i++) {
        BUG_ON(!add(db, i, (size_t)(i % 7) * 900, &e));
        told(NULL, true, NULL);
    }
}

static int findings;

static void on_finding(void *arg, struct str line)
{
    (void)arg;
    printf("# found: %.*s\n", STR_ARG(line));
    findings++;
}

static void test_killed_writer(void)
{
    enum { ROUNDS = 40 };
    char where[300];
    static char answers[100000];
    struct err e = ERR_INIT;
    (void)snprintf(where, sizeof where, "%s", dbtest_where(0));
    BUG_ON(!db_create_as(where, &test_schema, &e));
    int64_t before = 0;
    int lost = 0, broken = 0;
    for (int i = 0; i < ROUNDS; i++) {
        int ends[2], status = 0;
        BUG_ON(pipe(ends) != 0);
        pid_t child = fork();
        if (child == 0) {
            told_fd = ends[1];
            child_under_load(where, 3 + i * 5);
        }
        (void)close(ends[1]);
        int64_t told_n = (int64_t)listen_to(child, ends[0], answers, sizeof answers, &status);
        struct db *db;
        findings = 0;
        if (!db_open_as(&db, where, DB_READ_WRITE, &test_schema, &e) || !db_integrity(db, on_finding, NULL, &e)) {
            printf("# %s\n", e.what);
            broken++;
            continue;
        }
        int64_t now = count(db);
        lost += now < before + told_n || now > before + told_n + 1 ? 1 : 0; // one may be stored and not yet told
        broken += findings > 0 ? 1 : 0;
        before = now;
        db_close(db);
    }
    is_int(lost, 0, "%d deaths lost nothing that was acknowledged, and doubled nothing", ROUNDS);
    is_int(broken, 0, "and the store was whole each time (%lld things)", (long long)before);
}

int main(void)
{
    test_eio();
    test_full();
    test_tmpfs();
    test_reader_gives_up();
    test_killed_migration();
    test_killed_writer();
    dbtest_clean();
    return tap_done();
}
