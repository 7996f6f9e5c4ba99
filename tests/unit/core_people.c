// core_people.c: promises of core/steer/recognition, training and contest: names by consent alone, nobody recognised for
// posting, scores and names closed until they may be read, whatever is done in whatever order; and the figures.
#include "core/steer/catalogue.h"
#include "core/steer/contest.h"
#include "core/steer/people_count.h"
#include "core/steer/recognition.h"
#include "core/steer/training.h"

#include <unistd.h>

#include "core/office/account.h"
#include "core/office/founding.h"
#include "db/q_contest.h"
#include "db/q_recognition.h"
#include "tap.h"

enum { DAY = 86400, NOW = 1780000000, MEMBERS = 4 };

static struct arena arena;
static struct db *db;
static struct site *site;
static int64_t office_id, today, member[MEMBERS];
static const char *const login[MEMBERS] = {"an", "binh", "chi", "dung"};

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    int64_t home;
    struct office_draft root = {
        .code = STR("tinh"), .kind = STR("province"), .name = {[LANG_VI] = STR("UBND tỉnh Thử")}};
    return site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), NOW, NOW / DAY, &home, &office_id, e) ? TX_COMMIT
                                                                                                        : TX_FAILED;
}

static enum tx_end hire(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct founder f = {.tx = tx, .home = site->home, .now = NOW, .today = today};
    bool good = true;
    for (int i = 0; good && i < MEMBERS; i++) {
        struct member_draft d = {
            .login = str_c(login[i]), .name = str_c(login[i]), .lang = LANG_VI, .password = STR("tám con chim sẻ nâu")};
        good = member_add(&f, &d, &member[i], e) &&
               role_give(&f, member[i], office_id, i == 3 ? STR("admin") : STR("officer"), NOW - 60, 0, 0, e);
    }
    return good ? TX_COMMIT : TX_FAILED;
}

static struct desk as(struct tx *tx, int who)
{
    return (struct desk){tx, site, {who < 0 ? 0 : member[who], STR("officer"), office_id}, NOW};
}

static struct recognition_draft recognition(void)
{
    return (struct recognition_draft){.name = STR("Nguyễn Thị Mây"),
                                      .consent = true,
                                      .consent_day = today - 3,
                                      .service = STR("Trực cầu tràn trong ba ngày mưa lũ"),
                                      .form = STR("certificate"),
                                      .decision_number = STR("12/QĐ-UBND"),
                                      .decision_day = today - 1};
}

static void test_services(void)
{
    static const char *const refused[] = {
        "Đăng bài về lễ hội",       "tích cực BÌNH LUẬN trên trang của xã", "binh luan nhieu nhat",
        "đạt nhiều lượt thích nhất", "quản trị nhóm Facebook",              "lan tỏa trên mạng xã hội"};
    static const char *const taken[] = {"Trực cầu tràn trong ba ngày mưa lũ", "Đăng ký hiến máu cho trạm y tế",
                                        "Soạn các dạng bài cho lớp xóa mù chữ", "Bình chọn, luận bàn hương ước",
                                        "Dạy tin học cho người cao tuổi"};
    for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
        ok(recognition_not_service(str_c(refused[i])), "no service: %s", refused[i]);
    }
    for (size_t i = 0; i < ARRAY_LEN(taken); i++) {
        ok(!recognition_not_service(str_c(taken[i])), "a service: %s", taken[i]);
    }
    struct problems p = {.n = 0};
    struct recognition_draft r = recognition();
    recognition_check(&r, today, &p);
    is_int((long long)p.n, 0, "what an office records is taken");
    r.consent = false;
    r.consent_day = today + 1;
    r.decision_day = today + 1;
    r.service = STR("bình luận");
    r.form = STR("medal");
    r.decision_number = STR(" ");
    recognition_check(&r, today, &p);
    is_int((long long)p.n, 6, "what cannot be is told by field");
}

