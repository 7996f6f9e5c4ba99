// core_disclose.c: no hidden count can be worked out: an attacker tries every table that looks the same from outside.
#include "tap.h"

#include "base/random.h"
#include "core/count/disclose.h"

enum { CELLS = 24, SUMS = 16, VALUES = 64 };

// A table as the test knows it, and what the reader of the published one may still believe of each cell.
struct table {
    int64_t n[CELLS];
    enum disclose_rule rule[CELLS];
    enum shown kept[CELLS];
    uint32_t cell[CELLS]; // numbers in the engine
    size_t n_cells;
    struct {
        uint32_t total;
        uint32_t parts[8];
        size_t n;
    } sums[SUMS];
    size_t n_sums;
    enum shown shown[CELLS];
    int64_t least[CELLS];
    int64_t guess[CELLS];
    uint64_t seen[CELLS]; // bit v: v is possible
    long visits;
};

static uint32_t add(struct table *t, int64_t n)
{
    t->n[t->n_cells] = n;
    t->rule[t->n_cells] = DISCLOSE_ASK;
    return (uint32_t)t->n_cells++;
}

static void add_sum(struct table *t, uint32_t total, const uint32_t *parts, size_t n)
{
    t->sums[t->n_sums].total = total;
    memcpy(t->sums[t->n_sums].parts, parts, n * sizeof *parts);
    t->sums[t->n_sums++].n = n;
}

static bool protect(struct arena *a, struct table *t)
{
    struct disclose *d = disclose_new(a);
    for (size_t i = 0; i < t->n_cells; i++) {
        t->cell[i] = disclose_cell(d, t->n[i], t->rule[i], t->kept[i]);
    }
    for (size_t s = 0; s < t->n_sums; s++) {
        disclose_sum(d, t->sums[s].total, t->sums[s].parts, t->sums[s].n);
    }
    bool good = disclose_protect(d);
    for (size_t i = 0; i < t->n_cells; i++) {
        t->shown[i] = disclose_shown(d, t->cell[i]);
        t->least[i] = disclose_least(d, t->cell[i]);
    }
    return good;
}

// Is this sum decided by now, and wrong?
static bool breaks(const struct table *t, size_t s, size_t decided)
{
    int64_t sum = 0;
    if (t->sums[s].total >= decided) {
        return false;
    }
    for (size_t i = 0; i < t->sums[s].n; i++) {
        if (t->sums[s].parts[i] >= decided) {
            return false;
        }
        sum += t->guess[t->sums[s].parts[i]];
    }
    return sum != t->guess[t->sums[s].total];
}

// Every table with the same published cells. The attacker knows that "<5" is 1 to 4, and of which hidden cells it is
// certain that they are 5 or more.
static void attack(struct table *t, size_t at)
{
    for (size_t s = 0; s < t->n_sums; s++) {
        if (breaks(t, s, at)) {
            return;
        }
    }
    t->visits++;
    if (at == t->n_cells) {
        for (size_t i = 0; i < t->n_cells; i++) {
            t->seen[i] |= 1ULL << t->guess[i];
        }
        return;
    }
    int64_t lo = t->n[at];
    int64_t hi = t->n[at];
    if (t->shown[at] == SHOWN_SMALL) {
        lo = 1;
        hi = 4;
    } else if (t->shown[at] == SHOWN_HIDDEN) {
        lo = t->least[at];
        hi = t->n[at] + 5;
    }
    for (int64_t v = lo; v <= hi && v < VALUES; v++) {
        t->guess[at] = v;
        attack(t, at + 1);
    }
}

static int pinned(struct table *t)
{
    memset(t->seen, 0, sizeof t->seen);
    attack(t, 0);
    int found = 0;
    for (size_t i = 0; i < t->n_cells; i++) {
        found += t->shown[i] != SHOWN_COUNT && (t->seen[i] & (t->seen[i] - 1)) == 0;
    }
    return found;
}

