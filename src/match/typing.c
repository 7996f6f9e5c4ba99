// typing.c: see typing.h.
#include "match/typing.h"

#include "base/utf8.h"
#include "text/fold.h"
#include "text/hash.h"

enum { LETTERS = 8, FORM_BYTES = 3 * LETTERS }; // letters of the longest syllable, and one
#define TYPING_SMOOTH 2.0f   // what all items count against those that have the word before beside it
#define TYPING_UNMARKED 0.2f // of a word none of whose exact forms has the marks typed

// The letters of a word as far as it was typed.
struct typed {
    char bare[TOKEN_MAX];
    size_t n;
    enum fold_shape shapes[LETTERS];
    enum fold_tone tone;
    bool marked;
};

static void take_mark(struct typed *t, const struct fold *f)
{
    t->tone = f->tone != TONE_LEVEL ? f->tone : t->tone;
    if (f->shape != SHAPE_PLAIN && t->n > 0 && t->n <= LETTERS) {
        t->shapes[t->n - 1] = f->shape;
    }
    t->marked |= f->tone != TONE_LEVEL || f->shape != SHAPE_PLAIN;
}

static void read_typed(struct str text, struct typed *t)
{
    *t = (struct typed){.n = 0};
    for (size_t at = 0; at < text.n;) {
        struct fold f;
        at += fold_next(text, at, &f);
        if (f.class == FOLD_LETTER || f.class == FOLD_DIGIT || f.class == FOLD_SOLO) {
            if (t->n + 4 > sizeof t->bare) {
                return;
            }
            t->n += utf8_put(t->bare + t->n, f.base);
            take_mark(t, &f);
        } else if (f.class == FOLD_MARK) {
            take_mark(t, &f);
        }
    }
}

static bool is_vowel(char c)
{
    return c != 0 && strchr("aeiouy", c) != NULL;
}

bool typing_telex(struct str keys, char *out, size_t *n)
{
    bool vowel = false;
    *n = 0;
    for (size_t i = 0; i < keys.n; i++) {
        char c = keys.p[i], last = *n > 0 ? out[*n - 1] : 0;
        bool twice = (c == 'a' || c == 'e' || c == 'o') && last == c;
        bool stroke = c == 'd' && *n > 0 && out[0] == 'd' && (vowel || *n == 1);
        bool tone = vowel && strchr("sfrxjz", c) != NULL;
        if (c == 'w' && !vowel) {
            out[(*n)++] = 'u';
            vowel = true;
        } else if (!twice && !stroke && !tone && c != 'w') {
            out[(*n)++] = c;
            vowel |= is_vowel(c);
        }
    }
    return *n != keys.n || memcmp(out, keys.p, *n) != 0;
}

// ---- exact forms

// A bare word with what may be marked in it, while its forms are gone through.
struct forms {
    const struct match *m;
    const struct typed *typed;
    struct str bare;
    uint32_t word;
    char form[FORM_BYTES + 1];
    uint32_t best, items; // the commonest form so far
};

static void look_up_form(struct forms *f, size_t n)
{
    for (unsigned tone = TONE_LEVEL; tone <= TONE_NANG; tone++) {
        if (f->typed->tone != TONE_LEVEL && f->typed->tone != tone) {
            continue;
        }
        f->form[n] = (char)tone;
        uint32_t exact = vocab_exact(&f->m->vocab, hash_bytes(f->form, n + (tone != TONE_LEVEL)));
        if (exact != VOCAB_NONE && vocab_word_of(&f->m->vocab, exact) == f->word) {
            uint32_t items = atomic_load_explicit(vocab_exact_items(&f->m->vocab, exact), memory_order_relaxed);
            if (items > f->items) {
                f->items = items;
                f->best = exact;
            }
        }
    }
}

// Every way to mark the letters from `at` on that has the marks which were typed; what has none may still get one.
static void go_through(struct forms *f, size_t at, size_t n)
{
    static const struct {
        char letter;
        enum fold_shape shape;
    } marks[] = {{'a', SHAPE_HAT},  {'a', SHAPE_BOWL}, {'e', SHAPE_HAT},   {'o', SHAPE_HAT},
                 {'o', SHAPE_HORN}, {'u', SHAPE_HORN}, {'d', SHAPE_STROKE}};
    if (at == f->bare.n) {
        look_up_form(f, n);
        return;
    }
    enum fold_shape typed = at < f->typed->n ? f->typed->shapes[at] : SHAPE_PLAIN;
    f->form[n] = f->bare.p[at];
    if (typed == SHAPE_PLAIN) {
        go_through(f, at + 1, n + 1);
    }
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        bool may = marks[i].letter == f->bare.p[at] && (typed == SHAPE_PLAIN || typed == marks[i].shape) &&
                   (marks[i].letter != 'd' || at == 0);
        if (may) {
            f->form[n] = f->bare.p[at];
            f->form[n + 1] = (char)(8 + marks[i].shape);
            go_through(f, at + 1, n + 2);
        }
    }
}

