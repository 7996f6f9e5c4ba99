// follower.c: see follower.h.
#include "web/follower.h"

#include "base/clock.h"
#include "base/log.h"
#include "core/desk/grouping.h"
#include "core/event.h"
#include "db/q_site.h"
#include "web/app.h"

#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>

enum {
    FOLLOW_EVERY_MS = 500,
    START_WAITS_MS = 400,
    SAVE_EVERY_US = 600 * 1000000, // at most so often, while the server runs
    SAVE_EVENTS = 2000,            // and with fewer to catch up with not at all
};

struct follower {
    struct app *app;
    int64_t home;
    bool shared;              // with other processes: they may write too
    int64_t event_seen;       // number of the last event that the caches are known to be newer than
    struct finder *finder;
    _Atomic uint64_t version; // of everything public that the finder has seen
    pthread_t thread;
    pthread_t keeper;         // purges and saves, so that nobody who follows waits for that
    pthread_mutex_t lock;     // of `ending` and `begun`
    bool begun;               // all that was there was read
    pthread_cond_t ending;
    pthread_cond_t filled;
    _Atomic bool ends;
    struct grouping grouping;
    struct arena mem;
    const char *copy;         // of the finder on disk: its head's path; NULL: none is kept
};

static void follow_now(struct follower *f)
{
    struct err e = ERR_INIT;
    uint64_t version = app_public_version(f->app); // read first: what comes later is only newer than it says
    struct site *site = app_site(f->app);
    bool good = finder_follow(f->finder, app_db(f->app), site, &e);
    site_unref(site);
    if (!good) {
        log_err("following what can be searched", &e);
    } else if (finder_ready(f->finder)) {
        atomic_store(&f->version, version);
    }
}

static bool changes_site(struct str kind)
{
    switch (event_kind_of(kind)) {
    case EVENT_OFFICE_CHANGED:
    case EVENT_CATEGORY_CHANGED:
    case EVENT_SETTING_CHANGED:
        return true;
    default:
        return false;
    }
}

// What happened since event_seen. Numbers are without gaps in the order of the commits, so none comes later.
static bool events_since(struct follower *f, struct tx *tx, bool *any, bool *site, struct err *e)
{
    struct event_row *list;
    size_t n;
    do {
        if (!q_events_after(tx, f->home, f->event_seen, &list, &n, e)) {
            return false;
        }
        for (size_t i = 0; i < n; i++) {
            *any = true;
            *site = *site || changes_site(list[i].kind);
            f->event_seen = list[i].number;
        }
    } while (n > 0);
    return true;
}

// What other processes did. Nothing tells their events from this one's own, whose caches are new already: making them new
// once more a second costs a page or two. The first look reads the site anew for what came between its reading and this.
static void see_others(struct follower *f)
{
    struct err e = ERR_INIT;
    struct arena a = ARENA_INIT;
    struct tx *tx = NULL;
    struct event_last_number_row last;
    bool any = false;
    bool site = false;
    bool good = db_read_begin(app_db(f->app), &a, &tx, &e);
    if (good && f->event_seen < 0) {
        good = q_event_last_number(tx, f->home, &last, &e) == Q_ROW;
        f->event_seen = good ? last.event_number : -1;
        site = good;
    } else if (good) {
        good = events_since(f, tx, &any, &site, &e);
    }
    if (tx != NULL) {
        db_read_end(tx);
    }
    arena_free(&a);
    if (!good) {
        log_err("following what other processes do", &e);
    }
    if (site) {
        app_site_changed(f->app);
    } else if (any) {
        app_public_changed(f->app);
    }
}

static struct timespec in_ms(long ms)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_REALTIME, &t);
    long ns = t.tv_nsec + ms % 1000 * 1000000;
    t.tv_sec += ms / 1000 + ns / 1000000000;
    t.tv_nsec = ns % 1000000000;
    return t;
}

static bool wait_a_little(struct follower *f)
{
    struct timespec until = in_ms(FOLLOW_EVERY_MS);
    int end = 0;
    pthread_mutex_lock(&f->lock);
    while (!atomic_load(&f->ends) && end == 0) {
        end = pthread_cond_timedwait(&f->ending, &f->lock, &until);
    }
    pthread_mutex_unlock(&f->lock);
    return !atomic_load(&f->ends);
}

// What came in and says the same as a matter joins it, where its office lets it.
static void group(struct follower *f)
{
    struct err e = ERR_INIT;
    struct site *site = app_site(f->app);
    int64_t joined;
    if (!grouping_run(&f->grouping, f->finder, app_db(f->app), site, clock_now(), &joined, &e)) {
        log_err("putting the same things together", &e);
    } else if (joined > 0) {
        app_public_changed(f->app);
    }
    site_unref(site);
}

static void save(struct follower *f)
{
    struct err e = ERR_INIT;
    if (f->copy != NULL && !finder_save(f->finder, app_db(f->app), f->home, f->copy, &e)) {
        log_err("keeping a copy of what can be searched", &e);
    }
}

// Words that were taken away go from memory and the disk at once; else the copy is made anew after the start and now and then.
static void *keep(void *arg)
{
    struct follower *f = arg;
    int64_t saved_us = 0;
    while (wait_a_little(f)) {
        (void)finder_purge(f->finder, f->copy);
        if (finder_ready(f->finder) && finder_unsaved(f->finder) >= SAVE_EVENTS &&
            (saved_us == 0 || clock_mono_us() - saved_us >= SAVE_EVERY_US)) {
            save(f);
            saved_us = clock_mono_us();
        }
    }
    return NULL;
}

