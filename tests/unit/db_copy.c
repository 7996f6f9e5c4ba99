// A store copied into a new one, to each engine and back: the same rows, absent numbers still absent, zeros still zeros.
#include "dbtest.h"

#include "cli/demo_store.h"
#include "core/check.h"
#include "db/copy.h"
#include "db/query.h"

#define NOW 1763870400

// What two stores must have in common: of each row all that may be absent, empty, zero or long.
struct look {
    int64_t id, lat_absent, about_absent;
    struct str words, place, external;
};
static const struct db_column look_columns[] = {
    {"id", DB_INT, offsetof(struct look, id)},
    {"lat_absent", DB_INT, offsetof(struct look, lat_absent)},
    {"about_absent", DB_INT, offsetof(struct look, about_absent)},
    {"words", DB_TEXT, offsetof(struct look, words)},
    {"place", DB_TEXT, offsetof(struct look, place)},
    {"external_id", DB_TEXT, offsetof(struct look, external)},
};
static const struct db_query look_query = {
    .name = "look",
    .sql = "SELECT id, CASE WHEN lat_e6 IS NULL THEN 1 ELSE 0 END AS lat_absent, CASE WHEN about_office_id IS NULL THEN 1 ELSE 0 "
           "END AS about_absent, words, place, external_id FROM message ORDER BY id",
    .columns = look_columns,
    .ncolumns = ARRAY_LEN(look_columns),
    .row_size = sizeof(struct look),
};

static uint64_t mix(uint64_t h, struct str s)
{
    h = (h ^ (s.p == NULL ? 1 : 2)) * 0x100000001B3u;
    for (size_t i = 0; i < s.n; i++) {
        h = (h ^ (unsigned char)s.p[i]) * 0x100000001B3u;
    }
    return h;
}

static bool on_row(void *arg, const void *row, struct err *e)
{
    (void)e;
    const struct look *l = row;
    uint64_t *h = arg;
    *h = mix(mix(mix(*h ^ (uint64_t)(l->id * 4 + l->lat_absent * 2 + l->about_absent), l->words), l->place), l->external);
    return true;
}

static void tell(void *arg, struct str line)
{
    (void)line;
    (*(size_t *)arg)++;
}

static uint64_t hash_of(const char *store, size_t *findings)
{
    struct db *db;
    struct tx *tx;
    struct err e = ERR_INIT;
    struct arena a = ARENA_INIT;
    uint64_t h = 1;
    *findings = 0;
    BUG_ON(!db_open(&db, store, DB_READ_ONLY, &e) || !db_read_begin(db, &a, &tx, &e));
    BUG_ON(!db_each(tx, &look_query, NULL, on_row, &h, &e));
    db_read_end(tx);
    BUG_ON(!check_store(db, NOW, tell, findings, &e));
    db_close(db);
    arena_free(&a);
    return h;
}

static enum tx_end spice(struct tx *tx, void *arg, struct err *e)
{
    static const struct db_query absent = {
        .name = "absent", .writes = true,
        .sql = "UPDATE message SET lat_e6 = NULL, external_id = '' WHERE id = (SELECT min(id) FROM message)"};
    (void)arg;
    return db_exec(tx, &absent, NULL, NULL, e) ? TX_COMMIT : TX_FAILED;
}

static void test_engine(int engine, const char *from)
{
    char to[300];
    char back[300];
    const char *where = dbtest_where(engine);
    if (where == NULL) {
        return;
    }
    (void)snprintf(to, sizeof to, "%s", where);
    (void)snprintf(back, sizeof back, "%s", dbtest_where(0));
    struct err e = ERR_INIT;
    struct db_copied there = {0, 0};
    struct db_copied home = {0, 0};
    ok(db_copy(from, to, &there, &e), "%s: %s", to, e.what);
    ok(db_copy(to, back, &home, &e), "and back: %s", e.what);
    ok(there.rows > 1000 && there.rows == home.rows && there.tables == home.tables, "%lld rows of %zu tables",
       (long long)there.rows, there.tables);
    size_t findings[3];
    uint64_t a = hash_of(from, &findings[0]);
    uint64_t b = hash_of(to, &findings[1]);
    uint64_t c = hash_of(back, &findings[2]);
    ok(a == b && a == c, "the same rows");
    is_int(findings[0] + findings[1] + findings[2], 0, "which hold together");
    ok(!db_copy(from, to, &there, &e) && e.code == ERR_INPUT, "a store that is there is left alone: %s", e.what);
}

int main(void)
{
    char from[300];
    (void)snprintf(from, sizeof from, "%s", dbtest_where(0));
    struct demo_codes codes;
    struct err e = ERR_INIT;
    struct db *db;
    struct arena a = ARENA_INIT;
    ok(demo_store_make(from, NOW, 120, &codes, &e), "a store: %s", e.what);
    BUG_ON(!db_open(&db, from, DB_READ_WRITE, &e) || !db_write(db, &a, spice, NULL, &e));
    db_close(db);
    arena_free(&a);
    test_engine(0, from);
    test_engine(1, from);
    struct db_copied copied;
    ok(!db_copy("/nowhere/at.db", from, &copied, &e) && !db_copy(from, "/nowhere/at.db", &copied, &e), "paths that are none");
    dbtest_clean();
    return tap_done();
}
