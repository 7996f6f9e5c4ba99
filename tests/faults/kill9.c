// kill9.c: the server is killed in the middle of its work, again and again, by the one signal that it cannot see. What
// it acknowledged is there afterwards, once; what it did not acknowledge is sent again with the same key, and is there
// once.
//
// usage: kill9 HOIAM ROUNDS [postgres]
#include "faults.h"

#include "base/clock.h"
#include "base/random.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

enum { CONNECTIONS = 64, MESSAGES_MAX = 100000, ROUNDS_A_STORE = 20, WAIT_LEAST_MS = 60, WAIT_SPAN_MS = 340 };

static struct server server;
static struct {
    char receipt[FAULTS_RECEIPT + 1]; // "" while it is not acknowledged
} messages[MESSAGES_MAX];
static int n_messages;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int changed_receipts, odd_answers, answered;

static void acknowledged(int n, struct str receipt)
{
    pthread_mutex_lock(&lock);
    char *known = messages[n].receipt;
    changed_receipts += known[0] != 0 && !str_eqz(receipt, known);
    memcpy(known, receipt.p, FAULTS_RECEIPT);
    answered++;
    pthread_mutex_unlock(&lock);
}

static int next_message(void)
{
    pthread_mutex_lock(&lock);
    int n = n_messages < MESSAGES_MAX ? n_messages++ : -1;
    pthread_mutex_unlock(&lock);
    return n;
}

// One sender: message after message on one connection, until the server is gone.
static void *sender(void *arg)
{
    (void)arg;
    struct arena a = ARENA_INIT;
    int fd = client_connect(server.port);
    for (int n; fd >= 0 && (n = next_message()) >= 0;) {
        arena_reset(&a);
        if (!client_send(fd, faults_send(&a, n))) {
            break;
        }
        struct reply r = client_read(&a, fd, 20000, false);
        struct str receipt = r.whole ? faults_receipt(&r) : STR_NONE;
        if (receipt.p == NULL) {
            pthread_mutex_lock(&lock);
            odd_answers += r.status != 0 && r.whole;
            pthread_mutex_unlock(&lock);
            break;
        }
        acknowledged(n, receipt);
    }
    if (fd >= 0) {
        (void)close(fd);
    }
    arena_free(&a);
    return NULL;
}

static bool some_answered(int before)
{
    pthread_mutex_lock(&lock);
    bool some = answered > before;
    pthread_mutex_unlock(&lock);
    return some;
}

static void load_and_kill(struct prng *chance)
{
    int before = answered;
    pthread_t threads[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++) {
        BUG_ON(pthread_create(&threads[i], NULL, sender, NULL) != 0);
    }
    (void)usleep((WAIT_LEAST_MS + (useconds_t)prng_below(chance, WAIT_SPAN_MS)) * 1000);
    for (int i = 0; i < 1000 && !some_answered(before); i++) { // on a busy machine the first answer may take longer
        (void)usleep(10000);
    }
    (void)server_end(&server, SIGKILL);
    for (int i = 0; i < CONNECTIONS; i++) {
        (void)pthread_join(threads[i], NULL);
    }
}

struct found {
    int acknowledged, lost, resent, refused;
};

// Everything from message `first` on: what was acknowledged is found, the rest is sent again.
static struct found ask_after(int first)
{
    struct found f = {0};
    struct arena a = ARENA_INIT;
    for (int n = first; n < n_messages; n++) {
        arena_reset(&a);
        bool known = messages[n].receipt[0] != 0;
        f.acknowledged += known;
        f.resent += !known;
        if (!known || n % 16 == 0) { // of the acknowledged, some are sent again too: the same receipt must come back
            struct reply r = client_once(&a, server.port, faults_send(&a, n));
            struct str receipt = faults_receipt(&r);
            f.refused += receipt.p == NULL;
            if (receipt.p != NULL) {
                acknowledged(n, receipt);
            }
        }
        f.lost += !faults_found(&a, server.port, str_c(messages[n].receipt), n);
    }
    arena_free(&a);
    return f;
}

static void round_of(int round, struct prng *chance, const char *program)
{
    int first = n_messages;
    load_and_kill(chance);
    bool clean = faults_clean(program, server.store);
    bool up = server_start(&server);
    struct found f = up ? ask_after(first) : (struct found){0};
    int64_t stored = faults_count(server.store);
    ok(up && f.lost == 0 && f.refused == 0 && f.acknowledged > 0,
       "round %d: %d acknowledged before the kill and found after, %d sent again", round, f.acknowledged, f.resent);
    ok(clean && stored == n_messages, "round %d: hoiam check finds nothing; %lld messages for %d keys", round,
       (long long)stored, n_messages);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        (void)fprintf(stderr, "usage: kill9 HOIAM ROUNDS [postgres]\n");
        return 2;
    }
    bool postgres = argc > 3 && strcmp(argv[3], "postgres") == 0;
    uint64_t seed = (uint64_t)clock_mono_us();
    struct prng chance = {seed};
    printf("# seed %llu\n", (unsigned long long)seed);
    (void)signal(SIGPIPE, SIG_IGN);
    int rounds = (int)strtol(argv[2], NULL, 10);
    for (int round = 1; round <= rounds; round++) {
        if (round % ROUNDS_A_STORE == 1) {
            const char *store = scratch_store(postgres);
            if (store == NULL) {
                printf("1..0 # SKIP no HOIAM_TEST_PG\n");
                return 0;
            }
            (void)server_end(&server, SIGTERM);
            server = (struct server){.program = argv[1], .store = store};
            (void)snprintf(server.log, sizeof server.log, "%s/log", scratch_folder());
            memset(messages, 0, sizeof messages);
            n_messages = 0;
            BUG_ON(!faults_init(argv[1], store) || !server_start(&server));
        }
        round_of(round, &chance, argv[1]);
    }
    is_int(changed_receipts, 0, "a message sent twice never got two receipts");
    is_int(odd_answers, 0, "nobody got another answer than a receipt, or none");
    is_int(server_end(&server, SIGTERM), 0, "and in the end it stops when asked");
    scratch_clean();
    return tap_done();
}