struct people_figures {
    int64_t recognitions, trainings, contests, entries;
};

static bool take(void *arg, int64_t office, struct str key, int64_t n)
{
    struct people_figures *f = arg;
    int64_t *to = str_eqz(key, "recognitions")   ? &f->recognitions
                  : str_eqz(key, "trainings")    ? &f->trainings
                  : str_eqz(key, "contests")     ? &f->contests
                                                 : &f->entries;
    BUG_ON(office != office_id || catalogue_of(key) == CATALOGUES);
    *to += n;
    return true;
}

static struct people_figures counted(struct tx *tx, int64_t first, int64_t last, struct err *e)
{
    struct people_figures f = {0};
    BUG_ON(!people_count_all(tx, site, first, last, take, &f, e));
    return f;
}

static enum tx_end consent(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct desk d = as(tx, 0);
    struct recognition_draft r = recognition();
    struct recognition_row row;
    struct str id;
    BUG_ON(recognition_record(&d, office_id, &r, &id, e) != STEER_SAVED);
    BUG_ON(q_recognition_by_public(tx, id, &row, e) != Q_ROW);
    struct paper p = recognition_paper(tx_arena(tx), site, &row);
    ok(recognition_prints(&row) && p.n_blocks == 4 && paper_odt(tx_arena(tx), &p).n > 1000, "a certificate is printed");
    ok(recognition_withdraw(&d, &row, e) == STEER_SAVED, "consent can be withdrawn");
    BUG_ON(q_recognition_by_public(tx, id, &row, e) != Q_ROW);
    ok(row.name.p == NULL && !recognition_prints(&row), "then nobody is named and nothing printed");
    ok(recognition_withdraw(&d, &row, e) == STEER_NOT_NOW, "once");
    is_int(counted(tx, today - 1, today - 1, e).recognitions, 1, "the decision is counted further");
    is_int(counted(tx, today, today, e).recognitions, 0, "by its day");
    r.form = STR("merit");
    BUG_ON(recognition_record(&d, office_id, &r, &id, e) != STEER_SAVED);
    BUG_ON(q_recognition_by_public(tx, id, &row, e) != Q_ROW);
    ok(!recognition_prints(&row), "a giấy khen is the law's: recorded, not printed");
    return TX_ROLLBACK;
}

static enum tx_end sessions(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct desk d = as(tx, 0);
    struct training_draft t = {
        .title = STR("Tiếp nhận phản ánh"), .day = today + 1, .place = STR("Hội trường"), .for_whom = STR("cán bộ")};
    struct training_row row;
    struct str id;
    BUG_ON(training_plan(&d, office_id, &t, &id, e) != STEER_SAVED);
    BUG_ON(q_training_by_public(tx, id, &row, e) != Q_ROW);
    ok(training_end(&d, &row, true, e) == STEER_NOT_NOW, "nothing was held before its day");
    ok(training_came(&d, &row, office_id, 12, e) == STEER_NOT_NOW, "nobody came to what was not held");
    ok(training_material_add(&d, &row, STR("Bài giảng"), STR("https://xa.example/bai"), e) == STEER_SAVED,
       "materials come before it");
    d.now += 2 * DAY;
    ok(training_end(&d, &row, true, e) == STEER_SAVED, "held");
    ok(training_end(&d, &row, false, e) == STEER_NOT_NOW, "what was held is not called off");
    BUG_ON(q_training_by_public(tx, id, &row, e) != Q_ROW);
    ok(training_came(&d, &row, office_id, 12, e) == STEER_SAVED && training_came(&d, &row, office_id, 14, e) == STEER_SAVED,
       "how many came, and corrected");
    ok(training_came(&d, &row, office_id, -1, e) == STEER_NOT_NOW, "less than nobody cannot come");
    struct training_attended_row came;
    ok(q_training_attended(tx, row.home_id, row.id, &came, e) == Q_ROW && came.offices == 1 && came.n == 14,
       "an office counts once");
    ok(training_came(&d, &row, office_id, 0, e) == STEER_SAVED &&
           q_training_attended(tx, row.home_id, row.id, &came, e) == Q_ROW && came.offices == 0,
       "nobody: the row goes");
    ok(counted(tx, today + 1, today + 1, e).trainings == 1 && counted(tx, today, today, e).trainings == 0,
       "counted by its day");
    struct problems p = {.n = 0};
    struct str title = STR("x");
    struct str url = STR("javascript:alert(1)");
    training_check_material(&title, &url, &p);
    ok(problem_of(&p, "url") != NULL, "an address that is none is no material");
    return TX_ROLLBACK;
}

