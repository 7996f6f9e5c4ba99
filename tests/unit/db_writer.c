// db_writer.c: many threads write through one writer; each gets its own result, and the numbers have no gaps.
#include "dbtest.h"

#include "base/clock.h"
#include "t_thing.h"

#include <pthread.h>
#include <stdatomic.h>

enum { THREADS = 8, EACH = 40 };

struct order {
    int64_t id;
    enum tx_end end;
    bool conflict; // insert a title that is there already
    bool orphan;   // insert a part of nothing: found at the commit only
    bool breaks;   // ask for a sum that no number holds, which to SQLite is an error of its own
    int64_t number;
};

static enum tx_end carry_out(struct tx *tx, void *arg, struct err *e)
{
    struct order *o = arg;
    struct counter_next_row next;
    o->number = 0;
    if (t_counter_next(tx, 1, &next, e) != Q_ROW) {
        return TX_FAILED;
    }
    o->number = next.last;
    struct t_thing_add_in in = {.id = o->id, .amount = o->breaks ? INT64_MAX : next.last, .made_at = 1};
    in.title = o->conflict ? STR("once") : str_fmt(tx_arena(tx), "thing %lld", (long long)o->id);
    if (!t_thing_add(tx, &in, NULL, e) || (o->orphan && !t_part_add(tx, o->id, 999999, STR("lost"), NULL, e))) {
        return TX_FAILED;
    }
    struct thing_count_row sum;
    if (o->breaks && t_thing_count(tx, &sum, e) != Q_ROW) {
        return TX_FAILED;
    }
    if (o->end == TX_FAILED) {
        (void)err_set(e, ERR_LIMIT, "thing %lld does not want to", (long long)o->id);
    }
    return o->end;
}

struct crew {
    struct db *db;
    int first;
    int kept, refused, wrong;
};

// Three in ten orders are undone in the three ways there are.
static void *work(void *arg)
{
    struct crew *c = arg;
    struct arena a = ARENA_INIT;
    for (int i = 0; i < EACH; i++) {
        struct err e = ERR_INIT;
        struct order o = {.id = 100 + c->first + i,
                          .end = i % 10 == 3   ? TX_ROLLBACK
                                 : i % 10 == 6 ? TX_FAILED
                                               : TX_COMMIT,
                          .conflict = i % 10 == 9};
        bool done = db_write(c->db, &a, carry_out, &o, &e);
        bool expected = o.end != TX_FAILED && !o.conflict;
        c->kept += done && o.end == TX_COMMIT ? 1 : 0;
        c->refused += !done && (o.conflict ? e.code == ERR_CONFLICT : e.code == ERR_LIMIT) ? 1 : 0;
        c->wrong += done != expected ? 1 : 0;
        arena_reset(&a);
    }
    arena_free(&a);
    return NULL;
}

static enum tx_end prepare_counter(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct t_thing_add_in once = {.id = 1, .title = STR("once"), .made_at = 1};
    return t_counter_add(tx, 1, NULL, e) && t_thing_add(tx, &once, NULL, e) ? TX_COMMIT : TX_FAILED;
}

static int64_t last_number(struct db *db)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    struct tx *tx;
    struct counter_last_row row = {-1};
    BUG_ON(!db_read_begin(db, &a, &tx, &e));
    BUG_ON(t_counter_last(tx, 1, &row, &e) != Q_ROW);
    db_read_end(tx);
    arena_free(&a);
    return row.last;
}

