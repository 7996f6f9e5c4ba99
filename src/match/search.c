// search.c: the reader: candidates from the lists of the rarest words and pairs, then the exact score of the best of
// them.
#include "match/index.h"
#include "match/operators.h"
#include "match/plan.h"

enum {
    WINDOW = 1 << 14,      // items looked at together
    KEPT = 256,            // candidates that are scored exactly
    KEPT_OPERATORS = 2048, // the same when phrases or exclusions will drop some
    LISTS_MAX = PLAN_WORDS + PLAN_TOKENS,
    BUDGET = 30000, // postings read for a query; the first list is always read whole
};
#define REPEATED 1.25f // what a unit gives a candidate that has it more than once, about

// A filter made ready.
struct sieve {
    struct match_filter f;
    uint32_t lang;
    uint64_t *offices; // a bit a number, or NULL
    uint32_t from, to; // from <= time <= to
};

struct candidate {
    float score;
    uint32_t segment, item;
    int64_t id; // known once it was sifted
};

struct list {
    bool pair;
    uint32_t word;
    uint64_t hash;
    uint32_t items; // about how many it has
    float give;
};

struct search {
    const struct match *m;
    const struct view *view;
    const struct plan *plan;
    struct sieve sieve;
    struct list lists[LISTS_MAX];
    size_t n_lists, n_read;        // of which are read
    struct candidate *kept;        // room for 2 * keep
    size_t n_kept, keep, n_sifted; // the first n_sifted are known to be let through
    float least;                   // what a candidate must exceed to be kept
    float by_length[256];          // what a unit worth 1 gives, by length code
    float sums[WINDOW];
    uint16_t touched[WINDOW + 1];
};

// ---- filters

static void sieve_make(struct sieve *s, const struct match *m, const struct match_filter *f, struct arena *a)
{
    *s = (struct sieve){.f = *f, .from = attr_time(f->from), .to = f->to == 0 ? UINT32_MAX : attr_time(f->to - 1)};
    s->lang = f->lang[0] == 0 ? 0 : attr_lang(m, f->lang);
    if (f->n_offices > 0) {
        s->offices = ARENA_ARRAY(a, uint64_t, OFFICES_MAX / 64);
        for (size_t i = 0; i < f->n_offices; i++) {
            uint32_t n = attr_office(m, f->offices[i]);
            s->offices[n / 64] |= (uint64_t)(n != 0) << n % 64;
        }
    }
}

static bool sieve_lets(const struct sieve *s, uint64_t bits)
{
    const struct match_filter *f = &s->f;
    return (f->kinds == 0 || f->kinds >> ATTR_KIND(bits) & 1) &&
           (f->states == 0 || f->states >> ATTR_STATE(bits) & 1) && (!f->public_only || ATTR_PUBLIC(bits)) &&
           (f->lang[0] == 0 || (s->lang != 0 && ATTR_LANG(bits) == s->lang)) &&
           (s->offices == NULL || s->offices[ATTR_OFFICE(bits) / 64] >> ATTR_OFFICE(bits) % 64 & 1) &&
           ATTR_TIME(bits) >= s->from && ATTR_TIME(bits) <= s->to;
}

// ---- candidates

static bool better(const struct candidate *a, const struct candidate *b)
{
    if (a->score < b->score || a->score > b->score) {
        return a->score > b->score;
    }
    return a->id < b->id;
}

// Drop what was removed or the filter holds back. Many at once, because each look is a cache miss.
static void sift(struct search *s)
{
    size_t n = s->n_sifted;
    for (size_t i = n; i < s->n_kept; i++) {
        const struct segment *g = s->view->segments[s->kept[i].segment];
        __builtin_prefetch(&g->ids[s->kept[i].item]);
        __builtin_prefetch(&g->attrs[s->kept[i].item]);
    }
    for (size_t i = n; i < s->n_kept; i++) {
        struct candidate c = s->kept[i];
        const struct segment *g = s->view->segments[c.segment];
        c.id = g->ids[c.item];
        if (!segment_dead(g, c.item) &&
            sieve_lets(&s->sieve, atomic_load_explicit(&g->attrs[c.item], memory_order_relaxed))) {
            s->kept[n++] = c;
        }
    }
    s->n_kept = n;
    s->n_sifted = n;
}

static void swap(struct candidate *a, struct candidate *b)
{
    struct candidate c = *a;
    *a = *b;
    *b = c;
}

// Sift, move the `keep` best to the front (quickselect) and remember what the next one must reach.
static void cut(struct search *s)
{
    struct candidate *v = s->kept;
    sift(s);
    if (s->n_kept <= s->keep) {
        return;
    }
    for (size_t low = 0, high = s->n_kept; high - low > 1;) {
        swap(&v[low + (high - low) / 2], &v[high - 1]);
        size_t at = low;
        for (size_t i = low; i + 1 < high; i++) {
            if (better(&v[i], &v[high - 1])) {
                swap(&v[i], &v[at++]);
            }
        }
        swap(&v[at], &v[high - 1]);
        if (at == s->keep) {
            break;
        }
        low = at < s->keep ? at + 1 : low;
        high = at < s->keep ? high : at;
    }
    s->n_kept = s->keep;
    s->n_sifted = s->keep;
    s->least = s->kept[0].score;
    for (size_t i = 1; i < s->n_kept; i++) {
        s->least = s->kept[i].score < s->least ? s->kept[i].score : s->least;
    }
}

