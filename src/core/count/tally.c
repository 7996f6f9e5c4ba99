// tally.c: see tally.h.
#include "core/count/tally.h"

#include "i18n/civil.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "db/q_site.h"

struct measure_info {
    const char *key;
};

static const struct measure_info measures[MEASURES] = {
#define MEASURE(name, key, meaning, part) [MEASURE_##name] = {key},
#include "core/count/measure.def"
#undef MEASURE
};

const char *measure_key(enum measure m)
{
    return measures[m].key;
}

enum measure measure_of(struct str key)
{
    enum measure m = 0;
    while (m < MEASURES && !str_eqz(key, measures[m].key)) {
        m++;
    }
    return m;
}

int64_t tally_month(int64_t day)
{
    struct civil c = civil_from_day(day);
    return (int64_t)c.year * 12 + c.month - 1;
}

bool tally_to_store(void *arg, int64_t day, int64_t office_id, enum measure m, struct str part, int64_t n, struct err *e)
{
    struct tally_tx *t = arg;
    struct q_tally_add_in in = {.home = t->site->home, .grain = STR("d"), .at = day, .office = office_id,
                                .measure = str_c(measures[m].key), .part = part, .amount = n};
    if (!q_tally_add(t->tx, &in, NULL, e)) {
        return false;
    }
    in.grain = STR("m");
    in.at = tally_month(day);
    return q_tally_add(t->tx, &in, NULL, e);
}

bool tally_of_message(const struct site *s, const struct message_row *m, int64_t times, tally_sink *sink, void *arg,
                      struct err *e)
{
    int64_t day = tz_day(s->tz, m->received_at);
    const struct category *c = site_category(s, m->category_id);
    if (!sink(arg, day, m->office_id, MEASURE_RECEIVED, m->channel, times, e) ||
        !sink(arg, day, m->office_id, MEASURE_RECEIVED_ABOUT, c == NULL ? STR("") : c->code, times, e)) {
        return false;
    }
    return !m->by_office || sink(arg, day, m->office_id, MEASURE_ENTERED,
                                 m->import_id != 0 ? STR(PART_IMPORTED) : STR(PART_ENTERED), times, e);
}

// On time means by the first due date; one that was extended and kept is counted apart.
static const char *timeliness(const struct matter_row *m)
{
    if (m->first_due_at == 0) {
        return "no_due";
    }
    if (m->answered_at <= m->first_due_at) {
        return "on_time";
    }
    return m->due_at > m->first_due_at && m->answered_at <= m->due_at ? "extended" : "late";
}

// Once more where the matter is public.
struct twice {
    const struct matter_row *m;
    int64_t times;
    tally_sink *sink;
    void *arg;
};

static bool sink_twice(const struct twice *t, int64_t day, enum measure m, enum measure shown, struct str part, struct err *e)
{
    return t->sink(t->arg, day, t->m->office_id, m, part, t->times, e) &&
           (t->m->public_at == 0 || t->sink(t->arg, day, t->m->office_id, shown, part, t->times, e));
}

bool tally_of_matter(const struct site *s, const struct matter_row *m, int64_t times, tally_sink *sink, void *arg,
                     struct err *e)
{
    struct twice to = {m, times, sink, arg};
    if (str_eq(m->state, STR("void"))) {
        return true;
    }
    int64_t started = tz_day(s->tz, m->started_at);
    if (!sink_twice(&to, started, MEASURE_STARTED, MEASURE_SHOWN_STARTED, STR(""), e)) {
        return false;
    }
    if (m->answered_at != 0) {
        int64_t day = tz_day(s->tz, m->answered_at);
        char taken[24];
        (void)snprintf(taken, sizeof taken, "%lld", (long long)(day > started ? day - started : 0));
        if (!sink(arg, day, m->office_id, MEASURE_ANSWERED, str_c(taken), times, e) ||
            !sink_twice(&to, day, MEASURE_TIMELY, MEASURE_SHOWN_TIMELY, str_c(timeliness(m)), e)) {
            return false;
        }
    }
    bool closed = str_eq(m->state, STR("closed")) && m->closed_at != 0;
    return !closed || sink_twice(&to, tz_day(s->tz, m->closed_at), MEASURE_CLOSED, MEASURE_SHOWN_CLOSED, m->outcome, e);
}

bool tally_of_rating(const struct site *s, int64_t office_id, int64_t rated_at, int64_t value, int64_t times,
                     tally_sink *sink, void *arg, struct err *e)
{
    char part[24];
    (void)snprintf(part, sizeof part, "%lld", (long long)value);
    return sink(arg, tz_day(s->tz, rated_at), office_id, MEASURE_RATED, str_c(part), times, e);
}

bool tally_of_publication(const struct site *s, int64_t office_id, int64_t published_at, struct str kind, bool by_receipt,
                          int64_t times, tally_sink *sink, void *arg, struct err *e)
{
    return sink(arg, tz_day(s->tz, published_at), office_id, MEASURE_PUBLISHED, by_receipt ? STR(PART_BY_RECEIPT) : kind,
                times, e);
}
