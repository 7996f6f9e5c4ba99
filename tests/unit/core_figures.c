// core_figures.c: figures read from sums equal figures counted one by one, for random offices, rows and periods; and what
// is told in public is the same on every page and never a small count.
#include "tap.h"

#include "base/random.h"
#include "core/count/rows.h"
#include "core/office/founding.h"
#include "db/db.h"
#include "db/q_matter.h"
#include "db/q_rows.h"

#include <unistd.h>

enum { OFFICES = 14, MESSAGES = 260, MATTERS = 200, RATINGS = 90, PUBLICATIONS = 60, ROUNDS = 6, PERIODS = 12 };

static const char *const channel_of[] = {"web", "phone", "paper"};
static const char *const subject_of[] = {"", "road", "water", "noise"};
static const char *const outcome_list[] = {"done", "partly", "planned", "declined"};

struct world {
    struct prng r;
    struct db *db;
    struct arena a;
    struct site *site;
    int64_t office[OFFICES];
    int parent[OFFICES];
    size_t n_offices;
    int64_t category[4];
    int64_t now;
    struct message_row messages[MESSAGES];
    struct matter_row matters[MATTERS];
    struct {
        int64_t office, at, value;
    } ratings[RATINGS];
    struct {
        int64_t office, at;
        const char *kind;
    } publications[PUBLICATIONS];
};

static int64_t any_office(struct world *w)
{
    return w->office[prng_below(&w->r, w->n_offices)];
}

// A second within two years up to now.
static int64_t any_time(struct world *w)
{
    return w->now - (int64_t)prng_below(&w->r, 730LL * 86400);
}

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    struct world *w = arg;
    int64_t home;
    struct office_draft root = {.code = STR("o0"), .kind = STR("province"), .name = {STR("Tân Giang"), STR("Tân Giang")}};
    if (!site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), w->now - 900LL * 86400, 18000, &home, &w->office[0], e)) {
        return TX_FAILED;
    }
    struct founder f = {.tx = tx, .home = home, .now = w->now - 900LL * 86400, .today = 18000};
    for (w->n_offices = 1; w->n_offices < OFFICES - prng_below(&w->r, 6); w->n_offices++) {
        size_t i = w->n_offices;
        w->parent[i] = (int)prng_below(&w->r, i);
        struct office_draft d = {.code = str_fmt(tx_arena(tx), "o%zu", i), .kind = STR("commune"),
                                 .parent_id = w->office[w->parent[i]], .name = {STR("Xã"), STR("Xã")}};
        if (!office_add(&f, &d, &w->office[i], e)) {
            return TX_FAILED;
        }
    }
    for (size_t i = 1; i < ARRAY_LEN(subject_of); i++) {
        struct str name[LANG_COUNT] = {str_c(subject_of[i]), str_c(subject_of[i])};
        if (!category_add(&f, w->office[0], str_c(subject_of[i]), name, 0, (int64_t)i, &w->category[i], e)) {
            return TX_FAILED;
        }
    }
    return TX_COMMIT;
}

static void make_matter(struct world *w, struct matter_row *m, size_t i)
{
    *m = (struct matter_row){.home_id = w->site->home, .id = random_id(), .number = (int64_t)i + 1, .number_year = 2026,
                             .number_office_id = w->office[0], .office_id = any_office(w), .state = STR("open"),
                             .started_at = any_time(w)};
    int64_t left = w->now - m->started_at;
    if (prng_below(&w->r, 4) != 0) {
        m->first_due_at = m->started_at + 15LL * 86400;
        m->due_at = m->first_due_at + (prng_below(&w->r, 3) == 0 ? 10LL * 86400 : 0);
    }
    if (prng_below(&w->r, 4) != 0) {
        int64_t most = left < 40LL * 86400 ? left : 40LL * 86400;
        m->answered_at = m->started_at + (int64_t)prng_below(&w->r, (uint64_t)most + 1);
        m->state = STR("answered");
    }
    if (m->answered_at != 0 && prng_below(&w->r, 3) != 0) {
        m->closed_at = m->answered_at + (int64_t)prng_below(&w->r, (uint64_t)(w->now - m->answered_at) + 1);
        m->state = STR("closed");
        m->outcome = str_c(outcome_list[prng_below(&w->r, ARRAY_LEN(outcome_list))]);
    }
    m->public_at = prng_below(&w->r, 2) == 0 ? w->now : 0;
}

