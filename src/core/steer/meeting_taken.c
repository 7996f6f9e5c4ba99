// meeting_taken.c: see meeting_taken.h.
#include "core/steer/meeting_taken.h"

#include "base/random.h"
#include "core/steer/conclusion.h"

bool meeting_taken_keep(const struct desk *d, const struct meeting_row *was, const struct meeting_taken_row *taken,
                        struct err *e)
{
    return q_meeting_taken_put(d->tx,
                               &(struct q_meeting_taken_put_in){.home = was->home_id,
                                                                .meeting = was->id,
                                                                .at_version = was->version + 1,
                                                                .what = taken->what,
                                                                .position = taken->position,
                                                                .office = taken->office_id,
                                                                .words = taken->words,
                                                                .more = taken->more.p == NULL ? STR("") : taken->more,
                                                                .with_ids = taken->with_ids.p == NULL ? STR("") : taken->with_ids,
                                                                .due_day = taken->due_day,
                                                                .came = taken->came},
                               NULL, e);
}

enum q_got meeting_taken_now(struct tx *tx, const struct meeting_row *m, struct meeting_taken_row *out, struct err *e)
{
    enum q_got got = meeting_editable(m) ? q_meeting_taken(tx, m->home_id, m->id, out, e) : Q_NONE;
    return got == Q_ROW && out->at_version != m->version ? Q_NONE : got;
}

static bool put_item(const struct desk *d, const struct meeting_row *m, const struct meeting_taken_row *t, struct err *e)
{
    return q_meeting_item_insert(d->tx,
                                 &(struct q_meeting_item_insert_in){.home = m->home_id,
                                                                    .id = random_id(),
                                                                    .meeting = m->id,
                                                                    .position = t->position,
                                                                    .title = t->words,
                                                                    .office = t->office_id},
                                 NULL, e);
}

static bool put_guest(const struct desk *d, const struct meeting_row *m, const struct meeting_taken_row *t, struct err *e)
{
    return q_meeting_invited_put(d->tx,
                                 &(struct q_meeting_invited_put_in){.home = m->home_id,
                                                                    .meeting = m->id,
                                                                    .office = t->office_id,
                                                                    .capacity = t->more},
                                 NULL, e) &&
           q_meeting_invited_came(d->tx,
                                  &(struct q_meeting_invited_came_in){.home = m->home_id,
                                                                      .meeting = m->id,
                                                                      .office = t->office_id,
                                                                      .capacity = t->more,
                                                                      .came = t->came},
                                  NULL, e);
}

static bool put_contribution(const struct desk *d, const struct meeting_row *m, const struct meeting_taken_row *t, struct err *e)
{
    return q_meeting_contribution_insert(d->tx,
                                         &(struct q_meeting_contribution_insert_in){.home = m->home_id,
                                                                                    .id = random_id(),
                                                                                    .meeting = m->id,
                                                                                    .office = t->office_id,
                                                                                    .position = t->position,
                                                                                    .words = t->words,
                                                                                    .own = false},
                                         NULL, e);
}

static bool put_conclusion(const struct desk *d, const struct meeting_row *m, const struct meeting_taken_row *t, struct err *e)
{
    int64_t with[CONCLUSION_WITH_MAX];
    struct conclusion_draft c = {
        .words = t->words, .product = t->more, .lead_id = t->office_id, .with = with, .due_day = t->due_day};
    for (struct str rest = t->with_ids; rest.n > 0 && c.n_with < CONCLUSION_WITH_MAX;) {
        if (str_int(str_cut(&rest, ' '), &with[c.n_with])) {
            c.n_with++;
        }
    }
    return conclusion_restore(d, m, t->position, &c, e);
}

enum steer_end meeting_taken_back(const struct desk *d, const struct meeting_row *was, struct err *e)
{
    static const struct {
        const char *what;
        const char *reason; // of the event
        bool (*put)(const struct desk *d, const struct meeting_row *m, const struct meeting_taken_row *t, struct err *e);
    } kinds[] = {
        {"item", "agenda", put_item},
        {"guest", "invited", put_guest},
        {"contribution", "contribution", put_contribution},
        {"conclusion", "conclusion", put_conclusion},
    };
    struct meeting_taken_row t;
    enum q_got got = meeting_taken_now(d->tx, was, &t, e);
    if (got != Q_ROW) {
        return got == Q_NONE ? STEER_NOT_NOW : STEER_ERROR;
    }
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (str_eqz(t.what, kinds[i].what)) {
            enum steer_end end = meeting_touch(d, was, kinds[i].reason, e);
            bool good = end != STEER_SAVED || (kinds[i].put(d, was, &t, e) &&
                                               q_meeting_taken_drop(d->tx, was->home_id, was->id, NULL, e));
            return good ? end : STEER_ERROR;
        }
    }
    return STEER_NOT_NOW;
}
