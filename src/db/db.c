// db.c: a store: its connections for reading, and its writer.
#include "db/db.h"

#include "base/clock.h"
#include "base/log.h"
#include "db/engine.h"
#include "db/schema_run.h"
#include "db/writer.h"

#include <pthread.h>
#include <unistd.h>

enum { READERS = 16, STOPPED = 70 /* EX_SOFTWARE */, LONG_READ_US = 1000 * 1000 };

struct reader {
    struct tx tx; // first, so that a tx given back finds its reader
    bool busy;
};

struct db {
    const struct engine *engine;
    char *where;
    struct writer *writer; // NULL: opened for reading only
    pthread_mutex_t lock;  // guards readers[].busy
    pthread_cond_t freed;
    struct reader readers[READERS];
};

void db_stop(const struct err *e)
{
    log_line(LOG_ERROR, "the store can no longer be trusted to keep what it is given, stopping: %s", e->what);
    _exit(STOPPED);
}

const struct engine *engine_of(const char *where)
{
    struct str s = str_c(where);
    bool postgres = str_starts(s, STR("postgres://")) || str_starts(s, STR("postgresql://"));
    return postgres ? &engine_postgres : &engine_sqlite;
}

bool db_open_as(struct db **out, const char *where, enum db_mode mode, const struct db_schema *schema, struct err *e)
{
    const struct engine *g = engine_of(where);
    struct conn *c = NULL;
    enum conn_use use = mode == DB_READ_ONLY ? CONN_READ : mode == DB_BULK ? CONN_BULK : CONN_WRITE;
    if ((use != CONN_READ && !schema_look(where, schema, e)) || !g->open(&c, where, use, e)) {
        return false;
    }
    if (!schema_check(c, where, schema, e)) {
        g->close(c);
        return false;
    }
    struct db *db = xcalloc(1, sizeof *db);
    size_t n = strlen(where) + 1;
    db->engine = g;
    db->where = xmalloc(n);
    memcpy(db->where, where, n);
    BUG_ON(pthread_mutex_init(&db->lock, NULL) != 0 || pthread_cond_init(&db->freed, NULL) != 0);
    if (use != CONN_READ) {
        db->writer = writer_start(db, c, db->where, use);
    } else {
        db->readers[0].tx.conn = c;
    }
    *out = db;
    return true;
}

bool db_open(struct db **out, const char *where, enum db_mode mode, struct err *e)
{
    return db_open_as(out, where, mode, &db_schema_program, e);
}

void db_close(struct db *db)
{
    for (size_t i = 0; i < READERS; i++) { // readers first: the last connection to close is the one that may checkpoint
        BUG_ON(db->readers[i].busy);
        if (db->writer != NULL && db->readers[i].tx.conn != NULL) {
            db->engine->close(db->readers[i].tx.conn);
            db->readers[i].tx.conn = NULL;
        }
    }
    if (db->writer != NULL) {
        writer_stop(db->writer);
    }
    for (size_t i = 0; i < READERS; i++) {
        if (db->readers[i].tx.conn != NULL) {
            db->engine->close(db->readers[i].tx.conn);
        }
    }
    (void)pthread_mutex_destroy(&db->lock);
    (void)pthread_cond_destroy(&db->freed);
    free(db->where);
    free(db);
}

const char *db_engine(const struct db *db)
{
    return db->engine->name;
}

// A reader that nobody uses, one with a connection if there is one; waits while all are busy.
static struct reader *take_reader(struct db *db)
{
    struct reader *r = NULL;
    (void)pthread_mutex_lock(&db->lock);
    for (;;) {
        for (size_t i = 0; i < READERS; i++) {
            struct reader *at = &db->readers[i];
            if (!at->busy && (r == NULL || (r->tx.conn == NULL && at->tx.conn != NULL))) {
                r = at;
            }
        }
        if (r != NULL) {
            break;
        }
        (void)pthread_cond_wait(&db->freed, &db->lock);
    }
    r->busy = true;
    (void)pthread_mutex_unlock(&db->lock);
    return r;
}