static struct contest_row open_one(struct tx *tx, size_t judges, struct err *e)
{
    struct desk d = as(tx, 2);
    struct contest_draft c = {.title = STR("Tìm hiểu cải cách hành chính"),
                              .rules = STR("Mỗi người một bài."),
                              .until_day = today + 5,
                              .judges = STR("an\nbinh\nan")};
    struct contest_panel panel;
    struct problems p = {.n = 0};
    struct contest_row row;
    struct str id;
    BUG_ON(!contest_check(tx, site, office_id, &c, NOW, &panel, &p, e) || p.n != 0 || panel.n != 2);
    if (judges == 3) {
        panel.members[panel.n++] = member[2];
    }
    BUG_ON(contest_open(&d, office_id, &c, &panel, &id, e) != STEER_SAVED);
    BUG_ON(q_contest_by_public(tx, id, &row, e) != Q_ROW);
    return row;
}

static struct contest_row again(struct tx *tx, const struct contest_row *c)
{
    struct err e = ERR_INIT;
    struct contest_row row;
    BUG_ON(q_contest_by_id(tx, c->home_id, c->id, &row, &e) != Q_ROW);
    return row;
}

static size_t names_read(struct tx *tx, const struct contest_row *c)
{
    struct err e = ERR_INIT;
    struct contest_names_row *list;
    size_t n;
    BUG_ON(!q_contest_names(tx, c->home_id, c->id, &list, &n, &e));
    return n;
}

static size_t spread_read(struct tx *tx, const struct contest_row *c, struct contest_spread **list)
{
    struct err e = ERR_INIT;
    size_t n;
    BUG_ON(!contest_spread(tx, c, list, &n, &e));
    return n;
}

