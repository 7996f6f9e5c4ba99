// core_stock.c: what came, what went and what is still there, told year by year: no hidden count of any of them can be worked
// out from all that is told of all years, figures and offices together.
#include "tap.h"

#include "attack.h"
#include "base/random.h"
#include "core/count/stock.h"

enum { YEARS = 3, QUARTERS = 4, MOMENTS = YEARS * QUARTERS, TIMES = 7, PLACES = 6, OUTCOMES = 2, AGES = 3, DUES = 2 };
enum { OUT_KEYS = 1 + OUTCOMES, OPEN_KEYS = 1 + AGES + DUES, NODES = PLACES * TIMES };
enum { IN_AT = 0, OUT_AT = YEARS * NODES, OPEN_AT = OUT_AT + YEARS * NODES * OUT_KEYS,
       CELLS = OPEN_AT + MOMENTS * PLACES * OPEN_KEYS, SUMS = 6 * CELLS };
enum { TABLES = 400 };

static const uint32_t year_parent[TIMES] = {0, 0, 1, 1, 0, 4, 4};
static const uint32_t quarter[QUARTERS] = {2, 3, 5, 6};
static const uint32_t once[] = {0};
static const uint8_t out_partition[OUT_KEYS] = {0, 1, 1};
static const uint8_t open_partition[OPEN_KEYS] = {0, 1, 1, 1, 2, 2};

// All that is told, in one row of cells.
struct world {
    struct arena *a;
    size_t places;
    uint32_t parent[PLACES];
    int begun; // quarters, of all
    int64_t made[CELLS]; // at the leaves of both trees
    int64_t n[CELLS];    // added up
    enum shown shown[CELLS];
};

static size_t in_cell(const struct world *w, int y, size_t p, size_t t)
{
    (void)w;
    return IN_AT + ((size_t)y * PLACES + p) * TIMES + t;
}

static size_t out_cell(const struct world *w, int y, size_t p, size_t t, size_t k)
{
    (void)w;
    return OUT_AT + (((size_t)y * PLACES + p) * TIMES + t) * OUT_KEYS + k;
}

static size_t open_cell(int m, size_t p, size_t k)
{
    return OPEN_AT + ((size_t)m * PLACES + p) * OPEN_KEYS + k;
}

static bool is_leaf(const struct world *w, size_t p)
{
    for (size_t i = p + 1; i < w->places; i++) {
        if (w->parent[i] == p) {
            return false;
        }
    }
    return true;
}

// ---- made up

// `sum` dealt out at random among n cells.
static void deal(struct prng *r, int64_t *n, size_t cells, int64_t sum)
{
    for (size_t i = 0; i + 1 < cells; i++) {
        n[i] = prng_below(r, 3) == 0 ? 0 : (int64_t)prng_below(r, (uint64_t)sum + 1);
        sum -= n[i];
    }
    n[cells - 1] = sum;
}

static void make_leaf(struct world *w, struct prng *r, size_t p, int64_t most)
{
    int64_t there = 0;
    for (int m = 0; m < w->begun; m++) {
        size_t t = quarter[m % QUARTERS];
        int64_t came = prng_below(r, 4) == 0 ? 0 : (int64_t)prng_below(r, (uint64_t)most);
        int64_t all = there + came;
        int64_t stays = prng_below(r, 3) == 0 ? (int64_t)prng_below(r, 5) : (int64_t)prng_below(r, (uint64_t)all + 1);
        stays = stays > all ? all : stays;
        w->made[in_cell(w, m / QUARTERS, p, t)] = came;
        deal(r, &w->made[out_cell(w, m / QUARTERS, p, t, 1)], OUTCOMES, all - stays);
        deal(r, &w->made[open_cell(m, p, 1)], AGES, stays);
        deal(r, &w->made[open_cell(m, p, 1 + AGES)], DUES, stays);
        there = stays;
    }
}

