// both.c: what is about an office, for who works there and above it too, and for that office in the tasks that come of it; and
// a sender's later word. Sentences 2 and 3 of the house's rule, beside sees.c.
//
// usage: both sqlite|postgres HOIAM
#include "../unit/tap.h"
#include "house.h"

#include "base/clock.h"
#include "core/desk/matter.h"
#include "core/office/founding.h"
#include "db/q_matter.h"
#include "web/web.h"

static struct house house;
static struct arena arena;

static struct reply get(const char *login, const char *before, const char *after)
{
    return house_get(&house, &arena, login, before, after);
}

static struct reply post(const char *login, const char *path, const char *const (*fields)[2], size_t n)
{
    return house_post(&house, &arena, login, path, fields, n);
}

static bool has(const struct reply *r, const char *text)
{
    return str_find(r->body, str_c(text)) >= 0;
}

static const char *id(enum world_message m)
{
    return house.world.message[m].id;
}

// The matter goes back to where it came from and is passed on once more, which asks its sender once more.
static enum tx_end pass_on_again(struct tx *tx, void *arg, struct err *e)
{
    const struct site *s = arg;
    struct actor head = {.role = STR("head"), .office_id = house.world.office[W_BINH]};
    struct desk d = {.tx = tx, .site = s, .actor = head, .now = clock_now()};
    const enum world_office to[] = {W_AN, W_BINH};
    for (size_t i = 0; i < ARRAY_LEN(to); i++) {
        struct matter_row m;
        if (q_matter_by_public(tx, str_c(house.world.message[W_AGREED].matter), &m, e) != Q_ROW ||
            matter_pass_on(&d, &m, house.world.office[to[i]], STR("việc của xã kia"), e) != MATTER_SAVED) {
            return TX_FAILED;
        }
    }
    return TX_COMMIT;
}

static void refusing_later(void)
{
    struct err e = ERR_INIT;
    struct site *s = app_site(house.app);
    ok(db_write(app_db(house.app), &arena, pass_on_again, s, &e), "3. a matter comes back and is passed on again %s", e.what);
    site_unref(s);
    const char *const no[][2] = {{"receipt", house.world.message[W_AGREED].receipt}, {"agree", "no"}};
    struct reply r = post(NULL, "/en/follow/consent", no, ARRAY_LEN(no));
    ok(r.status == 200 && has(&r, "Your words stay here."), "3. its sender, asked again, says no this time");
    r = get("officer.binh", "/desk/matters/", house.world.message[W_AGREED].matter);
    ok(r.status == 200 && !has(&r, "zuqagreed,"), "3. and the last word counts");
}

// The number that stands at `mark`: after it, or where it is a signpost's words before them. -1: there is none.
static int64_t told(const char *login, const char *path, const char *mark, bool after)
{
    struct reply r = get(login, path, "");
    ptrdiff_t at = str_find(r.body, str_c(mark));
    int64_t n = -1;
    if (r.status == 200 && at >= 0 && after) {
        at += (ptrdiff_t)strlen(mark);
        n = strtol(str_z(&arena, str_slice(r.body, (size_t)at, (size_t)at + 12)), NULL, 10);
    } else if (r.status == 200 && at >= 0) {
        while (at > 0 && r.body.p[at - 1] != '>') {
            at--;
        }
        n = strtol(str_z(&arena, str_slice(r.body, (size_t)at, (size_t)at + 12)), NULL, 10);
    }
    return n;
}

static void one_less(const char *path, const char *mark, bool after)
{
    int64_t alone = told("head.tinh", path, mark, after);
    int64_t both = told("officer.an", path, mark, after);
    ok(alone > 0 && both == alone - 1, "2. %s: \"%s\" counts %lld for the province's own, %lld for who works at An too", path,
       mark, (long long)alone, (long long)both);
}

// The answer to what is about An promises something by a day.
static enum tx_end promise(struct tx *tx, void *arg, struct err *e)
{
    const struct site *s = arg;
    struct matter_row m;
    struct actor head = {.role = STR("head"), .office_id = house.world.office[W_TINH]};
    struct desk d = {.tx = tx, .site = s, .actor = head, .now = clock_now()};
    struct matter_closing c = {.outcome = OUTCOME_PLANNED, .promised_day = s->today + 10};
    return q_matter_by_public(tx, str_c(house.world.message[W_ABOUT_IN].matter), &m, e) == Q_ROW &&
                   matter_close(&d, &m, &c, e) == MATTER_SAVED
               ? TX_COMMIT : TX_FAILED;
}

