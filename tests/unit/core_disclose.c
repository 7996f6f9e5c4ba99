// core_disclose.c: no hidden count can be worked out. Two attackers read what is told of random tables with office trees,
// parts and a year of quarters: one solves the sums as equations, one narrows bounds as far as they go; and for small
// tables every other table that differs by one here and there is tried.
#include "tap.h"

#include "attack.h"
#include "base/random.h"
#include "core/count/disclose.h"

enum { PLACES = 12, TIMES = 7, KEYS = 8, CELLS = PLACES * TIMES * KEYS, SUMS = 2 * CELLS, SUM_PARTS = 12 };

static const uint32_t year_parent[TIMES] = {0, 0, 1, 1, 0, 4, 4};
static const uint32_t two_parent[] = {0, 0, 0};
static const uint32_t one_parent[] = {0};

struct table {
    struct disclose_table t;
    uint32_t parent[PLACES];
    bool fixed[TIMES];
    uint8_t partition[KEYS];
    int64_t n[CELLS];
    enum shown shown[CELLS];
    size_t cells;
    struct attack attack;
};

static bool is_leaf(const struct disclose_tree *tree, size_t node)
{
    for (size_t i = node + 1; i < tree->n; i++) {
        if (tree->parent[i] == node) {
            return false;
        }
    }
    return true;
}

static struct attack_sum *new_sum(struct table *t, size_t total)
{
    struct attack_sum *s = attack_sum(&t->attack, SUM_PARTS + 1);
    attack_add(s, total, -1);
    return s;
}

// The sums through one cell, along each side, where it is the total.
static void list_sums_at(struct table *t, size_t p, size_t m, size_t k)
{
    const struct disclose_table *d = &t->t;
    size_t at = disclose_at(d, p, m, k);
    struct attack_sum *s = is_leaf(&d->places, p) ? NULL : new_sum(t, at);
    for (size_t i = p + 1; s != NULL && i < d->places.n; i++) {
        if (d->places.parent[i] == p) {
            attack_add(s, disclose_at(d, i, m, k), 1);
        }
    }
    s = is_leaf(&d->times, m) ? NULL : new_sum(t, at);
    for (size_t i = m + 1; s != NULL && i < d->times.n; i++) {
        if (d->times.parent[i] == m) {
            attack_add(s, disclose_at(d, p, i, k), 1);
        }
    }
    for (size_t q = 1; q <= d->n_partitions && k == 0; q++) {
        s = new_sum(t, at);
        for (size_t i = 1; i < d->n_keys; i++) {
            if (d->partition[i] == q) {
                attack_add(s, disclose_at(d, p, m, i), 1);
            }
        }
    }
}

static void list_sums(struct table *t, struct arena *a)
{
    t->attack = attack_new(a, t->cells, t->n, t->shown, SUMS);
    for (size_t p = 0; p < t->t.places.n; p++) {
        for (size_t m = 0; m < t->t.times.n; m++) {
            for (size_t k = 0; k < t->t.n_keys; k++) {
                list_sums_at(t, p, m, k);
            }
        }
    }
}

// ---- the attackers

static void begin(struct table *t)
{
    attack_begin(&t->attack);
    for (size_t i = 0; i < t->cells; i++) {
        if (t->fixed[i / t->t.n_keys % t->t.times.n]) {
            t->attack.hi[i] = 0;
        }
    }
}

static int pinned_by_bounds(struct table *t)
{
    begin(t);
    return attack_by_bounds(&t->attack);
}

static int pinned_by_equations(struct table *t)
{
    return attack_by_equations(&t->attack);
}

static bool fits(const struct table *t, const int64_t *n)
{
    for (size_t i = 0; i < t->cells; i++) {
        if (n[i] < t->attack.lo[i] || n[i] > t->attack.hi[i]) {
            return false;
        }
    }
    return true;
}