static void test_many(struct db *db)
{
    struct crew crews[THREADS];
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        crews[i] = (struct crew){.db = db, .first = i * EACH};
        BUG_ON(pthread_create(&threads[i], NULL, work, &crews[i]) != 0);
    }
    int kept = 0, refused = 0, wrong = 0;
    for (int i = 0; i < THREADS; i++) {
        (void)pthread_join(threads[i], NULL);
        kept += crews[i].kept;
        refused += crews[i].refused;
        wrong += crews[i].wrong;
    }
    is_int(kept, THREADS * EACH * 7 / 10, "what was to be kept is kept");
    is_int(refused, THREADS * EACH * 2 / 10, "who failed hears why");
    is_int(wrong, 0, "nobody hears another's result");
    is_int(last_number(db), kept, "numbers have no gaps: undone ones were given again");
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    struct tx *tx;
    struct thing_count_row c;
    ok(db_read_begin(db, &a, &tx, &e) && t_thing_count(tx, &c, &e) == Q_ROW, "the things are there %s", e.what);
    is_int(c.n, kept + 1, "as many as were kept");
    is_int(c.total, (int64_t)kept * (kept + 1) / 2, "with each number once");
    db_read_end(tx);
    arena_free(&a);
}

struct async {
    struct arena arena;
    struct order order;
    _Atomic int *left;
    bool ok;
    enum err_code code;
};

static void told(void *ctx, bool ok_, const struct err *e)
{
    struct async *s = ctx;
    s->ok = ok_;
    s->code = ok_ ? ERR_NONE : e->code;
    BUG_ON(ok_ != (e == NULL));
    atomic_fetch_sub(s->left, 1);
}

static void test_async(struct db *db)
{
    enum { N = 30 };
    static struct async jobs[N];
    _Atomic int left = N;
    for (int i = 0; i < N; i++) {
        struct order one = {.id = 5000 + i, .end = TX_COMMIT, .orphan = i == 17, .breaks = i == 23};
        jobs[i] = (struct async){.order = one, .left = &left};
        db_write_async(db, &jobs[i].arena, carry_out, &jobs[i].order, told, &jobs[i]);
    }
    while (atomic_load(&left) > 0) {
        (void)usleep(1000);
    }
    int good = 0;
    for (int i = 0; i < N; i++) {
        good += jobs[i].ok ? 1 : 0;
        arena_free(&jobs[i].arena);
    }
    is_int(good, N - 2, "one that breaks a constraint at the commit, and one that meets an error, do not harm the others");
    ok(!jobs[17].ok && jobs[17].code == ERR_CONFLICT && !jobs[23].ok, "and hear of it");
    int64_t last = last_number(db);
    struct order more = {.id = 6000, .end = TX_COMMIT};
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    ok(db_write(db, &a, carry_out, &more, &e) && more.number == last + 1, "the next number follows");
    arena_free(&a);
}

static void test_snapshot(struct db *db)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    struct tx *before, *after;
    struct thing_count_row old, now, late;
    ok(db_read_begin(db, &a, &before, &e) && t_thing_count(before, &old, &e) == Q_ROW, "a reader begins");
    struct order o = {.id = 7000, .end = TX_COMMIT};
    ok(db_write(db, &a, carry_out, &o, &e), "a writer does not wait for it");
    ok(t_thing_count(before, &now, &e) == Q_ROW && now.n == old.n, "the reader still sees what it saw");
    ok(db_read_begin(db, &a, &after, &e) && t_thing_count(after, &late, &e) == Q_ROW && late.n == old.n + 1,
       "who begins afterwards sees what was written");
    db_read_end(after);
    db_read_end(before);
    arena_free(&a);
}

static void test_engine(int engine)
{
    struct db *db = dbtest_open(engine);
    if (db == NULL) {
        return;
    }
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    ok(db_write(db, &a, prepare_counter, NULL, &e), "a counter %s", e.what);
    test_many(db);
    test_async(db);
    test_snapshot(db);
    db_close(db);
    arena_free(&a);
}

struct readers {
    struct db *db;
    _Atomic bool over;
};

// Snapshot after snapshot; two threads of this leave no moment without one.
static void *keep_reading(void *arg)
{
    struct readers *r = arg;
    struct arena a = ARENA_INIT;
    while (!atomic_load(&r->over)) {
        struct err e = ERR_INIT;
        struct tx *tx;
        struct thing_count_row c;
        BUG_ON(!db_read_begin(r->db, &a, &tx, &e) || t_thing_count(tx, &c, &e) != Q_ROW);
        (void)usleep(5000);
        db_read_end(tx);
    }
    arena_free(&a);
    return NULL;
}

