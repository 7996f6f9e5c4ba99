// db_writes.c: messages a second through db_write_async(), 64 in flight, each durable before it is answered, beside a
// bare SQLite loop that writes the same rows in batches of 64 to the same disk. usage: bench_db_writes FOLDER [SECONDS
// [URL]] With the URL of an empty PostgreSQL database, the same on that (no reference there).
#include "base/clock.h"
#include "base/random.h"
#include "db/dialect.h"
#include "db/schema.h"

#include "b_intake.h"

#include <semaphore.h>
#include <sqlite3.h>
#include <unistd.h>

extern const struct db_schema bench_schema;

enum { IN_FLIGHT = 64, WORDS = 300, CANONICAL = 120 };

static char words[WORDS + 1];
static char canonical[CANONICAL];

_Noreturn static void give_up(const char *what, const char *why)
{
    fprintf(stderr, "bench: %s: %s\n", what, why);
    exit(1);
}

static struct str public_id(char *out, int64_t id)
{
    int n = snprintf(out, 32, "%016llx", (unsigned long long)id * 0x9E3779B97F4A7C15u);
    return (struct str){out, (size_t)n};
}

static enum tx_end take_in(struct tx *tx, void *arg, struct err *e)
{
    int64_t id = random_id();
    char text[32];
    struct b_message_add_in in = {id, public_id(text, id), 1700000000, {words, WORDS}};
    struct event_next_row next;
    (void)arg;
    if (b_event_next(tx, &next, e) != Q_ROW || !b_message_add(tx, &in, NULL, e)) {
        return TX_FAILED;
    }
    struct b_event_add_in event = {next.event_number, id, 1700000000, {canonical, CANONICAL}};
    return b_event_add(tx, &event, NULL, e) ? TX_COMMIT : TX_FAILED;
}

static enum tx_end add_home(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    return b_home_add(tx, NULL, e) ? TX_COMMIT : TX_FAILED;
}

struct load {
    struct db *db;
    int64_t until, done;
    int going;
    sem_t over;
};

struct slot {
    struct load *load;
    struct arena arena;
};

static void again(void *ctx, bool ok, const struct err *e) // on the writer's thread, as a server would resume a request
{
    struct slot *s = ctx;
    struct load *l = s->load;
    if (!ok) {
        give_up("write", e->what);
    }
    l->done++;
    arena_reset(&s->arena);
    if (clock_mono_us() < l->until) {
        db_write_async(l->db, &s->arena, take_in, NULL, again, s);
    } else if (--l->going == 0) {
        (void)sem_post(&l->over);
    }
}

static double through_writer(const char *where, int seconds)
{
    struct err e = ERR_INIT;
    struct arena a = ARENA_INIT;
    struct load l = {.going = IN_FLIGHT};
    static struct slot slots[IN_FLIGHT];
    if (!db_create_as(where, &bench_schema, &e) || !db_open_as(&l.db, where, DB_READ_WRITE, &bench_schema, &e) ||
        !db_write(l.db, &a, add_home, NULL, &e) || sem_init(&l.over, 0, 0) != 0) {
        give_up(where, e.what);
    }
    int64_t began = clock_mono_us();
    l.until = began + seconds * (int64_t)1000000;
    for (int i = 0; i < IN_FLIGHT; i++) {
        slots[i].load = &l;
        db_write_async(l.db, &slots[i].arena, take_in, NULL, again, &slots[i]);
    }
    (void)sem_wait(&l.over);
    double took = (double)(clock_mono_us() - began) / 1e6;
    db_close(l.db);
    for (int i = 0; i < IN_FLIGHT; i++) {
        arena_free(&slots[i].arena);
    }
    return (double)l.done / took;
}

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        give_up(sql, sqlite3_errmsg(db));
    }
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *st;
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK) {
        give_up(sql, sqlite3_errmsg(db));
    }
    return st;
}

