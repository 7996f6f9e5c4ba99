// plan.c: from the text of a query to the words that stand for it, and the score of an item under a plan.
#include "match/plan.h"

#include "match/operators.h"
#include "match/slip.h"
#include "match/typing.h"
#include "text/hash.h"

#include <math.h>

enum { REPAIRS = 4, SIMILAR = 6, LONG_TOKENS = 4096 };
#define SIMILAR_LEAST 0.5f
#define SIMILAR_WEIGHT 0.9f
#define TYPED_LEAST 0.3f // of a word that begins as the one that is still being typed; 1 for the likeliest of them
#define TYPED_KEYS 0.9f  // of one that was typed as raw keys of Telex

float plan_idf(uint64_t items, uint64_t all)
{
    double n = (double)all, df = items > all ? n : (double)items;
    return powf(logf((float)(1.0 + (n - df + 0.5) / (df + 0.5))), PLAN_RARE);
}

// ---- words

static struct plan_word *word_of(struct plan *p, const struct vocab *v, uint32_t word)
{
    unsigned k = plan_slot(word);
    while (p->slots[k] != 0) {
        if (p->words[p->slots[k] - 1].word == word) {
            return &p->words[p->slots[k] - 1];
        }
        k = (k + 1) % PLAN_SLOTS;
    }
    if (p->n_words == PLAN_WORDS) {
        return NULL;
    }
    struct plan_word *w = &p->words[p->n_words];
    *w = (struct plan_word){
        .word = word, .piece = true, .items = atomic_load_explicit(vocab_word_items(v, word), memory_order_relaxed)};
    p->slots[k] = (uint16_t)++p->n_words;
    return w;
}

// One word that may stand for a token, before the plan's words are laid out.
struct choice {
    uint32_t word;
    uint8_t token;
    bool beside; // stands for the token alone, not in pairs
    bool adds;   // to what was found, but finds nothing by itself
    float weight;
};

struct choices {
    struct choice v[PLAN_GIVES];
    unsigned n;
};

static void choose(struct choices *c, uint32_t word, unsigned token, float weight, bool beside)
{
    if (c->n < PLAN_GIVES) {
        c->v[c->n++] = (struct choice){word, (uint8_t)token, beside, beside && weight < PLAN_SYNONYM, weight};
    }
}

static uint32_t items_with(const struct vocab *v, uint32_t word)
{
    return word == VOCAB_NONE ? 0 : atomic_load_explicit(vocab_word_items(v, word), memory_order_relaxed);
}

// The words for a token: itself when it occurs, else its repairs; words that look like it when it is no syllable.
static void choose_words(struct choices *c, const struct vocab *v, const struct plan_token *t, unsigned token)
{
    uint32_t found[REPAIRS], self = vocab_word(v, t->hash);
    struct vocab_near near[SIMILAR];
    bool occurs = items_with(v, self) > 0;
    if (occurs) {
        choose(c, self, token, 1.0f, false);
    } else {
        size_t n = vocab_repair(v, t->text, found, REPAIRS);
        for (size_t i = 0; i < n; i++) {
            choose(c, found[i], token, PLAN_REPAIRED, false);
        }
    }
    if (!occurs || vocab_sort(v, self) == VOCAB_FOREIGN) {
        size_t n = vocab_similar(v, t->text, SIMILAR_LEAST, near, SIMILAR);
        for (size_t i = 0; i < n; i++) {
            choose(c, near[i].word, token, SIMILAR_WEIGHT * near[i].share, false);
        }
    }
}

// A word typed as raw keys of Telex, where nothing occurs that is written so. Only while somebody types.
static bool choose_keys(struct choices *c, const struct vocab *v, const struct plan_token *t, unsigned token)
{
    char bare[TOKEN_MAX];
    size_t n;
    if (items_with(v, vocab_word(v, t->hash)) > 0 || t->text.n > sizeof bare || !typing_telex(t->text, bare, &n) || n == 0) {
        return false;
    }
    uint32_t word = vocab_word(v, hash_bytes(bare, n));
    if (items_with(v, word) == 0) {
        return false;
    }
    choose(c, word, token, TYPED_KEYS, false);
    return true;
}

