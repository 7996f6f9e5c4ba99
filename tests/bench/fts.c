// fts.c: see fts.h.
#include "fts.h"

#include "base/buf.h"

#include <sqlite3.h>

struct fts {
    sqlite3 *db;
    sqlite3_stmt *put, *get;
    struct arena arena;
};

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        fprintf(stderr, "bench: %s: %s\n", sql, sqlite3_errmsg(db));
        exit(1);
    }
}

struct fts *fts_new(const char *tokenizer)
{
    struct fts *f = xcalloc(1, sizeof *f);
    BUG_ON(sqlite3_open(":memory:", &f->db) != SQLITE_OK);
    run(f->db, str_z(&f->arena, str_fmt(&f->arena, "CREATE VIRTUAL TABLE t USING fts5(x, content='', tokenize='%s'); BEGIN",
                                        tokenizer)));
    BUG_ON(sqlite3_prepare_v2(f->db, "INSERT INTO t(rowid, x) VALUES($1, $2)", -1, &f->put, NULL) != SQLITE_OK ||
           sqlite3_prepare_v2(f->db, "SELECT rowid FROM t WHERE t MATCH $1 ORDER BY bm25(t) LIMIT $2", -1, &f->get, NULL) !=
               SQLITE_OK);
    return f;
}

void fts_add(struct fts *f, int64_t id, struct str text)
{
    (void)sqlite3_bind_int64(f->put, 1, id);
    (void)sqlite3_bind_text(f->put, 2, text.p, (int)text.n, SQLITE_STATIC);
    BUG_ON(sqlite3_step(f->put) != SQLITE_DONE);
    (void)sqlite3_reset(f->put);
}

void fts_added(struct fts *f)
{
    run(f->db, "COMMIT");
}

size_t fts_memory(struct fts *f)
{
    sqlite3_stmt *s;
    BUG_ON(sqlite3_prepare_v2(f->db, "SELECT sum(length(block)) FROM t_data", -1, &s, NULL) != SQLITE_OK ||
           sqlite3_step(s) != SQLITE_ROW);
    size_t bytes = (size_t)sqlite3_column_int64(s, 0);
    (void)sqlite3_finalize(s);
    return bytes;
}

// The words as FTS5 takes them: each quoted, any of them; the last as a beginning where it is one.
static struct str any_of(struct arena *a, struct str query, bool prefix)
{
    struct buf b = buf_new(1 << 16);
    while (query.p != NULL) {
        struct str word = str_cut(&query, ' ');
        if (memchr(word.p, '"', word.n) == NULL && word.n > 0) {
            buf_addf(&b, "%s\"%.*s\"", b.n > 0 ? " OR " : "", STR_ARG(word));
        }
    }
    buf_addf(&b, "%s", prefix && b.n > 0 ? "*" : "");
    struct str s = str_copy(a, buf_str(&b));
    buf_free(&b);
    return s;
}

size_t fts_ask(struct fts *f, struct str words, bool prefix, int64_t *ids, size_t max)
{
    size_t n = 0;
    struct str q = any_of(&f->arena, words, prefix);
    (void)sqlite3_bind_text(f->get, 1, q.p, (int)q.n, SQLITE_STATIC);
    (void)sqlite3_bind_int64(f->get, 2, (int64_t)max);
    while (q.n > 0 && n < max && sqlite3_step(f->get) == SQLITE_ROW) {
        ids[n++] = sqlite3_column_int64(f->get, 0);
    }
    (void)sqlite3_reset(f->get);
    arena_reset(&f->arena);
    return n;
}

void fts_free(struct fts *f)
{
    (void)sqlite3_finalize(f->put);
    (void)sqlite3_finalize(f->get);
    (void)sqlite3_close(f->db);
    arena_free(&f->arena);
    free(f);
}
