// search.c: the reader: candidates from the lists of the rarest words and pairs, then the exact score of the best of
// them. Finding (match_find) also reads the lists of the rarer words to their end and counts.
#include "match/index.h"
#include "match/operators.h"
#include "match/places.h"
#include "match/plan.h"

#include <math.h>

enum {
    WINDOW = 1 << 14,      // items looked at together
    KEPT = 256,            // candidates that are scored exactly
    KEPT_ROUGH = 64,       // the same where a few hits are compared further
    KEPT_OPERATORS = 2048, // the same when phrases or exclusions will drop some
    LISTS_MAX = PLAN_WORDS + PLAN_TOKENS,
    AHEAD = 48,     // items that are fetched before they are looked at
    BUCKET_BITS = 10,
    NARROW_BITS = 10, // with more rarer tokens than these the masks of a window take four times the memory
    NARROW = 1 << NARROW_BITS,
    NARROW_MOST = 4096, // items at the offices asked for that are all scored
    BUDGET = 30000, // postings read for a query; the first list is always read whole
};
#define REPEATED 1.25f // what a unit gives a candidate that has it more than once, about

struct list {
    bool pair;
    uint32_t word;
    uint64_t hash;
    uint32_t items; // about how many it has
    float give;
    uint64_t tokens; // of the query's rarer ones that it stands for; only where they are asked for
};

// Of what the item with most of a query's words has, what is found has this share: nearly all words of two or three, less of a
// long question, much of which is how it is asked; and where so few items are found so, FOUND_SHARE is enough.
#define FOUND_SHARE 0.4f
#define FOUND_MORE 0.2f
enum { FOUND_WORDS = 3, FOUND_FEW = 10 };

// What finding needs beside a search.
struct finding {
    uint64_t rarer;            // tokens
    uint8_t bits[PLAN_TOKENS]; // of each of them in a mask
    float worth[PLAN_TOKENS];  // by bit
    bool wide;                 // masks are in `wides`, else in `masks`, and `shares` says what each is worth
    uint16_t masks[WINDOW];    // tokens of the items looked at together
    uint64_t wides[WINDOW];
    float shares[NARROW];
    float all;                 // of all of them
    float tail[TAIL_MAX];      // share of the items of the tail
    uint32_t n_tail;
    float share;               // FOUND_SHARE and what is added for so few words
    float most, least;         // the largest share of an item that may be seen, and of what was found
    uint64_t last_mask;        // a wide one; what it is worth is known
    float last_share;
    float sums[WINDOW];        // of those that have enough
    uint32_t seen;             // were found, whatever their kinds, offices and times
    const int64_t *borders;
    size_t n_borders;
    uint8_t before[1 << BUCKET_BITS]; // by the upper bits of a time: how many borders are not later than all such times
    uint32_t *offices;         // counts by number
    uint32_t n_offices;
    struct match_found *found;
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
    struct finding *finding;       // NULL: only the best are asked for
    float least;                   // what a candidate must exceed to be kept
    float by_length[256];          // what a unit worth 1 gives, by length code
    float sums[WINDOW];
    uint16_t touched[WINDOW + 1];
};

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
        uint64_t attr;
        if (segment_item(s->view->segments[c.segment], c.item, &c.id, &attr) && sieve_lets(&s->sieve, attr)) {
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
    if ((x->tokens == 0) != (y->tokens == 0)) {
        return x->tokens == 0 ? 1 : -1;
    }
    return (x->items > y->items) - (x->items < y->items);
}

// Which of the rarer tokens the word stands for, as a mask.
static uint64_t rarer_tokens(const struct search *s, const struct plan_word *w)
{
    uint64_t mask = 0;
    for (unsigned g = w->gives; s->finding != NULL && !w->piece && g < w->gives + w->n_gives; g++) {
        unsigned k = s->plan->gives[g].token;
        mask |= (s->finding->rarer >> k & 1) << s->finding->bits[k];
    }
    return mask;
}