static bool store_matter(struct tx *tx, const struct matter_row *m, struct err *e)
{
    return q_matter_insert(tx, &(struct q_matter_insert_in){
               .home = m->home_id, .id = m->id, .public_id = str_fmt(tx_arena(tx), "p%lld", (long long)m->id),
               .number = m->number, .number_office = m->number_office_id, .number_year = m->number_year,
               .office = m->office_id, .state = m->state, .started_at = m->started_at, .now = m->started_at}, NULL, e) &&
           q_matter_update(tx, &(struct q_matter_update_in){
               .home = m->home_id, .id = m->id, .was_version = 1, .office = m->office_id, .state = m->state,
               .outcome = m->outcome, .started_at = m->started_at, .first_due_at = m->first_due_at, .due_at = m->due_at,
               .answered_at = m->answered_at, .closed_at = m->closed_at, .public_at = m->public_at,
               .now = m->started_at}, NULL, e);
}

static enum tx_end fill(struct tx *tx, void *arg, struct err *e)
{
    struct world *w = arg;
    struct tally_tx sums = {tx, w->site};
    bool good = true;
    for (size_t i = 0; i < MESSAGES && good; i++) {
        struct message_row *m = &w->messages[i];
        *m = (struct message_row){.office_id = any_office(w), .received_at = any_time(w),
                                  .channel = str_c(channel_of[prng_below(&w->r, 3)]),
                                  .category_id = w->category[prng_below(&w->r, 4)],
                                  .by_office = prng_below(&w->r, 5) == 0};
        m->import_id = m->by_office && prng_below(&w->r, 2) == 0 ? 7 : 0;
        good = tally_of_message(w->site, m, 1, tally_to_store, &sums, e);
    }
    for (size_t i = 0; i < MATTERS && good; i++) {
        make_matter(w, &w->matters[i], i);
        good = store_matter(tx, &w->matters[i], e) &&
               tally_of_matter(w->site, &w->matters[i], 1, tally_to_store, &sums, e);
    }
    for (size_t i = 0; i < RATINGS && good; i++) {
        w->ratings[i].office = any_office(w);
        w->ratings[i].at = any_time(w);
        w->ratings[i].value = 1 + (int64_t)prng_below(&w->r, 5);
        good = tally_of_rating(w->site, w->ratings[i].office, w->ratings[i].at, w->ratings[i].value, 1, tally_to_store, &sums, e);
    }
    for (size_t i = 0; i < PUBLICATIONS && good; i++) {
        static const char *const kinds[] = {"answer", "notice", PART_BY_RECEIPT};
        w->publications[i].office = any_office(w);
        w->publications[i].at = any_time(w);
        w->publications[i].kind = kinds[prng_below(&w->r, 3)];
        good = tally_of_publication(w->site, w->publications[i].office, w->publications[i].at,
                                    str_c(w->publications[i].kind), false, 1, tally_to_store, &sums, e);
    }
    return good ? TX_COMMIT : TX_FAILED;
}

// ---- the same, counted one by one

struct asked {
    struct world *w;
    size_t office;
    bool alone;
    struct report_period p;
    int64_t as_of;
};

static bool counts(const struct asked *q, int64_t office, int64_t at)
{
    int64_t day = tz_day(q->w->site->tz, at);
    if (at == 0 || day < q->p.first || day > q->p.last) {
        return false;
    }
    size_t i = 0;
    while (q->w->office[i] != office) {
        i++;
    }
    while (i != q->office && i != 0 && !q->alone) {
        i = (size_t)q->w->parent[i];
    }
    return i == q->office;
}

