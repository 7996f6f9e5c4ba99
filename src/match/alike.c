// alike.c: see alike.h.
#include "match/alike.h"

#include "base/buf.h"
#include "match/align.h"
#include "match/index.h"
#include "text/hash.h"

#include <math.h>

enum { WORD_MIN = 2, SHARED_MIN = 2, WORDS_MOST = 8 };

struct alike {
    const struct match *m;
    struct str text;
    struct token_list own, other;
    struct sketch *sketch;
    struct sketch *last; // of the other text asked about last, with its words in `other`; NULL: none
    struct buf last_text;
};

struct alike *alike_new(const struct match *m, struct str text)
{
    struct alike *x = xcalloc(1, sizeof *x);
    x->m = m;
    x->text = str_slice(text, 0, TEXT_MAX);
    x->last_text = buf_new(TEXT_MAX);
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
    buf_free(&x->last_text);
    free(x->last);
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

// Of another text: the last one again where it is the same, as several things are asked of each. It is x's.
static const struct sketch *other_sketch(struct alike *x, struct str other)
{
    other = str_slice(other, 0, TEXT_MAX);
    if (x->last == NULL || !str_eq(buf_str(&x->last_text), other)) {
        free(x->last);
        tokenise(&x->other, other, x->m->abbrev, NULL, 0);
        x->last = sketch_new(other, &x->other, x->m->asking, x->m->synonyms);
        buf_clear(&x->last_text);
        buf_add(&x->last_text, other);
    }
    return x->last;
}

struct likeness alike_to(struct alike *x, struct str other)
{
    const struct sketch *s = other_sketch(x, other);
    struct epoch_slot *slot = epoch_enter(x->m->epoch);
    struct likeness l = likeness_of(x->sketch, s, (struct rarity){rarity_of, x->m});
    epoch_leave(slot);
    return l;
}

struct about alike_about(struct alike *x, struct str other)
{
    const struct sketch *s = other_sketch(x, other);
    struct epoch_slot *slot = epoch_enter(x->m->epoch);
    struct about out = about_of(x->sketch, s, (struct rarity){rarity_of, x->m});
    epoch_leave(slot);
    return out;
}

static const float telling = 14; // weight of what two texts share that name no place

// Is enough of a title in the text, and of the text in the title? Without a place that both name, nearly all of it.
static bool title_enough(const struct about *t)
{
    if (t->place == PLACE_SAME) {
        return t->shared >= 1 && t->b_in_a >= 0.5f && t->a_in_b + t->b_in_a >= 0.9f;
    }
    bool whole = t->b_in_a >= 0.85f && t->a_in_b >= 0.4f;
    bool begun = t->a_in_b >= 0.99f && t->b_in_a >= 0.6f && t->shared >= 3; // while it is typed
    return t->place != PLACE_OTHER && t->weight >= telling && (whole || begun);
}

static bool whole_enough(const struct about *whole, const struct about *title, float likeness)
{
    if (whole->place == PLACE_SAME) {
        bool near = likeness >= 0.6f && (whole->a_in_b >= 0.3f || title->b_in_a >= 0.5f);
        return whole->shared >= 2 && (whole->a_in_b >= 0.4f || near);
    }
    return whole->weight >= telling && likeness >= 0.6f && whole->a_in_b >= 0.5f;
}

float alike_listed(struct alike *x, struct str title, struct str words)
{
    struct arena a = ARENA_INIT;
    float score = 0;
    bool both = title.n > 0 && words.n > 0;
    struct str all = both ? str_fmt(&a, "%.*s.\n%.*s", STR_ARG(title), STR_ARG(words)) : words.n > 0 ? words : title;
    struct about whole = alike_about(x, all);
    if (whole.shared > 0 && whole.place != PLACE_OTHER) {
        struct about t = words.n == 0 ? whole : title.n > 0 ? alike_about(x, title) : (struct about){.place = PLACE_NONE};
        bool by_title = title_enough(&t);
        float likeness = 1;
        if (by_title || (words.n > 0 && whole_enough(&whole, &t, likeness))) { // else no likeness would be enough
            likeness = fmaxf(title.n > 0 ? alike_to(x, title).score : 0, words.n > 0 ? alike_to(x, words).score : 0);
            bool enough = by_title || whole_enough(&whole, &t, likeness);
            score = enough ? fmaxf(likeness, 0.5f + fmaxf(t.b_in_a, whole.a_in_b) / 4 + t.a_in_b / 4) : 0;
        }
    }
    arena_free(&a);
    return fminf(score, 1);
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
    free(x->last);
    x->last = NULL; // its words go
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

static struct str kept_words(const struct alike *x, const size_t *kept, size_t n, struct arena *a)
{
    struct str out = STR("");
    for (size_t k = 0; k < n; k++) {
        const struct token *t = &x->own.v[kept[k]];
        struct str word = str_slice(x->text, t->from, t->to);
        out = str_fmt(a, "%.*s%s%.*s", STR_ARG(out), k == 0 ? "" : " ", STR_ARG(word));
    }
    return out;
}

// A run of words that stands so in both texts.
struct phrase {
    uint32_t from, to; // words of a sketch
    float rare;
};

enum { NO_MATTER = SKETCH_LIGHT | SKETCH_TIME, NOTHING_ALONE = NO_MATTER | SKETCH_KIND | SKETCH_NUMBER };

// Do word k and the one before it stand side by side in the other text too?
static bool beside(const struct sketch *s, const struct align_side *at, uint32_t k, const struct sketch *other)
{
    bool there = at->twin[k] == at->twin[k - 1] + 1u;
    for (uint32_t i = 1; i < other->n && !there; i++) {
        there = other->words[i - 1].fold == s->words[k - 1].fold && other->words[i].fold == s->words[k].fold;
    }
    return there;
}

// The run that begins at word i, without what only joins at its ends. to == from: none.
static struct phrase phrase_at(const struct sketch *s, const struct align_side *at, uint32_t i, const struct sketch *other,
                               uint32_t *next)
{
    struct phrase p = {i, i, 0};
    while (p.to < s->n && (at->kind[p.to] == ALIGN_SAME || at->kind[p.to] == ALIGN_SLIP) &&
           (p.to == i || (!(s->words[p.to].flags & SKETCH_FIRST) && beside(s, at, p.to, other)))) {
        p.to++;
    }
    *next = p.to > i ? p.to : i + 1;
    while (p.from < p.to && s->words[p.from].flags & NO_MATTER) {
        p.from++;
    }
    while (p.to > p.from && s->words[p.to - 1].flags & NO_MATTER) {
        p.to--;
    }
    bool says = false;
    for (uint32_t k = p.from; k < p.to; k++) {
        says |= !(s->words[k].flags & NOTHING_ALONE) || (k > p.from && s->words[k].flags & SKETCH_NUMBER);
    }
    p.to = says ? p.to : p.from;
    return p;
}

// Do the words of p stand in q, in this order?
static bool within(const struct sketch *s, const struct phrase *p, const struct phrase *q)
{
    for (uint32_t at = q->from; at + (p->to - p->from) <= q->to; at++) {
        uint32_t k = 0;
        while (k < p->to - p->from && s->words[at + k].fold == s->words[p->from + k].fold) {
            k++;
        }
        if (k == p->to - p->from) {
            return true;
        }
    }
    return false;
}

// One more, in the order of the text; of two with the same words the longer, and of too many the rarest.
static void keep_phrase(const struct sketch *s, struct phrase *kept, size_t *n, size_t max, struct phrase p)
{
    size_t least = *n;
    for (size_t i = *n; i-- > 0;) {
        if (within(s, &p, &kept[i])) {
            return;
        }
        if (within(s, &kept[i], &p)) {
            memmove(kept + i, kept + i + 1, (--*n - i) * sizeof *kept);
        }
    }
    for (size_t i = 0; i < *n; i++) {
        least = i == 0 || kept[i].rare < kept[least].rare ? i : least;
    }
    if (*n == max && (max == 0 || kept[least].rare >= p.rare)) {
        return;
    }
    if (*n == max) {
        memmove(kept + least, kept + least + 1, (--*n - least) * sizeof *kept);
    }
    kept[(*n)++] = p;
}

// The words of the phrases as the text writes them. Word i of the sketch is token number i that is no extra.
static struct str write_phrases(struct str text, const struct token_list *l, const struct phrase *kept, size_t n, struct arena *a)
{
    struct str out = STR("");
    for (size_t k = 0; k < n; k++) {
        size_t from = 0, to = 0;
        for (size_t i = 0, word = 0; i < l->n; i++) {
            from = !l->v[i].extra && word == kept[k].from ? l->v[i].from : from;
            to = !l->v[i].extra && word + 1 == kept[k].to ? l->v[i].to : to;
            word += !l->v[i].extra;
        }
        out = str_fmt(a, "%.*s%s%.*s", STR_ARG(out), k == 0 ? "" : ", ", STR_ARG(str_slice(text, from, to)));
    }
    return out;
}

struct str alike_words(struct alike *x, struct str other, size_t max, struct arena *a)
{
    struct phrase kept[WORDS_MOST];
    struct alignment at;
    size_t n = 0;
    const struct sketch *s = other_sketch(x, other);
    bool own = x->sketch->marked || !s->marked; // whichever is written with marks
    const struct sketch *shown = own ? x->sketch : s;
    align(x->sketch, s, &at);
    struct epoch_slot *slot = epoch_enter(x->m->epoch);
    for (uint32_t i = 0, next; i < shown->n; i = next) {
        struct phrase p = phrase_at(shown, own ? &at.a : &at.b, i, own ? s : x->sketch, &next);
        for (uint32_t k = p.from; k < p.to; k++) {
            p.rare += rarity_of(x->m, shown->words[k].fold);
        }
        if (p.to > p.from) {
            keep_phrase(shown, kept, &n, max < WORDS_MOST ? max : WORDS_MOST, p);
        }
    }
    epoch_leave(slot);
    struct str out = write_phrases(own ? x->text : str_slice(other, 0, TEXT_MAX), own ? &x->own : &x->other, kept, n, a);
    return out;
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
    return kept_words(x, kept, n, a);
}
