// clients.c: clients that are slow, broken or many hold up nobody; a second server on the same store is refused; and no
// trace is left of where anybody came from.
//
// usage: clients HOIAM [postgres]
#include "faults.h"

#include "base/clock.h"

#include <dirent.h>
#include <signal.h>
#include <unistd.h>

#define MARKED "203.0.113.77"
static const char marked_header[] =
    "X-Forwarded-For: " MARKED "\r\nX-Real-IP: " MARKED "\r\nForwarded: for=" MARKED "\r\n";

static struct server server;
static struct arena arena;

static struct reply ask(const char *method, const char *path, const char *type, struct str body)
{
    struct str headers = str_fmt(&arena, "%s%s%s%s", marked_header, type[0] == 0 ? "" : "Content-Type: ", type,
                                 type[0] == 0 ? "" : "\r\n");
    return client_once(&arena, server.port, client_request(&arena, method, str_c(path), headers, body));
}

static void second_server(void)
{
    struct server second = {.program = server.program, .store = server.store};
    (void)snprintf(second.log, sizeof second.log, "%s/second.log", scratch_folder());
    bool started = server_start(&second);
    struct str log = server_log(&arena, &second);
    ok(!started, "a second server on the same store does not start");
    ok(str_find(log, str_fmt(&arena, "%d", (int)server.pid)) >= 0 || str_find(log, STR("another")) >= 0 ||
           str_find(log, STR("process")) >= 0,
       "and says why: %.*s", STR_ARG(str_trim(log)));
    (void)server_end(&second, SIGKILL);
    is_int(ask("GET", "/vi/", "", STR_NONE).status, 200, "the first one goes on");
}

enum { SLOW = 120 };

