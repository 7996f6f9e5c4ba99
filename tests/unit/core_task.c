// core_task.c: promises of core/steer/task: who may do which step when, former dates kept, parts in the tree of their
// directive, and whatever is done, in whatever order, the invariants hold.
#include "core/steer/task.h"

#include <unistd.h>

#include "core/office/founding.h"
#include "core/steer/task_count.h"
#include "db/q_task.h"
#include "tap.h"

enum { DAY = 86400, NOW = 1780000000 };

static struct arena arena;
static struct db *db;
static struct site *site;
static int64_t office_id, below_id, today;

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    int64_t home;
    struct office_draft root = {
        .code = STR("tinh"), .kind = STR("province"), .name = {[LANG_VI] = STR("UBND tỉnh Thử")}};
    struct office_draft below = {.code = STR("xa"), .kind = STR("commune"), .name = {[LANG_VI] = STR("UBND xã Thử")}};
    if (!site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), NOW, NOW / DAY, &home, &office_id, e)) {
        return TX_FAILED;
    }
    struct founder f = {.tx = tx, .home = home, .now = NOW, .today = NOW / DAY};
    below.parent_id = office_id;
    return office_add(&f, &below, &below_id, e) ? TX_COMMIT : TX_FAILED;
}

static struct desk at(struct tx *tx, int64_t now)
{
    return (struct desk){tx, site, {0, STR("head"), office_id}, now};
}

static struct task_draft draft(void)
{
    return (struct task_draft){.what = STR("Sửa cầu Mây"),
                               .product = STR("Báo cáo hoàn thành"),
                               .lead_id = below_id,
                               .due_day = today + 10,
                               .source = STR("hand")};
}

static struct task_row again(struct tx *tx, const struct task_row *t)
{
    struct err e = ERR_INIT;
    struct task_row row;
    BUG_ON(q_task_by_id(tx, t->home_id, t->id, &row, &e) != Q_ROW);
    return row;
}

static enum tx_end life(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct desk d = at(tx, NOW);
    struct task_draft t = draft();
    struct task_row row;
    ok(task_give(&d, office_id, &t, &row, e) == STEER_SAVED && row.follower_id == office_id,
       "whoever gives it follows it up");
    struct task_row first = row;
    ok(task_step(&d, &row, STR("confirmed"), STR_NONE, e) == STEER_NOT_NOW,
       "nothing is confirmed that was not reported");
    ok(task_step(&d, &row, STR("accepted"), STR_NONE, e) == STEER_SAVED, "accepted");
    ok(task_step(&d, &first, STR("accepted"), STR_NONE, e) == STEER_STALE, "a later save never silently wins");
    row = again(tx, &row);
    ok(task_step(&d, &row, STR("reported"), STR_NONE, e) == STEER_NOT_NOW, "reporting it done says what was done");
    ok(task_ask_extension(&d, &row, today + 5, STR("mưa"), e) == STEER_NOT_NOW, "a later day is later");
    ok(task_ask_extension(&d, &row, today + 20, STR("mưa"), e) == STEER_SAVED, "asked for a later day");
    ok(task_ask_extension(&d, &row, today + 30, STR("mưa"), e) == STEER_NOT_NOW, "one question at a time");
    ok(task_decide_extension(&d, &row, true, e) == STEER_SAVED, "granted");
    row = again(tx, &row);
    ok(row.due_day == today + 20 && row.first_due_day == today + 10, "the former day is kept");
    ok(task_decide_extension(&d, &row, false, e) == STEER_NOT_NOW, "decided once");
    ok(task_evidence(&d, &row, STR("link"), STR("Ảnh"), STR("javascript:alert(1)"), 0, e) == STEER_NOT_NOW,
       "an address that is none is no evidence");
    ok(task_evidence(&d, &row, STR("link"), STR("Ảnh"), STR("https://xa.example/cau"), 0, e) == STEER_SAVED,
       "evidence");
    d.now = NOW + 25 * DAY;
    ok(task_time(&row, site, today + 25) == TASK_LATE, "late from the day after its day");
    ok(task_step(&d, &row, STR("reported"), STR("Đã sửa xong."), e) == STEER_SAVED, "reported done");
    row = again(tx, &row);
    ok(task_step(&d, &row, STR("returned"), STR("Thiếu biên bản."), e) == STEER_SAVED, "returned with a reason");
    row = again(tx, &row);
    ok(row.reported_at == 0 && str_eqz(row.reason, "Thiếu biên bản."), "and is not done");
    ok(task_step(&d, &row, STR("reported"), STR("Đã bổ sung."), e) == STEER_SAVED, "reported again");
    row = again(tx, &row);
    ok(task_step(&d, &row, STR("confirmed"), STR_NONE, e) == STEER_SAVED, "confirmed");
    row = again(tx, &row);
    ok(task_time(&row, site, today + 400) == TASK_DONE_LATE,
       "late is measured by the day it was reported, not by who looks when");
    ok(task_note(&d, &row, STR("x"), e) == STEER_NOT_NOW, "what is confirmed is closed");
    return TX_ROLLBACK;
}

