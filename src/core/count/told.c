// told.c: see told.h.
#include "core/count/told.h"

#include "core/count/stock.h"
#include "db/q_figure.h"
#include "db/q_site.h"

// A year, its halves and quarters.
enum { TIMES = 7, QUARTER_MONTHS = 3 };
static const uint32_t time_parent[TIMES] = {0, 0, 1, 1, 0, 4, 4};
static const uint32_t quarter_node[STOCK_QUARTERS] = {2, 3, 5, 6};
static const struct disclose_tree year_times = {TIMES, time_parent};

// The measures whose parts add up to the total of a group. Matters opened, and answers by receipt, have no parts.
static const int parts_of[SUMS_GROUPS][DISCLOSE_PARTITIONS] = {
    [GROUP_RECEIVED] = {MEASURE_RECEIVED, MEASURE_RECEIVED_ABOUT, MEASURE_ENTERED},
    [GROUP_OPENED] = {-1, -1, -1},
    [GROUP_ANSWERED] = {MEASURE_TIMELY, -1, -1},
    [GROUP_CLOSED] = {MEASURE_CLOSED, -1, -1},
    [GROUP_RATED] = {MEASURE_RATED, -1, -1},
    [GROUP_OPEN] = {SUMS_AGE, SUMS_DUE, -1},
    [GROUP_BY_RECEIPT] = {-1, -1, -1},
};

// The office tree as a table's places: an office with any below it is the sum of itself alone and of those.
struct places {
    const struct site *site;
    size_t first, n;  // the site's own office and those below it, in site->offices
    uint32_t *all;    // by office from `first`
    uint32_t *own;    // the same; equal to `all` where nothing stands below
    uint32_t *gone;   // of former offices, which stand where they stood last; NO_PLACE: elsewhere
    uint32_t former;  // offices that nothing is known of
    struct disclose_tree tree;
};

// A count at the leaves.
struct count {
    uint32_t place, time, key;
    int64_t n;
};

struct counts {
    struct arena *a;
    struct sums_keys keys;
    struct count *list;
    size_t n, cap;
};

// The table of a group; column: by key, 0 for none, 1 for the total.
struct group {
    struct disclose_table table;
    uint32_t *column;
};

// Matters that came and went in a year: GROUP_OPENED and GROUP_CLOSED.
struct flow {
    struct counts counts;
    struct group in, out;
    bool *fixed;
};

struct told {
    struct arena *a;
    int year;
    int64_t today;
    struct places places;
    struct counts counts;
    struct group groups[SUMS_GROUPS];
    struct flow flows[STOCK_YEARS];
    struct stock_years years;
};

bool told_may(const struct report_period *p)
{
    return p->calendar && (p->kind == PERIOD_QUARTER || p->kind == PERIOD_HALF || p->kind == PERIOD_YEAR);
}

static int year_of(const struct report_period *p)
{
    return civil_from_day(p->first).year;
}

bool told_holds(const struct told *t, const struct report_period *p)
{
    return t->year == year_of(p);
}

// ---- places

static const uint32_t NO_PLACE = UINT32_MAX;

// Former offices stand below the last office they stood under: which of those from `first` have any?
static bool *find_gone(struct arena *a, const struct places *p)
{
    bool *has = ARENA_ARRAY(a, bool, p->n);
    for (size_t i = p->site->n_offices; i < p->site->n_offices + p->site->n_gone; i++) {
        size_t above = (size_t)p->site->offices[i].parent - p->first;
        if (above < p->n) { // one before the first is a very large number
            has[above] = true;
        }
    }
    return has;
}

