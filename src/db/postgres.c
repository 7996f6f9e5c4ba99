// postgres.c: the store as a PostgreSQL database. The only file that sees libpq-fe.h.
//
// Parameters and results are binary. The writer's transactions are SERIALIZABLE, so that what holds on SQLite's single
// writer holds here beside other processes too; a failure to serialise is ERR_RETRY. Readers have one snapshot
// (REPEATABLE READ, READ ONLY). A savepoint costs a round trip: ending one and beginning the next share one.
#include "db/engine.h"

#include "base/log.h"

#include <endian.h>
#include <libpq-fe.h>

enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25, OID_VARCHAR = 1043 };
enum { FETCH_ROWS = 500, MAX_PARAMS = 64 };

struct postgres_conn {
    struct conn base;
    PGconn *pg;
    struct stmt_cache cache; // of struct prepared
    enum conn_use use;
    unsigned names; // of statements and cursors, counted up
    bool spare;     // a savepoint is open in which nothing was done yet
};

struct prepared {
    char name[16];
};

static struct postgres_conn *conn_of(struct conn *c)
{
    return (struct postgres_conn *)c;
}

// ------------------------------------------------------------------------------------------------------------ errors

// SQLSTATE to ours (PostgreSQL manual, appendix A).
static enum err_code code_of(const char *state)
{
    static const struct {
        const char *prefix;
        enum err_code code;
    } codes[] = {
        {"40001", ERR_RETRY}, {"40P01", ERR_RETRY}, {"53100", ERR_FULL},  {"53", ERR_BUSY},  {"55P03", ERR_BUSY},
        {"57", ERR_GONE},     {"08", ERR_GONE},     {"23", ERR_CONFLICT}, {"54", ERR_LIMIT}, {"58", ERR_IO},
        {"XX", ERR_CORRUPT},  {"22", ERR_INPUT},    {"28", ERR_INPUT},    {"3D", ERR_INPUT},
    };
    for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
        if (strncmp(state, codes[i].prefix, strlen(codes[i].prefix)) == 0) {
            return codes[i].code;
        }
    }
    return ERR_IO;
}

// Fill *e from a result that failed. The server's DETAIL is left out: it repeats the values, which are people's words.
static bool wrong(struct postgres_conn *c, const PGresult *r, const char *doing, struct err *e)
{
    const char *state = r == NULL ? NULL : PQresultErrorField(r, PG_DIAG_SQLSTATE);
    const char *text = r == NULL ? NULL : PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
    if (PQstatus(c->pg) != CONNECTION_OK) {
        return err_set(e, ERR_GONE, "%s: the connection to PostgreSQL is lost", doing);
    }
    return err_set(e, state == NULL ? ERR_IO : code_of(state), "%s: %s (postgres %s)", doing,
                   text == NULL ? "no result" : text, state == NULL ? "-" : state);
}

static bool run(struct postgres_conn *c, const char *sql, const char *doing, struct err *e)
{
    PGresult *r = PQexec(c->pg, sql);
    ExecStatusType s = PQresultStatus(r);
    bool ok = s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK || wrong(c, r, doing, e);
    PQclear(r);
    return ok;
}

// ------------------------------------------------------------------------------------------------- opening, closing

static void postgres_close(struct conn *base)
{
    struct postgres_conn *c = conn_of(base);
    stmt_cache_free(&c->cache, free);
    PQfinish(c->pg);
    free(c);
}

static void on_notice(void *arg, const char *text)
{
    (void)arg;
    (void)text; // notices repeat statements; what matters comes as an error
}

// One text answer in out[0..n).
static bool ask(struct postgres_conn *c, const char *sql, char *out, size_t n, struct err *e)
{
    PGresult *r = PQexec(c->pg, sql);
    bool ok = PQresultStatus(r) == PGRES_TUPLES_OK || wrong(c, r, "asking the server", e);
    if (ok) {
        (void)snprintf(out, n, "%s", PQntuples(r) > 0 ? PQgetvalue(r, 0, 0) : "");
    }
    PQclear(r);
    return ok;
}