static bool small_told(const struct table *t)
{
    for (size_t i = 0; i < t->n_cells; i++) {
        if (t->shown[i] == SHOWN_COUNT && t->rule[i] == DISCLOSE_ASK && t->n[i] > 0 && t->n[i] < DISCLOSE_SMALL) {
            return true;
        }
    }
    return false;
}

static int64_t draw(struct prng *r)
{
    static const int64_t usual[] = {0, 0, 1, 2, 3, 4, 5, 6, 7};
    return usual[prng_below(r, ARRAY_LEN(usual))];
}

// Offices down, parts across, with both margins; in some of the tables the grand total is known already.
static void make_table(struct table *t, struct prng *r)
{
    memset(t, 0, sizeof *t);
    size_t rows = 1 + prng_below(r, 3);
    size_t cols = 1 + prng_below(r, 3);
    uint32_t at[3][3];
    uint32_t row_total[3];
    uint32_t col_total[3];
    bool margin = rows > 1 && prng_below(r, 4) != 0;
    int64_t all = 0;
    for (size_t i = 0; i < rows; i++) {
        int64_t sum = 0;
        for (size_t k = 0; k < cols; k++) {
            at[i][k] = add(t, draw(r));
            sum += t->n[at[i][k]];
        }
        row_total[i] = add(t, sum);
        all += sum;
        add_sum(t, row_total[i], at[i], cols);
    }
    for (size_t k = 0; k < cols && margin; k++) {
        uint32_t parts[3];
        int64_t sum = 0;
        for (size_t i = 0; i < rows; i++) {
            parts[i] = at[i][k];
            sum += t->n[parts[i]];
        }
        col_total[k] = add(t, sum);
        add_sum(t, col_total[k], parts, rows);
    }
    if (margin) {
        uint32_t total = add(t, all);
        add_sum(t, total, row_total, rows);
        add_sum(t, total, col_total, cols);
        bool known = cols > 1 && prng_below(r, 3) == 0 && (all == 0 || all >= DISCLOSE_SMALL);
        t->rule[total] = known ? DISCLOSE_KNOWN : DISCLOSE_ASK;
    }
}

static void show(const struct table *t)
{
    for (size_t i = 0; i < t->n_cells; i++) {
        printf("# cell %zu: %lld shown %d rule %d possible %llx\n", i, (long long)t->n[i], (int)t->shown[i], (int)t->rule[i],
               (unsigned long long)t->seen[i]);
    }
}

static void test_attack(void)
{
    struct prng r = {20261};
    struct arena a = ARENA_INIT;
    int bad = 0;
    int told = 0;
    int refused = 0;
    int hidden = 0;
    for (int i = 0; i < 3000 && bad == 0; i++) {
        struct table t;
        make_table(&t, &r);
        arena_reset(&a);
        if (!protect(&a, &t)) {
            refused++;
            memset(t.seen, 0, sizeof t.seen);
            show(&t);
            continue;
        }
        told += small_told(&t);
        int n = pinned(&t);
        if (n > 0) {
            bad++;
            show(&t);
        }
        for (size_t k = 0; k < t.n_cells; k++) {
            hidden += t.shown[k] != SHOWN_COUNT;
        }
    }
    is_int(bad, 0, "of 3,000 small tables none lets a hidden count be worked out");
    is_int(told, 0, "and none tells a count of 1 to 4");
    is_int(refused, 0, "and each could be protected");
    ok(hidden > 3000, "though much was hidden in them");
    arena_free(&a);
}

// One row: total and parts. Returns what is shown of each, as digits: 0 shown, 1 "<5", 2 hidden.
static void row(const char *want, const int64_t *n, size_t count, enum disclose_rule total_rule)
{
    struct arena a = ARENA_INIT;
    struct table t = {.n_cells = 0};
    uint32_t parts[8];
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        parts[i] = add(&t, n[i]);
        sum += n[i];
    }
    uint32_t total = add(&t, sum);
    t.rule[total] = total_rule;
    add_sum(&t, total, parts, count);
    bool good = protect(&a, &t);
    char got[16];
    for (size_t i = 0; i < t.n_cells; i++) {
        got[i] = (char)('0' + (int)t.shown[i]);
    }
    got[t.n_cells] = 0;
    ok(good, "protected");
    is_str(str_c(got), want, "row of %zu", count);
    arena_free(&a);
}

