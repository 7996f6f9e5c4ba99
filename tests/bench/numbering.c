// numbering.c: documents numbered a second, 64 issuers at once, each number durable before it is told, beside a bare SQLite
// loop that writes the same rows in batches of 64. usage: bench_numbering [FOLDER [DOCUMENTS]]
#include "base/clock.h"
#include "base/random.h"
#include "core/office/founding.h"
#include "core/steer/document.h"
#include "db/q_document.h"
#include "db/query.h"

#include <semaphore.h>
#include <sqlite3.h>
#include <unistd.h>

enum { ISSUERS = 64, MOST = 100000, PIECE = 50, YEAR_AT = 1780000000 }; // 2026-05-28

_Noreturn static void give_up(const char *what, const char *why)
{
    fprintf(stderr, "bench: %s: %s\n", what, why);
    exit(1);
}

// A store with signed documents that wait for their numbers.
struct desk_work {
    struct db *db;
    struct site *site;
    int64_t office_id;
    int64_t home;
    int64_t *ids;
    int n, ready;      // made so far
    int next;          // the next one that an issuer takes
    int going;
    sem_t over;
};

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    struct desk_work *w = arg;
    struct office_draft root = {.code = STR("xa"), .kind = STR("commune"), .name = {[LANG_VI] = STR("UBND xã Thử")}};
    return site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), YEAR_AT, YEAR_AT / 86400, &w->home, &w->office_id, e)
               ? TX_COMMIT
               : TX_FAILED;
}

static struct desk desk_at(struct desk_work *w, struct tx *tx)
{
    return (struct desk){.tx = tx, .site = w->site, .actor = {.role = STR("registry"), .office_id = w->office_id},
                         .now = YEAR_AT};
}

static enum tx_end draft_some(struct tx *tx, void *arg, struct err *e)
{
    struct desk_work *w = arg;
    struct desk d = desk_at(w, tx);
    struct document_row row;
    struct document_draft draft = {.kind = STR("report"), .symbol = STR("BC-UBND"), .urgency = STR("normal"),
                                   .summary = STR("Báo cáo kết quả công tác tháng 5 năm 2026 của Ủy ban nhân dân xã"),
                                   .addressees = STR("UBND tỉnh"), .signer = STR("Trần Thị Thử"),
                                   .signer_title = STR("Chủ tịch"), .signed_as = STR("TM"), .body = STR("Nội dung.")};
    for (int i = 0; i < PIECE && w->ready + i < w->n; i++) {
        if (document_begin(&d, w->office_id, &draft, &row, e) != STEER_SAVED) {
            return TX_FAILED;
        }
        w->ids[w->ready + i] = row.id;
    }
    return TX_COMMIT;
}

static enum tx_end sign_all(struct tx *tx, void *arg, struct err *e)
{
    static const struct db_query q = {.name = "sign", .sql = "UPDATE document SET state = 'signed'", .writes = true};
    (void)arg;
    return db_exec(tx, &q, NULL, NULL, e) ? TX_COMMIT : TX_FAILED;
}

static void prepare_store(struct desk_work *w, const char *where, int n)
{
    struct err e = ERR_INIT;
    struct arena a = ARENA_INIT;
    *w = (struct desk_work){.n = n, .ids = xcalloc((size_t)n, sizeof *w->ids)};
    if (!db_create(where, &e) || !db_open(&w->db, where, DB_READ_WRITE, &e) || !db_write(w->db, &a, found, w, &e) ||
        !site_load(w->db, YEAR_AT, &w->site, &e)) {
        give_up(where, e.what);
    }
    for (; w->ready < n; w->ready += PIECE) {
        arena_reset(&a);
        if (!db_write(w->db, &a, draft_some, w, &e)) {
            give_up("draft", e.what);
        }
    }
    if (!db_write(w->db, &a, sign_all, NULL, &e)) {
        give_up("sign", e.what);
    }
    arena_free(&a);
}

