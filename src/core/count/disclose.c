// disclose.c: see disclose.h.
#include "core/count/disclose_part.h"

static const uint32_t no_node = UINT32_MAX;

// A way to move a cell: a walk of each side, and the keys moved by the walks' sign and against it.
struct way {
    const struct walk *place, *time;
    int by;
    int64_t cost;
    size_t n_plus;
    size_t plus[DISCLOSE_PARTITIONS + 1];
    size_t minus; // 0: none, since the total moves only where nothing moves against it
};

size_t disclose_at(const struct disclose_table *t, size_t place, size_t time, size_t key)
{
    return (place * t->times.n + time) * t->n_keys + key;
}

enum listed disclose_listed(int64_t n, int64_t listed)
{
    int64_t others = n - listed;
    if (others <= 0 || others >= DISCLOSE_SMALL) {
        return LISTED_COUNT;
    }
    return n < DISCLOSE_SMALL && listed < DISCLOSE_SMALL - 2 ? LISTED_FEW : LISTED_MORE; // "<5" beside 3: it would be 4
}

// ---- sums

// Add up one side, whose nodes are `stride` cells apart.
static void add_nodes(int64_t *n, const struct disclose_tree *tree, size_t stride)
{
    for (size_t i = tree->n; i-- > 1;) {
        for (size_t k = 0; k < stride; k++) {
            n[tree->parent[i] * stride + k] += n[i * stride + k];
        }
    }
}

bool disclose_add_up(struct disclose_table *t)
{
    for (size_t i = 0; i < t->places.n; i++) {
        add_nodes(t->n + disclose_at(t, i, 0, 0), &t->times, t->n_keys);
    }
    add_nodes(t->n, &t->places, t->times.n * t->n_keys);
    for (size_t row = 0; row < t->places.n * t->times.n && t->n_partitions > 0; row++) {
        int64_t sum[DISCLOSE_PARTITIONS + 1] = {0};
        int64_t *n = t->n + row * t->n_keys;
        for (size_t k = 1; k < t->n_keys; k++) {
            sum[t->partition[k]] += n[k];
        }
        n[0] = sum[1];
        for (size_t p = 2; p <= t->n_partitions; p++) {
            if (sum[p] != sum[1]) {
                return false;
            }
        }
    }
    return true;
}

// ---- walks

static struct side side_of(struct arena *a, const struct disclose_tree *tree, const bool *fixed)
{
    struct side s = {.tree = *tree, .fixed = fixed, .size = ARENA_ARRAY(a, uint32_t, tree->n),
                     .weight = ARENA_ARRAY(a, int64_t, tree->n)};
    for (size_t i = tree->n; i-- > 0;) {
        s.size[i]++;
        if (i > 0) {
            s.size[tree->parent[i]] += s.size[i];
        }
        s.weight[i] = s.size[i] == 1 ? 1 : i == 0 ? 6 : 3;
    }
    return s;
}

static uint32_t above(const struct side *s, uint32_t node)
{
    return node == 0 ? no_node : s->tree.parent[node];
}

bool walk_climb(const struct side *s, struct walk *w, uint32_t from, uint32_t stop, int sign)
{
    for (; from != stop; from = above(s, from)) {
        if (w->n == WALK_MAX) {
            return false;
        }
        w->at[w->n] = from;
        w->sign[w->n++] = (int8_t)sign;
    }
    return true;
}

static bool is_leaf(const struct side *s, uint32_t node)
{
    return s->size[node] == 1 && (s->fixed == NULL || !s->fixed[node]);
}

static bool is_hidden(const struct line *l, uint32_t node)
{
    return l->shown[node * l->stride] != SHOWN_COUNT;
}

// Walks from a leaf to the leaves below `to`, which stands right below the same sum.
static void walks_to(const struct side *s, struct walks *out, const struct line *l, uint32_t leaf, uint32_t to, uint32_t sum,
                     bool hidden, size_t *left)
{
    for (uint32_t b = to; b < to + s->size[to] && *left > 0; b++) {
        struct walk *w = &out->list[out->n];
        w->n = 0;
        if (is_leaf(s, b) && is_hidden(l, b) == hidden && walk_climb(s, w, leaf, sum, 1) && walk_climb(s, w, b, sum, -1)) {
            out->n++;
            --*left;
        }
    }
}

