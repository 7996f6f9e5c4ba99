// intake.c: messages taken in over HTTP, each durable before its 201, beside a bare SQLite loop that writes the same
// rows (message, receipt, event, its private row, the day's and month's sums, the kept reply) in batches of 64 to the
// same disk. In turns, three times; the best of each, since what disturbs only ever slows; and the processor time of a message,
// which other work on the machine disturbs less. usage: bench_intake HOIAM [SECONDS]; bench_intake --bare FILE SECONDS
// prints what the bare loop alone writes into a store, a second.
#include "base/clock.h"
#include "base/random.h"
#include "load.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PORT = 18093, CONNECTIONS = 64, BATCH = 64, TURNS = 3 };

_Noreturn static void give_up(const char *what, const char *why)
{
    fprintf(stderr, "bench: %s: %s\n", what, why);
    exit(1);
}

static pid_t start(const char *const argv[])
{
    pid_t pid = fork();
    if (pid == 0) {
        if (freopen("/dev/null", "w", stderr) != NULL && freopen("/dev/null", "w", stdout) != NULL) {
            execv(argv[0], (char *const *)(uintptr_t)argv);
        }
        _exit(127);
    }
    return pid;
}

static void run(const char *const argv[])
{
    int status;
    if (waitpid(start(argv), &status, 0) < 0 || status != 0) {
        give_up(argv[1], "did not succeed");
    }
}

static void check(sqlite3 *db, int code, int want, const char *what)
{
    if (code != want) {
        give_up(what, sqlite3_errmsg(db));
    }
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s;
    check(db, sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK, sql);
    return s;
}

static void step(sqlite3 *db, sqlite3_stmt *s)
{
    int code = sqlite3_step(s);
    if (code != SQLITE_DONE && code != SQLITE_ROW) {
        give_up("step", sqlite3_errmsg(db));
    }
    sqlite3_reset(s);
}

static void bind_all(sqlite3_stmt *s, int64_t id, const char *text, const void *blob, int n)
{
    for (int i = 1; i <= sqlite3_bind_parameter_count(s); i++) {
        const char *name = sqlite3_bind_parameter_name(s, i);
        if (name[1] == 'i') {
            sqlite3_bind_int64(s, i, id);
        } else if (name[1] == 't') {
            sqlite3_bind_text(s, i, text, -1, SQLITE_STATIC);
        } else {
            sqlite3_bind_blob(s, i, blob, n, SQLITE_STATIC);
        }
    }
}

struct measured {
    double rate;
    double cpu_us; // a message's
};

static void keep_best(struct measured *best, struct measured now)
{
    if (now.rate > best->rate) {
        *best = now;
    }
}