static struct places make_places(struct arena *a, const struct site *site)
{
    const struct office *root = site_office(site, site->root);
    struct places p = {.site = site, .first = (size_t)(root - site->offices), .n = (size_t)root->below + 1};
    uint32_t *parent = ARENA_ARRAY(a, uint32_t, p.n * 2 + 2 + site->n_gone);
    const bool *has_gone = find_gone(a, &p);
    p.gone = ARENA_ARRAY(a, uint32_t, site->n_gone + 1);
    p.all = ARENA_ARRAY(a, uint32_t, p.n);
    p.own = ARENA_ARRAY(a, uint32_t, p.n);
    uint32_t n = 0;
    for (size_t i = 0; i < p.n; i++) {
        const struct office *o = &site->offices[p.first + i];
        uint32_t above = i == 0 ? 0 : p.all[(size_t)o->parent - p.first];
        p.all[i] = n;
        parent[n++] = above;
        p.own[i] = p.all[i];
        if (o->below > 0 || i == 0 || has_gone[i]) {
            p.own[i] = n;
            parent[n++] = p.all[i];
        }
        if (i == 0) {
            p.former = n;
            parent[n++] = p.all[i];
        }
    }
    for (size_t k = 0; k < site->n_gone; k++) {
        size_t above = (size_t)site->offices[site->n_offices + k].parent - p.first;
        p.gone[k] = above < p.n ? n : (uint32_t)NO_PLACE;
        if (above < p.n) {
            parent[n++] = p.all[above];
        }
    }
    p.tree = (struct disclose_tree){n, parent};
    return p;
}

static uint32_t leaf_of(const struct places *p, int64_t office_id)
{
    const struct office *o = site_office(p->site, office_id);
    if (o == NULL) {
        return p->former;
    }
    size_t at = (size_t)(o - p->site->offices);
    if (o->heir >= 0) {
        return p->gone[at - p->site->n_offices];
    }
    return at < p->first || at >= p->first + p->n ? NO_PLACE : p->own[at - p->first];
}

static uint32_t place_of(const struct places *p, const struct sums_slot *slot)
{
    if (slot->office == NULL) {
        return p->former;
    }
    size_t at = (size_t)(slot->office - p->site->offices) - p->first;
    if (slot->office->heir >= 0) {
        return p->gone[at + p->first - p->site->n_offices];
    }
    return slot->whose == SUMS_OWN ? p->own[at] : p->all[at];
}

// ---- counts

static void add_count(struct counts *c, uint32_t place, uint32_t time, int measure, struct str part, int64_t n)
{
    if (c->n == c->cap) {
        struct count *list = c->list;
        c->cap = c->cap == 0 ? 1024 : c->cap * 2;
        c->list = arena_alloc(c->a, c->cap * sizeof *list);
        if (c->n > 0) {
            memcpy(c->list, list, c->n * sizeof *list);
        }
    }
    c->list[c->n++] = (struct count){place, time, (uint32_t)sums_keys_add(&c->keys, measure, part), n};
}

// Anybody can count the public matters, so what is decided is the rest: the public ones are taken off.
static enum measure without_listed(enum measure m, int64_t *n)
{
    enum measure of = m == MEASURE_SHOWN_STARTED  ? MEASURE_STARTED
                      : m == MEASURE_SHOWN_TIMELY ? MEASURE_TIMELY
                      : m == MEASURE_SHOWN_CLOSED ? MEASURE_CLOSED
                                                  : m;
    *n = of == m ? *n : -*n;
    return of;
}

static bool take_row(void *arg, const struct tally_range_row *row, struct err *e)
{
    (void)e;
    struct told *t = arg;
    enum measure m = measure_of(row->measure);
    uint32_t place = leaf_of(&t->places, row->office_id);
    if (m == MEASURES || m == MEASURE_ANSWERED || row->n == 0 || place == NO_PLACE) {
        return true;
    }
    uint32_t time = quarter_node[row->at % 12 / QUARTER_MONTHS];
    int64_t n = row->n;
    m = without_listed(m, &n);
    if (m == MEASURE_STARTED || m == MEASURE_CLOSED) {
        struct flow *f = &t->flows[row->at / 12 - (t->year - STOCK_THIS)];
        add_count(&f->counts, place, time, (int)m, row->part, n);
        return true;
    }
    if (row->at / 12 != t->year) {
        return true;
    }
    add_count(&t->counts, place, time, (int)m, row->part, n);
    // What nobody entered is what was received less what somebody did.
    if (m == MEASURE_RECEIVED || m == MEASURE_ENTERED) {
        add_count(&t->counts, place, time, MEASURE_ENTERED, STR(PART_SENT), m == MEASURE_RECEIVED ? row->n : -row->n);
    }
    return true;
}

