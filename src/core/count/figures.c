// figures.c: see figures.h.
#include "core/count/figures.h"

#include "core/count/told.h"
#include "i18n/i18n.h"

static const struct figure_info infos[FIGURES] = {
#define FIGURE(name, key, unit, rows, label, definition) [FIGURE_##name] = {key, UNIT_##unit, ROWS_##rows, label, definition},
#include "core/count/figure.def"
#undef FIGURE
};

const struct figure_info *figure_info(enum figure f)
{
    return &infos[f];
}

enum figure figure_of(struct str key)
{
    enum figure f = 0;
    while (f < FIGURES && !str_eqz(key, infos[f].key)) {
        f++;
    }
    return f;
}

// ---- one office, one period

// Where a counted figure is found among the sums.
static const struct {
    enum figure figure;
    int measure;
    const char *part;
} counted[] = {
    {FIGURE_RECEIVED, SUMS_TOTAL + GROUP_RECEIVED, ""},
    {FIGURE_SENT, MEASURE_ENTERED, PART_SENT},
    {FIGURE_ENTERED, MEASURE_ENTERED, PART_ENTERED},
    {FIGURE_IMPORTED, MEASURE_ENTERED, PART_IMPORTED},
    {FIGURE_OPENED, SUMS_TOTAL + GROUP_OPENED, ""},
    {FIGURE_ANSWERED, SUMS_TOTAL + GROUP_ANSWERED, ""},
    {FIGURE_ON_TIME, MEASURE_TIMELY, "on_time"},
    {FIGURE_EXTENDED, MEASURE_TIMELY, "extended"},
    {FIGURE_LATE, MEASURE_TIMELY, "late"},
    {FIGURE_NO_DUE, MEASURE_TIMELY, "no_due"},
    {FIGURE_CLOSED, SUMS_TOTAL + GROUP_CLOSED, ""},
    {FIGURE_OPEN, SUMS_TOTAL + GROUP_OPEN, ""},
    {FIGURE_OVERDUE, SUMS_DUE, "overdue"},
    {FIGURE_RATED, SUMS_TOTAL + GROUP_RATED, ""},
    {FIGURE_BY_RECEIPT, SUMS_TOTAL + GROUP_BY_RECEIPT, ""},
};

static struct figure_value value_at(const struct sums *s, const struct sums_slot *slot, int measure, struct str part)
{
    ptrdiff_t key = sums_find(s, measure, part);
    return (struct figure_value){.n = sums_n(slot, key), .shown = sums_shown(slot, key), .listed = sums_listed(s, slot, key)};
}

// What is made of counts is told only where the counts are.
static struct figure_value made_of(int64_t n, bool none, bool told)
{
    return (struct figure_value){.n = n, .none = none, .shown = told ? SHOWN_COUNT : SHOWN_HIDDEN};
}

static void make_share(struct figure_value v[FIGURES])
{
    int64_t due = v[FIGURE_ANSWERED].n - v[FIGURE_NO_DUE].n;
    bool told = v[FIGURE_ANSWERED].shown == SHOWN_COUNT && v[FIGURE_NO_DUE].shown == SHOWN_COUNT &&
                v[FIGURE_ON_TIME].shown == SHOWN_COUNT;
    int64_t permille = due == 0 ? 0 : (v[FIGURE_ON_TIME].n * 2000 + due) / (due * 2);
    v[FIGURE_ON_TIME_SHARE] = made_of(permille, due == 0, told);
}

static void make_days(const struct sums_slot *slot, bool released, struct figure_value v[FIGURES])
{
    int64_t n = sums_days_n(&slot->days);
    bool told = v[FIGURE_ANSWERED].shown == SHOWN_COUNT;
    bool few = released && n > 0 && n < DISCLOSE_SMALL;
    v[FIGURE_MEDIAN] = made_of(sums_days_median(&slot->days), n == 0, told && !few);
    few = released && n > 0 && n < 2 * DISCLOSE_SMALL; // below 10 it would be the very longest
    v[FIGURE_P90] = made_of(sums_days_p90(&slot->days), n == 0, told && !few);
}