// Of all threads of a process, in microseconds.
static double cpu_of(pid_t pid)
{
    char path[40];
    unsigned long user = 0;
    unsigned long sys = 0;
    (void)snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *f = fopen(path, "r");
    if (f == NULL || fscanf(f, "%*d %*s %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &sys) != 2) {
        give_up(path, "cannot be read");
    }
    fclose(f);
    return (double)(user + sys) * 1e6 / (double)sysconf(_SC_CLK_TCK);
}

// The same rows as one message makes, with the same indexes: the file is the program's own, freshly made.
static struct measured bare(const char *file, int seconds)
{
    sqlite3 *db;
    check(NULL, sqlite3_open(file, &db), SQLITE_OK, "open");
    check(
        db,
        sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON", NULL, NULL, NULL),
        SQLITE_OK, "pragma");
    sqlite3_stmt *number = prepare(db, "UPDATE home SET event_number = event_number + 1 RETURNING event_number");
    sqlite3_stmt *rows[] = {
        prepare(db, "INSERT INTO message (home_id, id, public_id, received_at, recorded_at, office_id, channel, kind, "
                    "lang, words, "
                    "state) SELECT id, :i1, :t1, 1, 1, office_id, 'api', 'report', 'vi', :t2, 'inbox' FROM home"),
        prepare(db, "INSERT INTO receipt SELECT id, :b1, :i1 FROM home"),
        prepare(db, "INSERT INTO event SELECT id, event_number, 'message.received', 'message', :i1, NULL, NULL, NULL, "
                    "1, :b2, :b3 "
                    "FROM home"),
        prepare(db, "INSERT INTO event_private SELECT id, event_number, :b1, NULL FROM home"),
        prepare(db, "INSERT INTO idempotent_reply SELECT id, :b1, :b2, :b3, 2 FROM home"),
    };
    sqlite3_stmt *sum =
        prepare(db, "INSERT INTO tally SELECT id, :t0, 1, office_id, 'received', 'api', 1 FROM home WHERE true "
                    "ON CONFLICT DO UPDATE SET n = n + 1");
    int64_t from = clock_mono_us();
    int64_t done = 0;
    double cpu = cpu_of(getpid());
    while (clock_mono_us() < from + (int64_t)seconds * 1000000) {
        check(db, sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK, "begin");
        for (int i = 0; i < BATCH; i++, done++) {
            unsigned char blob[160];
            char text[24];
            int64_t id = random_id();
            random_bytes(blob, sizeof blob);
            (void)snprintf(text, sizeof text, "%016llx", (unsigned long long)id);
            step(db, number);
            for (size_t k = 0; k < ARRAY_LEN(rows); k++) {
                bind_all(rows[k], id, text, blob, 32 + (int)k * 30);
                step(db, rows[k]);
            }
            for (int k = 0; k < 4; k++) {
                bind_all(sum, id, k % 2 == 0 ? "d" : "m", blob, 16);
                step(db, sum);
            }
        }
        check(db, sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_OK, "commit");
    }
    struct measured m = {(double)done * 1e6 / (double)(clock_mono_us() - from), (cpu_of(getpid()) - cpu) / (double)done};
    for (size_t k = 0; k < ARRAY_LEN(rows); k++) {
        sqlite3_finalize(rows[k]);
    }
    sqlite3_finalize(number);
    sqlite3_finalize(sum);
    sqlite3_close(db);
    return m;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        give_up("usage", "bench_intake HOIAM [SECONDS]");
    }
    if (argc == 4 && strcmp(argv[1], "--bare") == 0) {
        printf("%.0f\n", bare(argv[2], atoi(argv[3])).rate);
        return 0;
    }
    int seconds = argc > 2 ? atoi(argv[2]) : 5;
    char dir[] = "/var/tmp/hoiam-intake-XXXXXX"; // on a disk: /tmp may be memory
    if (mkdtemp(dir) == NULL) {
        give_up("mkdtemp", dir);
    }
    char ours[64];
    char theirs[64];
    char listen[32];
    (void)snprintf(ours, sizeof ours, "%s/a.db", dir);
    (void)snprintf(theirs, sizeof theirs, "%s/b.db", dir);
    (void)snprintf(listen, sizeof listen, "127.0.0.1:%d", PORT);
    run((const char *const[]){argv[1], "init", ours, "--office", "Bench", NULL});
    run((const char *const[]){argv[1], "init", theirs, "--office", "Bench", NULL});
    pid_t pid = start((const char *const[]){argv[1], "serve", "--db", ours, "--listen", listen, NULL});
    struct load_result r;
    struct err e = ERR_INIT;
    bool good = false;
    for (int i = 0; i < 50 && !good; i++) {
        usleep(100000);
        good = load_messages(PORT, 1, 1, 0, &r, &e);
    }
    struct measured served = {0, 0};
    struct measured reference = {0, 0};
    struct load_result best = {.taken = 0};
    double client_us = 0;
    int64_t refused = 0;
    for (int i = 0; i < TURNS && good; i++) {
        double server = cpu_of(pid);
        double client = cpu_of(getpid());
        good = load_messages(PORT, CONNECTIONS, seconds, 0, &r, &e);
        struct measured m = {(double)r.taken * 1e6 / (double)r.us, (cpu_of(pid) - server) / (double)r.taken};
        if (m.rate > served.rate) {
            best = r;
            client_us = (cpu_of(getpid()) - client) / (double)r.taken;
        }
        refused += r.refused;
        keep_best(&served, m);
        keep_best(&reference, bare(theirs, seconds));
    }
    kill(pid, SIGTERM);
    (void)waitpid(pid, NULL, 0);
    if (!good) {
        give_up("load", e.what);
    }
    printf("messages over HTTP, %d connections: %.0f/s durable (p50 %.1f ms, p99 %.1f ms, %lld refused)\n", CONNECTIONS,
           served.rate, (double)best.p50_us / 1000, (double)best.p99_us / 1000, (long long)refused);
    printf("bare SQLite loop, the same rows, batches of %d: %.0f/s; ratio %.2f\n", BATCH, reference.rate,
           served.rate / reference.rate);
    printf("processor time of a message: server %.0f us, client %.0f us, bare loop %.0f us\n", served.cpu_us, client_us,
           reference.cpu_us);
    char command[100];
    (void)snprintf(command, sizeof command, "rm -rf %s", dir);
    return system(command) == 0 && refused == 0 ? 0 : 1;
}
