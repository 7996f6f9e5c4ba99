// app.c: see app.h.
#include "web/app.h"

#include "base/clock.h"
#include "base/log.h"
#include "core/contact/contact.h"
#include "core/contact/mailer.h"
#include "core/office/begin.h"
#include "db/db.h"
#include "web/follower.h"
#include "web/route.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { CACHE_BYTES = 64 << 20, LIMIT_SLOTS = 1 << 16, TURNS = 128 };

// How many at once, and an hour, from one neighbourhood: a whole district may stand behind one address of a telephone company.
static const struct {
    unsigned burst, per_hour;
} limits[APP_LIMITS] = {
    [LIMIT_MESSAGES] = {20, 720},
    [LIMIT_RECEIPTS] = {30, 720},
    [LIMIT_SECRETS] = {30, 120},
};

struct app {
    struct app_config config;
    struct db *db;
    pthread_mutex_t lock; // over site
    pthread_mutex_t reading; // held by whoever reads the site anew
    struct site *site;
    struct arena mem; // what lives as long as the server: its time zone
    _Atomic uint64_t public_version;
    struct http_cache *cache;
    struct ratelimit *limits[APP_LIMITS];
    struct turns *turns;
    struct http_server *server;
    struct follower *follower; // NULL while founding
    pthread_mutex_t begins;    // over the end of founding
    _Atomic bool founding;
};

struct db *app_db(struct app *app)
{
    return app->db;
}

const struct app_config *app_config(const struct app *app)
{
    return &app->config;
}

struct http_server *app_server(struct app *app)
{
    return app->server;
}

struct http_cache *app_cache(struct app *app)
{
    return app->cache;
}

struct ratelimit *app_limit(struct app *app, enum app_limit which)
{
    return app->limits[which];
}

struct turns *app_turns(struct app *app)
{
    return app->turns;
}

uint64_t app_public_version(const struct app *app)
{
    return atomic_load(&app->public_version);
}

void app_public_changed(struct app *app)
{
    atomic_fetch_add(&app->public_version, 1);
}

struct finder *app_finder(struct app *app)
{
    return follower_finder(app->follower);
}

struct finder *app_finder_now(struct app *app)
{
    return follower_now(app->follower);
}

struct finder *app_finder_public(struct app *app)
{
    return follower_fresh(app->follower);
}

int app_port(const struct app *app)
{
    return http_port(app->server);
}

bool app_founding(const struct app *app)
{
    return atomic_load(&app->founding);
}

unsigned app_contact_ways(const struct app *app, const struct site *s)
{
    return app->config.mailer == NULL ? 0 : contact_ways(s, mailer_key(app->config.mailer));
}

struct mailer *app_mailer(struct app *app)
{
    return app->config.mailer;
}

// The site as it is; while founding, a blank one where there is none.
static bool read_site(struct app *app, struct site **out, struct err *e)
{
    enum begun begun = BEGUN_STAFFED;
    struct arena a = ARENA_INIT;
    struct tx *tx;
    bool good = true;
    if (app_founding(app)) {
        good = db_read_begin(app->db, &a, &tx, e);
        if (good) {
            good = begin_state(tx, &begun, e);
            db_read_end(tx);
        }
    }
    arena_free(&a);
    return good && (begun == BEGUN_NOTHING ? site_blank(clock_now(), out, e) : site_load(app->db, clock_now(), out, e));
}

// Read the site anew and put it in the place of the former snapshot, one after the other: else who had read the store earlier
// could come later.
static bool renew(struct app *app, struct err *e)
{
    struct site *fresh;
    pthread_mutex_lock(&app->reading);
    bool good = read_site(app, &fresh, e);
    if (good) {
        pthread_mutex_lock(&app->lock);
        struct site *old = app->site;
        app->site = fresh;
        pthread_mutex_unlock(&app->lock);
        site_unref(old);
    }
    pthread_mutex_unlock(&app->reading);
    return good;
}

// The old snapshot stays when the store cannot be read: better yesterday's tree than no page.
static void reload(struct app *app)
{
    struct err e = ERR_INIT;
    if (!renew(app, &e)) {
        log_err("reading the site", &e);
    }
}

