// task_count.h: tasks by state, by the office that leads them and by period: what reports say of them. Counted directly
// from the rows, in one index; nothing is kept beside them that could differ.
#pragma once

#include "core/office/site.h"

struct task_figures {
    int64_t given;     // in the period
    int64_t in_time;   // confirmed in the period, reported by the day that held (or without one)
    int64_t done_late; // confirmed in the period, reported after it
    int64_t withdrawn; // in the period
    int64_t open;      // at its end: neither confirmed nor withdrawn
    int64_t late;      // of those: the day has passed and nothing was reported
};

// Of the tasks that `office` leads (alone, without those below; a former office keeps its own), in the days first … last,
// both included, in the site's time zone.
MUST_USE bool task_count(struct tx *tx, const struct site *s, int64_t office, int64_t first, int64_t last,
                         struct task_figures *out, struct err *e);

// The same of all offices at once, in one reading: called once an office that ever led a task, in no order.
typedef bool task_count_fn(void *arg, int64_t office, const struct task_figures *f);
MUST_USE bool task_count_all(struct tx *tx, const struct site *s, int64_t first, int64_t last, task_count_fn *fn,
                             void *arg, struct err *e);
