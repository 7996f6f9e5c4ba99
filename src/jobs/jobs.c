// jobs.c: see jobs.h.
#include "jobs/jobs.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "core/desk/inherit.h"
#include "core/steer/report_due.h"
#include "core/steer/task_remind.h"
#include "jobs/drill.h"
#include "jobs/erase.h"
#include "jobs/office_post.h"

enum { TICK_S = 3, ERASE_EVERY_S = 600, STOP_S = 4, REMIND_HOUR = 6 };

struct jobs {
    struct jobs_config config;
    struct outbox outbox;
    int64_t drilled_at; // when the last drill began; 0: never
    bool drills;
    int64_t reminded_day; // on which reminders were said last; 0: not since the start
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop;
    bool ended;
};

static struct timespec after(int seconds)
{
    struct timespec at;
    BUG_ON(clock_gettime(CLOCK_MONOTONIC, &at) != 0);
    at.tv_sec += seconds;
    return at;
}

// True when there is to be no further round.
static bool pause_or_stop(struct jobs *j)
{
    struct timespec until = after(TICK_S);
    pthread_mutex_lock(&j->lock);
    while (!j->stop && pthread_cond_timedwait(&j->wake, &j->lock, &until) != ETIMEDOUT) {
    }
    bool stop = j->stop;
    pthread_mutex_unlock(&j->lock);
    return stop;
}

static bool drills_start(struct jobs *j)
{
    struct err e = ERR_INIT;
    if (j->config.store == NULL) {
        return false;
    }
    if (strcmp(db_engine(j->config.db), "sqlite") != 0) {
        log_info("no restore drills: a PostgreSQL database has its own backups");
        return false;
    }
    if (!drill_last(j->config.db, &j->drilled_at, &e)) {
        log_err("reading when the last restore drill was", &e);
    }
    return true;
}

// However it ends, the next one is tomorrow's: a disk that is full is not tried over and over.
static void drill_when_due(struct jobs *j, const struct site *s, int64_t started)
{
    struct err e = ERR_INIT;
    int64_t now = clock_now();
    if (!j->drills || now < drill_due(s->tz, started, j->drilled_at)) {
        return;
    }
    j->drilled_at = now;
    if (!drill_run(j->config.db, j->config.store, &e)) {
        log_err("recording the restore drill", &e);
    }
}

// Each morning, and when the program starts: what was said is not said again.
static void remind_when_due(struct jobs *j, const struct site *s)
{
    struct err e = ERR_INIT;
    size_t said;
    int64_t now = clock_now();
    struct tz_time local = tz_local(s->tz, now);
    bool morning = local.hour >= REMIND_HOUR;
    if (local.day == j->reminded_day || (!morning && j->reminded_day != 0)) {
        return;
    }
    j->reminded_day = local.day;
    if (!task_remind(j->config.db, s, now, &said, &e)) {
        log_err("reminding of tasks", &e);
    }
    if (!report_remind(j->config.db, s, now, &said, &e)) {
        log_err("reminding of reports", &e);
    }
}

static void *run(void *arg)
{
    struct jobs *j = arg;
    int64_t started = clock_now();
    j->drills = drills_start(j);
    int64_t erased_at = 0; // by the clock that never goes back
    do {
        struct site *s = j->config.site(j->config.arg);
        struct err e = ERR_INIT;
        if (j->config.mailer != NULL && !outbox_run(&j->outbox, s, clock_now(), &e)) {
            log_err("sending notices", &e);
        }
        if (j->config.mailer != NULL && !office_post_run(&j->outbox, s, clock_now(), &e)) {
            log_err("sending mail to offices", &e);
        }
        int64_t up = clock_mono_us() / 1000000;
        bool long_ago = erased_at == 0 || up - erased_at >= ERASE_EVERY_S;
        size_t moved = 0;
        if (!inherit_run(j->config.db, s, clock_now(), long_ago, &moved, &e)) {
            log_err("carrying over what former offices have in hand", &e);
        }
        if (moved > 0 && j->config.changed != NULL) {
            j->config.changed(j->config.arg);
        }
        if (long_ago) {
            erased_at = up;
            if (!erase_run(j->config.db, s, clock_now(), &e)) {
                log_err("erasing what is due", &e);
            }
        }
        remind_when_due(j, s);
        drill_when_due(j, s, started);
        site_unref(s);
    } while (!pause_or_stop(j));
    pthread_mutex_lock(&j->lock);
    j->ended = true;
    pthread_cond_broadcast(&j->wake);
    pthread_mutex_unlock(&j->lock);
    return NULL;
}

struct jobs *jobs_start(const struct jobs_config *config)
{
    struct jobs *j = xcalloc(1, sizeof *j);
    pthread_condattr_t steady;
    j->config = *config;
    j->outbox = (struct outbox){.db = config->db, .mailer = config->mailer};
    BUG_ON(pthread_condattr_init(&steady) != 0 || pthread_condattr_setclock(&steady, CLOCK_MONOTONIC) != 0);
    BUG_ON(pthread_mutex_init(&j->lock, NULL) != 0 || pthread_cond_init(&j->wake, &steady) != 0);
    (void)pthread_condattr_destroy(&steady);
    BUG_ON(pthread_create(&j->thread, NULL, run, j) != 0);
    return j;
}

void jobs_stop(struct jobs *j)
{
    struct timespec until = after(STOP_S);
    atomic_store(&j->outbox.stop, true);
    pthread_mutex_lock(&j->lock);
    j->stop = true;
    pthread_cond_broadcast(&j->wake);
    while (!j->ended && pthread_cond_timedwait(&j->wake, &j->lock, &until) != ETIMEDOUT) {
    }
    pthread_mutex_unlock(&j->lock);
    if (j->config.mailer != NULL) {
        mailer_hurry(j->config.mailer);
    }
    BUG_ON(pthread_join(j->thread, NULL) != 0);
    pthread_mutex_destroy(&j->lock);
    pthread_cond_destroy(&j->wake);
    free(j);
}
