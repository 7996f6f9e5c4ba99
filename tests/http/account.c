// account.c: what a member's own account and an administrator's page keep to while others act at the same moment: tries of a
// password have a rate, a name that somebody else just took is a conflict, a loan that is not possible any more is said, and
// who may yet act elsewhere is not for this administrator to change.
//
// usage: account sqlite|postgres HOIAM
#include "../unit/tap.h"
#include "house.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/clock.h"
#include "core/office/founding.h"
#include "db/q_member.h"
#include "http/http.h"
#include "web/web.h"

enum { BURST = 30 }; // tries at once, as app.c has it

static struct house house;
static struct arena arena;

static bool has(const struct reply *r, const char *text)
{
    return str_find(r->body, str_c(text)) >= 0;
}

static const char *token(const char *login)
{
    return str_z(&arena, house_csrf(&house, &arena, house_comer(&house, login)));
}

static struct founder founder(struct tx *tx)
{
    return (struct founder){.tx = tx, .home = house.world.home, .now = clock_now()};
}

// ---- something is written between the moment a form is checked and the moment it is saved

struct meanwhile {
    bool (*write)(const struct founder *f, struct err *e);
    atomic_bool begun;
    bool done;
};

// Holds the writer until the request waits for it, then writes first.
static enum tx_end write_first(struct tx *tx, void *arg, struct err *e)
{
    struct meanwhile *m = arg;
    struct founder f = founder(tx);
    atomic_store(&m->begun, true);
    for (int i = 0; i < 5000 && http_stats(app_server(house.app)).suspended == 0; i++) {
        (void)usleep(1000);
    }
    return m->write(&f, e) ? TX_COMMIT : TX_FAILED;
}

static void *writes(void *arg)
{
    struct meanwhile *m = arg;
    struct arena own = ARENA_INIT;
    struct err e = ERR_INIT;
    m->done = db_write(app_db(house.app), &own, write_first, m, &e);
    arena_free(&own);
    return NULL;
}

static struct reply post_meanwhile(bool (*write)(const struct founder *f, struct err *e), const char *login, const char *path,
                                   const char *const (*fields)[2], size_t n)
{
    struct meanwhile m = {.write = write};
    pthread_t thread;
    BUG_ON(pthread_create(&thread, NULL, writes, &m) != 0);
    while (!atomic_load(&m.begun)) {
        (void)usleep(1000);
    }
    struct reply r = house_post(&house, &arena, login, path, fields, n);
    BUG_ON(pthread_join(thread, NULL) != 0 || !m.done);
    return r;
}

static bool take_name(const struct founder *f, struct err *e)
{
    int64_t id;
    struct member_draft d = {.login = STR("twin"), .name = STR("Người kia"), .lang = LANG_VI};
    return member_add(f, &d, &id, e);
}

static void taken_meanwhile(void)
{
    const char *const add[][2] = {{"csrf", token("admin.an")}, {"login", "twin"}, {"name_vi", "Người này"}, {"role", "clerk"}};
    struct reply r = post_meanwhile(take_name, "admin.an", "/desk/an/admin/member", add, ARRAY_LEN(add));
    ok(r.status == 409 && has(&r, "Somebody else saved a moment before you"), "a name that was taken meanwhile: %d", r.status);
    r = house_post(&house, &arena, "admin.an", "/desk/an/admin/member", add, ARRAY_LEN(add));
    ok(r.status == 422 && has(&r, "Another member has this sign-in name."), "and the next time the form says it: %d", r.status);
}

static bool end_head(const struct founder *f, struct err *e)
{
    const struct world_member *head = house_member(&house, house_comer(&house, "head.an"));
    struct roles_of_member_row *rows;
    size_t n;
    return q_roles_of_member(f->tx, head->id, f->now, &rows, &n, e) && n == 1 &&
           role_end(f, rows[0].id, house.world.office[W_AN], e);
}