// Every table whose leaves differ by one at most: cells that no such table changes.
static int pinned_by_trying(struct table *t, int leaves, struct arena *a)
{
    list_sums(t, a);
    static int64_t other[CELLS];
    bool free[CELLS] = {false};
    begin(t);
    long worlds = 1;
    for (int i = 0; i < leaves; i++) {
        worlds *= 3;
    }
    struct disclose_table alt = t->t;
    alt.n = other;
    for (long w = 0; w < worlds; w++) {
        long digits = w;
        memset(other, 0, sizeof other);
        for (size_t i = 0; i < t->cells; i++) {
            size_t k = i % t->t.n_keys;
            size_t m = i / t->t.n_keys % t->t.times.n;
            bool leaf = k > 0 && is_leaf(&t->t.times, m) && is_leaf(&t->t.places, i / t->t.n_keys / t->t.times.n);
            other[i] = leaf ? t->n[i] + digits % 3 - 1 : 0;
            digits = leaf ? digits / 3 : digits;
        }
        if (disclose_add_up(&alt) && fits(t, other)) {
            for (size_t i = 0; i < t->cells; i++) {
                free[i] = free[i] || other[i] != t->n[i];
            }
        }
    }
    int found = 0;
    for (size_t i = 0; i < t->cells; i++) {
        found += t->shown[i] != SHOWN_COUNT && !free[i];
    }
    return found;
}

// ---- tables

static void use(struct table *t, size_t places, const uint32_t *times, size_t n_times, size_t n_keys, size_t n_partitions)
{
    t->t = (struct disclose_table){.places = {places, t->parent}, .times = {n_times, times}, .fixed = t->fixed,
                                   .n_keys = n_keys, .partition = t->partition, .n_partitions = n_partitions, .n = t->n,
                                   .shown = t->shown};
    t->cells = disclose_at(&t->t, places, 0, 0);
}

static bool at_leaves(const struct table *t, size_t i)
{
    return is_leaf(&t->t.times, i / t->t.n_keys % t->t.times.n) && is_leaf(&t->t.places, i / t->t.n_keys / t->t.times.n);
}

static int64_t draw(struct prng *r, int64_t most)
{
    return prng_below(r, 3) == 0 ? 0 : (int64_t)prng_below(r, 1 + prng_below(r, (uint64_t)most));
}

// Counts at the leaves; a second partition deals the same total out anew.
static void fill(struct table *t, struct prng *r, int64_t most)
{
    memset(t->n, 0, sizeof t->n);
    for (size_t row = 0; row < t->cells / t->t.n_keys; row++) {
        int64_t *n = t->n + row * t->t.n_keys;
        if (!at_leaves(t, row * t->t.n_keys) || t->fixed[row % t->t.times.n]) {
            continue;
        }
        int64_t sum = 0;
        size_t last = 0;
        for (size_t k = 1; k < t->t.n_keys; k++) {
            n[k] = t->partition[k] == 1 ? draw(r, most) : 0;
            sum += n[k];
            last = t->partition[k] == 2 ? k : last;
        }
        for (size_t k = 1; k < last; k++) {
            n[k] = t->partition[k] == 2 ? (int64_t)prng_below(r, (uint64_t)sum + 1) : n[k];
            sum -= t->partition[k] == 2 ? n[k] : 0;
        }
        n[last] = last > 0 ? sum : t->t.n_partitions == 0 ? draw(r, most) : n[0];
    }
}