static void slow_clients(void)
{
    static const char *const pieces[] = {"GET /vi/ HTT",
                                         ("POST /vi/send HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                                          "application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\ntext="),
                                         "GET /vi/ HTTP/1.1\r\nHost: loc",
                                         "GET /vi/matters HTTP/1.1\r\nHost: localhost\r\n\r\n"};
    int fds[SLOW];
    for (int i = 0; i < SLOW; i++) {
        fds[i] = client_connect(server.port);
        if (fds[i] >= 0) {
            (void)client_send(fds[i], str_c(pieces[i % 4])); // the last kind asks, and never reads
        }
    }
    int64_t slowest = 0;
    int good = 0;
    for (int i = 0; i < 40; i++) {
        int64_t since = clock_mono_us();
        struct reply r =
            i % 2 == 0 ? ask("GET", "/vi/", "", STR_NONE) : client_once(&arena, server.port, faults_send(&arena, i));
        int64_t took = clock_mono_us() - since;
        good += r.status == 200 || r.status == 201;
        slowest = took > slowest ? took : slowest;
    }
    ok(good == 40 && slowest < 2000000,
       "with %d clients that stopped in the middle, others are served (slowest %lld ms)", SLOW,
       (long long)slowest / 1000);
    for (int i = 0; i < SLOW; i++) {
        if (fds[i] >= 0) {
            (void)close(fds[i]);
        }
    }
}

static void broken_clients(void)
{
    static const char *const requests[] = {
        "POST /vi/send HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        "POST /vi/send HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /vi/send HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\nabcde",
        "POST /vi/send HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "GET /vi/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /vi/ HTTP/1.1\r\n\r\n",
        "GET /vi/%00 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /vi/%C3%28 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /vi/ HTTP/1.1\r\nHost: a\r\nX-A: b\r\n folded\r\n\r\n",
        "\x16\x03\x01 hello\r\n\r\n",
    };
    for (size_t i = 0; i < ARRAY_LEN(requests); i++) {
        int fd = client_connect(server.port);
        (void)client_send(fd, str_c(requests[i]));
        struct reply r = client_read(&arena, fd, 5000, false);
        char rest;
        bool closed = read(fd, &rest, 1) == 0;
        (void)close(fd);
        ok(r.status >= 400 && r.status < 500 && closed,
           "broken request %zu gets one 4xx (%d), and the connection closes", i + 1, r.status);
    }
    char *big = arena_alloc(&arena, 10 << 20);
    memset(big, 'a', 10 << 20);
    int fd = client_connect(server.port);
    (void)client_send(fd, STR("GET /vi/ HTTP/1.1\r\nHost: a\r\nX-Big: "));
    (void)client_send(fd, (struct str){big, 10 << 20});
    struct reply r = client_read(&arena, fd, 5000, false);
    (void)close(fd);
    ok(r.status == 0 || (r.status >= 400 && r.status < 500), "a header of 10 MB is not taken (%d)", r.status);
    is_int(ask("GET", "/vi/", "", STR_NONE).status, 200, "after all that the server goes on");
}

// Everything that somebody from the marked address may do, right and wrong.
static void leave_traces(void)
{
    static const char form[] = "application/x-www-form-urlencoded";
    static const char json[] = "application/json";
    static const struct {
        const char *method, *path, *type, *body;
    } acts[] = {
        {"GET", "/vi/", "", NULL},
        {"GET", "/vi/send", "", NULL},
        {"POST", "/vi/send", form, "text=Marked+address&key=abcdefghijklmnopqrstuv-marked"},
        {"POST", "/vi/send", form, "text=x&key=short"},
        {"POST", "/api/v1/messages", json, "{\"text\":\"Marked address\"}"},
        {"POST", "/api/v1/messages", json, "{\"text\":"},
        {"POST", "/api/v1/follow", json, "{\"receipt\":\"0000-0000-0000-0000-0000-0000-0000\"}"},
        {"POST", "/vi/follow", form, "receipt=ABCD"},
        {"POST", "/desk/sign-in", form, "login=admin&password=wrong+and+long+enough"},
        {"GET", "/desk", "", NULL},
        {"GET", "/nowhere", "", NULL},
        {"GET", "/vi/%00", "", NULL},
        {"GET", "/metrics", "", NULL},
        {"DELETE", "/vi/", "", NULL},
    };
    int answered = 0;
    for (int round = 0; round < 15; round++) { // also past the limits of rate
        for (size_t i = 0; i < ARRAY_LEN(acts); i++) {
            struct str body = acts[i].body == NULL ? STR_NONE : str_c(acts[i].body);
            bool slow = strcmp(acts[i].path, "/desk/sign-in") == 0 && round > 0;
            answered += slow || ask(acts[i].method, acts[i].path, acts[i].type, body).status != 0;
        }
    }
    is_int(answered, 15 * (int)ARRAY_LEN(acts), "from the marked address all is answered");
}

static int marks_in(const char *folder)
{
    int found = 0;
    struct dirent *entry;
    DIR *d = opendir(folder);
    BUG_ON(d == NULL);
    while ((entry = readdir(d)) != NULL) {
        struct arena a = ARENA_INIT;
        struct str all = file_read(&a, str_z(&a, str_fmt(&a, "%s/%s", folder, entry->d_name)));
        if (entry->d_name[0] != '.' && all.p != NULL && all.n > 0) {
            bool here = str_find(all, STR(MARKED)) >= 0 || str_find(all, STR("203.0.113")) >= 0 ||
                        str_find(all, STR("cb00714d")) >= 0 || str_find(all, STR("\xcb\x00\x71\x4d")) >= 0;
            found += here;
            printf("# %s: %zu bytes%s\n", entry->d_name, all.n, here ? ", holds the marked address" : "");
        }
        arena_free(&a);
    }
    (void)closedir(d);
    return found;
}

static void look_for_traces(bool postgres)
{
    char command[1200];
    if (postgres) {
        (void)snprintf(command, sizeof command, "pg_dump '%s' > '%s/dump.sql'", server.store, scratch_folder());
        ok(system(command) == 0, "the database is dumped");
    } else {
        struct err e = ERR_INIT;
        struct db *db = NULL;
        (void)snprintf(command, sizeof command, "%s/backup.db", scratch_folder());
        ok(db_open(&db, server.store, DB_READ_ONLY, &e) && db_backup(db, command, &e), "a backup is made %s", e.what);
        if (db != NULL) {
            db_close(db);
        }
    }
    is_int(marks_in(scratch_folder()), 0,
           "11. no table, log of the store, log of the server or backup knows the marked address");
    is_int(server_end(&server, SIGTERM), 0, "the server stops when asked");
    is_int(marks_in(scratch_folder()), 0, "11. nor afterwards");
}

int main(int argc, char **argv)
{
    bool postgres = argc > 2 && strcmp(argv[2], "postgres") == 0;
    const char *store = scratch_store(postgres);
    if (argc < 2 || store == NULL) {
        printf("1..0 # SKIP no HOIAM_TEST_PG\n");
        return 0;
    }
    (void)signal(SIGPIPE, SIG_IGN);
    server = (struct server){.program = argv[1], .store = store};
    (void)snprintf(server.log, sizeof server.log, "%s/log", scratch_folder());
    BUG_ON(!faults_init(argv[1], store) || !server_start(&server));
    if (!postgres) { // a database may be served by more than one process
        second_server();
    }
    slow_clients();
    broken_clients();
    leave_traces();
    look_for_traces(postgres);
    arena_free(&arena);
    scratch_clean();
    return tap_done();
}
