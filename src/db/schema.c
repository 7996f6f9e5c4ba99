// schema.c: which version a store has, and bringing it to ours.
#include "db/schema.h"

#include "base/clock.h"
#include "base/log.h"
#include "db/engine.h"
#include "db/schema_run.h"

#include <unistd.h>

enum { MAX_SCRIPT = 1 << 20 };

static const char version_table[] =
    "CREATE TABLE schema_migration (version {id} PRIMARY KEY, name TEXT NOT NULL, applied_at {int} NOT NULL) {strict};";

struct version_row {
    int64_t version;
};
static const struct db_column version_columns[] = {{"version", DB_INT, offsetof(struct version_row, version)}};
static const struct db_query query_version = {
    .name = "schema_version",
    .sql = "SELECT COALESCE(MAX(version), 0) AS version FROM schema_migration",
    .columns = version_columns,
    .ncolumns = 1,
    .row_size = sizeof(struct version_row),
};

static const struct db_param applied_params[] = {
    {"version", DB_INT, false, 1}, {"name", DB_TEXT, false, 2}, {"applied_at", DB_INT, false, 3}};
static const struct db_query query_applied = {
    .name = "schema_applied",
    .sql = "INSERT INTO schema_migration (version, name, applied_at) VALUES ($1, $2, $3)",
    .params = applied_params,
    .nparams = 3,
    .writes = true,
};

bool schema_version(struct conn *c, const char *where, int64_t *version, struct err *e)
{
    struct store_state state;
    if (!c->engine->inspect(c, &state, e)) {
        return false;
    }
    if (state.empty) {
        *version = SCHEMA_EMPTY;
        return true;
    }
    if (!state.ours) {
        return err_set(e, ERR_INPUT, N_("%s is not a store of Hồi Âm; name the file of one, such as xa.db"), where);
    }
    struct arena a = ARENA_INIT;
    struct tx tx = {.conn = c, .arena = &a};
    struct version_row row;
    enum q_got got = db_one(&tx, &query_version, NULL, &row, e);
    arena_free(&a);
    if (got == Q_ROW) {
        *version = row.version;
    }
    return got == Q_ROW;
}

static bool none_in(const char *where, struct err *e)
{
    return err_set(e, ERR_INPUT, N_("%s is empty: no store was made in it; hoiam init makes one"), where);
}

bool schema_check(struct conn *c, const char *where, const struct db_schema *schema, struct err *e)
{
    int64_t version = 0, ours = (int64_t)schema->n;
    if (!schema_version(c, where, &version, e)) {
        return false;
    }
    if (version == SCHEMA_EMPTY) {
        return none_in(where, e);
    }
    if (version == SCHEMA_COPYING) {
        return err_set(e, ERR_INPUT, N_("%s is a copy that was not finished: remove it and copy again"), where);
    }
    if (version > ours) {
        return err_set(e, ERR_VERSION,
                       N_("%s was made by a newer program (schema %lld, this one knows %lld): install that version"),
                       where, (long long)version, (long long)ours);
    }
    if (version < ours) {
        return err_set(e, ERR_VERSION, N_("%s has schema %lld and must be migrated to %lld: hoiam migrate --db %s"),
                       where, (long long)version, (long long)ours, where);
    }
    return true;
}

bool schema_look(const char *where, const struct db_schema *schema, struct err *e)
{
    const struct engine *g = engine_of(where);
    struct conn *c = NULL;
    int64_t version = 0;
    if (!g->alone) {
        return true; // writing leaves nothing beside a database
    }
    if (!g->open(&c, where, CONN_READ, e)) {
        return false;
    }
    bool ok = schema != NULL ? schema_check(c, where, schema, e)
                             : schema_version(c, where, &version, e) && (version != SCHEMA_EMPTY || none_in(where, e));
    g->close(c);
    return ok;
}

