// index.c: the writer: items come into the tail, full tails become segments, and segments of a size become one.
#include "match/beside.h"

#include "text/hash.h"

#include <sys/mman.h>

enum {
    BULK_MAX = 4 << 20,    // items a segment, when many are added at once
    SETTLE_MAX = 16 << 20, // items of the one segment that match_bulk_end leaves
};

static void tail_free(void *tail)
{
    struct tail *t = tail;
    for (uint32_t i = 0; i < atomic_load(&t->n); i++) {
        free(t->item[i]);
    }
    free(t);
}

struct view *view_new(struct tail *tail, struct segment *const *segments, uint32_t n)
{
    struct view *v = xmalloc(sizeof *v + (n + 1) * sizeof v->segments[0]);
    v->tail = tail;
    v->n = n;
    if (n > 0) {
        memcpy(v->segments, segments, n * sizeof v->segments[0]);
    }
    return v;
}

// Words are changed now and then by a person: what was before is kept to the end.
struct former_words {
    struct abbrev *abbrev;
    struct synonyms *synonyms;
    struct former_words *next;
};

static bool read_words(const struct match_options *options, struct abbrev **abbrev, struct synonyms **synonyms, struct err *e)
{
    *abbrev = NULL;
    if (!abbrev_new(options == NULL ? STR_NONE : options->abbreviations, abbrev, e) ||
        !synonyms_new(options == NULL ? STR_NONE : options->synonyms, synonyms, e)) {
        abbrev_free(*abbrev);
        return false;
    }
    return true;
}

bool match_words(struct match *m, const struct match_options *options, struct err *e)
{
    struct abbrev *abbrev;
    struct synonyms *synonyms;
    if (!read_words(options, &abbrev, &synonyms, e)) {
        return false;
    }
    struct former_words *w = xmalloc(sizeof *w);
    beside_lock(m);
    *w = (struct former_words){atomic_exchange(&m->abbrev, abbrev), atomic_exchange(&m->synonyms, synonyms), m->former};
    m->former = w;
    beside_unlock(m);
    match_clear(m);
    return true;
}

bool match_open(const struct match_options *options, struct match **out, struct err *e)
{
    struct abbrev *abbrev;
    struct synonyms *synonyms;
    if (!read_words(options, &abbrev, &synonyms, e)) {
        return false;
    }
    struct match *m = xcalloc(1, sizeof *m);
    atomic_init(&m->abbrev, abbrev);
    atomic_init(&m->synonyms, synonyms);
    m->beside = beside_new();
    m->epoch = aligned_alloc(64, sizeof *m->epoch);
    BUG_ON(m->epoch == NULL);
    epoch_init(m->epoch);
    vocab_init(&m->vocab, m->epoch);
    m->asking = asking_new();
    atomic_init(&m->pair_items, counts_new());
    m->offices = xcalloc(OFFICES_MAX, sizeof *m->offices);
    m->office_slots = xcalloc(OFFICE_SLOTS, sizeof *m->office_slots);
    m->langs = xcalloc(LANGS_MAX, sizeof *m->langs);
    atomic_init(&m->n_offices, 1);
    atomic_init(&m->n_langs, 1);
    m->most_id = INT64_MIN;
    atomic_init(&m->view, view_new(xcalloc(1, sizeof(struct tail)), NULL, 0));
    *out = m;
    return true;
}

// When no segment lies in it any more.
static void unmap(struct match *m)
{
    if (m->map != NULL) {
        (void)munmap(m->map, m->map_bytes);
    }
    m->map = NULL;
}

void match_close(struct match *m)
{
    if (m == NULL) {
        return;
    }
    if (m->bulk) {
        match_bulk_end(m);
    }
    beside_free(m->beside);
    struct view *v = atomic_load(&m->view);
    for (uint32_t i = 0; i < v->n; i++) {
        segment_free(v->segments[i]);
    }
    tail_free(v->tail);
    free(v);
    epoch_destroy(m->epoch);
    free(m->epoch);
    vocab_destroy(&m->vocab);
    abbrev_free(m->abbrev);
    asking_free(m->asking);
    synonyms_free(m->synonyms);
    for (struct former_words *w = m->former, *next; w != NULL; w = next) {
        next = w->next;
        abbrev_free(w->abbrev);
        synonyms_free(w->synonyms);
        free(w);
    }
    free(atomic_load(&m->pair_items));
    free(m->offices);
    free(m->office_slots);
    free(m->langs);
    token_list_free(&m->tokens);
    free(m->sequence);
    free(m->seen);
    segment_items_free(&m->bulk_items);
    unmap(m);
    free(m);
}

