// snapshot.c: the site's snapshot after many changes at once is that of the store: whoever read the store earlier never puts
// an older snapshot over a newer one.
//
// usage: snapshot sqlite|postgres HOIAM
#include "../unit/tap.h"
#include "house.h"

#include "base/clock.h"
#include "core/office/founding.h"
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

int main(int argc, char **argv)
{
    static struct changer c[THREADS];
    static atomic_bool ends;
    pthread_t reader[READERS];
    int old = 0;
    BUG_ON(argc != 3);
    if (!house_open(&house, strcmp(argv[1], "postgres") == 0)) {
        return 0;
    }
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
    house_close(&house);
    return tap_done();
}