// ---- one group

static uint8_t partition_of(enum sums_group g, int measure)
{
    for (uint8_t p = 0; p < DISCLOSE_PARTITIONS; p++) {
        if (parts_of[g][p] >= 0 && parts_of[g][p] == measure) {
            return (uint8_t)(p + 1);
        }
    }
    return 0;
}

// Columns of a group's table: the total, then every part that was counted.
static void make_columns(struct arena *a, struct group *g, enum sums_group group, const struct sums_keys *keys)
{
    uint8_t *partition = ARENA_ARRAY(a, uint8_t, keys->n + 1);
    g->column = ARENA_ARRAY(a, uint32_t, keys->n + 1);
    g->table.n_keys = 1;
    for (size_t k = 0; k < keys->n; k++) {
        uint8_t p = partition_of(group, keys->list[k].measure);
        bool whole = p == 0 && parts_of[group][0] < 0 && sums_group_of(keys->list[k].measure, keys->list[k].part) == group;
        if (p > 0) {
            partition[g->table.n_keys] = p;
            g->column[k] = (uint32_t)++g->table.n_keys;
        } else if (whole) {
            g->column[k] = 1;
        }
    }
    g->table.partition = partition;
    while (g->table.n_partitions < DISCLOSE_PARTITIONS && parts_of[group][g->table.n_partitions] >= 0) {
        g->table.n_partitions++;
    }
}

// The counts of a group's table, added up.
static bool lay_out(struct arena *a, struct group *g, enum sums_group group, const struct places *p,
                    const struct disclose_tree *times, const bool *fixed, const struct counts *c, struct err *e)
{
    g->table.places = p->tree;
    g->table.times = *times;
    g->table.fixed = fixed;
    make_columns(a, g, group, &c->keys);
    size_t cells = disclose_at(&g->table, p->tree.n, 0, 0);
    g->table.n = ARENA_ARRAY(a, int64_t, cells);
    g->table.shown = ARENA_ARRAY(a, enum shown, cells);
    g->table.safe = ARENA_ARRAY(a, bool, cells);
    for (size_t i = 0; i < c->n; i++) {
        const struct count *x = &c->list[i];
        if (g->column[x->key] > 0) {
            g->table.n[disclose_at(&g->table, x->place, x->time, g->column[x->key] - 1)] += x->n;
        }
    }
    bool good = disclose_add_up(&g->table);
    for (size_t i = 0; i < cells && good; i++) {
        good = g->table.n[i] >= 0;
    }
    return good || err_set(e, ERR_CORRUPT, N_("the sums of a year do not add up: see hoiam check"));
}

// ---- what came, went and is still there

static bool take_before(void *arg, const struct tally_stock_before_row *row, struct err *e)
{
    (void)e;
    struct told *t = arg;
    uint32_t place = leaf_of(&t->places, row->office_id);
    if (place != NO_PLACE) {
        t->years.before[place] += row->n;
    }
    return true;
}

static bool decide_flows(struct told *t, struct tx *tx, struct err *e)
{
    struct disclose_tree *tree = &t->places.tree;
    struct stock_years *years = &t->years;
    years->places = *tree;
    years->quarter = quarter_node;
    years->before = ARENA_ARRAY(t->a, int64_t, tree->n);
    if (!q_tally_stock_before(tx, t->places.site->home, tally_month(civil_day(t->year - STOCK_THIS, 1, 1)), take_before, t, e)) {
        return false;
    }
    for (size_t i = tree->n; i-- > 1;) {
        years->before[tree->parent[i]] += years->before[i];
    }
    for (int y = 0; y < STOCK_YEARS; y++) {
        struct flow *f = &t->flows[y];
        if (!lay_out(t->a, &f->in, GROUP_OPENED, &t->places, &year_times, f->fixed, &f->counts, e) ||
            !lay_out(t->a, &f->out, GROUP_CLOSED, &t->places, &year_times, f->fixed, &f->counts, e)) {
            return false;
        }
        years->in[y] = &f->in.table;
        years->out[y] = &f->out.table;
    }
    return stock_decide(t->a, years) || err_set(e, ERR_CORRUPT, N_("more matters were closed than were opened: see hoiam check"));
}