// ---- what an item counts for

// Was the key in the set of this item already? Puts it in. The set has twice as many slots as keys.
static bool seen_before(uint32_t *set, size_t mask, uint32_t key)
{
    size_t i = key * 0x9E3779B1u & mask;
    while (set[i] != 0 && set[i] != key + 1) {
        i = (i + 1) & mask;
    }
    bool before = set[i] != 0;
    set[i] = key + 1;
    return before;
}

static size_t seen_clear(struct match *m, size_t keys)
{
    size_t slots = 64;
    while (slots < keys * 2) {
        slots *= 2;
    }
    if (slots > m->seen_cap) {
        m->seen_cap = slots;
        m->seen = xrealloc(m->seen, slots * sizeof *m->seen);
    }
    memset(m->seen, 0, slots * sizeof *m->seen);
    return slots - 1;
}

static void bump(_Atomic uint32_t *counter, int32_t by)
{
    // one writer: a plain addition; readers see either value
    uint32_t old = atomic_load_explicit(counter, memory_order_relaxed);
    atomic_store_explicit(counter, old + (uint32_t)by, memory_order_relaxed);
}

// Add an item's words, exact forms and pairs to the counts of items that have them, or take them off (by -1).
static void count_item(struct match *m, struct segment_sequence q, int32_t by)
{
    size_t length = (size_t)(q.end - q.p);
    struct segment_sequence again = q;
    size_t mask = seen_clear(m, length);
    uint32_t exact, exacts = atomic_load_explicit(&m->vocab.n_exacts, memory_order_relaxed);
    while (varint_next(&again.p, again.end, &exact) && exact < exacts) {
        if (!seen_before(m->seen, mask, exact)) {
            bump(vocab_exact_items(&m->vocab, exact), by);
        }
    }
    mask = seen_clear(m, length);
    for (again = q; varint_next(&again.p, again.end, &exact) && exact < exacts;) {
        uint32_t word = vocab_word_of(&m->vocab, exact);
        if (!seen_before(m->seen, mask, word)) {
            bump(vocab_word_items(&m->vocab, word), by);
        }
    }
    mask = seen_clear(m, length);
    uint64_t before = 0;
    again = q;
    for (uint32_t i = 0; i < q.n && varint_next(&again.p, again.end, &exact) && exact < exacts; i++) {
        uint64_t hash = vocab_hash(&m->vocab, vocab_word_of(&m->vocab, exact));
        uint32_t counter = counts_place(hash_pair(before, hash));
        if (i > 0 && !seen_before(m->seen, mask, counter)) {
            counts_bump(&m->pair_items, m->epoch, counter, by);
        }
        before = hash;
    }
    atomic_store(&m->n_words, atomic_load(&m->n_words) + (uint64_t)by * q.n);
    atomic_store(&m->n_items, atomic_load(&m->n_items) + (uint64_t)by);
}

// ---- segments

// What of a damaged file cannot be read is left out; so are sequences that would overlap.
static void collect_segment(struct segment_items *to, const struct segment *s)
{
    uint32_t after = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        int64_t id;
        uint64_t attr;
        uint32_t begin, end;
        if (segment_item(s, i, &id, &attr) && segment_bytes(s, i, &begin, &end) && begin >= after) {
            segment_items_add(to, id, attr, s->sequences + begin, end - begin);
            after = end;
        }
    }
}

static void collect_tail(struct segment_items *to, const struct tail *t)
{
    uint32_t n = atomic_load_explicit(&t->n, memory_order_relaxed);
    for (uint32_t i = 0; i < n; i++) {
        struct tail_item *item = t->item[i];
        if (!atomic_load_explicit(&item->dead, memory_order_relaxed)) {
            segment_items_add(to, item->id, atomic_load_explicit(&item->attr, memory_order_relaxed), item->sequence,
                              item->bytes);
        }
    }
}

