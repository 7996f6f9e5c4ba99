// query.h: what the generated queries are made of. Only code that tools/mkquery wrote, and this room, include it.
#pragma once

#include "db/db.h"

enum db_type { DB_INT, DB_BOOL, DB_TEXT, DB_BLOB }; // ids and times are DB_INT

struct db_param {
    const char *name;
    enum db_type type;
    bool nullable; // 0 or STR_NONE binds NULL; a text or blob that is not nullable must be given
    int sqlite_at; // what sqlite3_bind_parameter_index() says of $n: SQLite numbers names as they appear
};

struct db_column {
    const char *name;
    enum db_type type;
    size_t offset; // in the row struct: int64_t, bool or struct str
};

// One query. Its address is its identity in the caches of prepared statements, so it is static and lives for ever.
struct db_query {
    const char *name;
    const char *sql; // parameters are $1 … $n
    const struct db_param *params;
    size_t nparams;
    const struct db_column *columns;
    size_t ncolumns;
    size_t row_size;
    bool writes;
};

// A parameter's value; its type stands in the query.
struct db_value {
    int64_t i;
    struct str s;
};

static inline struct db_value db_value_int(int64_t i)
{
    return (struct db_value){i, STR_NONE};
}

static inline struct db_value db_value_str(struct str s)
{
    return (struct db_value){0, s};
}

typedef bool db_row_fn(void *arg, const void *row, struct err *e);

// The first row into *row (Q_ROW; strings in the transaction's arena), or Q_NONE.
MUST_USE enum q_got db_one(struct tx *tx, const struct db_query *q, const struct db_value *v, void *row, struct err *e);

// All rows, as an array in the transaction's arena.
MUST_USE bool db_many(struct tx *tx, const struct db_query *q, const struct db_value *v, void **rows, size_t *n,
                      struct err *e);

// fn once a row, while the query runs; the row and its strings are gone after fn returns. fn may run other queries.
MUST_USE bool db_each(struct tx *tx, const struct db_query *q, const struct db_value *v, db_row_fn *fn, void *arg,
                      struct err *e);

// Run it; *changed (may be NULL) becomes the number of rows inserted, updated or deleted.
MUST_USE bool db_exec(struct tx *tx, const struct db_query *q, const struct db_value *v, int64_t *changed,
                      struct err *e);

// Prepare every one of the queries on this store: the test that one text serves both engines.
MUST_USE bool db_prepare_all(struct db *db, const struct db_query *const *all, size_t n, struct err *e);