// Text sorts by its bytes, as in SQLite, and is UTF-8.
static bool check_database(struct postgres_conn *c, struct err *e)
{
    char answer[64];
    if (!ask(c,
             "SELECT pg_encoding_to_char(encoding) || ' ' || datcollate FROM pg_database"
             " WHERE datname = current_database()",
             answer, sizeof answer, e)) {
        return false;
    }
    static const char *const good[] = {"UTF8 C", "UTF8 POSIX", "UTF8 C.UTF-8", "UTF8 C.utf8"};
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        if (strcmp(answer, good[i]) == 0) {
            return true;
        }
    }
    return err_set(e, ERR_INPUT,
                   N_("the database is %s; make it with: CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' "
                      "LC_COLLATE 'C' LC_CTYPE 'C'"),
                   answer);
}

static bool set_up(struct postgres_conn *c, struct err *e)
{
    // An acknowledged message survives power loss, whatever the server's default is; nobody waits for a lock for ever.
    return run(c,
               "SELECT set_config('synchronous_commit', 'on', false)"
               " WHERE current_setting('synchronous_commit') IN ('off', 'local')",
               "set up", e) &&
           run(c, "SET lock_timeout = '10s'", "set up", e) && check_database(c, e);
}

static bool postgres_open(struct conn **out, const char *where, enum conn_use use, struct err *e)
{
    static const char *const keys[] = {"connect_timeout", "dbname", "client_encoding", "fallback_application_name",
                                       NULL};
    const char *const values[] = {"10", where, "UTF8", "hoiam", NULL};
    struct postgres_conn *c = xcalloc(1, sizeof *c);
    c->base.engine = &engine_postgres;
    c->use = use;
    c->pg = PQconnectdbParams(keys, values, 1);
    bool ok = PQstatus(c->pg) == CONNECTION_OK;
    if (!ok) {
        struct str rest = str_trim(str_c(PQerrorMessage(c->pg)));
        struct str why = str_cut(&rest, '\n'); // the first line says it; the others guess
        (void)err_set(e, ERR_GONE,
                      N_("PostgreSQL is not reached: %.*s; see that it runs there, and that the store's address, "
                         "postgres://USER@HOST:PORT/DATABASE, is right"),
                      STR_ARG(why));
    } else {
        (void)PQsetNoticeProcessor(c->pg, on_notice, NULL);
        ok = set_up(c, e);
    }
    if (!ok) {
        postgres_close(&c->base);
        return false;
    }
    *out = &c->base;
    return true;
}

static bool postgres_alive(struct conn *base)
{
    return PQstatus(conn_of(base)->pg) == CONNECTION_OK;
}

// ------------------------------------------------------------------------------------------------------- statements

static Oid oid_of(enum db_type t)
{
    return t == DB_TEXT ? OID_TEXT : t == DB_BLOB ? OID_BYTEA : OID_INT8;
}

static bool fits(enum db_type t, Oid oid)
{
    switch (t) {
    case DB_TEXT:
        return oid == OID_TEXT || oid == OID_VARCHAR;
    case DB_BLOB:
        return oid == OID_BYTEA;
    case DB_INT:
    case DB_BOOL:
        return oid == OID_INT8 || oid == OID_INT4 || oid == OID_INT2 || oid == OID_BOOL;
    }
    return false;
}

// What the server will return is what the generated code reads.
static bool check_columns(const struct db_query *q, const PGresult *r, struct err *e)
{
    if ((size_t)PQnfields(r) != q->ncolumns) {
        return err_set(e, ERR_INPUT, "%s: %d columns instead of %zu", q->name, PQnfields(r), q->ncolumns);
    }
    for (size_t i = 0; i < q->ncolumns; i++) {
        if (!fits(q->columns[i].type, PQftype(r, (int)i))) {
            return err_set(e, ERR_INPUT, "%s: column %s has PostgreSQL's type %u; CAST it", q->name, q->columns[i].name,
                           PQftype(r, (int)i));
        }
    }
    return true;
}

