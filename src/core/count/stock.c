// stock.c: see stock.h.
#include "core/count/disclose_part.h"
#include "core/count/stock.h"

enum { STOCK_WEIGHT = 6 }; // as a total's
enum { PIECES = 2, REPAIRS = 4 };

static const struct walk once = {.at = {0}, .sign = {1}, .n = 1};

// Both times' tables as disclose.c moves them; [1]: what went.
struct flow {
    struct protect *p;
    struct walk time;  // from the leaf to the root
};

struct stocking {
    struct stock *s;
    struct disclose_table as_table; // of what is still there, for its costs
    struct side places;
    struct walks walks;
    struct flow flow[2][2];     // before or after, came or went
    struct walk swap;           // from the leaf before to the one after, in one year's table
    bool one_year;
};

// A part of a way: one table moved along a walk of times.
struct piece {
    struct protect *p;
    const struct walk *time;
    int by;
    size_t part[DISCLOSE_PARTITIONS]; // of each partition
    int64_t cost;
};

struct way {
    const struct walk *place;
    int by;
    struct piece piece[PIECES];
    size_t n;
    int64_t cost;
};

static uint32_t meet(const struct disclose_tree *t, uint32_t a, uint32_t b)
{
    while (a != b) { // preorder: the larger one is not above the other
        if (a > b) {
            a = t->parent[a];
        } else {
            b = t->parent[b];
        }
    }
    return a;
}

static void begin(struct arena *a, struct stocking *x)
{
    const struct stock_time *times[2] = {&x->s->before, &x->s->after};
    for (size_t i = 0; i < 2 && times[i]->in != NULL; i++) {
        struct disclose_table *tables[2] = {times[i]->in, times[i]->out};
        for (size_t k = 0; k < 2; k++) {
            struct flow *f = &x->flow[i][k];
            bool known = i == 1 && x->flow[0][k].p->t == tables[k];
            f->p = known ? x->flow[0][k].p : protect_of(a, tables[k]);
            BUG_ON(!walk_climb(&f->p->times, &f->time, times[i]->leaf, UINT32_MAX, 1));
        }
    }
    x->places = x->flow[0][0].p->places;
    x->one_year = x->s->after.in == x->s->before.in;
    if (x->one_year) {
        const struct side *t = &x->flow[0][0].p->times;
        uint32_t top = meet(&t->tree, x->s->before.leaf, x->s->after.leaf);
        BUG_ON(!walk_climb(t, &x->swap, x->s->before.leaf, top, 1) || !walk_climb(t, &x->swap, x->s->after.leaf, top, -1));
    }
}

// ---- what it costs

static int64_t cost_of_stock(const struct stocking *x, const struct walk *w, int by, int64_t most)
{
    int64_t cost = 0;
    for (size_t i = 0; i < w->n && cost < most; i++) {
        uint32_t at = w->at[i];
        cost += move_cost(&x->as_table, x->s->n[at], x->s->shown[at], x->places.weight[at] * STOCK_WEIGHT, by * w->sign[i]);
    }
    return cost < most ? cost : COST_NONE;
}

// The total, and the cheapest part of each partition.
static bool price(struct piece *piece, const struct walk *place, int64_t most)
{
    const struct protect *p = piece->p;
    piece->cost = cost_of_key(p, place, piece->time, 0, piece->by, most);
    for (uint8_t q = 1; q <= p->t->n_partitions && piece->cost < most; q++) {
        int64_t best = COST_NONE;
        for (size_t k = 1; k < p->t->n_keys; k++) {
            int64_t cost = p->t->partition[k] == q ? cost_of_key(p, place, piece->time, k, piece->by, best) : COST_NONE;
            if (cost < best) {
                best = cost;
                piece->part[q - 1] = k;
            }
        }
        piece->cost = best == COST_NONE ? COST_NONE : piece->cost + best;
    }
    return piece->cost < most;
}

// One more of what is still there: one more came before it or one less went, and one less came after it or one more went.
static void add_pieces(const struct stocking *x, struct way *w, size_t repair)
{
    size_t before = repair % 2;
    size_t after = repair / 2;
    bool swap = x->one_year && before == after;
    w->n = 0;
    w->piece[w->n++] = (struct piece){.p = x->flow[0][before].p, .time = swap ? &x->swap : &x->flow[0][before].time,
                                      .by = before == 0 ? w->by : -w->by};
    if (!swap && x->s->after.in != NULL) {
        w->piece[w->n++] = (struct piece){.p = x->flow[1][after].p, .time = &x->flow[1][after].time,
                                          .by = after == 0 ? -w->by : w->by};
    }
}

