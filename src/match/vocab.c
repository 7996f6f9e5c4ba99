// vocab.c: numbering words, and finding those that are nearly a given one.
#include "match/vocab.h"

#include "match/chains.h"
#include "text/hash.h"
#include "text/syllable.h"

enum { DELETION_MIN = 2, DELETION_MAX = 20, TRIGRAM_MIN = 4, CHAIN_READ = 4096 };

static struct vocab_table *table_new(size_t slots)
{
    struct vocab_table *t = xcalloc(1, sizeof *t + slots * sizeof t->slot[0]);
    t->mask = slots - 1;
    return t;
}

void vocab_init(struct vocab *v, struct epoch *epoch)
{
    memset(v, 0, sizeof *v);
    v->epoch = epoch;
    atomic_init(&v->by_hash, table_new(1024));
    atomic_init(&v->by_exact, table_new(1024));
    atomic_init(&v->deletions, chains_new());
    atomic_init(&v->trigrams, chains_new());
}

void vocab_destroy(struct vocab *v)
{
    for (size_t i = 0; i < VOCAB_CHUNKS; i++) {
        free(v->words[i]);
        free(v->exacts[i]);
    }
    free(atomic_load(&v->by_hash));
    free(atomic_load(&v->by_exact));
    chains_free(atomic_load(&v->deletions));
    chains_free(atomic_load(&v->trigrams));
    arena_free(&v->text);
}

size_t vocab_memory(const struct vocab *v)
{
    size_t words = (atomic_load(&v->n_words) + VOCAB_CHUNK - 1) / VOCAB_CHUNK;
    size_t exacts = (atomic_load(&v->n_exacts) + VOCAB_CHUNK - 1) / VOCAB_CHUNK;
    size_t slots = atomic_load(&v->by_hash)->mask + atomic_load(&v->by_exact)->mask + 2;
    return sizeof *v + words * sizeof(struct vocab_words) + exacts * sizeof(struct vocab_exacts) +
           slots * sizeof(uint32_t) + v->text.used + chains_memory(atomic_load(&v->deletions)) +
           chains_memory(atomic_load(&v->trigrams));
}

static uint64_t exact_hash(const struct vocab *v, uint32_t exact)
{
    return v->exacts[exact / VOCAB_CHUNK]->hash[exact % VOCAB_CHUNK];
}

typedef uint64_t hash_of(const struct vocab *v, uint32_t number);
typedef _Atomic uint32_t *items_of(const struct vocab *v, uint32_t number);

static uint32_t find(const struct vocab *v, const struct vocab_table *t, hash_of *of, uint64_t hash)
{
    for (size_t i = hash & t->mask;; i = (i + 1) & t->mask) {
        uint32_t number = atomic_load_explicit(&t->slot[i], memory_order_acquire);
        if (number == 0) {
            return VOCAB_NONE;
        }
        if (of(v, number - 1) == hash) {
            return number - 1;
        }
    }
}

uint32_t vocab_word(const struct vocab *v, uint64_t hash)
{
    return find(v, atomic_load(&v->by_hash), vocab_hash, hash);
}

uint32_t vocab_exact(const struct vocab *v, uint64_t hash)
{
    return find(v, atomic_load(&v->by_exact), exact_hash, hash);
}

static void table_put(struct vocab_table *t, uint64_t hash, uint32_t number)
{
    size_t i = hash & t->mask;
    while (atomic_load_explicit(&t->slot[i], memory_order_relaxed) != 0) {
        i = (i + 1) & t->mask;
    }
    atomic_store_explicit(&t->slot[i], number + 1, memory_order_release);
}

// An empty table for n numbers, with room for as many again.
static struct vocab_table *table_for(uint32_t n)
{
    size_t slots = 1024;
    while (slots < (size_t)n * 3) {
        slots *= 2;
    }
    return table_new(slots);
}

static void replace(struct vocab *v, struct vocab_table *_Atomic *where, struct vocab_table *new)
{
    struct vocab_table *old = atomic_load(where);
    atomic_store(where, new);
    epoch_retire(v->epoch, old, free);
}

