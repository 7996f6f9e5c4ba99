// query.c: running a generated query on whichever engine the transaction has.
#include "db/engine.h"

#include "base/utf8.h"

// Note the first failure of a transaction: its work is undone because of it, and the caller may not have kept it.
static bool failed(struct tx *tx, const struct err *e)
{
    if (tx->first.code == ERR_NONE) {
        tx->first = *e;
    }
    return false;
}

static bool check_values(const struct db_query *q, const struct db_value *v, struct err *e)
{
    for (size_t i = 0; i < q->nparams; i++) {
        const struct db_param *p = &q->params[i];
        if (p->type != DB_TEXT && p->type != DB_BLOB) {
            continue;
        }
        if (v[i].s.p == NULL) {
            if (!p->nullable) {
                return err_set(e, ERR_INPUT, "query %s: %s is missing", q->name, p->name);
            }
        } else if (p->type == DB_TEXT && (memchr(v[i].s.p, 0, v[i].s.n) != NULL || !utf8_valid(v[i].s))) {
            return err_set(e, ERR_INPUT, "query %s: %s is not UTF-8 text", q->name, p->name);
        }
    }
    return true;
}

static bool start(struct cursor *cur, struct tx *tx, const struct db_query *q, const struct db_value *v, bool stream,
                  struct err *e)
{
    BUG_ON(q->writes && !tx->writes);
    *cur = (struct cursor){.conn = tx->conn, .query = q, .stream = stream};
    if (tx->first.code != ERR_NONE) {
        *e = tx->first; // the transaction is lost; PostgreSQL would say so too
        return false;
    }
    if (!check_values(q, v, e)) {
        return failed(tx, e);
    }
    tx->wrote = tx->wrote || q->writes;
    return tx->conn->engine->start(cur, v, e) || failed(tx, e);
}

enum q_got db_one(struct tx *tx, const struct db_query *q, const struct db_value *v, void *row, struct err *e)
{
    struct cursor cur;
    if (!start(&cur, tx, q, v, false, e)) {
        return Q_ERROR;
    }
    enum q_got got = tx->conn->engine->step(&cur, tx->arena, row, e);
    tx->conn->engine->finish(&cur);
    if (got == Q_ERROR) {
        (void)failed(tx, e);
    }
    return got;
}

bool db_many(struct tx *tx, const struct db_query *q, const struct db_value *v, void **rows, size_t *n, struct err *e)
{
    struct cursor cur;
    if (!start(&cur, tx, q, v, false, e)) {
        return false;
    }
    char *all = NULL;
    size_t count = 0, cap = 0;
    enum q_got got;
    do {
        if (count == cap) {
            cap = cap == 0 ? 16 : cap * 2;
            all = xrealloc(all, cap * q->row_size);
        }
        got = tx->conn->engine->step(&cur, tx->arena, all + count * q->row_size, e);
        count += got == Q_ROW ? 1 : 0;
    } while (got == Q_ROW);
    tx->conn->engine->finish(&cur);
    if (got == Q_ERROR) {
        free(all);
        return failed(tx, e);
    }
    *rows = arena_copy(tx->arena, all, count * q->row_size);
    *n = count;
    free(all);
    return true;
}

bool db_each(struct tx *tx, const struct db_query *q, const struct db_value *v, db_row_fn *fn, void *arg, struct err *e)
{
    struct cursor cur;
    if (!start(&cur, tx, q, v, true, e)) {
        return false;
    }
    struct arena scratch = ARENA_INIT;
    void *row = xmalloc(q->row_size);
    bool going = true;
    enum q_got got = Q_ROW;
    while (going && (got = tx->conn->engine->step(&cur, &scratch, row, e)) == Q_ROW) {
        going = fn(arg, row, e);
        arena_reset(&scratch);
    }
    tx->conn->engine->finish(&cur);
    free(row);
    arena_free(&scratch);
    if (got == Q_ERROR) {
        return failed(tx, e);
    }
    return going;
}

bool db_exec(struct tx *tx, const struct db_query *q, const struct db_value *v, int64_t *changed, struct err *e)
{
    struct cursor cur;
    if (!start(&cur, tx, q, v, false, e)) {
        return false;
    }
    BUG_ON(q->ncolumns != 0);
    enum q_got got = tx->conn->engine->step(&cur, tx->arena, NULL, e);
    int64_t count = cur.changed;
    tx->conn->engine->finish(&cur);
    if (got == Q_ERROR) {
        return failed(tx, e);
    }
    if (changed != NULL) {
        *changed = count;
    }
    return true;
}

struct arena *tx_arena(struct tx *tx)
{
    return tx->arena;
}

void row_set_int(void *row, const struct db_column *col, int64_t value)
{
    char *to = (char *)row + col->offset;
    if (col->type == DB_BOOL) {
        bool b = value != 0;
        memcpy(to, &b, sizeof b);
    } else {
        memcpy(to, &value, sizeof value);
    }
}

void row_set_bytes(void *row, const struct db_column *col, struct arena *a, const void *p, size_t n, bool null)
{
    struct str s = null ? STR_NONE : (struct str){arena_copy(a, p, n), n};
    memcpy((char *)row + col->offset, &s, sizeof s);
}

static size_t slot_of(const struct stmt_cache *c, const struct db_query *q)
{
    size_t at = ((uintptr_t)q >> 4) * 0x9E3779B97F4A7C15u >> 20 & (c->cap - 1);
    while (c->slots[at].query != NULL && c->slots[at].query != q) {
        at = (at + 1) & (c->cap - 1);
    }
    return at;
}

void **stmt_cache_find(struct stmt_cache *c, const struct db_query *q)
{
    if (c->n * 2 >= c->cap) {
        struct stmt_cache bigger = {.cap = c->cap == 0 ? 64 : c->cap * 2, .n = c->n};
        bigger.slots = xcalloc(bigger.cap, sizeof *bigger.slots);
        for (size_t i = 0; i < c->cap; i++) {
            if (c->slots[i].query != NULL) {
                bigger.slots[slot_of(&bigger, c->slots[i].query)] = c->slots[i];
            }
        }
        free(c->slots);
        *c = bigger;
    }
    struct stmt_slot *s = &c->slots[slot_of(c, q)];
    if (s->query == NULL) {
        s->query = q;
        c->n++;
    }
    return &s->statement;
}

void stmt_cache_free(struct stmt_cache *c, void (*drop)(void *statement))
{
    for (size_t i = 0; i < c->cap; i++) {
        if (c->slots[i].statement != NULL) {
            drop(c->slots[i].statement);
        }
    }
    free(c->slots);
    *c = (struct stmt_cache){NULL, 0, 0};
}
