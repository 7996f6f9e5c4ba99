// same.c: see same.h.
#include "core/desk/same.h"

#include "base/random.h"
#include "db/q_rows.h"
#include "db/q_sameness.h"

enum { TENTHS = 11, SUGGEST_LEAST = SAME_SUGGESTED / 100, JOIN_LEAST = 8, MOSTLY_REFUSED = 5 };

static bool end_former(const struct desk *d, const struct message_row *m, int64_t matter_id, struct err *e)
{
    return q_sameness_end(d->tx, &(struct q_sameness_end_in){m->home_id, m->id, matter_id, d->now}, NULL, e);
}

bool same_decide(const struct desk *d, const struct message_row *m, int64_t matter_id, bool same, int likeness, struct err *e)
{
    return end_former(d, m, matter_id, e) &&
           q_sameness_insert(d->tx, &(struct q_sameness_insert_in){
               .home = m->home_id, .id = random_id(), .message = m->id, .matter = matter_id, .office = m->office_id,
               .same = same, .likeness = likeness, .now = d->now}, NULL, e);
}

bool same_forget(const struct desk *d, const struct message_row *m, int64_t matter_id, struct err *e)
{
    return end_former(d, m, matter_id, e);
}

static bool tell(const struct desk *d, const struct message_row *m, struct str reason, struct err *e)
{
    return event_add(d->tx, &(struct event_new){.home = m->home_id, .kind = EVENT_MESSAGE_NOT_SAME, .subject_id = m->id,
                                                .reason = reason, .actor = d->actor, .now = d->now}, NULL, e);
}

enum matter_end same_refuse(const struct desk *d, const struct message_row *m, int64_t matter_id, int likeness, struct err *e)
{
    if (!str_eq(m->state, STR("inbox"))) {
        return MATTER_NOT_NOW;
    }
    return same_decide(d, m, matter_id, false, likeness, e) && tell(d, m, STR_NONE, e) ? MATTER_SAVED : MATTER_ERROR;
}

enum matter_end same_unrefuse(const struct desk *d, const struct message_row *m, struct err *e)
{
    struct sameness_refused_row *list;
    size_t n;
    if (!q_sameness_refused(d->tx, m->home_id, m->id, &list, &n, e)) {
        return MATTER_ERROR;
    }
    if (n == 0) {
        return MATTER_NOT_NOW;
    }
    return same_forget(d, m, list[0].matter_id, e) && tell(d, m, STR("taken_back"), e) ? MATTER_SAVED : MATTER_ERROR;
}

void same_reckon(const int64_t n[TENTHS], const int64_t same[TENTHS], struct same_measure *out)
{
    int64_t all = 0;
    int64_t right = 0;
    int from = SUGGEST_LEAST;
    *out = (struct same_measure){.join_from = SAME_NEVER};
    for (int i = 0; i < TENTHS; i++) {
        out->same += same[i];
        out->not_same += n[i] - same[i];
    }
    while (from < TENTHS - 2 && n[from] >= SAME_FEW && same[from] * MOSTLY_REFUSED < n[from]) {
        from++;
    }
    out->suggest_from = from * 100;
    for (int i = TENTHS - 1; i >= JOIN_LEAST; i--) {
        all += n[i];
        right += same[i];
        if (n[i] >= SAME_FEW && all >= SAME_ENOUGH && right * 100 >= all * SAME_PRECISE) {
            out->join_from = i * 100;
        }
    }
}

bool same_measure(struct tx *tx, int64_t home, int64_t office_id, struct same_measure *out, struct err *e)
{
    struct sameness_measure_row *list;
    size_t rows;
    int64_t n[TENTHS] = {0};
    int64_t same[TENTHS] = {0};
    if (!q_sameness_measure(tx, home, office_id, &list, &rows, e)) {
        return false;
    }
    for (size_t i = 0; i < rows; i++) {
        int64_t at = list[i].tenth < 0 ? 0 : list[i].tenth >= TENTHS ? TENTHS - 1 : list[i].tenth;
        n[at] += list[i].n;
        same[at] += list[i].same;
    }
    same_reckon(n, same, out);
    return true;
}
