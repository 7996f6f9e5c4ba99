// alike.c: see alike.h.
#include "match/alike.h"

#include "match/index.h"
#include "text/hash.h"

#include <math.h>

enum { WORD_MIN = 2, SHARED_MIN = 2, WORDS_MOST = 8 };

struct alike {
    const struct match *m;
    struct str text;
    struct token_list own, other;
    struct sketch *sketch;
};

struct alike *alike_new(const struct match *m, struct str text)
{
    struct alike *x = xcalloc(1, sizeof *x);
    x->m = m;
    x->text = str_slice(text, 0, TEXT_MAX);
    tokenise(&x->own, x->text, m->abbrev, NULL, 0);
    x->sketch = sketch_new(x->text, &x->own, m->asking, m->synonyms);
    return x;
}

void alike_free(struct alike *x)
{
    if (x == NULL) {
        return;
    }
    token_list_free(&x->own);
    token_list_free(&x->other);
    free(x->sketch);
    free(x);
}

// As BM25 has it; a small index says little of how rare a word is.
static float rarity_of(const void *context, uint64_t fold)
{
    const struct match *m = context;
    uint32_t word = vocab_word(&m->vocab, fold);
    float all = fmaxf((float)match_count(m), 500);
    float with = 0;
    if (word != VOCAB_NONE) {
        with = (float)atomic_load_explicit(vocab_word_items(&m->vocab, word), memory_order_relaxed);
    }
    return logf(1 + fmaxf(all - with + 0.5f, 0.5f) / (with + 0.5f));
}

struct likeness alike_to(struct alike *x, struct str other)
{
    other = str_slice(other, 0, TEXT_MAX);
    tokenise(&x->other, other, x->m->abbrev, NULL, 0);
    struct sketch *s = sketch_new(other, &x->other, x->m->asking, x->m->synonyms);
    struct epoch_slot *slot = epoch_enter(x->m->epoch);
    struct likeness l = likeness_of(x->sketch, s, (struct rarity){rarity_of, x->m});
    epoch_leave(slot);
    free(s);
    return l;
}

struct saying saying_new(const struct match *m, struct str text)
{
    struct token_list words = TOKEN_LIST_INIT;
    struct saying s = {0, 0};
    tokenise(&words, str_slice(text, 0, TEXT_MAX), m->abbrev, NULL, 0);
    for (size_t i = 0; i < words.n; i++) {
        if (!words.v[i].extra) {
            s.hash = hash_pair(s.hash, words.v[i].fold);
            s.n++;
        }
    }
    token_list_free(&words);
    return s;
}

bool saying_same(struct saying a, struct saying b, size_t least)
{
    return a.n == b.n && a.hash == b.hash && a.n >= least;
}

static bool counts(const struct token *t)
{
    return !t->extra && t->len >= WORD_MIN;
}

// Is it among the first n of the list?
static bool holds(const struct token_list *l, size_t n, uint64_t fold)
{
    bool yes = false;
    for (size_t i = 0; i < n && !yes; i++) {
        yes = l->v[i].fold == fold && counts(&l->v[i]);
    }
    return yes;
}

float alike_title(struct alike *x, struct str title)
{
    float all = 0;
    float both = 0;
    size_t shared = 0;
    tokenise(&x->other, str_slice(title, 0, TEXT_MAX), x->m->abbrev, NULL, 0);
    struct epoch_slot *slot = epoch_enter(x->m->epoch);
    for (size_t i = 0; i < x->other.n; i++) {
        const struct token *t = &x->other.v[i];
        if (!counts(t) || holds(&x->other, i, t->fold)) {
            continue;
        }
        float weight = rarity_of(x->m, t->fold);
        bool here = holds(&x->own, x->own.n, t->fold);
        all += weight;
        both += here ? weight : 0;
        shared += here;
    }
    epoch_leave(slot);
    return shared < SHARED_MIN || all <= 0 ? 0 : both / all;
}

// Number i of the own words is one of both; where there is no room, the commonest of those kept gives way.
static void keep_word(size_t *kept, float *rare, size_t *n, size_t max, size_t i, float weight)
{
    if (*n == max) {
        size_t least = 0;
        for (size_t k = 1; k < *n; k++) {
            least = rare[k] <= rare[least] ? k : least;
        }
        if (rare[least] >= weight) {
            return;
        }
        memmove(kept + least, kept + least + 1, (*n - least - 1) * sizeof *kept);
        memmove(rare + least, rare + least + 1, (*n - least - 1) * sizeof *rare);
        --*n;
    }
    kept[*n] = i;
    rare[(*n)++] = weight;
}

static struct str kept_words(const struct alike *x, const size_t *kept, size_t n, const char *between, struct arena *a)
{
    struct str out = STR("");
    for (size_t k = 0; k < n; k++) {
        const struct token *t = &x->own.v[kept[k]];
        struct str word = str_slice(x->text, t->from, t->to);
        out = str_fmt(a, "%.*s%s%.*s", STR_ARG(out), k == 0 ? "" : between, STR_ARG(word));
    }
    return out;
}

struct str alike_words(struct alike *x, struct str other, size_t max, struct arena *a)
{
    size_t kept[WORDS_MOST];
    float rare[WORDS_MOST];
    size_t n = 0;
    max = max < WORDS_MOST ? max : WORDS_MOST;
    tokenise(&x->other, str_slice(other, 0, TEXT_MAX), x->m->abbrev, NULL, 0);
    struct epoch_slot *slot = epoch_enter(x->m->epoch);
    for (size_t i = 0; i < x->own.n; i++) {
        const struct token *t = &x->own.v[i];
        if (counts(t) && !holds(&x->own, i, t->fold) && holds(&x->other, x->other.n, t->fold)) {
            keep_word(kept, rare, &n, max, i, rarity_of(x->m, t->fold));
        }
    }
    epoch_leave(slot);
    return kept_words(x, kept, n, ", ", a);
}

struct str alike_rarest(struct alike *x, size_t max, struct arena *a)
{
    size_t kept[WORDS_MOST];
    float rare[WORDS_MOST];
    size_t n = 0;
    max = max < WORDS_MOST ? max : WORDS_MOST;
    struct epoch_slot *slot = epoch_enter(x->m->epoch);
    for (size_t i = 0; i < x->own.n; i++) {
        const struct token *t = &x->own.v[i];
        uint32_t word = vocab_word(&x->m->vocab, t->fold);
        if (counts(t) && word != VOCAB_NONE && !holds(&x->own, i, t->fold) &&
            atomic_load_explicit(vocab_word_items(&x->m->vocab, word), memory_order_relaxed) > 1) {
            keep_word(kept, rare, &n, max, i, rarity_of(x->m, t->fold));
        }
    }
    epoch_leave(slot);
    return kept_words(x, kept, n, " ", a);
}
