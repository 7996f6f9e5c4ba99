// Promises of core/office/lend: who may lend to whom, for which days, that it holds from its first moment to its last, that only
// its lender ends it, that what is lent is not lent on, and that it never outlasts what it rests on.
#include "core/office/lend.h"
#include "tap.h"

#include <unistd.h>

enum { DAY = 86400, NOW = 1780000000 };

static struct arena arena;
static struct db *db;
static struct site *site;
static int64_t office_id, other_id, head_id, deputy_id, stranger_id;

static int64_t member(const struct founder *f, const char *login, int64_t at, const char *role)
{
    struct err e = ERR_INIT;
    int64_t id;
    struct member_draft d = {.login = str_c(login), .name = str_c(login), .lang = LANG_VI};
    BUG_ON(!member_add(f, &d, &id, &e) || !role_give(f, id, at, str_c(role), NOW - DAY, 0, 0, &e));
    return id;
}

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    int64_t home;
    struct office_draft root = {.code = STR("xa"), .kind = STR("commune"), .name = {[LANG_VI] = STR("Xã")}};
    struct office_draft below = {.code = STR("kt"), .kind = STR("department"), .name = {[LANG_VI] = STR("Phòng")}};
    if (!site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), NOW, NOW / DAY, &home, &office_id, e)) {
        return TX_FAILED;
    }
    struct founder f = {.tx = tx, .home = home, .now = NOW, .today = NOW / DAY};
    below.parent_id = office_id;
    if (!office_add(&f, &below, &other_id, e)) {
        return TX_FAILED;
    }
    head_id = member(&f, "head", office_id, "head");
    deputy_id = member(&f, "deputy", office_id, "officer");
    stranger_id = member(&f, "stranger", other_id, "officer");
    return TX_COMMIT;
}

// Which field of a loan is wrong; "": none.
static struct str wrong(const struct founder *f, int64_t lender, int64_t to, int64_t from, int64_t until)
{
    struct err e = ERR_INIT;
    struct problems p = {.n = 0};
    struct lending l = {lender, office_id, to, from, until};
    BUG_ON(!lend_check(f->tx, &l, f->now, f->today, &p, &e));
    return p.n == 0 ? STR("") : str_c(p.list[0].field);
}

static bool is_head(const struct founder *f, int64_t member_id, int64_t at)
{
    struct err e = ERR_INIT;
    struct roles_of_member_row *rows;
    size_t n;
    bool head = false;
    BUG_ON(!q_roles_of_member(f->tx, member_id, at, &rows, &n, &e));
    for (size_t i = 0; i < n; i++) {
        head = head || str_eqz(rows[i].role, "head");
    }
    return head;
}

static void checks(const struct founder *f)
{
    int64_t today = f->today;
    is_str(wrong(f, head_id, deputy_id, today, today), "", "a head lends to an officer of the same office for one day");
    is_str(wrong(f, head_id, stranger_id, today, today), "to", "not to one of another office");
    is_str(wrong(f, head_id, head_id, today, today), "to", "not to oneself");
    is_str(wrong(f, head_id, 77, today, today), "to", "not to nobody");
    is_str(wrong(f, deputy_id, head_id, today, today), "to", "who is no head lends nothing");
    is_str(wrong(f, head_id, deputy_id, today - 1, today), "from", "not for days that are over");
    is_str(wrong(f, head_id, deputy_id, today + 2, today + 1), "until", "not backwards");
    is_str(wrong(f, head_id, deputy_id, today, today + LEND_DAYS_MAX), "until", "not for longer than a year");
}

static enum tx_end lends(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct founder f = {.tx = tx, .home = site->home, .now = NOW, .today = tz_day(site->tz, NOW),
                        .actor = {.member_id = head_id, .role = STR("head"), .office_id = office_id}};
    checks(&f);
    struct lending l = {head_id, office_id, deputy_id, f.today + 1, f.today + 2};
    struct roles_lent_row *rows = NULL;
    size_t n = 0;
    bool ended;
    int64_t begin = tz_day_start(site->tz, f.today + 1);
    ok(lend_give(&f, site, &l, e) && q_roles_lent(tx, head_id, NOW, &rows, &n, e) && n == 1,
       "lent from tomorrow on for two days");
    ok(!is_head(&f, deputy_id, begin - 1) && is_head(&f, deputy_id, begin), "it begins with its first day");
    ok(is_head(&f, deputy_id, begin + 2 * DAY - 1) && !is_head(&f, deputy_id, begin + 2 * DAY), "and is over after its last");
    f.now = begin + 60;
    f.today++;
    is_str(wrong(&f, deputy_id, stranger_id, f.today, f.today), "to", "what is lent is not lent on");
    ok(lend_end(&f, deputy_id, rows[0].id, &ended, e) && !ended && is_head(&f, deputy_id, f.now), "another one cannot end it");
    ok(lend_end(&f, head_id, rows[0].id, &ended, e) && ended && !is_head(&f, deputy_id, f.now), "its lender can");
    ok(is_head(&f, head_id, f.now), "and stays head");
    ok(lend_end(&f, head_id, rows[0].id, &ended, e) && !ended, "what is over is not ended again");
    l.from_day = f.today + 5;
    l.until_day = f.today + 6;
    ok(lend_give(&f, site, &l, e) && q_roles_lent(tx, head_id, f.now, &rows, &n, e) && n == 1 &&
           lend_end(&f, head_id, rows[0].id, &ended, e) && ended && !is_head(&f, deputy_id, f.now + 5 * DAY),
       "one that has not begun never begins");
    return TX_ROLLBACK;
}

