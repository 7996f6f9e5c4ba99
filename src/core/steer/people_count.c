// people_count.c: see people_count.h.
#include "core/steer/people_count.h"

#include "db/q_contest.h"
#include "db/q_recognition.h"

bool people_count(struct tx *tx, const struct site *s, int64_t office, int64_t first, int64_t last,
                  struct people_figures *out, struct err *e)
{
    struct people_counted recognitions, trainings, contests, entries;
    bool good =
        q_recognition_count(
            tx,
            &(struct q_recognition_count_in){.home = s->home, .office = office, .first_day = first, .last_day = last},
            &recognitions, e) == Q_ROW &&
        q_training_count(
            tx, &(struct q_training_count_in){.home = s->home, .office = office, .first_day = first, .last_day = last},
            &trainings, e) == Q_ROW &&
        q_contest_count(
            tx, &(struct q_contest_count_in){.home = s->home, .office = office, .first_day = first, .last_day = last},
            &contests, e) == Q_ROW &&
        q_contest_entry_count(
            tx,
            &(struct q_contest_entry_count_in){.home = s->home, .office = office, .first_day = first, .last_day = last},
            &entries, e) == Q_ROW;
    if (good) {
        *out = (struct people_figures){recognitions.n, trainings.n, contests.n, entries.n};
    }
    return good;
}
