// core_plan.c: promises of core/steer/plan, core/office/names, task_batch, task_tree and task_remind: a plan's table read as
// people write it, what is wrong with it by row and column; given in portions, once; the tree adds up; reminders are said once.
#include "core/steer/plan.h"

#include <unistd.h>

#include "core/office/founding.h"
#include "core/steer/task_access.h"
#include "core/steer/task_batch.h"
#include "core/steer/task_letter.h"
#include "core/steer/task_remind.h"
#include "core/steer/task_tree.h"
#include "db/q_task.h"
#include "tap.h"

enum { NOW = 1780000000, COMMUNES = 150 };

static struct arena arena;
static struct db *db;
static struct site *site;
static int64_t home, tinh, so, an, today;

static bool add(struct founder *f, const char *code, const char *kind, struct str name, int64_t parent, int64_t *id,
                struct err *e)
{
    struct office_draft d = {.code = str_c(code), .kind = str_c(kind), .name = {[LANG_VI] = name}, .parent_id = parent};
    return office_add(f, &d, id, e);
}

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct office_draft root = {.code = STR("tinh"), .kind = STR("province"), .name = {[LANG_VI] = STR("UBND tỉnh Thử")}};
    if (!site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), NOW, NOW / 86400, &home, &tinh, e)) {
        return TX_FAILED;
    }
    struct founder f = {.tx = tx, .home = home, .now = NOW, .today = NOW / 86400};
    int64_t id;
    bool good = add(&f, "so", "department", STR("Sở Văn hóa, Thể thao và Du lịch"), tinh, &so, e) &&
                add(&f, "syt", "department", STR("Sở Y tế tỉnh Thử"), tinh, &id, e) &&
                add(&f, "an", "commune", STR("UBND xã An"), tinh, &an, e) &&
                add(&f, "an2", "commune", STR("UBND xã Bình"), tinh, &id, e) &&
                add(&f, "an3", "commune", STR("UBND xã Bình"), tinh, &id, e);
    for (int i = 0; good && i < COMMUNES; i++) {
        good = add(&f, str_z(tx_arena(tx), str_fmt(tx_arena(tx), "x%d", i)), "commune",
                   str_fmt(tx_arena(tx), "UBND xã Số %d", i), tinh, &id, e);
    }
    return good ? TX_COMMIT : TX_FAILED;
}

static void test_days(void)
{
    static const struct {
        const char *cell;
        int y, m, d; // y 0: none; -1: not understood
    } days[] = {
        {"30/6/2026", 2026, 6, 30},           {"2026-06-30", 2026, 6, 30},         {"trước ngày 30/6/2026", 2026, 6, 30},
        {"tháng 2/2028", 2028, 2, 29},        {"Tháng 12 năm 2026", 2026, 12, 31}, {"Quý II/2026", 2026, 6, 30},
        {"quý 4 năm 2026", 2026, 12, 31},     {"năm 2026", 2026, 12, 31},          {"Thường xuyên", 0, 0, 0},
        {"", 0, 0, 0},                        {"31/2/2026", -1, 0, 0},             {"ngày kia", -1, 0, 0},
        {"quý V/2026", -1, 0, 0},             {"tháng 13/2026", -1, 0, 0},         {"30/6", -1, 0, 0},
        {"ngày 05 tháng 9 năm 2026", 2026, 9, 5},
    };
    for (size_t i = 0; i < ARRAY_LEN(days); i++) {
        int64_t day = 7;
        bool good = plan_day(str_c(days[i].cell), &day);
        ok(days[i].y < 0    ? !good
           : days[i].y == 0 ? good && day == 0
                            : good && day == civil_day(days[i].y, days[i].m, days[i].d),
           "a day: \"%s\"", days[i].cell);
    }
}

// Who may be meant, in the order of the tree.
static void near(struct office_names *names, const char *typed, const char *codes)
{
    struct office_near n;
    struct str got = STR("");
    office_near(names, str_c(typed), site_office(site, tinh), &n);
    for (const struct office *o = site_office(site, tinh); o <= site_office(site, tinh) + site_office(site, tinh)->below; o++) {
        for (size_t i = 0; i < n.n; i++) {
            got = n.list[i] == o ? str_fmt(&arena, "%.*s%s%.*s", STR_ARG(got), got.n == 0 ? "" : " ", STR_ARG(o->code)) : got;
        }
    }
    is_str(got, codes, "who may be meant by \"%s\"", typed);
}