// Prepare q under a name of its own, once a connection, and look at what it returns.
static bool postgres_prepare(struct conn *base, const struct db_query *q, struct err *e)
{
    struct postgres_conn *c = conn_of(base);
    void **cached = stmt_cache_find(&c->cache, q);
    if (*cached != NULL) {
        return true;
    }
    BUG_ON(q->nparams > MAX_PARAMS);
    Oid types[MAX_PARAMS];
    for (size_t i = 0; i < q->nparams; i++) {
        types[i] = oid_of(q->params[i].type);
    }
    struct prepared *p = xmalloc(sizeof *p);
    (void)snprintf(p->name, sizeof p->name, "q%u", ++c->names);
    PGresult *r = PQprepare(c->pg, p->name, q->sql, (int)q->nparams, types);
    bool ok = PQresultStatus(r) == PGRES_COMMAND_OK || wrong(c, r, q->name, e);
    PQclear(r);
    if (ok) {
        r = PQdescribePrepared(c->pg, p->name);
        ok = (PQresultStatus(r) == PGRES_COMMAND_OK || wrong(c, r, q->name, e)) && check_columns(q, r, e);
        PQclear(r);
    }
    if (!ok) {
        free(p);
        return false;
    }
    *cached = p;
    return true;
}

struct bound {
    const char *values[MAX_PARAMS];
    int lengths[MAX_PARAMS];
    int formats[MAX_PARAMS];
    Oid types[MAX_PARAMS];
    uint64_t numbers[MAX_PARAMS]; // big-endian, where values point to
};

static bool bind(struct bound *b, const struct db_query *q, const struct db_value *v, struct err *e)
{
    for (size_t i = 0; i < q->nparams; i++) {
        const struct db_param *p = &q->params[i];
        bool bytes = p->type == DB_TEXT || p->type == DB_BLOB;
        if (bytes && v[i].s.n > INT32_MAX / 2) {
            return err_set(e, ERR_LIMIT, "%s: %s is too long", q->name, p->name);
        }
        int64_t number = p->type == DB_BOOL ? v[i].i != 0 : v[i].i;
        b->types[i] = oid_of(p->type);
        b->formats[i] = 1;
        b->numbers[i] = htobe64((uint64_t)number);
        b->lengths[i] = bytes ? (int)v[i].s.n : (int)sizeof b->numbers[i];
        b->values[i] = bytes ? v[i].s.p : (const char *)&b->numbers[i];
        if (!bytes && p->nullable && number == 0) {
            b->values[i] = NULL;
        }
    }
    return true;
}

// Rows that are streamed come through a server's cursor, so that other queries may run meanwhile.
static PGresult *declare(struct cursor *cur, const struct bound *b)
{
    struct postgres_conn *c = conn_of(cur->conn);
    struct arena a = ARENA_INIT;
    cur->name = ++c->names;
    struct str sql = str_fmt(&a, "DECLARE c%u NO SCROLL CURSOR FOR %s", cur->name, cur->query->sql);
    PGresult *r = PQexecParams(c->pg, sql.p, (int)cur->query->nparams, b->types, b->values, b->lengths, b->formats, 1);
    arena_free(&a);
    return r;
}

static void postgres_finish(struct cursor *cur)
{
    struct postgres_conn *c = conn_of(cur->conn);
    PQclear(cur->result);
    cur->result = NULL;
    if (cur->stream && PQtransactionStatus(c->pg) == PQTRANS_INTRANS) {
        char sql[32];
        (void)snprintf(sql, sizeof sql, "CLOSE c%u", cur->name);
        PQclear(PQexec(c->pg, sql));
    }
}

static bool fetch(struct cursor *cur, struct err *e)
{
    struct postgres_conn *c = conn_of(cur->conn);
    char sql[48];
    (void)snprintf(sql, sizeof sql, "FETCH %d FROM c%u", FETCH_ROWS, cur->name);
    PQclear(cur->result);
    cur->result = PQexecParams(c->pg, sql, 0, NULL, NULL, NULL, NULL, 1);
    cur->at = 0;
    return PQresultStatus(cur->result) == PGRES_TUPLES_OK || wrong(c, cur->result, cur->query->name, e);
}