// Did the words that the office has of its own change? Then all is to be read anew with them.
static bool other_words(struct follower *f)
{
    struct err e = ERR_INIT;
    bool other;
    struct site *site = app_site(f->app);
    if (!finder_words(f->finder, site, &other, &e)) {
        log_err("reading the office's own words", &e);
    }
    site_unref(site);
    return other;
}

// Before anybody searches.
static bool load_copy(struct follower *f, struct err *e)
{
    bool loaded;
    struct str why;
    (void)other_words(f);
    if (f->copy == NULL) {
        return true;
    }
    if (!finder_load(f->finder, app_db(f->app), f->home, f->copy, &loaded, &why, &f->mem, e)) {
        return false;
    }
    if (!loaded && why.n > 0) {
        log_info("what can be searched is read from the store; its copy %s is not used: %.*s", f->copy, STR_ARG(why));
    }
    return true;
}

static bool fill(struct follower *f, struct err *e)
{
    struct site *site = app_site(f->app);
    bool good = finder_fill(f->finder, app_db(f->app), site, &f->ends, e);
    site_unref(site);
    return good;
}

// False when it is to end.
static bool fill_at_last(struct follower *f)
{
    struct err e = ERR_INIT;
    while (!fill(f, &e)) {
        log_err("reading what can be searched", &e);
        if (!wait_a_little(f)) {
            return false;
        }
    }
    return true;
}

// The disk, or somebody, changed the copy since it was written.
static bool mend(struct follower *f)
{
    log_info("what can be searched is read from the store again; its copy %s is damaged", f->copy);
    finder_empty(f->finder);
    finder_drop(f->copy);
    return fill_at_last(f);
}

static void *run(void *arg)
{
    struct follower *f = arg;
    if (!fill_at_last(f)) {
        return NULL;
    }
    (void)malloc_trim(0); // what reading all of it took is not needed again
    follow_now(f);
    group(f);
    pthread_mutex_lock(&f->lock);
    f->begun = true;
    pthread_cond_signal(&f->filled);
    pthread_mutex_unlock(&f->lock);
    do {
        if (f->shared) {
            see_others(f);
        }
        if (finder_damaged(f->finder) && !mend(f)) {
            return NULL;
        }
        if (other_words(f) && !fill_at_last(f)) {
            return NULL;
        }
        follow_now(f);
        group(f);
    } while (wait_a_little(f));
    return NULL;
}

// A small store is read before the first request is answered; a large one goes on in the background.
static void wait_for_small(struct follower *f)
{
    struct timespec until = in_ms(START_WAITS_MS);
    int end = 0;
    pthread_mutex_lock(&f->lock);
    while (!f->begun && end == 0) {
        end = pthread_cond_timedwait(&f->filled, &f->lock, &until);
    }
    pthread_mutex_unlock(&f->lock);
}

// Beside a file; in the folder that was named; with PostgreSQL and no folder nowhere.
static const char *copy_path(struct follower *f)
{
    const struct app_config *c = app_config(f->app);
    if (c->index_folder != NULL) {
        return finder_copy_path(&f->mem, c->index_folder, f->home);
    }
    return f->shared ? NULL : str_z(&f->mem, str_fmt(&f->mem, "%s-index", c->store));
}

static void end(struct follower *f, pthread_t thread)
{
    pthread_mutex_lock(&f->lock);
    atomic_store(&f->ends, true);
    pthread_cond_broadcast(&f->ending);
    pthread_mutex_unlock(&f->lock);
    (void)pthread_join(thread, NULL);
}

static void free_all(struct follower *f)
{
    finder_free(f->finder);
    arena_free(&f->mem);
    pthread_mutex_destroy(&f->lock);
    pthread_cond_destroy(&f->ending);
    pthread_cond_destroy(&f->filled);
    free(f);
}

static bool begin(struct follower *f, struct err *e)
{
    if (!finder_new(&f->finder, e) || !load_copy(f, e)) {
        return false;
    }
    errno = pthread_create(&f->thread, NULL, run, f);
    if (errno != 0) {
        return err_errno(e, ERR_IO, "pthread_create");
    }
    errno = pthread_create(&f->keeper, NULL, keep, f);
    if (errno != 0) {
        (void)err_errno(e, ERR_IO, "pthread_create");
        end(f, f->thread);
        return false;
    }
    return true;
}

bool follower_start(struct follower **out, struct app *app, struct err *e)
{
    struct follower *f = xcalloc(1, sizeof *f);
    struct site *site = app_site(app);
    f->app = app;
    f->home = site->home;
    site_unref(site);
    f->shared = strcmp(db_engine(app_db(app)), "sqlite") != 0; // a file has one writer
    f->event_seen = -1;
    f->grouping.seen = -1;
    pthread_mutex_init(&f->lock, NULL);
    pthread_cond_init(&f->ending, NULL);
    pthread_cond_init(&f->filled, NULL);
    f->copy = copy_path(f);
    if (!begin(f, e)) {
        free_all(f);
        return false;
    }
    wait_for_small(f);
    *out = f;
    return true;
}

void follower_stop(struct follower *f)
{
    if (f == NULL) {
        return;
    }
    end(f, f->thread);
    end(f, f->keeper);
    follow_now(f); // words that were taken away in the last moment do not stay in the copy
    (void)finder_purge(f->finder, f->copy);
    save(f);
    free_all(f);
}

struct finder *follower_finder(struct follower *f)
{
    return f->finder;
}

struct finder *follower_fresh(struct follower *f)
{
    if (atomic_load(&f->version) != app_public_version(f->app)) {
        follow_now(f);
    }
    return f->finder;
}

struct finder *follower_now(struct follower *f)
{
    follow_now(f);
    return f->finder;
}
