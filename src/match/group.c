// group.c: candidates from an index of the messages that speak for matters, then word by word.
#include "match/group.h"

#include "match/index.h"
#include "text/hash.h"

#include <math.h>

enum { LOOKED_AT = 24, SLOTS_FIRST = 256 };
#define ATTACH 0.92f
#define SUGGEST 0.35f
#define MARGIN 0.15f

struct voice {
    int64_t message, matter;
    struct sketch *sketch; // NULL: forgotten
};

struct tally_of_matter {
    int64_t matter;
    bool used;
    int voices;
};

struct decision {
    int64_t message, matter;
    bool same;
};

struct group {
    struct match *match;
    struct token_list tokens;
    struct voice *voices;
    size_t n, cap;
    uint32_t *slots; // index + 1 of a voice by hash of its message
    size_t mask;
    struct tally_of_matter *matters;
    size_t matters_mask, n_matters;
    struct decision *decisions; // in the order in which they were taken
    size_t n_decisions, cap_decisions;
    float attach, suggest;
};

MUST_USE bool group_open(const struct match_options *options, struct group **out, struct err *e)
{
    struct group *g = xcalloc(1, sizeof *g);
    if (!match_open(options, &g->match, e)) {
        free(g);
        return false;
    }
    g->mask = SLOTS_FIRST - 1;
    g->slots = xcalloc(SLOTS_FIRST, sizeof *g->slots);
    g->matters_mask = SLOTS_FIRST - 1;
    g->matters = xcalloc(SLOTS_FIRST, sizeof *g->matters);
    g->attach = ATTACH;
    g->suggest = SUGGEST;
    *out = g;
    return true;
}

void group_close(struct group *g)
{
    if (g == NULL) {
        return;
    }
    for (size_t i = 0; i < g->n; i++) {
        free(g->voices[i].sketch);
    }
    free(g->voices);
    free(g->slots);
    free(g->matters);
    free(g->decisions);
    token_list_free(&g->tokens);
    match_close(g->match);
    free(g);
}

void group_thresholds(struct group *g, float attach, float suggest)
{
    g->attach = attach;
    g->suggest = suggest;
}

// ---- voices

static size_t slot_of(const struct group *g, int64_t message)
{
    size_t i = hash_mix((uint64_t)message) & g->mask;
    while (g->slots[i] != 0 && g->voices[g->slots[i] - 1].message != message) {
        i = (i + 1) & g->mask;
    }
    return i;
}

static struct voice *voice_of(const struct group *g, int64_t message)
{
    uint32_t at = g->slots[slot_of(g, message)];
    return at == 0 || g->voices[at - 1].sketch == NULL ? NULL : &g->voices[at - 1];
}

static void voice_put(struct group *g, struct voice v)
{
    size_t slot = slot_of(g, v.message);
    if (g->slots[slot] != 0) {
        free(g->voices[g->slots[slot] - 1].sketch);
        g->voices[g->slots[slot] - 1] = v;
        return;
    }
    if (g->n == g->cap) {
        g->cap = g->cap == 0 ? 64 : g->cap * 2;
        g->voices = xrealloc(g->voices, g->cap * sizeof *g->voices);
    }
    g->voices[g->n++] = v;
    g->slots[slot] = (uint32_t)g->n;
    if (g->n * 2 > g->mask) {
        free(g->slots);
        g->mask = g->mask * 2 + 1;
        g->slots = xcalloc(g->mask + 1, sizeof *g->slots);
        for (size_t i = 0; i < g->n; i++) {
            g->slots[slot_of(g, g->voices[i].message)] = (uint32_t)i + 1;
        }
    }
}

static struct sketch *sketch_of(struct group *g, struct str text)
{
    text = str_slice(text, 0, TEXT_MAX);
    tokenise(&g->tokens, text, g->match->abbrev, NULL, 0);
    return sketch_new(text, &g->tokens, g->match->asking, g->match->synonyms);
}

// How many messages speak for a matter: a table by matter.
static struct tally_of_matter *matter_of(struct group *g, int64_t matter)
{
    size_t i = hash_mix((uint64_t)matter) & g->matters_mask;
    while (g->matters[i].used && g->matters[i].matter != matter) {
        i = (i + 1) & g->matters_mask;
    }
    return &g->matters[i];
}

static void matters_grow(struct group *g)
{
    struct tally_of_matter *old = g->matters;
    size_t slots = g->matters_mask + 1;
    g->matters_mask = slots * 2 - 1;
    g->matters = xcalloc(slots * 2, sizeof *g->matters);
    for (size_t i = 0; i < slots; i++) {
        if (old[i].used) {
            *matter_of(g, old[i].matter) = old[i];
        }
    }
    free(old);
}

static void count_voice(struct group *g, int64_t matter, int by)
{
    struct tally_of_matter *t = matter_of(g, matter);
    if (!t->used) {
        if (++g->n_matters * 2 > g->matters_mask) {
            matters_grow(g);
            t = matter_of(g, matter);
        }
        *t = (struct tally_of_matter){matter, true, 0};
    }
    t->voices += by;
}

