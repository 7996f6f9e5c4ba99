// floods.c: who sends too fast is held for a few seconds and then served, holds up nobody else, and where too many wait already
// gets every word back; the server ends in time with the queue full.
//
// usage: floods HOIAM [postgres]
#include "faults.h"

#include "base/clock.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

enum {
    BURST = 20,        // messages at once from one neighbourhood (web/app.c)
    CODES = 30,        // follow-up codes
    TURN_MS = 5000,    // then one comes back
    HELD_MS = 10000,   // longest wait
    PLACES = 128,      // of the queue
    READ_MS = 20000,
    AT_ONCE = 8,
};

static struct server server;
static struct arena arena;
static int sent;
static struct str receipt;

static struct str from(int neighbourhood, const char *type)
{
    return str_fmt(&arena, "X-Forwarded-For: 198.%d.%d.9\r\nContent-Type: %s\r\n", 18 + neighbourhood / 250, neighbourhood % 250,
                   type);
}

static struct str message(int neighbourhood)
{
    return client_request(&arena, "POST", STR("/api/v1/messages"), from(neighbourhood, "application/json"),
                          str_fmt(&arena, "{\"text\":\"Ngập trước cổng trường, lần %d\"}", ++sent));
}

static struct str form(int neighbourhood, const char *path, struct str fields)
{
    return client_request(&arena, "POST", str_c(path), from(neighbourhood, "application/x-www-form-urlencoded"), fields);
}

static struct reply timed(struct str request, int64_t *ms)
{
    int64_t since = clock_mono_us();
    int fd = client_connect(server.port);
    struct reply r = {.status = 0};
    if (fd >= 0 && client_send(fd, request)) {
        r = client_read(&arena, fd, READ_MS, false);
    }
    (void)close(fd);
    *ms = (clock_mono_us() - since) / 1000;
    return r;
}

// All that a neighbourhood may send at once.
static int use_up(int neighbourhood)
{
    int good = 0;
    for (int i = 0; i < BURST; i++) {
        int64_t ms;
        good += timed(message(neighbourhood), &ms).status == 201 && ms < TURN_MS / 2;
    }
    return good;
}

static bool others_are_served(int neighbourhood)
{
    int64_t page;
    int64_t taken;
    struct reply a = timed(client_request(&arena, "GET", STR("/vi/"), STR(""), STR_NONE), &page);
    struct reply b = timed(message(neighbourhood), &taken);
    printf("# meanwhile: a page in %lld ms, a message in %lld ms\n", (long long)page, (long long)taken);
    return a.status == 200 && b.status == 201 && page < 2000 && taken < 2000;
}

static void held_and_served(void)
{
    is_int(use_up(1), BURST, "as many as may come at once are taken at once");
    int fd = client_connect(server.port);
    int64_t since = clock_mono_us();
    BUG_ON(fd < 0 || !client_send(fd, message(1)));
    struct pollfd p = {.fd = fd, .events = POLLIN};
    is_int(poll(&p, 1, 300), 0, "the next one waits");
    ok(others_are_served(2), "while others are served");
    struct reply r = client_read(&arena, fd, READ_MS, false);
    int64_t ms = (clock_mono_us() - since) / 1000;
    (void)close(fd);
    ok(r.status == 201 && ms <= HELD_MS + 2000, "and is taken in when it is its turn (%d after %lld ms)", r.status,
       (long long)ms);
}

// Words of the longest kind that fields keep, with what HTML has to escape.
static struct str long_words(void)
{
    struct buf out = buf_new(20000);
    for (int i = 0; i < 85; i++) {
        buf_addf(&out, "Dòng %d: nước \"ngập\" đến đầu gối & <không> thoát. ", i);
    }
    struct str s = str_copy(&arena, str_trim(buf_str(&out)));
    buf_free(&out);
    return s;
}

static struct str field(const char *name, struct str value, struct str rest)
{
    struct buf out = buf_new(100000);
    buf_add(&out, rest);
    client_field(&out, str_c(name), value);
    struct str s = str_copy(&arena, buf_str(&out));
    buf_free(&out);
    return s;
}

// Many at once: some are held and answered `good`, the others told 429 at once with their words.
static void many_at_once(const struct str *requests, int good, struct str words, const char *what)
{
    int fds[AT_ONCE];
    int held = 0;
    int told = 0;
    int kept = 0;
    int64_t since = clock_mono_us();
    for (int i = 0; i < AT_ONCE; i++) {
        fds[i] = client_connect(server.port);
        BUG_ON(fds[i] < 0 || !client_send(fds[i], requests[i]));
    }
    for (int i = 0; i < AT_ONCE; i++) {
        struct reply r = client_read(&arena, fds[i], READ_MS, false);
        bool again = reply_header(&r, "Retry-After", 0).n > 0;
        held += r.status == good;
        told += r.status == 429 && again;
        kept += r.status == 429 && str_find(client_unescape(&arena, r.body), words) >= 0;
        (void)close(fds[i]);
    }
    int64_t ms = (clock_mono_us() - since) / 1000;
    ok(held >= 1 && held <= HELD_MS / TURN_MS + 1 && held + told == AT_ONCE,
       "%s: %d of %d held and served, %d told to come again", what, held, AT_ONCE, told);
    ok(ms <= HELD_MS + 3000, "%s: in %lld ms", what, (long long)ms);
    is_int(kept, told, "%s: every word is given back", what);
}