static enum tx_end parts(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct desk d = at(tx, NOW);
    struct task_draft t = draft();
    struct task_row whole, part;
    t.document_id = 4711;
    BUG_ON(task_give(&d, office_id, &t, &whole, e) != STEER_SAVED);
    t.parent_id = whole.id;
    t.document_id = 0;
    ok(task_give(&d, below_id, &t, &part, e) == STEER_SAVED && part.document_id == 4711,
       "a part stands in the tree of its directive");
    BUG_ON(task_step(&d, &whole, STR("cancelled"), STR("Không cần nữa."), e) != STEER_SAVED);
    ok(task_give(&d, below_id, &t, &part, e) == STEER_NOT_NOW, "what was withdrawn gets no more parts");
    return TX_ROLLBACK;
}

// The figures of a period as one would count them by hand.
static void add_by_hand(struct task_figures *f, const struct task_row *t, int64_t first, int64_t last)
{
    int64_t begins = tz_day_start(site->tz, first);
    int64_t ends = tz_day_start(site->tz, last + 1);
    bool confirmed_by_end = t->confirmed_at != 0 && t->confirmed_at < ends;
    bool cancelled_by_end = str_eqz(t->state, "cancelled") && t->changed_at < ends;
    bool late = t->due_day != 0 && t->reported_at != 0 && tz_day(site->tz, t->reported_at) > t->due_day;
    f->given += t->made_at >= begins && t->made_at < ends;
    f->in_time += confirmed_by_end && t->confirmed_at >= begins && !late;
    f->done_late += confirmed_by_end && t->confirmed_at >= begins && late;
    f->withdrawn += cancelled_by_end && t->changed_at >= begins;
    if (t->made_at < ends && !confirmed_by_end && !cancelled_by_end) {
        f->open++;
        f->late += t->due_day != 0 && t->due_day <= last && (t->reported_at == 0 || t->reported_at >= ends);
    }
}

struct told {
    struct task_figures below;
    int offices;
};

static bool take_figures(void *arg, int64_t office, const struct task_figures *f)
{
    struct told *t = arg;
    t->offices++;
    t->below = office == below_id ? *f : t->below;
    return true;
}

static void counted(struct tx *tx, const struct task_row *rows, size_t n, struct err *e)
{
    int wrong = 0;
    int64_t all = 0;
    for (int64_t from = today - 3; from < today + 40; from += 5) {
        for (int64_t to = from; to < today + 45; to += 9) {
            struct task_figures by_hand = {.given = 0};
            struct task_figures f;
            struct told told = {.offices = 0};
            for (size_t i = 0; i < n; i++) {
                add_by_hand(&by_hand, &rows[i], from, to);
            }
            wrong += !task_count(tx, site, below_id, from, to, &f, e) || memcmp(&f, &by_hand, sizeof f) != 0;
            wrong += !task_count_all(tx, site, from, to, take_figures, &told, e) || told.offices > 1 ||
                     memcmp(&told.below, &by_hand, sizeof by_hand) != 0;
            all += f.given + f.in_time + f.done_late + f.withdrawn + f.late;
        }
    }
    ok(wrong == 0 && all > 0, "figures of any period are what is counted by hand (%d are not, %lld counted)", wrong,
       (long long)all);
}

