// core_meeting.c: promises of core/steer/meeting, conclusion, meeting_paper and week: conclusions are numbered without gaps
// whatever is done, become tasks once and in one step, and what is confirmed stays as it is.
#include "core/steer/meeting.h"

#include <sys/resource.h>
#include <unistd.h>

#include "core/office/founding.h"
#include "core/steer/conclusion.h"
#include "core/steer/meeting_count.h"
#include "core/steer/meeting_paper.h"
#include "core/steer/meeting_taken.h"
#include "core/steer/week.h"
#include "db/q_check.h"
#include "db/q_meeting.h"
#include "db/q_task.h"
#include "tap.h"

enum { DAY = 86400, NOW = 1780000000 };

static struct arena arena;
static struct db *db;
static struct site *site;
static int64_t office_id, below_id, other_id, today;

static bool add_below(const struct founder *f, struct str code, struct str name, int64_t *id, struct err *e)
{
    struct office_draft d = {.code = code, .kind = STR("commune"), .parent_id = office_id, .name = {[LANG_VI] = name}};
    return office_add(f, &d, id, e);
}

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    int64_t home;
    struct office_draft root = {
        .code = STR("tinh"), .kind = STR("province"), .name = {[LANG_VI] = STR("UBND tỉnh Thử")}};
    if (!site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), NOW, NOW / DAY, &home, &office_id, e)) {
        return TX_FAILED;
    }
    struct founder f = {.tx = tx, .home = home, .now = NOW, .today = NOW / DAY};
    return add_below(&f, STR("xa"), STR("UBND xã Thử"), &below_id, e) &&
                   add_below(&f, STR("xb"), STR("UBND xã *Khác*"), &other_id, e)
               ? TX_COMMIT
               : TX_FAILED;
}

static struct desk at(struct tx *tx, int64_t now)
{
    return (struct desk){tx, site, {0, STR("head"), office_id}, now};
}

static struct meeting_draft draft(void)
{
    return (struct meeting_draft){.title = STR("Giao ban tháng 11"),
                                  .kind = STR("briefing"),
                                  .place = STR("Phòng họp 1"),
                                  .chair = STR("Chủ tịch UBND tỉnh"),
                                  .series = STR("Giao ban tháng"),
                                  .every = STR("month"),
                                  .begins_at = NOW + DAY,
                                  .ends_at = NOW + DAY + 7200,
                                  .is_public = true};
}

static struct meeting_row again(struct tx *tx, const struct meeting_row *m)
{
    struct err e = ERR_INIT;
    struct meeting_row row;
    BUG_ON(q_meeting_by_id(tx, m->home_id, m->id, &row, &e) != Q_ROW);
    return row;
}

static struct conclusion_draft conclusion(const char *words, int64_t lead)
{
    return (struct conclusion_draft){
        .words = str_c(words), .product = STR("Báo cáo"), .lead_id = lead, .due_day = lead == 0 ? 0 : today + 20};
}

static bool has(struct str s, const char *part)
{
    return str_find(s, str_c(part)) >= 0;
}

static bool finding(void *arg, const struct check_row *row, struct err *e)
{
    (void)row;
    (void)e;
    ++*(int *)arg;
    return true;
}

// What hoiam check says of meetings.
static int findings(struct tx *tx, struct err *e)
{
    int n = 0;
    BUG_ON(!q_check_meeting_values(tx, site->home, finding, &n, e) ||
           !q_check_meeting_taken_out(tx, site->home, finding, &n, e) ||
           !q_check_meeting_papers(tx, site->home, finding, &n, e) ||
           !q_check_conclusion_numbers(tx, site->home, finding, &n, e) ||
           !q_check_conclusion_tasks(tx, site->home, finding, &n, e) ||
           !q_check_week_values(tx, site->home, finding, &n, e));
    return n;
}