static int compare_days(const void *a, const void *b)
{
    const int64_t *x = a;
    const int64_t *y = b;
    return *x < *y ? -1 : *x > *y;
}

static bool still_open(const struct asked *q, const struct matter_row *m)
{
    const struct tz *tz = q->w->site->tz;
    struct asked ever = *q;
    ever.p = (struct report_period){.first = -100000, .last = 100000};
    return counts(&ever, m->office_id, m->started_at) && tz_day(tz, m->started_at) <= q->as_of &&
           (m->closed_at == 0 || tz_day(tz, m->closed_at) > q->as_of);
}

static void count_matters(const struct asked *q, int64_t v[FIGURES], int64_t outcome[4], int64_t age[5])
{
    const struct tz *tz = q->w->site->tz;
    int64_t days[MATTERS];
    size_t n = 0;
    for (size_t i = 0; i < MATTERS; i++) {
        const struct matter_row *m = &q->w->matters[i];
        v[FIGURE_OPENED] += counts(q, m->office_id, m->started_at);
        if (counts(q, m->office_id, m->answered_at)) {
            days[n++] = tz_day(tz, m->answered_at) - tz_day(tz, m->started_at);
            bool due = m->first_due_at != 0;
            bool first = due && m->answered_at <= m->first_due_at;
            bool later = due && !first && m->answered_at <= m->due_at;
            v[FIGURE_ON_TIME] += first;
            v[FIGURE_EXTENDED] += later;
            v[FIGURE_LATE] += due && !first && !later;
            v[FIGURE_NO_DUE] += !due;
        }
        for (size_t k = 0; k < 4 && counts(q, m->office_id, m->closed_at); k++) {
            v[FIGURE_CLOSED] += str_eqz(m->outcome, outcome_list[k]);
            outcome[k] += str_eqz(m->outcome, outcome_list[k]);
        }
        if (still_open(q, m)) {
            int64_t old = q->as_of - tz_day(tz, m->started_at);
            int64_t end = tz_day_start(tz, q->as_of + 1);
            age[old <= 7 ? 0 : old <= 15 ? 1 : old <= 30 ? 2 : old <= 90 ? 3 : 4]++;
            v[FIGURE_OPEN]++;
            v[FIGURE_OVERDUE] += m->due_at != 0 && m->due_at < end && (m->answered_at == 0 || m->answered_at >= end);
        }
    }
    v[FIGURE_ANSWERED] = (int64_t)n;
    qsort(days, n, sizeof *days, compare_days);
    v[FIGURE_MEDIAN] = n == 0 ? 0 : n % 2 == 1 ? days[n / 2] * 10 : (days[n / 2 - 1] + days[n / 2]) * 5;
    size_t rank = 0;
    while (rank * 10 < n * 9) {
        rank++;
    }
    v[FIGURE_P90] = n == 0 ? 0 : days[rank - 1];
    double due = (double)(v[FIGURE_ANSWERED] - v[FIGURE_NO_DUE]);
    v[FIGURE_ON_TIME_SHARE] = due > 0 ? (int64_t)((double)v[FIGURE_ON_TIME] * 1000 / due + 0.5) : 0;
}

