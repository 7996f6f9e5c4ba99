// db_query.c: what goes in by generated queries comes out again, on both engines, in every kind and type.
#include "dbtest.h"

#include "t_all.h"
#include "t_thing.h"

static enum tx_end add_three(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    const struct t_thing_add_in things[] = {
        {.id = 1,
         .title = STR("đường hỏng"),
         .note = STR("a"),
         .raw = STR("\x00\xff\x01"),
         .late = true,
         .amount = -5,
         .made_at = 1700000000},
        {.id = INT64_MAX, .title = STR("'\"\\;"), .note = STR_NONE, .raw = STR_NONE, .amount = INT64_MIN, .made_at = 1},
        {.id = 3, .title = STR(""), .note = STR("a"), .raw = STR(""), .amount = 7, .made_at = 1},
    };
    for (size_t i = 0; i < ARRAY_LEN(things); i++) {
        if (!t_thing_add(tx, &things[i], NULL, e)) {
            return TX_FAILED;
        }
    }
    return TX_COMMIT;
}

static void test_values(struct tx *tx, struct err *e)
{
    struct thing t;
    ok(t_thing_by_id(tx, 1, &t, e) == Q_ROW, "a row by its id");
    is_str(t.title, "đường hỏng", "text");
    ok(t.raw.n == 3 && memcmp(t.raw.p, "\x00\xff\x01", 3) == 0, "bytes, zero among them");
    ok(t.late && t.amount == -5 && t.made_at == 1700000000, "bool, int, time");
    ok(t_thing_by_id(tx, INT64_MAX, &t, e) == Q_ROW && t.amount == INT64_MIN, "the widest numbers");
    ok(t.note.p == NULL && t.raw.p == NULL && !t.late, "NULL is STR_NONE");
    is_str(t.title, "'\"\\;", "quotes are only letters");
    ok(t_thing_by_id(tx, 3, &t, e) == Q_ROW && t.title.p != NULL && t.title.n == 0 && t.raw.p != NULL && t.raw.n == 0,
       "empty is not NULL");
    t.id = 77;
    ok(t_thing_by_id(tx, 4, &t, e) == Q_NONE && t.id == 77, "no row, and the out-parameter untouched");
    struct thing_is_late_row late = {false};
    ok(t_thing_is_late(tx, 1, &late, e) == Q_ROW && late.is_late, "a comparison is a bool");
    struct thing_count_row c;
    ok(t_thing_count(tx, &c, e) == Q_ROW, "counts");
    is_int(c.n, 3, "COUNT");
    is_int(c.late, 1, "COUNT with FILTER");
    is_int(c.total, INT64_MIN + 2, "SUM, cast");
}

struct seen {
    struct tx *tx;
    int n, inner;
    int64_t last;
    int stop_at;
};

static bool count_inner(void *arg, const struct thing_each_row *row, struct err *e)
{
    (void)e;
    struct seen *s = arg;
    s->inner += row->id != 0 ? 1 : 0;
    return true;
}

static bool see(void *arg, const struct thing_each_row *row, struct err *e)
{
    struct seen *s = arg;
    s->n++;
    ok(row->id > s->last, "in order");
    s->last = row->id;
    if (s->n == s->stop_at) {
        return err_set(e, ERR_LIMIT, "enough");
    }
    return t_thing_each(s->tx, STR_NONE, count_inner, s, e); // the same query inside itself
}

static void test_rows(struct tx *tx, struct err *e)
{
    struct thing *rows;
    size_t n;
    ok(t_thing_list(tx, 0, 10, &rows, &n, e) && n == 3, "many rows");
    ok(rows[0].id == 1 && rows[1].id == 3 && rows[2].id == INT64_MAX, "in their order");
    is_str(rows[0].note, "a", "whose strings stay");
    ok(t_thing_list(tx, 1, 1, &rows, &n, e) && n == 1 && rows[0].id == 3, "LIMIT");
    ok(t_thing_list(tx, INT64_MAX, 1, &rows, &n, e) && n == 0, "none is not an error");
    struct seen s = {.tx = tx};
    ok(t_thing_each(tx, STR_NONE, see, &s, e) && s.n == 3 && s.inner == 9, "each row, with the same query inside");
    s = (struct seen){.tx = tx};
    ok(t_thing_each(tx, STR("a"), see, &s, e) && s.n == 2, "an optional parameter that is given");
    s = (struct seen){.tx = tx, .stop_at = 2};
    struct err stop = ERR_INIT;
    ok(!t_thing_each(tx, STR_NONE, see, &s, &stop) && s.n == 2 && stop.code == ERR_LIMIT, "stopped by its function");
    ok(t_thing_list(tx, 0, 10, &rows, &n, e), "which does not harm the transaction");
}

struct change {
    int64_t changed;
    struct str title;
};

static enum tx_end update(struct tx *tx, void *arg, struct err *e)
{
    struct change *c = arg;
    return t_thing_late(tx, true, 4, &c->changed, e) ? TX_COMMIT : TX_FAILED;
}

static enum tx_end add_titled(struct tx *tx, void *arg, struct err *e)
{
    struct change *c = arg;
    struct t_thing_add_in in = {.id = 50, .title = c->title, .made_at = 1};
    (void)(t_thing_add(tx, &in, NULL, e) ? 0 : 1);
    return TX_COMMIT; // whatever it says, a failed query undoes the work
}

static void test_refused(struct db *db, struct arena *a)
{
    struct err e = ERR_INIT;
    struct change c = {.title = STR("a\x00z")};
    ok(!db_write(db, a, add_titled, &c, &e) && e.code == ERR_INPUT, "text with a zero byte: %s", e.what);
    c.title = STR("\xff");
    ok(!db_write(db, a, add_titled, &c, &e) && e.code == ERR_INPUT, "text that is not UTF-8: %s", e.what);
    c.title = STR_NONE;
    ok(!db_write(db, a, add_titled, &c, &e) && e.code == ERR_INPUT, "text that must be given: %s", e.what);
    c.title = STR("đường hỏng");
    ok(!db_write(db, a, add_titled, &c, &e) && e.code == ERR_CONFLICT, "a title twice: %s", e.what);
}

static void test_engine(int engine)
{
    struct db *db = dbtest_open(engine);
    if (db == NULL) {
        return;
    }
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    ok(db_write(db, &a, add_three, NULL, &e), "three rows are written %s", e.what);
    struct tx *tx;
    ok(db_read_begin(db, &a, &tx, &e), "reading %s", e.what);
    ok(tx_arena(tx) == &a, "rows go to the caller's arena");
    test_values(tx, &e);
    test_rows(tx, &e);
    db_read_end(tx);
    struct change c = {0, STR_NONE};
    ok(db_write(db, &a, update, &c, &e), "an update %s", e.what);
    is_int(c.changed, 2, "how many rows changed");
    test_refused(db, &a);
    ok(db_prepare_all(db, t_all, t_all_n, &e), "every query prepares %s", e.what);
    db_close(db);
    arena_free(&a);
}

int main(void)
{
    test_engine(0);
    test_engine(1);
    dbtest_clean();
    return tap_done();
}