static void invitation(struct tx *tx, struct meeting_row *row, struct err *e)
{
    struct desk d = at(tx, NOW);
    struct meeting_draft m = draft();
    ok(meeting_call(&d, office_id, &m, row, e) == STEER_SAVED && row->series_id != 0, "called");
    struct meeting_row first = *row;
    m.chair = STR("Phó Chủ tịch UBND tỉnh");
    ok(meeting_save(&d, row, &m, e) == STEER_SAVED, "saved");
    ok(meeting_save(&d, &first, &m, e) == STEER_STALE, "a later save never silently wins");
    *row = again(tx, row);
    ok(row->revision == 0 && row->series_id == first.series_id, "who chairs changes nothing of the invitation's time");
    m.begins_at += 3600;
    m.ends_at += 3600;
    ok(meeting_save(&d, row, &m, e) == STEER_SAVED, "moved");
    *row = again(tx, row);
    ok(row->revision == 1, "another time raises the invitation's sequence");
    ok(meeting_hold(&d, row, e) == STEER_NOT_NOW, "nothing was held that has not begun");
}

static void next_of_series(const struct desk *d, const struct meeting_row *last, struct err *e)
{
    struct tx *tx = d->tx;
    struct str body;
    struct meeting_draft m = draft();
    m.begins_at += 30 * DAY;
    m.ends_at += 30 * DAY;
    struct meeting_row next, before;
    ok(meeting_call(d, office_id, &m, &next, e) == STEER_SAVED && next.series_id == last->series_id &&
           q_meeting_before(tx, next.home_id, next.series_id, next.begins_at, &before, e) == Q_ROW && before.id == last->id,
       "the next of the series follows it");
    ok(meeting_paper_body(tx, site, &next, MEETING_MINUTES, &body, e) && has(body, "| 1 | Rà soát / nhà yếu |"),
       "and begins with what became of its conclusions");
    ok(meeting_cancel(d, &next, e) == STEER_SAVED, "called off");
    next = again(tx, &next);
    ok(next.revision == 1 && !meeting_editable(&next), "which is a revision too");
}

