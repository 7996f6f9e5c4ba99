// disclose.c: see disclose.h.
#include "core/count/disclose.h"

// MOVE_MAX: cells that another table may differ in. STEPS_MAX: how long one search goes on; a search that gives up counts
// as "found nothing", which hides more, never less. TRIES_MAX: candidates that are asked one by one.
enum { MOVE_MAX = 48, DEPTH_MAX = 12, STEPS_MAX = 200, TRIES_MAX = 24 };

struct cell {
    int64_t n;
    enum disclose_rule rule;
    enum shown shown;
    bool wide;      // not even "at least 5" is known of it
    bool safe;      // another table exists; stays true, since hiding more never takes one away
    int8_t move;    // of the search under way
    uint32_t first; // its sums: of[first .. first + n_of)
    uint32_t n_of;
};

struct sum {
    uint32_t total;
    uint32_t first; // parts[first .. first + n)
    uint32_t n;
    int32_t off; // total's move less its parts' moves, in the search under way
};

// In the search along cycles: how a sum came to be off.
struct place {
    uint32_t round; // of the search that was here last
    uint32_t cell;  // that moved
    uint32_t from;  // the place before
};

struct disclose {
    struct arena *a;
    struct cell *cells;
    size_t n_cells, cells_cap;
    struct sum *sums;
    size_t n_sums, sums_cap;
    uint32_t *parts;
    size_t n_parts, parts_cap;
    uint32_t *of;
    uint32_t moved[MOVE_MAX]; // cells of the search under way
    size_t n_moved;
    uint32_t open[MOVE_MAX * 8]; // sums that were touched
    size_t n_open;
    int steps;
    struct place *places; // two a sum: one that is too large there, one too small
    uint32_t *queue;
    uint32_t round;
    bool plain; // every cell stands in two sums: then cycles are all there is
};

struct disclose *disclose_new(struct arena *a)
{
    struct disclose *d = ARENA_NEW(a, struct disclose);
    d->a = a;
    return d;
}

static void *room(struct arena *a, void *list, size_t n, size_t more, size_t *cap, size_t size)
{
    if (n + more <= *cap) {
        return list;
    }
    size_t want = *cap * 2 > n + more ? *cap * 2 : n + more + 32;
    void *grown = arena_calloc(a, want, size);
    if (n > 0) {
        memcpy(grown, list, n * size);
    }
    *cap = want;
    return grown;
}

uint32_t disclose_cell(struct disclose *d, int64_t n, enum disclose_rule rule, enum shown shown)
{
    BUG_ON(n < 0);
    d->cells = room(d->a, d->cells, d->n_cells, 1, &d->cells_cap, sizeof *d->cells);
    struct cell *c = &d->cells[d->n_cells];
    *c = (struct cell){.n = n, .rule = rule, .shown = rule == DISCLOSE_KEPT ? shown : SHOWN_COUNT};
    if ((rule == DISCLOSE_ASK || rule == DISCLOSE_SPARE) && n > 0 && n < DISCLOSE_SMALL) {
        c->shown = SHOWN_SMALL;
    }
    c->wide = c->shown == SHOWN_HIDDEN && n < DISCLOSE_SMALL;
    return (uint32_t)d->n_cells++;
}

void disclose_sum(struct disclose *d, uint32_t total, const uint32_t *parts, size_t n)
{
    d->sums = room(d->a, d->sums, d->n_sums, 1, &d->sums_cap, sizeof *d->sums);
    d->parts = room(d->a, d->parts, d->n_parts, n, &d->parts_cap, sizeof *d->parts);
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += d->cells[parts[i]].n;
        d->parts[d->n_parts + i] = parts[i];
    }
    BUG_ON(sum != d->cells[total].n);
    d->sums[d->n_sums++] = (struct sum){.total = total, .first = (uint32_t)d->n_parts, .n = (uint32_t)n};
    d->n_parts += n;
}

enum shown disclose_shown(const struct disclose *d, uint32_t cell)
{
    return d->cells[cell].shown;
}