// The words that the open one may become; itself stays one of them. False when there are none.
static bool choose_typed(struct choices *c, const struct match *m, const struct plan *p, struct str text, unsigned token,
                         uint32_t *exact)
{
    const struct plan_token *t = &p->tokens[token];
    uint32_t self = vocab_word(&m->vocab, t->hash);
    struct typing typing;
    typing_read(m, str_slice(text, t->range.from, t->range.to), token > 0 ? p->tokens[token - 1].hash : 0, &typing);
    float most = typing.n > 0 ? typing.v[0].weight : 1;
    bool occurs = items_with(&m->vocab, self) > 0;
    if (occurs) {
        choose(c, self, token, 1.0f, false);
    }
    for (size_t i = 0; i < typing.n; i++) {
        if (typing.v[i].word != self) {
            choose(c, typing.v[i].word, token, TYPED_LEAST + (1 - TYPED_LEAST) * typing.v[i].weight / most, false);
        }
    }
    *exact = typing.exact;
    return occurs || typing.n > 0;
}

// The hash of the word that stands for the token most.
static void settle_hash(const struct choices *c, const struct vocab *v, struct plan_token *t, unsigned token)
{
    float most = 0;
    for (unsigned i = 0; i < c->n; i++) {
        if (c->v[i].token == token && c->v[i].weight > most) {
            most = c->v[i].weight;
            t->hash = vocab_hash(v, c->v[i].word);
        }
    }
}

// Choices by word: each plan word has its gives in one run. A token that repeats an earlier one gives nothing again.
static void lay_out(struct plan *p, const struct vocab *v, const struct choices *c, const bool *repeated, uint64_t all)
{
    for (unsigned i = 0; i < c->n; i++) {
        struct plan_word *w = word_of(p, v, c->v[i].word);
        if (w != NULL) {
            w->tokens |= (uint64_t)!c->v[i].beside << c->v[i].token;
            w->piece &= c->v[i].adds;
            w->n_gives = (uint16_t)(w->n_gives + !repeated[c->v[i].token]);
        }
    }
    for (unsigned i = 0; i < p->n_words; i++) {
        p->words[i].gives = (uint16_t)p->n_gives;
        p->n_gives += p->words[i].n_gives;
        p->words[i].n_gives = 0;
    }
    for (unsigned i = 0; i < c->n; i++) {
        struct plan_word *w = word_of(p, v, c->v[i].word);
        if (w != NULL && !repeated[c->v[i].token]) {
            float give = c->v[i].weight * p->tokens[c->v[i].token].weight * plan_idf(w->items, all);
            p->gives[w->gives + w->n_gives++] = (struct plan_give){c->v[i].token, give};
            w->most = give > w->most ? give : w->most;
        }
    }
}

// ---- tokens

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x < y) - (x > y);
}

// How rare a token must be to be among the PLAN_TOKENS that count.
static float rare_enough(const struct match *m, const struct token_list *l, uint64_t all, struct arena *a)
{
    if (l->n <= PLAN_TOKENS) {
        return -1;
    }
    size_t n = l->n < LONG_TOKENS ? l->n : LONG_TOKENS;
    float *rare = ARENA_ARRAY(a, float, n);
    for (size_t i = 0; i < n; i++) {
        rare[i] = plan_idf(items_with(&m->vocab, vocab_word(&m->vocab, l->v[i].fold)), all);
    }
    qsort(rare, n, sizeof *rare, by_size);
    return rare[PLAN_TOKENS - 1];
}

struct taken {
    size_t index[PLAN_TOKENS]; // in the token list
    size_t place[PLAN_TOKENS]; // in the sequence; SIZE_MAX for an extra
    bool repeated[PLAN_TOKENS];
    bool marked; // the query has marks
    unsigned open;       // the token that is still being typed, PLAN_TOKENS for none …
    uint32_t open_exact; // … and the exact form that its marks may become, or VOCAB_NONE
};