// ---- reading

static void begin_year(struct told *t, int y)
{
    struct flow *f = &t->flows[y];
    f->counts = (struct counts){.a = t->a, .keys = sums_keys_new(t->a)};
    f->fixed = ARENA_ARRAY(t->a, bool, TIMES);
    for (int q = 0; q < STOCK_QUARTERS; q++) {
        bool begun = civil_day(t->year - STOCK_THIS + y, q * QUARTER_MONTHS + 1, 1) <= t->today;
        f->fixed[quarter_node[q]] = !begun;
        t->years.begun[y] += begun;
    }
}

bool told_read(struct told **out, struct tx *tx, const struct site *site, const struct report_period *p, int64_t today,
               struct err *e)
{
    struct arena *a = tx_arena(tx);
    struct told *t = ARENA_NEW(a, struct told);
    *t = (struct told){.a = a, .year = year_of(p), .today = today, .places = make_places(a, site),
                       .counts = {.a = a, .keys = sums_keys_new(a)}};
    for (int y = 0; y < STOCK_YEARS; y++) {
        begin_year(t, y);
    }
    struct q_tally_range_in in = {.home = site->home, .grain = STR("m"),
                                  .from = tally_month(civil_day(t->year - STOCK_THIS, 1, 1)),
                                  .to = tally_month(civil_day(t->year + STOCK_THIS, 12, 1))};
    if (!q_tally_range(tx, &in, take_row, t, e) || !decide_flows(t, tx, e)) {
        return false;
    }
    for (enum sums_group g = 0; g < SUMS_GROUPS; g++) {
        if (g == GROUP_OPENED || g == GROUP_CLOSED || g == GROUP_OPEN) {
            continue;
        }
        if (!lay_out(a, &t->groups[g], g, &t->places, &year_times, t->flows[STOCK_THIS].fixed, &t->counts, e)) {
            return false;
        }
        disclose_protect(a, &t->groups[g].table);
    }
    *out = t;
    return true;
}

// ---- marking

static uint32_t time_of(const struct report_period *p)
{
    int month = civil_from_day(p->first).month;
    if (p->kind == PERIOD_YEAR) {
        return 0;
    }
    return p->kind == PERIOD_HALF ? (month < 7 ? 1 : 4) : quarter_node[(month - 1) / QUARTER_MONTHS];
}

// What was counted elsewhere, or at another time, is nothing here; whether even that may be told was decided too.
static void add_keys(struct sums *s, const struct group *g, const struct sums_keys *keys, enum sums_group group)
{
    (void)sums_keys_add(&s->keys, SUMS_TOTAL + (int)group, STR(""));
    for (size_t k = 0; k < keys->n; k++) {
        if (g->column[k] > 1) {
            (void)sums_keys_add(&s->keys, keys->list[k].measure, keys->list[k].part);
        }
    }
}

static void mark_group(const struct told *t, struct sums *s, const struct group *g, const struct sums_keys *keys, uint32_t time,
                       enum sums_group group)
{
    for (size_t k = 0; k < s->keys.n; k++) {
        const struct sums_key *key = &s->keys.list[k];
        bool total = key->measure == SUMS_TOTAL + (int)group;
        if (!total && partition_of(group, key->measure) == 0) {
            continue;
        }
        ptrdiff_t found = total ? 0 : sums_keys_find(keys, key->measure, key->part);
        size_t column = total || found < 0 ? 0 : g->column[found] - 1;
        for (size_t i = 0; i < s->n_slots && found >= 0; i++) {
            size_t at = disclose_at(&g->table, place_of(&t->places, &s->slots[i]), time, column);
            s->slots[i].shown[k] = g->table.shown[at];
            int64_t n = sums_n(&s->slots[i], (ptrdiff_t)k) - sums_listed(s, &s->slots[i], (ptrdiff_t)k);
            BUG_ON(g->table.n[at] != n); // decided of another count
        }
    }
}

