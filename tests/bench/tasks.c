// tasks.c: the views of tasks and the tree of a directive at full size: 34 provinces with 102 communes each, one directive that
// each of them carries out, and 500,000 tasks in all. Prints processor milliseconds beside the budget (20 a view, 50 a tree).
// usage: bench_tasks [TASKS]
#include "base/clock.h"
#include "base/random.h"
#include "core/office/founding.h"
#include "core/steer/task_count.h"
#include "core/steer/task_tree.h"
#include "db/q_task.h"

#include <time.h>
#include <unistd.h>

enum { PROVINCES = 34, COMMUNES = 102, PORTION = 250, TURNS = 20, DIRECTIVE = 4711 };
enum { NOW = 1780000000, DAY = 86400, DAYS = 730 };

static struct arena arena;
static struct db *db;
static struct site *site;
static int64_t home, country, province[PROVINCES], commune[PROVINCES * COMMUNES], today;
static int64_t n_tasks = 500000;

static double cpu_ms(void)
{
    struct timespec t;
    BUG_ON(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t) != 0);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static bool add(struct founder *f, const char *kind, int i, int64_t parent, int64_t *id, struct err *e)
{
    struct arena *a = tx_arena(f->tx);
    struct office_draft d = {.code = str_fmt(a, "%c%d", kind[0], i), .kind = str_c(kind), .parent_id = parent,
                             .name = {[LANG_VI] = str_fmt(a, "Cơ quan %s số %d", kind, i)}};
    return office_add(f, &d, id, e);
}

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct office_draft root = {.code = STR("vn"), .kind = STR("country"), .name = {[LANG_VI] = STR("Cả nước")}};
    if (!site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), NOW, NOW / DAY, &home, &country, e)) {
        return TX_FAILED;
    }
    struct founder f = {.tx = tx, .home = home, .now = NOW, .today = NOW / DAY};
    for (int p = 0; p < PROVINCES; p++) {
        if (!add(&f, "province", p, country, &province[p], e)) {
            return TX_FAILED;
        }
        for (int c = 0; c < COMMUNES; c++) {
            int at = p * COMMUNES + c;
            if (!add(&f, "commune", at, province[p], &commune[at], e)) {
                return TX_FAILED;
            }
        }
    }
    return TX_COMMIT;
}

// Nine of ten were confirmed; of the others a fifth is late. The first of each commune carries out the directive.
static bool give(struct tx *tx, int64_t i, struct err *e)
{
    int64_t at = i % (PROVINCES * COMMUNES);
    uint64_t r = (uint64_t)i * 6364136223846793005u >> 33;
    bool open = i < PROVINCES * COMMUNES || r % 10 == 0;
    int64_t made = NOW - (int64_t)(r % DAYS) * DAY;
    int64_t due = open ? today - 6 + (int64_t)(r / 10 % 30) : made / DAY + 20;
    int64_t giver = i < PROVINCES * COMMUNES ? country : province[at / COMMUNES];
    struct q_task_insert_in in = {.home = home, .id = random_id(), .public_id = str_fmt(tx_arena(tx), "%llx", (long long)i),
                                  .office = giver, .lead = commune[at], .follower = giver, .what = STR("Rà soát, báo cáo"),
                                  .product = STR("Báo cáo"), .source = STR("plan"),
                                  .document = i < PROVINCES * COMMUNES ? DIRECTIVE : 0, .due_day = due, .now = made};
    struct q_task_update_in done = {.home = home, .id = in.id, .was_version = 1, .due_day = due, .first_due_day = due,
                                    .state = STR("confirmed"), .reason = STR(""), .accepted_at = made, .reported_at = made + DAY,
                                    .confirmed_at = made + 2 * DAY, .now = made + 2 * DAY, .reported_day = made / DAY + 1};
    return q_task_insert(tx, &in, NULL, e) && (open || q_task_update(tx, &done, NULL, e));
}

static enum tx_end give_portion(struct tx *tx, void *arg, struct err *e)
{
    int64_t from = *(int64_t *)arg;
    for (int64_t i = from; i < from + PORTION && i < n_tasks; i++) {
        if (!give(tx, i, e)) {
            return TX_FAILED;
        }
    }
    return TX_COMMIT;
}

// ---- what is measured

static struct tx *reading;

static size_t led(int64_t office, struct err *e)
{
    struct task_row *list;
    size_t n;
    BUG_ON(!q_tasks_led(reading, &(struct q_tasks_led_in){home, office, 0, 0, INT64_MAX, 1}, &list, &n, e));
    return n;
}

static size_t given(int64_t office, struct err *e)
{
    struct task_row *list;
    size_t n;
    BUG_ON(!q_tasks_given(reading, &(struct q_tasks_given_in){home, office, 0, 0, INT64_MAX, 1}, &list, &n, e));
    return n;
}

static size_t given_deep(int64_t office, struct err *e)
{
    struct task_row *list;
    size_t n;
    BUG_ON(!q_tasks_given(reading, &(struct q_tasks_given_in){home, office, today + 15, 0, INT64_MAX, 1}, &list, &n, e));
    return n;
}

