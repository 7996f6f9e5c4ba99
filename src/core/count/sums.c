// sums.c: see sums.h.
#include "core/count/sums.h"

#include "db/q_figure.h"
#include "db/q_site.h"

enum { DAYS_MAX = 40000 }; // a hundred years and more; what took longer is counted as that long

// ---- keys

static uint32_t hash_of(int measure, struct str part)
{
    uint32_t h = 2166136261u ^ (uint32_t)measure; // FNV-1a
    for (size_t i = 0; i < part.n; i++) {
        h = (h ^ (uint8_t)part.p[i]) * 16777619u;
    }
    return h * 2654435761u;
}

static size_t place_of(const struct sums *s, int measure, struct str part)
{
    size_t at = hash_of(measure, part) & (s->hashed_cap - 1);
    while (s->hashed[at] != 0) {
        const struct sums_key *k = &s->keys[s->hashed[at] - 1];
        if (k->measure == measure && str_eq(k->part, part)) {
            break;
        }
        at = (at + 1) & (s->hashed_cap - 1);
    }
    return at;
}

ptrdiff_t sums_find(const struct sums *s, int measure, struct str part)
{
    return (ptrdiff_t)s->hashed[place_of(s, measure, part)] - 1;
}

static void grow_keys(struct sums *s)
{
    struct sums_key *keys = s->keys;
    s->keys_cap = s->keys_cap == 0 ? 128 : s->keys_cap * 2;
    s->keys = ARENA_ARRAY(s->a, struct sums_key, s->keys_cap);
    if (s->n_keys > 0) {
        memcpy(s->keys, keys, s->n_keys * sizeof *keys);
    }
    s->hashed_cap = s->keys_cap * 2;
    s->hashed = ARENA_ARRAY(s->a, uint32_t, s->hashed_cap);
    for (size_t i = 0; i < s->n_keys; i++) {
        s->hashed[place_of(s, s->keys[i].measure, s->keys[i].part)] = (uint32_t)i + 1;
    }
}

static size_t key_of(struct sums *s, int measure, struct str part)
{
    if (s->n_keys == s->keys_cap) {
        grow_keys(s);
    }
    size_t at = place_of(s, measure, part);
    if (s->hashed[at] == 0) {
        s->keys[s->n_keys] = (struct sums_key){measure, str_copy(s->a, part)};
        s->hashed[at] = (uint32_t)++s->n_keys;
    }
    return s->hashed[at] - 1;
}

static void slot_add(struct sums *s, struct sums_slot *slot, size_t key, int64_t n)
{
    if (key >= slot->cap) {
        size_t cap = s->keys_cap;
        int64_t *grown = ARENA_ARRAY(s->a, int64_t, cap);
        if (slot->cap > 0) {
            memcpy(grown, slot->n, slot->cap * sizeof *grown);
        }
        slot->n = grown;
        slot->cap = cap;
    }
    slot->n[key] += n;
}

int64_t sums_n(const struct sums_slot *slot, ptrdiff_t key)
{
    return key < 0 || (size_t)key >= slot->cap ? 0 : slot->n[key];
}

enum shown sums_shown(const struct sums_slot *slot, ptrdiff_t key)
{
    return key < 0 || slot->shown == NULL ? SHOWN_COUNT : slot->shown[key];
}

// ---- days to answer

static void days_add(struct sums *s, struct sums_days *d, int64_t days, int64_t n)
{
    size_t at = days < 0 ? 0 : days > DAYS_MAX ? DAYS_MAX : (size_t)days;
    if (at >= d->cap) {
        size_t cap = at < 32 ? 64 : at * 2;
        int64_t *grown = ARENA_ARRAY(s->a, int64_t, cap);
        if (d->cap > 0) {
            memcpy(grown, d->n, d->cap * sizeof *grown);
        }
        d->n = grown;
        d->cap = cap;
    }
    d->n[at] += n;
}

int64_t sums_days_n(const struct sums_days *d)
{
    int64_t n = 0;
    for (size_t i = 0; i < d->cap; i++) {
        n += d->n[i];
    }
    return n;
}

// Days of the one at that rank (from 1) in the order of days.
static int64_t days_at(const struct sums_days *d, int64_t rank)
{
    for (size_t i = 0; i < d->cap; i++) {
        rank -= d->n[i];
        if (rank <= 0) {
            return (int64_t)i;
        }
    }
    return 0;
}

int64_t sums_days_median(const struct sums_days *d)
{
    int64_t n = sums_days_n(d);
    return n == 0 ? 0 : (days_at(d, (n + 1) / 2) + days_at(d, n / 2 + 1)) * 5;
}

int64_t sums_days_p90(const struct sums_days *d)
{
    int64_t n = sums_days_n(d);
    return n == 0 ? 0 : days_at(d, (n * 9 + 9) / 10);
}

// ---- the tree

static size_t index_of(const struct site *site, const struct office *o)
{
    return (size_t)(o - site->offices);
}

