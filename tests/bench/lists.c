// lists.c: what the lists of "is it one of these?" (core/press/similar.h) and of likely matters at the desk
// (core/desk/likely.h) show beside what a person would accept: share of the shown that is right, and of the right that is
// shown. usage: bench_lists [--wrong]
//
// tests/fixtures/lists.vi.tsv: matters in hand that are public, and messages of which half are about none of them; --wrong
// prints what is shown and what is missing, but for the messages held out. CROWD other matters (beside.h) stand beside.
#include "base/utf8.h"
#include "beside.h"
#include "commune.h"
#include "core/press/similar.h"
#include "db/q_message.h"

#include <stdio.h>

enum { MATTERS = 128, ASKS = 256, TRUTHS = 4, CROWD = 2000 };

static struct commune commune;

struct in_hand {
    struct str key, title, words;
    int64_t id;
};
struct ask {
    struct str keys[TRUTHS], words;
    size_t n_keys;
    int64_t id;
    bool held; // written when the lists were made: never shown, only counted
};
static struct in_hand matters[MATTERS];
static struct ask asks[ASKS];
static size_t n_matters, n_asks;

static void read_set(void)
{
    struct str rest = commune_fixture(&commune, FIXTURES "lists.vi.tsv");
    while (rest.p != NULL) {
        struct str line = str_cut(&rest, '\n'), what = str_cut(&line, '\t'), keys = str_cut(&line, '\t');
        if (str_eqz(what, "matter")) {
            BUG_ON(n_matters == MATTERS);
            struct str title = str_cut(&line, '\t');
            matters[n_matters++] = (struct in_hand){.key = keys, .title = title, .words = line};
        } else if (str_eqz(what, "ask") || str_eqz(what, "held")) {
            BUG_ON(n_asks == ASKS);
            struct ask *a = &asks[n_asks++];
            a->words = line;
            a->held = str_eqz(what, "held");
            while (keys.p != NULL && !str_eqz(keys, "-")) {
                BUG_ON(a->n_keys == TRUTHS);
                a->keys[a->n_keys++] = str_cut(&keys, ',');
            }
        }
    }
}

// A public matter of one message.
static bool put_matter(struct tx *tx, struct str title, struct str words, int64_t *id, struct err *e)
{
    struct desk d = commune_desk(&commune, tx);
    struct message_row m;
    struct matter_row matter;
    bool good = commune_sent(&commune, tx, words, &m, e) && matter_start(&d, &m, 0, title, &matter, e) == MATTER_SAVED &&
                matter_title(&d, &matter, LANG_VI, title, e) == MATTER_SAVED;
    *id = matter.id;
    return good;
}

static enum tx_end fill_fn(struct tx *tx, void *arg, struct err *e)
{
    static struct str crowd[CROWD];
    size_t n = beside_sentences(&commune.arena, crowd, CROWD);
    int64_t unused;
    (void)arg;
    for (size_t i = 0; i < n; i++) {
        if (!put_matter(tx, utf8_clip(crowd[i], 80), crowd[i], &unused, e)) {
            return TX_FAILED;
        }
    }
    for (size_t i = 0; i < n_matters; i++) {
        if (!put_matter(tx, matters[i].title, matters[i].words, &matters[i].id, e)) {
            return TX_FAILED;
        }
    }
    for (size_t i = 0; i < n_asks; i++) {
        struct message_row m;
        if (!commune_sent(&commune, tx, asks[i].words, &m, e)) {
            return TX_FAILED;
        }
        asks[i].id = m.id;
    }
    return TX_COMMIT;
}

// One list over all messages.
struct list {
    const char *name;
    unsigned shown, right, truths, without, quiet; // messages about none of them, and of those the ones that are shown nothing
};