// Which sums each cell stands in.
static void index_sums(struct disclose *d)
{
    for (size_t s = 0; s < d->n_sums; s++) {
        d->cells[d->sums[s].total].n_of++;
        for (uint32_t i = 0; i < d->sums[s].n; i++) {
            d->cells[d->parts[d->sums[s].first + i]].n_of++;
        }
    }
    uint32_t at = 0;
    d->plain = true;
    for (size_t c = 0; c < d->n_cells; c++) {
        d->plain = d->plain && d->cells[c].n_of == 2;
        d->cells[c].first = at;
        at += d->cells[c].n_of;
        d->cells[c].n_of = 0;
    }
    d->of = ARENA_ARRAY(d->a, uint32_t, at + 1);
    d->places = ARENA_ARRAY(d->a, struct place, d->n_sums * 2 + 1);
    d->queue = ARENA_ARRAY(d->a, uint32_t, d->n_sums * 2 + 1);
    for (size_t s = 0; s < d->n_sums; s++) {
        struct cell *c = &d->cells[d->sums[s].total];
        d->of[c->first + c->n_of++] = (uint32_t)s;
        for (uint32_t i = 0; i < d->sums[s].n; i++) {
            c = &d->cells[d->parts[d->sums[s].first + i]];
            d->of[c->first + c->n_of++] = (uint32_t)s;
        }
    }
}

// The member of a sum: its total first, then its parts.
static uint32_t member(const struct disclose *d, const struct sum *s, uint32_t i)
{
    return i == 0 ? s->total : d->parts[s->first + i - 1];
}

// ---- the search for another table: moves of +1 and -1 of hidden cells under which every sum still adds up

static bool may_move(const struct cell *c, int by)
{
    if (c->shown == SHOWN_COUNT || c->move != 0) {
        return false;
    }
    int64_t n = c->n + by;
    if (c->shown == SHOWN_SMALL) {
        return n >= 1 && n < DISCLOSE_SMALL;
    }
    return n >= (c->wide ? 0 : DISCLOSE_SMALL);
}

static void put_move(struct disclose *d, uint32_t at, int by)
{
    struct cell *c = &d->cells[at];
    c->move = (int8_t)(c->move + by);
    for (uint32_t i = 0; i < c->n_of; i++) {
        struct sum *s = &d->sums[d->of[c->first + i]];
        s->off += s->total == at ? by : -by;
    }
}

// How many sums would still be off after this move, less how many are now: the best moves close what others opened.
static int widens(const struct disclose *d, uint32_t at, int by)
{
    const struct cell *c = &d->cells[at];
    int more = 0;
    for (uint32_t i = 0; i < c->n_of; i++) {
        const struct sum *s = &d->sums[d->of[c->first + i]];
        int32_t then = s->off + (s->total == at ? by : -by);
        more += (then != 0) - (s->off != 0);
    }
    return more;
}

static bool search(struct disclose *d, size_t depth);

static bool move_and_go_on(struct disclose *d, uint32_t at, int by, size_t depth)
{
    const struct cell *c = &d->cells[at];
    size_t was_open = d->n_open;
    if (was_open + c->n_of > ARRAY_LEN(d->open) || d->n_moved == MOVE_MAX) {
        return false;
    }
    put_move(d, at, by);
    d->moved[d->n_moved++] = at;
    for (uint32_t i = 0; i < c->n_of; i++) {
        d->open[d->n_open++] = d->of[c->first + i];
    }
    if (search(d, depth)) {
        return true;
    }
    d->n_open = was_open;
    d->n_moved--;
    put_move(d, at, -by);
    return false;
}