// First to what is hidden already, then to what is not, beginning after the node itself so that not all choose the same.
static void walks_from(const struct side *s, struct walks *out, const struct line *l, uint32_t leaf, uint32_t node)
{
    size_t left = WAYS_MAX;
    for (uint32_t z = node; z != 0; z = above(s, z)) {
        uint32_t sum = above(s, z);
        uint32_t end = sum + s->size[sum];
        for (int hidden = 1; hidden >= 0; hidden--) {
            size_t most = hidden == 1 ? left / 2 : left;
            size_t rest = most;
            for (uint32_t y = z + s->size[z]; y < end; y += s->size[y]) {
                walks_to(s, out, l, leaf, y, sum, hidden == 1, &rest);
            }
            for (uint32_t y = sum + 1; y < z; y += s->size[y]) {
                walks_to(s, out, l, leaf, y, sum, hidden == 1, &rest);
            }
            left -= most - rest;
        }
    }
    struct walk *w = &out->list[out->n];
    w->n = 0;
    out->n += walk_climb(s, w, leaf, no_node, 1);
}

void walks_of(const struct side *s, struct walks *out, const struct line *l, uint32_t node)
{
    size_t left = LEAVES_MAX;
    out->n = 0;
    for (int hidden = 1; hidden >= 0; hidden--) {
        for (uint32_t a = node; a < node + s->size[node] && left > 0; a++) {
            if (is_leaf(s, a) && is_hidden(l, a) == (hidden == 1)) {
                walks_from(s, out, l, a, node);
                left--;
            }
        }
    }
}

// ---- what a move costs

static int64_t size_of(int64_t n)
{
    int64_t bits = 0;
    while (n > 1) {
        n /= 2;
        bits++;
    }
    return bits;
}

int64_t move_cost(const struct disclose_table *t, int64_t n, enum shown shown, int64_t weight, int by)
{
    int64_t then = n + by;
    if (then < (n < DISCLOSE_SMALL || t->totals_stand ? 0 : DISCLOSE_SMALL)) {
        return COST_NONE;
    }
    switch (shown) {
    case SHOWN_SMALL:
        return then > 0 && then < DISCLOSE_SMALL ? 0 : COST_WIDEN * weight;
    case SHOWN_HIDDEN:
        return 0;
    default:
        return weight * (n == 0 ? COST_ZERO : COST_CELL + 4 * size_of(n));
    }
}

static int64_t cost_of(const struct protect *p, size_t place, size_t time, size_t key, int by)
{
    const struct disclose_table *t = p->t;
    size_t at = disclose_at(t, place, time, key);
    int64_t weight = p->places.weight[place] * p->times.weight[time] * (key == 0 ? 6 : 1);
    return move_cost(t, t->n[at], t->shown[at], weight, by);
}

int64_t cost_of_key(const struct protect *p, const struct walk *place, const struct walk *time, size_t key, int by,
                    int64_t most)
{
    int64_t cost = 0;
    for (size_t i = 0; i < place->n; i++) {
        for (size_t k = 0; k < time->n && cost < most; k++) {
            cost += cost_of(p, place->at[i], time->at[k], key, by * place->sign[i] * time->sign[k]);
        }
    }
    return cost < most ? cost : COST_NONE;
}

// ---- the cheapest way

static size_t cheapest(const struct protect *p, uint8_t partition, int against, size_t but)
{
    size_t best = 0;
    for (size_t k = 1; k < p->t->n_keys; k++) {
        bool fits = p->t->partition[k] == partition && k != but;
        if (fits && (best == 0 || p->cost[against][k] < p->cost[against][best])) {
            best = k;
        }
    }
    return best;
}

// One part more, another of the same partition less.
static void try_swap(const struct protect *p, size_t key, struct way *w, struct way *best)
{
    w->minus = cheapest(p, p->t->partition[key], 1, key);
    w->plus[0] = key;
    w->n_plus = 1;
    w->cost = w->minus == 0 ? COST_NONE : p->cost[0][key] + p->cost[1][w->minus];
    if (w->cost < best->cost) {
        *best = *w;
    }
}

// The total itself, its twin, and with them a part of each partition.
static void try_total(const struct protect *p, size_t key, int64_t twin, struct way *w, struct way *best)
{
    w->minus = 0;
    w->plus[0] = 0;
    w->n_plus = 1;
    w->cost = p->cost[0][0] + twin;
    for (size_t q = 1; q <= p->t->n_partitions && w->cost < best->cost; q++) {
        size_t part = key != 0 && p->t->partition[key] == q ? key : cheapest(p, (uint8_t)q, 0, 0);
        w->cost = part == 0 ? COST_NONE : w->cost + p->cost[0][part];
        w->plus[w->n_plus++] = part;
    }
    if (w->cost < best->cost) {
        *best = *w;
    }
}

