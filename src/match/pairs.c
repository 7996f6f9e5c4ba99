// pairs.c: counting words over many texts, then comparing them two by two.
#include "match/pairs.h"

#include "match/asking.h"
#include "text/hash.h"

#include <math.h>

enum { LEAST_TEXTS = 500 }; // a small file says little of how rare a word is: it counts as this many texts

// How many texts have each word: a table by hash.
struct counts {
    struct {
        uint64_t fold;
        uint32_t texts, last;
    } * v;
    size_t mask, used;
    uint32_t texts;
};

static size_t slot_of(const struct counts *c, uint64_t fold)
{
    size_t i = hash_mix(fold) & c->mask;
    while (c->v[i].fold != 0 && c->v[i].fold != fold) {
        i = (i + 1) & c->mask;
    }
    return i;
}

static void grow(struct counts *c)
{
    struct counts old = *c;
    c->mask = c->mask * 2 + 1;
    c->v = xcalloc(c->mask + 1, sizeof *c->v);
    for (size_t i = 0; old.v != NULL && i <= old.mask; i++) {
        if (old.v[i].fold != 0) {
            c->v[slot_of(c, old.v[i].fold)] = old.v[i];
        }
    }
    free(old.v);
}

static void count(struct counts *c, const struct sketch *s)
{
    c->texts++;
    for (uint32_t i = 0; i < s->n; i++) {
        if (c->used * 2 >= c->mask) {
            grow(c);
        }
        size_t at = slot_of(c, s->words[i].fold);
        c->used += c->v[at].fold == 0;
        c->v[at].fold = s->words[i].fold;
        c->v[at].texts += c->v[at].last != c->texts;
        c->v[at].last = c->texts;
    }
}

static float rarity_of(const void *context, uint64_t fold)
{
    const struct counts *c = context;
    float n = (float)(c->texts > LEAST_TEXTS ? c->texts : LEAST_TEXTS), with = (float)c->v[slot_of(c, fold)].texts;
    return logf(1 + (n - with + 0.5f) / (with + 0.5f));
}

MUST_USE bool pairs_likeness(const struct pairs_text *v, size_t n, struct likeness *out, struct err *e)
{
    struct abbrev *abbrev;
    struct synonyms *synonyms;
    if (!abbrev_new(STR_NONE, &abbrev, e)) {
        return false;
    }
    if (!synonyms_new(STR_NONE, &synonyms, e)) {
        abbrev_free(abbrev);
        return false;
    }
    struct asking *asking = asking_new();
    struct token_list l = TOKEN_LIST_INIT;
    struct counts c = {.mask = 1023};
    c.v = xcalloc(c.mask + 1, sizeof *c.v);
    struct sketch **sketches = xcalloc(n * 2 + 1, sizeof *sketches);
    for (size_t i = 0; i < n * 2; i++) {
        struct str text = i % 2 == 0 ? v[i / 2].a : v[i / 2].b;
        tokenise(&l, text, abbrev, NULL, 0);
        sketches[i] = sketch_new(text, &l, asking, synonyms);
        count(&c, sketches[i]);
    }
    for (size_t i = 0; i < n; i++) {
        out[i] = likeness_of(sketches[2 * i], sketches[2 * i + 1], (struct rarity){rarity_of, &c});
    }
    for (size_t i = 0; i < n * 2; i++) {
        free(sketches[i]);
    }
    free(sketches);
    free(c.v);
    token_list_free(&l);
    asking_free(asking);
    synonyms_free(synonyms);
    abbrev_free(abbrev);
    return true;
}