// Make the first sum that is off add up again by one more move; `depth` moves are left.
static bool search(struct disclose *d, size_t depth)
{
    size_t at = 0;
    while (at < d->n_open && d->sums[d->open[at]].off == 0) {
        at++;
    }
    if (at == d->n_open) {
        return true;
    }
    if (depth == 0) {
        return false;
    }
    const struct sum *s = &d->sums[d->open[at]];
    // First what closes others too, then what opens nothing, then the rest.
    for (int most = -4; most <= (depth == 1 ? -1 : 3); most++) {
        for (uint32_t i = 0; i <= s->n; i++) {
            uint32_t m = member(d, s, i);
            int by = (s->off > 0) == (i == 0) ? -1 : 1;
            if (!may_move(&d->cells[m], by) || widens(d, m, by) != most) {
                continue;
            }
            if (d->steps-- <= 0) {
                return false;
            }
            if (move_and_go_on(d, m, by, depth - 1)) {
                return true;
            }
        }
    }
    return false;
}

static void forget_moves(struct disclose *d, bool found)
{
    for (size_t i = 0; i < d->n_moved; i++) {
        struct cell *c = &d->cells[d->moved[i]];
        c->safe = c->safe || found;
        put_move(d, d->moved[i], -c->move);
    }
    d->n_moved = 0;
    d->n_open = 0;
}

static int sign_in(const struct disclose *d, uint32_t sum, uint32_t at)
{
    return d->sums[sum].total == at ? 1 : -1;
}

static uint32_t other_sum(const struct disclose *d, const struct cell *c, uint32_t sum)
{
    return d->of[c->first] == sum ? d->of[c->first + 1] : d->of[c->first];
}

static bool apply(struct disclose *d, uint32_t at, int by)
{
    const struct cell *c = &d->cells[at];
    if (d->n_moved == MOVE_MAX || !may_move(c, by)) {
        return false;
    }
    put_move(d, at, by);
    d->moved[d->n_moved++] = at;
    return true;
}

// Walk the way back from `place` and move every cell on it.
static bool apply_way(struct disclose *d, uint32_t place, uint32_t start)
{
    while (place != start) {
        const struct place *p = &d->places[place];
        int by = (place % 2 == 0 ? 1 : -1) * sign_in(d, place / 2, p->cell);
        if (!apply(d, p->cell, by)) {
            return false;
        }
        place = p->from;
    }
    return true;
}

// A place that a member of the sum at `from` leads to, if it may move so as to set that sum right; -1 if it may not.
static int64_t step_from(const struct disclose *d, uint32_t from, uint32_t m)
{
    const struct cell *c = &d->cells[m];
    uint32_t sum = from / 2;
    int by = (from % 2 == 0 ? -1 : 1) * sign_in(d, sum, m);
    if (c->n_of != 2 || !may_move(c, by)) {
        return -1;
    }
    uint32_t to = other_sum(d, c, sum);
    return (int64_t)to * 2 + (sign_in(d, to, m) * by > 0 ? 0 : 1);
}

// Where each cell stands in two sums, as in a table with margins, another table differs by cycles: breadth first from the
// cell's one sum to its other finds the shortest, if there is any.
static bool find_cycle(struct disclose *d, uint32_t at, int by)
{
    const struct cell *c = &d->cells[at];
    if (c->n_of != 2 || !may_move(c, by)) {
        return false;
    }
    uint32_t one = d->of[c->first];
    uint32_t two = d->of[c->first + 1];
    uint32_t start = one * 2 + (sign_in(d, one, at) * by > 0 ? 0 : 1);
    uint32_t goal = two * 2 + (sign_in(d, two, at) * by > 0 ? 1 : 0); // undoes what the cell does there
    d->round++;
    d->places[start].round = d->round;
    size_t n = 0;
    d->queue[n++] = start;
    for (size_t i = 0; i < n; i++) {
        const struct sum *s = &d->sums[d->queue[i] / 2];
        for (uint32_t k = 0; k <= s->n; k++) {
            uint32_t m = member(d, s, k);
            int64_t to = m == at ? -1 : step_from(d, d->queue[i], m);
            if (to < 0 || d->places[to].round == d->round) {
                continue;
            }
            d->places[to] = (struct place){d->round, m, d->queue[i]};
            if (to == goal) {
                bool found = apply(d, at, by) && apply_way(d, goal, start);
                forget_moves(d, found);
                return found;
            }
            d->queue[n++] = (uint32_t)to;
        }
    }
    return false;
}

