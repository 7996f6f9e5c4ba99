// tally_sums.c: see tally_sums.h.
#include "core/count/tally_sums.h"

#include "db/q_site.h"

struct sum {
    int64_t at;
    int64_t office_id;
    enum measure measure;
    char grain;
    struct str part;
    int64_t n;
};

struct tally_sums {
    struct arena mem;
    struct sum *slots; // open addressing; a slot without a grain is empty
    size_t cap;        // a power of two
    size_t n;
};

struct tally_sums *tally_sums_new(void)
{
    struct tally_sums *t = xcalloc(1, sizeof *t);
    t->cap = 256;
    t->slots = xcalloc(t->cap, sizeof *t->slots);
    return t;
}

void tally_sums_free(struct tally_sums *t)
{
    if (t != NULL) {
        arena_free(&t->mem);
        free(t->slots);
        free(t);
    }
}

// FNV-1a, 64 bits (Fowler, Noll, Vo).
static uint64_t hash_bytes(uint64_t h, const void *p, size_t n)
{
    for (const unsigned char *b = p; n > 0; n--, b++) {
        h = (h ^ *b) * 0x100000001b3u;
    }
    return h;
}

static uint64_t hash_of(const struct sum *s)
{
    int64_t key[4] = {s->at, s->office_id, (int64_t)s->measure, s->grain};
    return hash_bytes(hash_bytes(0xcbf29ce484222325u, key, sizeof key), s->part.p, s->part.n);
}

static bool same_key(const struct sum *a, const struct sum *b)
{
    return a->at == b->at && a->office_id == b->office_id && a->measure == b->measure && a->grain == b->grain &&
           str_eq(a->part, b->part);
}

static struct sum *place_of(struct sum *slots, size_t cap, const struct sum *key)
{
    size_t i = hash_of(key) & (cap - 1);
    while (slots[i].grain != 0 && !same_key(&slots[i], key)) {
        i = (i + 1) & (cap - 1);
    }
    return &slots[i];
}

static void grow(struct tally_sums *t)
{
    struct sum *larger = xcalloc(t->cap * 2, sizeof *larger);
    for (size_t i = 0; i < t->cap; i++) {
        if (t->slots[i].grain != 0) {
            *place_of(larger, t->cap * 2, &t->slots[i]) = t->slots[i];
        }
    }
    free(t->slots);
    t->slots = larger;
    t->cap *= 2;
}

static void add(struct tally_sums *t, struct sum s)
{
    if (t->n * 2 >= t->cap) {
        grow(t);
    }
    struct sum *slot = place_of(t->slots, t->cap, &s);
    if (slot->grain == 0) {
        int64_t n = s.n;
        *slot = s;
        slot->part = str_copy(&t->mem, s.part);
        slot->n = n;
        t->n++;
    } else {
        slot->n += s.n;
    }
}

bool tally_to_sums(void *arg, int64_t day, int64_t office_id, enum measure m, struct str part, int64_t n, struct err *e)
{
    (void)e;
    struct sum s = {.at = day, .office_id = office_id, .measure = m, .grain = 'd', .part = part, .n = n};
    add(arg, s);
    s.grain = 'm';
    s.at = tally_month(day);
    add(arg, s);
    return true;
}

static int compare(const void *a, const void *b)
{
    const struct sum *x = a;
    const struct sum *y = b;
    int by = (x->grain > y->grain) - (x->grain < y->grain);
    by = by != 0 ? by : (x->at > y->at) - (x->at < y->at);
    by = by != 0 ? by : (x->office_id > y->office_id) - (x->office_id < y->office_id);
    by = by != 0 ? by : strcmp(measure_key(x->measure), measure_key(y->measure));
    return by != 0 ? by : str_cmp(x->part, y->part);
}

bool tally_sums_store(struct tally_sums *t, struct tx *tx, const struct site *s, struct err *e)
{
    struct sum *list = ARENA_ARRAY(&t->mem, struct sum, t->n);
    size_t n = 0;
    for (size_t i = 0; i < t->cap; i++) {
        if (t->slots[i].grain != 0 && t->slots[i].n != 0) {
            list[n++] = t->slots[i];
        }
    }
    qsort(list, n, sizeof *list, compare);
    for (size_t i = 0; i < n; i++) {
        if (!q_tally_add(tx, &(struct q_tally_add_in){
                .home = s->home, .grain = list[i].grain == 'd' ? STR("d") : STR("m"), .at = list[i].at,
                .office = list[i].office_id, .measure = str_c(measure_key(list[i].measure)), .part = list[i].part,
                .amount = list[i].n}, NULL, e)) {
            return false;
        }
    }
    return true;
}
