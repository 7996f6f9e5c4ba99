// sums_protect.c: which sums may be told in public: tables for disclose.h, from the top of the tree down.
//
// Each level is a table of offices by counts, with both margins. What was decided for an office in the table of the one
// above it holds in its own: hidden stays hidden, and what was told can no longer be hidden. So every page of a period
// tells the same of the same count, whichever office it is about.
#include "core/count/sums.h"

// The measures whose parts add up to the total of a group. Matters opened, and answers by receipt, have no parts.
static const int parts_of[SUMS_GROUPS][3] = {
    [GROUP_RECEIVED] = {MEASURE_RECEIVED, MEASURE_RECEIVED_ABOUT, MEASURE_ENTERED},
    [GROUP_OPENED] = {-1, -1, -1},
    [GROUP_ANSWERED] = {MEASURE_TIMELY, -1, -1},
    [GROUP_CLOSED] = {MEASURE_CLOSED, -1, -1},
    [GROUP_RATED] = {MEASURE_RATED, -1, -1},
    [GROUP_OPEN] = {SUMS_AGE, SUMS_DUE, -1},
    [GROUP_BY_RECEIPT] = {-1, -1, -1},
};

// One table under way: the keys that are its columns, the total first, and the number of each cell.
struct grid {
    struct disclose *d;
    struct sums *s;
    struct sums_level *level;
    size_t *keys;
    size_t n_keys;
    uint32_t *cells; // by slot and column
    uint32_t *list;  // room for the parts of a sum
    enum sums_group group;
};

static bool choose_columns(struct grid *g)
{
    ptrdiff_t total = sums_find(g->s, SUMS_TOTAL + (int)g->group, STR(""));
    if (total < 0) {
        return false;
    }
    g->keys = ARENA_ARRAY(g->s->a, size_t, g->s->n_keys);
    g->keys[g->n_keys++] = (size_t)total;
    for (size_t p = 0; p < 3; p++) {
        for (size_t k = 0; k < g->s->n_keys; k++) {
            if (parts_of[g->group][p] >= 0 && g->s->keys[k].measure == parts_of[g->group][p]) {
                g->keys[g->n_keys++] = k;
            }
        }
    }
    return true;
}

static uint32_t *cell_at(const struct grid *g, size_t slot, size_t column)
{
    return &g->cells[slot * g->n_keys + column];
}

// What was decided above stays. Totals are what people come for: they are hidden only when nothing else helps.
static enum disclose_rule rule_of(const struct grid *g, size_t slot, size_t column, bool top, enum shown shown)
{
    if (slot == 0 && !top) {
        return shown == SHOWN_COUNT ? DISCLOSE_KNOWN : DISCLOSE_KEPT;
    }
    return slot == 0 || (column == 0 && g->n_keys > 1) ? DISCLOSE_SPARE : DISCLOSE_ASK;
}

static void add_cells(struct grid *g, bool top)
{
    for (size_t i = 0; i < g->level->n; i++) {
        const struct sums_slot *slot = &g->level->slots[i];
        for (size_t c = 0; c < g->n_keys; c++) {
            enum shown shown = sums_shown(slot, (ptrdiff_t)g->keys[c]);
            *cell_at(g, i, c) =
                disclose_cell(g->d, sums_n(slot, (ptrdiff_t)g->keys[c]), rule_of(g, i, c, top, shown), shown);
        }
    }
}

// Each office's parts add up to its total, each count of the offices to that of the whole.
static void add_sums(struct grid *g)
{
    for (size_t i = 0; i < g->level->n; i++) {
        for (size_t p = 0; p < 3; p++) {
            size_t n = 0;
            for (size_t c = 1; c < g->n_keys; c++) {
                if (g->s->keys[g->keys[c]].measure == parts_of[g->group][p]) {
                    g->list[n++] = *cell_at(g, i, c);
                }
            }
            if (n > 0) {
                disclose_sum(g->d, *cell_at(g, i, 0), g->list, n);
            }
        }
    }
    for (size_t c = 0; c < g->n_keys; c++) {
        for (size_t i = 1; i < g->level->n; i++) {
            g->list[i - 1] = *cell_at(g, i, c);
        }
        disclose_sum(g->d, *cell_at(g, 0, c), g->list, g->level->n - 1);
    }
}

static void keep(struct grid *g, bool good, bool top)
{
    for (size_t i = 0; i < g->level->n; i++) {
        struct sums_slot *slot = &g->level->slots[i];
        for (size_t c = 0; c < g->n_keys; c++) {
            // Nothing is told where it cannot be protected; what was decided above stays.
            if (good || i > 0 || top) {
                slot->shown[g->keys[c]] = good ? disclose_shown(g->d, *cell_at(g, i, c)) : SHOWN_HIDDEN;
            }
        }
    }
}

static void protect_group(struct sums *s, struct sums_level *level, enum sums_group group, bool top)
{
    struct grid g = {.s = s, .level = level, .group = group};
    if (!choose_columns(&g)) {
        return;
    }
    g.d = disclose_new(s->a);
    g.cells = ARENA_ARRAY(s->a, uint32_t, level->n * g.n_keys);
    g.list = ARENA_ARRAY(s->a, uint32_t, level->n + g.n_keys);
    add_cells(&g, top);
    add_sums(&g);
    keep(&g, disclose_protect(g.d), top);
}

void sums_protect(struct sums *s)
{
    for (size_t i = 0; i < s->n_levels; i++) {
        struct sums_level *l = &s->levels[i];
        for (size_t k = 0; k < l->n; k++) {
            l->slots[k].shown = ARENA_ARRAY(s->a, enum shown, s->n_keys);
        }
        if (i > 0) {
            const struct sums_level *above = &s->levels[i - 1];
            for (size_t k = 1; k < above->n; k++) {
                if (above->slots[k].whose == SUMS_BELOW && above->slots[k].office == l->office) {
                    memcpy(l->slots[0].shown, above->slots[k].shown, s->n_keys * sizeof(enum shown));
                }
            }
        }
        for (enum sums_group g = 0; g < SUMS_GROUPS; g++) {
            protect_group(s, l, g, i == 0);
        }
    }
}