static void step(sqlite3 *db, sqlite3_stmt *st)
{
    int rc = sqlite3_step(st);
    if (rc != SQLITE_DONE && rc != SQLITE_ROW) {
        give_up("step", sqlite3_errmsg(db));
    }
}

static double bare_loop(const char *where, int seconds, int batch)
{
    sqlite3 *db;
    struct buf schema = buf_new(1 << 16);
    struct str bad;
    if (sqlite3_open(where, &db) != SQLITE_OK ||
        !dialect_expand(&schema, str_c(bench_schema.list[0].sql), DIALECT_SQLITE, &bad)) {
        give_up(where, "cannot be made");
    }
    buf_addc(&schema, 0);
    run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
    run(db, schema.p);
    run(db, "INSERT INTO home VALUES (1, 0)");
    sqlite3_stmt *next =
        prepare(db, "UPDATE home SET event_number = event_number + 1 WHERE id = 1 RETURNING event_number");
    sqlite3_stmt *message = prepare(db, "INSERT INTO message VALUES (1, ?1, ?2, 1700000000, ?3)");
    sqlite3_stmt *event = prepare(db, "INSERT INTO event VALUES (1, ?1, 'received', ?2, 1700000000, ?3)");
    int64_t began = clock_mono_us(), until = began + seconds * (int64_t)1000000, done = 0;
    while (clock_mono_us() < until) {
        run(db, "BEGIN IMMEDIATE");
        for (int i = 0; i < batch; i++, done++) {
            int64_t id = random_id();
            char text[32];
            struct str pub = public_id(text, id);
            step(db, next);
            (void)sqlite3_bind_int64(event, 1, sqlite3_column_int64(next, 0));
            (void)sqlite3_reset(next);
            (void)sqlite3_bind_int64(message, 1, id);
            (void)sqlite3_bind_text(message, 2, pub.p, (int)pub.n, SQLITE_STATIC);
            (void)sqlite3_bind_text(message, 3, words, WORDS, SQLITE_STATIC);
            step(db, message);
            (void)sqlite3_reset(message);
            (void)sqlite3_bind_int64(event, 2, id);
            (void)sqlite3_bind_blob(event, 3, canonical, CANONICAL, SQLITE_STATIC);
            step(db, event);
            (void)sqlite3_reset(event);
        }
        run(db, "COMMIT");
    }
    double rate = (double)done * 1e6 / (double)(clock_mono_us() - began);
    (void)sqlite3_finalize(next);
    (void)sqlite3_finalize(message);
    (void)sqlite3_finalize(event);
    (void)sqlite3_close(db);
    buf_free(&schema);
    return rate;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        give_up("usage", "bench_db_writes FOLDER [SECONDS [URL of an empty PostgreSQL database]]");
    }
    int seconds = argc > 2 ? atoi(argv[2]) : 4;
    memset(words, 'w', WORDS);
    memset(canonical, 'c', CANONICAL);
    if (argc > 3) {
        printf("postgres: %.0f messages/s through the writer, %d in flight\n", through_writer(argv[3], seconds),
               IN_FLIGHT);
        return 0;
    }
    char ours[4096], bare[4096];
    (void)snprintf(ours, sizeof ours, "%s/bench-writer-%d.db", argv[1], (int)getpid());
    (void)snprintf(bare, sizeof bare, "%s/bench-bare-%d.db", argv[1], (int)getpid());
    double reference = bare_loop(bare, seconds, IN_FLIGHT);
    double rate = through_writer(ours, seconds);
    printf("sqlite: %.0f messages/s through the writer, %d in flight; bare loop in batches of %d: %.0f/s; ratio %.2f\n",
           rate, IN_FLIGHT, IN_FLIGHT, reference, rate / reference);
    char lock[4200];
    (void)snprintf(lock, sizeof lock, "%s.lock", ours);
    (void)(unlink(ours) + unlink(bare) + unlink(lock));
    return 0;
}
