// core_report_due.c: what an office owes and by when; reminders said once, to it and to the office above.
#include "core/steer/report_due.h"

#include <unistd.h>

#include "core/office/founding.h"
#include "core/steer/report.h"
#include "db/q_report.h"
#include "tap.h"

enum { DAY = 86400 };

static struct arena arena;
static struct db *db;
static struct site *site;
static int64_t province_id, an_id, binh_id;
static int64_t founded; // 1 September 2026
static struct report_template monthly;

static int64_t at(int day, int month)
{
    return civil_day(2026, month, day) * DAY;
}

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    int64_t home;
    struct office_draft root = {.code = STR("tinh"), .kind = STR("province"), .name = {[LANG_VI] = STR("UBND tỉnh")}};
    struct office_draft an = {.code = STR("an"), .kind = STR("commune"), .name = {[LANG_VI] = STR("Xã An")}};
    struct office_draft binh = {.code = STR("binh"), .kind = STR("commune"), .name = {[LANG_VI] = STR("Xã Bình")}};
    if (!site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), founded * DAY, founded, &home, &province_id, e)) {
        return TX_FAILED;
    }
    struct founder f = {.tx = tx, .home = home, .now = founded * DAY, .today = founded};
    an.parent_id = binh.parent_id = province_id;
    return office_add(&f, &an, &an_id, e) && office_add(&f, &binh, &binh_id, e) ? TX_COMMIT : TX_FAILED;
}

static enum tx_end make_template(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct desk d = {tx, site, {0, STR("head"), province_id}, founded * DAY};
    struct problems p = {.n = 0};
    struct template_section_part sections[1] = {{PART_RESULTS, STR("Kết quả"), false}};
    struct template_entry figures[1] = {{.key = STR("received")}};
    struct report_template t = {.office_id = province_id, .code = STR("thang"), .name = STR("Báo cáo tháng"),
                                .every = EVERY_MONTH, .due_days = 5, .owed_by = STR("commune"), .form = STR("state"),
                                .since_day = founded, .sections = sections, .n_sections = 1, .figures = figures,
                                .n_figures = 1};
    report_template_check(&t, &p);
    BUG_ON(p.n > 0);
    bool good = report_template_save(&d, &t, e) == STEER_SAVED && report_template_read(tx, t.id, &monthly, e) == Q_ROW;
    return good ? TX_COMMIT : TX_FAILED;
}

struct handing {
    int64_t office_id;
    bool give_back;
};

// October's, handed in on 3 November; or returned on the 8th.
static enum tx_end hand_in(struct tx *tx, void *arg, struct err *e)
{
    const struct handing *h = arg;
    struct desk d = {tx, site, {0, STR("head"), h->office_id}, at(h->give_back ? 8 : 3, 11)};
    struct report_span october = report_span_at(&monthly, civil_day(2026, 10, 5));
    struct report_row row;
    bool good = h->give_back ? report_last(tx, site, &monthly, h->office_id, october, SCOPE_ALONE, &row, e) == Q_ROW &&
                                   report_return(&d, &row, STR("Thiếu."), e) == STEER_SAVED
                             : report_start(&d, &monthly, h->office_id, october, SCOPE_ALONE, &row, e) == STEER_SAVED &&
                                   report_hand_in(&d, &row, STR("Trong kỳ không có việc."), e) == STEER_SAVED;
    return good ? TX_COMMIT : TX_FAILED;
}

static size_t said(int64_t now)
{
    struct err e = ERR_INIT;
    size_t n = 99;
    return report_remind(db, site, now, &n, &e) ? n : 99;
}