struct segment *index_build(struct match *m, struct segment_items *items)
{
    struct segment *s = items->n == 0 ? NULL : segment_build(&m->vocab, items);
    segment_items_free(items);
    return s;
}

void view_publish(struct match *m, struct view *v)
{
    struct view *old = atomic_exchange(&m->view, v);
    for (uint32_t i = 0; i < old->n; i++) {
        bool kept = false;
        for (uint32_t k = 0; k < v->n; k++) {
            kept |= v->segments[k] == old->segments[i];
        }
        if (!kept) {
            epoch_retire(m->epoch, old->segments[i], segment_free);
        }
    }
    if (old->tail != v->tail) {
        epoch_retire(m->epoch, old->tail, tail_free);
    }
    epoch_retire(m->epoch, old, free);
    epoch_reclaim(m->epoch);
}

// The present segments and `new` (may be NULL), and an empty tail.
static void add_segment(struct match *m, struct segment *new)
{
    const struct view *old = atomic_load(&m->view);
    struct view *v = view_new(xcalloc(1, sizeof(struct tail)), old->segments, old->n);
    if (new != NULL) {
        v->segments[v->n++] = new;
    }
    view_publish(m, v);
}

void index_seal(struct match *m)
{
    struct segment_items items = {0};
    const struct tail *tail = atomic_load(&m->view)->tail;
    if (atomic_load(&tail->n) > 0) {
        collect_tail(&items, tail);
        add_segment(m, index_build(m, &items));
    }
}

// ---- items

// Where the live item with that id is: its segment and number in it, or segment NULL and its number in the tail.
static bool find(struct match *m, int64_t id, struct segment **segment, uint32_t *item)
{
    struct view *v = atomic_load(&m->view);
    if (id > m->most_id) {
        return false;
    }
    for (uint32_t n = atomic_load(&v->tail->n), i = 0; i < n; i++) {
        if (v->tail->ids[i] == id && !atomic_load(&v->tail->item[i]->dead)) {
            *segment = NULL;
            *item = i;
            return true;
        }
    }
    for (uint32_t i = v->n; i-- > 0;) {
        *item = segment_find(v->segments[i], id);
        if (*item != VOCAB_NONE) {
            *segment = v->segments[i];
            return true;
        }
    }
    return false;
}

// The tokens of the writer's list as a sequence; returns its bytes.
static size_t encode(struct match *m)
{
    const struct token_list *l = &m->tokens;
    if (m->sequence_cap < (l->n + 1) * 5) {
        m->sequence_cap = (l->n + 1) * 10;
        m->sequence = xrealloc(m->sequence, m->sequence_cap);
    }
    uint32_t n = 0;
    for (size_t i = 0; i < l->n; i++) {
        n += !l->v[i].extra;
    }
    size_t at = varint_put(m->sequence, n);
    for (unsigned extra = 0; extra < 2; extra++) {
        for (size_t i = 0; i < l->n; i++) {
            if (l->v[i].extra == (extra == 1)) {
                at += varint_put(m->sequence + at, vocab_take(&m->vocab, l, &l->v[i]));
            }
        }
    }
    return at;
}

static void tail_add(struct match *m, int64_t id, uint64_t attr, size_t bytes)
{
    struct tail *t = atomic_load(&m->view)->tail;
    struct tail_item *item = xmalloc(sizeof *item + bytes);
    item->id = id;
    atomic_init(&item->attr, attr);
    atomic_init(&item->dead, false);
    item->bytes = (uint32_t)bytes;
    memcpy(item->sequence, m->sequence, bytes);
    uint32_t n = atomic_load_explicit(&t->n, memory_order_relaxed);
    t->ids[n] = id;
    t->item[n] = item;
    atomic_store_explicit(&t->n, n + 1, memory_order_release);
    if (n + 1 == TAIL_MAX) {
        index_seal(m);
        beside_settle(m);
    }
}

