// postgres.c: the store as a PostgreSQL database. The only file that sees libpq-fe.h.
#include "db/engine.h"

static bool postgres_open(struct conn **out, const char *where, enum conn_use use, struct err *e)
{
    (void)out;
    (void)where;
    (void)use;
    return err_set(e, ERR_INPUT, "PostgreSQL is not built in");
}

static bool postgres_create(const char *where, struct err *e)
{
    (void)where;
    return err_set(e, ERR_INPUT, "PostgreSQL is not built in");
}

const struct engine engine_postgres = {
    .name = "postgres",
    .dialect = DIALECT_POSTGRES,
    .open = postgres_open,
    .create = postgres_create,
};