// The lists of the plan, rarest first, and how many of them the budget allows; those of rarer tokens come first, and whole.
static void choose_lists(struct search *s)
{
    const struct plan *p = s->plan;
    for (unsigned i = 0; i < p->n_words; i++) {
        float give = p->words[i].piece ? 0 : p->words[i].most; // pieces find nothing, they only add to what was found
        add_list(s, (struct list){false, p->words[i].word, 0, p->words[i].items, give, rarer_tokens(s, &p->words[i])});
    }
    for (unsigned k = 0; k < p->n_tokens; k++) {
        uint32_t items = counts_at(&s->m->pair_items, counts_place(p->tokens[k].pair_hash));
        add_list(s, (struct list){true, 0, p->tokens[k].pair_hash, items, p->tokens[k].pair, 0});
    }
    qsort(s->lists, s->n_lists, sizeof s->lists[0], by_items);
    uint64_t sum = 0;
    for (s->n_read = 0; s->n_read < s->n_lists; s->n_read++) {
        sum += s->lists[s->n_read].items;
        if (s->n_read > 0 && sum > BUDGET && s->lists[s->n_read].tokens == 0) {
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

// Add `give` to the sums of the list's items below `end`, and `tokens` to their `masks` or `wides` where those are wanted;
// returns the number of items touched, `n` of them before.
static inline __attribute__((always_inline)) size_t read_window(struct search *s, struct segment_list *l, uint32_t start,
                                                                uint32_t end, float give, size_t n, uint16_t *masks,
                                                                uint64_t *wides, uint64_t tokens)
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
        if (masks != NULL) {
            masks[item - start] = (uint16_t)(masks[item - start] | tokens);
        }
        if (wides != NULL) {
            wides[item - start] |= tokens;
        }
    }
    l->p = p;
    l->item = item;
    return n;
}

// The same, by whether masks are wanted, and which.
static size_t read_list(struct search *s, struct segment_list *l, uint32_t start, uint32_t end, float give, size_t n,
                        uint64_t tokens)
{
    struct finding *f = s->finding;
    return tokens == 0 ? read_window(s, l, start, end, give, n, NULL, NULL, 0)
           : f->wide   ? read_window(s, l, start, end, give, n, NULL, f->wides, tokens)
                       : read_window(s, l, start, end, give, n, f->masks, NULL, tokens);
}

// What the tokens of a mask are worth.
static float worth_of(const struct finding *f, uint64_t mask)
{
    float sum = 0;
    for (; mask != 0; mask &= mask - 1) {
        sum += f->worth[__builtin_ctzll(mask)];
    }
    return sum;
}

// An item and whether it is there and may be seen at all.
static bool seen_in_segment(const struct search *s, const struct segment *g, uint32_t item, uint64_t *attr)
{
    return segment_attr(g, item, attr) && sieve_rest(&s->sieve, *attr);
}

// The mask of an item of the window, which is forgotten.
static uint64_t take_mask(struct finding *f, uint16_t at)
{
    uint64_t mask = f->wide ? f->wides[at] : f->masks[at];
    if (f->wide) {
        f->wides[at] = 0;
    } else {
        f->masks[at] = 0;
    }
    return mask;
}

static float share_of(struct finding *f, uint64_t mask)
{
    if (!f->wide) {
        return f->shares[mask];
    }
    if (mask != f->last_mask) {
        f->last_mask = mask;
        f->last_share = worth_of(f, mask);
    }
    return f->last_share;
}

// Count one that was found; is it let through by the whole filter?
static bool count_found(const struct search *s, uint64_t attr)
{
    struct finding *f = s->finding;
    bool kind = sieve_kind(&s->sieve, attr), office = sieve_office(&s->sieve, attr), time = sieve_time(&s->sieve, attr);
    f->seen++;
    f->found->n += kind && office && time;
    f->found->kinds[ATTR_KIND(attr)] += office && time;
    if (kind && time && ATTR_OFFICE(attr) < f->n_offices) {
        f->offices[ATTR_OFFICE(attr)]++;
    }
    size_t after = f->before[ATTR_TIME(attr) >> (32 - BUCKET_BITS)]; // how many borders are not later
    while (after < f->n_borders && f->borders[after] <= ATTR_TIME(attr)) {
        after++;
    }
    if (kind && office && after > 0 && after < f->n_borders) {
        f->found->periods[after - 1]++;
    }
    return kind && office && time;
}

// What was touched of a window is counted where it has enough, and kept as a candidate.
static void count_window(struct search *s, const struct segment *g, uint32_t number, uint32_t start, size_t touched)
{
    struct finding *f = s->finding;
    size_t enough = 0;
    for (size_t i = 0; i < touched; i++) { // those that have enough to the front
        uint16_t at = s->touched[i];
        bool has = share_of(f, take_mask(f, at)) >= f->least;
        f->sums[enough] = s->sums[at];
        s->sums[at] = 0;
        s->touched[enough] = at;
        enough += has;
    }
    for (size_t i = 0; i < enough; i++) {
        uint32_t item = start + s->touched[i];
        uint64_t attr;
        if (i + AHEAD < enough) { // each look is a cache miss
            __builtin_prefetch((const void *)&g->attrs[start + s->touched[i + AHEAD]]);
            __builtin_prefetch(&g->lengths[start + s->touched[i + AHEAD]]);
        }
        // the shortest item gives most
        if (seen_in_segment(s, g, item, &attr) && count_found(s, attr) && f->sums[i] * s->by_length[0] >= s->least) {
            float sum = f->sums[i] * s->by_length[g->lengths[item]];
            if (sum >= s->least) {
                keep(s, sum, number, item);
            }
        }
    }
}

// Forget what was touched of a window.
static void drop_window(struct search *s, size_t touched)
{
    for (size_t i = 0; i < touched; i++) {
        s->sums[s->touched[i]] = 0;
        if (s->finding != NULL) {
            (void)take_mask(s->finding, s->touched[i]);
        }
    }
}

// What was touched of a window: as candidates, or to be counted first.
static void take_window(struct search *s, const struct segment *g, uint32_t number, uint32_t start, size_t touched)
{
    if (touched > 0 && !segment_holds(g, g->lengths + start, g->n - start < WINDOW ? g->n - start : WINDOW)) {
        drop_window(s, touched);
        return;
    }
    if (s->finding != NULL) {
        count_window(s, g, number, start, touched);
        return;
    }
    for (size_t i = 0; i < touched; i++) {
        float sum = s->sums[s->touched[i]];
        uint32_t item = start + s->touched[i];
        s->sums[s->touched[i]] = 0;
        if (sum * s->by_length[0] < s->least) { // the shortest item gives most
            continue;
        }
        sum *= s->by_length[g->lengths[item]];
        if (sum >= s->least) {
            keep(s, sum, number, item);
        }
    }
}

static void read_segment(struct search *s, uint32_t number)
{
    const struct segment *g = s->view->segments[number];
    struct segment_list lists[LISTS_MAX];
    float gives[LISTS_MAX];
    uint64_t tokens[LISTS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < s->n_read; i++) {
        struct segment_list l =
            s->lists[i].pair ? segment_pair(g, s->lists[i].hash) : segment_word(g, s->lists[i].word);
        if (l.p < l.end) {
            gives[n] = s->lists[i].give;
            tokens[n] = s->lists[i].tokens;
            lists[n++] = l;
        }
    }
    for (uint32_t start = 0; start < g->n && n > 0; start += WINDOW) {
        uint32_t end = g->n - start < WINDOW ? g->n : start + WINDOW;
        size_t touched = 0;
        for (size_t i = 0; i < n; i++) {
            touched = read_list(s, &lists[i], start, end, gives[i], touched, tokens[i]);
        }
        take_window(s, g, number, start, touched);
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
        uint64_t attr = atomic_load_explicit(&g->attrs[item], memory_order_relaxed); // sift has looked at it
        n = score_item(s, segment_sequence(g, item), s->kept[i].id, attr, t, out, n);
    }
    const struct tail *tail = s->view->tail;
    uint32_t end = atomic_load_explicit(&tail->n, memory_order_acquire);
    for (uint32_t i = 0; i < end; i++) {
        const struct tail_item *item = tail->item[i];
        uint64_t attr = atomic_load_explicit(&item->attr, memory_order_relaxed);
        bool found = s->finding == NULL || (i < s->finding->n_tail && s->finding->tail[i] >= s->finding->least);
        if (found && !atomic_load_explicit(&item->dead, memory_order_relaxed) && sieve_lets(&s->sieve, attr)) {
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

// A search with its plan and filter made ready; the reader is inside (epoch.h).
static struct search *search_begin(const struct match *m, struct str text, const struct match_ask *ask, size_t limit,
                                   struct arena *a)
{
    struct search *s = xmalloc(sizeof *s);
    s->m = m;
    s->view = atomic_load(&m->view);
    s->plan = plan_make(m, text, ask, a);
    s->finding = NULL;
    s->n_lists = 0;
    s->n_kept = 0;
    s->n_sifted = 0;
    s->least = 0;
    s->keep = s->plan->n_phrases > 0 ? KEPT_OPERATORS : ask->rough ? KEPT_ROUGH : KEPT;
    s->keep = s->keep < limit * 2 ? limit * 2 : s->keep;
    memset(s->sums, 0, sizeof s->sums);
    s->kept = xmalloc(s->keep * 2 * sizeof *s->kept);
    sieve_make(&s->sieve, m, &ask->filter, a);
    for (unsigned i = 0; i < 256; i++) {
        s->by_length[i] = plan_part(s->plan, 1, 1, segment_length((uint8_t)i));
    }
    return s;
}

static void search_end(struct search *s, size_t limit, struct arena *a, struct match_hits *out)
{
    struct scored *scored = xmalloc((s->n_kept + TAIL_MAX) * sizeof *scored);
    struct tally *t = xmalloc(sizeof *t);
    size_t n = s->plan->nothing ? 0 : score_all(s, scored, t);
    give_hits(s->m, scored, n, limit, a, out);
    free(t);
    free(scored);
    free(s->kept);
    free(s);
}

static size_t limit_of(const struct match_ask *ask)
{
    return ask->limit == 0 ? 10 : ask->limit < MATCH_LIMIT ? ask->limit : MATCH_LIMIT;
}

// Where the offices asked for have so few items that what the budget reaches would not fill the list: all of them.
static bool take_places(struct search *s, size_t limit)
{
    uint64_t most = (limit * 2) * atomic_load_explicit(&s->m->n_items, memory_order_relaxed) / BUDGET + limit;
    most = most < NARROW_MOST ? most : NARROW_MOST;
    if (s->sieve.offices == NULL) {
        return false;
    }
    s->kept = xrealloc(s->kept, (s->keep * 2 > most ? s->keep * 2 : most) * sizeof *s->kept);
    return places_find(s->view, &s->sieve, most, s->kept, &s->n_kept);
}

void match_query(const struct match *m, struct str text, const struct match_ask *ask, struct arena *a,
                 struct match_hits *out)
{
    size_t limit = limit_of(ask);
    struct epoch_slot *slot = epoch_enter(m->epoch);
    struct search *s = search_begin(m, text, ask, limit, a);
    bool places = take_places(s, limit);
    if (!places) {
        choose_lists(s);
        read_lists(s);
    }
    if (!places && s->n_kept < limit && s->n_read < s->n_lists) { // a narrow filter: what is left of the lists too
        s->n_read = s->n_lists;
        s->n_kept = 0;
        s->n_sifted = 0;
        read_lists(s);
    }
    search_end(s, limit, a, out);
    epoch_leave(slot);
}

// ---- finding

// What a token is worth that `items` of `all` have, by any of the words that stand for it: less for rarity than in a score, so
// that a common word counts too where there are few items.
static float worth_by_rarity(uint64_t items, uint64_t all)
{
    float n = (float)all, df = items > all ? n : (float)items;
    return 1 + logf(1 + (n - df + 0.5f) / (df + 0.5f));
}

// The tokens that hold most of what the query is worth: while there is more to read than the budget, the commonest go, as long
// as they hold half at most.
static void choose_rarer(struct search *s)
{
    struct finding *f = s->finding;
    const struct plan *p = s->plan;
    uint64_t items = atomic_load_explicit(&s->m->n_items, memory_order_relaxed);
    float all = 0;
    uint64_t postings[PLAN_TOKENS] = {0}, sum = 0;
    f->rarer = 0;
    memset(f->worth, 0, sizeof f->worth);
    for (unsigned i = 0; i < p->n_words; i++) {
        const struct plan_word *w = &p->words[i];
        for (unsigned g = w->gives; !w->piece && g < w->gives + w->n_gives; g++) {
            postings[p->gives[g].token] += w->items;
        }
    }
    for (unsigned k = 0; k < p->n_tokens; k++) {
        if (postings[k] > 0) {
            f->worth[k] = p->tokens[k].weight * worth_by_rarity(postings[k], items);
        }
        all += f->worth[k];
        sum += postings[k];
        f->rarer |= (uint64_t)(f->worth[k] > 0) << k;
    }
    int words = __builtin_popcountll(f->rarer);
    f->share = FOUND_SHARE + FOUND_MORE * (words > FOUND_WORDS ? (float)FOUND_WORDS / (float)words : 1.0f);
    for (float left = all / 2; f->rarer != 0 && sum > BUDGET;) {
        unsigned least = (unsigned)__builtin_ctzll(f->rarer);
        for (uint64_t bits = f->rarer; bits != 0; bits &= bits - 1) {
            unsigned k = (unsigned)__builtin_ctzll(bits);
            least = f->worth[k] < f->worth[least] ? k : least;
        }
        left -= f->worth[least];
        if (left < 0) {
            return;
        }
        sum -= postings[least];
        f->rarer &= ~((uint64_t)1 << least);
    }
}

// A bit for each of the rarer tokens, and what they are worth together.
static void make_masks(struct finding *f)
{
    unsigned n = 0;
    for (unsigned k = 0; k < PLAN_TOKENS; k++) {
        if (f->rarer >> k & 1) {
            f->bits[k] = (uint8_t)n;
            f->worth[n++] = f->worth[k]; // never behind k
        }
    }
    f->wide = n > NARROW_BITS;
    for (uint64_t mask = 1; !f->wide && mask < (uint64_t)1 << n; mask++) {
        f->shares[mask] = worth_of(f, mask);
    }
    f->all = worth_of(f, n == 64 ? UINT64_MAX : ((uint64_t)1 << n) - 1);
}

static void sort_borders(struct finding *f)
{
    for (size_t i = 0, n = 0; i < ARRAY_LEN(f->before); i++) {
        while (n < f->n_borders && f->borders[n] <= (int64_t)i << (32 - BUCKET_BITS)) {
            n++;
        }
        f->before[i] = (uint8_t)n;
    }
}

static bool seen_in_tail(const struct search *s, uint32_t i, uint64_t *attr)
{
    const struct tail_item *item = s->view->tail->item[i];
    *attr = atomic_load_explicit(&item->attr, memory_order_relaxed);
    return !atomic_load_explicit(&item->dead, memory_order_relaxed) && sieve_rest(&s->sieve, *attr);
}

static void hold_tail(struct search *s)
{
    struct finding *f = s->finding;
    uint64_t attr;
    struct tally *t = xmalloc(sizeof *t);
    f->n_tail = atomic_load_explicit(&s->view->tail->n, memory_order_acquire);
    for (uint32_t i = 0; i < f->n_tail; i++) {
        uint64_t mask = 0;
        plan_count(s->plan, &s->m->vocab, tail_sequence(s->view->tail->item[i]), t);
        for (unsigned k = 0; k < s->plan->n_words; k++) {
            mask |= t->word[k] > 0 ? rarer_tokens(s, &s->plan->words[k]) : 0;
        }
        f->tail[i] = worth_of(f, mask);
        f->most = f->tail[i] > f->most && seen_in_tail(s, i, &attr) ? f->tail[i] : f->most;
    }
    free(t);
}

// The largest share that an item of the segment has which may be seen. Until one has all there is, every list is read.
static void look_for_most(struct search *s, const struct segment *g)
{
    struct finding *f = s->finding;
    struct segment_list lists[LISTS_MAX];
    uint64_t tokens[LISTS_MAX], attr;
    size_t n = 0;
    for (size_t i = 0; i < s->n_read && s->lists[i].tokens != 0; i++) {
        lists[n] = s->lists[i].pair ? segment_pair(g, s->lists[i].hash) : segment_word(g, s->lists[i].word);
        tokens[n] = s->lists[i].tokens;
        n += lists[n].p < lists[n].end;
    }
    for (uint32_t start = 0; start < g->n && n > 0 && f->most < f->all; start += WINDOW) {
        uint32_t end = g->n - start < WINDOW ? g->n : start + WINDOW;
        size_t touched = 0;
        for (size_t i = 0; i < n; i++) {
            touched = read_list(s, &lists[i], start, end, 1, touched, tokens[i]);
        }
        for (size_t i = 0; i < touched; i++) {
            uint16_t at = s->touched[i];
            float share = share_of(f, f->wide ? f->wides[at] : f->masks[at]);
            if (share > f->most && seen_in_segment(s, g, start + at, &attr)) {
                f->most = share;
            }
        }
        drop_window(s, touched);
    }
}

// Count, and keep the best of, what has this share of what the item with most has.
static void count_from(struct search *s, float share)
{
    struct finding *f = s->finding;
    uint64_t attr;
    f->least = f->most > 0 ? f->most * share : 1;
    f->seen = 0;
    *f->found = (struct match_found){.n = 0};
    memset(f->offices, 0, f->n_offices * sizeof *f->offices);
    s->n_kept = 0;
    s->n_sifted = 0;
    s->least = 0;
    for (uint32_t i = 0; i < s->view->n; i++) {
        read_segment(s, i);
    }
    for (uint32_t i = 0; i < f->n_tail; i++) {
        if (f->tail[i] >= f->least && seen_in_tail(s, i, &attr)) {
            (void)count_found(s, attr);
        }
    }
    cut(s);
}

static void count_all(struct search *s)
{
    struct finding *f = s->finding;
    for (uint32_t i = 0; i < s->view->n && f->most < f->all; i++) {
        look_for_most(s, s->view->segments[i]);
    }
    count_from(s, f->share);
    if (f->seen < FOUND_FEW) {
        count_from(s, FOUND_SHARE);
    }
}

static void give_offices(const struct match *m, const uint32_t *counts, uint32_t n, struct arena *a, struct match_found *out)
{
    for (uint32_t i = 0; i < n; i++) {
        out->n_offices += counts[i] > 0;
    }
    out->offices = ARENA_ARRAY(a, struct match_office_count, out->n_offices);
    for (uint32_t i = 0, k = 0; i < n; i++) {
        if (counts[i] > 0) {
            out->offices[k++] = (struct match_office_count){m->offices[i], counts[i]};
        }
    }
}

void match_find(const struct match *m, struct str text, const struct match_ask *ask, const int64_t *borders,
                size_t n_borders, struct arena *a, struct match_hits *hits, struct match_found *found)
{
    BUG_ON(n_borders > MATCH_PERIODS);
    struct match_ask words = *ask;
    words.operators = false;
    struct epoch_slot *slot = epoch_enter(m->epoch);
    struct search *s = search_begin(m, text, &words, limit_of(ask), a);
    struct finding *f = xcalloc(1, sizeof *f);
    s->finding = f;
    f->borders = borders;
    f->n_borders = n_borders;
    f->n_offices = atomic_load_explicit(&m->n_offices, memory_order_acquire);
    f->offices = xmalloc((f->n_offices + 1) * sizeof *f->offices);
    f->found = found;
    choose_rarer(s);
    make_masks(f);
    choose_lists(s);
    sort_borders(f);
    hold_tail(s);
    count_all(s);
    search_end(s, limit_of(ask), a, hits);
    epoch_leave(slot);
    give_offices(m, f->offices, f->n_offices, a, found);
    free(f->offices);
    free(f);
}

void match_suggest(const struct match *m, struct str text, const struct match_ask *ask, struct arena *a,
                   struct match_hits *out)
{
    struct match_ask open = *ask;
    open.prefix = true;
    match_query(m, text, &open, a, out);
}
