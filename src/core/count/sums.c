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

static size_t place_of(const struct sums_keys *keys, int measure, struct str part)
{
    size_t at = hash_of(measure, part) & (keys->hashed_cap - 1);
    while (keys->hashed[at] != 0) {
        const struct sums_key *k = &keys->list[keys->hashed[at] - 1];
        if (k->measure == measure && str_eq(k->part, part)) {
            break;
        }
        at = (at + 1) & (keys->hashed_cap - 1);
    }
    return at;
}

ptrdiff_t sums_keys_find(const struct sums_keys *keys, int measure, struct str part)
{
    return (ptrdiff_t)keys->hashed[place_of(keys, measure, part)] - 1;
}

static void grow_keys(struct sums_keys *keys)
{
    struct sums_key *list = keys->list;
    keys->cap = keys->cap == 0 ? 128 : keys->cap * 2;
    keys->list = ARENA_ARRAY(keys->a, struct sums_key, keys->cap);
    if (keys->n > 0) {
        memcpy(keys->list, list, keys->n * sizeof *list);
    }
    keys->hashed_cap = keys->cap * 2;
    keys->hashed = ARENA_ARRAY(keys->a, uint32_t, keys->hashed_cap);
    for (size_t i = 0; i < keys->n; i++) {
        keys->hashed[place_of(keys, keys->list[i].measure, keys->list[i].part)] = (uint32_t)i + 1;
    }
}

struct sums_keys sums_keys_new(struct arena *a)
{
    struct sums_keys keys = {.a = a};
    grow_keys(&keys);
    return keys;
}

size_t sums_keys_add(struct sums_keys *keys, int measure, struct str part)
{
    if (keys->n == keys->cap) {
        grow_keys(keys);
    }
    size_t at = place_of(keys, measure, part);
    if (keys->hashed[at] == 0) {
        keys->list[keys->n] = (struct sums_key){measure, str_copy(keys->a, part)};
        keys->hashed[at] = (uint32_t)++keys->n;
    }
    return keys->hashed[at] - 1;
}

ptrdiff_t sums_find(const struct sums *s, int measure, struct str part)
{
    return sums_keys_find(&s->keys, measure, part);
}

