// phrases.c: the table of data/phrases.tsv, by the hash of a phrase's words.
#include "text/phrases.h"

#include "text/hash.h"
#include "words.h"

#include <pthread.h>

enum { SLOTS = 1 << 12 };

struct slot {
    uint64_t hash;
    struct phrase_hit hit;
};

static struct slot slots[SLOTS];
static size_t used;
static pthread_once_t made = PTHREAD_ONCE_INIT;

static const struct {
    const char *name;
    uint32_t class;
} classes[] = {
    {"polite", PHRASE_POLITE},
    {"function", PHRASE_FUNCTION},
    {"number", PHRASE_NUMBER},
    {"times", PHRASE_TIMES},
    {"deny", PHRASE_DENY},
    {"settled", PHRASE_SETTLED},
    {"place", PHRASE_PLACE},
    {"kind", PHRASE_KIND},
    {"passive", PHRASE_PASSIVE},
    {"from", PHRASE_FROM},
    {"to", PHRASE_TO},
    {"by", PHRASE_BY},
    {"ask_where", PHRASE_ASK_WHERE},
    {"ask_when", PHRASE_ASK_WHEN},
    {"ask_long", PHRASE_ASK_LONG},
    {"ask_money", PHRASE_ASK_MONEY},
    {"ask_much", PHRASE_ASK_MUCH},
    {"ask_age", PHRASE_ASK_AGE},
    {"ask_papers", PHRASE_ASK_PAPERS},
    {"ask_how", PHRASE_ASK_HOW},
    {"ask_who", PHRASE_ASK_WHO},
    {"ask_why", PHRASE_ASK_WHY},
    {"ask_what", PHRASE_ASK_WHAT},
    {"ask_yes", PHRASE_ASK_YES},
    {"ask_any", PHRASE_ASK_ANY},
    {"remedy", PHRASE_REMEDY},
    {"perfect", PHRASE_PERFECT},
    {"mutual", PHRASE_MUTUAL},
    {"lack", PHRASE_LACK},
    {"time", PHRASE_TIME},
    {"where", PHRASE_WHERE},
};

// The hash before the first word: a phrase typed with marks is another one than a bare one.
static uint64_t seed(bool marked, enum phrase_language language)
{
    return 1 + (marked ? 1u : 0u) + 2u * (unsigned)language;
}

static uint64_t chain(uint64_t hash, uint64_t word)
{
    return hash_pair(hash, word) | 1;
}

static struct slot *slot_of(uint64_t hash)
{
    size_t i = hash % SLOTS;
    while (slots[i].hash != 0 && slots[i].hash != hash) {
        i = (i + 1) % SLOTS;
    }
    return &slots[i];
}

static void put(uint64_t hash, uint32_t class, uint8_t value)
{
    struct slot *s = slot_of(hash);
    used += s->hash == 0;
    BUG_ON(used > SLOTS * 3 / 4);
    s->hash = hash;
    s->hit.classes |= class;
    s->hit.value = value > 0 ? value : s->hit.value;
}

// A phrase of the table: "ba*" only with its marks, "triệu:6" with what it multiplies by.
static void add(struct token_list *l, struct str phrase, uint32_t class, uint8_t value, enum phrase_language language)
{
    bool only_marked = phrase.n > 0 && phrase.p[phrase.n - 1] == '*';
    struct str text = str_cut(&phrase, only_marked ? '*' : ':');
    int64_t given = 0;
    value = phrase.n > 0 && str_int(phrase, &given) ? (uint8_t)given : value;
    tokenise(l, text, NULL, NULL, 0);
    uint64_t bare = seed(false, language), exact = seed(true, language);
    unsigned n = 0;
    for (size_t i = 0; i < l->n; i++) {
        if (!l->v[i].extra) {
            bare = chain(bare, l->v[i].fold);
            exact = chain(exact, l->v[i].exact);
            put(exact, 0, 0); // what a phrase begins with
            put(only_marked ? exact : bare, 0, 0);
            n++;
        }
    }
    BUG_ON(n == 0 || n > PHRASE_WORDS);
    put(exact, class, value);
    if (!only_marked) {
        put(bare, class, value);
    }
}

static uint32_t class_of(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(classes); i++) {
        if (str_eqz(name, classes[i].name)) {
            return classes[i].class;
        }
    }
    BUG_ON(true);
}

static void make(void)
{
    const struct embed *file = embed_find(words, words_n, STR("phrases.tsv"));
    BUG_ON(file == NULL);
    struct token_list l = TOKEN_LIST_INIT;
    struct str tsv = embed_str(file);
    while (tsv.p != NULL) {
        struct str line = str_trim(str_cut(&tsv, '\n'));
        if (line.n == 0 || line.p[0] == '#') {
            continue;
        }
        enum phrase_language language = str_eqz(str_cut(&line, '\t'), "en") ? PHRASE_ENGLISH : PHRASE_VIETNAMESE;
        uint32_t class = class_of(str_cut(&line, '\t'));
        for (uint8_t value = 0; line.p != NULL; value++) {
            add(&l, str_trim(str_cut(&line, ',')), class, class == PHRASE_NUMBER ? value : 0, language);
        }
    }
    token_list_free(&l);
}

void phrases_at(const uint64_t *text, unsigned n, bool marked, enum phrase_language language, struct phrase_hit *out)
{
    (void)pthread_once(&made, make);
    uint64_t hash = seed(marked, language);
    unsigned k = 0;
    for (bool on = true; k < n && on; k++) {
        hash = chain(hash, text[k]);
        const struct slot *s = slot_of(hash);
        out[k] = s->hit;
        on = s->hash != 0;
    }
    for (; k < n; k++) {
        out[k] = (struct phrase_hit){0, 0};
    }
}
