// segment.c: building a segment by sorting (word, item) pairs, and reading one.
#include "match/segment.h"

#include "text/hash.h"

enum { PAIR_BITS_MIN = 4, PAIR_BITS_MAX = 26, PAIRS_A_BUCKET = 8 };
#define REPEATED ((uint64_t)1 << 31) // in a pair: the item has the key more than once; items are below it

void segment_items_add(struct segment_items *s, int64_t id, uint64_t attr, const uint8_t *sequence, size_t bytes)
{
    if (s->n == s->cap) {
        s->cap = s->cap == 0 ? 256 : s->cap * 2;
        s->ids = xrealloc(s->ids, s->cap * sizeof *s->ids);
        s->attrs = xrealloc(s->attrs, s->cap * sizeof *s->attrs);
        s->offsets = xrealloc(s->offsets, ((size_t)s->cap + 1) * sizeof *s->offsets);
    }
    if (s->n_bytes + bytes > s->cap_bytes) {
        s->cap_bytes = (s->n_bytes + bytes) * 2;
        s->sequences = xrealloc(s->sequences, s->cap_bytes);
    }
    BUG_ON(s->n_bytes + bytes > UINT32_MAX);
    s->ids[s->n] = id;
    s->attrs[s->n] = attr;
    s->offsets[s->n] = (uint32_t)s->n_bytes;
    memcpy(s->sequences + s->n_bytes, sequence, bytes);
    s->n_bytes += bytes;
    s->offsets[++s->n] = (uint32_t)s->n_bytes;
}

void segment_items_free(struct segment_items *s)
{
    free(s->ids);
    free(s->attrs);
    free(s->offsets);
    free(s->sequences);
    memset(s, 0, sizeof *s);
}

// ---- (key, item) pairs

struct pairs {
    uint64_t *v; // key << 32 | REPEATED or 0 | item
    size_t n, cap;
    uint32_t most; // largest key
};

static void pairs_add(struct pairs *p, uint32_t key, uint32_t item)
{
    if (p->n == p->cap) {
        p->cap = p->cap == 0 ? 1024 : p->cap * 2;
        p->v = xrealloc(p->v, p->cap * sizeof *p->v);
    }
    p->most = key > p->most ? key : p->most;
    p->v[p->n++] = (uint64_t)key << 32 | item;
}

// Radix sort by key, eleven bits a pass, which keeps the order of items; then repeated pairs become one.
static void pairs_sort(struct pairs *p)
{
    enum { BITS = 11, DIGITS = 1 << BITS };
    uint64_t *to = xmalloc(p->n * sizeof *to);
    for (unsigned shift = 32; shift < 64 && (shift == 32 || (uint64_t)p->most >> (shift - 32) != 0); shift += BITS) {
        size_t start[DIGITS] = {0};
        for (size_t i = 0; i < p->n; i++) {
            start[p->v[i] >> shift & (DIGITS - 1)]++;
        }
        size_t sum = 0;
        for (size_t d = 0; d < DIGITS; d++) {
            size_t here = start[d];
            start[d] = sum;
            sum += here;
        }
        for (size_t i = 0; i < p->n; i++) {
            to[start[p->v[i] >> shift & (DIGITS - 1)]++] = p->v[i];
        }
        uint64_t *swap = p->v;
        p->v = to;
        to = swap;
        p->cap = p->n;
    }
    free(to);
    size_t kept = 0;
    for (size_t i = 0; i < p->n; i++) {
        if (kept > 0 && (p->v[kept - 1] & ~REPEATED) == p->v[i]) {
            p->v[kept - 1] |= REPEATED;
        } else {
            p->v[kept++] = p->v[i];
        }
    }
    p->n = kept;
}

// The number that stands for pair i in its list; *before is the item before it in the list, 0 at its beginning.
static uint32_t list_step(const struct pairs *p, size_t i, uint32_t *before)
{
    uint32_t item = (uint32_t)(p->v[i] & (REPEATED - 1));
    uint32_t step = (item - *before) << 1 | (uint32_t)((p->v[i] & REPEATED) != 0);
    *before = item;
    return step;
}

// The sorted pairs of one key; returns how many.
static size_t write_list(const struct pairs *p, size_t from, uint8_t *out, size_t *at)
{
    uint32_t before = 0;
    size_t i = from;
    for (; i < p->n && p->v[i] >> 32 == p->v[from] >> 32; i++) {
        *at += varint_put(out + *at, list_step(p, i, &before));
    }
    return i - from;
}

static uint64_t pair_hash(const struct vocab *v, uint32_t a, uint32_t b)
{
    return hash_pair(vocab_hash(v, a), vocab_hash(v, b));
}

