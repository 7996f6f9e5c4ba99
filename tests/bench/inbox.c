// inbox.c: what the likely matters of an inbox page cost: 25 messages beside 330 matters in hand, processor time a page.
// usage: bench_inbox [PAGES]
#include "base/utf8.h"
#include "core/desk/likely.h"
#include "core/desk/matter.h"
#include "core/intake/message.h"
#include "core/office/founding.h"
#include "db/q_message.h"

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

enum { NOW = 1780000000, DAY = 86400, MATTERS = 330, INBOX = 25, SCENES = 300 };

static struct arena arena;
static struct site *site;
static struct db *db;
static struct finder *finder;
static int64_t office;
static struct str scenes[SCENES][3]; // a message, another like it about something else, the first in other words
static struct message_row inbox[INBOX];

static void read_scenes(void)
{
    FILE *f = fopen(FIXTURES "messages.vi.tsv", "rb");
    char *p = arena_alloc(&arena, 1 << 20);
    BUG_ON(f == NULL);
    struct str rest = {p, fread(p, 1, 1 << 20, f)};
    (void)fclose(f);
    for (size_t i = 0; i < SCENES; i++) {
        struct str line = str_cut(&rest, '\n');
        (void)str_cut(&line, '\t');
        for (size_t k = 0; k < 3; k++) {
            scenes[i][k] = str_cut(&line, '\t');
        }
    }
}

static bool found(struct tx *tx, struct err *e)
{
    int64_t home;
    struct office_draft root = {.code = STR("xa"), .kind = STR("commune"), .name = {[LANG_VI] = STR("Xã")}};
    return site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), NOW, NOW / DAY, &home, &office, e);
}

static enum tx_end found_fn(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    return found(tx, e) ? TX_COMMIT : TX_FAILED;
}

static bool sent(struct tx *tx, struct str words, struct message_row *m, struct err *e)
{
    struct message_draft draft = {
        .words = words, .office_id = office, .lang = LANG_VI, .kind = STR("report"), .channel = STR("web")};
    struct message_taken taken;
    return message_take(tx, site, &(struct actor){0}, &draft, NOW, &taken, e) &&
           q_message_by_id(tx, site->home, taken.id, m, e) == Q_ROW;
}

static enum tx_end fill_fn(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct desk d = {.tx = tx, .site = site, .now = NOW, .actor = {.role = STR("clerk"), .office_id = office}};
    for (size_t i = 0; i < MATTERS; i++) {
        struct message_row m;
        struct matter_row matter;
        struct str words = scenes[i % SCENES][i / SCENES];
        if (!sent(tx, words, &m, e) || matter_start(&d, &m, 0, utf8_clip(words, 60), &matter, e) != MATTER_SAVED) {
            return TX_FAILED;
        }
    }
    for (size_t i = 0; i < INBOX; i++) {
        struct str words = str_fmt(&arena, "Kính gửi UBND, %.*s, đề nghị xem xét", STR_ARG(scenes[i * 11][i % 3]));
        if (!sent(tx, words, &inbox[i], e)) {
            return TX_FAILED;
        }
        inbox[i].words = words;
        inbox[i].public_id = str_copy(&arena, inbox[i].public_id);
        inbox[i].state = STR("inbox");
    }
    return TX_COMMIT;
}

static double busy_ms(void)
{
    struct rusage u;
    (void)getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3;
}

// One page; returns what was suggested.
static size_t page(struct err *e)
{
    struct arena a = ARENA_INIT;
    struct tx *tx;
    struct likely *list;
    size_t n = 0;
    struct likely_reader r = {.finder = finder, .site = site, .office_id = office, .offices = &office, .n_offices = 1};
    BUG_ON(!db_read_begin(db, &a, &tx, e) || !likely_find(tx, &r, inbox, INBOX, &list, e));
    for (size_t i = 0; i < INBOX; i++) {
        n += list[i].n_matters + list[i].n_twins;
    }
    db_read_end(tx);
    arena_free(&a);
    return n;
}

int main(int argc, char **argv)
{
    size_t pages = argc > 1 ? (size_t)strtoull(argv[1], NULL, 10) : 200;
    char path[] = "/tmp/bench_inbox.XXXXXX";
    struct err e = ERR_INIT;
    BUG_ON(mkdtemp(path) == NULL);
    struct str file = str_fmt(&arena, "%s/s.db", path);
    read_scenes();
    if (!db_create(file.p, &e) || !db_open(&db, file.p, DB_READ_WRITE, &e) || !db_write(db, &arena, found_fn, NULL, &e) ||
        !site_load(db, NOW, &site, &e) || !db_write(db, &arena, fill_fn, NULL, &e) || !finder_new(&finder, &e) ||
        !finder_fill(finder, db, site, NULL, &e)) {
        fprintf(stderr, "bench: %s\n", e.what);
        return 1;
    }
    size_t suggested = page(&e);
    double start = busy_ms();
    for (size_t i = 0; i < pages; i++) {
        BUG_ON(page(&e) != suggested);
    }
    printf("%d messages beside %d matters in hand: %.2f ms of processor time a page (%zu suggestions, %zu pages)\n",
           INBOX, MATTERS, (busy_ms() - start) / (double)(pages > 0 ? pages : 1), suggested, pages);
    finder_free(finder);
    site_unref(site);
    db_close(db);
    BUG_ON(system(str_fmt(&arena, "rm -rf '%s'", path).p) != 0);
    arena_free(&arena);
    return 0;
}
