// reports.c: reports of a whole country: consolidating a quarter of monthly reports, and the map of who has handed in.
//
// 3,355 offices shaped like the country since July 2025 (1, 34 provinces, 3,320 communes), two years of monthly reports of
// 12 figures each. Processor time, so that neighbours on the machine do not count; the budget stands beside it.
#include "core/steer/report_hand_in.h"

#include <sys/resource.h>
#include <unistd.h>

#include "base/random.h"
#include "core/office/founding.h"
#include "db/q_report.h"
#include "db/q_rows.h"
#include "db/q_site.h"

enum { PROVINCES = 34, OFFICES = 3355, MONTHS = 24, DAY = 86400, TIMES = 5 };

static struct arena arena;
static struct db *db;
static struct site *site;
static int64_t ids[OFFICES];
static struct report_template t;
static struct report_span span;
static int64_t now;
static struct prng r = {7};

static double used_ms(void)
{
    struct rusage u;
    BUG_ON(getrusage(RUSAGE_SELF, &u) != 0);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3;
}

static struct desk at(struct tx *tx)
{
    return (struct desk){tx, site, {0, STR("head"), ids[0]}, now};
}

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    int64_t home;
    struct office_draft root = {.code = STR("vn"), .kind = STR("country"), .name = {[LANG_VI] = STR("Cả nước")}};
    if (!site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), now, 18000, &home, &ids[0], e)) {
        return TX_FAILED;
    }
    for (size_t i = 1; i < OFFICES; i++) {
        size_t above = i <= PROVINCES ? 0 : 1 + (i - PROVINCES - 1) % PROVINCES;
        struct q_office_term_insert_in in = {.id = random_id(), .office = random_id(), .since_day = 18000, .parent = ids[above],
                                             .code = str_fmt(tx_arena(tx), "x%zu", i),
                                             .kind = i <= PROVINCES ? STR("province") : STR("commune")};
        ids[i] = in.office;
        if (!q_office_insert(tx, in.office, now, NULL, e) || !q_office_term_insert(tx, &in, NULL, e)) {
            return TX_FAILED;
        }
    }
    return TX_COMMIT;
}

static enum tx_end make_template(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    static const enum catalogue chosen[] = {CATALOGUE_RECEIVED,      CATALOGUE_OPENED, CATALOGUE_ANSWERED, CATALOGUE_ON_TIME,
                                            CATALOGUE_ON_TIME_SHARE, CATALOGUE_MEDIAN, CATALOGUE_CLOSED,   CATALOGUE_OPEN,
                                            CATALOGUE_OVERDUE,       CATALOGUE_SATISFACTION, CATALOGUE_PUBLISHED,
                                            CATALOGUE_MEETINGS};
    static struct template_entry figures[ARRAY_LEN(chosen)];
    for (size_t i = 0; i < ARRAY_LEN(chosen); i++) {
        struct catalogue_info c = catalogue_info(chosen[i]);
        figures[i] = (struct template_entry){.key = c.key, .kind = c.kind, .catalogue = chosen[i], .edition = c.edition,
                                             .label = STR(""), .unit = STR(""), .definition = STR("")};
    }
    t = (struct report_template){.office_id = ids[0], .code = STR("thang"), .name = STR("Báo cáo tháng"), .every = EVERY_MONTH,
                                 .due_days = 5, .owed_by = STR("province commune"), .form = STR("state"), .since_day = 18000,
                                 .figures = figures, .n_figures = ARRAY_LEN(chosen)};
    struct desk d = at(tx);
    return report_template_save(&d, &t, e) == STEER_SAVED ? TX_COMMIT : TX_FAILED;
}

static bool put_figures(struct tx *tx, int64_t id, struct err *e)
{
    for (size_t k = 0; k < t.n_figures; k++) {
        struct q_report_figure_put_in in = {.home = site->home, .report = id, .position = (int64_t)k + 1,
                                            .value = (int64_t)prng_below(&r, 90), .out_of = 90, .edition = 1};
        if (!q_report_figure_put(tx, &in, NULL, e)) {
            return false;
        }
        for (int64_t days = 1; days <= 6 && t.figures[k].kind == VALUE_MEDIAN; days++) {
            struct q_report_spread_put_in s = {.home = site->home, .report = id, .position = (int64_t)k + 1,
                                               .at = days * 2 + (int64_t)prng_below(&r, 2), .times = 3};
            if (!q_report_spread_put(tx, &s, NULL, e)) {
                return false;
            }
        }
    }
    return true;
}

// One month's reports of all offices but a few, as they stand once handed in.
static enum tx_end hand_in_month(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    for (size_t i = 0; i < OFFICES; i++) {
        struct q_report_insert_in in = {.home = site->home, .id = random_id(), .template = t.id, .office = ids[i],
                                        .first_day = span.first, .last_day = span.last, .edition = 1, .scope = STR("own"),
                                        .due_day = span.last + 5, .origin = STR(""), .now = now};
        in.public_id = str_fmt(tx_arena(tx), "r%lld", (long long)in.id);
        struct q_report_save_in save = {.home = in.home, .id = in.id, .was_version = 1, .is_last = 1, .state = STR("accepted"),
                                        .frozen_at = now, .handed_in_at = span.last * DAY + DAY, .now = now};
        if (prng_below(&r, 200) != 0 && (!q_report_insert(tx, &in, NULL, e) || !q_report_save(tx, &save, NULL, e) ||
                                         !put_figures(tx, in.id, e))) {
            return TX_FAILED;
        }
    }
    return TX_COMMIT;
}