static void make_world(struct world *w, struct prng *r, struct arena *a)
{
    *w = (struct world){.a = a, .places = 1 + prng_below(r, PLACES), .begun = 1 + (int)prng_below(r, MOMENTS)};
    for (size_t i = 1; i < w->places; i++) { // preorder
        size_t p = i - 1;
        while (p > 0 && prng_below(r, 2) == 0) {
            p = w->parent[p];
        }
        w->parent[i] = (uint32_t)p;
    }
    int64_t most = 2 + (int64_t)prng_below(r, 30);
    for (size_t p = 0; p < w->places; p++) {
        if (is_leaf(w, p)) {
            make_leaf(w, r, p, most);
        }
    }
}

// ---- decided

// One year's tables over the world's counts, added up; y outside of the years: an empty year.
static struct disclose_table *table_of(struct world *w, int y, size_t first, size_t keys)
{
    struct disclose_table *t = ARENA_NEW(w->a, struct disclose_table);
    size_t cells = w->places * TIMES * keys;
    bool *fixed = ARENA_ARRAY(w->a, bool, TIMES);
    for (int q = 0; q < QUARTERS; q++) {
        fixed[quarter[q]] = y * QUARTERS + q >= w->begun;
    }
    *t = (struct disclose_table){.places = {w->places, w->parent}, .times = {TIMES, year_parent}, .fixed = fixed,
                                 .n_keys = keys, .partition = out_partition, .n_partitions = keys > 1,
                                 .n = ARENA_ARRAY(w->a, int64_t, cells), .shown = ARENA_ARRAY(w->a, enum shown, cells),
                                 .safe = ARENA_ARRAY(w->a, bool, cells)};
    if (y >= 0 && y < YEARS) {
        memcpy(t->n, &w->made[first], cells * sizeof *t->n);
    }
    BUG_ON(!disclose_add_up(t));
    return t;
}

static void keep(struct world *w, size_t first, size_t cells, const int64_t *n, const enum shown *shown)
{
    memcpy(&w->n[first], n, cells * sizeof *n);
    memcpy(&w->shown[first], shown, cells * sizeof *shown);
}

static void decide_parts(struct world *w, int m, const struct stock *s)
{
    size_t cells = w->places * OPEN_KEYS;
    struct disclose_table t = {.places = {w->places, w->parent}, .times = {1, once}, .n_keys = OPEN_KEYS,
                               .partition = open_partition, .n_partitions = 2, .n = ARENA_ARRAY(w->a, int64_t, cells),
                               .shown = ARENA_ARRAY(w->a, enum shown, cells)};
    memcpy(t.n, &w->made[open_cell(m, 0, 0)], cells * sizeof *t.n);
    BUG_ON(!disclose_add_up(&t));
    stock_protect_parts(w->a, s, &t);
    keep(w, open_cell(m, 0, 0), cells, t.n, t.shown);
}

// *same: the turn of a year is decided alike from both sides.
static void decide(struct world *w, bool *same)
{
    struct stock last = {.places = {0, NULL}};
    for (int y = 0; y < YEARS && y * QUARTERS < w->begun; y++) {
        struct stock_years years = {.places = {w->places, w->parent}, .before = ARENA_ARRAY(w->a, int64_t, w->places),
                                    .quarter = quarter};
        for (int k = 0; k < STOCK_YEARS; k++) {
            int of = y + k - STOCK_THIS;
            years.in[k] = table_of(w, of, of < 0 ? 0 : in_cell(w, of, 0, 0), 1);
            years.out[k] = table_of(w, of, of < 0 ? 0 : out_cell(w, of, 0, 0, 0), OUT_KEYS);
            int begun = w->begun - of * QUARTERS;
            years.begun[k] = of < 0 ? QUARTERS : begun < 0 ? 0 : begun > QUARTERS ? QUARTERS : begun;
        }
        for (size_t p = 0; p < w->places && y > 1; p++) { // what was there at the end of the year before the last
            years.before[p] = w->n[open_cell((y - 1) * QUARTERS - 1, p, 0)];
        }
        BUG_ON(!stock_decide(w->a, &years));
        for (size_t p = 0; p < w->places && y > 0; p++) {
            *same = *same && last.n[p] == years.stocks[0].n[p] && last.shown[p] == years.stocks[0].shown[p];
        }
        last = years.stocks[QUARTERS];
        keep(w, in_cell(w, y, 0, 0), w->places * TIMES, years.in[STOCK_THIS]->n, years.in[STOCK_THIS]->shown);
        keep(w, out_cell(w, y, 0, 0, 0), w->places * TIMES * OUT_KEYS, years.out[STOCK_THIS]->n, years.out[STOCK_THIS]->shown);
        for (int q = 0; q < years.begun[STOCK_THIS]; q++) {
            decide_parts(w, y * QUARTERS + q, &years.stocks[q + 1]);
        }
    }
}