static void close_store(struct desk_work *w)
{
    site_unref(w->site);
    db_close(w->db);
    free(w->ids);
}

// ---- ours

struct issuer {
    struct desk_work *work;
    struct arena arena;
    int64_t id;
};

static enum tx_end number_one(struct tx *tx, void *arg, struct err *e)
{
    struct issuer *s = arg;
    struct desk d = desk_at(s->work, tx);
    struct document_row row;
    return q_document_by_id(tx, s->work->home, s->id, &row, e) == Q_ROW &&
                   document_step(&d, &row, STR("numbered"), STR_NONE, e) == STEER_SAVED
               ? TX_COMMIT
               : TX_FAILED;
}

static void go_on(void *ctx, bool ok, const struct err *e) // on the writer's thread, as a server would resume a request
{
    struct issuer *s = ctx;
    struct desk_work *w = s->work;
    if (!ok) {
        give_up("number", e->what);
    }
    arena_reset(&s->arena);
    if (w->next < w->n) {
        s->id = w->ids[w->next++];
        db_write_async(w->db, &s->arena, number_one, s, go_on, s);
    } else if (--w->going == 0) {
        (void)sem_post(&w->over);
    }
}

static double ours(struct desk_work *w)
{
    static struct issuer issuers[ISSUERS];
    if (sem_init(&w->over, 0, 0) != 0) {
        give_up("sem_init", "failed");
    }
    w->going = w->next = ISSUERS;
    int64_t began = clock_mono_us();
    for (int i = 0; i < ISSUERS; i++) {
        issuers[i] = (struct issuer){.work = w, .id = w->ids[i]};
        db_write_async(w->db, &issuers[i].arena, number_one, &issuers[i], go_on, &issuers[i]);
    }
    (void)sem_wait(&w->over);
    double took = (double)(clock_mono_us() - began) / 1e6;
    for (int i = 0; i < ISSUERS; i++) {
        arena_free(&issuers[i].arena);
    }
    return (double)w->n / took;
}

// 1 … n in the book, each once.
static bool gapless(struct desk_work *w)
{
    struct err e = ERR_INIT;
    int64_t from = 1;
    bool good = true;
    size_t n = 1;
    while (good && n > 0) {
        struct arena a = ARENA_INIT;
        struct tx *tx;
        struct document_line *list;
        if (!db_read_begin(w->db, &a, &tx, &e) ||
            !q_documents_in_book(tx, &(struct q_documents_in_book_in){.office = w->office_id, .book = STR("di"),
                                                                      .year = 2026, .from = from}, &list, &n, &e)) {
            give_up("read", e.what);
        }
        for (size_t i = 0; i < n && good; i++) {
            good = list[i].number == from++;
        }
        db_read_end(tx);
        arena_free(&a);
    }
    return good && from == w->n + 1;
}

// ---- the bare loop: the same rows, by hand

static sqlite3_stmt *statement(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *st;
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK) {
        give_up(sql, sqlite3_errmsg(db));
    }
    return st;
}

static int64_t run(sqlite3 *db, sqlite3_stmt *st, const int64_t *values, int n)
{
    for (int i = 0; i < n; i++) {
        (void)sqlite3_bind_int64(st, i + 1, values[i]);
    }
    int rc = sqlite3_step(st);
    int64_t got = rc == SQLITE_ROW ? sqlite3_column_int64(st, 0) : 0;
    if ((rc != SQLITE_ROW && rc != SQLITE_DONE) || sqlite3_reset(st) != SQLITE_OK) {
        give_up("step", sqlite3_errmsg(db));
    }
    return got;
}