static void measure(void)
{
    struct err e = ERR_INIT;
    struct arena a = ARENA_INIT;
    struct tx *tx;
    struct report_span last = report_span_before(&t, span);
    struct report_span quarter = {report_span_before(&t, report_span_before(&t, last)).first, last.last};
    double sum_ms = 1e9;
    double map_ms = 1e9;
    struct report_sum sum;
    struct hand_in_map map;
    for (int i = 0; i < TIMES; i++) {
        BUG_ON(!db_read_begin(db, &a, &tx, &e));
        double began = used_ms();
        BUG_ON(!report_sum(&sum, tx, site, &t, ids[0], quarter, &e));
        double then = used_ms();
        BUG_ON(!report_map(&map, tx, site, &t, ids[0], last, now, &e));
        double ended = used_ms();
        sum_ms = then - began < sum_ms ? then - began : sum_ms;
        map_ms = ended - then < map_ms ? ended - then : map_ms;
        db_read_end(tx);
        if (i + 1 == TIMES) {
            printf("%zu reports counted, %zu named as missing, %zu rows by office\n", sum.n_sources, sum.n_gaps, sum.n_rows);
            printf("consolidating a quarter of the country: %.0f ms (budget 1000)\n", sum_ms);
            printf("map of who has handed in, %zu offices: %.1f ms (budget 50)\n", map.n, map_ms);
        }
        arena_reset(&a);
    }
    arena_free(&a);
}

// Handing in the country's quarter: how long the writer's longest function is, since others wait for it.
static enum tx_end draft_quarter(struct tx *tx, void *arg, struct err *e)
{
    struct report_row *out = arg;
    struct desk d = at(tx);
    struct report_span last = report_span_before(&t, span);
    struct report_span quarter = {report_span_before(&t, report_span_before(&t, last)).first, last.last};
    return report_start(&d, &t, ids[0], quarter, SCOPE_CONSOLIDATED, out, e) == STEER_SAVED ? TX_COMMIT : TX_FAILED;
}

static enum tx_end put_beside(struct tx *tx, void *arg, struct err *e)
{
    struct desk d = at(tx);
    return report_freeze_put(&d, arg, e) == STEER_SAVED ? TX_COMMIT : TX_FAILED;
}

static enum tx_end freeze(struct tx *tx, void *arg, struct err *e)
{
    struct desk d = at(tx);
    return report_freeze_end(&d, arg, e) == STEER_SAVED ? TX_COMMIT : TX_FAILED;
}

static void measure_hand_in(char *file)
{
    struct err e = ERR_INIT;
    struct report_row draft;
    BUG_ON(!db_write(db, &arena, draft_quarter, &draft, &e));
    db_close(db); // the writer counts from the opening
    struct tx *tx;
    struct report_freeze f;
    BUG_ON(!db_open(&db, file, DB_READ_WRITE, &e) || !db_read_begin(db, &arena, &tx, &e) ||
           !report_freeze_begin(&f, tx, site, &draft, now, &e));
    db_read_end(tx);
    f.why = STR("Đo.");
    for (; !report_freeze_whole(&f); f.at = f.next) {
        BUG_ON(!db_write(db, &arena, put_beside, &f, &e));
    }
    BUG_ON(!db_write(db, &arena, freeze, &f, &e));
    struct db_stats s = db_stats(db);
    printf("handing it in: %llu functions of the writer, the longest %.1f ms (%.1f ms of the processor; budget 50)\n",
           (unsigned long long)s.functions, (double)s.longest_us / 1e3, (double)s.longest_own_us / 1e3);
}

int main(void)
{
    struct err e = ERR_INIT;
    char path[] = "/tmp/hoiam-bench-reports-XXXXXX";
    BUG_ON(mkdtemp(path) == NULL);
    now = civil_day(2026, 11, 23) * DAY;
    char *file = str_z(&arena, str_fmt(&arena, "%s/d.db", path));
    BUG_ON(!db_create(file, &e) || !db_open(&db, file, DB_READ_WRITE, &e));
    BUG_ON(!db_write(db, &arena, found, NULL, &e) || !site_load(db, now, &site, &e));
    BUG_ON(!db_write(db, &arena, make_template, NULL, &e));
    struct arena a = ARENA_INIT;
    span = report_span_at(&t, civil_day(2024, 11, 1));
    for (int i = 0; i < MONTHS; i++, span = report_span_after(&t, span)) {
        BUG_ON(!db_write(db, &a, hand_in_month, NULL, &e));
        arena_reset(&a);
    }
    arena_free(&a);
    measure();
    measure_hand_in(file);
    site_unref(site);
    db_close(db);
    (void)remove(file);
    (void)remove(str_z(&arena, str_fmt(&arena, "%s.lock", file)));
    (void)remove(path);
    arena_free(&arena);
    return 0;
}
