// db_queries.c: every query of sql/queries prepares on a store with the program's own schema, on both engines. mkquery
// has prepared them on SQLite already; here the same text meets PostgreSQL, and what it returns is what the C reads.
#include "dbtest.h"

#include "db/q_all.h"

static void test_engine(int engine)
{
    const char *where = dbtest_where(engine);
    if (where == NULL) {
        return;
    }
    struct err e = ERR_INIT;
    struct db *db;
    ok(db_create(where, &e), "a store with all migrations %s", e.what);
    bool open = db_open(&db, where, DB_READ_WRITE, &e);
    ok(open, "opens %s", e.what);
    if (!open) {
        return;
    }
    for (size_t i = 0; i < q_all_n; i++) { // one by one, so that each that fails is named
        ok(db_prepare_all(db, q_all + i, 1, &e), "%s on %s: %s", q_all[i]->name, db_engine(db), e.what);
        e = ERR_INIT;
    }
    db_close(db);
}

int main(void)
{
    test_engine(0);
    test_engine(1);
    dbtest_clean();
    return tap_done();
}