// The message speaks for its matter no longer.
static void silence(struct group *g, struct voice *v)
{
    count_voice(g, v->matter, -1);
    free(v->sketch);
    v->sketch = NULL;
    (void)match_remove(g->match, v->message);
}

void group_learn(struct group *g, int64_t message, int64_t matter, struct str text)
{
    struct voice *before = voice_of(g, message);
    if (before != NULL) {
        silence(g, before);
    }
    if (matter_of(g, matter)->voices >= GROUP_VOICES) {
        return;
    }
    count_voice(g, matter, 1);
    const struct match_attr attr = {.kind = MATCH_MESSAGE};
    match_add(g->match, message, text, &attr, NULL, 0);
    voice_put(g, (struct voice){message, matter, sketch_of(g, text)});
}

void group_forget(struct group *g, int64_t message)
{
    struct voice *v = voice_of(g, message);
    if (v != NULL) {
        silence(g, v);
        match_purge(g->match);
    }
}

void group_decide(struct group *g, int64_t message, int64_t matter, bool same)
{
    if (g->n_decisions == g->cap_decisions) {
        g->cap_decisions = g->cap_decisions == 0 ? 32 : g->cap_decisions * 2;
        g->decisions = xrealloc(g->decisions, g->cap_decisions * sizeof *g->decisions);
    }
    g->decisions[g->n_decisions++] = (struct decision){message, matter, same};
}

// What staff said of the message and the matter last: 1 same, -1 not the same, 0 nothing.
static int decided(const struct group *g, int64_t message, int64_t matter)
{
    for (size_t i = g->n_decisions; i-- > 0;) {
        if (g->decisions[i].message == message && g->decisions[i].matter == matter) {
            return g->decisions[i].same ? 1 : -1;
        }
    }
    return 0;
}

// ---- placing

static float rarity_of(const void *context, uint64_t fold)
{
    const struct match *m = context;
    uint32_t word = vocab_word(&m->vocab, fold);
    float all = (float)match_count(m), with = 0;
    if (word != VOCAB_NONE) {
        with = (float)atomic_load_explicit(vocab_word_items(&m->vocab, word), memory_order_relaxed);
    }
    all = all < 500 ? 500 : all;
    return logf(1 + (all - with + 0.5f) / (with + 0.5f));
}

static void put_candidate(struct group_verdict *out, struct group_candidate c)
{
    size_t at = 0;
    while (at < out->n && out->v[at].matter != c.matter) {
        at++;
    }
    if (at < out->n && out->v[at].likeness.score >= c.likeness.score) {
        return;
    }
    if (at == out->n) {
        if (out->n == GROUP_CANDIDATES && out->v[out->n - 1].likeness.score >= c.likeness.score) {
            return;
        }
        out->n += out->n < GROUP_CANDIDATES;
        at = out->n - 1;
    }
    for (; at > 0 && out->v[at - 1].likeness.score < c.likeness.score; at--) {
        out->v[at] = out->v[at - 1];
    }
    out->v[at] = c;
}

// A decision of staff for one of the matters the message was ever decided for.
static bool place_decided(const struct group *g, int64_t message, struct group_verdict *out)
{
    for (size_t i = g->n_decisions; i-- > 0;) {
        if (g->decisions[i].message == message && decided(g, message, g->decisions[i].matter) > 0) {
            out->v[0] = (struct group_candidate){g->decisions[i].matter, message, {.score = 1}};
            out->n = 1;
            out->margin = 1;
            out->answer = GROUP_ATTACH;
            return true;
        }
    }
    return false;
}

void group_place(struct group *g, int64_t message, struct str text, struct group_verdict *out)
{
    memset(out, 0, sizeof *out);
    if (place_decided(g, message, out)) {
        return;
    }
    struct arena a = ARENA_INIT;
    struct match_hits hits;
    struct sketch *s = sketch_of(g, text);
    match_query(g->match, text, &(struct match_ask){.limit = LOOKED_AT}, &a, &hits);
    for (size_t i = 0; i < hits.n; i++) {
        const struct voice *v = voice_of(g, hits.v[i].id);
        if (v != NULL && v->message != message && decided(g, message, v->matter) == 0) {
            struct rarity rarity = {rarity_of, g->match};
            put_candidate(out, (struct group_candidate){v->matter, v->message, likeness_of(s, v->sketch, rarity)});
        }
    }
    const struct likeness *best = &out->v[0].likeness;
    out->margin = out->n == 0 ? 0 : best->score - (out->n > 1 ? out->v[1].likeness.score : 0);
    // the same words throughout need no margin: two matters with the same message are the same to a reader
    bool alone = out->margin >= MARGIN || best->score >= 1;
    if (out->n > 0 && best->score >= g->attach && best->conflicts == 0 && alone) {
        out->answer = GROUP_ATTACH;
    } else if (out->n > 0 && best->score >= g->suggest) {
        out->answer = GROUP_SUGGEST;
    }
    free(s);
    arena_free(&a);
}
