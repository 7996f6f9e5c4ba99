// mkquery.c: from sql/migrations and sql/queries to typed C. A query that does not prepare does not build.
//
//   mkquery --out DIR --prefix q --schema NAME --migrations FILE… --queries FILE…
//
// All migrations are applied to a SQLite database in memory, every query is prepared against it, and for each file
// queries/x.sql DIR/q_x.h and DIR/q_x.c are written; q_rows.h holds the row structs that several queries share, q_all.c
// lists all queries, q_migrations.c holds the migrations. The format of a query is described in
// docs/adr/0001-one-set-of-sql.md.
#include "mkquery.h"

#include "db/dialect.h"

#include <dirent.h>
#include <errno.h>
#include <sqlite3.h>

// ---------------------------------------------------------------------------------------------------------- parsing

static const char *const type_names[] = {"id", "int", "time", "bool", "text", "blob"}; // as in enum type

static enum type type_of(struct str s)
{
    for (size_t i = 0; i < ARRAY_LEN(type_names); i++) {
        if (str_eqz(s, type_names[i])) {
            return (enum type)i;
        }
    }
    return TYPE_NONE;
}

// Names that the generated functions use for themselves.
static bool is_taken(struct str name)
{
    static const char *const taken[] = {"tx", "out", "rows", "n", "fn", "arg", "changed", "e", "in"};
    for (size_t i = 0; i < ARRAY_LEN(taken); i++) {
        if (str_eqz(name, taken[i])) {
            return true;
        }
    }
    return false;
}

// "matter id, office id?" added to *f.
static void parse_fields(const struct query *q, int line, struct str list, bool params, struct fields *f)
{
    while (list.p != NULL) {
        struct str type = str_trim(str_cut(&list, ','));
        struct str name = str_cut(&type, ' ');
        type = str_trim(type);
        bool null = str_ends(type, STR("?"));
        if (null) {
            type = str_slice(type, 0, type.n - 1);
        }
        enum type t = type_of(type);
        if (f->n == MAX_FIELDS || !is_c_name(name) || t == TYPE_NONE) {
            tool_fail(q->file, line, "query %.*s: \"%.*s %.*s\" is not a name and one of: id int time bool text blob",
                      STR_ARG(q->name), STR_ARG(name), STR_ARG(type));
        }
        if (params && is_taken(name)) {
            tool_fail(q->file, line, "query %.*s: a parameter cannot be called %.*s", STR_ARG(q->name), STR_ARG(name));
        }
        if (null && (!params || t == TYPE_INT || t == TYPE_BOOL)) {
            tool_fail(q->file, line,
                      "query %.*s: %.*s cannot be nullable: only ids, times, texts and blobs given as parameters",
                      STR_ARG(q->name), STR_ARG(name));
        }
        for (size_t i = 0; i < f->n; i++) {
            if (str_eq(f->at[i].name, name)) {
                tool_fail(q->file, line, "query %.*s: %.*s is named twice", STR_ARG(q->name), STR_ARG(name));
            }
        }
        f->at[f->n++] = (struct field){.name = name, .type = t, .nullable = null};
    }
}

// "matter_by_id :one" after "-- name:".
static void parse_name(struct query *q, struct str rest)
{
    struct str name = str_cut(&rest, ' ');
    struct str kind = str_trim(rest);
    q->name = name;
    q->all = str_eqz(kind, ":many all");
    if (str_eqz(kind, ":one")) {
        q->kind = KIND_ONE;
    } else if (str_eqz(kind, ":many") || q->all) {
        q->kind = KIND_MANY;
    } else if (str_eqz(kind, ":each")) {
        q->kind = KIND_EACH;
    } else if (str_eqz(kind, ":exec")) {
        q->kind = KIND_EXEC;
    } else {
        tool_fail(q->file, q->line, "a query's line is \"-- name: word :one\" (or :many, :many all, :each, :exec)");
    }
    if (!is_c_name(name)) {
        tool_fail(q->file, q->line, "\"%.*s\" cannot be the name of a query", STR_ARG(name));
    }
}