static void try_way(const struct stocking *x, struct way *w, struct way *best)
{
    int64_t own = cost_of_stock(x, w->place, w->by, best->cost);
    size_t repairs = x->s->after.in == NULL ? 2 : REPAIRS;
    for (size_t r = 0; r < repairs && own < best->cost; r++) {
        add_pieces(x, w, r);
        w->cost = own;
        for (size_t i = 0; i < w->n && w->cost < best->cost; i++) {
            w->cost = price(&w->piece[i], w->place, best->cost) ? w->cost + w->piece[i].cost : COST_NONE;
        }
        if (w->cost < best->cost) {
            *best = *w;
        }
    }
}

// ---- moving

static void move_piece(const struct piece *piece, const struct walk *place)
{
    move_key(piece->p, place, piece->time, 0, piece->by);
    for (size_t q = 0; q < piece->p->t->n_partitions; q++) {
        move_key(piece->p, place, piece->time, piece->part[q], piece->by);
    }
}

static void move(struct arena *a, struct stocking *x, const struct way *w)
{
    struct stock *s = x->s;
    struct stock_move *m = &s->moves[s->n_moves++];
    *m = (struct stock_move){ARENA_ARRAY(a, uint32_t, w->place->n), ARENA_ARRAY(a, int8_t, w->place->n), w->place->n, w->by};
    for (size_t i = 0; i < m->n; i++) {
        uint32_t at = m->at[i] = w->place->at[i];
        m->sign[i] = w->place->sign[i];
        int64_t then = s->n[at] + w->by * m->sign[i];
        s->shown[at] = s->shown[at] == SHOWN_SMALL && then > 0 && then < DISCLOSE_SMALL ? SHOWN_SMALL : SHOWN_HIDDEN;
        s->safe[at] = true;
    }
    for (size_t i = 0; i < w->n; i++) {
        move_piece(&w->piece[i], w->place);
    }
}

void stock_protect(struct arena *a, struct stock *s)
{
    struct stocking *x = ARENA_NEW(a, struct stocking);
    x->s = s;
    s->moves = ARENA_ARRAY(a, struct stock_move, s->places.n);
    s->n_moves = 0;
    begin(a, x);
    for (size_t i = 0; i < s->places.n; i++) {
        if (s->shown[i] == SHOWN_COUNT && s->n[i] > 0 && s->n[i] < DISCLOSE_SMALL) {
            s->shown[i] = SHOWN_SMALL;
        }
    }
    for (size_t i = 0; i < s->places.n; i++) {
        if (s->shown[i] == SHOWN_COUNT || s->safe[i]) {
            continue;
        }
        struct way best = {.cost = COST_NONE};
        walks_of(&x->places, &x->walks, &(struct line){s->shown, 1}, (uint32_t)i);
        for (size_t k = 0; k < x->walks.n; k++) {
            for (int by = 1; by >= -1 && best.cost > 0; by -= 2) {
                struct way w = {.place = &x->walks.list[k], .by = by};
                try_way(x, &w, &best);
            }
        }
        BUG_ON(best.cost == COST_NONE); // one more came before it and one more went after it: that can always be
        move(a, x, &best);
    }
}

void stock_protect_parts(struct arena *a, const struct stock *s, struct disclose_table *parts)
{
    size_t cells = disclose_at(parts, parts->places.n, 0, 0);
    parts->safe = ARENA_ARRAY(a, bool, cells);
    parts->totals_stand = true;
    for (size_t i = 0; i < parts->places.n; i++) {
        parts->shown[disclose_at(parts, i, 0, 0)] = s->shown[i];
        parts->safe[disclose_at(parts, i, 0, 0)] = true;
    }
    protect_small(parts);
    struct protect *p = protect_of(a, parts);
    struct walk *w = ARENA_NEW(a, struct walk);
    for (size_t i = 0; i < s->n_moves; i++) {
        const struct stock_move *m = &s->moves[i];
        w->n = m->n;
        memcpy(w->at, m->at, m->n * sizeof *m->at);
        memcpy(w->sign, m->sign, m->n * sizeof *m->sign);
        struct piece piece = {.p = p, .time = &once, .by = m->by};
        BUG_ON(!price(&piece, w, COST_NONE) && parts->n_partitions > 0);
        for (size_t q = 0; q < parts->n_partitions; q++) {
            move_key(p, w, &once, piece.part[q], piece.by);
        }
    }
    disclose_protect(a, parts);
}