static void make_level(struct sums *s, struct sums_level *l, const struct office *o)
{
    size_t at = index_of(s->site, o);
    l->office = o;
    l->slots = ARENA_ARRAY(s->a, struct sums_slot, (size_t)o->below + 3);
    l->slots[l->n++] = (struct sums_slot){.whose = SUMS_ALL, .office = o};
    l->slots[l->n++] = (struct sums_slot){.whose = SUMS_OWN, .office = o};
    if (o->id == s->site->root) {
        l->slots[l->n++] = (struct sums_slot){.whose = SUMS_FORMER};
    }
    for (size_t i = at + 1; i <= at + (size_t)o->below; i += (size_t)s->site->offices[i].below + 1) {
        l->slots[l->n++] = (struct sums_slot){.whose = SUMS_BELOW, .office = &s->site->offices[i]};
    }
}

static void make_levels(struct sums *s, const struct office *from, const struct office *office)
{
    size_t n = 1;
    for (const struct office *o = office; o != from; o = site_parent(s->site, o)) {
        BUG_ON(o->parent < 0);
        n++;
    }
    s->levels = ARENA_ARRAY(s->a, struct sums_level, n);
    s->n_levels = n;
    for (const struct office *o = office; n > 0; o = site_parent(s->site, o)) {
        make_level(s, &s->levels[--n], o);
    }
}

// The slot of a level that an office falls into: not the whole. NULL when it lies elsewhere.
static struct sums_slot *slot_in(const struct sums *s, const struct sums_level *l, const struct office *o)
{
    if (o == l->office) {
        return &l->slots[1];
    }
    size_t lo = 2;
    size_t hi = l->n;
    while (hi - lo > 1) { // the last whose office does not stand behind o; SUMS_FORMER stands before all
        size_t mid = lo + (hi - lo) / 2;
        if (l->slots[mid].office == NULL || l->slots[mid].office <= o) {
            lo = mid;
        } else {
            hi = mid;
        }
    }
    struct sums_slot *slot = lo < l->n ? &l->slots[lo] : NULL;
    if (slot == NULL || slot->office == NULL) {
        return NULL;
    }
    size_t at = index_of(s->site, o);
    size_t first = index_of(s->site, slot->office);
    return at >= first && at <= first + (size_t)slot->office->below ? slot : NULL;
}

static bool lies_in(const struct sums *s, const struct office *o, const struct office *in)
{
    size_t at = index_of(s->site, o);
    size_t first = index_of(s->site, in);
    return at >= first && at <= first + (size_t)in->below;
}

// Where what an office counted belongs: on the lowest level that holds it. NULL: not asked for.
static struct sums_slot *slot_of(struct sums *s, int64_t office_id, bool *last)
{
    const struct office *o = site_office(s->site, office_id);
    *last = false;
    if (o == NULL) {
        struct sums_level *top = &s->levels[0];
        *last = s->n_levels == 1;
        return top->office->id == s->site->root ? &top->slots[2] : NULL;
    }
    for (size_t i = s->n_levels; i-- > 0;) {
        if (lies_in(s, o, s->levels[i].office)) {
            *last = i + 1 == s->n_levels;
            return slot_in(s, &s->levels[i], o);
        }
    }
    return NULL;
}

// ---- reading

static bool take_sum(void *arg, const struct tally_range_row *row, struct err *e)
{
    (void)e;
    struct sums *s = arg;
    enum measure m = measure_of(row->measure);
    bool last;
    struct sums_slot *slot = m == MEASURES ? NULL : slot_of(s, row->office_id, &last);
    if (slot == NULL || row->n == 0) {
        return true;
    }
    if (m != MEASURE_ANSWERED) {
        slot_add(s, slot, key_of(s, (int)m, row->part), row->n);
        return true;
    }
    int64_t days;
    if (last && str_int(row->part, &days)) {
        days_add(s, &slot->days, days, row->n);
    }
    return true;
}

static bool take_open(void *arg, const struct matters_still_open_row *row, struct err *e)
{
    (void)e;
    struct sums *s = arg;
    bool last;
    struct sums_slot *slot = slot_of(s, row->office_id, &last);
    if (slot == NULL) {
        return true;
    }
    const struct {
        int measure;
        const char *part;
        int64_t n;
    } counts[] = {
        {SUMS_AGE, "7", row->age_7},   {SUMS_AGE, "15", row->age_15},  {SUMS_AGE, "30", row->age_30},
        {SUMS_AGE, "90", row->age_90}, {SUMS_AGE, "more", row->older}, {SUMS_DUE, "overdue", row->overdue},
        {SUMS_DUE, "not_overdue", row->age_7 + row->age_15 + row->age_30 + row->age_90 + row->older - row->overdue},
    };
    for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
        slot_add(s, slot, key_of(s, counts[i].measure, str_c(counts[i].part)), counts[i].n);
    }
    return true;
}

static bool read_range(struct sums *s, struct tx *tx, const char *grain, int64_t from, int64_t to, struct err *e)
{
    struct q_tally_range_in in = {.home = s->site->home, .grain = str_c(grain), .from = from, .to = to};
    return from > to || q_tally_range(tx, &in, take_sum, s, e);
}