static void try_walks(struct protect *p, size_t key, struct way *w, struct way *best)
{
    p->cost[0][key] = cost_of_key(p, w->place, w->time, key, w->by, best->cost);
    if (p->cost[0][key] >= best->cost) {
        return;
    }
    bool total = !p->t->totals_stand;
    int64_t twin = p->twin == NULL || !total ? 0 : cost_of_key(p->twin, w->place, w->time, 0, w->by, best->cost);
    for (size_t k = 0; k < p->t->n_keys; k++) {
        p->cost[0][k] = cost_of_key(p, w->place, w->time, k, w->by, best->cost);
        p->cost[1][k] = cost_of_key(p, w->place, w->time, k, -w->by, best->cost);
    }
    if (key != 0) {
        try_swap(p, key, w, best);
    }
    if (total) {
        try_total(p, key, twin, w, best);
    }
}

void move_key(struct protect *p, const struct walk *place, const struct walk *time, size_t key, int by)
{
    struct disclose_table *t = p->t;
    for (size_t i = 0; i < place->n; i++) {
        for (size_t k = 0; k < time->n; k++) {
            size_t at = disclose_at(t, place->at[i], time->at[k], key);
            int64_t then = t->n[at] + by * place->sign[i] * time->sign[k];
            bool stays = t->shown[at] == SHOWN_SMALL && then > 0 && then < DISCLOSE_SMALL;
            t->shown[at] = stays ? SHOWN_SMALL : SHOWN_HIDDEN;
            t->safe[at] = true;
        }
    }
}

static void make_safe(struct protect *p, size_t place, size_t time, size_t key)
{
    struct disclose_table *t = p->t;
    struct way best = {.cost = COST_NONE};
    struct line over_places = {&t->shown[disclose_at(t, 0, time, key)], t->times.n * t->n_keys};
    struct line over_times = {&t->shown[disclose_at(t, place, 0, key)], t->n_keys};
    walks_of(&p->places, &p->place_walks, &over_places, (uint32_t)place);
    walks_of(&p->times, &p->time_walks, &over_times, (uint32_t)time);
    for (size_t i = 0; i < p->place_walks.n; i++) {
        for (size_t k = 0; k < p->time_walks.n; k++) {
            for (int by = 1; by >= -1 && best.cost > 0; by -= 2) {
                struct way w = {.place = &p->place_walks.list[i], .time = &p->time_walks.list[k], .by = by};
                try_walks(p, key, &w, &best);
            }
        }
    }
    BUG_ON(best.cost == COST_NONE); // one more along all ways up to the roots can always be
    for (size_t i = 0; i < best.n_plus; i++) {
        move_key(p, best.place, best.time, best.plus[i], best.by);
    }
    if (best.minus != 0) {
        move_key(p, best.place, best.time, best.minus, -best.by);
    } else if (p->twin != NULL) {
        move_key(p->twin, best.place, best.time, 0, best.by);
    }
}

struct protect *protect_of(struct arena *a, struct disclose_table *t)
{
    struct protect *p = ARENA_NEW(a, struct protect);
    p->t = t;
    p->places = side_of(a, &t->places, NULL);
    p->times = side_of(a, &t->times, t->fixed);
    for (size_t i = 0; i < ARRAY_LEN(p->cost); i++) {
        p->cost[i] = ARENA_ARRAY(a, int64_t, t->n_keys);
    }
    return p;
}

void protect_small(struct disclose_table *t)
{
    for (size_t i = 0; i < disclose_at(t, t->places.n, 0, 0); i++) {
        if (t->shown[i] == SHOWN_COUNT && t->n[i] > 0 && t->n[i] < DISCLOSE_SMALL) {
            t->shown[i] = SHOWN_SMALL;
        }
    }
}

static bool is_unsafe(const struct disclose_table *t, size_t at)
{
    return t->shown[at] != SHOWN_COUNT && !t->safe[at];
}

void disclose_protect(struct arena *a, struct disclose_table *t)
{
    size_t n = disclose_at(t, t->places.n, 0, 0);
    BUG_ON(t->twin != NULL && t->twin->n_keys != 1);
    t->safe = t->safe == NULL ? ARENA_ARRAY(a, bool, n) : t->safe;
    struct protect *p = protect_of(a, t);
    protect_small(t);
    if (t->twin != NULL) {
        t->twin->safe = t->twin->safe == NULL ? ARENA_ARRAY(a, bool, n / t->n_keys) : t->twin->safe;
        p->twin = protect_of(a, t->twin);
        protect_small(t->twin);
    }
    for (size_t i = 0; i < n; i++) {
        bool twin = t->twin != NULL && i % t->n_keys == 0 && is_unsafe(t->twin, i / t->n_keys);
        if (is_unsafe(t, i) || twin) {
            make_safe(p, i / t->n_keys / t->times.n, i / t->n_keys % t->times.n, i % t->n_keys);
        }
    }
}
