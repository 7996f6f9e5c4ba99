// copy.c: see copy.h.
//
// The tables and columns are asked of the source, so that no migration needs a line here. Whole numbers that may be
// absent travel as text, because a number that is read cannot tell 0 from absent.
#include "db/copy.h"

#include "base/clock.h"
#include "db/engine.h"
#include "db/schema_run.h"

enum { BATCH_ROWS = 100, BATCH_BYTES = 1 << 19 };

const struct db_column engine_tables_columns[4] = {
    {"tab", DB_TEXT, offsetof(struct column_row, table)},
    {"col", DB_TEXT, offsetof(struct column_row, name)},
    {"type", DB_TEXT, offsetof(struct column_row, type)},
    {"needed", DB_INT, offsetof(struct column_row, needed)},
};

// A column's place in a row that is read.
union cell {
    int64_t i;
    struct str s;
};

// One table's three queries. They live until both stores are closed: their addresses are keys of the caches.
struct table {
    struct str name;
    size_t n;
    struct db_column *columns;
    struct db_param *params;
    struct db_query read;
    struct db_query insert;
    struct db_query count;
};

struct batch {
    const struct table *table;
    struct arena mem;
    struct db_value *rows; // n × table->n
    size_t n;
};

struct copying {
    struct db *to;
    struct batch batch;
    struct arena scratch;
    int64_t rows;
};

struct count_row {
    int64_t n;
};
static const struct db_column count_columns[] = {{"n", DB_INT, offsetof(struct count_row, n)}};

static enum db_type type_of(const struct column_row *c)
{
    bool blob = str_eqz(c->type, "BLOB") || str_eqz(c->type, "bytea");
    bool text = str_eqz(c->type, "TEXT") || str_eqz(c->type, "text");
    return blob ? DB_BLOB : text || c->needed == 0 ? DB_TEXT : DB_INT;
}

static bool is_number(const struct column_row *c)
{
    return !str_eqz(c->type, "BLOB") && !str_eqz(c->type, "bytea") && !str_eqz(c->type, "TEXT") && !str_eqz(c->type, "text");
}

static void table_make(struct arena *a, const struct column_row *c, size_t n, struct table *t)
{
    *t = (struct table){.name = c->table, .n = n, .columns = ARENA_ARRAY(a, struct db_column, n),
                        .params = ARENA_ARRAY(a, struct db_param, n)};
    struct buf list = buf_new(1 << 16);
    struct buf names = buf_new(1 << 16);
    struct buf values = buf_new(1 << 16);
    for (size_t i = 0; i < n; i++) {
        const char *comma = i == 0 ? "" : ", ";
        bool as_text = c[i].needed == 0 && is_number(&c[i]);
        t->columns[i] = (struct db_column){str_z(a, c[i].name), type_of(&c[i]), i * sizeof(union cell)};
        t->params[i] = (struct db_param){t->columns[i].name, t->columns[i].type, c[i].needed == 0, (int)i + 1};
        buf_addf(&list, as_text ? "%sCAST(%s AS TEXT) AS %s" : "%s%s AS %s", comma, t->columns[i].name, t->columns[i].name);
        buf_addf(&names, "%s%s", comma, t->columns[i].name);
        buf_addf(&values, as_text ? "%sCAST($%zu AS BIGINT)" : "%s$%zu", comma, i + 1);
    }
    BUG_ON(buf_over(&list) || buf_over(&names) || buf_over(&values));
    struct str read = buf_str(&list);
    struct str into = buf_str(&names);
    struct str given = buf_str(&values);
    t->read = (struct db_query){
        .name = "copy_read", .sql = str_fmt(a, "SELECT %.*s FROM %.*s", STR_ARG(read), STR_ARG(t->name)).p,
        .columns = t->columns, .ncolumns = n, .row_size = n * sizeof(union cell)};
    t->insert = (struct db_query){
        .name = "copy_insert",
        .sql = str_fmt(a, "INSERT INTO %.*s (%.*s) VALUES (%.*s)", STR_ARG(t->name), STR_ARG(into), STR_ARG(given)).p,
        .params = t->params, .nparams = n, .writes = true};
    t->count = (struct db_query){
        .name = "copy_count", .sql = str_fmt(a, "SELECT count(*) AS n FROM %.*s", STR_ARG(t->name)).p,
        .columns = count_columns, .ncolumns = 1, .row_size = sizeof(struct count_row)};
    buf_free(&list);
    buf_free(&names);
    buf_free(&values);
}

static bool list_tables(struct tx *tx, struct arena *a, struct table **out, size_t *n, struct err *e)
{
    const struct db_query *q = tx->conn->engine->tables;
    void *found;
    size_t rows_n;
    if (!db_many(tx, q, NULL, &found, &rows_n, e)) {
        return false;
    }
    const struct column_row *rows = found;
    *out = ARENA_ARRAY(a, struct table, rows_n);
    *n = 0;
    for (size_t i = 0; i < rows_n;) {
        size_t first = i;
        while (i < rows_n && str_eq(rows[i].table, rows[first].table)) {
            i++;
        }
        table_make(a, &rows[first], i - first, &(*out)[(*n)++]);
    }
    return true;
}

