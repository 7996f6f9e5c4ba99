// The demo's store: lived through without a refusal, the same every time, and with work left on the desks.
#include <stdlib.h>
#include <unistd.h>

#include "cli/demo_script.h"
#include "cli/demo_store.h"
#include "db/q_member.h"
#include "db/q_message.h"
#include "db/q_site.h"
#include "demo_files.h"
#include "tap.h"

#define NOW 1763870400 // Sunday 23 November 2025, 11:00 in Vietnam
#define MESSAGES 400

static uint64_t mix(uint64_t h, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        h = (h ^ (unsigned char)s.p[i]) * 0x100000001B3u;
    }
    return h;
}

// In any order: offices' ids differ each time.
static bool mix_tally(void *arg, const struct tally_all_row *t, struct err *e)
{
    (void)e;
    uint64_t *sum = arg;
    *sum += mix(mix((uint64_t)(t->at * 31 + t->n), t->measure), t->part);
    return true;
}

// A store of the demo, looked at: a hash of all its sums, and its events.
static bool look(const char *path, uint64_t *hash, int64_t *events, struct err *e)
{
    struct demo_codes codes;
    struct db *db;
    struct tx *tx;
    struct arena a = ARENA_INIT;
    if (!demo_store_make(path, NOW, MESSAGES, &codes, e) || !db_open(&db, path, DB_READ_ONLY, e)) {
        return false;
    }
    bool good = db_read_begin(db, &a, &tx, e);
    if (good) {
        struct home_row home = {.id = 0};
        struct member_row *members;
        size_t n = 0;
        *hash = 0;
        good = q_home_get(tx, &home, e) == Q_ROW && q_tally_all(tx, home.id, mix_tally, hash, e) &&
               q_members_all(tx, STR(""), &members, &n, e);
        ok(good, "it can be read: %s", e->what);
        is_int(n, 25, "25 members");
        ok(home.event_number > MESSAGES * 3, "%lld events", (long long)home.event_number);
        *events = home.event_number;
        db_read_end(tx);
    }
    ok(codes.n >= 2, "%zu codes to try", codes.n);
    db_close(db);
    bool yes = false;
    ok(demo_store_is(path, &yes, e) && yes, "it is known as a demo");
    arena_free(&a);
    return good;
}

static void test_store(void)
{
    char dir[] = "/tmp/hoiam-demo-XXXXXX";
    BUG_ON(mkdtemp(dir) == NULL);
    BUG_ON(chdir(dir) != 0);
    uint64_t hash[2] = {0, 1};
    int64_t events[2] = {0, 1};
    struct err e = ERR_INIT;
    ok(look("a.db", &hash[0], &events[0], &e), "made: %s", e.what);
    ok(look("b.db", &hash[1], &events[1], &e), "made again: %s", e.what);
    is_int(events[0], events[1], "as many events");
    struct demo_codes codes;
    ok(!demo_store_make("a.db", NOW, 1, &codes, &e) && e.code == ERR_INPUT, "what is there is not overwritten: %s", e.what);
    static const char *const files[] = {"a.db", "b.db", "a.db.lock", "b.db.lock", "a.db-wal", "a.db-shm", "b.db-wal", "b.db-shm"};
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        (void)unlink(files[i]);
    }
    BUG_ON(chdir("/") != 0);
    is_int(rmdir(dir), 0, "and leaves nothing behind");
}

// Nothing joins a matter that is closed, nothing but its own message is in a matter of thanks, and the province's clerk has
// something to take in.
static void test_desks(const struct demo_script *script, struct arena *a)
{
    bool *closed = ARENA_ARRAY(a, bool, script->matters_n);
    bool *taken_in = ARENA_ARRAY(a, bool, script->plan->slots_n);
    memset(closed, 0, script->matters_n);
    memset(taken_in, 0, script->plan->slots_n);
    size_t late = 0, thanks = 0, waits = 0;
    for (size_t i = 0; i < script->acts_n; i++) {
        const struct demo_act *act = &script->acts[i];
        bool joins = act->kind == ACT_JOIN;
        late += joins && closed[act->matter] ? 1 : 0;
        thanks += joins && script->matters[act->matter].thanks ? 1 : 0;
        closed[act->matter] = act->kind == ACT_CLOSE || (closed[act->matter] && act->kind != ACT_CONTEST);
        taken_in[act->message] = taken_in[act->message] || joins || act->kind == ACT_START;
    }
    for (size_t i = 0; i < script->plan->slots_n; i++) {
        struct demo_message d;
        demo_message(script->plan, i, a, &d);
        waits += !taken_in[i] && str_eqz(d.office->code, "TG") && !d.about_office ? 1 : 0;
    }
    is_int(late, 0, "no message joins a matter that is closed");
    is_int(thanks, 0, "nor somebody's thanks");
    ok(waits > 0, "%zu messages wait for the province's clerk", waits);
}

static void test_script(void)
{
    struct arena a = ARENA_INIT;
    struct demo_material m;
    struct err e = ERR_INIT;
    BUG_ON(!demo_material_load(demo_files, demo_files_n, &a, &m, &e));
    int64_t first = NOW - 730 * (int64_t)86400;
    struct demo_plan plan;
    struct demo_script script, again;
    demo_plan_make(&m, 7, first, 730, 2000, &a, &plan);
    demo_script_make(&plan, first, NOW, &a, &script);
    demo_script_make(&plan, first, NOW, &a, &again);
    bool same = script.acts_n == again.acts_n && memcmp(script.acts, again.acts, script.acts_n * sizeof *script.acts) == 0;
    ok(same, "the same plan gives the same script");
    size_t out_of_order = 0, late = 0, n[ACT_NOTICE + 1] = {0};
    for (size_t i = 0; i < script.acts_n; i++) {
        out_of_order += i > 0 && script.acts[i].at < script.acts[i - 1].at ? 1 : 0;
        late += script.acts[i].at >= NOW ? 1 : 0;
        n[script.acts[i].kind]++;
    }
    is_int(out_of_order, 0, "in the order of time");
    is_int(late, 0, "nothing happens in time to come");
    for (size_t k = 0; k <= ACT_NOTICE; k++) {
        ok(n[k] > 0, "acts of kind %zu: %zu", k, n[k]);
    }
    ok(n[ACT_START] + n[ACT_JOIN] < n[ACT_TAKE], "messages are left in the inbox");
    test_desks(&script, &a);
    arena_free(&a);
}

int main(void)
{
    test_script();
    test_store();
    return tap_done();
}