static bool is_right(const struct ask *a, int64_t matter)
{
    for (size_t i = 0; i < n_matters; i++) {
        for (size_t k = 0; matters[i].id == matter && k < a->n_keys; k++) {
            if (str_eq(a->keys[k], matters[i].key)) {
                return true;
            }
        }
    }
    return false;
}

struct shown {
    int64_t id;
    struct str title, words;
};

static void judge(struct list *l, const struct ask *a, const struct shown *shown, size_t n, bool tell)
{
    size_t right = 0;
    for (size_t i = 0; i < n; i++) {
        bool good = is_right(a, shown[i].id);
        right += good;
        if (tell && !a->held) {
            printf("%s\t%s\t%.*s\t%.*s\t%.*s\n", l->name, good ? "right" : "wrong", STR_ARG(a->words),
                   STR_ARG(shown[i].title), STR_ARG(shown[i].words));
        }
    }
    if (tell && !a->held && right < a->n_keys) {
        printf("%s\tmissing\t%.*s\t%.*s\n", l->name, STR_ARG(a->words), STR_ARG(a->keys[0]));
    }
    l->shown += (unsigned)n;
    l->right += (unsigned)right;
    l->truths += (unsigned)a->n_keys;
    l->without += a->n_keys == 0;
    l->quiet += a->n_keys == 0 && n == 0;
}

static bool ask_public(struct tx *tx, struct list *l, bool tell, struct err *e)
{
    for (size_t i = 0; i < n_asks; i++) {
        struct similar *list;
        size_t n;
        struct shown shown[SIMILAR_MOST];
        if (!similar_published(commune.finder, tx, commune.site, LANG_VI, asks[i].words, &list, &n, e)) {
            return false;
        }
        for (size_t k = 0; k < n; k++) {
            shown[k] = (struct shown){list[k].matter.id, list[k].title, list[k].words};
        }
        judge(&l[asks[i].held], &asks[i], shown, n, tell);
    }
    return true;
}

static bool ask_desk(struct tx *tx, struct list *l, bool tell, struct err *e)
{
    struct likely_reader r = commune_reader(&commune);
    for (size_t i = 0; i < n_asks; i++) {
        struct message_row m;
        struct likely *found;
        struct shown shown[LIKELY_MAX];
        if (q_message_by_id(tx, commune.site->home, asks[i].id, &m, e) != Q_ROW || !likely_find(tx, &r, &m, 1, &found, e)) {
            return false;
        }
        for (size_t k = 0; k < found->n_matters; k++) {
            const struct likely_matter *near = &found->matters[k];
            shown[k] = (struct shown){near->matter->id, near->matter->title, near->words};
        }
        judge(&l[asks[i].held], &asks[i], shown, found->n_matters, tell);
    }
    return true;
}

static void print_list(const struct list *l)
{
    printf("%-15s %3u shown, %3u right (%.3f of the shown, %.3f of the %u that could be); nothing shown to %.3f of %u messages "
           "about none\n",
           l->name, l->shown, l->right, l->shown == 0 ? 1 : (double)l->right / l->shown, (double)l->right / l->truths, l->truths,
           (double)l->quiet / l->without, l->without);
}

int main(int argc, char **argv)
{
    bool tell = argc == 2 && strcmp(argv[1], "--wrong") == 0;
    struct err e = ERR_INIT;
    struct tx *tx;
    struct list open[] = {{.name = "send page"}, {.name = "send page, held"}};
    struct list desk[] = {{.name = "desk"}, {.name = "desk, held"}};
    read_set();
    commune_open(&commune, fill_fn);
    if (!db_read_begin(commune.db, &commune.arena, &tx, &e) || !ask_public(tx, open, tell, &e) || !ask_desk(tx, desk, tell, &e)) {
        fprintf(stderr, "bench: %s\n", e.what);
        return 1;
    }
    db_read_end(tx);
    for (size_t i = 0; i < 2; i++) {
        print_list(&open[i]);
        print_list(&desk[i]);
    }
    commune_close(&commune);
    return 0;
}