// Word and pair postings of all items.
static void collect(const struct vocab *v, const struct segment_items *items, struct pairs *words, struct pairs *pairs,
                    unsigned pair_bits)
{
    for (uint32_t item = 0; item < items->n; item++) {
        const uint8_t *p = items->sequences + items->offsets[item];
        const uint8_t *end = items->sequences + items->offsets[item + 1];
        uint32_t n, exact, before = VOCAB_NONE, exacts = atomic_load_explicit(&v->n_exacts, memory_order_relaxed);
        if (!varint_next(&p, end, &n)) {
            continue;
        }
        for (uint32_t i = 0; varint_next(&p, end, &exact) && exact < exacts; i++) {
            uint32_t word = vocab_word_of(v, exact);
            pairs_add(words, word, item);
            if (i > 0 && i < n) {
                pairs_add(pairs, (uint32_t)(pair_hash(v, before, word) >> (64 - pair_bits)), item);
            }
            before = word;
        }
    }
    pairs_sort(words);
    pairs_sort(pairs);
}

// ---- the block

static uint64_t place(uint64_t *at, uint64_t bytes)
{
    uint64_t here = *at;
    *at = (*at + bytes + 7) & ~(uint64_t)7;
    return here;
}

static size_t count_keys(const struct pairs *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++) {
        n += i == 0 || p->v[i] >> 32 != p->v[i - 1] >> 32;
    }
    return n;
}

static size_t list_bytes(const struct pairs *p)
{
    uint8_t out[8];
    size_t bytes = 0;
    uint32_t before = 0;
    for (size_t i = 0; i < p->n; i++) {
        before = i == 0 || p->v[i] >> 32 != p->v[i - 1] >> 32 ? 0 : before;
        bytes += varint_put(out, list_step(p, i, &before));
    }
    BUG_ON(bytes > UINT32_MAX);
    return bytes;
}

static void write_words(char *block, const struct segment_head *h, const struct pairs *words)
{
    uint32_t *numbers = (uint32_t *)(void *)(block + h->at_words);
    uint32_t *offsets = (uint32_t *)(void *)(block + h->at_word_offsets);
    uint8_t *lists = (uint8_t *)block + h->at_word_lists;
    size_t at = 0, k = 0;
    for (size_t i = 0; i < words->n; k++) {
        numbers[k] = (uint32_t)(words->v[i] >> 32);
        offsets[k] = (uint32_t)at;
        i += write_list(words, i, lists, &at);
    }
    offsets[k] = (uint32_t)at;
}

static void write_pairs(char *block, const struct segment_head *h, const struct pairs *pairs)
{
    uint32_t *offsets = (uint32_t *)(void *)(block + h->at_pair_offsets);
    uint8_t *lists = (uint8_t *)block + h->at_pair_lists;
    size_t at = 0, i = 0;
    for (size_t bucket = 0; bucket < (size_t)1 << h->pair_bits; bucket++) {
        offsets[bucket] = (uint32_t)at;
        if (i < pairs->n && pairs->v[i] >> 32 == bucket) {
            i += write_list(pairs, i, lists, &at);
        }
    }
    offsets[(size_t)1 << h->pair_bits] = (uint32_t)at;
}

static size_t id_slot(int64_t id, uint32_t slots)
{
    return (size_t)((hash_mix((uint64_t)id) >> 32) * slots >> 32);
}

static void write_ids(char *block, const struct segment_head *h)
{
    const int64_t *ids = (const int64_t *)(const void *)(block + h->at_ids);
    uint32_t *table = (uint32_t *)(void *)(block + h->at_table);
    for (uint32_t i = 0; i < h->n; i++) {
        size_t k = id_slot(ids[i], h->n_ids);
        while (table[k] != 0) {
            k = k + 1 == h->n_ids ? 0 : k + 1;
        }
        table[k] = i + 1;
    }
}

static struct segment_head layout(const struct segment_items *items, const struct pairs *words,
                                  const struct pairs *pairs, unsigned pair_bits)
{
    struct segment_head h = {.n = items->n, .pair_bits = pair_bits};
    h.n_words = (uint32_t)count_keys(words);
    h.n_ids = items->n + items->n / 3 + 4;
    h.least_id = items->ids[0];
    h.most_id = items->ids[0];
    for (uint32_t i = 1; i < h.n; i++) {
        h.least_id = items->ids[i] < h.least_id ? items->ids[i] : h.least_id;
        h.most_id = items->ids[i] > h.most_id ? items->ids[i] : h.most_id;
    }
    uint64_t at = 0;
    (void)place(&at, sizeof h);
    h.at_ids = place(&at, (uint64_t)h.n * 8);
    h.at_attrs = place(&at, (uint64_t)h.n * 8);
    h.at_dead = place(&at, ((uint64_t)h.n + 63) / 64 * 8);
    h.at_table = place(&at, (uint64_t)h.n_ids * 4);
    h.at_lengths = place(&at, (uint64_t)h.n);
    h.at_offsets = place(&at, ((uint64_t)h.n + 1) * 4);
    h.at_sequences = place(&at, items->n_bytes);
    h.at_words = place(&at, (uint64_t)h.n_words * 4);
    h.at_word_offsets = place(&at, ((uint64_t)h.n_words + 1) * 4);
    h.at_word_lists = place(&at, list_bytes(words));
    h.at_pair_offsets = place(&at, (((uint64_t)1 << pair_bits) + 1) * 4);
    h.at_pair_lists = place(&at, list_bytes(pairs));
    h.bytes = at;
    return h;
}