static void take_token(struct plan *p, const struct token_list *l, size_t i, size_t place, float weight,
                       struct taken *taken, struct arena *a)
{
    const struct token *t = &l->v[i];
    unsigned k = p->n_tokens++;
    p->tokens[k] = (struct plan_token){.text = str_copy(a, token_text(l, t)),
                                       .range = {t->from, t->to},
                                       .hash = t->fold,
                                       .weight = weight,
                                       .trust = 1,
                                       .exact_number = VOCAB_NONE};
    taken->index[k] = i;
    taken->place[k] = t->extra ? SIZE_MAX : place;
    taken->repeated[k] = false;
    for (unsigned j = 0; j < k && !taken->repeated[k]; j++) {
        taken->repeated[k] = p->tokens[j].hash == t->fold;
    }
}

// First the sequence, then the extras, as in an item.
static void take_tokens(struct plan *p, const struct match *m, struct str text, const struct token_list *l,
                        uint64_t all, struct taken *taken, struct arena *a)
{
    float least = rare_enough(m, l, all, a);
    taken->marked = false;
    for (size_t i = 0; i < l->n; i++) {
        taken->marked |= l->v[i].marked;
    }
    for (unsigned extra = 0; extra < 2; extra++) {
        size_t place = 0;
        for (size_t i = 0; i < l->n && i < LONG_TOKENS && p->n_tokens < PLAN_TOKENS; i++) {
            const struct token *t = &l->v[i];
            bool rare = least < 0 || plan_idf(items_with(&m->vocab, vocab_word(&m->vocab, t->fold)), all) >= least;
            if (t->extra == (extra == 1) && rare) {
                float weight = asking_is(m->asking, t, taken->marked) ? PLAN_ASKING
                               : token_is_name(text, t)               ? PLAN_NAME
                                                                      : 1.0f;
                take_token(p, l, i, place, weight, taken, a);
            }
            place += !t->extra;
        }
    }
}

// Tokens from k on that stand next to each other in the query, as they are looked up among the synonyms.
static size_t run_from(const struct plan *p, const struct token_list *l, const struct taken *taken, unsigned k,
                       uint64_t *words)
{
    size_t n = 0;
    for (; n < SYNONYM_WORDS && k + n < p->n_tokens; n++) {
        if (taken->place[k + n] == SIZE_MAX || taken->place[k + n] != taken->place[k] + n) {
            break;
        }
        const struct token *t = &l->v[taken->index[k + n]];
        words[n] = taken->marked ? t->exact : t->fold;
    }
    return n;
}

// The words of a phrase that stands for tokens k…k + words of the query. A phrase that repeats a word of the query adds
// nothing by the others: "ngập" is not said by the "nước" of "ngập nước".
static void choose_phrase(struct choices *c, const struct plan *p, const struct vocab *v,
                          const struct synonym_phrase *phrase, unsigned k, unsigned words)
{
    for (unsigned i = 0; i < phrase->n; i++) {
        for (unsigned t = 0; t < p->n_tokens; t++) {
            if (p->tokens[t].hash == phrase->fold[i]) {
                return;
            }
        }
    }
    for (unsigned i = 0; i < phrase->n; i++) {
        uint32_t word = vocab_word(v, phrase->fold[i]);
        if (items_with(v, word) > 0) {
            choose(c, word, k + (i < words ? i : words - 1), PLAN_SYNONYM / (float)phrase->n, true);
        }
    }
}

// A word that may stand for the token: its weight, now that its neighbours speak for it. One that was not thought of before adds
// to what is found, no more.
static void speak_for(struct choices *c, unsigned token, uint32_t word, float weight)
{
    for (unsigned i = 0; i < c->n; i++) {
        if (c->v[i].token == token && c->v[i].word == word) {
            c->v[i].weight = weight;
            return;
        }
    }
    choose(c, word, token, weight, false);
    c->v[c->n - 1].adds = true;
}

