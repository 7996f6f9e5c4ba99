// inbox.c: what the likely matters of an inbox page cost: 25 messages beside 330 matters in hand, processor time a page.
// usage: bench_inbox [PAGES]
#include "base/utf8.h"
#include "commune.h"

#include <stdio.h>
#include <sys/resource.h>

enum { MATTERS = 330, INBOX = 25, SCENES = 300 };

static struct commune commune;
static struct str scenes[SCENES][3]; // a message, another like it about something else, the first in other words
static struct message_row inbox[INBOX];

static void read_scenes(void)
{
    struct str rest = commune_fixture(&commune, FIXTURES "messages.vi.tsv");
    for (size_t i = 0; i < SCENES; i++) {
        struct str line = str_cut(&rest, '\n');
        (void)str_cut(&line, '\t');
        for (size_t k = 0; k < 3; k++) {
            scenes[i][k] = str_cut(&line, '\t');
        }
    }
}

static enum tx_end fill_fn(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct desk d = commune_desk(&commune, tx);
    for (size_t i = 0; i < MATTERS; i++) {
        struct message_row m;
        struct matter_row matter;
        struct str words = scenes[i % SCENES][i / SCENES];
        if (!commune_sent(&commune, tx, words, &m, e) ||
            matter_start(&d, &m, 0, utf8_clip(words, 60), &matter, e) != MATTER_SAVED) {
            return TX_FAILED;
        }
    }
    for (size_t i = 0; i < INBOX; i++) {
        struct str words = str_fmt(&commune.arena, "Kính gửi UBND, %.*s, đề nghị xem xét", STR_ARG(scenes[i * 11][i % 3]));
        if (!commune_sent(&commune, tx, words, &inbox[i], e)) {
            return TX_FAILED;
        }
        inbox[i].words = words;
        inbox[i].public_id = str_copy(&commune.arena, inbox[i].public_id);
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
    struct likely_reader r = commune_reader(&commune);
    BUG_ON(!db_read_begin(commune.db, &a, &tx, e) || !likely_find(tx, &r, inbox, INBOX, &list, e));
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
    struct err e = ERR_INIT;
    read_scenes();
    commune_open(&commune, fill_fn);
    size_t suggested = page(&e);
    double start = busy_ms();
    for (size_t i = 0; i < pages; i++) {
        BUG_ON(page(&e) != suggested);
    }
    printf("%d messages beside %d matters in hand: %.2f ms of processor time a page (%zu suggestions, %zu pages)\n",
           INBOX, MATTERS, (busy_ms() - start) / (double)(pages > 0 ? pages : 1), suggested, pages);
    commune_close(&commune);
    return 0;
}