static enum tx_end blind(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct desk an = as(tx, 0), binh = as(tx, 1), chi = as(tx, 2);
    struct contest_row c = open_one(tx, 2, e);
    struct contest_spread *spread;
    int64_t seat;
    ok(contest_enter(&an, &c, STR("bài"), STR(""), e) == STEER_NOT_NOW, "whoever judges takes no entry in");
    ok(contest_close(&chi, &c, e) == STEER_NOT_NOW, "nothing is judged where nothing was sent");
    BUG_ON(contest_enter(&chi, &c, STR("bài một"), STR("Trần Văn Suối"), e) != STEER_SAVED ||
           contest_enter(&chi, &c, STR("bài hai"), STR("Lê Thị Núi"), e) != STEER_SAVED ||
           contest_enter(&chi, &c, STR("bài ba"), STR(""), e) != STEER_SAVED);
    is_int((long long)names_read(tx, &c), 0, "no name is read while entries are taken");
    ok(contest_score(&an, &c, &(struct contest_points){1, 50}, 1, e) == STEER_NOT_NOW, "nor a score given");
    ok(contest_close(&chi, &c, e) == STEER_SAVED && contest_close(&chi, &c, e) == STEER_STALE, "closed once");
    c = again(tx, &c);
    ok(contest_enter(&chi, &c, STR("muộn"), STR(""), e) == STEER_NOT_NOW, "no entry comes late");
    struct contest_points first[] = {{1, 60}, {2, 90}, {3, 75}};
    struct contest_points second[] = {{1, 81}, {2, 70}, {3, 75}};
    ok(contest_score(&chi, &c, first, 3, e) == STEER_NOT_NOW, "only judges judge");
    ok(contest_score(&an, &c, &(struct contest_points){4, 60}, 1, e) == STEER_NOT_NOW, "only entries are judged");
    ok(contest_score(&an, &c, &(struct contest_points){1, 101}, 1, e) == STEER_NOT_NOW, "101 is no score");
    BUG_ON(contest_score(&an, &c, first, 3, e) != STEER_SAVED || contest_score(&binh, &c, second, 2, e) != STEER_SAVED);
    struct contest_result result = {.decision_number = STR("7/QĐ"),
                                    .day = today,
                                    .awards = &(struct contest_award){2, STR("Giải nhất")},
                                    .n = 1};
    ok(spread_read(tx, &c, &spread) == 0 && contest_decide(&chi, &c, &result, e) == STEER_NOT_NOW,
       "no spread and no result before all scores are in");
    BUG_ON(contest_score(&binh, &c, second, 3, e) != STEER_SAVED);
    ok(contest_score(&an, &c, first, 3, e) == STEER_NOT_NOW, "then no score changes");
    ok(spread_read(tx, &c, &spread) == 3 && spread[0].number == 1 && spread[0].min == 60 && spread[0].max == 81 &&
           spread[0].median_halves == 141,
       "the spread, by number");
    is_int((long long)names_read(tx, &c), 0, "no name is read before the decision");
    ok(contest_decide(&chi, &c, &result, e) == STEER_SAVED, "decided");
    c = again(tx, &c);
    ok(contest_decide(&chi, &c, &result, e) == STEER_NOT_NOW, "once");
    is_int((long long)names_read(tx, &c), 2, "then those are named who agreed");
    ok(contest_seat(tx, &c, member[0], &seat, e) && seat == 0, "and nobody tells whose scores were whose");
    ok(contest_forget(&chi, &c, STR("Lê Thị Núi"), e) == STEER_SAVED && names_read(tx, &c) == 1 &&
           contest_forget(&chi, &c, STR("Lê Thị Núi"), e) == STEER_NOT_NOW,
       "consent can be withdrawn");
    struct people_figures f = counted(tx, today, today, e);
    ok(f.contests == 1 && f.entries == 3 && counted(tx, today + 1, today + 9, e).contests == 0,
       "counted by the day of the decision; entries too, named or not");
    return TX_ROLLBACK;
}

static void test_panel(struct tx *tx, struct err *e)
{
    struct contest_draft c = {
        .title = STR("T"), .rules = STR("R"), .until_day = today - 1, .judges = STR("an\ndung\nnobody")};
    struct contest_panel panel;
    struct problems p = {.n = 0};
    BUG_ON(!contest_check(tx, site, office_id, &c, NOW, &panel, &p, e));
    ok(panel.n == 1 && problem_of(&p, "judges") != NULL && problem_of(&p, "until") != NULL,
       "a judge works there, and not as administrator alone; the last day lies ahead");
}

// The median counted anew: how many scores are below and above.
static bool middle(const struct contest_spread *s, const int *points, size_t n)
{
    size_t below = 0, above = 0;
    bool min = false, max = false;
    for (size_t i = 0; i < n; i++) {
        below += 2 * points[i] < s->median_halves;
        above += 2 * points[i] > s->median_halves;
        min = min || points[i] == s->min;
        max = max || points[i] == s->max;
        if (points[i] < s->min || points[i] > s->max) {
            return false;
        }
    }
    return min && max && 2 * below <= n && 2 * above <= n;
}