// A comment line above the SQL: a directive, or words about the query.
static void parse_comment(struct arena *a, struct query *q, int line, struct str text)
{
    if (str_starts(text, STR("params:"))) {
        parse_fields(q, line, str_trim(str_slice(text, 7, text.n)), true, &q->params);
    } else if (str_starts(text, STR("columns:"))) {
        parse_fields(q, line, str_trim(str_slice(text, 8, text.n)), false, &q->declared);
    } else if (str_starts(text, STR("row:"))) {
        q->row = str_trim(str_slice(text, 4, text.n));
        q->row_shared = true;
        if (!is_c_name(q->row)) {
            tool_fail(q->file, line, "\"%.*s\" cannot be the name of a row", STR_ARG(q->row));
        }
    } else {
        q->comment = str_fmt(a, "%.*s// %.*s\n", STR_ARG(q->comment), STR_ARG(text));
    }
}

static void finish_query(struct arena *a, struct query *q, const struct buf *sql)
{
    struct str text = str_trim(buf_str(sql));
    if (str_ends(text, STR(";"))) {
        text = str_trim(str_slice(text, 0, text.n - 1));
    }
    if (text.n == 0) {
        tool_fail(q->file, q->line, "query %.*s has no SQL", STR_ARG(q->name));
    }
    q->sql = str_copy(a, text);
    if (!q->row_shared) {
        q->row = str_fmt(a, "%.*s_row", STR_ARG(q->name));
    }
}

static struct query *new_query(struct work *w, struct source *src, int line, struct str rest)
{
    if (w->n == MAX_QUERIES) {
        tool_fail(src->path, line, "more than %d queries", MAX_QUERIES);
    }
    struct query *q = &w->queries[w->n++];
    *q = (struct query){.file = src->path, .line = line, .comment = STR("")};
    parse_name(q, rest);
    for (size_t i = 0; i + 1 < w->n; i++) {
        if (str_eq(w->queries[i].name, q->name)) {
            tool_fail(src->path, line, "query %.*s is also at %s:%d", STR_ARG(q->name), w->queries[i].file,
                      w->queries[i].line);
        }
    }
    return q;
}

static void parse_file(struct work *w, struct source *src)
{
    struct str text = tool_read(src->path);
    struct query *q = NULL;
    struct buf sql = buf_new(TOOL_FILE_MAX);
    src->first = w->n;
    for (int line = 1; text.p != NULL; line++) {
        struct str raw = str_cut(&text, '\n');
        struct str s = str_trim(raw);
        bool comment = str_starts(s, STR("--"));
        struct str words = comment ? str_trim(str_slice(s, 2, s.n)) : STR_NONE;
        if (comment && str_starts(words, STR("name:"))) {
            if (q != NULL) {
                finish_query(&w->arena, q, &sql);
            }
            buf_clear(&sql);
            q = new_query(w, src, line, str_trim(str_slice(words, 5, words.n)));
        } else if (q != NULL && comment && q->sql_line == 0) {
            parse_comment(&w->arena, q, line, words);
        } else if (s.n > 0 && !comment) {
            if (q == NULL) {
                tool_fail(src->path, line, "SQL before the first \"-- name:\"");
            }
            q->sql_line = q->sql_line == 0 ? line : q->sql_line;
            buf_add(&sql, raw);
            buf_addc(&sql, '\n');
        } else if (q != NULL && q->sql_line != 0) {
            buf_addc(&sql, '\n'); // keeps the count of lines
        }
    }
    if (q != NULL) {
        finish_query(&w->arena, q, &sql);
    }
    buf_free(&sql);
    src->n = w->n - src->first;
}

// -------------------------------------------------------------------------------------------------------- preparing

static int line_of(const char *text, const char *at)
{
    int line = 1;
    for (; text < at; text++) {
        line += *text == '\n' ? 1 : 0;
    }
    return line;
}

// Where the statement begins, after blanks and comments.
static const char *statement_at(const char *p)
{
    for (;;) {
        p += strspn(p, " \t\r\n");
        if (p[0] != '-' || p[1] != '-') {
            return p;
        }
        p += strcspn(p, "\n");
    }
}