static void count_rest(const struct asked *q, int64_t v[FIGURES], int64_t channel[3], int64_t subject[4])
{
    for (size_t i = 0; i < MESSAGES; i++) {
        const struct message_row *m = &q->w->messages[i];
        if (!counts(q, m->office_id, m->received_at)) {
            continue;
        }
        v[FIGURE_RECEIVED]++;
        v[!m->by_office ? FIGURE_SENT : m->import_id != 0 ? FIGURE_IMPORTED : FIGURE_ENTERED]++;
        for (size_t k = 0; k < 3; k++) {
            channel[k] += str_eqz(m->channel, channel_of[k]);
        }
        for (size_t k = 0; k < 4; k++) {
            subject[k] += m->category_id == q->w->category[k];
        }
    }
    int64_t sum = 0;
    for (size_t i = 0; i < RATINGS; i++) {
        bool in = counts(q, q->w->ratings[i].office, q->w->ratings[i].at);
        v[FIGURE_RATED] += in;
        sum += in ? q->w->ratings[i].value : 0;
    }
    int64_t n = v[FIGURE_RATED];
    v[FIGURE_SATISFACTION] = n == 0 ? 0 : (int64_t)((double)sum * 100 / (double)n + 0.5);
    for (size_t i = 0; i < PUBLICATIONS; i++) {
        bool by_receipt = strcmp(q->w->publications[i].kind, PART_BY_RECEIPT) == 0;
        v[by_receipt ? FIGURE_BY_RECEIPT : FIGURE_PUBLISHED] +=
            counts(q, q->w->publications[i].office, q->w->publications[i].at);
    }
}

static bool same_parts(const struct figure_parts *p, const char *const *codes, const int64_t *n, size_t count, int time)
{
    int64_t sum = 0;
    int64_t all = 0;
    for (size_t i = 0; i < p->n; i++) {
        sum += p->list[i].v[time].n;
        for (size_t k = 0; k < count; k++) {
            if (str_eqz(p->list[i].code, codes[k]) && p->list[i].v[time].n != n[k]) {
                return false;
            }
        }
    }
    for (size_t k = 0; k < count; k++) {
        all += n[k];
    }
    return sum == all;
}

static bool same(const struct figures *f, struct asked q, int time)
{
    static const char *const age_of[] = {"7", "15", "30", "90", "more"};
    int64_t v[FIGURES] = {0};
    int64_t outcome[4] = {0};
    int64_t age[5] = {0};
    int64_t channel[3] = {0};
    int64_t subject[4] = {0};
    int64_t today = tz_day(q.w->site->tz, q.w->now);
    q.p = f->period[time];
    q.as_of = q.p.last < today ? q.p.last : today;
    count_matters(&q, v, outcome, age);
    count_rest(&q, v, channel, subject);
    bool good = true;
    for (enum figure i = 0; i < FIGURES; i++) {
        if (f->v[time][i].n != v[i]) {
            printf("# %s of office %zu: %lld, one by one %lld\n", figure_info(i)->key, q.office, (long long)f->v[time][i].n,
                   (long long)v[i]);
            good = false;
        }
    }
    return good && same_parts(&f->parts[LIST_OUTCOME], outcome_list, outcome, 4, time) &&
           same_parts(&f->parts[LIST_AGE], age_of, age, 5, time) &&
           same_parts(&f->parts[LIST_CHANNEL], channel_of, channel, 3, time) &&
           same_parts(&f->parts[LIST_SUBJECT], subject_of, subject, 4, time);
}

static struct report_period any_period(struct world *w, bool public)
{
    int64_t first = tz_day(w->site->tz, w->now) - (int64_t)prng_below(&w->r, 700);
    int64_t last = first + (int64_t)prng_below(&w->r, 300);
    static const enum period kinds[] = {PERIOD_YEAR, PERIOD_QUARTER, PERIOD_HALF, PERIOD_MONTH};
    if (public || prng_below(&w->r, 3) == 0) {
        struct civil_span span = civil_period(kinds[prng_below(&w->r, public ? 3 : 4)], first);
        return period_of_days(span.first, span.end - 1);
    }
    return period_of_days(first, last);
}

static bool told_small(const struct figure_value *v)
{
    return v->shown == SHOWN_COUNT && v->n > v->listed && v->n - v->listed < DISCLOSE_SMALL;
}

// No small count among what is told of one office.
static bool discreet(const struct figure_value v[FIGURES])
{
    for (enum figure i = 0; i < FIGURES; i++) {
        if (figure_info(i)->unit == UNIT_COUNT && i != FIGURE_PUBLISHED && told_small(&v[i])) {
            return false;
        }
    }
    return v[FIGURE_MEDIAN].none || v[FIGURE_MEDIAN].shown != SHOWN_COUNT || v[FIGURE_ANSWERED].n >= DISCLOSE_SMALL;
}

