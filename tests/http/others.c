// others.c: several processes on one PostgreSQL store: what another one did is on this one's pages within a second or so.
#include "../unit/tap.h"
#include "house.h"

#include "base/clock.h"
#include "core/office/founding.h"
#include "web/app.h"

#include <time.h>

enum { WAIT_MS = 3000, STEP_MS = 20, SOON_MS = 1000 };

static struct house house;
static struct arena arena;

static enum tx_end rename_an(struct tx *tx, void *arg, struct err *e)
{
    const struct site *s = arg;
    int64_t now = clock_now();
    struct founder f = {.tx = tx, .home = s->home, .now = now, .today = tz_day(s->tz, now)};
    return office_rename(&f, house.world.office[W_AN], LANG_EN, STR("Commune of Elsewhere"), e) ? TX_COMMIT : TX_FAILED;
}

static enum tx_end role_elsewhere(struct tx *tx, void *arg, struct err *e)
{
    const struct site *s = arg;
    struct founder f = {.tx = tx, .home = s->home, .now = clock_now()};
    return role_give(&f, house_member(&house, 1)->id, house.world.office[W_BINH], STR("clerk"), f.now, 0, 0, e) ? TX_COMMIT
                                                                                                              : TX_FAILED;
}

static bool page_says(const char *words)
{
    struct reply r = house_ask(&house, &arena, 0, "GET", STR("/en/offices/an"), "", STR_NONE);
    return r.status == 200 && str_find(r.body, str_c(words)) >= 0;
}

static bool version_rose(uint64_t from)
{
    return app_public_version(house.app) > from;
}

static void pause_step(void)
{
    struct timespec step = {0, STEP_MS * 1000000L};
    (void)nanosleep(&step, NULL);
}

int main(void)
{
    struct err e = ERR_INIT;
    struct db *other;
    if (!house_open(&house, true)) {
        return 0;
    }
    struct site *site = app_site(house.app);
    ok(db_open(&other, house.store, DB_READ_WRITE, &e), "another one opens the store as well %s", e.what);
    ok(!page_says("Commune of Elsewhere"), "a page, which is kept from now on");
    ok(db_write(other, &arena, rename_an, site, &e), "the other one gives an office a new name %s", e.what);
    int64_t began = clock_mono_us();
    int64_t ms = 0;
    bool seen = false;
    while (!(seen = page_says("Commune of Elsewhere")) && ms < WAIT_MS) {
        pause_step();
        ms = (clock_mono_us() - began) / 1000;
    }
    ok(seen, "the page says it after %lld ms (it should be under %d)", (long long)ms, SOON_MS);
    uint64_t version = app_public_version(house.app);
    ok(db_write(other, &arena, role_elsewhere, site, &e), "an event that changes no office %s", e.what);
    for (ms = 0; ms < WAIT_MS && !version_rose(version); ms += STEP_MS) {
        pause_step();
    }
    ok(version_rose(version), "makes the kept pages new too");
    version = app_public_version(house.app);
    for (ms = 0; ms < 2 * SOON_MS; ms += STEP_MS) {
        pause_step();
    }
    ok(!version_rose(version), "and where nothing happens they stay");
    site_unref(site);
    db_close(other);
    house_close(&house);
    arena_free(&arena);
    return tap_done();
}