static void apply_migrations(sqlite3 *db, const char *const *paths, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct str text = tool_read(paths[i]), bad = STR_NONE;
        lint_migration(paths[i], text);
        struct buf sql = buf_new(TOOL_FILE_MAX);
        if (!dialect_expand(&sql, text, DIALECT_SQLITE, &bad)) {
            tool_fail(paths[i], 1, "%.*s is not a type token", STR_ARG(bad));
        }
        buf_addc(&sql, 0);
        const char *rest = sql.p;
        while (rest != NULL && *rest != 0) {
            sqlite3_stmt *st = NULL;
            const char *at = rest;
            int rc = sqlite3_prepare_v2(db, at, -1, &st, &rest);
            if (rc == SQLITE_OK && st != NULL) {
                rc = sqlite3_step(st) == SQLITE_DONE ? SQLITE_OK : SQLITE_ERROR;
            }
            if (rc != SQLITE_OK) {
                int offset = sqlite3_error_offset(db);
                const char *wrong = offset > 0 ? at + offset : statement_at(at);
                tool_fail(paths[i], line_of(sql.p, wrong), "%s", sqlite3_errmsg(db));
            }
            (void)sqlite3_finalize(st);
        }
        buf_free(&sql);
    }
}

// STRICT keeps SQLite as strict about types as PostgreSQL is.
static void check_tables(sqlite3 *db, const char *file)
{
    sqlite3_stmt *st = NULL;
    const char *sql = "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND strict = 0"
                      " AND name NOT IN ('sqlite_schema', 'sqlite_sequence')";
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW) {
        tool_fail(file, 1, "table %s does not end with {strict}", (const char *)sqlite3_column_text(st, 0));
    }
    (void)sqlite3_finalize(st);
}

static void check_params(struct query *q, sqlite3_stmt *st)
{
    char name[16];
    for (int i = 1; i <= (int)q->params.n; i++) {
        (void)snprintf(name, sizeof name, "$%d", i);
        q->params.at[i - 1].sqlite_at = sqlite3_bind_parameter_index(st, name);
        if (q->params.at[i - 1].sqlite_at == 0) {
            tool_fail(q->file, q->line, "query %.*s: parameter %.*s is %s, which the SQL does not use",
                      STR_ARG(q->name), STR_ARG(q->params.at[i - 1].name), name);
        }
    }
    if (sqlite3_bind_parameter_count(st) != (int)q->params.n) {
        tool_fail(q->file, q->line, "query %.*s: the SQL has %d parameters, \"-- params:\" names %zu", STR_ARG(q->name),
                  sqlite3_bind_parameter_count(st), q->params.n);
    }
}

static enum type type_of_column(const struct query *q, struct str name, const char *declared)
{
    for (size_t i = 0; i < q->declared.n; i++) {
        if (str_eq(q->declared.at[i].name, name)) {
            return q->declared.at[i].type;
        }
    }
    struct str d = str_c(declared);
    return str_eq_nocase(d, STR("INTEGER")) ? TYPE_INT
           : str_eq_nocase(d, STR("TEXT"))  ? TYPE_TEXT
           : str_eq_nocase(d, STR("BLOB"))  ? TYPE_BLOB
                                            : TYPE_NONE;
}