static void keep(struct search *s, float score, uint32_t segment, uint32_t item)
{
    s->kept[s->n_kept++] = (struct candidate){score, segment, item, 0};
    if (s->n_kept == s->keep * 2) {
        cut(s);
    }
}

static void add_list(struct search *s, struct list l)
{
    if (l.give > 0 && s->n_lists < LISTS_MAX) {
        s->lists[s->n_lists++] = l;
    }
}

static int by_items(const void *a, const void *b)
{
    const struct list *x = a, *y = b;
    return (x->items > y->items) - (x->items < y->items);
}

// The lists of the plan, rarest first, and how many of them the budget allows.
static void choose_lists(struct search *s)
{
    const struct plan *p = s->plan;
    for (unsigned i = 0; i < p->n_words; i++) {
        float give = p->words[i].piece ? 0 : p->words[i].most; // pieces find nothing, they only add to what was found
        add_list(s, (struct list){false, p->words[i].word, 0, p->words[i].items, give});
    }
    for (unsigned k = 0; k < p->n_tokens; k++) {
        uint32_t items = counts_at(&s->m->pair_items, counts_place(p->tokens[k].pair_hash));
        add_list(s, (struct list){true, 0, p->tokens[k].pair_hash, items, p->tokens[k].pair});
    }
    qsort(s->lists, s->n_lists, sizeof s->lists[0], by_items);
    uint64_t sum = 0;
    for (s->n_read = 0; s->n_read < s->n_lists; s->n_read++) {
        sum += s->lists[s->n_read].items;
        if (s->n_read > 0 && sum > BUDGET) {
            break;
        }
    }
}

// The varint at p, of which two bytes can be read, when it has at most two; p is moved on by the bytes it has. Longer
// ones are left to varint_next. Written without branches: whether a step takes one byte or two cannot be foreseen.
static inline uint32_t short_step(const uint8_t **p)
{
    uint16_t both;
    memcpy(&both, *p, 2);
    uint32_t two = both >> 7 & 1;
    *p += 1 + two;
    return (both & 0x7Fu) | ((both >> 1 & 0x3F80u) & (0u - two));
}

// Add `give` to the sums of the list's items below `end`; returns the number of items touched, `n` of them before.
static size_t read_window(struct search *s, struct segment_list *l, uint32_t start, uint32_t end, float give, size_t n)
{
    const float gives[2] = {give, give * REPEATED};
    const uint8_t *p = l->p, *stop = l->end;
    uint32_t item = l->item;
    while (p < stop) {
        const uint8_t *before = p;
        uint32_t step;
        if (stop - p >= 2 && !(p[0] & p[1] & 0x80)) {
            step = short_step(&p);
        } else {
            step = 0;
            (void)varint_next(&p, stop, &step);
        }
        if (step >> 1 >= end - item) { // also when a damaged list would wrap around
            p = before;
            break;
        }
        item += step >> 1;
        float *sum = &s->sums[item - start];
        s->touched[n] = (uint16_t)(item - start);
        n += *sum <= 0;
        *sum += gives[step & 1];
    }
    l->p = p;
    l->item = item;
    return n;
}

static void read_segment(struct search *s, uint32_t number)
{
    const struct segment *g = s->view->segments[number];
    struct segment_list lists[LISTS_MAX];
    float gives[LISTS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < s->n_read; i++) {
        struct segment_list l =
            s->lists[i].pair ? segment_pair(g, s->lists[i].hash) : segment_word(g, s->lists[i].word);
        if (l.p < l.end) {
            gives[n] = s->lists[i].give;
            lists[n++] = l;
        }
    }
    for (uint32_t start = 0; start < g->n && n > 0; start += WINDOW) {
        uint32_t end = g->n - start < WINDOW ? g->n : start + WINDOW;
        size_t touched = 0;
        for (size_t i = 0; i < n; i++) {
            touched = read_window(s, &lists[i], start, end, gives[i], touched);
        }
        for (size_t i = 0; i < touched; i++) {
            float sum = s->sums[s->touched[i]];
            s->sums[s->touched[i]] = 0;
            if (sum * s->by_length[0] < s->least) { // the shortest item gives most
                continue;
            }
            uint32_t item = start + s->touched[i];
            sum *= s->by_length[g->lengths[item]];
            if (sum >= s->least) {
                keep(s, sum, number, item);
            }
        }
    }
}

static void read_lists(struct search *s)
{
    for (uint32_t i = 0; i < s->view->n; i++) {
        read_segment(s, i);
    }
    cut(s);
}

// ---- hits

struct scored {
    float score;
    int64_t id;
    uint64_t attr;
};