// Words that were meant by tokens that occur nowhere, or never beside their neighbours in the query.
static void choose_meant(struct choices *c, struct plan *p, const struct match *m, const struct token_list *l,
                         const struct taken *taken)
{
    for (unsigned k = 0; k < p->n_tokens; k++) {
        struct plan_token *t = &p->tokens[k];
        const struct token *typed = &l->v[taken->index[k]];
        bool left = k > 0 && taken->place[k - 1] + 1 == taken->place[k];
        bool right = k + 1 < p->n_tokens && taken->place[k + 1] == taken->place[k] + 1;
        if (k == taken->open || taken->place[k] == SIZE_MAX || typed->kind != TOKEN_WORD || t->weight < 1) {
            continue;
        }
        const struct slip slip = {t->text, t->hash, left ? p->tokens[k - 1].hash : 0, right ? p->tokens[k + 1].hash : 0,
                                  left && p->tokens[k - 1].weight >= 1, right && p->tokens[k + 1].weight >= 1};
        bool occurs = items_with(&m->vocab, vocab_word(&m->vocab, typed->fold)) > 0;
        uint32_t word = occurs && !slip_suspected(m, &slip) ? VOCAB_NONE : slip_meant(m, &slip);
        if (word == VOCAB_NONE) {
            continue;
        }
        speak_for(c, k, word, occurs ? PLAN_REPAIRED : PLAN_MEANT);
        t->hash = vocab_hash(&m->vocab, word); // the one typed has no pairs
        t->trust = occurs ? PLAN_REPAIRED : 1;
    }
}

// What is said otherwise: the longest phrase of the synonyms at each place of the query.
static void choose_synonyms(struct choices *c, const struct plan *p, const struct match *m, const struct token_list *l,
                            const struct taken *taken)
{
    for (unsigned k = 0; k < p->n_tokens;) {
        uint64_t words[SYNONYM_WORDS];
        struct synonym_hit hit;
        size_t run = run_from(p, l, taken, k, words);
        synonyms_at(m->synonyms, words, run, taken->marked, &hit);
        for (unsigned r = 0; r < hit.n; r++) {
            size_t n;
            const struct synonym_phrase *row = synonyms_row(m->synonyms, hit.rows[r], &n);
            for (size_t i = 0; i < n && synonyms_opposite(m->synonyms, hit.rows[r]) < 0; i++) {
                choose_phrase(c, p, &m->vocab, &row[i], k, hit.words);
            }
        }
        k += hit.words > 0 ? hit.words : 1;
    }
}

static void take_pairs(struct plan *p, const struct match *m, const struct taken *taken, uint64_t all)
{
    for (unsigned k = 0; k + 1 < p->n_tokens; k++) {
        struct plan_token *t = &p->tokens[k];
        if (taken->place[k] == SIZE_MAX || taken->place[k + 1] != taken->place[k] + 1) {
            continue;
        }
        t->pair_hash = hash_pair(t->hash, p->tokens[k + 1].hash);
        uint32_t items = counts_at(&m->pair_items, counts_place(t->pair_hash));
        float weight = t->weight < p->tokens[k + 1].weight ? t->weight : p->tokens[k + 1].weight;
        t->pair = items == 0 ? 0 : PLAN_PAIR * weight * t->trust * p->tokens[k + 1].trust * plan_idf(items, all);
        for (unsigned j = 0; j < k; j++) {
            t->pair = p->tokens[j].pair_hash == t->pair_hash ? 0 : t->pair;
        }
    }
}

// Marks count when the query has any.
static void take_exacts(struct plan *p, const struct match *m, const struct token_list *l, const struct taken *taken,
                        uint64_t all)
{
    for (unsigned k = 0; taken->marked && k < p->n_tokens; k++) {
        const struct token *t = &l->v[taken->index[k]];
        uint32_t exact = k == taken->open ? taken->open_exact : vocab_exact(&m->vocab, t->exact);
        bool again = false;
        for (unsigned j = 0; j < k; j++) {
            again |= p->tokens[j].exact_number == exact;
        }
        if (t->kind != TOKEN_WORD || exact == VOCAB_NONE || again) {
            continue;
        }
        uint32_t items = atomic_load_explicit(vocab_exact_items(&m->vocab, exact), memory_order_relaxed);
        struct plan_word *w = word_of(p, &m->vocab, vocab_word_of(&m->vocab, exact));
        if (items > 0 && w != NULL) {
            p->tokens[k].exact_number = exact;
            p->tokens[k].exact = PLAN_EXACT * p->tokens[k].weight * plan_idf(items, all);
            w->exact = true;
        }
    }
}