// What stands at an office's desk, one letter each: b(efore) a(fter) A(bove).
static struct str standing(int64_t office)
{
    struct err e = ERR_INIT;
    struct tx *tx;
    struct report_reminders_row *list;
    size_t n;
    struct buf b = buf_new(64);
    BUG_ON(!db_read_begin(db, &arena, &tx, &e) || !q_report_reminders(tx, site->home, office, &list, &n, &e));
    for (size_t i = 0; i < n; i++) {
        buf_addc(&b, str_eqz(list[i].kind, "above") ? 'A' : list[i].kind.p[0]);
    }
    db_read_end(tx);
    struct str s = str_copy(&arena, buf_str(&b));
    buf_free(&b);
    return s;
}

static size_t owed(int64_t office, int64_t from, int64_t to, int64_t *due)
{
    struct err e = ERR_INIT;
    struct tx *tx;
    struct report_owed *list;
    size_t n;
    BUG_ON(!db_read_begin(db, &arena, &tx, &e) || !report_due_read(tx, site, office, from, to, &list, &n, &e));
    *due = n > 0 ? list[0].due_day : 0;
    db_read_end(tx);
    return n;
}

static void test_due(void)
{
    int64_t due;
    int64_t fifth = civil_day(2026, 11, 5);
    ok(owed(an_id, fifth - 3, fifth + 3, &due) == 1 && due == fifth, "October's report is due on 5 November");
    ok(owed(an_id, fifth + 1, fifth + 20, &due) == 0, "and on no day after it");
    ok(owed(an_id, fifth - 366, fifth + 40, &due) == 3 && due == civil_day(2026, 10, 5),
       "September's, October's and November's; none from before it was asked for");
    struct handing h = {binh_id, false};
    struct err e = ERR_INIT;
    ok(db_write(db, &arena, hand_in, &h, &e), "one commune hands in %s", e.what);
    ok(owed(binh_id, fifth, fifth, &due) == 0, "what was handed in is owed no more");
    ok(owed(province_id, fifth, fifth, &due) == 1, "the office of the template owes its own and the consolidated one");
}

static void test_reminders(void)
{
    struct err e = ERR_INIT;
    ok(said(at(1, 11)) == 0, "four days before its day nobody is reminded; September's is a period ago");
    ok(said(at(2, 11)) == 2, "three days before it: the commune and the province that owe one, not the one that handed in");
    ok(said(at(2, 11)) == 0 && said(at(4, 11)) == 0, "once");
    ok(str_eqz(standing(an_id), "b") && standing(binh_id).n == 0, "it stands at the desk of whoever owes it");
    ok(said(at(6, 11)) == 3, "the day after: to both, and to the office above");
    ok(str_eqz(standing(an_id), "a") && standing(province_id).n == 2, "late takes the place of soon");
    struct handing h = {an_id, false};
    ok(db_write(db, &arena, hand_in, &h, &e) && standing(an_id).n == 0, "handed in: nothing stands there");
    h.give_back = true;
    ok(db_write(db, &arena, hand_in, &h, &e) && str_eqz(standing(an_id), "a"), "returned: it is owed again");
    h.office_id = binh_id;
    ok(db_write(db, &arena, hand_in, &h, &e) && said(at(9, 11)) == 1 && str_eqz(standing(binh_id), "a"),
       "and whoever had handed in is reminded then");
}

int main(void)
{
    struct err e = ERR_INIT;
    char path[] = "/tmp/hoiam-report-due-XXXXXX";
    BUG_ON(mkdtemp(path) == NULL);
    founded = civil_day(2026, 9, 1);
    char *file = str_z(&arena, str_fmt(&arena, "%s/d.db", path));
    BUG_ON(!db_create(file, &e) || !db_open(&db, file, DB_READ_WRITE, &e));
    BUG_ON(!db_write(db, &arena, found, NULL, &e) || !site_load(db, founded * DAY, &site, &e));
    BUG_ON(!db_write(db, &arena, make_template, NULL, &e));
    test_due();
    test_reminders();
    site_unref(site);
    db_close(db);
    (void)remove(file);
    (void)remove(str_z(&arena, str_fmt(&arena, "%s.lock", file)));
    (void)remove(path);
    arena_free(&arena);
    return tap_done();
}