static int by_score(const void *a, const void *b)
{
    const struct scored *x = a, *y = b;
    if (x->score < y->score || x->score > y->score) {
        return x->score < y->score ? 1 : -1;
    }
    return (x->id > y->id) - (x->id < y->id);
}

static size_t score_item(const struct search *s, struct segment_sequence q, int64_t id, uint64_t attr, struct tally *t,
                         struct scored *out, size_t n)
{
    if (s->plan->n_phrases > 0 && !plan_allows(s->plan, &s->m->vocab, q)) {
        return n;
    }
    plan_count(s->plan, &s->m->vocab, q, t);
    float score = plan_score(s->plan, t);
    if (score > 0) {
        out[n++] = (struct scored){score, id, attr};
    }
    return n;
}

// Fetch what will be looked at soon: of one candidate where its sequence begins, of a nearer one the sequence.
static void ahead(const struct search *s, size_t i)
{
    if (i + 12 < s->n_kept) {
        __builtin_prefetch(&s->view->segments[s->kept[i + 12].segment]->offsets[s->kept[i + 12].item]);
    }
    if (i + 6 < s->n_kept) {
        const struct segment *g = s->view->segments[s->kept[i + 6].segment];
        __builtin_prefetch(g->sequences + g->offsets[s->kept[i + 6].item]);
    }
}

// Exact scores of the kept candidates and of the tail, best first.
static size_t score_all(struct search *s, struct scored *out, struct tally *t)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n_kept; i++) {
        const struct segment *g = s->view->segments[s->kept[i].segment];
        uint32_t item = s->kept[i].item;
        ahead(s, i);
        uint64_t attr = atomic_load_explicit(&g->attrs[item], memory_order_relaxed);
        n = score_item(s, segment_sequence(g, item), g->ids[item], attr, t, out, n);
    }
    const struct tail *tail = s->view->tail;
    uint32_t end = atomic_load_explicit(&tail->n, memory_order_acquire);
    for (uint32_t i = 0; i < end; i++) {
        const struct tail_item *item = tail->item[i];
        uint64_t attr = atomic_load_explicit(&item->attr, memory_order_relaxed);
        if (!atomic_load_explicit(&item->dead, memory_order_relaxed) && sieve_lets(&s->sieve, attr)) {
            n = score_item(s, tail_sequence(item), item->id, attr, t, out, n);
        }
    }
    qsort(out, n, sizeof *out, by_score);
    return n;
}

static void give_hits(const struct match *m, const struct scored *v, size_t n, size_t limit, struct arena *a,
                      struct match_hits *out)
{
    n = n < limit ? n : limit;
    struct match_hit *hits = ARENA_ARRAY(a, struct match_hit, n);
    for (size_t i = 0; i < n; i++) {
        hits[i] = (struct match_hit){v[i].id, (double)v[i].score, attr_unpack(m, v[i].attr)};
    }
    *out = (struct match_hits){hits, n};
}

void match_query(const struct match *m, struct str text, const struct match_ask *ask, struct arena *a,
                 struct match_hits *out)
{
    size_t limit = ask->limit == 0 ? 10 : ask->limit < MATCH_LIMIT ? ask->limit : MATCH_LIMIT;
    struct epoch_slot *slot = epoch_enter(m->epoch);
    struct search *s = xmalloc(sizeof *s);
    s->m = m;
    s->view = atomic_load(&m->view);
    s->plan = plan_make(m, text, ask, a);
    s->n_lists = 0;
    s->n_kept = 0;
    s->n_sifted = 0;
    s->least = 0;
    s->keep = s->plan->n_phrases > 0 ? KEPT_OPERATORS : KEPT;
    s->keep = s->keep < limit * 2 ? limit * 2 : s->keep;
    memset(s->sums, 0, sizeof s->sums);
    s->kept = xmalloc(s->keep * 2 * sizeof *s->kept);
    sieve_make(&s->sieve, m, &ask->filter, a);
    choose_lists(s);
    for (unsigned i = 0; i < 256; i++) {
        s->by_length[i] = plan_part(s->plan, 1, 1, segment_length((uint8_t)i));
    }
    read_lists(s);
    if (s->n_kept < limit && s->n_read < s->n_lists) { // a narrow filter: what is left of the lists too
        s->n_read = s->n_lists;
        s->n_kept = 0;
        s->n_sifted = 0;
        read_lists(s);
    }
    struct scored *scored = xmalloc((s->n_kept + TAIL_MAX) * sizeof *scored);
    struct tally *t = xmalloc(sizeof *t);
    size_t n = s->plan->nothing ? 0 : score_all(s, scored, t);
    give_hits(m, scored, n, limit, a, out);
    epoch_leave(slot);
    free(t);
    free(scored);
    free(s->kept);
    free(s);
}

void match_suggest(const struct match *m, struct str text, const struct match_ask *ask, struct arena *a,
                   struct match_hits *out)
{
    struct match_ask open = *ask;
    open.prefix = true;
    match_query(m, text, &open, a, out);
}
