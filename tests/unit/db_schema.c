// db_schema.c: stores made, refused, migrated, locked, copied and checked.
#include "dbtest.h"

#include "t_thing.h"

#include <fcntl.h>
#include <glob.h>
#include <sys/wait.h>

static struct db_schema first_only(void)
{
    return (struct db_schema){test_schema.list, 1};
}

static enum tx_end add_thing(struct tx *tx, void *arg, struct err *e)
{
    struct t_thing_add_in in = {.id = *(int64_t *)arg, .made_at = 1};
    in.title = str_fmt(tx_arena(tx), "thing %lld", (long long)in.id);
    return t_thing_add(tx, &in, NULL, e) ? TX_COMMIT : TX_FAILED;
}

static bool add(struct db *db, int64_t id, struct err *e)
{
    struct arena a = ARENA_INIT;
    bool done = db_write(db, &a, add_thing, &id, e);
    arena_free(&a);
    return done;
}

static int64_t count(struct db *db)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    struct tx *tx;
    struct thing_count_row row = {.n = -1};
    if (db_read_begin(db, &a, &tx, &e)) {
        (void)(t_thing_count(tx, &row, &e) == Q_ROW);
        db_read_end(tx);
    }
    arena_free(&a);
    return row.n;
}

static void test_versions(int engine)
{
    char where[300];
    const char *given = dbtest_where(engine);
    if (given == NULL) {
        return;
    }
    (void)snprintf(where, sizeof where, "%s", given);
    struct db_schema old = first_only(), none = {test_schema.list, 0};
    struct db *db;
    struct err e = ERR_INIT;
    ok(!db_open_as(&db, where, DB_READ_ONLY, &old, &e) && e.code == ERR_INPUT, "nothing there: %s", e.what);
    ok(db_create_as(where, &old, &e), "made with the first migration");
    ok(!db_create_as(where, &old, &e) && e.code == ERR_INPUT, "not made twice: %s", e.what);
    ok(!db_open_as(&db, where, DB_READ_ONLY, &none, &e) && e.code == ERR_VERSION, "older program: %s", e.what);
    ok(!db_open_as(&db, where, DB_READ_WRITE, &none, &e) && e.code == ERR_VERSION, "nor for writing");
    ok(!db_migrate_as(where, &none, &e) && e.code == ERR_VERSION, "nor migrates it back: %s", e.what);
    ok(!db_open_as(&db, where, DB_READ_WRITE, &test_schema, &e) && e.code == ERR_VERSION, "newer program: %s", e.what);
    ok(db_migrate_as(where, &test_schema, &e), "migrated %s", e.what);
    ok(db_open_as(&db, where, DB_READ_WRITE, &test_schema, &e), "opens now %s", e.what);
    ok(add(db, 5, &e) && count(db) == 1, "and works");
    db_close(db);
    ok(db_migrate_as(where, &test_schema, &e), "migrating again does nothing");
    ok(!db_open_as(&db, where, DB_READ_ONLY, &old, &e) && e.code == ERR_VERSION, "the older program refuses: %s",
       e.what);
    if (engine == 0) {
        char pattern[320];
        glob_t found;
        (void)snprintf(pattern, sizeof pattern, "%s.before-1-*", where);
        ok(glob(pattern, 0, NULL, &found) == 0 && found.gl_pathc == 1, "one copy of the store as it was");
        ok(db_open_as(&db, found.gl_pathv[0], DB_READ_WRITE, &old, &e), "which the older program opens %s", e.what);
        db_close(db);
        globfree(&found);
    }
}

// A migration that fails leaves the store as it was, on both engines.
static void test_failing(int engine)
{
    char where[300];
    const char *given = dbtest_where(engine);
    if (given == NULL) {
        return;
    }
    (void)snprintf(where, sizeof where, "%s", given);
    struct db_schema old = first_only();
    const struct db_migration bad[] = {
        test_schema.list[0],
        test_schema.list[1],
        {3, "bad", "CREATE TABLE new_one (id {id} PRIMARY KEY) {strict}; CREATE TABLE thing (id {id});"},
    };
    struct db_schema broken = {bad, 3};
    struct db *db;
    struct err e = ERR_INIT;
    ok(db_create_as(where, &old, &e), "made %s", e.what);
    ok(!db_migrate_as(where, &broken, &e), "a broken migration fails: %s", e.what);
    ok(db_open_as(&db, where, DB_READ_WRITE, &old, &e) && add(db, 1, &e), "the former version goes on %s", e.what);
    db_close(db);
    ok(db_migrate_as(where, &test_schema, &e), "and can be migrated by a better program %s", e.what);
}

static void test_lock(void)
{
    struct db *db = dbtest_open(0), *second = NULL;
    struct err e = ERR_INIT;
    char pid[32], where[300], other[340];
    (void)snprintf(where, sizeof where, "%s", dbtest_name);
    (void)snprintf(pid, sizeof pid, "process %d", (int)getpid());
    ok(!db_open_as(&second, where, DB_READ_WRITE, &test_schema, &e) && e.code == ERR_BUSY, "a second writer: %s",
       e.what);
    ok(strstr(e.what, pid) != NULL, "is told who has it");
    (void)snprintf(other, sizeof other, "%s.link", where);
    BUG_ON(symlink(where, other) != 0);
    ok(!db_open_as(&second, other, DB_READ_WRITE, &test_schema, &e) && e.code == ERR_BUSY, "by another name too");
    ok(!db_migrate_as(where, &test_schema, &e) && e.code == ERR_BUSY, "migrating is writing");
    pid_t child = fork();
    if (child == 0) {
        struct db *mine;
        struct err why = ERR_INIT;
        bool refused = !db_open_as(&mine, where, DB_READ_WRITE, &test_schema, &why) && why.code == ERR_BUSY;
        _exit(refused && strstr(why.what, pid) != NULL ? 0 : 1);
    }
    int status = -1;
    ok(waitpid(child, &status, 0) == child && status == 0, "another process is refused, and told the pid");
    ok(db_open_as(&second, where, DB_READ_ONLY, &test_schema, &e), "a reader is let in %s", e.what);
    ok(add(db, 1, &e) && count(second) == 1, "and sees what is written");
    db_close(second);
    ok(add(db, 2, &e) && count(db) == 2, "its leaving harms nobody");
    db_close(db);
    ok(db_open_as(&second, where, DB_READ_WRITE, &test_schema, &e), "free again afterwards %s", e.what);
    db_close(second);
    struct stat st;
    ok(stat(where, &st) == 0 && (st.st_mode & 0777) == 0600, "nobody else may read the file");
}

