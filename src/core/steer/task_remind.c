// task_remind.c: see task_remind.h.
#include "core/steer/task_remind.h"

#include "core/event.h"
#include "core/steer/office_mail.h"
#include "core/steer/task.h"
#include "db/q_task.h"

struct reminding {
    const struct site *site;
    int64_t now, today;
    struct task_row *list; // as they were read
    size_t n;
    size_t said;
};

static bool remind(struct tx *tx, struct reminding *r, const struct task_row *t, const char *kind, int64_t office, struct err *e)
{
    int64_t put;
    struct q_task_reminder_put_in in = {.home = t->home_id, .task = t->id, .kind = str_c(kind), .due_day = t->due_day,
                                        .office = office, .now = r->now};
    if (!q_task_reminder_put(tx, &in, &put, e)) {
        return false;
    }
    r->said += (size_t)put;
    return put == 0 || (event_add(tx,
                                  &(struct event_new){.home = t->home_id,
                                                      .kind = EVENT_TASK_REMINDED,
                                                      .subject_id = t->id,
                                                      .reason = str_c(kind),
                                                      .now = r->now},
                                  NULL, e) &&
                        office_mail_task(tx, r->site, office, t->id, r->now, e));
}

static enum tx_end say_portion(struct tx *tx, void *arg, struct err *e)
{
    struct reminding *r = arg;
    r->said = 0;
    for (size_t i = 0; i < r->n; i++) {
        struct task_row t;
        enum q_got got = q_task_by_id(tx, r->list[i].home_id, r->list[i].id, &t, e);
        bool changed = got == Q_ROW && (!task_open(&t) || str_eqz(t.state, "reported") || t.due_day != r->list[i].due_day);
        if (got == Q_ERROR) {
            return TX_FAILED;
        }
        if (got == Q_NONE || changed) {
            continue;
        }
        bool past = t.due_day < r->today;
        if (!remind(tx, r, &t, past ? "after" : "before", t.lead_id, e) ||
            (past && t.follower_id != t.lead_id && !remind(tx, r, &t, "follower", t.follower_id, e))) {
            return TX_FAILED;
        }
    }
    return TX_COMMIT;
}

static bool read_portion(struct db *db, struct arena *a, struct reminding *r, int64_t after_day, int64_t after_id,
                         struct err *e)
{
    struct tx *tx;
    if (!db_read_begin(db, a, &tx, e)) {
        return false;
    }
    bool good = q_tasks_to_remind(tx,
                                  &(struct q_tasks_to_remind_in){.home = r->site->home,
                                                                 .until_day = r->today + TASK_SOON_DAYS,
                                                                 .today = r->today,
                                                                 .after_day = after_day,
                                                                 .after_id = after_id},
                                  &r->list, &r->n, e);
    db_read_end(tx);
    return good;
}

bool task_remind(struct db *db, const struct site *s, int64_t now, size_t *said, struct err *e)
{
    struct reminding r = {.site = s, .now = now, .today = tz_day(s->tz, now)};
    struct arena a = ARENA_INIT;
    int64_t after_day = 0;
    int64_t after_id = 0;
    bool good = true;
    *said = 0;
    do {
        good = read_portion(db, &a, &r, after_day, after_id, e) && (r.n == 0 || db_write(db, &a, say_portion, &r, e));
        if (good && r.n > 0) {
            *said += r.said;
            after_day = r.list[r.n - 1].due_day;
            after_id = r.list[r.n - 1].id;
        }
        arena_reset(&a);
    } while (good && r.n > 0);
    arena_free(&a);
    return good;
}