static double bare(const struct desk_work *w, const char *where)
{
    sqlite3 *db;
    if (sqlite3_open(where, &db) != SQLITE_OK ||
        sqlite3_exec(db, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON", NULL, NULL, NULL) != SQLITE_OK) {
        give_up(where, "cannot be opened");
    }
    sqlite3_stmt *st[] = {
        statement(db, "BEGIN IMMEDIATE"),
        statement(db, "INSERT INTO counter (office_id, book, year, last) VALUES (?1, 'di', 2026, 1) ON CONFLICT (office_id, "
                      "book, year) DO UPDATE SET last = counter.last + 1 RETURNING last"),
        statement(db, "UPDATE document SET number = ?1, year = 2026, mark = ?1 || '/BC-UBND', state = 'numbered', "
                      "version = version + 1 WHERE home_id = ?2 AND id = ?3"),
        statement(db, "INSERT INTO document_step (home_id, id, document_id, state, office_id, role, made_at) "
                      "VALUES (?1, ?2, ?3, 'numbered', ?4, 'registry', 1780000000)"),
        statement(db, "UPDATE home SET event_number = event_number + 1 WHERE id = ?1 RETURNING event_number"),
        statement(db, "INSERT INTO event (home_id, number, kind, subject, subject_id, office_id, happened_at, commitment, "
                      "canonical) VALUES (?1, ?2, 'document.stepped', 'document', ?3, ?4, 1780000000, zeroblob(32), "
                      "zeroblob(150))"),
        statement(db, "INSERT INTO event_private (home_id, number, salt) VALUES (?1, ?2, zeroblob(32))"),
        statement(db, "COMMIT"),
    };
    int64_t began = clock_mono_us();
    for (int i = 0; i < w->n; i++) {
        if (i % ISSUERS == 0) {
            (void)run(db, st[0], NULL, 0);
        }
        int64_t number = run(db, st[1], &w->office_id, 1);
        (void)run(db, st[2], (int64_t[]){number, w->home, w->ids[i]}, 3);
        (void)run(db, st[3], (int64_t[]){w->home, random_id(), w->ids[i], w->office_id}, 4);
        int64_t event = run(db, st[4], &w->home, 1);
        (void)run(db, st[5], (int64_t[]){w->home, event, w->ids[i], w->office_id}, 4);
        (void)run(db, st[6], (int64_t[]){w->home, event}, 2);
        if (i % ISSUERS == ISSUERS - 1 || i + 1 == w->n) {
            (void)run(db, st[7], NULL, 0);
        }
    }
    double rate = (double)w->n * 1e6 / (double)(clock_mono_us() - began);
    for (size_t i = 0; i < ARRAY_LEN(st); i++) {
        (void)sqlite3_finalize(st[i]);
    }
    (void)sqlite3_close(db);
    return rate;
}

static void remove_store(const char *where)
{
    static const char *const endings[] = {"", ".lock", "-wal", "-shm"};
    for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
        char path[4200];
        (void)snprintf(path, sizeof path, "%s%s", where, endings[i]);
        (void)unlink(path);
    }
}

int main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : "/tmp";
    int n = argc > 2 ? atoi(argv[2]) : 10000;
    char one[4096];
    char two[4096];
    struct desk_work w;
    if (n < ISSUERS || n > MOST) {
        give_up("usage", "bench_numbering [FOLDER [DOCUMENTS]]");
    }
    (void)snprintf(one, sizeof one, "%s/bench-numbering-%d.db", folder, (int)getpid());
    (void)snprintf(two, sizeof two, "%s/bench-bare-%d.db", folder, (int)getpid());
    prepare_store(&w, one, n);
    double rate = ours(&w);
    bool good = gapless(&w);
    close_store(&w);
    prepare_store(&w, two, n);
    site_unref(w.site);
    db_close(w.db);
    double reference = bare(&w, two);
    free(w.ids);
    printf("numbering: %.0f documents/s by %d issuers at once, %d numbers %s (wanted: 2,000/s); bare loop in batches of %d: "
           "%.0f/s; ratio %.2f\n",
           rate, ISSUERS, n, good ? "without a gap" : "WITH GAPS", ISSUERS, reference, rate / reference);
    remove_store(one);
    remove_store(two);
    return good && rate >= 2000 ? 0 : 1;
}