#define ROW(want, rule, ...)                                                                                            \
    row(want, (const int64_t[]){__VA_ARGS__}, sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t), rule)

static void test_rows(void)
{
    ROW("0000", DISCLOSE_ASK, 7, 8, 0);            // nothing small
    ROW("10200", DISCLOSE_ASK, 3, 90, 9, 40);      // the smallest other one goes too
    ROW("11000", DISCLOSE_ASK, 3, 2, 9, 40);       // two small ones keep each other
    ROW("11200", DISCLOSE_ASK, 4, 4, 9, 40);       // but not where both can only be 4
    ROW("1200", DISCLOSE_KNOWN, 3, 12, 30);        // the total is known elsewhere
    ROW("1020", DISCLOSE_ASK, 1, 0, 6);            // a zero says nothing; the total stays
    ROW("101", DISCLOSE_ASK, 3, 0);                // one office alone: its total is as small
    ROW("00", DISCLOSE_PUBLIC, 3 + 5);
}

// A parent hid this office's total: its parts must not give it away.
static void test_kept(void)
{
    struct arena a = ARENA_INIT;
    struct table t = {.n_cells = 0};
    uint32_t parts[] = {add(&t, 20), add(&t, 0), add(&t, 11)};
    uint32_t total = add(&t, 31);
    t.rule[total] = DISCLOSE_KEPT;
    t.kept[total] = SHOWN_HIDDEN;
    add_sum(&t, total, parts, 3);
    ok(protect(&a, &t) && t.shown[2] == SHOWN_HIDDEN && t.shown[0] == SHOWN_COUNT, "one part of a hidden total is hidden");
    is_int(pinned(&t), 0, "and neither can be worked out");
    struct table p = {.n_cells = 0};
    uint32_t one = add(&p, 3);
    p.rule[one] = DISCLOSE_PUBLIC;
    ok(protect(&a, &p) && p.shown[0] == SHOWN_COUNT, "what rests on public rows is told");
    arena_free(&a);
}

// As large as a province: 130 offices, 30 parts. Finishes, and quickly.
static void test_large(void)
{
    enum { ROWS = 130, COLS = 30 };
    struct prng r = {5};
    struct arena a = ARENA_INIT;
    struct disclose *d = disclose_new(&a);
    static uint32_t at[ROWS + 1][COLS + 1];
    static int64_t n[ROWS + 1][COLS + 1];
    for (size_t i = 0; i < ROWS; i++) {
        for (size_t k = 0; k < COLS; k++) {
            n[i][k] = prng_below(&r, 3) == 0 ? 0 : (int64_t)prng_below(&r, k < 6 ? 60 : 9);
            n[i][COLS] += n[i][k];
            n[ROWS][k] += n[i][k];
            n[ROWS][COLS] += n[i][k];
        }
    }
    for (size_t i = 0; i <= ROWS; i++) {
        for (size_t k = 0; k <= COLS; k++) {
            at[i][k] = disclose_cell(d, n[i][k], DISCLOSE_ASK, SHOWN_COUNT);
        }
        disclose_sum(d, at[i][COLS], at[i], COLS);
    }
    for (size_t k = 0; k <= COLS; k++) {
        uint32_t column[ROWS];
        for (size_t i = 0; i < ROWS; i++) {
            column[i] = at[i][k];
        }
        disclose_sum(d, at[ROWS][k], column, ROWS);
    }
    bool good = disclose_protect(d);
    int shown = 0;
    for (size_t i = 0; i < ROWS; i++) {
        for (size_t k = 0; k < COLS; k++) {
            shown += disclose_shown(d, at[i][k]) == SHOWN_COUNT && n[i][k] > 0;
        }
    }
    ok(good, "a table of 130 offices and 30 parts is protected");
    ok(shown > ROWS * 8, "and %d of its counts are told", shown);
    arena_free(&a);
}

int main(void)
{
    test_rows();
    test_kept();
    test_attack();
    test_large();
    return tap_done();
}