// Number n - 1 is complete: make it findable.
static void publish(struct vocab *v, struct vocab_table *_Atomic *where, uint32_t n, hash_of *of)
{
    struct vocab_table *t = atomic_load(where);
    if ((size_t)n * 3 > (t->mask + 1) * 2) {
        t = table_for(n);
        for (uint32_t i = 0; i < n; i++) {
            if (of(v, i) != 0) {
                table_put(t, of(v, i), i);
            }
        }
        replace(v, where, t);
    } else {
        table_put(t, of(v, n - 1), n - 1);
    }
}

struct vocab_begin vocab_begin(struct str s)
{
    struct vocab_begin b = {0, 0};
    for (size_t i = 0; i < 8; i++) {
        b.key = b.key << 8 | (i < s.n ? (unsigned char)s.p[i] : 0u);
        b.mask = b.mask << 8 | (i < s.n ? 0xFFu : 0u);
    }
    return b;
}

// ---- what makes a word findable when it is typed otherwise

// The hash of s without its i-th byte.
static uint64_t without(struct str s, size_t i)
{
    char rest[TOKEN_MAX];
    memcpy(rest, s.p, i);
    memcpy(rest + i, s.p + i + 1, s.n - i - 1);
    return hash_bytes(rest, s.n - 1);
}

// The i-th of the s.n pieces of three letters in "^s$".
static uint64_t piece(struct str s, size_t i)
{
    unsigned char first = i == 0 ? '^' : (unsigned char)s.p[i - 1];
    unsigned char last = i + 1 == s.n ? '$' : (unsigned char)s.p[i + 1];
    return hash_mix((uint64_t)first << 16 | (uint64_t)(unsigned char)s.p[i] << 8 | last) | 1;
}

static void chain_word(const struct vocab *v, struct epoch *epoch, struct vocab_chains *deletions, struct vocab_chains *trigrams,
                       uint32_t word)
{
    struct str s = vocab_text(v, word);
    enum vocab_sort sort = vocab_sort(v, word);
    if (sort == VOCAB_NUMBER || s.n < DELETION_MIN) {
        return;
    }
    for (size_t i = 0; s.n <= DELETION_MAX && i < s.n; i++) {
        if (i == 0 || s.p[i] != s.p[i - 1]) { // a doubled letter leaves the same rest twice
            chains_add(deletions, epoch, without(s, i), word);
        }
    }
    for (size_t i = 0; sort == VOCAB_FOREIGN && s.n >= TRIGRAM_MIN && i < s.n; i++) {
        chains_add(trigrams, epoch, piece(s, i), word);
    }
}

uint32_t vocab_put_word(struct vocab *v, struct str text, enum vocab_sort sort)
{
    uint32_t n = atomic_load_explicit(&v->n_words, memory_order_relaxed);
    BUG_ON(n >= (uint32_t)VOCAB_CHUNK * VOCAB_CHUNKS || text.n > TOKEN_MAX);
    if (v->words[n / VOCAB_CHUNK] == NULL) {
        v->words[n / VOCAB_CHUNK] = xcalloc(1, sizeof(struct vocab_words));
    }
    struct vocab_words *w = v->words[n / VOCAB_CHUNK];
    uint32_t at = n % VOCAB_CHUNK;
    w->text[at] = arena_copy(&v->text, text.p, text.n);
    w->len[at] = (uint8_t)text.n;
    w->hash[at] = text.n == 0 ? 0 : hash_bytes(text.p, text.n);
    w->key[at] = vocab_begin(text).key;
    w->sort[at] = (uint8_t)sort;
    if (text.n > 0) {
        publish(v, &v->by_hash, n + 1, vocab_hash);
        chain_word(v, v->epoch, atomic_load(&v->deletions), atomic_load(&v->trigrams), n);
    }
    atomic_store_explicit(&v->n_words, n + 1, memory_order_release);
    return n;
}