static size_t followed(int64_t office, struct err *e)
{
    struct task_row *list;
    size_t n;
    BUG_ON(!q_tasks_followed(reading, &(struct q_tasks_followed_in){home, office, 0, 0, INT64_MAX, 1}, &list, &n, e));
    return n;
}

static size_t late(int64_t office, struct err *e)
{
    struct task_row *list;
    size_t n;
    BUG_ON(!q_tasks_late(reading, &(struct q_tasks_late_in){home, office, 0, 0, today}, &list, &n, e));
    return n;
}

static size_t confirmed(int64_t office, struct err *e)
{
    struct task_row *list;
    size_t n;
    BUG_ON(!q_tasks_given_in(reading, &(struct q_tasks_given_in_in){home, office, STR("confirmed"), INT64_MAX, INT64_MAX},
                             &list, &n, e));
    return n;
}

static size_t posts(int64_t office, struct err *e)
{
    struct task_standing_of_row row;
    BUG_ON(q_task_standing_of(reading, &(struct q_task_standing_of_in){home, office, today, today + 3}, &row, e) != Q_ROW);
    return (size_t)(row.late + row.soon + row.asked);
}

static size_t tree(int64_t office, struct err *e)
{
    (void)office;
    struct task_tree t;
    BUG_ON(!task_tree_of_document(reading, site, DIRECTIVE, 0, today, &t, e));
    return (size_t)t.tasks;
}

static size_t figures(int64_t office, struct err *e)
{
    struct task_figures f;
    BUG_ON(!task_count(reading, site, office, today - 90, today, &f, e));
    return (size_t)(f.given + f.open);
}

static bool take(void *arg, int64_t office, const struct task_figures *f)
{
    (void)office;
    *(size_t *)arg += (size_t)f->given;
    return true;
}

static size_t all_figures(int64_t office, struct err *e)
{
    (void)office;
    size_t n = 0;
    BUG_ON(!task_count_all(reading, site, today - 90, today, take, &n, e));
    return n;
}

static void measure(const char *what, size_t (*fn)(int64_t office, struct err *e), int64_t office, double budget)
{
    struct err e = ERR_INIT;
    struct arena a = ARENA_INIT;
    double best = 1e9;
    size_t n = 0;
    for (int i = 0; i < TURNS; i++) {
        BUG_ON(!db_read_begin(db, &a, &reading, &e));
        double from = cpu_ms();
        n = fn(office, &e);
        double ms = cpu_ms() - from;
        best = ms < best ? ms : best;
        db_read_end(reading);
        arena_reset(&a);
    }
    printf("%-52s %8.2f ms of %4.0f  (%zu)\n", what, best, budget, n);
    arena_free(&a);
}

int main(int argc, char **argv)
{
    struct err e = ERR_INIT;
    char path[] = "/tmp/hoiam-bench-tasks-XXXXXX";
    BUG_ON(mkdtemp(path) == NULL);
    char *file = str_z(&arena, str_fmt(&arena, "%s/d.db", path));
    n_tasks = argc > 1 ? strtoll(argv[1], NULL, 10) : n_tasks;
    BUG_ON(!db_create(file, &e) || !db_open(&db, file, DB_READ_WRITE, &e));
    BUG_ON(!db_write(db, &arena, found, NULL, &e) || !site_load(db, NOW, &site, &e));
    today = tz_day(site->tz, NOW);
    int64_t from_us = clock_mono_us();
    for (int64_t i = 0; i < n_tasks; i += PORTION) {
        struct arena a = ARENA_INIT;
        BUG_ON(!db_write(db, &a, give_portion, &i, &e));
        arena_free(&a);
    }
    printf("%lld tasks of %d offices, made in %.0f s; the best of %d turns, processor time\n", (long long)n_tasks,
           1 + PROVINCES + PROVINCES * COMMUNES, (double)(clock_mono_us() - from_us) / 1e6, TURNS);
    measure("a commune: led", led, commune[7], 20);
    measure("a commune: late", late, commune[7], 20);
    measure("a province: given, first page", given, province[3], 20);
    measure("a province: given, a later page", given_deep, province[3], 20);
    measure("a province: followed", followed, province[3], 20);
    measure("a province: late of all it leads, gave, follows", late, province[3], 20);
    measure("a province: given and confirmed", confirmed, province[3], 20);
    measure("a province: the counts of its first page", posts, province[3], 20);
    measure("the country: given, first page", given, country, 20);
    measure("the country: late", late, country, 20);
    measure("the tree of a directive through all offices", tree, country, 50);
    measure("figures of a quarter, one commune", figures, commune[7], 20);
    measure("figures of a quarter, all offices", all_figures, country, 1000);
    site_unref(site);
    db_close(db);
    static const char *const ends[] = {"", ".lock", "-wal", "-shm"};
    for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
        (void)remove(str_z(&arena, str_fmt(&arena, "%s%s", file, ends[i])));
    }
    (void)remove(path);
    arena_free(&arena);
    return 0;
}