static bool postgres_start(struct cursor *cur, const struct db_value *v, struct err *e)
{
    struct postgres_conn *c = conn_of(cur->conn);
    const struct db_query *q = cur->query;
    struct bound b;
    if (!postgres_prepare(cur->conn, q, e) || !bind(&b, q, v, e)) {
        return false;
    }
    c->spare = false; // the savepoint that is open is used now
    const struct prepared *p = *stmt_cache_find(&c->cache, q);
    cur->result = cur->stream ? declare(cur, &b)
                              : PQexecPrepared(c->pg, p->name, (int)q->nparams, b.values, b.lengths, b.formats, 1);
    ExecStatusType s = PQresultStatus(cur->result);
    bool ok = s == PGRES_TUPLES_OK || s == PGRES_COMMAND_OK || wrong(c, cur->result, q->name, e);
    if (ok && !cur->stream && !str_int(str_c(PQcmdTuples(cur->result)), &cur->changed)) {
        cur->changed = 0; // the server says nothing where nothing can change
    }
    ok = ok && (!cur->stream || fetch(cur, e));
    if (!ok) {
        postgres_finish(cur);
    }
    return ok;
}

static int64_t read_int(const char *p, int n)
{
    uint64_t v = 0;
    for (int i = 0; i < n; i++) {
        v = v << 8 | (unsigned char)p[i];
    }
    int unused = 64 - 8 * n;
    return n == 1 ? (int64_t)v : (int64_t)(v << unused) >> unused; // one byte is a boolean; the others have a sign
}

static enum q_got postgres_step(struct cursor *cur, struct arena *a, void *row, struct err *e)
{
    if (cur->stream && cur->at == FETCH_ROWS && !fetch(cur, e)) {
        return Q_ERROR;
    }
    const PGresult *r = cur->result;
    if (cur->at >= PQntuples(r)) {
        return Q_NONE;
    }
    for (size_t i = 0; i < cur->query->ncolumns; i++) {
        const struct db_column *col = &cur->query->columns[i];
        bool null = PQgetisnull(r, cur->at, (int)i) != 0;
        const char *p = PQgetvalue(r, cur->at, (int)i);
        int n = PQgetlength(r, cur->at, (int)i);
        if (col->type == DB_TEXT || col->type == DB_BLOB) {
            row_set_bytes(row, col, a, p, (size_t)n, null);
        } else {
            row_set_int(row, col, null ? 0 : read_int(p, n));
        }
    }
    cur->at++;
    return Q_ROW;
}

// ----------------------------------------------------------------------------------------------------- transactions

static bool postgres_begin(struct conn *base, struct err *e)
{
    struct postgres_conn *c = conn_of(base);
    c->spare = false;
    return run(c,
               c->use != CONN_READ ? "BEGIN ISOLATION LEVEL SERIALIZABLE"
                                    : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
               "begin", e);
}

static bool postgres_commit(struct conn *base, struct err *e)
{
    struct postgres_conn *c = conn_of(base);
    PGresult *r = PQexec(c->pg, "COMMIT");
    bool ok = PQresultStatus(r) == PGRES_COMMAND_OK || wrong(c, r, "commit", e);
    if (ok && strcmp(PQcmdStatus(r), "COMMIT") != 0) { // the server answers ROLLBACK where the transaction had failed
        ok = err_set(e, ERR_CONFLICT, "commit: the transaction had failed");
    }
    PQclear(r);
    return ok;
}

static bool postgres_active(struct conn *base)
{
    PGTransactionStatusType s = PQtransactionStatus(conn_of(base)->pg);
    return s == PQTRANS_INTRANS || s == PQTRANS_INERROR;
}

static void postgres_rollback(struct conn *base)
{
    struct postgres_conn *c = conn_of(base);
    struct err e = ERR_INIT;
    if (postgres_active(base) && !run(c, "ROLLBACK", "rollback", &e)) {
        log_err("rollback", &e);
    }
}

static bool postgres_mark(struct conn *base, struct err *e)
{
    struct postgres_conn *c = conn_of(base);
    if (c->spare) {
        return true;
    }
    c->spare = run(c, "SAVEPOINT one", "savepoint", e);
    return c->spare;
}

// Ends the savepoint and opens the next in the same round trip; COMMIT ends one that was never used.
static bool postgres_unmark(struct conn *base, bool keep, struct err *e)
{
    struct postgres_conn *c = conn_of(base);
    if (c->spare && PQtransactionStatus(c->pg) == PQTRANS_INTRANS) {
        return true; // nothing was done in it
    }
    c->spare = run(c, keep ? "RELEASE SAVEPOINT one; SAVEPOINT one" : "ROLLBACK TO SAVEPOINT one", "savepoint", e);
    return c->spare;
}