static bool take_out(struct match *m, int64_t id)
{
    struct segment *s;
    uint32_t item;
    if (!find(m, id, &s, &item)) {
        return false;
    }
    if (s == NULL) {
        struct tail_item *t = atomic_load(&m->view)->tail->item[item];
        atomic_store(&t->dead, true);
        count_item(m, tail_sequence(t), -1);
    } else {
        beside_note(m, s, item);
        segment_kill(s, item);
        count_item(m, segment_sequence(s, item), -1);
    }
    m->removed++;
    return true;
}

void match_add(struct match *m, int64_t id, struct str text, const struct match_attr *attr,
               const struct text_range *skip, size_t n_skip)
{
    beside_lock(m);
    if (!m->bulk) {
        (void)take_out(m, id);
    }
    tokenise(&m->tokens, text, m->abbrev, skip, n_skip);
    size_t bytes = encode(m);
    struct segment_sequence q = {m->sequence, m->sequence + bytes, 0};
    BUG_ON(!varint_next(&q.p, q.end, &q.n));
    count_item(m, q, 1);
    m->most_id = id > m->most_id ? id : m->most_id;
    uint64_t bits = attr_pack(m, attr);
    if (!m->bulk) {
        tail_add(m, id, bits, bytes);
    } else {
        segment_items_add(&m->bulk_items, id, bits, m->sequence, bytes);
        if (m->bulk_items.n == BULK_MAX || m->bulk_items.n_bytes > UINT32_MAX / 2) {
            add_segment(m, index_build(m, &m->bulk_items));
        }
    }
    beside_unlock(m);
}

bool match_update(struct match *m, int64_t id, const struct match_attr *attr)
{
    struct segment *s;
    uint32_t item;
    uint64_t before;
    beside_lock(m);
    bool there = find(m, id, &s, &item) && (s == NULL || segment_attr(s, item, &before));
    if (there) {
        uint64_t bits = attr_pack(m, attr);
        if (s != NULL) {
            beside_note(m, s, item);
            if (ATTR_OFFICE(before) != ATTR_OFFICE(bits)) {
                atomic_store(&s->moved, true);
            }
        }
        atomic_store(s == NULL ? &atomic_load(&m->view)->tail->item[item]->attr : &s->attrs[item], bits);
    }
    beside_unlock(m);
    return there;
}

bool match_remove(struct match *m, int64_t id)
{
    beside_lock(m);
    bool there = take_out(m, id);
    beside_unlock(m);
    return there;
}

bool match_damaged(const struct match *m)
{
    return atomic_load_explicit(&m->damaged, memory_order_relaxed);
}

// Waits for the readers that are inside; then what was replaced is free.
static void wait_readers(struct match *m)
{
    epoch_wait(m->epoch);
    epoch_reclaim(m->epoch);
}

void match_clear(struct match *m)
{
    BUG_ON(m->bulk);
    beside_lock(m);
    beside_begin(m);
    view_publish(m, view_new(xcalloc(1, sizeof(struct tail)), NULL, 0));
    beside_hold(m);
    vocab_clear(&m->vocab);
    epoch_retire(m->epoch, atomic_exchange(&m->pair_items, counts_new()), free);
    atomic_store(&m->n_items, 0);
    atomic_store(&m->n_words, 0);
    struct vocab_purge *p = vocab_purge_make(&m->vocab);
    vocab_purge_swap(&m->vocab, p);
    wait_readers(m);
    vocab_purge_end(&m->vocab, p);
    unmap(m);
    m->most_id = INT64_MIN;
    m->removed = 0;
    atomic_store(&m->damaged, false);
    beside_end(m);
    beside_unlock(m);
}