uint32_t vocab_put_exact(struct vocab *v, uint64_t hash, uint32_t word)
{
    uint32_t n = atomic_load_explicit(&v->n_exacts, memory_order_relaxed);
    BUG_ON(n >= (uint32_t)VOCAB_CHUNK * VOCAB_CHUNKS);
    if (v->exacts[n / VOCAB_CHUNK] == NULL) {
        v->exacts[n / VOCAB_CHUNK] = xcalloc(1, sizeof(struct vocab_exacts));
    }
    struct vocab_exacts *x = v->exacts[n / VOCAB_CHUNK];
    x->hash[n % VOCAB_CHUNK] = hash;
    x->word[n % VOCAB_CHUNK] = word;
    if (hash != 0) {
        publish(v, &v->by_exact, n + 1, exact_hash);
    }
    atomic_store_explicit(&v->n_exacts, n + 1, memory_order_release);
    return n;
}

uint32_t vocab_take(struct vocab *v, const struct token_list *l, const struct token *t)
{
    uint32_t exact = vocab_exact(v, t->exact);
    if (exact != VOCAB_NONE) {
        return exact;
    }
    uint32_t word = vocab_word(v, t->fold);
    if (word == VOCAB_NONE) {
        struct str text = token_text(l, t);
        enum vocab_sort sort = t->kind != TOKEN_WORD ? VOCAB_NUMBER
                               : syllable_is(text)   ? VOCAB_SYLLABLE
                                                     : VOCAB_FOREIGN;
        word = vocab_put_word(v, text, sort);
    }
    return vocab_put_exact(v, t->exact, word);
}

// ---- nearly the same

// Damerau distance at most 1, for strings that are not equal.
static bool one_off(struct str a, struct str b)
{
    if (a.n < b.n) {
        struct str swap = a;
        a = b;
        b = swap;
    }
    if (a.n - b.n > 1) {
        return false;
    }
    size_t head = 0, tail = 0;
    while (head < b.n && a.p[head] == b.p[head]) {
        head++;
    }
    while (tail < b.n - head && a.p[a.n - 1 - tail] == b.p[b.n - 1 - tail]) {
        tail++;
    }
    size_t left_a = a.n - head - tail, left_b = b.n - head - tail;
    bool swapped = left_a == 2 && left_b == 2 && a.p[head] == b.p[head + 1] && a.p[head + 1] == b.p[head];
    return swapped || (left_a <= 1 && left_b <= 1);
}

// Is a in more items than b, which is in `items`? Equal ones by the letters, so that the order of adding does not
// matter.
static bool commoner(const struct vocab *v, uint32_t a, uint32_t b, uint32_t items)
{
    uint32_t of_a = atomic_load_explicit(vocab_word_items(v, a), memory_order_relaxed);
    return of_a != items ? of_a > items : str_cmp(vocab_text(v, a), vocab_text(v, b)) < 0;
}

// Keep the `max` words with most items, sorted.
static size_t keep_common(const struct vocab *v, uint32_t *out, size_t n, size_t max, uint32_t word)
{
    uint32_t items = atomic_load_explicit(vocab_word_items(v, word), memory_order_relaxed);
    size_t at = n;
    for (size_t i = 0; i < n; i++) {
        if (out[i] == word) {
            return n;
        }
    }
    while (at > 0 && !commoner(v, out[at - 1], word, items)) {
        at--;
    }
    if (items == 0 || at >= max) {
        return n;
    }
    n = n < max ? n + 1 : max;
    memmove(out + at + 1, out + at, (n - at - 1) * sizeof *out);
    out[at] = word;
    return n;
}

static size_t keep_chain(const struct vocab *v, uint64_t key, struct str s, uint32_t *out, size_t n, size_t max)
{
    const struct vocab_chains *c = atomic_load(&v->deletions);
    unsigned read = 0;
    for (uint32_t at = chains_first(c, key); at != 0 && read < CHAIN_READ; read++) {
        uint32_t word = chains_next(c, &at);
        if (one_off(vocab_text(v, word), s)) {
            n = keep_common(v, out, n, max, word);
        }
    }
    return n;
}

