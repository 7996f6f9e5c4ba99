// dbtest.h: a fresh store for a test, on each engine. The PostgreSQL half runs where HOIAM_TEST_PG names a server (see
// tests/pg.sh), and says SKIP elsewhere.
#pragma once

#include "tap.h"

#include "db/schema.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

extern const struct db_schema test_schema;

static char dbtest_folder[] = "/tmp/hoiam-test-XXXXXX";
static char dbtest_name[300];

// The name of a store that does not hold anything yet, of engine 0 (SQLite) or 1 (PostgreSQL); NULL: not here.
__attribute__((unused)) static const char *dbtest_where(int engine)
{
    static int count;
    if (count++ == 0 && mkdtemp(dbtest_folder) == NULL) {
        BUG("no folder for the test");
    }
    if (engine == 0) {
        (void)snprintf(dbtest_name, sizeof dbtest_name, "%s/%d.db", dbtest_folder, count);
        return dbtest_name;
    }
    const char *server = getenv("HOIAM_TEST_PG"); // postgres:///postgres?host=/folder&user=…
    if (server == NULL) {
        printf("ok %d - # SKIP no HOIAM_TEST_PG\n", ++tap_count);
        return NULL;
    }
    char command[600];
    (void)snprintf(command, sizeof command, "psql -qX '%s' -c 'CREATE DATABASE t%d_%d TEMPLATE template0'", server,
                   (int)getpid(), count);
    BUG_ON(system(command) != 0);
    const char *options = strchr(server, '?');
    (void)snprintf(dbtest_name, sizeof dbtest_name, "postgres:///t%d_%d%s", (int)getpid(), count,
                   options == NULL ? "" : options);
    return dbtest_name;
}

// A new store with the tests' schema, open for writing; NULL: this engine is not here.
__attribute__((unused)) static struct db *dbtest_open(int engine)
{
    struct err e = ERR_INIT;
    struct db *db = NULL;
    const char *where = dbtest_where(engine);
    if (where == NULL) {
        return NULL;
    }
    bool good = db_create_as(where, &test_schema, &e) && db_open_as(&db, where, DB_READ_WRITE, &test_schema, &e);
    ok(good, "a new store on %s %s", engine == 0 ? "SQLite" : "PostgreSQL", e.what);
    BUG_ON(!good);
    return db;
}

__attribute__((unused)) static void dbtest_clean(void)
{
    char command[100];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", dbtest_folder);
    if (system(command) != 0) {
        printf("# %s stays\n", dbtest_folder);
    }
}
