// mkquery_emit.c: the C that mkquery writes.
#include "mkquery.h"

enum { POSITIONAL = 3 }; // more parameters than POSITIONAL come as a struct

static const char *const c_types[] = {"int64_t", "int64_t", "int64_t", "bool", "struct str", "struct str"};
static const char *const db_types[] = {"DB_INT", "DB_INT", "DB_INT", "DB_BOOL", "DB_TEXT", "DB_BLOB"};

static void save(struct arena *a, const char *dir, struct str name, const char *suffix, struct buf *text)
{
    tool_write(str_fmt(a, "%s/%.*s%s", dir, STR_ARG(name), suffix).p, text);
    buf_free(text);
}

static void emit_row(struct buf *b, const struct query *q)
{
    buf_addf(b, "struct %.*s {\n", STR_ARG(q->row));
    for (size_t i = 0; i < q->columns.n; i++) {
        buf_addf(b, "    %s %.*s;\n", c_types[q->columns.at[i].type], STR_ARG(q->columns.at[i].name));
    }
    buf_addz(b, "};\n\n");
}

// The head of the query's function, without what follows the closing parenthesis.
static void emit_head(struct buf *b, const char *prefix, const struct query *q)
{
    buf_addf(b, "%s %s_%.*s(struct tx *tx", q->kind == KIND_ONE ? "enum q_got" : "bool", prefix, STR_ARG(q->name));
    if (q->params.n > POSITIONAL) {
        buf_addf(b, ", const struct %s_%.*s_in *in", prefix, STR_ARG(q->name));
    } else {
        for (size_t i = 0; i < q->params.n; i++) {
            const char *type = c_types[q->params.at[i].type];
            buf_addf(b, ", %s %.*s", type, STR_ARG(q->params.at[i].name));
        }
    }
    switch (q->kind) {
    case KIND_ONE:
        buf_addf(b, ", struct %.*s *out", STR_ARG(q->row));
        break;
    case KIND_MANY:
        buf_addf(b, ", struct %.*s **rows, size_t *n", STR_ARG(q->row));
        break;
    case KIND_EACH:
        buf_addf(b, ",\n    bool (*fn)(void *arg, const struct %.*s *row, struct err *e), void *arg", STR_ARG(q->row));
        break;
    case KIND_EXEC:
        buf_addz(b, ", int64_t *changed");
        break;
    }
    buf_addz(b, ", struct err *e)");
}

static void emit_header(struct work *w, const struct source *src, const char *dir, const char *prefix)
{
    struct buf b = buf_new(TOOL_FILE_MAX);
    buf_addf(&b, "// %s_%.*s.h: written by mkquery from %.*s.sql.\n#pragma once\n\n", prefix, STR_ARG(src->stem),
             STR_ARG(src->stem));
    buf_addf(&b, "#include \"db/db.h\"\n#include \"%s_rows.h\"\n\n", prefix);
    for (size_t i = src->first; i < src->first + src->n; i++) {
        const struct query *q = &w->queries[i];
        if (q->params.n > POSITIONAL) {
            buf_addf(&b, "struct %s_%.*s_in {\n", prefix, STR_ARG(q->name));
            for (size_t k = 0; k < q->params.n; k++) {
                const struct field *f = &q->params.at[k];
                buf_addf(&b, "    %s %.*s;%s\n", c_types[f->type], STR_ARG(f->name),
                         f->nullable ? " // may be absent" : "");
            }
            buf_addz(&b, "};\n\n");
        }
        if (q->row_first && !q->row_shared) {
            emit_row(&b, q);
        }
        buf_add(&b, q->comment);
        buf_addz(&b, "MUST_USE ");
        emit_head(&b, prefix, q);
        buf_addz(&b, ";\n\n");
    }
    save(&w->arena, dir, str_fmt(&w->arena, "%s_%.*s", prefix, STR_ARG(src->stem)), ".h", &b);
}

