// meeting_count.c: see meeting_count.h.
#include "core/steer/meeting_count.h"

#include "db/q_meeting.h"

bool meeting_count(struct tx *tx, const struct site *s, int64_t office, int64_t first, int64_t last, int64_t *n,
                   struct err *e)
{
    struct meetings_held_row row;
    enum q_got got = q_meetings_held(tx,
                                     &(struct q_meetings_held_in){.home = s->home,
                                                                  .office = office,
                                                                  .from = tz_day_start(s->tz, first),
                                                                  .to = tz_day_start(s->tz, last + 1)},
                                     &row, e);
    *n = got == Q_ROW ? row.n : 0;
    return got != Q_ERROR;
}