// Days up to the first whole month, whole months, the days after them.
static bool read_sums(struct sums *s, struct tx *tx, const struct report_period *p, struct err *e)
{
    struct civil_span month = civil_period(PERIOD_MONTH, p->first);
    int64_t from = p->first == month.first ? month.first : month.end;
    int64_t to = civil_period(PERIOD_MONTH, p->last + 1).first; // the day after the last whole month
    if (to <= from) {
        return read_range(s, tx, "d", p->first, p->last, e);
    }
    return read_range(s, tx, "d", p->first, from - 1, e) &&
           read_range(s, tx, "m", tally_month(from), tally_month(to) - 1, e) && read_range(s, tx, "d", to, p->last, e);
}

static bool read_open(struct sums *s, struct tx *tx, struct err *e)
{
    const struct tz *tz = s->site->tz;
    struct q_matters_still_open_in in = {
        .home = s->site->home, .end = tz_day_start(tz, s->as_of + 1), .from_7 = tz_day_start(tz, s->as_of - 7),
        .from_15 = tz_day_start(tz, s->as_of - 15), .from_30 = tz_day_start(tz, s->as_of - 30),
        .from_90 = tz_day_start(tz, s->as_of - 90)};
    return q_matters_still_open(tx, &in, take_open, s, e);
}

// ---- rolling up

static enum sums_group group_of(const struct sums_key *k)
{
    switch (k->measure) {
    case MEASURE_RECEIVED:
        return GROUP_RECEIVED;
    case MEASURE_STARTED:
        return GROUP_OPENED;
    case MEASURE_TIMELY:
        return GROUP_ANSWERED;
    case MEASURE_CLOSED:
        return GROUP_CLOSED;
    case MEASURE_RATED:
        return GROUP_RATED;
    case SUMS_AGE:
        return GROUP_OPEN;
    case MEASURE_PUBLISHED:
        return str_eqz(k->part, PART_BY_RECEIPT) ? GROUP_BY_RECEIPT : SUMS_GROUPS;
    default:
        return SUMS_GROUPS;
    }
}

static void add_days(struct sums *s, struct sums_days *to, const struct sums_days *from)
{
    for (size_t i = 0; i < from->cap; i++) {
        if (from->n[i] != 0) {
            days_add(s, to, (int64_t)i, from->n[i]);
        }
    }
}

// What follows from the sums of one slot: totals, and messages that nobody entered for their sender.
static bool complete(struct sums *s, struct sums_slot *slot, struct err *e)
{
    size_t n = s->n_keys;
    int64_t entered = 0;
    int64_t received = 0;
    int64_t about = 0;
    int64_t least = 0;
    for (size_t k = 0; k < n; k++) {
        int64_t v = sums_n(slot, (ptrdiff_t)k);
        enum sums_group g = group_of(&s->keys[k]);
        received += g == GROUP_RECEIVED ? v : 0;
        entered += s->keys[k].measure == MEASURE_ENTERED ? v : 0;
        about += s->keys[k].measure == MEASURE_RECEIVED_ABOUT ? v : 0;
        least = v < least ? v : least;
        if (v != 0 && g != SUMS_GROUPS) {
            slot_add(s, slot, key_of(s, SUMS_TOTAL + (int)g, STR("")), v);
        }
    }
    if (least < 0 || about != received || entered > received) {
        return err_set(e, ERR_CORRUPT, "the sums of an office do not add up: see hoiam check");
    }
    if (received > entered) {
        slot_add(s, slot, key_of(s, MEASURE_ENTERED, STR(PART_SENT)), received - entered);
    }
    return true;
}

static bool roll_up(struct sums *s, struct err *e)
{
    for (size_t i = s->n_levels; i-- > 0;) {
        struct sums_level *l = &s->levels[i];
        for (size_t k = 1; k < l->n; k++) {
            bool rolled = i + 1 < s->n_levels && l->slots[k].whose == SUMS_BELOW && l->slots[k].office == l[1].office;
            if (rolled) {
                l->slots[k].n = l[1].slots[0].n;
                l->slots[k].cap = l[1].slots[0].cap;
            } else if (!complete(s, &l->slots[k], e)) {
                return false;
            }
            for (size_t key = 0; key < l->slots[k].cap && key < s->n_keys; key++) {
                slot_add(s, &l->slots[0], key, l->slots[k].n[key]);
            }
            add_days(s, &l->slots[0].days, &l->slots[k].days);
        }
    }
    return true;
}

bool sums_read(struct sums *s, struct tx *tx, const struct site *site, const struct office *from, const struct office *office,
               const struct report_period *p, int64_t today, struct err *e)
{
    *s = (struct sums){.a = tx_arena(tx), .site = site, .as_of = p->last < today ? p->last : today};
    grow_keys(s);
    make_levels(s, from, office);
    return read_sums(s, tx, p, e) && read_open(s, tx, e) && roll_up(s, e);
}