static void emit_descriptor(struct buf *b, const char *prefix, const struct query *q)
{
    if (q->params.n > 0) {
        buf_addf(b, "static const struct db_param %.*s_params[] = {\n", STR_ARG(q->name));
        for (size_t i = 0; i < q->params.n; i++) {
            const struct field *f = &q->params.at[i];
            buf_addf(b, "    {\"%.*s\", %s, %s, %d},\n", STR_ARG(f->name), db_types[f->type],
                     f->nullable ? "true" : "false", f->sqlite_at);
        }
        buf_addz(b, "};\n");
    }
    if (q->columns.n > 0) {
        buf_addf(b, "static const struct db_column %.*s_columns[] = {\n", STR_ARG(q->name));
        for (size_t i = 0; i < q->columns.n; i++) {
            const struct field *f = &q->columns.at[i];
            buf_addf(b, "    {\"%.*s\", %s, offsetof(struct %.*s, %.*s)},\n", STR_ARG(f->name), db_types[f->type],
                     STR_ARG(q->row), STR_ARG(f->name));
        }
        buf_addz(b, "};\n");
    }
    buf_addf(b, "const struct db_query %s_query_%.*s = {\n    .name = \"%.*s\",\n    .writes = %s,\n", prefix,
             STR_ARG(q->name), STR_ARG(q->name), q->writes ? "true" : "false");
    if (q->params.n > 0) {
        buf_addf(b, "    .params = %.*s_params,\n    .nparams = %zu,\n", STR_ARG(q->name), q->params.n);
    }
    if (q->columns.n > 0) {
        buf_addf(b, "    .columns = %.*s_columns,\n    .ncolumns = %zu,\n    .row_size = sizeof(struct %.*s),\n",
                 STR_ARG(q->name), q->columns.n, STR_ARG(q->row));
    }
    buf_addz(b, "    .sql =\n    ");
    tool_c_string(b, q->sql);
    buf_addz(b, ",\n};\n\n");
}

static void emit_body(struct buf *b, const char *prefix, const struct query *q)
{
    const char *values = q->params.n > 0 ? "v" : "NULL";
    buf_addz(b, "\n{\n");
    if (q->params.n > 0) {
        buf_addz(b, "    const struct db_value v[] = {\n");
        for (size_t i = 0; i < q->params.n; i++) {
            const struct field *f = &q->params.at[i];
            bool bytes = f->type == TYPE_TEXT || f->type == TYPE_BLOB;
            buf_addf(b, "        db_value_%s(%s%.*s),\n", bytes ? "str" : "int", q->params.n > POSITIONAL ? "in->" : "",
                     STR_ARG(f->name));
        }
        buf_addz(b, "    };\n");
    }
    struct str name = q->name;
    switch (q->kind) {
    case KIND_ONE:
        buf_addf(b, "    return db_one(tx, &%s_query_%.*s, %s, out, e);\n", prefix, STR_ARG(name), values);
        break;
    case KIND_MANY:
        buf_addf(
            b,
            "    void *all;\n    if (!db_many(tx, &%s_query_%.*s, %s, &all, n, e)) {\n        return false;\n    }\n"
            "    *rows = all;\n    return true;\n",
            prefix, STR_ARG(name), values);
        break;
    case KIND_EACH:
        buf_addf(b, "    struct %.*s_call call = {fn, arg};\n", STR_ARG(name));
        buf_addf(b, "    return db_each(tx, &%s_query_%.*s, %s, %.*s_call, &call, e);\n", prefix, STR_ARG(name), values,
                 STR_ARG(name));
        break;
    case KIND_EXEC:
        buf_addf(b, "    return db_exec(tx, &%s_query_%.*s, %s, changed, e);\n", prefix, STR_ARG(name), values);
        break;
    }
    buf_addz(b, "}\n\n");
}

// A row function's argument has the row's type, db_each()'s has none.
static void emit_call(struct buf *b, const struct query *q)
{
    struct str name = q->name;
    buf_addf(
        b,
        "struct %.*s_call {\n    bool (*fn)(void *arg, const struct %.*s *row, struct err *e);\n    void *arg;\n};\n\n",
        STR_ARG(name), STR_ARG(q->row));
    buf_addf(b,
             "static bool %.*s_call(void *arg, const void *row, struct err *e)\n{\n"
             "    const struct %.*s_call *call = arg;\n    return call->fn(call->arg, row, e);\n}\n\n",
             STR_ARG(name), STR_ARG(name));
}