static void slot_add(struct sums *s, struct sums_slot *slot, size_t key, int64_t n)
{
    if (key >= slot->cap) {
        size_t cap = s->keys.cap;
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

// The measure of the public ones among what is counted under one; SUMS_MEASURES where none are listed.
static int shown_of(int measure)
{
    switch (measure) {
    case MEASURE_STARTED:
        return MEASURE_SHOWN_STARTED;
    case MEASURE_TIMELY:
        return MEASURE_SHOWN_TIMELY;
    case MEASURE_CLOSED:
        return MEASURE_SHOWN_CLOSED;
    case SUMS_AGE:
        return SUMS_SHOWN_AGE;
    case SUMS_DUE:
        return SUMS_SHOWN_DUE;
    default:
        return measure >= SUMS_TOTAL && measure < SUMS_SHOWN_TOTAL ? measure - SUMS_TOTAL + SUMS_SHOWN_TOTAL : SUMS_MEASURES;
    }
}

int64_t sums_listed(const struct sums *s, const struct sums_slot *slot, ptrdiff_t key)
{
    if (key < 0) {
        return 0;
    }
    return sums_n(slot, sums_find(s, shown_of(s->keys.list[key].measure), s->keys.list[key].part));
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

static void make_slots(struct sums *s, const struct office *o)
{
    size_t at = index_of(s->site, o);
    s->office = o;
    s->slots = ARENA_ARRAY(s->a, struct sums_slot, (size_t)o->below + 3 + s->site->n_gone);
    s->slots[s->n_slots++] = (struct sums_slot){.whose = SUMS_ALL, .office = o};
    s->slots[s->n_slots++] = (struct sums_slot){.whose = SUMS_OWN, .office = o};
    if (o->id == s->site->root) {
        s->slots[s->n_slots++] = (struct sums_slot){.whose = SUMS_FORMER};
    }
    for (size_t i = at + 1; i <= at + (size_t)o->below; i += (size_t)s->site->offices[i].below + 1) {
        s->slots[s->n_slots++] = (struct sums_slot){.whose = SUMS_BELOW, .office = &s->site->offices[i]};
    }
    for (size_t i = s->site->n_offices; i < s->site->n_offices + s->site->n_gone && o->heir < 0; i++) {
        if (s->site->offices[i].parent == (int32_t)at) { // what it counted stands where it stood last, under its own name
            s->slots[s->n_slots++] = (struct sums_slot){.whose = SUMS_FORMER, .office = &s->site->offices[i]};
        }
    }
}

static bool lies_in(const struct sums *s, const struct office *o, const struct office *in)
{
    size_t at = index_of(s->site, o);
    size_t first = index_of(s->site, in);
    return at >= first && at <= first + (size_t)in->below;
}

// Where what an office counted belongs: not the whole. NULL: not asked for.
static struct sums_slot *slot_of(const struct sums *s, int64_t office_id)
{
    const struct office *o = site_office(s->site, office_id);
    if (o == NULL) {
        return s->office->id == s->site->root ? &s->slots[2] : NULL;
    }
    const struct office *stands = o->heir < 0 ? o : site_parent(s->site, o);
    if (o != s->office && stands != s->office) {
        o = stands;
    }
    if (o == s->office) {
        return &s->slots[1];
    }
    size_t lo = 2;
    size_t hi = s->n_slots;
    while (hi - lo > 1) { // the last whose office does not stand behind o; the slot of no office stands before all
        size_t mid = lo + (hi - lo) / 2;
        if (s->slots[mid].office == NULL || s->slots[mid].office <= o) {
            lo = mid;
        } else {
            hi = mid;
        }
    }
    struct sums_slot *slot = lo < s->n_slots ? &s->slots[lo] : NULL;
    return slot != NULL && slot->office != NULL && lies_in(s, o, slot->office) ? slot : NULL;
}

// ---- reading

static bool take_sum(void *arg, const struct tally_range_row *row, struct err *e)
{
    (void)e;
    struct sums *s = arg;
    enum measure m = measure_of(row->measure);
    struct sums_slot *slot = m == MEASURES || row->n == 0 ? NULL : slot_of(s, row->office_id);
    int64_t days;
    if (slot == NULL) {
        return true;
    }
    if (m != MEASURE_ANSWERED) {
        slot_add(s, slot, sums_keys_add(&s->keys, (int)m, row->part), row->n);
    } else if (str_int(row->part, &days)) {
        days_add(s, &slot->days, days, row->n);
    }
    return true;
}

const struct sums_open_key sums_open_key[SUMS_OPEN_PARTS] = {
    {SUMS_AGE, "7"}, {SUMS_AGE, "15"}, {SUMS_AGE, "30"}, {SUMS_AGE, "90"}, {SUMS_AGE, "more"},
    {SUMS_DUE, "overdue"}, {SUMS_DUE, "not_overdue"},
};

static bool take_open(void *arg, const struct matters_still_open_row *row, struct err *e)
{
    (void)e;
    struct sums *s = arg;
    struct sums_open o = {row->office_id, {row->age_7, row->age_15, row->age_30, row->age_90, row->older, row->overdue,
                                           row->age_7 + row->age_15 + row->age_30 + row->age_90 + row->older - row->overdue},
                          {row->shown_7, row->shown_15, row->shown_30, row->shown_90, row->shown_older, row->shown_overdue,
                           row->shown_7 + row->shown_15 + row->shown_30 + row->shown_90 + row->shown_older -
                               row->shown_overdue}};
    if (s->n_open == s->open_cap) {
        struct sums_open *list = s->open;
        s->open_cap = s->open_cap == 0 ? 64 : s->open_cap * 2;
        s->open = ARENA_ARRAY(s->a, struct sums_open, s->open_cap);
        if (s->n_open > 0) {
            memcpy(s->open, list, s->n_open * sizeof *list);
        }
    }
    s->open[s->n_open++] = o;
    struct sums_slot *slot = slot_of(s, row->office_id);
    for (size_t i = 0; slot != NULL && i < SUMS_OPEN_PARTS; i++) {
        const struct sums_open_key *k = &sums_open_key[i];
        slot_add(s, slot, sums_keys_add(&s->keys, k->measure, str_c(k->part)), o.n[i]);
        slot_add(s, slot, sums_keys_add(&s->keys, shown_of(k->measure), str_c(k->part)), o.listed[i]);
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

enum sums_group sums_group_of(int measure, struct str part)
{
    switch (measure) {
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
        return str_eqz(part, PART_BY_RECEIPT) ? GROUP_BY_RECEIPT : SUMS_GROUPS;
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
    size_t n = s->keys.n;
    int64_t entered = 0;
    int64_t received = 0;
    int64_t about = 0;
    int64_t least = 0;
    for (size_t k = 0; k < n; k++) {
        int64_t v = sums_n(slot, (ptrdiff_t)k);
        enum sums_group g = sums_group_of(s->keys.list[k].measure, s->keys.list[k].part);
        received += g == GROUP_RECEIVED ? v : 0;
        entered += s->keys.list[k].measure == MEASURE_ENTERED ? v : 0;
        about += s->keys.list[k].measure == MEASURE_RECEIVED_ABOUT ? v : 0;
        least = v < least ? v : least;
        if (v != 0 && g != SUMS_GROUPS) {
            int64_t listed = sums_listed(s, slot, (ptrdiff_t)k);
            slot_add(s, slot, sums_keys_add(&s->keys, SUMS_TOTAL + (int)g, STR("")), v);
            slot_add(s, slot, sums_keys_add(&s->keys, SUMS_SHOWN_TOTAL + (int)g, STR("")), listed);
        }
    }
    if (least < 0 || about != received || entered > received) {
        return err_set(e, ERR_CORRUPT, N_("the sums of an office do not add up: see hoiam check"));
    }
    if (received > entered) {
        slot_add(s, slot, sums_keys_add(&s->keys, MEASURE_ENTERED, STR(PART_SENT)), received - entered);
    }
    return true;
}

static bool roll_up(struct sums *s, struct err *e)
{
    for (size_t k = 1; k < s->n_slots; k++) {
        if (!complete(s, &s->slots[k], e)) {
            return false;
        }
        for (size_t key = 0; key < s->slots[k].cap && key < s->keys.n; key++) {
            slot_add(s, &s->slots[0], key, s->slots[k].n[key]);
        }
        add_days(s, &s->slots[0].days, &s->slots[k].days);
    }
    return true;
}

bool sums_read(struct sums *s, struct tx *tx, const struct site *site, const struct office *office,
               const struct report_period *p, int64_t today, struct err *e)
{
    *s = (struct sums){.a = tx_arena(tx), .site = site, .as_of = p->last < today ? p->last : today};
    s->keys = sums_keys_new(s->a);
    make_slots(s, office);
    return read_sums(s, tx, p, e) && read_open(s, tx, e) && roll_up(s, e);
}