static void infer_columns(struct arena *a, struct query *q, sqlite3_stmt *st)
{
    int n = sqlite3_column_count(st);
    if (n > MAX_FIELDS) {
        tool_fail(q->file, q->line, "query %.*s: more than %d columns", STR_ARG(q->name), MAX_FIELDS);
    }
    for (int i = 0; i < n; i++) {
        struct str name = str_copy(a, str_c(sqlite3_column_name(st, i)));
        if (!is_c_name(name)) {
            tool_fail(q->file, q->sql_line, "query %.*s: column %d (%.*s) needs AS and a name", STR_ARG(q->name), i + 1,
                      STR_ARG(name));
        }
        enum type t = type_of_column(q, name, sqlite3_column_decltype(st, i));
        if (t == TYPE_NONE) {
            tool_fail(q->file, q->line, "query %.*s: the type of %.*s cannot be seen; add \"-- columns: %.*s int\"",
                      STR_ARG(q->name), STR_ARG(name), STR_ARG(name));
        }
        for (size_t k = 0; k < q->columns.n; k++) {
            if (str_eq(q->columns.at[k].name, name)) {
                tool_fail(q->file, q->sql_line, "query %.*s: two columns are called %.*s", STR_ARG(q->name),
                          STR_ARG(name));
            }
        }
        q->columns.at[q->columns.n++] = (struct field){.name = name, .type = t};
    }
    for (size_t i = 0; i < q->declared.n; i++) {
        size_t k = 0;
        while (k < q->columns.n && !str_eq(q->columns.at[k].name, q->declared.at[i].name)) {
            k++;
        }
        if (k == q->columns.n) {
            tool_fail(q->file, q->line, "query %.*s: \"-- columns:\" names %.*s, which the SQL does not return",
                      STR_ARG(q->name), STR_ARG(q->declared.at[i].name));
        }
    }
    if ((n == 0) != (q->kind == KIND_EXEC)) {
        tool_fail(q->file, q->line, "query %.*s returns %s", STR_ARG(q->name),
                  n == 0 ? "no columns: it is :exec" : "columns: it is not :exec");
    }
}

static void prepare(struct arena *a, sqlite3 *db, struct query *q)
{
    lint_query(q);
    sqlite3_stmt *st = NULL;
    const char *tail = NULL;
    if (sqlite3_prepare_v2(db, q->sql.p, (int)q->sql.n + 1, &st, &tail) != SQLITE_OK) {
        int offset = sqlite3_error_offset(db);
        int line = q->sql_line + line_of(q->sql.p, q->sql.p + (offset > 0 ? offset : 0)) - 1;
        tool_fail(q->file, line, "query %.*s: %s", STR_ARG(q->name), sqlite3_errmsg(db));
    }
    if (str_trim(str_c(tail)).n > 0) {
        tool_fail(q->file, q->sql_line, "query %.*s is more than one statement", STR_ARG(q->name));
    }
    q->writes = sqlite3_stmt_readonly(st) == 0;
    if (q->writes && (q->kind == KIND_EACH)) {
        tool_fail(q->file, q->line, "query %.*s writes: :each is for reading", STR_ARG(q->name));
    }
    check_params(q, st);
    infer_columns(a, q, st);
    (void)sqlite3_finalize(st);
}

static bool same_column(const struct field *a, const struct field *b)
{
    return str_eq(a->name, b->name) && a->type == b->type;
}

static struct str column_list(struct arena *a, const struct fields *f)
{
    struct str list = STR("");
    for (size_t i = 0; i < f->n; i++) {
        list = str_fmt(a, "%.*s%s%.*s %s", STR_ARG(list), i == 0 ? "" : ", ", STR_ARG(f->at[i].name),
                       f->at[i].type == TYPE_NONE ? "?" : type_names[f->at[i].type]);
    }
    return list;
}

// Queries that share a row have the same columns; else the build ends with the first that differs, and both lists.
static void check_shared_row(struct arena *a, const struct query *q, const struct query *p)
{
    const struct fields *here = &q->columns, *there = &p->columns;
    size_t i = 0;
    while (i < here->n && i < there->n && same_column(&here->at[i], &there->at[i])) {
        i++;
    }
    if (i < here->n || i < there->n) {
        tool_fail(q->file, q->line,
                  "query %.*s: its columns are not those of %.*s at %s:%d: column %zu is %.*s here and %.*s there\n"
                  "  here:  %.*s\n  there: %.*s",
                  STR_ARG(q->name), STR_ARG(q->row), p->file, p->line, i + 1,
                  STR_ARG(i < here->n ? here->at[i].name : STR("missing")),
                  STR_ARG(i < there->n ? there->at[i].name : STR("missing")), STR_ARG(column_list(a, here)),
                  STR_ARG(column_list(a, there)));
    }
}