void app_site_changed(struct app *app)
{
    reload(app);
    app_public_changed(app);
}

static struct site *current(struct app *app)
{
    pthread_mutex_lock(&app->lock);
    struct site *s = site_ref(app->site);
    pthread_mutex_unlock(&app->lock);
    return s;
}

struct site *app_site(struct app *app)
{
    struct site *s = current(app);
    if (tz_day(s->tz, clock_now()) == s->today) {
        return s;
    }
    site_unref(s); // a new day: offices may begin or end today
    app_site_changed(app);
    return current(app);
}

static void handle(struct http_call *call, void *ctx)
{
    web_handle(ctx, call);
}

static size_t room(struct http_call *call, void *ctx)
{
    return web_room(ctx, call);
}

static bool set_zone(struct app *app, struct err *e)
{
    const struct tz *tz; // a copy of its own: snapshots of the site come and go
    if (!tz_load(&app->mem, str_z(&app->mem, app->site->timezone), &tz, e)) {
        return false;
    }
    tz_set_site(tz);
    return true;
}

static bool founded(struct app *app, struct err *e)
{
    if (!renew(app, e)) {
        return false;
    }
    if (!set_zone(app, e) || !follower_start(&app->follower, app, e)) {
        return false;
    }
    app_public_changed(app);
    atomic_store(&app->founding, false);
    if (app->config.setup_file != NULL && unlink(app->config.setup_file) != 0) {
        log_warn("%s is of no more use, and could not be removed", app->config.setup_file);
    }
    log_info("the office is founded; the setup code is of no more use");
    return true;
}

bool app_founded(struct app *app, struct err *e)
{
    pthread_mutex_lock(&app->begins);
    bool good = !app_founding(app) || founded(app, e);
    pthread_mutex_unlock(&app->begins);
    return good;
}

bool app_start(struct app **out, const struct app_config *config, struct err *e)
{
    struct app *app = xcalloc(1, sizeof *app);
    app->config = *config;
    pthread_mutex_init(&app->lock, NULL);
    pthread_mutex_init(&app->reading, NULL);
    pthread_mutex_init(&app->begins, NULL);
    atomic_init(&app->founding, config->setup_code != NULL);
    // Pages of a former life of this process may be in browsers' caches: ETags differ by content, versions do not
    // matter.
    atomic_init(&app->public_version, 1);
    if (!route_check(e) || !db_open(&app->db, config->store, DB_READ_WRITE, e) ||
        !read_site(app, &app->site, e) || !set_zone(app, e)) {
        app_stop(app);
        return false;
    }
    app->cache = http_cache_new(CACHE_BYTES);
    for (size_t i = 0; i < APP_LIMITS; i++) {
        app->limits[i] = ratelimit_new(LIMIT_SLOTS, limits[i].burst, limits[i].per_hour);
    }
    app->turns = turns_new(TURNS);
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int threads = config->threads > 0 ? config->threads : cores > 8 ? 8 : cores < 1 ? 1 : (int)cores;
    struct http_config http = {.listen = config->listen,
                               .threads = threads,
                               .trusted_proxies = config->trusted_proxies,
                               .room = room,
                               .max_room = WEB_ROOM_MAX,
                               .handle = handle,
                               .ctx = app};
    if ((!app_founding(app) && !follower_start(&app->follower, app, e)) || !http_start(&app->server, &http, e)) {
        app_stop(app);
        return false;
    }
    *out = app;
    return true;
}

void app_stop(struct app *app)
{
    if (app->turns != NULL) {
        turns_end(app->turns);
    }
    if (app->server != NULL) {
        http_stop(app->server);
    }
    turns_free(app->turns);
    follower_stop(app->follower);
    if (app->db != NULL) {
        db_close(app->db);
    }
    if (app->cache != NULL) {
        http_cache_free(app->cache);
    }
    for (size_t i = 0; i < APP_LIMITS; i++) {
        ratelimit_free(app->limits[i]);
    }
    site_unref(app->site);
    pthread_mutex_destroy(&app->lock);
    pthread_mutex_destroy(&app->reading);
    pthread_mutex_destroy(&app->begins);
    arena_free(&app->mem);
    free(app);
}