struct segment *segment_build(const struct vocab *v, const struct segment_items *items)
{
    unsigned pair_bits = PAIR_BITS_MIN;
    while (pair_bits < PAIR_BITS_MAX && (size_t)PAIRS_A_BUCKET << pair_bits < items->n_bytes / 2) {
        pair_bits++; // a word of a sequence takes about two bytes
    }
    struct pairs words = {0}, pairs = {0};
    collect(v, items, &words, &pairs, pair_bits);
    struct segment_head h = layout(items, &words, &pairs, pair_bits);
    char *block = xcalloc(1, h.bytes);
    memcpy(block, &h, sizeof h);
    memcpy(block + h.at_ids, items->ids, h.n * sizeof *items->ids);
    memcpy(block + h.at_attrs, items->attrs, h.n * sizeof *items->attrs);
    memcpy(block + h.at_offsets, items->offsets, ((size_t)h.n + 1) * sizeof *items->offsets);
    memcpy(block + h.at_sequences, items->sequences, items->n_bytes);
    for (uint32_t i = 0; i < h.n; i++) {
        const uint8_t *p = items->sequences + items->offsets[i];
        uint32_t n = 0;
        (void)varint_next(&p, items->sequences + items->offsets[i + 1], &n);
        block[h.at_lengths + i] = (char)segment_length_code(n);
    }
    write_ids(block, &h);
    write_words(block, &h, &words);
    write_pairs(block, &h, &pairs);
    free(words.v);
    free(pairs.v);
    struct segment *s;
    BUG_ON(!segment_open(block, h.bytes, NULL, &s));
    return s;
}

void segment_free(void *segment)
{
    struct segment *s = segment;
    if (s->guard == NULL) {
        free(s->block);
    }
    guard_free(s->guard);
    free(atomic_load(&s->places));
    free(s);
}

size_t segment_memory(const struct segment *s)
{
    const uint32_t *places = atomic_load(&s->places);
    return s->head->bytes + sizeof *s + (places == NULL ? 0 : ((size_t)places[0] + 2 + s->n) * sizeof *places);
}

// ---- opening

// Parts follow one another in the order of the layout; each is large enough for what it holds.
static bool head_fits(const struct segment_head *h, size_t bytes)
{
    if (h->bytes != bytes || h->n == 0 || h->n >= REPEATED || h->n_ids <= h->n || h->pair_bits > PAIR_BITS_MAX ||
        h->pair_bits < PAIR_BITS_MIN) {
        return false;
    }
    const uint64_t at[] = {sizeof *h,        h->at_ids,          h->at_attrs,      h->at_dead,  h->at_table,
                           h->at_lengths,    h->at_offsets,      h->at_sequences,  h->at_words, h->at_word_offsets,
                           h->at_word_lists, h->at_pair_offsets, h->at_pair_lists, bytes};
    const uint64_t need[] = {0,
                             (uint64_t)h->n * 8,
                             (uint64_t)h->n * 8,
                             ((uint64_t)h->n + 63) / 64 * 8,
                             (uint64_t)h->n_ids * 4,
                             h->n,
                             ((uint64_t)h->n + 1) * 4,
                             0,
                             (uint64_t)h->n_words * 4,
                             ((uint64_t)h->n_words + 1) * 4,
                             0,
                             (((uint64_t)1 << h->pair_bits) + 1) * 4,
                             0};
    for (size_t i = 0; i < ARRAY_LEN(need); i++) {
        if (at[i] % 8 != 0 || at[i] > at[i + 1] || at[i + 1] > bytes || at[i + 1] - at[i] < need[i]) {
            return false;
        }
    }
    return true;
}