static void test_names(void)
{
    struct office_names *names = office_names(&arena, site);
    const struct office *root = site_office(site, tinh);
    const struct office *o;
    int64_t ids[8];
    struct str unknown;
    bool several;
    ok(office_named(names, STR("XA AN"), root, &o) == NAMED_ONE && o->id == an, "a name without marks and without UBND");
    ok(office_named(names, STR("Ủy ban nhân dân xã An"), root, &o) == NAMED_ONE && o->id == an, "written in full");
    ok(office_named(names, STR("xã Bình"), root, &o) == NAMED_SEVERAL, "two of one name are not guessed");
    ok(office_named(names, STR("an2"), root, &o) == NAMED_ONE, "their codes tell them apart");
    ok(office_named(names, STR("xã A"), root, &o) == NAMED_NONE, "half a name is none");
    ok(office_named(names, STR("An"), root, &o) == NAMED_ONE && o->id == an, "the name of the place alone");
    ok(office_named(names, STR("Bình"), root, &o) == NAMED_SEVERAL, "unless two are called so");
    ok(office_named(names, STR("Số 1"), root, &o) == NAMED_ONE && str_eqz(o->code, "x1"), "a name that ends in a number");
    near(names, "xã Bình", "an2 an3");
    near(names, "y tế", "syt");
    near(names, "UBND xã Bìnn", "an2 an3");
    near(names, "Sở Văn hoá Thể thao", "so");
    near(names, "Sở Nội vụ", "");
    near(names, "xã", "an an2 an3 x0 x1"); // no more than fit
    near(names, "", "");
    ok(office_named(names, STR("Sở Y tế"), root, &o) == NAMED_ONE && str_eqz(o->code, "syt"),
       "a department without its province's name behind it");
    ok(office_named(names, STR("sở y tế tỉnh thử"), root, &o) == NAMED_ONE && str_eqz(o->code, "syt"), "and with it");
    size_t n = plan_offices(&arena, names, root, STR("xã An, Sở Văn hóa, Thể thao và Du lịch; tinh"), ids, 8,
                            &unknown, &several);
    ok(n == 3 && unknown.p == NULL && ids[1] == so, "a list whose names have commas of their own");
    n = plan_offices(&arena, names, root, STR("xã An, Sở Nào, tinh"), ids, 8, &unknown, &several);
    ok(n == 2 && str_eqz(unknown, "Sở Nào"), "what is not known is told, the others are found");
}

static void test_table(void)
{
    struct plan p;
    plan_read(&arena, site, tinh, today,
              STR("TT\tCơ quan chủ trì\tNỘI DUNG\tThời hạn\n1\txa an\tSửa cầu\t31/12/2026\n2\t\t\t\n"
                  "3\txã Bình\t\thôm nào\n"),
              &p);
    ok(p.problem == NULL && p.n == 2 && p.good == 1, "a pasted table with its own order of columns (%zu rows, %zu good)", p.n,
       p.good);
    ok(p.rows[0].draft.lead_id == an && str_eqz(p.rows[0].draft.what, "Sửa cầu") && p.rows[0].line == 2, "a good row");
    ok(p.rows[1].n_problems == 3 && p.rows[1].line == 4, "each wrong cell is told by its row and column");
    plan_read(&arena, site, tinh, today, STR("Sửa cầu,xã An,,,\nLàm đường,xã An,,,\n"), &p);
    ok(p.n == 2 && p.good == 2 && p.rows[0].draft.due_day == 0, "without a head the order is that of a plan");
    plan_read(&arena, site, an, today, STR("Cấp kinh phí,tinh,,,\n"), &p);
    ok(p.good == 0, "nobody gives a task to the office above");
    plan_read(&arena, site, tinh, today, STR(""), &p);
    ok(p.problem != NULL, "an empty table is told");
}

static void test_access(void)
{
    ok(task_may_lead(site, so, an) && !task_may_lead(site, so, tinh) && !task_may_lead(site, an, so),
       "a department gives tasks in the tree of its province, nobody upwards or sideways");
    int64_t offices[] = {an, tinh, tinh};
    ok(task_part(site, &an, 1, offices, 3) && !task_part(site, &so, 1, offices, 3), "who has a part");
}