static enum tx_end life(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct meeting_row row;
    struct document_row doc;
    struct str body;
    int64_t both[] = {below_id, other_id};
    int64_t n;
    size_t tasks;
    invitation(tx, &row, e);
    struct desk d = at(tx, NOW + 3 * DAY);
    ok(meeting_paper_begin(&d, &row, MEETING_MINUTES, &doc, e) == STEER_NOT_NOW, "no minutes of what was not held");
    ok(meeting_item_add(&d, &row, STR("Phòng, chống bão"), below_id, e) == STEER_SAVED, "an item of the agenda");
    row = again(tx, &row);
    ok(meeting_invite(&d, &row, both, 2, STR("Lãnh đạo xã"), e) == STEER_SAVED, "invited");
    row = again(tx, &row);
    ok(meeting_count(tx, site, office_id, today, today + 2, &n, e) && n == 0, "what was called does not count");
    ok(meeting_hold(&d, &row, e) == STEER_SAVED, "held");
    row = again(tx, &row);
    ok(meeting_count(tx, site, office_id, today, today + 2, &n, e) && n == 1, "what was held counts by its day");
    ok(meeting_count(tx, site, office_id, today + 2, today + 9, &n, e) && n == 0, "and by no other");
    ok(meeting_cancel(&d, &row, e) == STEER_NOT_NOW, "what was held is not called off");
    ok(meeting_confirm(&d, &row, &tasks, e) == STEER_NOT_NOW, "there is nothing to confirm");
    struct meeting_guest guests[] = {{below_id, STR("Lãnh đạo xã"), 1}, {other_id, STR("Lãnh đạo xã"), 2}};
    ok(meeting_attendance(&d, &row, guests, 2, e) == STEER_SAVED, "who came");
    row = again(tx, &row);
    ok(meeting_contribute(&d, &row, below_id, STR("Đề nghị *sớm*."), e) == STEER_SAVED, "what was said");
    row = again(tx, &row);
    struct conclusion_draft c = conclusion("Rà soát | nhà yếu", below_id);
    c.with = &other_id;
    c.n_with = 1;
    ok(conclusion_put(&d, &row, 0, &c, e) == STEER_SAVED, "concluded");
    row = again(tx, &row);
    c = conclusion("Hội nghị thống nhất.", 0);
    ok(conclusion_put(&d, &row, 0, &c, e) == STEER_SAVED, "and something that nobody has to do");
    row = again(tx, &row);
    ok(meeting_paper_begin(&d, &row, MEETING_NOTICE, &doc, e) == STEER_NOT_NOW, "no notice of what is a draft");
    struct meeting_row held = row;
    ok(meeting_confirm(&d, &row, &tasks, e) == STEER_SAVED && tasks == 1, "confirmed: one of the two is a task");
    ok(meeting_confirm(&d, &held, &tasks, e) == STEER_STALE, "confirmed once");
    row = again(tx, &row);
    ok(conclusion_put(&d, &row, 1, &c, e) == STEER_NOT_NOW && conclusion_remove(&d, &row, 1, e) == STEER_NOT_NOW &&
           meeting_contribute(&d, &row, below_id, STR("x"), e) == STEER_NOT_NOW,
       "what is confirmed is not edited");
    struct conclusion_row one;
    struct task_row task;
    BUG_ON(q_conclusion_by_number(tx, row.home_id, row.id, 1, &one, e) != Q_ROW);
    ok(q_task_by_id(tx, row.home_id, one.task_id, &task, e) == Q_ROW && task.lead_id == below_id &&
           task.office_id == office_id && task.due_day == today + 20 && str_eqz(task.source, "conclusion") &&
           task.source_id == one.id && str_eq(task.what, one.words),
       "the task is the conclusion");
    ok(meeting_paper_begin(&d, &row, MEETING_NOTICE, &doc, e) == STEER_SAVED && str_eqz(doc.kind, "notice") &&
           str_eqz(doc.state, "draft"),
       "its notice is a draft in the register");
    ok(has(doc.body, "| 1 | Rà soát / nhà yếu | UBND xã Thử | UBND xã \\*Khác\\* |"), "with the table, words as words");
    ok(!has(doc.body, "sớm"), "what was said stays in the minutes");
    row = again(tx, &row);
    ok(row.notice_id == doc.id && meeting_paper_begin(&d, &row, MEETING_NOTICE, &doc, e) == STEER_NOT_NOW, "once");
    ok(meeting_paper_body(tx, site, &row, MEETING_MINUTES, &body, e) && has(body, "Đề nghị \\*sớm\\*."), "minutes");
    next_of_series(&d, &row, e);
    is_int(findings(tx, e), 0, "hoiam check finds nothing");
    BUG_ON(!q_conclusion_coordinators_drop(tx, row.home_id, one.id, NULL, e) ||
           !q_conclusion_drop(tx, row.home_id, one.id, NULL, e));
    is_int(findings(tx, e), 1, "and finds a conclusion that is gone");
    return TX_ROLLBACK;
}

static int64_t conclusions(struct tx *tx, const struct meeting_row *m, struct conclusion_row **list, struct err *e)
{
    size_t n;
    BUG_ON(!q_conclusions_of(tx, m->home_id, m->id, list, &n, e));
    return (int64_t)n;
}