static void loan_meanwhile(void)
{
    struct buf day = buf_new(32);
    struct civil c = civil_from_day(tz_day(tz_site(), clock_now()) + 1);
    buf_addf(&day, "%04d-%02d-%02d", (int)c.year, (int)c.month, (int)c.day);
    const char *tomorrow = str_z(&arena, buf_str(&day));
    const char *const lend[][2] = {{"csrf", token("head.an")}, {"to", "an/officer.an"}, {"from", tomorrow}, {"until", tomorrow}};
    struct reply r = post_meanwhile(end_head, "head.an", "/desk/account/lend", lend, ARRAY_LEN(lend));
    ok(r.status == 422 && has(&r, "Choose a colleague of your office."), "a loan of who is head no more is not told as done: %d",
       r.status);
    buf_free(&day);
}

// ---- who may be changed

static enum tx_end called_to_binh(struct tx *tx, void *arg, struct err *e)
{
    const struct world_member *m = arg;
    struct founder f = founder(tx);
    return role_give(&f, m->id, house.world.office[W_BINH], STR("clerk"), f.now + 86400, 0, 0, e) ? TX_COMMIT : TX_FAILED;
}

static void called_elsewhere(void)
{
    struct err e = ERR_INIT;
    const char *const reset[][2] = {{"csrf", token("admin.an")}, {"login", "clerk.an"}};
    struct reply r = house_post(&house, &arena, "admin.an", "/desk/an/admin/member-password", reset, 2);
    is_int(r.status, 200, "An's administrator gives An's clerk a new password");
    struct world_member clerk = *house_member(&house, house_comer(&house, "clerk.an"));
    ok(db_write(app_db(house.app), &arena, called_to_binh, &clerk, &e), "who is called to Binh from tomorrow on %s", e.what);
    r = house_post(&house, &arena, "admin.an", "/desk/an/admin/member-password", reset, 2);
    is_int(r.status, 404, "and is not An's alone any more");
    r = house_post(&house, &arena, "admin.tinh", "/desk/tinh/admin/member-password",
                   (const char *const[][2]){{"csrf", token("admin.tinh")}, {"login", "clerk.an"}}, 2);
    is_int(r.status, 200, "but the province's");
}

// ---- the rate

static void tries(void)
{
    static const char from[] = "X-Forwarded-For: 203.0.113.9\r\n";
    int comer = house_comer(&house, "officer.an");
    struct str code = str_fmt(&arena, "csrf=%s&receipt=0000", token("clerk.an"));
    for (int i = 0; i < BURST - 1; i++) { // codes read out at the desk: of the same rate, and no tenth of a second each
        (void)house_ask(&house, &arena, house_comer(&house, "clerk.an"), "POST", STR("/desk/an/phone/look"), from, code);
    }
    struct str body = str_fmt(&arena, "csrf=%s&former=sai&fresh=mot+con+chim+nho+xanh", token("officer.an"));
    struct reply r = house_ask(&house, &arena, comer, "POST", STR("/desk/account/password"), from, body);
    ok(r.status == 422 && has(&r, "This is not your password."), "a wrong password is told: %d", r.status);
    r = house_ask(&house, &arena, comer, "POST", STR("/desk/account/password"), from, body);
    ok(r.status == 429 && has(&r, "Too many attempts from here."), "until there were too many from there: %d", r.status);
    r = house_ask(&house, &arena, comer, "POST", STR("/desk/account/password"), "X-Forwarded-For: 198.51.100.9\r\n", body);
    is_int(r.status, 422, "which does not shut the account from elsewhere");
}

int main(int argc, char **argv)
{
    BUG_ON(argc != 3);
    if (!house_open(&house, strcmp(argv[1], "postgres") == 0)) {
        return 0;
    }
    tries();
    taken_meanwhile();
    called_elsewhere();
    loan_meanwhile();
    house_close(&house);
    arena_free(&arena);
    return tap_done();
}
