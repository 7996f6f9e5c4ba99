// steer.c: see steer.h.
#include "core/steer/steer.h"

void steer_check_text(struct str *s, size_t max, bool must, const char *field, const char *missing,
                      const char *too_long, struct problems *p)
{
    *s = str_trim(*s);
    if (s->p == NULL) {
        *s = STR("");
    }
    if (s->n > max) {
        problem_add(p, field, too_long);
    } else if (must && s->n == 0) {
        problem_add(p, field, missing);
    }
}

bool steer_event(const struct desk *d, enum event_kind kind, int64_t id, struct str reason, struct err *e)
{
    return event_add(d->tx,
                     &(struct event_new){.home = d->site->home,
                                         .kind = kind,
                                         .subject_id = id,
                                         .reason = reason,
                                         .actor = d->actor,
                                         .now = d->now},
                     NULL, e);
}