// What an invited office says itself, and what is taken out and put back.
static enum tx_end said_and_taken(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct meeting_row row;
    struct meeting_contributions_row *said;
    struct conclusion_row *list;
    size_t n;
    struct desk d = at(tx, NOW);
    struct desk below = {tx, site, {0, STR("officer"), below_id}, NOW};
    struct meeting_draft m = draft();
    BUG_ON(meeting_call(&d, office_id, &m, &row, e) != STEER_SAVED);
    ok(meeting_speak(&below, &row, below_id, STR("Đề nghị"), e) == STEER_NOT_NOW, "who is not invited says nothing");
    BUG_ON(meeting_invite(&d, &row, &below_id, 1, STR("Lãnh đạo"), e) != STEER_SAVED);
    row = again(tx, &row);
    struct meeting_row open = row;
    ok(meeting_speak(&below, &row, below_id, STR(""), e) == STEER_NOT_NOW, "nothing there, nothing to take back");
    ok(meeting_speak(&below, &row, below_id, STR("Một"), e) == STEER_SAVED &&
           meeting_speak(&below, &row, below_id, STR("Hai"), e) == STEER_SAVED &&
           q_meeting_contributions(tx, row.home_id, row.id, &said, &n, e) && n == 1 && said[0].own &&
           str_eqz(said[0].words, "Hai"),
       "an invited office has one text, before the meeting, and writes it anew");
    ok(again(tx, &row).version == open.version, "the forms of who called it go on holding");
    ok(meeting_contribution_remove(&d, &row, said[0].id, e) == STEER_SAVED &&
           q_meeting_contributions(tx, row.home_id, row.id, &said, &n, e) && n == 1,
       "nobody else takes it out");
    ok(meeting_speak(&below, &row, below_id, STR(""), e) == STEER_SAVED &&
           q_meeting_contributions(tx, row.home_id, row.id, &said, &n, e) && n == 0,
       "it takes it back itself");
    for (int i = 0; i < 3; i++) {
        static const char *const words[] = {"một", "hai", "ba"};
        struct conclusion_draft c = conclusion(words[i], below_id);
        c.with = &other_id;
        c.n_with = 1;
        row = again(tx, &row);
        BUG_ON(conclusion_put(&d, &row, 0, &c, e) != STEER_SAVED);
    }
    row = again(tx, &row);
    BUG_ON(conclusion_remove(&d, &row, 2, e) != STEER_SAVED);
    row = again(tx, &row);
    ok(meeting_taken_back(&d, &row, e) == STEER_SAVED && conclusions(tx, &row, &list, e) == 3 &&
           str_eqz(list[1].words, "hai") && list[1].lead_id == below_id && list[1].due_day == today + 20 &&
           str_eqz(list[2].words, "ba"),
       "a conclusion is put back at its number");
    struct conclusion_coordinators_row *with;
    ok(q_conclusion_coordinators(tx, row.home_id, row.id, &with, &n, e) && n == 3, "with who coordinates");
    row = again(tx, &row);
    ok(meeting_taken_back(&d, &row, e) == STEER_NOT_NOW, "once");
    BUG_ON(meeting_uninvite(&d, &row, below_id, STR("Lãnh đạo"), e) != STEER_SAVED);
    row = again(tx, &row);
    BUG_ON(meeting_item_add(&d, &row, STR("Việc khác"), 0, e) != STEER_SAVED);
    row = again(tx, &row);
    ok(meeting_taken_back(&d, &row, e) == STEER_NOT_NOW, "not once something else was changed");
    is_int(findings(tx, e), 0, "hoiam check finds nothing");
    BUG_ON(!q_meeting_taken_put(tx, &(struct q_meeting_taken_put_in){.home = row.home_id, .meeting = row.id, .what = STR("item"),
                                    .at_version = row.version + 9, .words = STR("x"), .more = STR(""), .with_ids = STR("")},
                                NULL, e));
    is_int(findings(tx, e), 1, "and finds what can never be put back");
    return TX_ROLLBACK;
}

