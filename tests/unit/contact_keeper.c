// Promises of core/contact/keeper: a box opens for an opening that is on record, of this message, of these minutes; and only so
// many a minute, however often a worker is started anew. On both stores.
#include "core/contact/contact.h"
#include "core/contact/mailer.h"
#include "db/q_message.h"
#include "db/q_site.h"
#include "db/query.h"
#include "dbtest.h"

#include "base/clock.h"

#include <signal.h>
#include <stdlib.h>

enum { HOME = 7, MESSAGE = 4711, OTHER = 4712 };

struct play {
    struct db *db;
    struct mailer *mailer;
    struct arena a;
    const char *store;
    struct event_new ev;
    int64_t number; // of the event that was written last
};

static const struct db_query add_home = {
    .name = "home", .writes = true,
    .sql = "INSERT INTO home (id, office_id, lang, timezone, event_number, created_at) VALUES (7, 1, 'vi', 'UTC', 0, 1)"};

static enum tx_end run_sql(struct tx *tx, void *arg, struct err *e)
{
    return db_exec(tx, arg, NULL, NULL, e) ? TX_COMMIT : TX_FAILED;
}

// A home, and contact details of two messages.
static enum tx_end make_world(struct tx *tx, void *arg, struct err *e)
{
    struct play *p = arg;
    const struct box_public *key = mailer_key(p->mailer);
    if (!db_exec(tx, &add_home, NULL, NULL, e)) {
        return TX_FAILED;
    }
    for (int64_t id = MESSAGE; id <= OTHER; id++) {
        struct arena *a = tx_arena(tx);
        if (!q_contact_insert(tx, &(struct q_contact_insert_in){
                .home = HOME, .message = id, .kind = STR("phone"), .lang = STR("vi"), .erase_at = 1,
                .sealed = box_seal(a, key, contact_about(a, HOME, id), str_fmt(a, "0912 %lld", (long long)id))}, NULL, e)) {
            return TX_FAILED;
        }
    }
    return TX_COMMIT;
}

static enum tx_end add_event(struct tx *tx, void *arg, struct err *e)
{
    struct play *p = arg;
    return event_add(tx, &p->ev, &p->number, e) ? TX_COMMIT : TX_FAILED;
}

// An event of this kind about this message, `age` seconds ago.
static int64_t event_of(struct play *p, enum event_kind kind, int64_t message, int64_t age)
{
    struct err e = ERR_INIT;
    p->ev = (struct event_new){.home = HOME, .kind = kind, .subject_id = message, .reason = STR("call"), .now = clock_now() - age,
                               .actor = {.role = STR("clerk"), .office_id = 1}};
    BUG_ON(!db_write(p->db, &p->a, add_event, p, &e));
    return p->number;
}

static bool asks(struct play *p, int64_t message, int64_t event, struct err *e)
{
    struct str plain = STR_NONE;
    *e = ERR_INIT;
    bool good = mailer_open(p->mailer, &p->a, &(struct keeper_asked){HOME, message, event}, &plain, e);
    return good && str_starts(plain, STR("0912 "));
}

static void test_record(struct play *p)
{
    struct err e;
    int64_t opening = event_of(p, EVENT_CONTACT_OPENED, MESSAGE, 0);
    ok(asks(p, MESSAGE, opening, &e), "an opening that is on record opens the box: %s", e.what);
    ok(!asks(p, OTHER, opening, &e) && e.code == ERR_INPUT, "not that of another message: %s", e.what);
    ok(!asks(p, MESSAGE, opening + 1, &e) && e.code == ERR_INPUT, "an opening that is not on record opens nothing: %s", e.what);
    int64_t received = event_of(p, EVENT_MESSAGE_RECEIVED, MESSAGE, 0);
    ok(!asks(p, MESSAGE, received, &e) && e.code == ERR_INPUT, "nor does another event: %s", e.what);
    int64_t old = event_of(p, EVENT_CONTACT_OPENED, MESSAGE, KEEPER_FRESH_S + 60);
    ok(!asks(p, MESSAGE, old, &e) && e.code == ERR_INPUT, "nor one of long ago: %s", e.what);
    int64_t ahead = event_of(p, EVENT_CONTACT_OPENED, MESSAGE, -KEEPER_FRESH_S - 60);
    ok(!asks(p, MESSAGE, ahead, &e) && e.code == ERR_INPUT, "nor one that is dated ahead, to be used for long: %s", e.what);
    static const struct db_query spoil = {
        .name = "spoil", .writes = true, .sql = "UPDATE event SET kind = 'contact.opened' WHERE number = 2"};
    BUG_ON(received != 2);
    BUG_ON(!db_write(p->db, &p->a, run_sql, (void *)(uintptr_t)&spoil, &e));
    ok(!asks(p, MESSAGE, received, &e) && e.code == ERR_INPUT, "nor one that was made of another: %s", e.what);
}