static void words_are_kept(void)
{
    struct str words = long_words();
    struct str requests[AT_ONCE];
    for (int i = 0; i < AT_ONCE; i++) {
        struct str fields = field("key", str_fmt(&arena, "flood-%d-abcdefghijklmnopqrst", i), STR(""));
        requests[i] = form(1, "/vi/send", field("text", words, fields));
    }
    many_at_once(requests, 200, words, "messages by the form");

    struct str code = field("receipt", receipt, STR(""));
    for (int i = 0; i < CODES; i++) {
        int64_t ms;
        if (timed(form(3, "/vi/follow", code), &ms).status != 200 || ms > TURN_MS / 2) {
            ok(false, "code %d is looked up at once", i);
        }
    }
    struct str added = str_slice(words, 0, 1000);
    for (int i = 0; i < AT_ONCE; i++) {
        requests[i] = form(3, "/vi/follow/add", field("text", added, code));
    }
    many_at_once(requests, 200, added, "words added with a code");
}

static void this_machine(void)
{
    int good = 0;
    for (int i = 0; i < 3 * BURST; i++) {
        good += client_once(&arena, server.port, faults_send(&arena, 1000 + i)).status == 201;
    }
    is_int(good, 3 * BURST, "straight from this machine nothing waits");
}

static struct str look_up(int neighbourhood)
{
    return client_request(&arena, "POST", STR("/api/v1/follow"), from(neighbourhood, "application/json"),
                          str_fmt(&arena, "{\"receipt\":\"%.*s\"}", STR_ARG(receipt)));
}

// How many wait, as the server tells.
static int waiting_now(void)
{
    static const struct str mark = STR_INIT("\nhoiam_suspended ");
    int64_t n = -1;
    struct reply r = client_once(&arena, server.port, client_request(&arena, "GET", STR("/metrics"), STR(""), STR_NONE));
    ptrdiff_t at = str_find(r.body, mark);
    struct str rest = at < 0 ? STR_NONE : str_slice(r.body, (size_t)at + mark.n, r.body.n);
    return str_int(str_cut(&rest, '\n'), &n) ? (int)n : -1;
}

// A neighbourhood looks up as much as it may, on one connection, and once more on each of two others, which wait.
static int crowd(int neighbourhood, int *fds)
{
    int n = 0;
    int fd = client_connect(server.port);
    BUG_ON(fd < 0);
    for (int i = 0; i < CODES; i++) {
        BUG_ON(!client_send(fd, look_up(neighbourhood)));
        (void)client_read(&arena, fd, READ_MS, false);
    }
    (void)close(fd);
    while (n < HELD_MS / TURN_MS) {
        fds[n] = client_connect(server.port);
        BUG_ON(fds[n] < 0 || !client_send(fds[n], look_up(neighbourhood)));
        n++;
    }
    return n;
}

// Neighbourhoods come until no place is left; then the server is told to end.
static void queue_is_bounded(void)
{
    enum { CROWDS = 200 };
    int fds[CROWDS * 2];
    int n = 0;
    int here = 100;
    int64_t ms;
    while (here < 100 + CROWDS && waiting_now() < PLACES) {
        n += crowd(here++, fds + n);
    }
    int waiting = waiting_now();
    int last = timed(look_up(here - 1), &ms).status;
    ok(last == 429 && ms < 2000, "with %d waiting nobody else does (%d in %lld ms)", waiting, last, (long long)ms);
    ok(waiting <= PLACES && others_are_served(50), "and others are served");
    int64_t since = clock_mono_us();
    BUG_ON(kill(server.pid, SIGTERM) != 0);
    int served = 0;
    int told = 0;
    for (int i = 0; i < n; i++) {
        int status = client_read(&arena, fds[i], READ_MS, false).status;
        served += status == 200;
        told += status == 429;
        (void)close(fds[i]);
    }
    ok(served >= PLACES && served + told == n, "told to end, the server serves who waits (%d of %d)", served, n);
    is_int(server_end(&server, 0), 0, "and ends cleanly");
    ms = (clock_mono_us() - since) / 1000;
    ok(ms < 10000, "within ten seconds (%lld ms)", (long long)ms);
}

int main(int argc, char **argv)
{
    BUG_ON(argc < 2);
    bool postgres = argc > 2 && strcmp(argv[2], "postgres") == 0;
    const char *store = scratch_store(postgres);
    if (store == NULL) {
        printf("1..0 # SKIP no HOIAM_TEST_PG\n");
        return 0;
    }
    server = (struct server){.program = argv[1], .store = store};
    (void)snprintf(server.log, sizeof server.log, "%s/server.log", scratch_folder());
    if (!faults_init(argv[1], store) || !server_start(&server)) {
        printf("Bail out! %.*s\n", STR_ARG(server_log(&arena, &server)));
        return 2;
    }
    struct reply first = client_once(&arena, server.port, faults_send(&arena, 1));
    receipt = faults_receipt(&first);
    ok(receipt.p != NULL, "a message is taken in");
    held_and_served();
    words_are_kept();
    this_machine();
    queue_is_bounded();
    int64_t taken = faults_count(store);
    ok(taken > 0 && faults_clean(argv[1], store), "nothing is found wrong with the %lld messages", (long long)taken);
    arena_free(&arena);
    scratch_clean();
    return tap_done();
}