// ---- attacked

// The sums along a tree of cells that are `stride` apart.
static void sums_of_tree(struct attack *t, const uint32_t *parent, size_t nodes, size_t first, size_t stride)
{
    for (size_t i = 0; i < nodes; i++) {
        struct attack_sum *s = NULL;
        for (size_t k = i + 1; k < nodes; k++) {
            if (parent[k] == i) {
                s = s == NULL ? attack_sum(t, nodes + 1) : s;
                attack_add(s, first + k * stride, 1);
            }
        }
        if (s != NULL) {
            attack_add(s, first + i * stride, -1);
        }
    }
}

static void sums_of_keys(struct attack *t, const uint8_t *partition, size_t keys, size_t partitions, size_t first)
{
    for (size_t q = 1; q <= partitions; q++) {
        struct attack_sum *s = attack_sum(t, keys + 1);
        attack_add(s, first, -1);
        for (size_t k = 1; k < keys; k++) {
            if (partition[k] == q) {
                attack_add(s, first + k, 1);
            }
        }
    }
}

static void sums_of_year(const struct world *w, struct attack *t, int y)
{
    for (size_t k = 0; k < OUT_KEYS; k++) {
        for (size_t p = 0; p < w->places; p++) {
            sums_of_tree(t, year_parent, TIMES, out_cell(w, y, p, 0, k), OUT_KEYS);
            if (k == 0) {
                sums_of_tree(t, year_parent, TIMES, in_cell(w, y, p, 0), 1);
            }
        }
        for (size_t i = 0; i < TIMES; i++) {
            sums_of_tree(t, w->parent, w->places, out_cell(w, y, 0, i, k), TIMES * OUT_KEYS);
            if (k == 0) {
                sums_of_tree(t, w->parent, w->places, in_cell(w, y, 0, i), TIMES);
            }
        }
    }
    for (size_t row = 0; row < w->places * TIMES; row++) {
        sums_of_keys(t, out_partition, OUT_KEYS, 1, out_cell(w, y, 0, 0, 0) + row * OUT_KEYS);
    }
}

// What is still there: its own sums, and what it is of what was there, came and went. Before the first quarter: nothing.
static void sums_of_moment(const struct world *w, struct attack *t, int m)
{
    for (size_t k = 0; k < OPEN_KEYS; k++) {
        sums_of_tree(t, w->parent, w->places, open_cell(m, 0, k), OPEN_KEYS);
    }
    for (size_t p = 0; p < w->places; p++) {
        sums_of_keys(t, open_partition, OPEN_KEYS, 2, open_cell(m, p, 0));
        struct attack_sum *s = attack_sum(t, 4);
        attack_add(s, open_cell(m, p, 0), 1);
        attack_add(s, in_cell(w, m / QUARTERS, p, quarter[m % QUARTERS]), -1);
        attack_add(s, out_cell(w, m / QUARTERS, p, quarter[m % QUARTERS], 0), 1);
        if (m > 0) {
            attack_add(s, open_cell(m - 1, p, 0), -1);
        }
    }
}