static void take_phrases(struct plan *p, const struct match *m, const struct operators *ops)
{
    struct token_list l = TOKEN_LIST_INIT;
    for (size_t i = 0; i < ops->n && p->n_phrases < PLAN_PHRASES; i++) {
        tokenise(&l, ops->v[i].text, m->abbrev, NULL, 0);
        struct plan_phrase f = {.not = ops->v[i].not };
        bool unknown = false;
        for (size_t k = 0; k < l.n && f.n < PLAN_PHRASE_WORDS; k++) {
            if (!l.v[k].extra) {
                f.words[f.n] = vocab_word(&m->vocab, l.v[k].fold);
                unknown |= f.words[f.n++] == VOCAB_NONE;
            }
        }
        p->nothing |= unknown && !f.not ;
        if (f.n > 0 && !unknown) {
            p->phrases[p->n_phrases++] = f;
        }
    }
    token_list_free(&l);
}

// The last word is open when nothing stands behind it.
static void find_open(struct taken *taken, const struct plan *p, struct str text)
{
    taken->open = PLAN_TOKENS;
    taken->open_exact = VOCAB_NONE;
    for (unsigned k = 0; p->typing && k < p->n_tokens; k++) {
        taken->open = taken->place[k] != SIZE_MAX && p->tokens[k].range.to == text.n ? k : taken->open;
    }
    if (taken->open < PLAN_TOKENS) {
        taken->repeated[taken->open] = false;
    }
}

struct plan *plan_make(const struct match *m, struct str text, const struct match_ask *ask, struct arena *a)
{
    struct plan *p = ARENA_NEW(a, struct plan);
    struct operators ops = {.clean = text};
    if (ask->operators) {
        operators_read(text, a, &ops);
    }
    uint64_t all = atomic_load_explicit(&m->n_items, memory_order_relaxed);
    uint64_t words = atomic_load_explicit(&m->n_words, memory_order_relaxed);
    p->average = all == 0 || words == 0 ? 1.0f : (float)((double)words / (double)all);
    struct token_list l = TOKEN_LIST_INIT;
    tokenise(&l, ops.clean, m->abbrev, NULL, 0);
    struct taken taken;
    take_tokens(p, m, ops.clean, &l, all, &taken, a);
    p->marked = taken.marked;
    struct choices *c = ARENA_NEW(a, struct choices);
    p->typing = ask->prefix;
    find_open(&taken, p, ops.clean);
    for (unsigned k = 0; k < p->n_tokens; k++) {
        if (!(k == taken.open && choose_typed(c, m, p, ops.clean, k, &taken.open_exact)) &&
            !(ask->prefix && choose_keys(c, &m->vocab, &p->tokens[k], k))) {
            choose_words(c, &m->vocab, &p->tokens[k], k);
        }
        settle_hash(c, &m->vocab, &p->tokens[k], k);
    }
    choose_meant(c, p, m, &l, &taken);
    if (ops.n == 0) { // who names phrases or excludes words means what is typed
        choose_synonyms(c, p, m, &l, &taken);
    }
    lay_out(p, &m->vocab, c, taken.repeated, all);
    take_pairs(p, m, &taken, all);
    take_exacts(p, m, &l, &taken, all);
    take_phrases(p, m, &ops);
    token_list_free(&l);
    return p;
}

// ---- items under a plan

static const struct plan_word *planned(const struct plan *p, uint32_t word)
{
    for (unsigned k = plan_slot(word); p->slots[k] != 0; k = (k + 1) % PLAN_SLOTS) {
        if (p->words[p->slots[k] - 1].word == word) {
            return &p->words[p->slots[k] - 1];
        }
    }
    return NULL;
}

static void count_one(uint16_t *counter)
{
    *counter = (uint16_t)(*counter + (*counter < UINT16_MAX));
}

// Tokens whose exact form it is; all that the word stands for when `bare`.
static uint64_t exact_tokens(const struct plan *p, const struct plan_word *w, uint32_t exact, bool bare)
{
    uint64_t tokens = 0;
    for (uint64_t bits = w->exact ? w->tokens : 0; bits != 0; bits &= bits - 1) {
        unsigned k = (unsigned)__builtin_ctzll(bits);
        bool asked = p->tokens[k].exact_number != VOCAB_NONE;
        tokens |= (uint64_t)(asked && (bare || p->tokens[k].exact_number == exact)) << k;
    }
    return tokens;
}