// At the end of that day; NULL: it is not of this year.
static const struct stock *stock_of(const struct told *t, int64_t as_of)
{
    struct civil c = civil_from_day(as_of);
    const struct stock *s = &t->years.stocks[1 + (c.month - 1) / QUARTER_MONTHS];
    return c.year == t->year && s->places.n > 0 ? s : NULL;
}

// What is still there is told where its total was decided, and nothing of it where rows and sums disagree.
static bool decide_open(const struct told *t, const struct sums *s, struct counts *c, struct group *g, struct err *e)
{
    for (size_t i = 0; i < s->n_open; i++) {
        uint32_t place = leaf_of(&t->places, s->open[i].office_id);
        for (size_t k = 0; k < SUMS_OPEN_PARTS && place != NO_PLACE; k++) {
            add_count(c, place, 0, sums_open_key[k].measure, str_c(sums_open_key[k].part),
                      s->open[i].n[k] - s->open[i].listed[k]);
        }
    }
    static const uint32_t no_parent[] = {0};
    struct disclose_tree once = {1, no_parent};
    if (!lay_out(s->a, g, GROUP_OPEN, &t->places, &once, NULL, c, e)) {
        return false;
    }
    const struct stock *stock = stock_of(t, s->as_of);
    bool same = stock != NULL;
    for (size_t i = 0; i < t->places.tree.n && same; i++) {
        same = stock->n[i] == g->table.n[disclose_at(&g->table, i, 0, 0)];
    }
    for (size_t i = 0; i < disclose_at(&g->table, t->places.tree.n, 0, 0) && !same; i++) {
        g->table.shown[i] = SHOWN_HIDDEN;
    }
    if (same) {
        stock_protect_parts(s->a, stock, &g->table);
    }
    return true;
}

// The group's table, and the keys that its columns are of.
static const struct group *group_of(const struct told *t, enum sums_group g, const struct sums_keys **keys)
{
    const struct flow *f = &t->flows[STOCK_THIS];
    bool flow = g == GROUP_OPENED || g == GROUP_CLOSED;
    *keys = flow ? &f->counts.keys : &t->counts.keys;
    return g == GROUP_OPENED ? &f->in : g == GROUP_CLOSED ? &f->out : &t->groups[g];
}

bool told_mark(const struct told *t, struct sums *s, const struct report_period *p, struct err *e)
{
    BUG_ON(!told_may(p) || !told_holds(t, p));
    struct counts open = {.a = s->a, .keys = sums_keys_new(s->a)};
    struct group still = {.column = NULL};
    const struct sums_keys *keys;
    if (!decide_open(t, s, &open, &still, e)) {
        return false;
    }
    add_keys(s, &still, &open.keys, GROUP_OPEN);
    for (enum sums_group g = 0; g < SUMS_GROUPS; g++) {
        if (g != GROUP_OPEN) {
            const struct group *group = group_of(t, g, &keys);
            add_keys(s, group, keys, g);
        }
    }
    for (size_t i = 0; i < s->n_slots; i++) {
        s->slots[i].shown = ARENA_ARRAY(s->a, enum shown, s->keys.n);
    }
    mark_group(t, s, &still, &open.keys, 0, GROUP_OPEN);
    for (enum sums_group g = 0; g < SUMS_GROUPS; g++) {
        if (g != GROUP_OPEN) {
            const struct group *group = group_of(t, g, &keys);
            mark_group(t, s, group, keys, time_of(p), g);
        }
    }
    return true;
}