static void test_foreign(void)
{
    char where[300];
    (void)snprintf(where, sizeof where, "%s", dbtest_where(0));
    struct db *db;
    struct err e = ERR_INIT;
    FILE *f = fopen(where, "w");
    BUG_ON(f == NULL || fputs("these are not the bytes of a database, whatever else they may be\n", f) < 0);
    BUG_ON(fclose(f) != 0);
    ok(!db_open_as(&db, where, DB_READ_WRITE, &test_schema, &e), "a text: %s", e.what);
    ok(!db_create_as(where, &test_schema, &e), "which is not written over: %s", e.what);
    ok(!db_open_as(&db, "/nonexistent/x.db", DB_READ_ONLY, &test_schema, &e) && e.code == ERR_INPUT, "no file: %s",
       e.what);
}

static int findings;

static void on_finding(void *arg, struct str line)
{
    (void)arg;
    printf("# found: %.*s\n", STR_ARG(line));
    findings++;
}

// Somebody put a file where the copy is written to before it has its name, in a folder that is open to all, and keeps it open.
static void test_copy_is_ours(struct db *db)
{
    struct err e = ERR_INIT;
    char out[320];
    char part[330];
    struct stat st;
    (void)snprintf(out, sizeof out, "%s/ours.db", dbtest_folder);
    (void)snprintf(part, sizeof part, "%s.part", out);
    int theirs = open(part, O_RDWR | O_CREAT, 0666);
    BUG_ON(theirs < 0 || fchmod(theirs, 0666) != 0);
    ok(db_backup(db, out, &e), "a copy is made where a file was in the way %s", e.what);
    ok(stat(out, &st) == 0 && (st.st_mode & 0777) == 0600, "and nobody else may read it");
    ok(fstat(theirs, &st) == 0 && st.st_size == 0, "not a byte of it is in the file that was there");
    BUG_ON(close(theirs) != 0);
}

// Another process writes to that very file just now: it holds SQLite's lock on it, as any copy does until it is whole.
static void test_two_copies(struct db *db)
{
    struct err e = ERR_INIT;
    char out[320];
    char part[330];
    char locked = 0;
    int ends[2];
    (void)snprintf(out, sizeof out, "%s/two.db", dbtest_folder);
    (void)snprintf(part, sizeof part, "%s.part", out);
    BUG_ON(pipe(ends) != 0);
    pid_t other = fork();
    if (other == 0) {
        struct flock sqlite = {.l_type = F_WRLCK, .l_start = 0x40000000, .l_len = 512}; // sqlite.org/fileformat2.html §1.3.6
        int fd = open(part, O_RDWR | O_CREAT, 0600);
        BUG_ON(fd < 0 || fcntl(fd, F_SETLK, &sqlite) != 0 || write(ends[1], "x", 1) != 1);
        (void)pause();
    }
    BUG_ON(other < 0 || read(ends[0], &locked, 1) != 1);
    struct stat st;
    ok(!db_backup(db, out, &e) && e.code == ERR_INPUT, "a copy that another makes is not disturbed: %s", e.what);
    ok(stat(part, &st) == 0 && stat(out, &st) != 0, "its file stays");
    BUG_ON(kill(other, SIGKILL) != 0 || waitpid(other, NULL, 0) != other);
    ok(db_backup(db, out, &e) && stat(part, &st) != 0, "once it was killed, its file is in nobody's way %s", e.what);
    (void)close(ends[0]);
    (void)close(ends[1]);
}

static void test_care(int engine)
{
    struct db *db = dbtest_open(engine), *copy;
    if (db == NULL) {
        return;
    }
    struct err e = ERR_INIT;
    ok(add(db, 1, &e) && add(db, 2, &e), "two things");
    findings = 0;
    ok(db_integrity(db, on_finding, NULL, &e) && findings == 0, "nothing wrong with the store %s", e.what);
    char out[320];
    (void)snprintf(out, sizeof out, "%s/copy-%d.db", dbtest_folder, engine);
    if (engine == 1) {
        ok(!db_backup(db, out, &e) && e.code == ERR_INPUT, "PostgreSQL has its own: %s", e.what);
    } else {
        ok(db_backup(db, out, &e), "copied while it is open %s", e.what);
        ok(!db_backup(db, out, &e) && e.code == ERR_INPUT, "never over a file: %s", e.what);
        test_copy_is_ours(db);
        test_two_copies(db);
        ok(add(db, 3, &e), "the original goes on");
        ok(db_open_as(&copy, out, DB_READ_WRITE, &test_schema, &e) && count(copy) == 2, "the copy is a store %s",
           e.what);
        db_close(copy);
    }
    db_close(db);
}

int main(void)
{
    for (int engine = 0; engine < 2; engine++) {
        test_versions(engine);
        test_failing(engine);
        test_care(engine);
    }
    test_lock();
    test_foreign();
    dbtest_clean();
    return tap_done();
}