static bool run_script(struct conn *c, const char *name, const char *text, struct err *e)
{
    struct buf sql = buf_new(2 * MAX_SCRIPT);
    struct str bad = STR_NONE;
    bool ok = dialect_expand(&sql, str_c(text), c->engine->dialect, &bad) ||
              err_set(e, ERR_INPUT, "%.*s is not a type token", STR_ARG(bad));
    buf_addc(&sql, 0);
    BUG_ON(buf_over(&sql));
    ok = ok && c->engine->script(c, sql.p, e);
    buf_free(&sql);
    return ok || err_in(e, name);
}

static bool apply_one(struct conn *c, const struct db_migration *m, struct err *e)
{
    if (!run_script(c, m->name, m->sql, e)) {
        return false;
    }
    struct arena a = ARENA_INIT;
    struct tx tx = {.conn = c, .arena = &a, .writes = true};
    const struct db_value v[] = {db_value_int(m->version), db_value_str(str_c(m->name)), db_value_int(clock_now())};
    bool ok = db_exec(&tx, &query_applied, v, NULL, e);
    arena_free(&a);
    return ok;
}

static bool apply_from(struct conn *c, const struct db_schema *schema, int64_t version, struct err *e)
{
    if (version == SCHEMA_EMPTY && !run_script(c, "schema_migration", version_table, e)) {
        return false;
    }
    for (size_t i = version == SCHEMA_EMPTY ? 0 : (size_t)version; i < schema->n; i++) {
        if (!apply_one(c, &schema->list[i], e)) {
            return false;
        }
    }
    return c->engine->migrating(c, MIGRATING_CHECK, e);
}

bool schema_apply(struct conn *c, const struct db_schema *schema, int64_t version, struct err *e)
{
    const struct engine *g = c->engine;
    if (!g->migrating(c, MIGRATING_BEFORE, e) || !g->begin(c, e)) {
        return false;
    }
    bool ok = apply_from(c, schema, version, e) && g->commit(c, e);
    if (!ok) {
        g->rollback(c);
        return false;
    }
    return g->migrating(c, MIGRATING_AFTER, e);
}

bool db_create_as(const char *where, const struct db_schema *schema, struct err *e)
{
    const struct engine *g = engine_of(where);
    struct conn *c = NULL;
    int64_t version = 0;
    if (!g->create(where, e) || !g->open(&c, where, CONN_WRITE, e)) {
        return false;
    }
    bool ok = schema_version(c, where, &version, e);
    if (ok && version != SCHEMA_EMPTY) {
        ok = err_set(e, ERR_INPUT, N_("%s is a store already; name a file that is not there"), where);
    }
    ok = ok && schema_apply(c, schema, SCHEMA_EMPTY, e);
    g->close(c);
    return ok;
}

// Copy the store as it is before its schema changes.
static bool keep_copy(const struct engine *g, const char *where, int64_t version, struct err *e)
{
    if (!g->alone) {
        log_warn(N_("migrating schema %lld; take a backup with pg_dump first where it matters"), (long long)version);
        return true;
    }
    struct arena a = ARENA_INIT;
    struct str out;
    int64_t at = clock_now();
    do {
        out = str_fmt(&a, "%s.before-%lld-%lld", where, (long long)version, (long long)at++);
    } while (access(out.p, F_OK) == 0); // an attempt of the same second left one
    bool ok = g->backup(where, out.p, e);
    if (ok) {
        log_info(N_("the store as it was: %.*s"), STR_ARG(out));
    }
    arena_free(&a);
    return ok;
}

bool db_migrate_as(const char *where, const struct db_schema *schema, struct err *e)
{
    const struct engine *g = engine_of(where);
    struct conn *c = NULL;
    int64_t version = 0;
    if (!schema_look(where, NULL, e) || !g->open(&c, where, CONN_WRITE, e)) {
        return false;
    }
    bool ok = schema_version(c, where, &version, e);
    if (ok && version < (int64_t)schema->n) {
        ok = keep_copy(g, where, version, e) && schema_apply(c, schema, version, e);
    } else if (ok) {
        ok = schema_check(c, where, schema, e);
    }
    g->close(c);
    return ok;
}

bool db_create(const char *where, struct err *e)
{
    return db_create_as(where, &db_schema_program, e);
}

bool db_migrate(const char *where, struct err *e)
{
    return db_migrate_as(where, &db_schema_program, e);
}