static void make_satisfaction(const struct sums *s, const struct sums_slot *slot, bool released, struct figure_value v[FIGURES])
{
    int64_t n = 0;
    int64_t sum = 0;
    for (int r = 1; r <= 5; r++) {
        char part[2] = {(char)('0' + r), 0};
        int64_t times = value_at(s, slot, MEASURE_RATED, str_c(part)).n;
        n += times;
        sum += times * r;
    }
    bool few = released && n > 0 && n < DISCLOSE_SMALL;
    v[FIGURE_SATISFACTION] = made_of(n == 0 ? 0 : (sum * 200 + n) / (n * 2), n == 0,
                                     v[FIGURE_RATED].shown == SHOWN_COUNT && !few);
}

static void make_published(const struct sums *s, const struct sums_slot *slot, struct figure_value v[FIGURES])
{
    int64_t n = 0;
    for (size_t k = 0; k < s->keys.n; k++) {
        bool is_public = s->keys.list[k].measure == MEASURE_PUBLISHED && !str_eqz(s->keys.list[k].part, PART_BY_RECEIPT);
        n += is_public ? sums_n(slot, (ptrdiff_t)k) : 0;
    }
    v[FIGURE_PUBLISHED] = made_of(n, false, true);
}

static void fill(const struct sums *s, const struct sums_slot *slot, bool released, struct figure_value v[FIGURES])
{
    for (size_t i = 0; i < ARRAY_LEN(counted); i++) {
        v[counted[i].figure] = value_at(s, slot, counted[i].measure, str_c(counted[i].part));
    }
    make_share(v);
    make_days(slot, released, v);
    make_satisfaction(s, slot, released, v);
    make_published(s, slot, v);
}

// ---- parts

static const struct {
    const char *key;
    const char *title;
    int measure;
    enum figure total;
    const char *order; // parts that always stand there, in this order; others follow
} lists[FIGURE_LISTS] = {
    [LIST_CHANNEL] = {"by_channel", N_("By channel"), MEASURE_RECEIVED, FIGURE_RECEIVED, ""},
    [LIST_SUBJECT] = {"by_subject", N_("By subject"), MEASURE_RECEIVED_ABOUT, FIGURE_RECEIVED, ""},
    [LIST_OUTCOME] = {"by_outcome", N_("Outcomes of closed matters"), MEASURE_CLOSED, FIGURE_CLOSED,
                      "done partly planned not_ours guided declined no_answer withdrawn not_stated"},
    [LIST_AGE] = {"open_by_age", N_("Still open, by age"), SUMS_AGE, FIGURE_OPEN, "7 15 30 90 more"},
    [LIST_RATING] = {"by_rating", N_("Satisfaction"), MEASURE_RATED, FIGURE_RATED, "5 4 3 2 1"},
    [LIST_KIND] = {"by_kind", N_("Publications by kind"), MEASURE_PUBLISHED, FIGURE_PUBLISHED, ""},
};

const char *figure_list_key(enum figure_list list)
{
    return lists[list].key;
}

const char *figure_list_title(enum figure_list list)
{
    return lists[list].title;
}

enum figure figure_list_total(enum figure_list list)
{
    return lists[list].total;
}

static struct figure_part *part_of(struct figure_parts *p, struct str code)
{
    for (size_t i = 0; i < p->n; i++) {
        if (str_eq(p->list[i].code, code)) {
            return &p->list[i];
        }
    }
    p->list[p->n].code = code;
    return &p->list[p->n++];
}

// Largest first; what is hidden stands where its size does not show, by name at the end.
static int by_size(const void *a, const void *b)
{
    const struct figure_part *x = a;
    const struct figure_part *y = b;
    int64_t nx = x->v[TIME_NOW].shown == SHOWN_COUNT ? x->v[TIME_NOW].n : -1;
    int64_t ny = y->v[TIME_NOW].shown == SHOWN_COUNT ? y->v[TIME_NOW].n : -1;
    return nx != ny ? (nx < ny ? 1 : -1) : str_cmp(x->code, y->code);
}

// Ratings are told all or not at all: with the mean beside them, four would tell the fifth.
static void all_or_none(struct figure_parts *p)
{
    for (int t = 0; t < FIGURE_TIMES; t++) {
        bool hidden = false;
        for (size_t i = 0; i < p->n; i++) {
            hidden = hidden || p->list[i].v[t].shown != SHOWN_COUNT;
        }
        for (size_t i = 0; i < p->n && hidden; i++) {
            p->list[i].v[t].shown = SHOWN_HIDDEN;
        }
    }
}