// The page of an office and its row on the page of the one above tell the same.
static bool agree(const struct figures *above, const struct figures *f)
{
    for (size_t i = 0; i < above->n_offices; i++) {
        for (enum figure k = 0; k < FIGURES && above->offices[i].whose == SUMS_BELOW; k++) {
            const struct figure_value *x = &above->offices[i].v[k];
            const struct figure_value *y = &f->v[TIME_NOW][k];
            if (above->offices[i].office == f->office && (x->shown != y->shown || x->n != y->n)) {
                return false;
            }
        }
    }
    return true;
}

// Of the four quarters of a year that is told no single one is hidden.
static bool no_quarter_alone(const struct figures *year, const struct figures quarter[4])
{
    for (enum figure i = 0; i < FIGURES; i++) {
        int hidden = 0;
        for (int q = 0; q < 4; q++) {
            hidden += quarter[q].v[TIME_NOW][i].shown != SHOWN_COUNT;
        }
        bool adds_up = figure_info(i)->unit == UNIT_COUNT && i != FIGURE_OPEN && i != FIGURE_OVERDUE;
        if (adds_up && year->v[TIME_NOW][i].shown == SHOWN_COUNT && hidden == 1) {
            return false;
        }
    }
    return true;
}

static bool read_year(struct world *w, struct tx *tx, const struct office *o, bool *good, struct err *e)
{
    struct figures year;
    struct figures quarter[4];
    int64_t first = civil_day(2025 + (int)prng_below(&w->r, 2), 1, 1);
    struct report_period p = period_of_days(first, civil_add_months(first, 12) - 1);
    if (!figures_read(&year, tx, w->site, o, false, &p, true, w->now, e)) {
        return false;
    }
    for (int q = 0; q < 4; q++) {
        p = period_quarter(civil_add_months(first, q * 3));
        if (!figures_read(&quarter[q], tx, w->site, o, false, &p, true, w->now, e)) {
            return false;
        }
    }
    *good = *good && no_quarter_alone(&year, quarter);
    return true;
}

// Each part of a figure of matters opens as many rows as it counts; in public, as many as count as public.
static bool parts_open(struct world *w, struct tx *tx, const struct figures *f, bool *good, struct err *e)
{
    for (enum figure i = 0; i < FIGURES; i++) {
        enum figure_list list = figure_info(i)->rows == ROWS_MATTERS ? rows_parts(i) : FIGURE_LISTS;
        for (size_t k = 0; list != FIGURE_LISTS && k < f->parts[list].n; k++) {
            const struct figure_part *part = &f->parts[list].list[k];
            int64_t n;
            if (!rows_count(&n, tx, w->site, f, i, part->code, e)) {
                return false;
            }
            *good = *good && n == (f->released ? part->v[TIME_NOW].listed : part->v[TIME_NOW].n);
        }
    }
    return true;
}