static enum tx_end insert_batch(struct tx *tx, void *arg, struct err *e)
{
    const struct batch *b = arg;
    for (size_t i = 0; i < b->n; i++) {
        if (!db_exec(tx, &b->table->insert, b->rows + i * b->table->n, NULL, e)) {
            return TX_FAILED;
        }
    }
    return TX_COMMIT;
}

static bool flush(struct copying *c, struct err *e)
{
    if (c->batch.n > 0 && !db_write(c->to, &c->scratch, insert_batch, &c->batch, e)) {
        return false;
    }
    c->rows += (int64_t)c->batch.n;
    c->batch.n = 0;
    arena_reset(&c->scratch);
    arena_reset(&c->batch.mem);
    return true;
}

static bool on_row(void *arg, const void *row, struct err *e)
{
    struct copying *c = arg;
    const struct table *t = c->batch.table;
    struct db_value *v = c->batch.rows + c->batch.n++ * t->n;
    const union cell *cells = row;
    for (size_t i = 0; i < t->n; i++) {
        v[i] = t->columns[i].type == DB_INT ? db_value_int(cells[i].i) : db_value_str(str_copy(&c->batch.mem, cells[i].s));
    }
    bool full = c->batch.n == BATCH_ROWS || c->batch.mem.used >= BATCH_BYTES;
    return !full || flush(c, e);
}

static bool copy_table(struct copying *c, struct tx *from, const struct table *t, struct err *e)
{
    c->batch.table = t;
    c->batch.rows = xcalloc(BATCH_ROWS * t->n, sizeof *c->batch.rows);
    int64_t before = c->rows;
    bool good = db_each(from, &t->read, NULL, on_row, c, e) && flush(c, e);
    free(c->batch.rows);
    struct tx *there;
    if (!good || !db_read_begin(c->to, &c->scratch, &there, e)) {
        return false;
    }
    struct count_row count = {0};
    good = db_one(there, &t->count, NULL, &count, e) == Q_ROW;
    db_read_end(there);
    return good && (count.n == c->rows - before ||
                    err_set(e, ERR_CORRUPT, "%.*s has %lld rows where %lld were written", STR_ARG(t->name), (long long)count.n,
                            (long long)(c->rows - before)));
}

static bool copy_all(struct db *from, struct db *to, struct arena *a, struct db_copied *out, struct err *e)
{
    struct tx *tx;
    if (!db_read_begin(from, a, &tx, e)) {
        return false;
    }
    struct copying c = {.to = to};
    struct table *tables;
    size_t n = 0;
    bool good = list_tables(tx, a, &tables, &n, e);
    for (size_t i = 0; i < n && good; i++) {
        good = copy_table(&c, tx, &tables[i], e) || err_in(e, str_z(a, tables[i].name));
    }
    db_read_end(tx);
    arena_free(&c.scratch);
    arena_free(&c.batch.mem);
    if (good) {
        *out = (struct db_copied){n, c.rows};
    }
    return good;
}

// PostgreSQL plans badly over tables that it has never counted, and would count them only some minutes later.
static bool count_tables(const char *where, struct err *e)
{
    const struct engine *g = engine_of(where);
    struct conn *c;
    if (g->dialect != DIALECT_POSTGRES) {
        return true;
    }
    if (!g->open(&c, where, CONN_WRITE, e)) {
        return false;
    }
    bool good = g->script(c, "ANALYZE", e);
    g->close(c);
    return good;
}

static const struct db_param mark_params[] = {{"version", DB_INT, false, 1}, {"now", DB_INT, false, 2}};
static const struct db_query query_mark = {
    .name = "copy_mark", .writes = true, .params = mark_params, .nparams = 2,
    .sql = "INSERT INTO schema_migration (version, name, applied_at) VALUES ($1, 'copying', $2)"};
static const struct db_query query_unmark = {
    .name = "copy_unmark", .writes = true, .params = mark_params, .nparams = 1,
    .sql = "DELETE FROM schema_migration WHERE version = $1"};

// arg: which of the two.
static enum tx_end set_mark(struct tx *tx, void *arg, struct err *e)
{
    const struct db_value v[] = {db_value_int(SCHEMA_COPYING), db_value_int(clock_now())};
    return db_exec(tx, arg, v, NULL, e) ? TX_COMMIT : TX_FAILED;
}

// Rows are written in many transactions: until the last is in, nobody opens the half of a store.
static bool copy_marked(struct db *from, struct db *to, struct arena *a, struct db_copied *out, struct err *e)
{
    return db_write(to, a, set_mark, (void *)(uintptr_t)&query_mark, e) && copy_all(from, to, a, out, e) &&
           db_write(to, a, set_mark, (void *)(uintptr_t)&query_unmark, e);
}

bool db_copy(const char *from, const char *to, struct db_copied *out, struct err *e)
{
    struct arena a = ARENA_INIT; // of the queries too: given back after the stores are closed
    struct db *source = NULL;
    struct db *target = NULL;
    bool good = db_open(&source, from, DB_READ_ONLY, e) && db_create(to, e) && db_open(&target, to, DB_READ_WRITE, e) &&
                copy_marked(source, target, &a, out, e);
    if (target != NULL) {
        db_close(target);
    }
    if (source != NULL) {
        db_close(source);
    }
    arena_free(&a);
    return good && count_tables(to, e);
}
