// engine.h: what a store's engine must be able to do. Inside src/db only; sqlite.c and postgres.c each fill one table.
//
// A connection is used by one thread at a time. Functions that can fail leave the connection usable for rollback() and
// close(), and nothing else need hold.
#pragma once

#include "db/dialect.h"
#include "db/query.h"

enum conn_use {
    CONN_READ,
    CONN_WRITE, // one a store where the engine allows no more
    CONN_BULK,  // the same, to write much at a time
};

struct engine;

struct conn {
    const struct engine *engine;
};

// A running query. Lives on the stack of query.c; the engine uses what it needs.
struct cursor {
    struct conn *conn;
    const struct db_query *query;
    void *statement;
    void *result;
    int at;
    int64_t changed;
    bool own;      // the statement is not the cached one and ends with the cursor
    bool stream;   // rows are fetched as they are asked for
    unsigned name; // of the server's cursor
};

// What a store holds, as far as this room needs to know.
struct store_state {
    bool empty;
    bool ours;
};

enum migrating { MIGRATING_BEFORE, MIGRATING_CHECK, MIGRATING_AFTER };

struct engine {
    const char *name;
    enum dialect dialect;
    bool alone;      // a second writing process is refused; commits cannot fail because of others
    bool dies_of_io; // after an I/O error of a commit the program must end
    const struct db_query *tables; // tab, col, type, needed (not null) of all columns; tables after those they refer to

    bool (*open)(struct conn **out, const char *where, enum conn_use use, struct err *e);
    void (*close)(struct conn *c);
    bool (*alive)(struct conn *c); // false: the connection is lost, close it and open another

    void (*rest)(struct conn *c);                 // give back what it keeps in memory of the store; may be NULL

    bool (*begin)(struct conn *c, struct err *e); // reading or writing, as it was opened
    bool (*commit)(struct conn *c, struct err *e);
    void (*rollback)(struct conn *c);
    bool (*active)(struct conn *c);              // the transaction begun is still there: not undone behind our back
    bool (*mark)(struct conn *c, struct err *e); // a savepoint
    bool (*unmark)(struct conn *c, bool keep, struct err *e);

    bool (*prepare)(struct conn *c, const struct db_query *q, struct err *e);
    bool (*start)(struct cursor *cur, const struct db_value *v, struct err *e); // conn, query and stream are set
    enum q_got (*step)(struct cursor *cur, struct arena *a, void *row, struct err *e);
    void (*finish)(struct cursor *cur);

    bool (*script)(struct conn *c, const char *sql, struct err *e); // several statements, no results
    bool (*create)(const char *where, struct err *e);               // make the empty thing that open() opens
    bool (*inspect)(struct conn *c, struct store_state *out, struct err *e);
    bool (*migrating)(struct conn *c, enum migrating when, struct err *e);
    bool (*backup)(const char *where, const char *out, struct err *e);
    bool (*integrity)(struct conn *c, void (*found)(void *arg, struct str line), void *arg, struct err *e);
    void (*tidy)(struct conn *c, bool idle); // after a batch, and when nothing has come for a while (idle)
};

// The row of engine.tables.
struct column_row {
    struct str table;
    struct str name;
    struct str type; // as the engine calls it
    int64_t needed;
};
extern const struct db_column engine_tables_columns[4];

extern const struct engine engine_sqlite;
extern const struct engine engine_postgres;

const struct engine *engine_of(const char *where);

// A transaction, as query.c sees it.
struct tx {
    struct conn *conn;
    struct arena *arena;
    struct db *db;
    bool writes;
    bool wrote; // a query that may change rows has run
    struct err first; // of the first query that failed; the work is undone once there is one
    int64_t since_us;
};

// Prepared statements of one connection, by query. `find` returns the place to read or fill; NULL in it: not yet.
struct stmt_cache {
    struct stmt_slot {
        const struct db_query *query;
        void *statement;
    } * slots;
    size_t cap, n;
};
void **stmt_cache_find(struct stmt_cache *c, const struct db_query *q);
void stmt_cache_free(struct stmt_cache *c, void (*drop)(void *statement));

// Put a column's value into the row. Text and blobs are copied into a.
void row_set_int(void *row, const struct db_column *col, int64_t value);
void row_set_bytes(void *row, const struct db_column *col, struct arena *a, const void *p, size_t n, bool null);

// The program cannot go on without risking to answer for what is not stored: say why and end (exit 70).
_Noreturn void db_stop(const struct err *e);