// ---- a year

// What is still there at the end of the year before (0) or of a quarter (1 to 4), by place.
static bool stock_at(struct arena *a, struct stock_years *y, int moment)
{
    struct stock *s = &y->stocks[moment];
    int64_t *n = ARENA_ARRAY(a, int64_t, y->places.n);
    *s = (struct stock){.places = y->places, .n = n, .shown = ARENA_ARRAY(a, enum shown, y->places.n),
                        .safe = ARENA_ARRAY(a, bool, y->places.n)};
    bool good = true;
    for (size_t p = 0; p < y->places.n; p++) {
        const struct disclose_table *in = y->in[0];
        const struct disclose_table *out = y->out[0];
        n[p] = y->before[p] + in->n[disclose_at(in, p, 0, 0)] - out->n[disclose_at(out, p, 0, 0)];
        in = y->in[STOCK_THIS];
        out = y->out[STOCK_THIS];
        for (int q = 0; q < moment; q++) {
            n[p] += in->n[disclose_at(in, p, y->quarter[q], 0)] - out->n[disclose_at(out, p, y->quarter[q], 0)];
        }
        good = good && n[p] >= 0;
    }
    return good;
}

// A year's table as if nothing had been decided of it yet.
static struct disclose_table *fresh(struct arena *a, const struct disclose_table *table)
{
    struct disclose_table *copy = ARENA_NEW(a, struct disclose_table);
    size_t cells = disclose_at(table, table->places.n, 0, 0);
    *copy = *table;
    copy->shown = ARENA_ARRAY(a, enum shown, cells);
    copy->safe = ARENA_ARRAY(a, bool, cells);
    protect_small(copy);
    return copy;
}

static void merge(struct disclose_table *to, const struct disclose_table *from)
{
    for (size_t i = 0; i < disclose_at(to, to->places.n, 0, 0); i++) {
        to->shown[i] = from->shown[i] > to->shown[i] ? from->shown[i] : to->shown[i];
        to->safe[i] = to->safe[i] || from->safe[i];
    }
}

// The end of a year: decided alike whichever of the two years is asked for.
static bool decide_turn(struct arena *a, struct stock_years *y, int old)
{
    int moment = old == STOCK_THIS ? STOCK_QUARTERS : 0;
    struct stock *s = &y->stocks[moment];
    if (!stock_at(a, y, moment)) {
        return false;
    }
    s->before = (struct stock_time){fresh(a, y->in[old]), fresh(a, y->out[old]), y->quarter[STOCK_QUARTERS - 1]};
    s->after = (struct stock_time){fresh(a, y->in[old + 1]), fresh(a, y->out[old + 1]), y->quarter[0]};
    stock_protect(a, s);
    const struct stock_time *ours = old == STOCK_THIS ? &s->before : &s->after;
    merge(y->in[STOCK_THIS], ours->in);
    merge(y->out[STOCK_THIS], ours->out);
    return true;
}

bool stock_decide(struct arena *a, struct stock_years *y)
{
    struct disclose_table *in = y->in[STOCK_THIS];
    struct disclose_table *out = y->out[STOCK_THIS];
    int begun = y->begun[STOCK_THIS];
    bool ended = y->begun[STOCK_THIS + 1] > 0;
    if ((begun > 0 && !decide_turn(a, y, 0)) || (ended && !decide_turn(a, y, STOCK_THIS))) {
        return false;
    }
    for (int q = 1; q <= begun - ended; q++) {
        struct stock *s = &y->stocks[q];
        if (!stock_at(a, y, q)) {
            return false;
        }
        s->before = (struct stock_time){in, out, y->quarter[q - 1]};
        if (q < begun) {
            s->after = (struct stock_time){in, out, y->quarter[q]};
        }
        stock_protect(a, s);
    }
    out->twin = in;
    disclose_protect(a, out);
    return true;
}