// The commonest exact form of the word that has the marks typed, or VOCAB_NONE.
static uint32_t marked_form(const struct match *m, const struct typed *t, uint32_t word)
{
    struct forms f = {.m = m, .typed = t, .bare = vocab_text(&m->vocab, word), .word = word, .best = VOCAB_NONE};
    if (f.bare.n <= LETTERS && vocab_sort(&m->vocab, word) == VOCAB_SYLLABLE) {
        go_through(&f, 0, 0);
    }
    return f.best;
}

// ---- words

struct likely {
    uint32_t word, items, beside; // how many items have it, and have it beside the word before
};

static bool likelier(const struct match *m, const struct likely *a, const struct likely *b)
{
    if (a->beside != b->beside || a->items != b->items) {
        return a->beside != b->beside ? a->beside > b->beside : a->items > b->items;
    }
    return str_cmp(vocab_text(&m->vocab, a->word), vocab_text(&m->vocab, b->word)) < 0; // not by the order of adding
}

// The likeliest words that begin with s, best first, and what all of them count.
static size_t read_words(const struct match *m, struct str s, uint64_t before, struct likely *v, struct likely *all)
{
    const struct vocab *vocab = &m->vocab;
    uint32_t words = atomic_load_explicit(&vocab->n_words, memory_order_acquire);
    struct vocab_begin b = vocab_begin(s);
    size_t n = 0;
    *all = (struct likely){0};
    for (uint32_t word = 0; word < words; word++) {
        // words that no item has may be blanked at this moment: their letters are not looked at
        uint32_t items = atomic_load_explicit(vocab_word_items(vocab, word), memory_order_acquire);
        if (items == 0 || !vocab_begins(vocab, word, b) || (s.n > 8 && !str_starts(vocab_text(vocab, word), s))) {
            continue;
        }
        uint64_t pair = hash_pair(before, vocab_hash(vocab, word));
        struct likely one = {word, items, before == 0 ? 0 : counts_at(&m->pair_items, counts_place(pair))};
        all->items += one.items;
        all->beside += one.beside;
        size_t at = n;
        while (at > 0 && likelier(m, &one, &v[at - 1])) {
            at--;
        }
        if (at < TYPING_MOST) {
            n = n < TYPING_MOST ? n + 1 : n;
            memmove(v + at + 1, v + at, (n - at - 1) * sizeof *v);
            v[at] = one;
        }
    }
    return n;
}

// Likeliest first; there are few, mostly in order already.
static void sort(struct typing *out)
{
    for (size_t i = 1; i < out->n; i++) {
        struct typing_word one = out->v[i];
        size_t at = i;
        for (; at > 0 && out->v[at - 1].weight < one.weight; at--) {
            out->v[at] = out->v[at - 1];
        }
        out->v[at] = one;
    }
}

void typing_read(const struct match *m, struct str typed, uint64_t before, struct typing *out)
{
    struct likely v[TYPING_MOST], all;
    struct typed t;
    char keys[TOKEN_MAX];
    *out = (struct typing){.n = 0, .exact = VOCAB_NONE};
    read_typed(typed, &t);
    size_t n = t.n == 0 ? 0 : read_words(m, (struct str){t.bare, t.n}, before, v, &all), n_keys;
    if (n == 0 && typing_telex((struct str){t.bare, t.n}, keys, &n_keys) && n_keys > 0) {
        n = read_words(m, (struct str){keys, n_keys}, before, v, &all);
        t.marked = false;
    }
    uint32_t exacts[TYPING_MOST];
    for (size_t i = 0; i < n; i++) {
        float share = (float)v[i].items / (float)all.items;
        float weight = ((float)v[i].beside + TYPING_SMOOTH * share) / ((float)all.beside + TYPING_SMOOTH);
        exacts[i] = t.marked ? marked_form(m, &t, v[i].word) : VOCAB_NONE;
        weight *= t.marked && exacts[i] == VOCAB_NONE ? TYPING_UNMARKED : 1;
        out->v[out->n++] = (struct typing_word){v[i].word, weight};
    }
    sort(out);
    for (size_t i = 0; i < n && out->n > 0; i++) {
        out->exact = v[i].word == out->v[0].word ? exacts[i] : out->exact;
    }
}