static bool lonely(const struct disclose *d, const struct sum *s)
{
    int hidden = 0;
    for (uint32_t i = 0; i <= s->n && hidden < 2; i++) {
        hidden += d->cells[member(d, s, i)].shown != SHOWN_COUNT;
    }
    return hidden < 2;
}

// Is there another table, in which this cell is one more or one less? All cells that differ in it are safe with it.
static bool find_other(struct disclose *d, uint32_t at)
{
    static const size_t depths[] = {3, 5, DEPTH_MAX};
    const struct cell *c = &d->cells[at];
    for (uint32_t i = 0; i < c->n_of && !c->safe; i++) {
        if (lonely(d, &d->sums[d->of[c->first + i]])) {
            return false; // the rest of that sum tells it
        }
    }
    if (c->safe || find_cycle(d, at, 1) || find_cycle(d, at, -1)) {
        return true;
    }
    if (d->plain) {
        return false;
    }
    for (size_t i = 0; i < ARRAY_LEN(depths) && !d->cells[at].safe; i++) {
        for (int by = 1; by >= -1 && !d->cells[at].safe; by -= 2) {
            d->steps = STEPS_MAX;
            bool found = may_move(&d->cells[at], by) && move_and_go_on(d, at, by, depths[i]);
            forget_moves(d, found);
        }
    }
    return d->cells[at].safe;
}

// ---- what is hidden besides

static bool may_hide(const struct cell *c, bool spared)
{
    return c->shown == SHOWN_COUNT && (c->rule == DISCLOSE_ASK || (spared && c->rule == DISCLOSE_SPARE)) && c->n > 0;
}

static void hide(struct cell *c)
{
    c->wide = c->n < DISCLOSE_SMALL;
    c->shown = SHOWN_HIDDEN;
}

// The smallest cell among those of a sum that may be hidden, larger than (n, at) in the order of trying; -1: none.
static int64_t next_candidate(const struct disclose *d, const struct sum *s, int64_t n, int64_t at, bool spared)
{
    int64_t best = -1;
    for (uint32_t i = 0; i <= s->n; i++) {
        int64_t m = member(d, s, i);
        const struct cell *c = &d->cells[m];
        if (!may_hide(c, spared) || c->n < n || (c->n == n && m <= at)) {
            continue;
        }
        if (best < 0 || c->n < d->cells[best].n || (c->n == d->cells[best].n && m < best)) {
            best = m;
        }
    }
    return best;
}

// One more cell that by itself makes this one safe, the smallest such.
static bool hide_one(struct disclose *d, uint32_t at, const struct sum *s)
{
    int64_t n = 0;
    int64_t last = -1;
    for (int tries = 0; tries < TRIES_MAX; tries++) {
        int64_t m = next_candidate(d, s, n, last, false);
        if (m < 0) {
            return false;
        }
        struct cell *c = &d->cells[m];
        hide(c);
        if (find_other(d, at)) {
            return true;
        }
        c->shown = SHOWN_COUNT;
        n = c->n;
        last = m;
    }
    return false;
}

// ---- ways to say less among the cells of one sum, from the mildest to the last; false when there is nothing left to do

static bool fill_lonely(struct disclose *d, const struct sum *s)
{
    int64_t m = lonely(d, s) ? next_candidate(d, s, 0, -1, false) : -1;
    if (m >= 0) {
        hide(&d->cells[m]);
    }
    return m >= 0;
}

static bool hide_smallest(struct disclose *d, const struct sum *s)
{
    int64_t m = next_candidate(d, s, 0, -1, false);
    if (m >= 0) {
        hide(&d->cells[m]);
    }
    return m >= 0;
}

static bool widen_small(struct disclose *d, const struct sum *s)
{
    for (uint32_t i = 0; i <= s->n; i++) {
        struct cell *c = &d->cells[member(d, s, i)];
        if (c->shown == SHOWN_SMALL && c->rule != DISCLOSE_KEPT) {
            c->shown = SHOWN_HIDDEN;
            c->wide = true;
            return true;
        }
    }
    return false;
}

