// people_count.c: see people_count.h.
#include "core/steer/people_count.h"

#include "db/q_recognition.h"

struct counting {
    people_count_fn *fn;
    void *arg;
};

static bool on_row(void *arg, const struct people_counts_row *row, struct err *e)
{
    (void)e;
    const struct counting *c = arg;
    return c->fn(c->arg, row->office_id, row->what, row->n);
}

bool people_count_all(struct tx *tx, const struct site *s, int64_t first, int64_t last, people_count_fn *fn, void *arg,
                      struct err *e)
{
    struct counting c = {fn, arg};
    return q_people_counts(tx, s->home, first, last, on_row, &c, e);
}