static struct reply task_of_about(const char *with, const char *follower)
{
    const char *token = str_z(&arena, house_csrf(&house, &arena, house_comer(&house, "head.tinh")));
    const char *const f[][2] = {{"csrf", token}, {"what", "zuqpromise: xem lại cách làm"}, {"product", "báo cáo"},
                                {"lead", "tinh"}, {"with", with}, {"follower", follower}};
    return post("head.tinh", str_fmt(&arena, "/desk/matters/%s/task", house.world.message[W_ABOUT_IN].matter).p, f, ARRAY_LEN(f));
}

static void tasks_of_it(void)
{
    struct err e = ERR_INIT;
    struct site *s = app_site(house.app);
    ok(db_write(app_db(house.app), &arena, promise, s, &e), "2. the province promises something about An %s", e.what);
    site_unref(s);
    one_less("/desk/tinh/today", "</b> promised, the day is near or past<", false);
    struct reply r = task_of_about("an", "");
    ok(r.status == 422 && has(&r, "does not get to know of it"), "2. An does not work on the task of it");
    r = task_of_about("", "an-phong");
    ok(r.status == 422 && has(&r, "does not get to know of it"), "2. nor does its department follow it up");
    r = task_of_about("so", "");
    is_int(r.status, 303, "2. others may");
    struct str rest = reply_header(&r, "Location", 0);
    struct str path = str_cut(&rest, '?');
    const char *token = str_z(&arena, house_csrf(&house, &arena, house_comer(&house, "head.tinh")));
    const char *const parts[][2] = {{"csrf", token}, {"what", "zuqpromise: phần việc"}, {"product", "báo cáo"},
                                    {"below", "tinh"}, {"confirm", "1"}};
    r = post("head.tinh", str_fmt(&arena, "%.*s/parts", STR_ARG(path)).p, parts, ARRAY_LEN(parts));
    is_int(r.status, 303, "2. parts of it go to all below");
    r = get("head.binh", "/desk/binh/tasks", "");
    ok(r.status == 200 && has(&r, "zuqpromise"), "2. to Binh");
    r = get("head.an", "/desk/an/tasks", "");
    ok(r.status == 200 && !has(&r, "zuqpromise"), "2. not to An");
}

static enum tx_end give_both(struct tx *tx, void *arg, struct err *e)
{
    static const char *const given[][2] = {
        {"officer.an", "clerk"}, {"officer.an", "head"}, {"officer.an", "registry"}, {"admin.an", "clerk"}};
    struct founder f = {.tx = tx, .home = house.world.home, .now = *(const int64_t *)arg};
    bool good = true;
    for (size_t i = 0; i < ARRAY_LEN(given) && good; i++) {
        const struct world_member *m = house_member(&house, house_comer(&house, given[i][0]));
        good = role_give(&f, m->id, house.world.office[W_TINH], str_c(given[i][1]), f.now - 1, 0, 0, e);
    }
    return good ? TX_COMMIT : TX_FAILED;
}

// What is in a list of the province's for one who works there alone, and not for who works at An too.
static void not_in(const char *path, const char *mark)
{
    struct reply alone = get("head.tinh", path, "");
    struct reply both = get("officer.an", path, "");
    ok(alone.status == 200 && has(&alone, mark), "2. the province's own read %s", path);
    ok(both.status == 200 && !has(&both, mark), "2. who works in both does not find it there");
}

static enum tx_end to_department(struct tx *tx, void *arg, struct err *e)
{
    const struct site *s = arg;
    struct matter_row m;
    const int64_t *office = house.world.office;
    struct desk d = {.tx = tx, .site = s, .actor = {.role = STR("head"), .office_id = office[W_TINH]}, .now = clock_now()};
    if (q_matter_by_public(tx, str_c(house.world.message[W_ABOUT_IN].matter), &m, e) != Q_ROW) {
        return TX_FAILED;
    }
    int64_t to = m.office_id == office[W_TINH] ? office[W_SO] : office[W_TINH];
    return matter_assign(&d, &m, to, 0, STR_NONE, e) == MATTER_SAVED ? TX_COMMIT : TX_FAILED;
}

// Counts are of what is in the lists.
static void counts_of_both(void)
{
    struct err e = ERR_INIT;
    one_less("/desk/tinh/today", "</b> to be taken in<", false);
    one_less("/desk/tinh/today", "</b> all in hand<", false);
    one_less("/desk/tinh/inbox", "<span class=\"count\">", true);
    struct site *s = app_site(house.app);
    for (int i = 0; i < 2; i++) { // there and back
        ok(db_write(app_db(house.app), &arena, to_department, s, &e), "2. the matter goes to the department, or back %s",
           e.what);
        if (i == 0) {
            one_less("/desk/tinh/below.csv", "\r\nso,Sở Một,", true);
        }
    }
    site_unref(s);
}