// Any sequence of acts, sensible or not.
static enum tx_end any_order(struct tx *tx, void *arg, struct err *e)
{
    uint64_t seed = *(uint64_t *)arg;
    size_t bad = 0;
    size_t confirmed = 0;
    for (int round = 0; round < 40; round++) {
        struct desk d = at(tx, NOW + 2 * DAY);
        struct meeting_draft m = draft();
        struct meeting_row row;
        size_t tasks = 0;
        size_t leads = 0;
        BUG_ON(meeting_call(&d, office_id, &m, &row, e) != STEER_SAVED);
        for (int i = 0; i < 25; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            uint64_t pick = seed >> 33;
            bool edits = meeting_editable(&row);
            struct conclusion_draft c = conclusion("Giao việc", pick % 3 == 0 ? 0 : below_id);
            enum steer_end end = pick % 11 == 0   ? meeting_hold(&d, &row, e)
                                 : pick % 29 == 1 ? meeting_confirm(&d, &row, &tasks, e)
                                 : pick % 31 == 2 ? meeting_cancel(&d, &row, e)
                                 : pick % 3 == 0  ? conclusion_remove(&d, &row, (int64_t)(pick / 64 % 6), e)
                                                  : conclusion_put(&d, &row, (int64_t)(pick / 64 % 4), &c, e);
            bad += end == STEER_ERROR || end == STEER_STALE || (end == STEER_SAVED && !edits) ? 1 : 0;
            row = again(tx, &row);
            struct conclusion_row *list;
            size_t n;
            BUG_ON(!q_conclusions_of(tx, row.home_id, row.id, &list, &n, e));
            leads = 0;
            for (size_t j = 0; j < n; j++) {
                bool done = str_eqz(row.state, "confirmed");
                bad += list[j].number != (int64_t)j + 1 || (list[j].task_id != 0) != (done && list[j].lead_id != 0);
                leads += list[j].lead_id != 0;
            }
        }
        bool done = str_eqz(row.state, "confirmed");
        confirmed += done;
        bad += findings(tx, e) != 0;
        bad += done && leads != tasks;
    }
    ok(bad == 0 && confirmed > 0, "in any order: numbers without gaps, tasks once confirmed and one each (%zu breaks, %zu)",
       bad, confirmed);
    return TX_ROLLBACK;
}

static double cpu(void)
{
    struct rusage u;
    (void)getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1e-6;
}

// The largest there may be, in one step.
static enum tx_end largest(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct desk d = at(tx, NOW + 2 * DAY);
    struct meeting_draft m = draft();
    struct meeting_row row;
    size_t tasks = 0;
    BUG_ON(meeting_call(&d, office_id, &m, &row, e) != STEER_SAVED || meeting_hold(&d, &row, e) != STEER_SAVED);
    struct conclusion_draft c = conclusion("Giao việc", below_id);
    c.with = &other_id;
    c.n_with = 1;
    for (int i = 0; i < CONCLUSIONS_MAX; i++) {
        row = again(tx, &row);
        BUG_ON(conclusion_put(&d, &row, 0, &c, e) != STEER_SAVED);
    }
    row = again(tx, &row);
    ok(conclusion_put(&d, &row, 0, &c, e) == STEER_NOT_NOW, "there are 60 at most");
    double before = cpu();
    ok(meeting_confirm(&d, &row, &tasks, e) == STEER_SAVED && tasks == CONCLUSIONS_MAX, "all of them are tasks in one step");
    printf("# confirming %d conclusions: %.1f ms of processor time in this build\n", CONCLUSIONS_MAX,
           (cpu() - before) * 1e3);
    return TX_ROLLBACK;
}

static enum tx_end weeks(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct desk d = at(tx, NOW);
    struct meeting_draft m = draft();
    struct meeting_row row;
    struct task_row task;
    struct week_item *list;
    size_t n;
    int64_t monday = civil_period(PERIOD_WEEK, today + 1).first;
    struct week_draft w = {.what = STR("Tiếp công dân"),
                           .who = STR("Chủ tịch"),
                           .place = STR(""),
                           .begins_at = NOW + DAY - 7200,
                           .ends_at = NOW + DAY - 3600};
    struct task_draft t = {.what = STR("Gửi báo cáo"),
                           .product = STR(""),
                           .lead_id = office_id,
                           .due_day = today + 1,
                           .source = STR("hand")};
    BUG_ON(meeting_call(&d, office_id, &m, &row, e) != STEER_SAVED || week_add(&d, office_id, &w, e) != STEER_SAVED ||
           task_give(&d, office_id, &t, &task, e) != STEER_SAVED);
    ok(week_read(tx, site, office_id, monday, false, &list, &n, e) && n == 3 && list[0].what == WEEK_DUE_TASK &&
           list[1].what == WEEK_ENTRY && list[2].what == WEEK_MEETING,
       "what is due, then by the clock");
    struct str entry = list[1].public_id;
    ok(week_read(tx, site, office_id, monday, true, &list, &n, e) && n == 1 && list[0].what == WEEK_MEETING,
       "in public only what is marked");
    ok(week_read(tx, site, below_id, monday, false, &list, &n, e) && n == 0, "it is nobody else's week");
    ok(meeting_invite(&d, &row, &below_id, 1, STR(""), e) == STEER_SAVED &&
           week_read(tx, site, below_id, monday, false, &list, &n, e) && n == 1 && !list[0].own,
       "an invited office has the meeting in its own");
    ok(week_read(tx, site, below_id, monday, true, &list, &n, e) && n == 0, "but shows in public only its own");
    row = again(tx, &row);
    ok(meeting_cancel(&d, &row, e) == STEER_SAVED && week_read(tx, site, below_id, monday, false, &list, &n, e) && n == 0,
       "what was called off is gone from it");
    ok(week_remove(&d, below_id, entry, e) == STEER_NOT_NOW && week_remove(&d, office_id, entry, e) == STEER_SAVED &&
           week_read(tx, site, office_id, monday, false, &list, &n, e) && n == 1,
       "an entry is taken out by its own office");
    return TX_ROLLBACK;
}