// Any sequence of acts by anybody, sensible or not: nothing is read too early and nothing changes too late.
static enum tx_end any_order(struct tx *tx, void *arg, struct err *e)
{
    uint64_t seed = *(uint64_t *)arg;
    int bad = 0, decided = 0;
    for (int round = 0; round < 40; round++) {
        struct contest_row c = open_one(tx, 3, e);
        int points[CONTEST_ENTRIES_MAX + 1][3] = {{0}};
        for (int i = 0; i < 60; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            uint64_t pick = seed >> 33;
            int who = (int)(pick / 7 % 4) - 1;
            struct desk d = as(tx, who);
            struct contest_standing before, after;
            struct contest_points p = {(int64_t)(pick / 64 % 6), (int64_t)(pick / 512 % 120)};
            struct contest_result r = {.decision_number = STR("1"), .day = today};
            BUG_ON(!contest_standing(tx, &c, &before, e));
            enum steer_end end = pick % 16 < 3    ? contest_enter(&d, &c, STR("bài"), pick & 16 ? STR("Tên") : STR(""), e)
                                 : pick % 16 == 3 ? contest_close(&d, &c, e)
                                 : pick % 16 == 4 ? contest_decide(&d, &c, &r, e)
                                                  : contest_score(&d, &c, &p, 1, e);
            bad += end == STEER_ERROR || end == STEER_STALE;
            if (end == STEER_SAVED && pick % 16 > 4) {
                points[p.number][who] = (int)p.points;
                bad += who < 0 || before.all_in;
            }
            c = again(tx, &c);
            struct contest_spread *spread;
            size_t n = spread_read(tx, &c, &spread);
            BUG_ON(!contest_standing(tx, &c, &after, e));
            bad += (n != 0) != after.all_in || (names_read(tx, &c) != 0 && !str_eqz(c.state, "decided")) ||
                   (str_eqz(c.state, "decided") && !after.all_in) || (end != STEER_SAVED && after.scores != before.scores);
            for (size_t k = 0; k < n; k++) {
                bad += !middle(&spread[k], points[spread[k].number], 3);
            }
        }
        decided += str_eqz(c.state, "decided");
    }
    ok(bad == 0 && decided > 0, "in any order: closed stays closed, the median is the middle (%d breaks, %d decided)", bad,
       decided);
    return TX_ROLLBACK;
}

static enum tx_end judges(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct desk an = as(tx, 0), outsider = as(tx, -1);
    struct contest_row c = open_one(tx, 3, e);
    test_panel(tx, e);
    BUG_ON(contest_enter(&outsider, &c, STR("bài"), STR(""), e) != STEER_SAVED ||
           contest_close(&outsider, &c, e) != STEER_SAVED);
    c = again(tx, &c);
    BUG_ON(contest_score(&an, &c, &(struct contest_points){1, 40}, 1, e) != STEER_SAVED);
    struct contest_standing s;
    ok(contest_end_judge(&outsider, &c, 3, e) == STEER_SAVED && contest_end_judge(&outsider, &c, 2, e) == STEER_NOT_NOW,
       "a judge who cannot go on gives the seat up; two stay");
    ok(contest_standing(tx, &c, &s, e) && s.judges == 2 && s.scores == 1 && !s.all_in, "and no other's scores");
    return TX_ROLLBACK;
}

int main(void)
{
    struct err e = ERR_INIT;
    char path[] = "/tmp/hoiam-people-XXXXXX";
    BUG_ON(mkdtemp(path) == NULL);
    char *file = str_z(&arena, str_fmt(&arena, "%s/d.db", path));
    BUG_ON(!db_create(file, &e) || !db_open(&db, file, DB_READ_WRITE, &e));
    BUG_ON(!db_write(db, &arena, found, NULL, &e) || !site_load(db, NOW, &site, &e));
    today = tz_day(site->tz, NOW);
    BUG_ON(!db_write(db, &arena, hire, NULL, &e));
    test_services();
    uint64_t seed = 20261123;
    ok(db_write(db, &arena, consent, NULL, &e) && db_write(db, &arena, sessions, NULL, &e) &&
           db_write(db, &arena, blind, NULL, &e) && db_write(db, &arena, judges, NULL, &e) &&
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