// listed: what of it is public, one by one; NULL: nothing.
static struct attack attack_on(struct world *w, const int64_t *listed)
{
    struct attack t = attack_new(w->a, CELLS, w->n, w->shown, SUMS);
    t.listed = listed;
    for (int y = 0; y * QUARTERS < w->begun; y++) {
        sums_of_year(w, &t, y);
    }
    for (int m = 0; m < w->begun; m++) {
        sums_of_moment(w, &t, m);
    }
    attack_begin(&t);
    for (size_t i = OPEN_AT; i < CELLS; i++) { // of a hidden part nothing is known
        bool part = (i - OPEN_AT) % OPEN_KEYS != 0;
        t.lo[i] = part && w->shown[i] == SHOWN_HIDDEN ? listed == NULL ? 0 : listed[i] : t.lo[i];
    }
    for (size_t i = 0; i < (size_t)w->begun; i++) {
        BUG_ON(w->n[open_cell((int)i, 0, 0)] < 0);
    }
    return t;
}

static long count_shown(const struct world *w, enum shown shown, int64_t least)
{
    long n = 0;
    for (size_t i = 0; i < CELLS; i++) {
        n += w->shown[i] == shown && w->n[i] >= least;
    }
    return n;
}

// Cells that are told and, less what is listed of them, give 1 to 4.
static long told_small(const struct world *w, const int64_t *listed)
{
    long n = 0;
    for (size_t i = 0; i < CELLS; i++) {
        int64_t rest = w->n[i] - (listed == NULL ? 0 : listed[i]);
        n += w->shown[i] == SHOWN_COUNT && rest > 0 && rest < DISCLOSE_SMALL;
    }
    return n;
}

static void test_attack(void)
{
    static struct world w;
    struct prng r = {20266};
    struct arena a = ARENA_INIT;
    long bounds = 0;
    long equations = 0;
    long small = 0;
    long told = 0;
    long besides = 0;
    bool same = true;
    for (int i = 0; i < TABLES; i++) {
        arena_reset(&a);
        make_world(&w, &r, &a);
        decide(&w, &same);
        struct attack t = attack_on(&w, NULL);
        equations += attack_by_equations(&t);
        bounds += attack_by_bounds(&t);
        small += told_small(&w, NULL);
        told += count_shown(&w, SHOWN_COUNT, DISCLOSE_SMALL);
        besides += count_shown(&w, SHOWN_HIDDEN, DISCLOSE_SMALL);
    }
    is_int(small, 0, "of %d histories of matters over years none tells a count of 1 to 4", TABLES);
    is_int(equations, 0, "none lets a hidden count be solved for, over offices, quarters, years, outcomes, ages");
    is_int(bounds, 0, "none lets one be narrowed to a value");
    ok(same, "the turn of a year is decided alike from both sides");
    ok(besides > 0 && told > besides, "%ld counts of 5 and more are told, %ld hidden", told, besides);
    arena_free(&a);
}

// Matters of the same offices and quarters that are public.
static void make_listed(struct world *v, const struct world *w, struct prng *r)
{
    *v = (struct world){.a = w->a, .places = w->places, .begun = w->begun};
    memcpy(v->parent, w->parent, sizeof v->parent);
    for (size_t p = 0; p < v->places; p++) {
        if (is_leaf(v, p)) {
            make_leaf(v, r, p, 2 + (int64_t)prng_below(r, 30));
        }
    }
}

