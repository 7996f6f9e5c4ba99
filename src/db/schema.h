// schema.h: a numbered list of migrations, and stores opened, made and migrated by a list other than the program's own
// (tests, tools). The program's own list is generated from sql/migrations.
#pragma once

#include "db/db.h"

struct db_migration {
    int64_t version; // 1, 2, 3 …
    const char *name;
    const char *sql; // with type tokens, see dialect.h
};

struct db_schema {
    const struct db_migration *list;
    size_t n;
};

extern const struct db_schema db_schema_program;

MUST_USE bool db_open_as(struct db **out, const char *where, enum db_mode mode, const struct db_schema *schema,
                         struct err *e);
MUST_USE bool db_create_as(const char *where, const struct db_schema *schema, struct err *e);
MUST_USE bool db_migrate_as(const char *where, const struct db_schema *schema, struct err *e);