static bool read_both(struct world *w, struct tx *tx, struct asked *q, bool *good, bool *quiet, bool *same_told, struct err *e)
{
    struct figures f;
    const struct office *o = site_office(w->site, w->office[q->office]);
    if (!figures_read(&f, tx, w->site, o, q->alone, &q->p, false, w->now, e)) {
        return false;
    }
    for (int t = 0; t < FIGURE_TIMES; t++) {
        *good = *good && same(&f, *q, t);
    }
    for (enum figure i = 0; i < FIGURES; i++) {
        int64_t n;
        if (figure_info(i)->rows == ROWS_MATTERS && !rows_count(&n, tx, w->site, &f, i, STR(""), e)) {
            return false;
        }
        *good = *good && (figure_info(i)->rows != ROWS_MATTERS || n == f.v[TIME_NOW][rows_figure(i)].n);
    }
    if (!parts_open(w, tx, &f, good, e)) {
        return false;
    }
    struct report_period p = any_period(w, true);
    struct figures above;
    const struct office *parent = o->id == w->site->root ? o : site_parent(w->site, o);
    if (!figures_read(&f, tx, w->site, o, false, &p, true, w->now, e) ||
        !figures_read(&above, tx, w->site, parent, false, &p, true, w->now, e)) {
        return false;
    }
    for (enum figure i = 0; i < FIGURES; i++) {
        int64_t n = 0;
        bool counted = figure_info(i)->rows == ROWS_MATTERS && rows_figure(i) == i;
        if (counted && !rows_count(&n, tx, w->site, &f, i, STR(""), e)) {
            return false;
        }
        *good = *good && f.v[TIME_NOW][i].listed == n;
    }
    if (!parts_open(w, tx, &f, good, e)) {
        return false;
    }
    *quiet = *quiet && discreet(f.v[TIME_NOW]) && discreet(f.v[TIME_BEFORE]);
    for (size_t i = 0; i < f.n_offices; i++) {
        *quiet = *quiet && discreet(f.offices[i].v);
    }
    for (enum figure_list l = 0; l < FIGURE_LISTS; l++) {
        for (size_t i = 0; i < f.parts[l].n && l != LIST_KIND; i++) {
            *quiet = *quiet && !told_small(&f.parts[l].list[i].v[TIME_NOW]);
        }
    }
    *same_told = *same_told && agree(&above, &f);
    return true;
}

static bool round_of(struct world *w, int n, struct err *e)
{
    bool good = true;
    bool quiet = true;
    bool told = true;
    bool quarters = true;
    for (int i = 0; i < PERIODS; i++) {
        struct tx *tx;
        if (!db_read_begin(w->db, &w->a, &tx, e)) {
            return false;
        }
        struct asked q = {.w = w, .office = prng_below(&w->r, w->n_offices), .alone = prng_below(&w->r, 4) == 0,
                          .p = any_period(w, false)};
        bool done = read_both(w, tx, &q, &good, &quiet, &told, e) &&
                    (i % 4 != 0 || read_year(w, tx, site_office(w->site, w->office[q.office]), &quarters, e));
        db_read_end(tx);
        if (!done) {
            return false;
        }
    }
    ok(good, "round %d: %d offices, figures from sums equal those counted one by one, and the rows behind them", n,
       (int)w->n_offices);
    ok(quiet, "round %d: in public no count that is 1 to 4 more than what is listed of it, and no median of fewer than 5", n);
    ok(told, "round %d: an office's page and its row on the page above tell the same", n);
    ok(quarters, "round %d: no quarter can be had by taking the others from its year", n);
    return true;
}

int main(void)
{
    for (int i = 0; i < ROUNDS; i++) {
        struct world *w = xcalloc(1, sizeof *w);
        *w = (struct world){.r = {(uint64_t)i + 31}, .a = ARENA_INIT, .now = 1795400000}; // in November 2026
        struct err e = ERR_INIT;
        char folder[] = "/tmp/hoiam-figures-XXXXXX";
        BUG_ON(mkdtemp(folder) == NULL);
        char where[64];
        (void)snprintf(where, sizeof where, "%s/a.db", folder);
        bool good = db_create(where, &e) && db_open(&w->db, where, DB_READ_WRITE, &e) &&
                    db_write(w->db, &w->a, found, w, &e) && site_load(w->db, w->now, &w->site, &e) &&
                    db_write(w->db, &w->a, fill, w, &e) && round_of(w, i, &e);
        if (!ok(good, "round %d ran", i)) {
            printf("# %s\n", e.what);
        }
        site_unref(w->site);
        db_close(w->db);
        arena_free(&w->a);
        free(w);
        static const char *const left[] = {"", "-wal", "-shm", ".lock"};
        for (size_t k = 0; k < ARRAY_LEN(left); k++) {
            char name[80];
            (void)snprintf(name, sizeof name, "%s%s", where, left[k]);
            (void)unlink(name);
        }
        (void)rmdir(folder);
    }
    return tap_done();
}