static void give_reader(struct db *db, struct reader *r)
{
    if (r->tx.conn != NULL && !db->engine->alive(r->tx.conn)) {
        db->engine->close(r->tx.conn);
        r->tx.conn = NULL;
    }
    (void)pthread_mutex_lock(&db->lock);
    r->busy = false;
    (void)pthread_cond_signal(&db->freed);
    (void)pthread_mutex_unlock(&db->lock);
}

// Begin on the reader's connection; where that was lost since it was last used, on a new one.
static bool begin_reading(struct db *db, struct reader *r, struct err *e)
{
    const struct engine *g = db->engine;
    if (r->tx.conn != NULL) {
        if (g->begin(r->tx.conn, e)) {
            return true;
        }
        if (g->alive(r->tx.conn)) {
            return false;
        }
        g->close(r->tx.conn);
        r->tx.conn = NULL;
    }
    return g->open(&r->tx.conn, db->where, CONN_READ, e) && g->begin(r->tx.conn, e);
}

void db_rest(struct db *db)
{
    if (db->engine->rest == NULL) {
        return;
    }
    for (size_t i = 0; i < READERS; i++) {
        struct reader *r = &db->readers[i];
        (void)pthread_mutex_lock(&db->lock);
        bool idle = !r->busy;
        r->busy = true;
        (void)pthread_mutex_unlock(&db->lock);
        if (idle && r->tx.conn != NULL) {
            db->engine->rest(r->tx.conn);
        }
        if (idle) {
            give_reader(db, r);
        }
    }
}

bool db_read_begin(struct db *db, struct arena *arena, struct tx **out, struct err *e)
{
    struct reader *r = take_reader(db);
    if (!begin_reading(db, r, e)) {
        give_reader(db, r);
        return false;
    }
    r->tx = (struct tx){.conn = r->tx.conn, .arena = arena, .db = db, .since_us = clock_mono_us()};
    *out = &r->tx;
    return true;
}

void db_read_end(struct tx *tx)
{
    struct db *db = tx->db;
    db->engine->rollback(tx->conn);
    int64_t took = clock_mono_us() - tx->since_us;
    if (took > LONG_READ_US) {
        log_warn("a snapshot was held for %lld ms", (long long)(took / 1000));
    }
    give_reader(db, (struct reader *)tx);
}

bool db_write(struct db *db, struct arena *arena, db_fn *fn, void *arg, struct err *e)
{
    BUG_ON(db->writer == NULL);
    return writer_run(db->writer, arena, fn, arg, e);
}

struct db_stats db_stats(const struct db *db)
{
    BUG_ON(db->writer == NULL);
    return writer_stats(db->writer);
}

void db_write_async(struct db *db, struct arena *arena, db_fn *fn, void *arg, db_done *done, void *ctx)
{
    BUG_ON(db->writer == NULL);
    writer_queue(db->writer, arena, fn, arg, done, ctx);
}

bool db_backup(struct db *db, const char *out, struct err *e)
{
    return db->engine->backup(db->where, out, e);
}

bool db_integrity(struct db *db, void (*found)(void *arg, struct str line), void *arg, struct err *e)
{
    struct conn *c = NULL;
    if (!db->engine->open(&c, db->where, CONN_READ, e)) {
        return false;
    }
    bool ok = db->engine->integrity(c, found, arg, e);
    db->engine->close(c);
    return ok;
}

bool db_prepare_all(struct db *db, const struct db_query *const *all, size_t n, struct err *e)
{
    struct conn *c = NULL;
    if (!db->engine->open(&c, db->where, CONN_READ, e)) {
        return false;
    }
    bool ok = true;
    for (size_t i = 0; ok && i < n; i++) {
        ok = db->engine->prepare(c, all[i], e) || err_in(e, all[i]->name);
    }
    db->engine->close(c);
    return ok;
}