size_t vocab_repair(const struct vocab *v, struct str s, uint32_t *out, size_t max)
{
    size_t n = 0;
    if (s.n < DELETION_MIN || s.n > DELETION_MAX + 1) {
        return 0;
    }
    n = keep_chain(v, hash_bytes(s.p, s.n), s, out, n, max); // a letter too few
    for (size_t i = 0; i < s.n; i++) {
        uint64_t rest = without(s, i);
        uint32_t word = vocab_word(v, rest); // a letter too many
        if (word != VOCAB_NONE && vocab_sort(v, word) != VOCAB_NUMBER) {
            n = keep_common(v, out, n, max, word);
        }
        n = keep_chain(v, rest, s, out, n, max); // a letter for another, two swapped
    }
    return n;
}

enum { COUNTERS = 4096 };

size_t vocab_similar(const struct vocab *v, struct str s, float least, struct vocab_near *out, size_t max)
{
    const struct vocab_chains *c = atomic_load(&v->trigrams);
    struct {
        uint32_t word; // + 1
        uint32_t shared;
    } counters[COUNTERS];
    if (s.n < TRIGRAM_MIN) {
        return 0;
    }
    memset(counters, 0, sizeof counters);
    size_t used = 0, n = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned read = 0;
        for (uint32_t at = chains_first(c, piece(s, i)); at != 0 && read < CHAIN_READ; read++) {
            uint32_t word = chains_next(c, &at);
            size_t k = hash_mix(word) % COUNTERS;
            while (counters[k].word != 0 && counters[k].word != word + 1) {
                k = (k + 1) % COUNTERS;
            }
            if (counters[k].word == 0 && used++ >= COUNTERS / 4 * 3) {
                break;
            }
            counters[k].word = word + 1;
            counters[k].shared++;
        }
    }
    for (size_t k = 0; k < COUNTERS; k++) {
        if (counters[k].word == 0) {
            continue;
        }
        uint32_t word = counters[k].word - 1;
        struct str text = vocab_text(v, word);
        float share = 2.0f * (float)counters[k].shared / (float)(s.n + text.n);
        bool occurs = atomic_load_explicit(vocab_word_items(v, word), memory_order_relaxed) > 0;
        if (share < least || !occurs || str_eq(text, s)) {
            continue;
        }
        size_t at = n;
        while (at > 0 && (out[at - 1].share < share ||
                          (out[at - 1].share <= share && str_cmp(vocab_text(v, out[at - 1].word), text) > 0))) {
            at--;
        }
        if (at < max) {
            n = n < max ? n + 1 : max;
            memmove(out + at + 1, out + at, (n - at - 1) * sizeof *out);
            out[at] = (struct vocab_near){word, share};
        }
    }
    return n;
}

void vocab_clear(struct vocab *v)
{
    for (uint32_t i = 0; i < atomic_load(&v->n_words); i++) {
        atomic_store(vocab_word_items(v, i), 0);
    }
    for (uint32_t i = 0; i < atomic_load(&v->n_exacts); i++) {
        atomic_store(vocab_exact_items(v, i), 0);
    }
}

// ---- forgetting

struct vocab_purge {
    struct vocab_chains *deletions, *trigrams;
    struct vocab_table *by_hash, *by_exact;
    uint32_t words, exacts;             // those below were looked at
    uint64_t *kept_words, *kept_exacts; // a bit each
};

static bool kept(const uint64_t *bits, uint32_t i)
{
    return bits[i / 64] >> i % 64 & 1;
}

// A bit for each number below n that has an item.
static uint64_t *in_use(const struct vocab *v, uint32_t n, items_of *items)
{
    uint64_t *bits = xcalloc(n / 64 + 1, sizeof *bits);
    for (uint32_t i = 0; i < n; i++) {
        bits[i / 64] |= (uint64_t)(atomic_load(items(v, i)) > 0) << i % 64;
    }
    return bits;
}

static struct vocab_table *table_of(const struct vocab *v, uint32_t n, hash_of *of, const uint64_t *bits)
{
    struct vocab_table *t = table_for(n);
    for (uint32_t i = 0; i < n; i++) {
        if (of(v, i) != 0 && kept(bits, i)) {
            table_put(t, of(v, i), i);
        }
    }
    return t;
}