static void emit_source(struct work *w, const struct source *src, const char *dir, const char *prefix)
{
    struct buf b = buf_new(TOOL_FILE_MAX);
    buf_addf(&b, "// %s_%.*s.c: written by mkquery from %.*s.sql.\n", prefix, STR_ARG(src->stem), STR_ARG(src->stem));
    buf_addf(&b, "#include \"%s_%.*s.h\"\n#include \"%s_all.h\"\n\n", prefix, STR_ARG(src->stem), prefix);
    for (size_t i = src->first; i < src->first + src->n; i++) {
        const struct query *q = &w->queries[i];
        emit_descriptor(&b, prefix, q);
        if (q->kind == KIND_EACH) {
            emit_call(&b, q);
        }
        emit_head(&b, prefix, q);
        emit_body(&b, prefix, q);
    }
    save(&w->arena, dir, str_fmt(&w->arena, "%s_%.*s", prefix, STR_ARG(src->stem)), ".c", &b);
}

static void emit_rows(struct work *w, const char *dir, const char *prefix)
{
    struct buf b = buf_new(TOOL_FILE_MAX);
    buf_addf(&b,
             "// %s_rows.h: rows that several queries return. Written by mkquery.\n#pragma once\n\n"
             "#include \"base/str.h\"\n\n",
             prefix);
    for (size_t i = 0; i < w->n; i++) {
        if (w->queries[i].row_first && w->queries[i].row_shared) {
            emit_row(&b, &w->queries[i]);
        }
    }
    save(&w->arena, dir, str_fmt(&w->arena, "%s_rows", prefix), ".h", &b);
}

static void emit_list(struct work *w, const char *dir, const char *prefix)
{
    struct buf b = buf_new(TOOL_FILE_MAX);
    buf_addf(&b, "// %s_all.h: every query. Written by mkquery.\n#pragma once\n\n#include \"db/query.h\"\n\n", prefix);
    buf_addf(&b, "extern const struct db_query *const %s_all[];\nextern const size_t %s_all_n;\n\n", prefix, prefix);
    for (size_t i = 0; i < w->n; i++) {
        buf_addf(&b, "extern const struct db_query %s_query_%.*s;\n", prefix, STR_ARG(w->queries[i].name));
    }
    struct str name = str_fmt(&w->arena, "%s_all", prefix);
    save(&w->arena, dir, name, ".h", &b);
    b = buf_new(TOOL_FILE_MAX);
    buf_addf(&b, "// %s_all.c: every query. Written by mkquery.\n#include \"%s_all.h\"\n\n", prefix, prefix);
    buf_addf(&b, "const struct db_query *const %s_all[] = {\n", prefix);
    for (size_t i = 0; i < w->n; i++) {
        buf_addf(&b, "    &%s_query_%.*s,\n", prefix, STR_ARG(w->queries[i].name));
    }
    buf_addf(&b, "    NULL,\n};\nconst size_t %s_all_n = %zu;\n", prefix, w->n);
    save(&w->arena, dir, name, ".c", &b);
}

void emit_all(struct work *w, const char *dir, const char *prefix)
{
    for (size_t i = 0; i < w->nsources; i++) {
        emit_header(w, &w->sources[i], dir, prefix);
        emit_source(w, &w->sources[i], dir, prefix);
    }
    emit_rows(w, dir, prefix);
    emit_list(w, dir, prefix);
}

void emit_migrations(struct work *w, const char *dir, const char *prefix, const char *schema, const char *const *paths,
                     size_t n)
{
    struct buf b = buf_new(TOOL_FILE_MAX);
    buf_addf(&b, "// %s_migrations.c: written by mkquery.\n#include \"db/schema.h\"\n\n", prefix);
    buf_addz(&b, "static const struct db_migration list[] = {\n");
    for (size_t i = 0; i < n; i++) {
        const char *slash = strrchr(paths[i], '/');
        struct str name = str_c(slash == NULL ? paths[i] : slash + 1), number = str_slice(name, 0, 4);
        int64_t version = 0;
        if (name.n < 10 || !str_int(number, &version) || version != (int64_t)i + 1 || name.p[4] != '_') {
            tool_fail(paths[i], 0, "migration %zu is named %04zu_word.sql", i + 1, i + 1);
        }
        buf_addf(&b, "    {%lld, \"%.*s\",\n    ", (long long)version, STR_ARG(str_slice(name, 5, name.n - 4)));
        tool_c_string(&b, tool_read(paths[i]));
        buf_addz(&b, "},\n");
    }
    buf_addz(&b, "    {0, NULL, NULL},\n};\n\n");
    buf_addf(&b, "extern const struct db_schema %s;\nconst struct db_schema %s = {list, %zu};\n", schema, schema, n);
    save(&w->arena, dir, str_fmt(&w->arena, "%s_migrations", prefix), ".c", &b);
}
