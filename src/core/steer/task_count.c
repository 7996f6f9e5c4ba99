// task_count.c: see task_count.h.
#include "core/steer/task_count.h"

#include "db/q_task.h"

static struct task_figures figures_of(const struct task_counts *row)
{
    return (struct task_figures){.given = row->given,
                                 .in_time = row->in_time,
                                 .done_late = row->done_late,
                                 .withdrawn = row->withdrawn,
                                 .open = row->open,
                                 .late = row->late};
}

bool task_count(struct tx *tx, const struct site *s, int64_t office, int64_t first, int64_t last,
                struct task_figures *out, struct err *e)
{
    struct task_counts row;
    enum q_got got = q_task_count_of(tx,
                                     &(struct q_task_count_of_in){.home = s->home,
                                                                  .lead = office,
                                                                  .begins = tz_day_start(s->tz, first),
                                                                  .ends = tz_day_start(s->tz, last + 1),
                                                                  .ends_day = last + 1},
                                     &row, e);
    if (got == Q_ERROR) {
        return false;
    }
    *out = got == Q_ROW ? figures_of(&row) : (struct task_figures){.given = 0};
    return true;
}

struct counting {
    task_count_fn *fn;
    void *arg;
};

static bool on_office(void *arg, const struct task_counts *row, struct err *e)
{
    (void)e;
    const struct counting *c = arg;
    struct task_figures f = figures_of(row);
    return c->fn(c->arg, row->lead_id, &f);
}

bool task_count_all(struct tx *tx, const struct site *s, int64_t first, int64_t last, task_count_fn *fn, void *arg,
                    struct err *e)
{
    struct counting c = {fn, arg};
    return q_task_count_all(tx,
                            &(struct q_task_count_all_in){.home = s->home,
                                                          .begins = tz_day_start(s->tz, first),
                                                          .ends = tz_day_start(s->tz, last + 1),
                                                          .ends_day = last + 1},
                            on_office, &c, e);
}
