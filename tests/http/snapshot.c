// snapshot.c: what was read is not what is written on. The site's snapshot after many changes at once is that of the store:
// whoever read the store earlier never puts an older snapshot over a newer one. And what a member may do with a message is
// looked at again when it is done.
//
// usage: snapshot sqlite|postgres HOIAM
#include "../unit/tap.h"
#include "house.h"

#include "base/clock.h"
#include "core/office/founding.h"
#include "db/q_message.h"
#include "web/app.h"

#include <pthread.h>
#include <stdatomic.h>

enum { THREADS = 4, READERS = 2, ROUNDS = 200 };

static struct house house;

struct changer {
    pthread_t thread;
    struct arena arena;
    int number, round;
};

static enum tx_end change(struct tx *tx, void *arg, struct err *e)
{
    const struct changer *c = arg;
    struct founder f = {.tx = tx, .home = house.world.home, .now = clock_now()};
    struct str text = str_fmt(tx_arena(tx), "%d.%d", c->round, c->number);
    return setting_set(&f, house.world.office[c->number], SETTING_EMERGENCY, text, e) ? TX_COMMIT : TX_FAILED;
}

static void *run(void *arg)
{
    struct changer *c = arg;
    struct err e = ERR_INIT;
    BUG_ON(!db_write(app_db(house.app), &c->arena, change, c, &e));
    app_site_changed(house.app);
    return NULL;
}

// Others of whom nothing is known but that they read the site anew all the time.
static void *read_anew(void *ends)
{
    while (!atomic_load((atomic_bool *)ends)) {
        app_site_changed(house.app);
        (void)nanosleep(&(struct timespec){.tv_nsec = 300 * 1000}, NULL);
    }
    return NULL;
}

// How many of the settings that were just changed the snapshot has otherwise.
static int missed(struct changer *c)
{
    int n = 0;
    struct site *s = app_site(house.app);
    for (int i = 0; i < THREADS; i++) {
        struct str has = site_setting(s, house.world.office[i], SETTING_EMERGENCY);
        n += !str_eq(has, str_fmt(&c[i].arena, "%d.%d", c[i].round, i));
    }
    site_unref(s);
    return n;
}

// Somebody gives the message to Binh, and takes their time: what comes meanwhile has read that it is An's.
static enum tx_end give_away(struct tx *tx, void *arg, struct err *e)
{
    (void)nanosleep(&(struct timespec){.tv_nsec = 400 * 1000 * 1000}, NULL);
    const struct message_row *m = arg;
    return q_message_set_office(tx, m->home_id, m->id, house.world.office[W_BINH], NULL, e) ? TX_COMMIT : TX_FAILED;
}

static void done(void *ctx, bool good, const struct err *e)
{
    (void)ctx;
    BUG_ON(!good || e != NULL);
}

static struct message_row message(struct arena *a, enum world_message which)
{
    struct err e = ERR_INIT;
    struct tx *tx;
    struct message_row m;
    BUG_ON(!db_read_begin(app_db(house.app), a, &tx, &e));
    BUG_ON(q_message_by_public(tx, str_c(house.world.message[which].id), &m, &e) != Q_ROW);
    db_read_end(tx);
    return m;
}

static void given_away_meanwhile(void)
{
    struct arena a = ARENA_INIT;
    struct arena of_writer = ARENA_INIT;
    int clerk = house_comer(&house, "clerk.an");
    struct message_row m = message(&a, W_INBOX);
    struct str form = str_fmt(&a, "csrf=%.*s", STR_ARG(house_csrf(&house, &a, clerk)));
    db_write_async(app_db(house.app), &of_writer, give_away, &m, done, NULL);
    struct str path = str_fmt(&a, "/desk/messages/%s/start", house.world.message[W_INBOX].id);
    struct reply r = house_ask(&house, &a, clerk, "POST", path, "", form);
    is_int(r.status, 404, "who no longer has a message starts nothing with it, and is told nothing of it");
    ok(str_eq(message(&a, W_INBOX).state, STR("inbox")), "it waits at the other office");
    arena_free(&a);
    arena_free(&of_writer);
}

static void changes_at_once(void)
{
    static struct changer c[THREADS];
    static atomic_bool ends;
    pthread_t reader[READERS];
    int old = 0;
    for (int i = 0; i < READERS; i++) {
        BUG_ON(pthread_create(&reader[i], NULL, read_anew, &ends) != 0);
    }
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < THREADS; i++) {
            c[i].number = i;
            c[i].round = round;
            BUG_ON(pthread_create(&c[i].thread, NULL, run, &c[i]) != 0);
        }
        for (int i = 0; i < THREADS; i++) {
            BUG_ON(pthread_join(c[i].thread, NULL) != 0);
        }
        old += missed(c) > 0;
        for (int i = 0; i < THREADS; i++) {
            arena_reset(&c[i].arena);
        }
    }
    atomic_store(&ends, true);
    for (int i = 0; i < READERS; i++) {
        BUG_ON(pthread_join(reader[i], NULL) != 0);
    }
    is_int(old, 0, "after changes at once the snapshot has them all, %d times", ROUNDS);
    for (int i = 0; i < THREADS; i++) {
        arena_free(&c[i].arena);
    }
}

int main(int argc, char **argv)
{
    BUG_ON(argc != 3);
    if (!house_open(&house, strcmp(argv[1], "postgres") == 0)) {
        return 0;
    }
    changes_at_once();
    given_away_meanwhile();
    house_close(&house);
    return tap_done();
}