static enum tx_end add_large(struct tx *tx, void *arg, struct err *e)
{
    struct t_thing_add_in in = {.id = *(int64_t *)arg, .made_at = 1};
    in.title = str_fmt(tx_arena(tx), "large %lld", (long long)in.id);
    in.raw = (struct str){arena_calloc(tx_arena(tx), 1, 100000), 100000};
    return t_thing_add(tx, &in, NULL, e) ? TX_COMMIT : TX_FAILED;
}

static const char *in_capitals(const char *fmt)
{
    return strcmp(fmt, "no such %s") == 0 ? "NO SUCH %s" : fmt;
}

static enum tx_end fails(struct tx *tx, void *arg, struct err *e)
{
    (void)tx;
    (void)arg;
    (void)err_set(e, ERR_INPUT, "no such %s", "thing");
    return TX_FAILED;
}

// The writer's thread fails in the language of whoever asked, and in its own again afterwards.
static void test_language(void)
{
    struct db *db = dbtest_open(0);
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    err_speak(in_capitals);
    ok(!db_write(db, &a, fails, NULL, &e), "a function fails");
    is_str(str_c(e.what), "NO SUCH thing", "in its caller's language");
    err_speak(NULL);
    ok(!db_write(db, &a, fails, NULL, &e), "for another caller");
    is_str(str_c(e.what), "no such thing", "in English");
    db_close(db);
    arena_free(&a);
}

static void test_log_stays_short(void)
{
    enum { LARGE = 1200 }; // 120 MB
    struct readers r = {.db = dbtest_open(0)};
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    pthread_t threads[3];
    for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
        BUG_ON(pthread_create(&threads[i], NULL, keep_reading, &r) != 0);
    }
    int written = 0;
    for (int64_t id = 1; id <= LARGE; id++) {
        written += db_write(r.db, &a, add_large, &id, &e) ? 1 : 0;
        arena_reset(&a);
    }
    is_int(written, LARGE, "writing goes on beside readers that leave no gap %s", e.what);
    char name[340];
    struct stat st;
    (void)snprintf(name, sizeof name, "%s-wal", dbtest_name);
    BUG_ON(stat(name, &st) != 0);
    ok(st.st_size < 60000000, "and the log stays short: %lld bytes", (long long)st.st_size);
    atomic_store(&r.over, true);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
        (void)pthread_join(threads[i], NULL);
    }
    db_close(r.db);
    arena_free(&a);
}

// One that holds its snapshot for long keeps the log from beginning anew; the writer does not wait for it each time.
static void test_long_reader(void)
{
    enum { LARGE = 400, MORE = 60 }; // 40 MB: past where the writer would have the log begin anew
    struct db *db = dbtest_open(0);
    struct arena a = ARENA_INIT;
    struct arena mem = ARENA_INIT;
    struct err e = ERR_INIT;
    struct tx *tx;
    struct thing_count_row c;
    ok(db_read_begin(db, &mem, &tx, &e) && t_thing_count(tx, &c, &e) == Q_ROW, "a reader holds its snapshot %s", e.what);
    int written = 0;
    int64_t since = 0;
    for (int64_t id = 1; id <= LARGE + MORE; id++) {
        since = id == LARGE ? clock_mono_us() : since;
        written += db_write(db, &a, add_large, &id, &e) ? 1 : 0;
        arena_reset(&a);
    }
    int64_t took = (clock_mono_us() - since) / 1000;
    is_int(written, LARGE + MORE, "writing goes on beside it %s", e.what);
    ok(took < MORE * 100, "without waiting for it at each commit: %lld ms for %d", (long long)took, MORE);
    db_read_end(tx);
    db_close(db);
    arena_free(&a);
    arena_free(&mem);
}

enum { SLOW = 6, SLOW_US = 10 * 1000 };

struct slow {
    struct arena arena;
    _Atomic int *ran, *told;
    int ran_when_told; // functions that had run when this one was told of its commit
};