static void random_table(struct table *t, struct prng *r)
{
    memset(t, 0, sizeof *t);
    size_t places = 2 + prng_below(r, PLACES - 1);
    size_t node = 0;
    for (size_t i = 1; i < places; i++) { // preorder: below the last one, or below one that it stands under
        size_t p = i - 1 - prng_below(r, 2) * (prng_below(r, i));
        for (node = i - 1; node > p; node = t->parent[node]) {
        }
        t->parent[i] = (uint32_t)node;
    }
    size_t partitions = prng_below(r, 3);
    size_t keys = partitions == 0 ? 1 : 1 + partitions * (1 + prng_below(r, 3));
    for (size_t k = 1; k < keys; k++) {
        t->partition[k] = (uint8_t)(1 + k % partitions);
    }
    bool year = prng_below(r, 3) != 0;
    for (size_t q = 2; q < TIMES && year; q++) { // a year that is not over, now and then
        static const size_t quarters[] = {2, 3, 5, 6};
        size_t begun = 1 + prng_below(r, 7);
        for (size_t i = begun; i < 4; i++) {
            t->fixed[quarters[i]] = true;
        }
        break;
    }
    use(t, places, year ? year_parent : one_parent, year ? TIMES : 1, keys, partitions);
    fill(t, r, 1 + (int64_t)prng_below(r, 40));
}

static bool told_small(const struct table *t)
{
    for (size_t i = 0; i < t->cells; i++) {
        if (t->shown[i] == SHOWN_COUNT && t->n[i] > 0 && t->n[i] < DISCLOSE_SMALL) {
            return true;
        }
    }
    return false;
}

static void test_attack(void)
{
    static struct table t;
    struct prng r = {20261};
    struct arena a = ARENA_INIT;
    int bounds = 0;
    int equations = 0;
    int told = 0;
    long hidden = 0;
    bool sums = true;
    for (int i = 0; i < 400; i++) {
        random_table(&t, &r);
        arena_reset(&a);
        sums = sums && disclose_add_up(&t.t);
        disclose_protect(&a, &t.t);
        list_sums(&t, &a);
        bounds += pinned_by_bounds(&t);
        equations += pinned_by_equations(&t);
        told += told_small(&t);
        for (size_t k = 0; k < t.cells; k++) {
            hidden += t.shown[k] != SHOWN_COUNT;
        }
    }
    ok(sums, "the tables add up");
    is_int(told, 0, "of 400 tables of offices, parts and quarters none tells a count of 1 to 4");
    is_int(equations, 0, "none lets a hidden count be solved for");
    is_int(bounds, 0, "none lets a hidden count be narrowed to one value");
    ok(hidden > 4000, "though much was hidden in them (%ld)", hidden);
    arena_free(&a);
}

static void test_all_others(void)
{
    static struct table t;
    struct prng r = {7};
    struct arena a = ARENA_INIT;
    int bad = 0;
    for (int i = 0; i < 150; i++) {
        memset(&t, 0, sizeof t);
        t.partition[1] = 1;
        t.partition[2] = 1;
        use(&t, 3, two_parent, 3, 3, 1);
        fill(&t, &r, 9);
        arena_reset(&a);
        BUG_ON(!disclose_add_up(&t.t));
        disclose_protect(&a, &t.t);
        bad += pinned_by_trying(&t, 8, &a);
    }
    is_int(bad, 0, "in 150 small tables each hidden count is another in some table that looks the same");
    arena_free(&a);
}

// The attackers themselves: left to the primary cells alone they find what is to be found.
static void test_attackers(void)
{
    static struct table t;
    struct arena a = ARENA_INIT;
    memset(&t, 0, sizeof t);
    use(&t, 4, one_parent, 1, 1, 0);
    int64_t n[] = {52, 3, 9, 40};
    memcpy(t.n, n, sizeof n);
    t.shown[1] = SHOWN_SMALL;
    list_sums(&t, &a);
    is_int(pinned_by_equations(&t), 1, "one hidden part of a told sum is solved for");
    is_int(pinned_by_bounds(&t), 1, "and narrowed to its value");
    t.n[1] = 4;
    t.n[2] = 4;
    t.n[0] = 48;
    t.shown[2] = SHOWN_SMALL;
    is_int(pinned_by_equations(&t), 0, "two are not solved for");
    is_int(pinned_by_bounds(&t), 2, "but where both can only be 4 they are narrowed");
    arena_free(&a);
}