// The matter about An in the lists of the office above, by its number, and among what was handed over.
static void lists_of_both(void)
{
    struct err e = ERR_INIT;
    struct tx *tx;
    struct matter_row m;
    const char *about = house.world.message[W_ABOUT_IN].matter;
    BUG_ON(!db_read_begin(app_db(house.app), &arena, &tx, &e));
    BUG_ON(q_matter_by_public(tx, str_c(about), &m, &e) != Q_ROW);
    db_read_end(tx);
    not_in("/desk/tinh/matters", about);
    not_in("/desk/tinh/matters.csv", id(W_ABOUT_IN)); // the matter is called so
    not_in("/desk/tinh/numbers/rows?figure=answered", about);
    not_in("/desk/tinh/numbers/rows.csv?figure=answered", about);
    not_in("/desk/tinh/search?q=zuqtitle", about);
    not_in(str_fmt(&arena, "/desk/tinh/search?q=%lld/%lld", (long long)m.number, (long long)m.number_year).p, about);
    struct reply r = get("admin.an", "/desk/tinh/inbox", "");
    ok(r.status == 200 && has(&r, "zuqaboutso,") && !has(&r, "zuqabout,"), "2. nor does who administers the office concerned");
    const char *const hand[][2] = {
        {"csrf", str_z(&arena, house_csrf(&house, &arena, house_comer(&house, "clerk.tinh")))}, {"kind", "complaint"}};
    r = post("clerk.tinh", str_fmt(&arena, "/desk/messages/%s/hand-over", id(W_ABOUT)).p, hand, 2);
    is_int(r.status, 303, "2. the province hands it over");
    r = get("registry.tinh", "/desk/tinh/handed-over", "");
    ok(r.status == 200 && has(&r, "zuqabout,"), "2. to the receiving role");
    r = get("officer.an", "/desk/tinh/handed-over", "");
    ok(r.status == 200 && !has(&r, "zuqabout,"), "2. which who works at the office concerned does not read, holding it too");
}

// Somebody who works in the office concerned and above it too.
static void works_in_both(void)
{
    struct err e = ERR_INIT;
    int64_t now = clock_now();
    ok(db_write(app_db(house.app), &arena, give_both, &now, &e),
       "2. an officer of An works for the province too %s", e.what);
    struct reply r = get("officer.an", "/desk/tinh/inbox", "");
    ok(r.status == 200 && has(&r, "zuqaboutso,"), "2. they read there what is about others");
    ok(!has(&r, "zuqabout,") && !has(&r, id(W_ABOUT)), "2. not what is about their own office");
    is_int(get("officer.an", "/desk/messages/", id(W_ABOUT)).status, 404, "2. nor by its address");
    is_int(get("officer.an", "/desk/matters/", house.world.message[W_ABOUT_IN].matter).status, 404,
           "2. nor its matter");
    r = get("officer.an", "/desk/tinh/inbox", ".csv");
    ok(r.status == 200 && !has(&r, id(W_ABOUT)), "2. nor in the list as CSV");
    r = get("officer.an", "/desk/versions/", str_fmt(&arena, "%s-vi-1", house.world.about_answer).p);
    ok(r.status == 404 && !has(&r, "zuqbyreceipt"), "2. nor what is answered to it");
    static const char *const acts[] = {"/desk/versions/%s-vi-1/save", "/desk/versions/%s-vi-1/publish",
                                       "/desk/publications/%s/next"};
    const char *const token[][2] = {
        {"csrf", str_z(&arena, house_csrf(&house, &arena, house_comer(&house, "officer.an")))}, {"lang", "vi"}};
    for (size_t i = 0; i < ARRAY_LEN(acts); i++) {
        struct str path = str_c(acts[i]);
        struct str head = str_cut(&path, '%');
        const char *full = str_z(&arena, str_fmt(&arena, "%.*s%s%.*s", STR_ARG(head), house.world.about_answer,
                                                 (int)path.n - 1, path.p + 1));
        is_int(post("officer.an", full, token, 2).status, 404, "2. nor may they act on it (%zu)", i);
    }
    counts_of_both();
    lists_of_both();
}

int main(int argc, char **argv)
{
    BUG_ON(argc != 3);
    if (!house_open(&house, strcmp(argv[1], "postgres") == 0)) {
        return 0;
    }
    refusing_later();
    works_in_both();
    tasks_of_it();
    house_close(&house);
    arena_free(&arena);
    return tap_done();
}