// Kill the workers of the nurseries that this process has started.
static int kill_workers(void)
{
    int killed = 0;
    FILE *f = popen("for p in $(cat /proc/$PPID/task/$PPID/children)\n"
                    "do [ $p = $$ ] || cat /proc/$p/task/$p/children\ndone", "r");
    int pid;
    while (f != NULL && fscanf(f, "%d", &pid) == 1) {
        killed += kill(pid, SIGKILL) == 0;
    }
    return f != NULL && pclose(f) >= 0 ? killed : -1;
}

// How many it opens until it refuses; the minute may end meanwhile, once.
static int fill(struct play *p, int64_t opening, struct err *e)
{
    int opened = 0;
    while (opened <= 2 * KEEPER_A_MINUTE && asks(p, MESSAGE, opening, e)) {
        opened++;
    }
    return opened;
}

static void test_bound(struct play *p)
{
    struct err e;
    int64_t opening = event_of(p, EVENT_CONTACT_OPENED, MESSAGE, 0);
    ok(kill_workers() > 0 && asks(p, MESSAGE, opening, &e), "a keeper that was killed is replaced: %s", e.what);
    int opened = fill(p, opening, &e);
    ok(opened <= 2 * KEEPER_A_MINUTE && e.code == ERR_BUSY, "after %d more it refuses: %s", opened, e.what);
    int again = 0;
    for (int i = 0; i < 2 && again == 0; i++) { // if a new minute has begun, that was it
        ok(kill_workers() > 0, "its worker is killed");
        again = fill(p, opening, &e) == 0;
    }
    ok(again == 1 && e.code == ERR_BUSY, "a new worker is bound by the same count: %s", e.what);
}

static void test_count(void)
{
    struct keeper_bound b = {0};
    int got = 0;
    for (int i = 0; i < 10; i++) {
        got += keeper_bound_take(&b, 4, 60000000LL * 5 + i);
    }
    is_int(got, 4, "four of ten in one minute");
    ok(keeper_bound_take(&b, 4, 60000000LL * 6), "and in the next minute again");
}

static void test_on(int engine)
{
    struct play p = {.store = dbtest_where(engine)};
    struct err e = ERR_INIT;
    if (p.store == NULL) {
        return;
    }
    const char *key_path = str_fmt(&p.a, "%s/%d.key", dbtest_folder, engine).p;
    struct box_key *key = box_key_new();
    BUG_ON(!box_key_save(key, key_path, &e));
    box_key_close(key);
    ok(mailer_start(&p.mailer, key_path, NULL, p.store, &e), "the processes with the key start before the store is made %s",
       e.what);
    BUG_ON(!db_create(p.store, &e) || !db_open(&p.db, p.store, DB_READ_WRITE, &e));
    BUG_ON(!db_write(p.db, &p.a, make_world, &p, &e));
    test_record(&p);
    test_bound(&p);
    db_close(p.db);
    mailer_stop(p.mailer);
    arena_free(&p.a);
}

int main(void)
{
    test_count();
    test_on(0);
    test_on(1);
    dbtest_clean();
    return tap_done();
}