static void point(struct segment *s, char *block)
{
    const struct segment_head *h = s->head;
    s->ids = (const int64_t *)(const void *)(block + h->at_ids);
    s->attrs = (_Atomic uint64_t *)(void *)(block + h->at_attrs);
    s->dead = (_Atomic uint64_t *)(void *)(block + h->at_dead);
    s->table = (const uint32_t *)(const void *)(block + h->at_table);
    s->lengths = (const uint8_t *)block + h->at_lengths;
    s->offsets = (const uint32_t *)(const void *)(block + h->at_offsets);
    s->sequences = (const uint8_t *)block + h->at_sequences;
    s->words = (const uint32_t *)(const void *)(block + h->at_words);
    s->word_offsets = (const uint32_t *)(const void *)(block + h->at_word_offsets);
    s->word_lists = (const uint8_t *)block + h->at_word_lists;
    s->pair_offsets = (const uint32_t *)(const void *)(block + h->at_pair_offsets);
    s->pair_lists = (const uint8_t *)block + h->at_pair_lists;
}

bool segment_open(void *block, size_t bytes, struct guard *guard, struct segment **out)
{
    const struct segment_head *h = block;
    if (bytes < sizeof *h || (guard != NULL && !guard_check(guard, 0, sizeof *h)) || !head_fits(h, bytes)) {
        guard_free(guard);
        return false;
    }
    struct segment *s = xcalloc(1, sizeof *s);
    s->head = h;
    s->block = block;
    s->guard = guard;
    s->states = guard == NULL ? NULL : guard_states(guard);
    s->n = h->n;
    s->live = h->n; // nothing removed is written
    s->least_id = h->least_id;
    s->most_id = h->most_id;
    point(s, block);
    *out = s;
    return true;
}

bool segment_whole(const struct segment *s)
{
    return segment_holds(s, s->block, s->head->bytes);
}

void segment_kill(struct segment *s, uint32_t item)
{
    atomic_store(&s->dead[item / 64], atomic_load(&s->dead[item / 64]) | (uint64_t)1 << item % 64);
    s->live--;
}

uint32_t segment_find(const struct segment *s, int64_t id)
{
    if (id < s->least_id || id > s->most_id) {
        return VOCAB_NONE;
    }
    uint32_t slots = s->head->n_ids;
    size_t k = id_slot(id, slots);
    for (uint32_t looked = 0; looked < slots; looked++) {
        if (!segment_holds(s, &s->table[k], sizeof s->table[k]) || s->table[k] == 0) {
            return VOCAB_NONE;
        }
        uint32_t item = s->table[k] - 1;
        if (item < s->n && segment_holds(s, &s->ids[item], sizeof s->ids[item]) && s->ids[item] == id &&
            !segment_dead(s, item)) {
            return item;
        }
        k = k + 1 == slots ? 0 : k + 1;
    }
    return VOCAB_NONE;
}

// Two offsets that stand side by side and what lies between them in a part of `room` bytes. False when that cannot be.
static bool between(const struct segment *s, const uint32_t *offsets, const uint8_t *part, uint64_t room, uint32_t *from,
                    uint32_t *to)
{
    if (!segment_holds(s, offsets, 2 * sizeof *offsets)) {
        return false;
    }
    *from = offsets[0];
    *to = offsets[1];
    return *from <= *to && *to <= room && segment_holds(s, part + *from, *to - *from);
}

static struct segment_list list_at(const struct segment *s, const uint32_t *offsets, const uint8_t *part, uint64_t room)
{
    uint32_t from, to;
    return between(s, offsets, part, room, &from, &to) ? (struct segment_list){part + from, part + to, 0}
                                                       : (struct segment_list){NULL, NULL, 0};
}

struct segment_list segment_word(const struct segment *s, uint32_t word)
{
    size_t low = 0, high = s->head->n_words;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (!segment_holds(s, &s->words[mid], sizeof s->words[mid])) {
            return (struct segment_list){NULL, NULL, 0};
        }
        if (s->words[mid] < word) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    if (low == s->head->n_words || !segment_holds(s, &s->words[low], sizeof s->words[low]) || s->words[low] != word) {
        return (struct segment_list){NULL, NULL, 0};
    }
    return list_at(s, &s->word_offsets[low], s->word_lists, s->head->at_pair_offsets - s->head->at_word_lists);
}

struct segment_list segment_pair(const struct segment *s, uint64_t hash)
{
    size_t bucket = hash >> (64 - s->head->pair_bits);
    return list_at(s, &s->pair_offsets[bucket], s->pair_lists, s->head->bytes - s->head->at_pair_lists);
}

bool segment_bytes(const struct segment *s, uint32_t item, uint32_t *from, uint32_t *to)
{
    return between(s, &s->offsets[item], s->sequences, s->head->at_words - s->head->at_sequences, from, to);
}

struct segment_sequence segment_sequence(const struct segment *s, uint32_t item)
{
    uint32_t from, to;
    if (!segment_bytes(s, item, &from, &to)) {
        return (struct segment_sequence){s->sequences, s->sequences, 0};
    }
    struct segment_sequence q = {s->sequences + from, s->sequences + to, 0};
    if (!varint_next(&q.p, q.end, &q.n)) {
        q.n = 0;
    }
    return q;
}