// What is told are totals; the attackers count the public matters of each cell, too. What is not public is decided on.
static void test_listed(void)
{
    static struct world w, listed, both;
    struct prng r = {20271};
    struct arena a = ARENA_INIT;
    long bounds = 0;
    long equations = 0;
    long small = 0;
    long else_small = 0;
    bool same = true;
    for (int i = 0; i < TABLES / 4; i++) {
        arena_reset(&a);
        make_world(&w, &r, &a);
        make_listed(&listed, &w, &r);
        both = w;
        for (size_t c = 0; c < CELLS; c++) {
            both.made[c] += listed.made[c];
        }
        decide(&w, &same);
        decide(&listed, &same); // adds up
        decide(&both, &same);
        else_small += told_small(&both, listed.n);
        memcpy(both.shown, w.shown, sizeof both.shown);
        for (size_t c = 0; c < CELLS; c++) {
            BUG_ON(both.n[c] != w.n[c] + listed.n[c]);
        }
        struct attack t = attack_on(&both, listed.n);
        equations += attack_by_equations(&t);
        bounds += attack_by_bounds(&t);
        small += told_small(&both, listed.n);
    }
    is_int(small, 0, "of %d histories with public matters no count less those that are listed gives 1 to 4", TABLES / 4);
    is_int(equations, 0, "who counts the public ones solves for none");
    is_int(bounds, 0, "nor narrows one to a value");
    ok(else_small > 0, "where totals were decided on, %ld would be had by subtraction", else_small);
    arena_free(&a);
}

// One office, two quarters: 30 came and 27 went, then 20 and 23. Decided each by itself all of it would be told but the 3 still
// there, which is 30 less 27.
static void test_plain(void)
{
    static struct world w;
    struct arena a = ARENA_INIT;
    bool same = true;
    w = (struct world){.a = &a, .places = 3, .begun = 2};
    static const int64_t came[2][2] = {{30, 40}, {20, 30}};
    static const int64_t went[2][2] = {{27, 20}, {23, 25}};
    int64_t there[2] = {0, 0};
    for (int m = 0; m < 2; m++) {
        for (size_t p = 1; p < 3; p++) {
            there[p - 1] += came[m][p - 1] - went[m][p - 1];
            w.made[in_cell(&w, 0, p, quarter[m])] = came[m][p - 1];
            w.made[out_cell(&w, 0, p, quarter[m], 1)] = went[m][p - 1];
            w.made[open_cell(m, p, 1)] = there[p - 1];
            w.made[open_cell(m, p, 1 + AGES)] = there[p - 1];
        }
    }
    decide(&w, &same);
    is_int(w.shown[open_cell(0, 1, 0)], SHOWN_SMALL, "3 still there read <5");
    is_int(w.shown[open_cell(0, 2, 0)], SHOWN_HIDDEN, "the other office's hide it");
    is_int(w.shown[open_cell(0, 0, 0)], SHOWN_COUNT, "both together are told");
    bool in = w.shown[in_cell(&w, 0, 1, 2)] != SHOWN_COUNT;
    bool out = w.shown[out_cell(&w, 0, 1, 2, 0)] != SHOWN_COUNT;
    ok(in || out, "and what came, or what went, of that quarter");
    ok(!in || !out, "but not both");
    is_int(w.shown[in_cell(&w, 0, 1, 0)], SHOWN_COUNT, "the year's are told: came");
    is_int(w.shown[out_cell(&w, 0, 1, 0, 0)], SHOWN_COUNT, "went");
    struct attack t = attack_on(&w, NULL);
    is_int(attack_by_equations(&t), 0, "it cannot be solved for");
    // The attackers find it where each figure is decided by itself.
    for (size_t p = 0; p < 3; p++) {
        for (size_t i = 0; i < TIMES; i++) {
            w.shown[in_cell(&w, 0, p, i)] = SHOWN_COUNT;
            w.shown[out_cell(&w, 0, p, i, 0)] = SHOWN_COUNT;
        }
    }
    ok(attack_by_equations(&t) > 0, "but where came and went are told it is");
    arena_free(&a);
}

int main(void)
{
    test_plain();
    test_attack();
    test_listed();
    return tap_done();
}
