// attack.c: see attack.h.
#include "attack.h"

enum { FAR = 1000000, PRIME = 1000003, ROUNDS = 500 };

struct attack attack_new(struct arena *a, size_t cells, const int64_t *n, const enum shown *shown, size_t sums)
{
    return (struct attack){.a = a, .cells = cells, .n = n, .shown = shown, .lo = ARENA_ARRAY(a, int64_t, cells),
                           .hi = ARENA_ARRAY(a, int64_t, cells), .sums = ARENA_ARRAY(a, struct attack_sum, sums), .cap = sums};
}

struct attack_sum *attack_sum(struct attack *t, size_t cells)
{
    BUG_ON(t->n_sums == t->cap);
    struct attack_sum *s = &t->sums[t->n_sums++];
    *s = (struct attack_sum){ARENA_ARRAY(t->a, uint32_t, cells), ARENA_ARRAY(t->a, int8_t, cells), 0, cells};
    return s;
}

void attack_add(struct attack_sum *s, size_t cell, int sign)
{
    BUG_ON(s->n == s->cap);
    s->cell[s->n] = (uint32_t)cell;
    s->sign[s->n++] = (int8_t)sign;
}

void attack_begin(struct attack *t)
{
    for (size_t i = 0; i < t->cells; i++) {
        bool told = t->shown[i] == SHOWN_COUNT;
        bool small = t->shown[i] == SHOWN_SMALL;
        int64_t listed = t->listed == NULL ? 0 : t->listed[i];
        t->lo[i] = told ? t->n[i] : listed + (small ? 1 : t->n[i] - listed < DISCLOSE_SMALL ? 0 : DISCLOSE_SMALL);
        t->hi[i] = told ? t->n[i] : small ? listed + DISCLOSE_SMALL - 1 : FAR;
    }
}

// ---- bounds

static bool tighten(int64_t *lo, int64_t *hi, int64_t least, int64_t most)
{
    bool moved = least > *lo || most < *hi;
    *lo = least > *lo ? least : *lo;
    *hi = most < *hi ? most : *hi;
    return moved;
}

// Each cell is what the others leave for it.
static bool narrow(struct attack *t, const struct attack_sum *s)
{
    bool moved = false;
    int64_t lo = 0;
    int64_t hi = 0;
    for (size_t i = 0; i < s->n; i++) {
        uint32_t c = s->cell[i];
        lo += s->sign[i] > 0 ? t->lo[c] : -t->hi[c];
        hi += s->sign[i] > 0 ? t->hi[c] : -t->lo[c];
    }
    for (size_t i = 0; i < s->n; i++) {
        uint32_t c = s->cell[i];
        bool plus = s->sign[i] > 0;
        lo -= plus ? t->lo[c] : -t->hi[c];
        hi -= plus ? t->hi[c] : -t->lo[c];
        moved = tighten(&t->lo[c], &t->hi[c], plus ? -hi : lo, plus ? -lo : hi) || moved;
        lo += plus ? t->lo[c] : -t->hi[c];
        hi += plus ? t->hi[c] : -t->lo[c];
    }
    return moved;
}

int attack_by_bounds(struct attack *t)
{
    bool moved = true;
    for (int round = 0; round < ROUNDS && moved; round++) {
        moved = false;
        for (size_t i = 0; i < t->n_sums; i++) {
            moved = narrow(t, &t->sums[i]) || moved;
        }
    }
    int found = 0;
    for (size_t i = 0; i < t->cells; i++) {
        found += t->shown[i] != SHOWN_COUNT && t->lo[i] == t->hi[i];
    }
    return found;
}

// ---- equations

static int64_t inverse(int64_t x)
{
    int64_t result = 1;
    for (int64_t e = PRIME - 2; e > 0; e /= 2, x = x * x % PRIME) {
        result = e % 2 == 1 ? result * x % PRIME : result;
    }
    return result;
}

// One row for each sum with something unknown in it; unknown: by cell, its column + 1.
static size_t write_equations(const struct attack *t, const uint32_t *unknown, size_t columns, int64_t **rows)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n_sums; i++) {
        const struct attack_sum *s = &t->sums[i];
        int64_t *row = ARENA_ARRAY(t->a, int64_t, columns);
        bool any = false;
        for (size_t k = 0; k < s->n; k++) {
            if (unknown[s->cell[k]] > 0) {
                int64_t *x = &row[unknown[s->cell[k]] - 1];
                *x = (*x + PRIME + s->sign[k]) % PRIME;
                any = true;
            }
        }
        if (any) {
            rows[n++] = row;
        }
    }
    return n;
}

// Gauss and Jordan. Returns how many rows are left.
static size_t reduce(int64_t **rows, size_t n, size_t columns)
{
    size_t rank = 0;
    for (size_t c = 0; c < columns && rank < n; c++) {
        size_t r = rank;
        while (r < n && rows[r][c] == 0) {
            r++;
        }
        if (r == n) {
            continue;
        }
        int64_t *row = rows[r];
        rows[r] = rows[rank];
        rows[rank] = row;
        int64_t by = inverse(row[c]);
        for (size_t k = 0; k < columns; k++) {
            row[k] = row[k] * by % PRIME;
        }
        for (size_t i = 0; i < n; i++) {
            int64_t f = i == rank ? 0 : rows[i][c];
            for (size_t k = c; k < columns && f != 0; k++) {
                rows[i][k] = (rows[i][k] + (PRIME - f) * row[k]) % PRIME;
            }
        }
        rank++;
    }
    return rank;
}

// An unknown is determined when a row of the reduced form holds it alone. What bounds have told is known.
int attack_by_equations(struct attack *t)
{
    uint32_t *unknown = ARENA_ARRAY(t->a, uint32_t, t->cells);
    size_t columns = 0;
    for (size_t i = 0; i < t->cells; i++) {
        unknown[i] = t->shown[i] == SHOWN_COUNT ? 0 : (uint32_t)++columns;
    }
    int64_t **rows = ARENA_ARRAY(t->a, int64_t *, t->n_sums + 1);
    size_t rank = reduce(rows, write_equations(t, unknown, columns, rows), columns);
    int found = 0;
    for (size_t r = 0; r < rank; r++) {
        int others = 0;
        for (size_t k = 0; k < columns; k++) {
            others += rows[r][k] != 0;
        }
        found += others == 1;
    }
    return found;
}