static enum tx_end take_time(struct tx *tx, void *arg, struct err *e)
{
    (void)tx;
    (void)e;
    struct slow *s = arg;
    (void)usleep(SLOW_US);
    atomic_fetch_add(s->ran, 1);
    return TX_COMMIT;
}

static void note_slow(void *ctx, bool ok_, const struct err *e)
{
    struct slow *s = ctx;
    BUG_ON(!ok_ || e != NULL);
    s->ran_when_told = atomic_load(s->ran);
    atomic_fetch_add(s->told, 1);
}

// How many functions of 10 ms each had run when the first of them was told of its commit.
static int committed_together(enum db_mode mode)
{
    static struct slow jobs[SLOW];
    _Atomic int ran = 0, told_of = 0;
    struct db *db;
    struct err e = ERR_INIT;
    BUG_ON(!db_open_as(&db, dbtest_name, mode, &test_schema, &e));
    for (int i = 0; i < SLOW; i++) {
        jobs[i] = (struct slow){.ran = &ran, .told = &told_of};
        db_write_async(db, &jobs[i].arena, take_time, &jobs[i], note_slow, &jobs[i]);
    }
    while (atomic_load(&told_of) < SLOW) {
        (void)usleep(1000);
    }
    db_close(db);
    for (int i = 0; i < SLOW; i++) {
        arena_free(&jobs[i].arena);
    }
    return jobs[0].ran_when_told;
}

static void test_bulk(void)
{
    db_close(dbtest_open(0));
    ok(committed_together(DB_READ_WRITE) < SLOW, "where others wait, a commit comes soon");
    is_int(committed_together(DB_BULK), SLOW, "a command that takes in much commits its functions together");
}

// Two stores opened on one PostgreSQL database, as two processes would: both write the same counter.
static void test_two_writers(void)
{
    struct db *one = dbtest_open(1), *two = NULL;
    if (one == NULL) {
        return;
    }
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    ok(db_open_as(&two, dbtest_name, DB_READ_WRITE, &test_schema, &e), "PostgreSQL takes a second writer %s", e.what);
    ok(db_write(one, &a, prepare_counter, NULL, &e), "a counter %s", e.what);
    struct crew crews[2] = {{.db = one, .first = 0}, {.db = two, .first = EACH}};
    pthread_t other;
    BUG_ON(pthread_create(&other, NULL, work, &crews[1]) != 0);
    (void)work(&crews[0]);
    (void)pthread_join(other, NULL);
    is_int(crews[0].wrong + crews[1].wrong, 0, "both get done what they wanted, by running again");
    is_int(last_number(one), crews[0].kept + crews[1].kept, "and numbers still have no gaps");
    db_close(two);
    db_close(one);
    arena_free(&a);
}

// The server drops every connection, as when it is restarted: who writes or reads next connects again.
static void test_lost_connection(void)
{
    struct db *db = dbtest_open(1);
    if (db == NULL) {
        return;
    }
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    struct tx *tx;
    struct thing_count_row c;
    struct order o = {.id = 2, .end = TX_COMMIT};
    ok(db_write(db, &a, prepare_counter, NULL, &e), "a counter %s", e.what);
    is_int(last_number(db), 0, "read once, so that a reader's connection is open too");
    char command[500];
    (void)snprintf(command, sizeof command,
                   "psql -qXAt '%s' -c \"SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                   " WHERE datname = current_database() AND pid <> pg_backend_pid()\" >/dev/null",
                   dbtest_name);
    ok(system(command) == 0, "all connections are cut");
    ok(db_write(db, &a, carry_out, &o, &e) && o.number == 1, "the writer connects again %s", e.what);
    ok(db_read_begin(db, &a, &tx, &e) && t_thing_count(tx, &c, &e) == Q_ROW && c.n == 2, "so does a reader %s", e.what);
    db_read_end(tx);
    db_close(db);
    arena_free(&a);
}

int main(void)
{
    test_engine(0);
    test_engine(1);
    test_language();
    test_log_stays_short();
    test_long_reader();
    test_bulk();
    test_two_writers();
    test_lost_connection();
    dbtest_clean();
    return tap_done();
}