// Any sequence of steps and questions, sensible or not: what was stored keeps its invariants.
static enum tx_end any_order(struct tx *tx, void *arg, struct err *e)
{
    static const char *const states[] = {"new",       "accepted", "progress",  "reported",
                                         "confirmed", "returned", "cancelled", "nonsense"};
    uint64_t seed = *(uint64_t *)arg;
    size_t bad = 0;
    static struct task_row ends[60];
    for (int round = 0; round < 60; round++) {
        struct desk d = at(tx, NOW);
        struct task_draft t = draft();
        struct task_row row;
        BUG_ON(task_give(&d, office_id, &t, &row, e) != STEER_SAVED);
        for (int i = 0; i < 30; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            uint64_t pick = seed >> 33;
            d.now += DAY;
            bool was_open = task_open(&row);
            enum steer_end end =
                pick % 5 == 0   ? task_ask_extension(&d, &row, row.due_day + (int64_t)(pick % 7), STR("vì"), e)
                : pick % 5 == 1 ? task_decide_extension(&d, &row, pick % 2 == 0, e)
                                : task_step(&d, &row, str_c(states[pick / 8 % ARRAY_LEN(states)]), STR("lời"), e);
            bad += end == STEER_ERROR || end == STEER_STALE || (end == STEER_SAVED && !was_open) ? 1 : 0;
            row = again(tx, &row);
            bool reported = str_eqz(row.state, "reported") || str_eqz(row.state, "confirmed");
            bad += (row.reported_at != 0) != reported || (row.confirmed_at != 0) != str_eqz(row.state, "confirmed") ||
                   row.first_due_day != today + 10 || row.due_day < row.first_due_day ||
                   task_state_words(row.state) == NULL;
        }
        ends[round] = row;
    }
    counted(tx, ends, ARRAY_LEN(ends), e);
    ok(bad == 0, "in any order: done means reported, the first day stays, nothing happens after the end (%zu breaks)",
       bad);
    return TX_ROLLBACK;
}

static void test_forms(void)
{
    struct problems p = {.n = 0};
    struct task_draft t = draft();
    task_check(&t, today, &p);
    ok(p.n == 0, "what an office writes is taken");
    t.what = STR("  ");
    t.with = &t.lead_id;
    t.n_with = 1;
    t.due_day = today - 1;
    task_check(&t, today, &p);
    ok(problem_of(&p, "what") != NULL && problem_of(&p, "with") != NULL && problem_of(&p, "due") != NULL,
       "what cannot be is told by field");
}

int main(void)
{
    struct err e = ERR_INIT;
    char path[] = "/tmp/hoiam-task-XXXXXX";
    BUG_ON(mkdtemp(path) == NULL);
    char *file = str_z(&arena, str_fmt(&arena, "%s/d.db", path));
    BUG_ON(!db_create(file, &e) || !db_open(&db, file, DB_READ_WRITE, &e));
    BUG_ON(!db_write(db, &arena, found, NULL, &e) || !site_load(db, NOW, &site, &e));
    today = tz_day(site->tz, NOW);
    test_forms();
    uint64_t seed = 20261123;
    ok(db_write(db, &arena, life, NULL, &e) && db_write(db, &arena, parts, NULL, &e) &&
           db_write(db, &arena, any_order, &seed, &e),
       "the transactions ran %s", e.what);
    site_unref(site);
    db_close(db);
    (void)remove(file);
    (void)remove(str_z(&arena, str_fmt(&arena, "%s.lock", file)));
    (void)remove(path);
    arena_free(&arena);
    return tap_done();
}