struct loan {
    int64_t lender, to, lenders_role, own_role;
};

// A lender with a role that `until` ends (0: nothing does), and an officer to whom approval is lent for ten days.
static struct loan lent_anew(const struct founder *f, const char *lender, const char *to, int64_t until)
{
    struct err e = ERR_INIT;
    struct member_draft d = {.login = str_c(lender), .name = str_c(lender), .lang = LANG_VI};
    struct loan loan;
    struct roles_of_member_row *rows;
    size_t n;
    BUG_ON(!member_add(f, &d, &loan.lender, &e) || !role_give(f, loan.lender, office_id, STR("head"), NOW - DAY, until, 0, &e));
    loan.to = member(f, to, office_id, "officer");
    BUG_ON(!q_roles_of_member(f->tx, loan.lender, f->now, &rows, &n, &e) || n != 1);
    loan.lenders_role = rows[0].id;
    BUG_ON(!q_roles_of_member(f->tx, loan.to, f->now, &rows, &n, &e) || n != 1);
    loan.own_role = rows[0].id;
    struct lending l = {loan.lender, office_id, loan.to, f->today, f->today + 10};
    BUG_ON(!lend_give(f, site, &l, &e) || !is_head(f, loan.to, f->now));
    return loan;
}

static bool listed_as_head(const struct founder *f, int64_t member_id)
{
    struct err e = ERR_INIT;
    struct members_of_office_row *rows;
    size_t n;
    bool head = false;
    BUG_ON(!q_members_of_office(f->tx, office_id, f->now, &rows, &n, &e));
    for (size_t i = 0; i < n; i++) {
        head = head || (rows[i].id == member_id && str_eqz(rows[i].role, "head"));
    }
    return head;
}

// A loan never outlasts what it rests on.
static enum tx_end outlasts(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct founder f = {.tx = tx, .home = site->home, .now = NOW, .today = tz_day(site->tz, NOW),
                        .actor = {.member_id = head_id, .role = STR("head"), .office_id = office_id}};
    struct loan l = lent_anew(&f, "l1", "d1", 0);
    ok(listed_as_head(&f, l.to), "while it lasts, who got it is listed as head");
    ok(role_end(&f, l.lenders_role, office_id, e) && !is_head(&f, l.to, f.now) && !listed_as_head(&f, l.to),
       "it ends when the lender is head no more");
    ok(role_give(&f, l.lender, office_id, STR("head"), f.now, 0, 0, e) && !is_head(&f, l.to, f.now + 1),
       "and does not begin again when they are head again");
    l = lent_anew(&f, "l2", "d2", NOW + DAY);
    ok(is_head(&f, l.to, NOW + DAY - 1) && !is_head(&f, l.to, NOW + DAY), "it ends with a headship that ends by its date");
    l = lent_anew(&f, "l3", "d3", 0);
    ok(member_set_disabled(&f, l.lender, true, e) && !is_head(&f, l.to, f.now), "it ends when the lender may not sign in");
    ok(member_set_disabled(&f, l.lender, false, e) && !is_head(&f, l.to, f.now + 1), "for good");
    l = lent_anew(&f, "l4", "d4", 0);
    ok(role_end(&f, l.own_role, office_id, e) && !is_head(&f, l.to, f.now), "it ends when who got it works there no more");
    ok(role_give(&f, l.to, office_id, STR("officer"), f.now, 0, 0, e) && !is_head(&f, l.to, f.now + 1), "for good");
    l = lent_anew(&f, "l5", "d5", 0);
    ok(member_set_disabled(&f, l.to, true, e) && member_set_disabled(&f, l.to, false, e) && !is_head(&f, l.to, f.now + 1),
       "it ends when who got it may not sign in");
    l = lent_anew(&f, "l6", "d6", 0);
    ok(role_give(&f, l.to, office_id, STR("editor"), NOW - DAY, 0, 0, e) && role_end(&f, l.own_role, office_id, e) &&
           is_head(&f, l.to, f.now), "while they hold another role there, it stays");
    return TX_ROLLBACK;
}

int main(void)
{
    struct err e = ERR_INIT;
    char path[] = "/tmp/hoiam-lend-XXXXXX";
    BUG_ON(mkdtemp(path) == NULL);
    char *file = str_z(&arena, str_fmt(&arena, "%s/d.db", path));
    BUG_ON(!db_create(file, &e) || !db_open(&db, file, DB_READ_WRITE, &e));
    BUG_ON(!db_write(db, &arena, found, NULL, &e) || !site_load(db, NOW, &site, &e));
    ok(db_write(db, &arena, lends, NULL, &e), "the transaction ran %s", e.what);
    ok(db_write(db, &arena, outlasts, NULL, &e), "and the other one %s", e.what);
    site_unref(site);
    db_close(db);
    (void)remove(file);
    (void)remove(path);
    arena_free(&arena);
    return tap_done();
}