static void test_forms(void)
{
    struct problems p = {.n = 0};
    struct meeting_draft m = draft();
    struct conclusion_draft c = conclusion("Giao việc", below_id);
    meeting_check(&m, &p);
    conclusion_check(&c, today, &p);
    ok(p.n == 0, "what an office writes is taken");
    m = (struct meeting_draft){.title = STR(" "), .kind = STR("party"), .every = STR("day"), .begins_at = 5, .ends_at = 5};
    meeting_check(&m, &p);
    ok(problem_of(&p, "title") && problem_of(&p, "kind") && problem_of(&p, "chair") && problem_of(&p, "every") &&
           problem_of(&p, "ends"),
       "what cannot be is told by field");
    p.n = 0;
    c = (struct conclusion_draft){.words = STR("x"), .due_day = today};
    conclusion_check(&c, today, &p);
    ok(problem_of(&p, "lead") != NULL, "a day without anybody who leads is of nobody");
}

static void test_week_names(void)
{
    int64_t monday;
    ok(week_parse(STR("2026-W48"), &monday) && monday == civil_day(2026, 11, 23), "a week by its name");
    ok(week_parse(STR("2026-W53"), &monday) && !week_parse(STR("2025-W53"), &monday), "some years have 53");
    ok(!week_parse(STR("2026-W00"), &monday) && !week_parse(STR("2026-48"), &monday) && !week_parse(STR(""), &monday) &&
           !week_parse(STR("2026-W 1"), &monday) && !week_parse(STR("9999-W52"), &monday),
       "what is none");
    int wrong = 0;
    for (int64_t day = civil_day(2019, 1, 1); day < civil_day(2032, 1, 1); day++) {
        wrong += !week_parse(week_name(&arena, day), &monday) || monday > day || monday + 6 < day;
    }
    ok(wrong == 0, "each day's week is found by its name");
}

int main(void)
{
    struct err e = ERR_INIT;
    char path[] = "/tmp/hoiam-meeting-XXXXXX";
    BUG_ON(mkdtemp(path) == NULL);
    char *file = str_z(&arena, str_fmt(&arena, "%s/d.db", path));
    BUG_ON(!db_create(file, &e) || !db_open(&db, file, DB_READ_WRITE, &e));
    BUG_ON(!db_write(db, &arena, found, NULL, &e) || !site_load(db, NOW, &site, &e));
    today = tz_day(site->tz, NOW);
    test_forms();
    test_week_names();
    uint64_t seed = 20261123;
    ok(db_write(db, &arena, life, NULL, &e) && db_write(db, &arena, any_order, &seed, &e) &&
           db_write(db, &arena, said_and_taken, NULL, &e) && db_write(db, &arena, largest, NULL, &e) &&
           db_write(db, &arena, weeks, NULL, &e),
       "the transactions ran %s", e.what);
    site_unref(site);
    db_close(db);
    (void)remove(file);
    (void)remove(str_z(&arena, str_fmt(&arena, "%s.lock", file)));
    (void)remove(path);
    arena_free(&arena);
    return tap_done();
}