static enum tx_end whole(struct tx *tx, void *arg, struct err *e)
{
    struct desk d = {tx, site, {0, STR("head"), tinh}, NOW};
    struct task_draft t = {.what = STR("Rà soát cầu yếu"), .product = STR(""), .lead_id = tinh, .source = STR("hand"),
                           .document_id = 4711, .due_day = today + 20};
    return task_give(&d, tinh, &t, arg, e) == STEER_SAVED ? TX_COMMIT : TX_FAILED;
}

static int64_t give_parts(const struct task_row *of, struct err *e)
{
    static struct task_draft drafts[COMMUNES];
    struct task_batch b = {.site = site, .actor = {0, STR("head"), tinh}, .now = NOW, .office_id = tinh, .drafts = drafts,
                           .n = COMMUNES};
    int64_t given = 0;
    for (size_t i = 0; i < COMMUNES; i++) {
        const struct office *o = site_office_by_code(site, str_fmt(&arena, "x%zu", i));
        drafts[i] = (struct task_draft){.what = STR("Rà soát"), .product = STR(""), .lead_id = o->id, .source = STR("hand"),
                                        .parent_id = of->id,
                                        .due_day = i % 3 == 0 ? today - 1 : i % 3 == 1 ? today + 3 : today + 30};
    }
    do {
        BUG_ON(!db_write(db, &arena, task_batch_portion, &b, e));
        given += b.given;
    } while (task_batch_next(&b));
    return given;
}

static void test_parts(void)
{
    struct err e = ERR_INIT;
    struct task_row t;
    struct tx *tx;
    struct task_tree tree;
    size_t said;
    BUG_ON(!db_write(db, &arena, whole, &t, &e));
    ok(give_parts(&t, &e) == COMMUNES && give_parts(&t, &e) == 0, "each office one part, in portions; given again, none twice");
    BUG_ON(!db_read_begin(db, &arena, &tx, &e));
    ok(task_tree_of_document(tx, site, 4711, 0, today, &tree, &e), "the tree of a directive");
    ptrdiff_t root = site_office(site, tinh) - site->offices;
    ok(tree.tasks == COMMUNES + 1 && tree.all[root].tasks == COMMUNES + 1 && tree.own[root].tasks == 1 &&
           tree.all[root].late == COMMUNES / 3,
       "counts add up over the offices");
    ok(task_tree_of_task(tx, site, &t, today, &tree, &e) && tree.tasks == COMMUNES, "the same below a task, by its parts");
    struct task_row *late;
    size_t n;
    ok(q_tasks_late_given(tx, &(struct q_tasks_late_given_in){home, tinh, today, 0}, &late, &n, &e) && n == COMMUNES / 3,
       "what is late of what was given");
    struct document_draft letter = task_letter(&arena, site, tinh, late, n, today);
    ok(str_find(letter.body, STR("**UBND xã Số 3**")) > 0 && str_find(letter.body, STR("- Rà soát")) > 0, "fills a letter");
    db_read_end(tx);
    ok(task_remind(db, site, NOW, &said, &e) && said == 3 * (COMMUNES / 3),
       "leads are reminded before and after the day, the follower after it (%zu)", said);
    ok(task_remind(db, site, NOW + 60, &said, &e) && said == 0, "each once");
    ok(task_remind(db, site, NOW + 4 * 86400, &said, &e) && said == 2 * (COMMUNES / 3), "the next days bring their own");
}

int main(void)
{
    struct err e = ERR_INIT;
    char path[] = "/tmp/hoiam-plan-XXXXXX";
    BUG_ON(mkdtemp(path) == NULL);
    char *file = str_z(&arena, str_fmt(&arena, "%s/d.db", path));
    BUG_ON(!db_create(file, &e) || !db_open(&db, file, DB_READ_WRITE, &e));
    BUG_ON(!db_write(db, &arena, found, NULL, &e) || !site_load(db, NOW, &site, &e));
    today = tz_day(site->tz, NOW);
    test_days();
    test_names();
    test_table();
    test_access();
    test_parts();
    site_unref(site);
    db_close(db);
    (void)remove(file);
    (void)remove(str_z(&arena, str_fmt(&arena, "%s.lock", file)));
    (void)remove(path);
    arena_free(&arena);
    return tap_done();
}