static bool hide_zero(struct disclose *d, const struct sum *s)
{
    for (uint32_t i = 0; i <= s->n; i++) {
        struct cell *c = &d->cells[member(d, s, i)];
        if (c->shown == SHOWN_COUNT && c->rule == DISCLOSE_ASK && c->n == 0) {
            hide(c);
            return true;
        }
    }
    return false;
}

static bool widen_hidden(struct disclose *d, const struct sum *s)
{
    for (uint32_t i = 0; i <= s->n; i++) {
        struct cell *c = &d->cells[member(d, s, i)];
        if (c->shown == SHOWN_HIDDEN && !c->wide && c->rule != DISCLOSE_KEPT) {
            c->wide = true;
            return true;
        }
    }
    return false;
}

static bool hide_spared(struct disclose *d, const struct sum *s)
{
    int64_t m = next_candidate(d, s, 0, -1, true);
    for (uint32_t i = 0; i <= s->n && m < 0; i++) {
        const struct cell *c = &d->cells[member(d, s, i)];
        m = c->shown == SHOWN_COUNT && c->rule == DISCLOSE_SPARE ? (int64_t)member(d, s, i) : -1;
    }
    if (m >= 0) {
        hide(&d->cells[m]);
    }
    return m >= 0;
}

static bool has_hidden(const struct disclose *d, const struct sum *s)
{
    for (uint32_t i = 0; i <= s->n; i++) {
        if (d->cells[member(d, s, i)].shown != SHOWN_COUNT) {
            return true;
        }
    }
    return false;
}

// Say less among the sums of this cell, or, where nothing is left there, among all that have something hidden. False
// when everything is said elsewhere.
static bool say_less(struct disclose *d, uint32_t at)
{
    static bool (*const ways[])(struct disclose *d, const struct sum *s) = {
        fill_lonely, hide_smallest, widen_small, hide_zero, widen_hidden, hide_spared};
    const struct cell *c = &d->cells[at];
    for (size_t way = 0; way < ARRAY_LEN(ways); way++) {
        for (uint32_t i = 0; i < c->n_of; i++) {
            if (ways[way](d, &d->sums[d->of[c->first + i]])) {
                return true;
            }
        }
        for (size_t s = 0; s < d->n_sums; s++) {
            if (has_hidden(d, &d->sums[s]) && ways[way](d, &d->sums[s])) {
                return true;
            }
        }
    }
    return false;
}

static bool make_safe(struct disclose *d, uint32_t at)
{
    while (!find_other(d, at)) {
        const struct cell *c = &d->cells[at];
        uint32_t alone = 0;
        for (uint32_t i = 0; i < c->n_of; i++) {
            alone += lonely(d, &d->sums[d->of[c->first + i]]);
        }
        bool done = false;
        for (uint32_t i = 0; i < c->n_of && alone <= 1 && !done; i++) {
            const struct sum *s = &d->sums[d->of[c->first + i]];
            done = (alone == 0 || lonely(d, s)) && hide_one(d, at, s);
        }
        if (!done && !say_less(d, at)) {
            return false;
        }
    }
    return true;
}

int64_t disclose_least(const struct disclose *d, uint32_t cell)
{
    const struct cell *c = &d->cells[cell];
    return c->shown == SHOWN_COUNT ? c->n : c->shown == SHOWN_SMALL ? 1 : c->wide ? 0 : DISCLOSE_SMALL;
}

bool disclose_protect(struct disclose *d)
{
    index_sums(d);
    for (bool again = true; again;) {
        again = false;
        for (uint32_t i = 0; i < d->n_cells; i++) {
            if (d->cells[i].shown == SHOWN_COUNT || d->cells[i].safe) {
                continue;
            }
            if (!make_safe(d, i)) {
                return false;
            }
            again = true; // what was hidden for it may stand before it
        }
    }
    return true;
}