enum { PLACES = 1024 };

// Words of the plan in an item, in order, while they are read.
struct places {
    struct {
        uint64_t exact; // tokens whose exact form stands there
        uint64_t pair;  // tokens whose pair with the next one ends there
        uint32_t at;
        uint16_t word;
    } v[PLACES];
    unsigned n;
};

// What the words give that lie within PLAN_SPAN: each token once, by its word, its exact form and its pair.
struct span {
    uint16_t held[PLAN_TOKENS], exact[PLAN_TOKENS], pair[PLAN_TOKENS];
    float gave[PLAN_TOKENS];
    float sum;
};

static void span_enter(struct span *n, const struct plan *p, const struct plan_word *w, uint64_t exact, uint64_t pair)
{
    for (unsigned g = w->gives; g < w->gives + w->n_gives; g++) {
        unsigned k = p->gives[g].token;
        if (n->held[k]++ == 0) {
            n->gave[k] = p->gives[g].give;
            n->sum += n->gave[k];
        }
    }
    for (; exact != 0; exact &= exact - 1) {
        unsigned k = (unsigned)__builtin_ctzll(exact);
        n->sum += n->exact[k]++ == 0 ? p->tokens[k].exact : 0;
    }
    for (; pair != 0; pair &= pair - 1) {
        unsigned k = (unsigned)__builtin_ctzll(pair);
        n->sum += n->pair[k]++ == 0 ? PLAN_NEAR_PAIR * p->tokens[k].pair : 0;
    }
}

static void span_leave(struct span *n, const struct plan *p, const struct plan_word *w, uint64_t exact, uint64_t pair)
{
    for (unsigned g = w->gives; g < w->gives + w->n_gives; g++) {
        unsigned k = p->gives[g].token;
        n->sum -= --n->held[k] == 0 ? n->gave[k] : 0;
    }
    for (; exact != 0; exact &= exact - 1) {
        unsigned k = (unsigned)__builtin_ctzll(exact);
        n->sum -= --n->exact[k] == 0 ? p->tokens[k].exact : 0;
    }
    for (; pair != 0; pair &= pair - 1) {
        unsigned k = (unsigned)__builtin_ctzll(pair);
        n->sum -= --n->pair[k] == 0 ? PLAN_NEAR_PAIR * p->tokens[k].pair : 0;
    }
}

// The largest sum of gives of different tokens within PLAN_SPAN words.
static float nearest(const struct plan *p, const struct places *s)
{
    struct span n;
    float most = 0;
    n.sum = 0;
    memset(n.held, 0, p->n_tokens * sizeof n.held[0]);
    memset(n.exact, 0, p->n_tokens * sizeof n.exact[0]);
    memset(n.pair, 0, p->n_tokens * sizeof n.pair[0]);
    for (unsigned i = 0, j = 0; j < s->n; j++) {
        span_enter(&n, p, &p->words[s->v[j].word], s->v[j].exact, s->v[j].pair);
        for (; s->v[j].at - s->v[i].at >= (p->marked ? PLAN_SPAN_MARKED : PLAN_SPAN); i++) {
            span_leave(&n, p, &p->words[s->v[i].word], s->v[i].exact, s->v[i].pair);
        }
        most = n.sum > most ? n.sum : most;
    }
    return most;
}

// Has the item no marks at all? Mostly told by its first words.
static bool is_bare(const struct vocab *v, struct segment_sequence q)
{
    uint32_t exact, exacts = atomic_load_explicit(&v->n_exacts, memory_order_acquire);
    while (varint_next(&q.p, q.end, &exact) && exact < exacts) {
        if (vocab_marked(v, exact)) {
            return false;
        }
    }
    return true;
}