struct vocab_purge *vocab_purge_make(const struct vocab *v)
{
    struct vocab_purge *p = xcalloc(1, sizeof *p);
    p->exacts = atomic_load_explicit(&v->n_exacts, memory_order_acquire);
    p->words = atomic_load_explicit(&v->n_words, memory_order_acquire);
    p->kept_words = in_use(v, p->words, vocab_word_items);
    p->kept_exacts = in_use(v, p->exacts, vocab_exact_items);
    p->by_hash = table_of(v, p->words, vocab_hash, p->kept_words);
    p->by_exact = table_of(v, p->exacts, exact_hash, p->kept_exacts);
    p->deletions = chains_new();
    p->trigrams = chains_new();
    for (uint32_t i = 0; i < p->words; i++) {
        if (kept(p->kept_words, i)) {
            chain_word(v, NULL, p->deletions, p->trigrams, i);
        }
    }
    return p;
}

// Did the number come, or come into use again, since the table was made?
static bool came(const struct vocab *v, uint32_t i, uint32_t seen, items_of *items, const uint64_t *bits)
{
    return i >= seen || (!kept(bits, i) && atomic_load(items(v, i)) > 0);
}

// What came since goes into the table too, or into a larger one when it would be too full.
static struct vocab_table *catch_up(const struct vocab *v, struct vocab_table *t, uint32_t seen, uint32_t n, hash_of *of,
                                    items_of *items, const uint64_t *bits)
{
    bool full = (size_t)n * 3 > (t->mask + 1) * 2;
    if (full) {
        free(t);
        t = table_for(n);
    }
    for (uint32_t i = 0; i < n; i++) {
        if (of(v, i) != 0 && (came(v, i, seen, items, bits) || (full && kept(bits, i)))) {
            table_put(t, of(v, i), i);
        }
    }
    return t;
}

void vocab_purge_swap(struct vocab *v, struct vocab_purge *p)
{
    uint32_t words = atomic_load(&v->n_words), exacts = atomic_load(&v->n_exacts);
    p->by_hash = catch_up(v, p->by_hash, p->words, words, vocab_hash, vocab_word_items, p->kept_words);
    p->by_exact = catch_up(v, p->by_exact, p->exacts, exacts, exact_hash, vocab_exact_items, p->kept_exacts);
    for (uint32_t i = 0; i < words; i++) {
        if (came(v, i, p->words, vocab_word_items, p->kept_words)) {
            chain_word(v, NULL, p->deletions, p->trigrams, i);
        }
    }
    // first out of sight, then, when nobody can be looking at them, out of memory
    epoch_retire(v->epoch, atomic_exchange(&v->deletions, p->deletions), chains_free);
    epoch_retire(v->epoch, atomic_exchange(&v->trigrams, p->trigrams), chains_free);
    replace(v, &v->by_hash, p->by_hash);
    replace(v, &v->by_exact, p->by_exact);
}

void vocab_purge_end(struct vocab *v, struct vocab_purge *p)
{
    for (uint32_t i = 0; i < p->words; i++) {
        struct vocab_words *w = v->words[i / VOCAB_CHUNK];
        uint32_t at = i % VOCAB_CHUNK;
        if (!kept(p->kept_words, i) && atomic_load(&w->items[at]) == 0) {
            memset(w->text[at], 0, w->len[at]);
            w->len[at] = 0;
            w->hash[at] = 0;
            w->key[at] = 0;
            w->sort[at] = VOCAB_NUMBER;
        }
    }
    for (uint32_t i = 0; i < p->exacts; i++) {
        if (!kept(p->kept_exacts, i) && atomic_load(vocab_exact_items(v, i)) == 0) {
            v->exacts[i / VOCAB_CHUNK]->hash[i % VOCAB_CHUNK] = 0;
        }
    }
    free(p->kept_words);
    free(p->kept_exacts);
    free(p);
}