static void join_rows(struct work *w)
{
    for (size_t i = 0; i < w->n; i++) {
        struct query *q = &w->queries[i];
        q->row_first = q->kind != KIND_EXEC;
        for (size_t k = 0; q->row_first && k < i; k++) {
            const struct query *p = &w->queries[k];
            if (p->kind == KIND_EXEC || !str_eq(p->row, q->row)) {
                continue;
            }
            check_shared_row(&w->arena, q, p);
            q->row_first = false;
        }
    }
}

// ------------------------------------------------------------------------------------------------------------- main

static struct str stem_of(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    struct str s = str_c(slash == NULL ? path : slash + 1);
    if (!str_ends(s, STR(".sql"))) {
        tool_fail(path, 0, "does not end with .sql");
    }
    return str_copy(a, str_slice(s, 0, s.n - 4));
}

// A .sql file that lies in the folder but not in the build's list would silently not be there.
static void check_folder(struct arena *a, const char *const *paths, size_t n)
{
    if (n == 0) {
        return;
    }
    const char *slash = strrchr(paths[0], '/');
    const char *folder = slash == NULL ? "." : arena_copy(a, paths[0], (size_t)(slash - paths[0]));
    DIR *d = opendir(folder);
    if (d == NULL) {
        tool_fail(folder, 0, "%s", strerror(errno));
    }
    for (struct dirent *f; (f = readdir(d)) != NULL;) {
        struct str name = str_c(f->d_name);
        if (!str_ends(name, STR(".sql")) || str_starts(name, STR("."))) {
            continue;
        }
        size_t i = 0;
        while (i < n && !str_ends(str_c(paths[i]), name)) {
            i++;
        }
        if (i == n) {
            tool_fail(folder, 0, "%s is not in the build: add it to the list in meson.build beside this folder",
                      f->d_name);
        }
    }
    (void)closedir(d);
}

static size_t list_after(int argc, char **argv, const char *option, const char *const **out)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], option) == 0) {
            *out = (const char *const *)argv + i + 1;
            size_t n = 0;
            while (i + 1 + (int)n < argc && strncmp(argv[i + 1 + (int)n], "--", 2) != 0) {
                n++;
            }
            return n;
        }
    }
    *out = NULL;
    return 0;
}

static const char *option_of(int argc, char **argv, const char *option)
{
    const char *const *v;
    if (list_after(argc, argv, option, &v) != 1) {
        tool_fail("mkquery", 0, "%s and one word are needed", option);
    }
    return v[0];
}

int main(int argc, char **argv)
{
    static struct work w;
    static struct query queries[MAX_QUERIES];
    w.queries = queries;
    const char *const *migrations, *const *files;
    const char *out = option_of(argc, argv, "--out");
    const char *prefix = option_of(argc, argv, "--prefix");
    const char *schema = option_of(argc, argv, "--schema");
    size_t nmigrations = list_after(argc, argv, "--migrations", &migrations);
    size_t nfiles = list_after(argc, argv, "--queries", &files);
    check_folder(&w.arena, migrations, nmigrations);
    check_folder(&w.arena, files, nfiles);
    sqlite3 *db = NULL;
    if (nfiles > MAX_FILES || sqlite3_open(":memory:", &db) != SQLITE_OK) {
        tool_fail("mkquery", 0, "more than %d files, or no memory", MAX_FILES);
    }
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    apply_migrations(db, migrations, nmigrations);
    check_tables(db, nmigrations > 0 ? migrations[nmigrations - 1] : "mkquery");
    for (size_t i = 0; i < nfiles; i++) {
        struct source *s = &w.sources[w.nsources++];
        *s = (struct source){.path = files[i], .stem = stem_of(&w.arena, files[i])};
        parse_file(&w, s);
    }
    for (size_t i = 0; i < w.n; i++) {
        prepare(&w.arena, db, &w.queries[i]);
    }
    join_rows(&w);
    (void)sqlite3_close(db);
    emit_all(&w, out, prefix);
    emit_migrations(&w, out, prefix, schema, migrations, nmigrations);
    arena_free(&w.arena);
    return 0;
}
