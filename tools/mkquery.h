// mkquery.h: what the parts of tools/mkquery share. See mkquery.c for what the tool does.
#pragma once

#include "base/arena.h"
#include "base/str.h"
#include "tool.h"

enum kind { KIND_ONE, KIND_MANY, KIND_EACH, KIND_EXEC };
enum type { TYPE_ID, TYPE_INT, TYPE_TIME, TYPE_BOOL, TYPE_TEXT, TYPE_BLOB, TYPE_NONE };

enum { MAX_FIELDS = 64, MAX_QUERIES = 4096, MAX_FILES = 256 };

struct field {
    struct str name;
    enum type type;
    bool nullable;
    int sqlite_at; // of a parameter: its index as SQLite counts
};

struct fields {
    struct field at[MAX_FIELDS];
    size_t n;
};

struct query {
    const char *file;
    int line; // of its "-- name:"
    struct str name;
    enum kind kind;
    bool all; // ":many all": no LIMIT asked for
    bool writes;
    struct str comment; // lines without their "-- "
    struct str row;     // name of the row struct
    bool row_shared;    // named by "-- row:"
    bool row_first;     // the first query with this row: its file, or q_rows.h, declares it
    struct str sql;
    int sql_line;
    struct fields params;
    struct fields declared; // "-- columns:"
    struct fields columns;  // as SQLite sees them
};

struct source {
    const char *path;
    struct str stem; // file name without folders and ".sql"
    size_t first, n; // its queries in the list
};

struct work {
    struct arena arena;
    struct query *queries;
    size_t n;
    struct source sources[MAX_FILES];
    size_t nsources;
};

// mkquery_lint.c: end the build at anything that the two engines understand differently, and at what this project keeps
// out of its SQL.
void lint_query(const struct query *q);
void lint_migration(const char *file, struct str sql);
bool is_c_name(struct str s); // lower-case identifier that is not a word of C

// mkquery_emit.c: write the C.
void emit_all(struct work *w, const char *dir, const char *prefix);
void emit_migrations(struct work *w, const char *dir, const char *prefix, const char *schema, const char *const *paths,
                     size_t n);