void plan_count(const struct plan *p, const struct vocab *v, struct segment_sequence q, struct tally *t)
{
    memset(t->word, 0, p->n_words * sizeof t->word[0]);
    memset(t->pair, 0, p->n_tokens * sizeof t->pair[0]);
    memset(t->exact, 0, p->n_tokens * sizeof t->exact[0]);
    t->length = q.n;
    t->bare = p->marked && is_bare(v, q);
    uint32_t exact, exacts = atomic_load_explicit(&v->n_exacts, memory_order_acquire);
    uint64_t before = 0;
    struct places places;
    places.n = 0;
    for (uint32_t i = 0; varint_next(&q.p, q.end, &exact) && exact < exacts; i++) {
        const struct plan_word *w = planned(p, vocab_word_of(v, exact));
        if (w == NULL) {
            before = 0;
            continue;
        }
        uint64_t same = exact_tokens(p, w, exact, t->bare);
        uint64_t pairs = i < q.n ? before & w->tokens >> 1 : 0;
        count_one(&t->word[w - p->words]);
        if (i < q.n && places.n < PLACES) {
            places.v[places.n].at = i;
            places.v[places.n].exact = same;
            places.v[places.n].pair = pairs;
            places.v[places.n++].word = (uint16_t)(w - p->words);
        }
        for (; same != 0; same &= same - 1) {
            count_one(&t->exact[__builtin_ctzll(same)]);
        }
        for (; pairs != 0; pairs &= pairs - 1) {
            count_one(&t->pair[__builtin_ctzll(pairs)]);
        }
        before = w->tokens;
    }
    t->near = nearest(p, &places);
    t->begins = places.n > 0 && places.v[0].at == 0;
}

float plan_part(const struct plan *p, float give, unsigned times, uint32_t length)
{
    if (times == 0) {
        return 0;
    }
    float n = (float)times, norm = PLAN_K1 * (1 - PLAN_B + PLAN_B * (float)length / p->average);
    return give * (n * (PLAN_K1 + 1) / (n + norm) + PLAN_DELTA);
}

float plan_exact_part(const struct plan *p, const struct tally *t, unsigned token)
{
    return (t->bare ? PLAN_BARE : 1) * plan_part(p, p->tokens[token].exact, t->exact[token], t->length);
}

float plan_score(const struct plan *p, const struct tally *t)
{
    float best[PLAN_TOKENS], sum = 0;
    bool found = false;
    memset(best, 0, p->n_tokens * sizeof best[0]);
    for (unsigned i = 0; i < p->n_words; i++) {
        const struct plan_word *w = &p->words[i];
        found |= t->word[i] > 0 && !w->piece;
        for (unsigned g = w->gives; t->word[i] > 0 && g < w->gives + w->n_gives; g++) {
            float part = plan_part(p, p->gives[g].give, t->word[i], t->length);
            unsigned k = p->gives[g].token;
            best[k] = part > best[k] ? part : best[k];
        }
    }
    for (unsigned k = 0; found && k < p->n_tokens; k++) {
        sum += best[k] + plan_part(p, p->tokens[k].pair, t->pair[k], t->length) + plan_exact_part(p, t, k);
    }
    sum += PLAN_NEAR * t->near + (p->typing && t->begins ? PLAN_BEGINS * t->near : 0);
    return found ? sum : 0; // pieces of synonyms alone are no hit
}

static bool has_phrase(const struct plan_phrase *f, const struct vocab *v, struct segment_sequence q)
{
    uint32_t last[PLAN_PHRASE_WORDS], exact, exacts = atomic_load_explicit(&v->n_exacts, memory_order_acquire);
    for (uint32_t i = 0; i < q.n && varint_next(&q.p, q.end, &exact) && exact < exacts; i++) {
        last[i % PLAN_PHRASE_WORDS] = vocab_word_of(v, exact);
        unsigned same = 0;
        while (same < f->n && i + 1 >= f->n && last[(i + 1 - f->n + same) % PLAN_PHRASE_WORDS] == f->words[same]) {
            same++;
        }
        if (same == f->n) {
            return true;
        }
    }
    return false;
}

bool plan_allows(const struct plan *p, const struct vocab *v, struct segment_sequence q)
{
    for (unsigned i = 0; i < p->n_phrases; i++) {
        if (has_phrase(&p->phrases[i], v, q) == p->phrases[i].not ) {
            return false;
        }
    }
    return !p->nothing;
}