static void fill_parts(struct arena *a, const struct sums s[FIGURE_TIMES], const struct sums_slot *const slots[FIGURE_TIMES],
                       enum figure_list list, struct figure_parts *p)
{
    size_t most = 16;
    for (int t = 0; t < FIGURE_TIMES; t++) {
        most += s[t].keys.n;
    }
    p->list = ARENA_ARRAY(a, struct figure_part, most);
    struct str order = str_c(lists[list].order);
    while (order.n > 0) {
        (void)part_of(p, str_cut(&order, ' '));
    }
    size_t fixed = p->n;
    for (int t = 0; t < FIGURE_TIMES; t++) {
        for (size_t k = 0; k < s[t].keys.n; k++) {
            const struct sums_key *key = &s[t].keys.list[k];
            if (key->measure == lists[list].measure && !str_eqz(key->part, PART_BY_RECEIPT)) {
                (void)part_of(p, key->part);
            }
        }
    }
    for (int t = 0; t < FIGURE_TIMES; t++) {
        for (size_t i = 0; i < p->n; i++) {
            p->list[i].v[t] = value_at(&s[t], slots[t], lists[list].measure, p->list[i].code);
        }
    }
    if (list == LIST_RATING) {
        all_or_none(p);
    }
    if (fixed == 0) {
        qsort(p->list, p->n, sizeof *p->list, by_size);
    }
}

// ---- all of it

static bool is_empty(const struct sums_slot *slot)
{
    bool empty = true;
    for (size_t k = 0; k < slot->cap && empty; k++) {
        empty = slot->n[k] == 0;
    }
    return empty;
}

// An office below is told of even where it counted nothing; a former one only where it did.
static void fill_offices(struct figures *f, struct arena *a, const struct sums *s)
{
    bool parts = f->office->below > 0;
    for (size_t i = 2; i < s->n_slots && !parts; i++) {
        parts = !is_empty(&s->slots[i]);
    }
    if (!parts || f->alone) {
        return;
    }
    f->offices = ARENA_ARRAY(a, struct figure_office, s->n_slots);
    for (size_t i = 1; i < s->n_slots; i++) {
        const struct sums_slot *slot = &s->slots[i];
        if (slot->whose == SUMS_FORMER && is_empty(slot)) {
            continue;
        }
        struct figure_office *row = &f->offices[f->n_offices++];
        row->whose = slot->whose;
        row->office = slot->office;
        fill(s, slot, f->released, row->v);
    }
}

// The sums of one of the periods, and what may be told of them. *told: of the year that was decided last.
static bool read_time(struct sums *s, struct tx *tx, const struct site *site, const struct figures *f,
                      const struct report_period *p, int64_t today, struct told **told, struct err *e)
{
    if (!sums_read(s, tx, site, f->office, p, today, e)) {
        return false;
    }
    if (!f->released) {
        return true;
    }
    bool known = *told != NULL && told_holds(*told, p);
    return (known || told_read(told, tx, site, p, today, e)) && told_mark(*told, s, p, e);
}

bool figures_read(struct figures *f, struct tx *tx, const struct site *site, const struct office *office, bool alone,
                  const struct report_period *p, bool released, int64_t now, struct err *e)
{
    BUG_ON(released && !told_may(p));
    *f = (struct figures){.office = office, .alone = alone, .released = released};
    f->period[TIME_NOW] = *p;
    f->period[TIME_BEFORE] = period_before(p);
    f->period[TIME_YEAR_BEFORE] = period_year_before(p);
    struct arena *a = tx_arena(tx);
    struct sums *s = ARENA_ARRAY(a, struct sums, FIGURE_TIMES);
    const struct sums_slot *slots[FIGURE_TIMES];
    struct told *told = NULL;
    for (int t = 0; t < FIGURE_TIMES; t++) {
        if (!read_time(&s[t], tx, site, f, &f->period[t], tz_day(site->tz, now), &told, e)) {
            return false;
        }
        slots[t] = &s[t].slots[alone ? 1 : 0];
        fill(&s[t], slots[t], released, f->v[t]);
    }
    f->as_of = s[TIME_NOW].as_of;
    for (enum figure_list list = 0; list < FIGURE_LISTS; list++) {
        fill_parts(a, s, slots, list, &f->parts[list]);
    }
    fill_offices(f, a, &s[TIME_NOW]);
    return true;
}