// ----------------------------------------------------------------------------------------- making, migrating, caring

static bool postgres_create(const char *where, struct err *e)
{
    (void)where; // the database is made by whoever owns the server
    (void)e;
    return true;
}

static bool postgres_inspect(struct conn *base, struct store_state *out, struct err *e)
{
    char answer[32];
    if (!ask(conn_of(base),
             "SELECT (SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace ="
             " current_schema()::regnamespace) || ' ' ||"
             " (to_regclass(current_schema() || '.schema_migration') IS NOT NULL)::int",
             answer, sizeof answer, e)) {
        return false;
    }
    struct str rest = str_c(answer);
    bool none = str_eqz(str_cut(&rest, ' '), "0");
    *out = (struct store_state){.empty = none, .ours = str_eqz(rest, "1")};
    return true;
}

static bool postgres_script(struct conn *base, const char *sql, struct err *e)
{
    return run(conn_of(base), sql, "migration", e);
}

static bool postgres_migrating(struct conn *base, enum migrating when, struct err *e)
{
    (void)base;
    (void)when; // DDL is part of the transaction, foreign keys are always checked
    (void)e;
    return true;
}

static bool postgres_backup(const char *where, const char *out, struct err *e)
{
    (void)where;
    return err_set(e, ERR_INPUT, N_("%s: a PostgreSQL store is backed up with pg_dump --format=custom"), out);
}

static bool postgres_integrity(struct conn *base, void (*found)(void *arg, struct str line), void *arg, struct err *e)
{
    struct postgres_conn *c = conn_of(base);
    PGresult *r = PQexec(c->pg, "SELECT conrelid::regclass, conname FROM pg_constraint WHERE NOT convalidated ORDER BY 1, 2");
    bool ok = PQresultStatus(r) == PGRES_TUPLES_OK || wrong(c, r, "check", e);
    for (int i = 0; ok && i < PQntuples(r); i++) {
        char line[400];
        (void)snprintf(line, sizeof line, err_text(N_("table %s: constraint %s was never validated")), PQgetvalue(r, i, 0),
                       PQgetvalue(r, i, 1));
        found(arg, str_c(line));
    }
    PQclear(r);
    return ok;
}

static void postgres_tidy(struct conn *base, bool idle)
{
    (void)base;
    (void)idle; // autovacuum and the checkpointer are the server's
}

// In the order in which migrations made them: a table refers to earlier ones only.
static const struct db_query postgres_tables = {
    .name = "tables",
    .sql = "SELECT CAST(c.relname AS TEXT) AS tab, CAST(a.attname AS TEXT) AS col, CAST(format_type(a.atttypid, NULL) "
           "AS TEXT) "
           "AS type, CASE WHEN a.attnotnull THEN 1 ELSE 0 END AS needed FROM pg_class c JOIN pg_attribute a ON "
           "a.attrelid = c.oid WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) "
           "AND c.relkind = 'r' AND "
           "a.attnum > 0 AND NOT a.attisdropped AND c.relname <> 'schema_migration' ORDER BY c.oid, a.attnum",
    .columns = engine_tables_columns,
    .ncolumns = ARRAY_LEN(engine_tables_columns),
    .row_size = sizeof(struct column_row),
};

const struct engine engine_postgres = {
    .name = "postgres",
    .dialect = DIALECT_POSTGRES,
    .alone = false,
    .tables = &postgres_tables,
    .dies_of_io = false, // the server stops by itself after a failed fsync, and the connection is lost
    .open = postgres_open,
    .close = postgres_close,
    .alive = postgres_alive,
    .begin = postgres_begin,
    .commit = postgres_commit,
    .rollback = postgres_rollback,
    .active = postgres_active,
    .mark = postgres_mark,
    .unmark = postgres_unmark,
    .prepare = postgres_prepare,
    .start = postgres_start,
    .step = postgres_step,
    .finish = postgres_finish,
    .script = postgres_script,
    .create = postgres_create,
    .inspect = postgres_inspect,
    .migrating = postgres_migrating,
    .backup = postgres_backup,
    .integrity = postgres_integrity,
    .tidy = postgres_tidy,
};