// Segments without what was removed, one after the other, then the vocabulary: the lock is held only to put each in place.
static void purge(struct match *m)
{
    const struct view *now = atomic_load(&m->view);
    uint32_t n = 0;
    struct segment **stale = xmalloc((now->n + 1) * sizeof(struct segment *));
    for (uint32_t i = 0; i < now->n; i++) {
        if (now->segments[i]->live < now->segments[i]->n) {
            stale[n++] = now->segments[i];
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        beside_unlock(m);
        struct segment *made = beside_rebuild(m, &stale[i], 1);
        beside_lock(m);
        beside_install(m, &stale[i], 1, made);
    }
    free(stale);
    counts_purge(&m->pair_items, m->epoch);
    beside_unlock(m);
    struct vocab_purge *p = vocab_purge_make(&m->vocab);
    beside_lock(m);
    vocab_purge_swap(&m->vocab, p);
    beside_unlock(m);
    epoch_wait(m->epoch);
    beside_lock(m);
    epoch_reclaim(m->epoch);
    vocab_purge_end(&m->vocab, p);
}

void match_purge(struct match *m)
{
    BUG_ON(m->bulk);
    beside_lock(m);
    beside_begin(m);
    uint64_t removed = m->removed;
    index_seal(m);
    beside_hold(m);
    if (removed > 0) {
        purge(m);
    }
    m->removed -= removed;
    beside_end(m);
    beside_unlock(m);
}

void match_bulk_begin(struct match *m)
{
    BUG_ON(m->bulk);
    beside_lock(m);
    beside_begin(m);
    m->bulk = true;
    beside_unlock(m);
}

void match_bulk_end(struct match *m)
{
    BUG_ON(!m->bulk);
    beside_lock(m);
    const struct view *old = atomic_load(&m->view);
    size_t all = m->bulk_items.n;
    for (uint32_t i = 0; i < old->n; i++) {
        all += old->segments[i]->live;
    }
    if (all <= SETTLE_MAX) { // one segment of everything
        for (uint32_t i = 0; i < old->n; i++) {
            collect_segment(&m->bulk_items, old->segments[i]);
        }
        collect_tail(&m->bulk_items, old->tail);
        struct segment *s = index_build(m, &m->bulk_items);
        view_publish(m, view_new(xcalloc(1, sizeof(struct tail)), &s, s == NULL ? 0 : 1));
    } else {
        add_segment(m, index_build(m, &m->bulk_items));
    }
    m->bulk = false;
    beside_end(m);
    beside_unlock(m);
}

size_t match_count(const struct match *m)
{
    return (size_t)atomic_load(&m->n_items);
}

size_t match_memory(const struct match *m)
{
    beside_lock(m);
    const struct view *v = atomic_load(&m->view);
    size_t n = sizeof *m + sizeof *m->epoch + vocab_memory(&m->vocab) + counts_memory(atomic_load(&m->pair_items)) +
               sizeof *v->tail + m->bulk_items.cap_bytes + m->bulk_items.cap * (size_t)20 +
               atomic_load(&m->n_offices) * sizeof *m->offices;
    for (uint32_t i = 0; i < v->n; i++) {
        n += segment_memory(v->segments[i]);
    }
    for (uint32_t i = 0; i < atomic_load(&v->tail->n); i++) {
        n += sizeof *v->tail->item[i] + v->tail->item[i]->bytes;
    }
    beside_unlock(m);
    return n;
}

static int ascending(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

size_t match_ids(const struct match *m, enum match_kind kind, int64_t **out)
{
    beside_lock(m);
    const struct view *v = atomic_load(&m->view);
    uint32_t in_tail = atomic_load(&v->tail->n);
    int64_t *ids = xmalloc((match_count(m) + TAIL_MAX) * sizeof *ids);
    size_t n = 0;
    for (uint32_t k = 0; k < v->n; k++) {
        const struct segment *g = v->segments[k];
        for (uint32_t i = 0; i < g->n; i++) {
            int64_t id;
            uint64_t attr;
            if (segment_item(g, i, &id, &attr) && ATTR_KIND(attr) == kind) {
                ids[n++] = id;
            }
        }
    }
    for (uint32_t i = 0; i < in_tail; i++) {
        const struct tail_item *item = v->tail->item[i];
        if (!atomic_load(&item->dead) && ATTR_KIND(atomic_load(&item->attr)) == kind) {
            ids[n++] = item->id;
        }
    }
    beside_unlock(m);
    qsort(ids, n, sizeof *ids, ascending);
    *out = ids;
    return n;
}