// Offices in one row: the whole, then each. What is shown, as digits: 0 told, 1 "<5", 2 hidden.
static void row(const char *want, const int64_t *n, size_t count)
{
    static struct table t;
    struct arena a = ARENA_INIT;
    memset(&t, 0, sizeof t);
    use(&t, count + 1, one_parent, 1, 1, 0);
    memcpy(t.n + 1, n, count * sizeof *n);
    BUG_ON(!disclose_add_up(&t.t));
    disclose_protect(&a, &t.t);
    char got[PLACES + 1] = {0};
    for (size_t i = 0; i < t.cells; i++) {
        got[i] = (char)('0' + (int)t.shown[i]);
    }
    is_str(str_c(got), want, "row of %zu", count);
    arena_free(&a);
}

#define ROW(want, ...) row(want, (const int64_t[]){__VA_ARGS__}, sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t))

static void test_rows(void)
{
    ROW("0000", 7, 8, 0);      // nothing small
    ROW("01020", 3, 90, 9, 40); // the smallest other one goes too; the whole is told
    ROW("01100", 3, 2, 9, 40); // two small ones keep each other
    ROW("0102", 1, 0, 6);      // a zero says nothing
    ROW("110", 3, 0);          // one office alone: the whole is as small
}

// As large as a province: 130 offices, 30 parts, four quarters. Finishes, and tells most of what is not small.
static void test_large(void)
{
    enum { OFFICES = 131, LARGE_KEYS = 31, LARGE = OFFICES * TIMES * LARGE_KEYS };
    struct prng r = {5};
    struct arena a = ARENA_INIT;
    uint32_t *parent = ARENA_ARRAY(&a, uint32_t, OFFICES);
    uint8_t *partition = ARENA_ARRAY(&a, uint8_t, LARGE_KEYS);
    struct disclose_table t = {.places = {OFFICES, parent}, .times = {TIMES, year_parent}, .n_keys = LARGE_KEYS,
                               .partition = partition, .n_partitions = 1, .n = ARENA_ARRAY(&a, int64_t, LARGE),
                               .shown = ARENA_ARRAY(&a, enum shown, LARGE)};
    memset(partition + 1, 1, LARGE_KEYS - 1);
    for (size_t i = 1; i < OFFICES; i++) {
        for (size_t q = 0; q < TIMES; q++) {
            for (size_t k = 1; k < LARGE_KEYS && is_leaf(&t.times, q); k++) {
                t.n[disclose_at(&t, i, q, k)] = prng_below(&r, 3) == 0 ? 0 : (int64_t)prng_below(&r, k < 6 ? 60 : 12);
            }
        }
    }
    ok(disclose_add_up(&t), "a table of 130 offices, 30 parts and a year of quarters adds up");
    disclose_protect(&a, &t);
    int64_t counts = 0;
    int64_t besides = 0;
    int64_t totals = 0;
    int64_t small = 0;
    for (size_t i = 0; i < LARGE; i++) {
        counts += t.n[i] >= DISCLOSE_SMALL;
        besides += t.n[i] >= DISCLOSE_SMALL && t.shown[i] != SHOWN_COUNT;
        small += t.n[i] > 0 && t.n[i] < DISCLOSE_SMALL;
        totals += i % LARGE_KEYS == 0 && t.shown[i] != SHOWN_COUNT;
    }
    ok(besides * 100 < counts * 20, "%lld of its %lld counts of 5 and more are hidden, less than 20 in 100", (long long)besides,
       (long long)counts);
    ok(besides < small, "and fewer than there are small ones (%lld)", (long long)small);
    is_int(totals, 0, "and no total");
    arena_free(&a);
}

int main(void)
{
    test_attackers();
    test_rows();
    test_attack();
    test_all_others();
    test_large();
    return tap_done();
}
