// committee.c: see committee.h.
#include "core/office/committee.h"

#include "auth/policy.h"
#include "base/random.h"
#include "base/utf8.h"
#include "db/q_member.h"
#include "i18n/i18n.h"

static const struct {
    const char *code;
    const char *words;
    const char *role; // that comes with the seat; NULL: none
    bool single;
} seats[SEATS] = {
    [SEAT_CHAIR] = {"chair", N_("chair of the committee"), "head", true},
    [SEAT_DEPUTY] = {"deputy", N_("deputy chair"), "officer", false},
    [SEAT_STANDING] = {"standing", N_("standing office"), "officer", true},
    [SEAT_SECRETARIAT] = {"secretariat", N_("secretariat"), "clerk", false},
    [SEAT_MEMBER] = {"member", N_("committee member"), NULL, false},
};

bool seat_of(struct str code, enum seat *out)
{
    for (enum seat i = 0; i < SEATS; i++) {
        if (str_eqz(code, seats[i].code)) {
            *out = i;
            return true;
        }
    }
    return false;
}

const char *seat_code(enum seat seat)
{
    return seats[seat].code;
}

const char *seat_words(enum seat seat)
{
    return seats[seat].words;
}

static bool too_long(struct str s, size_t max)
{
    return !utf8_valid(s) || utf8_count(s) > max;
}

void committee_founding_check(const struct committee_founding *c, int64_t today, struct problems *p)
{
    if (c->decision.n == 0 || too_long(c->decision, DECISION_MAX)) {
        problem_add(p, "decision", N_("Give the number of the decision, in at most 100 characters."));
    }
    if (c->decided_day == 0 || c->decided_day > today) {
        problem_add(p, "decided", N_("Give the date of the decision, not one to come."));
    }
    if (c->decided_by.n == 0 || too_long(c->decided_by, DECIDED_BY_MAX)) {
        problem_add(p, "decided_by", N_("Say who signed the decision."));
    }
}

bool committee_found(const struct founder *f, int64_t office_id, const struct committee_founding *c, struct err *e)
{
    return q_committee_put(f->tx, &(struct q_committee_put_in){
               .office = office_id, .decision = c->decision, .decided_day = c->decided_day, .decided_by = c->decided_by,
               .is_public = c->is_public}, NULL, e) &&
           event_add(f->tx, &(struct event_new){.home = f->home, .kind = EVENT_OFFICE_CHANGED, .subject_id = office_id,
                                                .reason = STR("founding_decision"), .actor = f->actor, .now = f->now,
                                                .content = c->decision}, NULL, e);
}

void seat_check(const struct site *s, int64_t office_id, const struct seat_draft *d, struct problems *p)
{
    if (d->seat >= SEATS) {
        problem_add(p, "seat", N_("Choose the seat."));
    }
    const struct office *from = site_office(s, d->from_office_id);
    if (from == NULL || from->heir >= 0 || from->id == office_id) {
        problem_add(p, "from", N_("Choose the office that holds the seat."));
    }
    if (d->since_day == 0 || d->since_day > s->today + 366) {
        problem_add(p, "since", N_("Give the day from which it holds, at most a year from now."));
    }
    if (too_long(d->decision, DECISION_MAX)) {
        problem_add(p, "seat_decision", N_("Give the number of the decision, in at most 100 characters."));
    }
}

static bool seat_event(const struct founder *f, int64_t office_id, const char *reason, struct err *e)
{
    return event_add(f->tx, &(struct event_new){.home = f->home, .kind = EVENT_MEMBER_CHANGED, .subject_id = office_id,
                                                .reason = str_c(reason), .actor = f->actor, .now = f->now}, NULL, e);
}

// The first moment of a day, or now where that is over.
static int64_t moment_of(const struct founder *f, const struct site *s, int64_t day)
{
    int64_t at = tz_day_start(s->tz, day);
    return at > f->now ? at : f->now;
}

static bool end_row(const struct founder *f, const struct site *s, int64_t office_id, const struct committee_seat_row *row,
                    int64_t day, struct err *e)
{
    int64_t until = day > row->since_day ? day : row->since_day;
    int64_t at = moment_of(f, s, until);
    return q_committee_seat_end(f->tx, row->id, until, NULL, e) &&
           (row->role_id == 0 || (at <= f->now ? role_end(f, row->role_id, office_id, e)
                                               : q_role_end(f->tx, row->role_id, at, NULL, e))) &&
           seat_event(f, office_id, "seat_ended", e);
}

static bool make_room(const struct founder *f, const struct site *s, int64_t office_id, const struct seat_draft *d, struct err *e)
{
    struct committee_seat_row *rows;
    size_t n;
    if (!q_committee_seats(f->tx, office_id, &rows, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (rows[i].until_day == 0 && str_eqz(rows[i].seat, seats[d->seat].code) &&
            !end_row(f, s, office_id, &rows[i], d->since_day, e)) {
            return false;
        }
    }
    return true;
}

bool seat_give(const struct founder *f, const struct site *s, int64_t office_id, const struct seat_draft *d, struct err *e)
{
    BUG_ON(d->seat >= SEATS);
    int64_t role_id = 0;
    const char *role = seats[d->seat].role;
    if (seats[d->seat].single && !make_room(f, s, office_id, d, e)) {
        return false;
    }
    if (d->member_id != 0 && role != NULL) {
        role_id = random_id();
        if (!q_role_insert(f->tx, &(struct q_role_insert_in){.id = role_id, .member = d->member_id, .office = office_id,
                                                             .role = str_c(role), .since = moment_of(f, s, d->since_day)},
                           NULL, e)) {
            return false;
        }
    }
    return q_committee_seat_insert(f->tx, &(struct q_committee_seat_insert_in){
               .id = random_id(), .office = office_id, .seat = str_c(seats[d->seat].code), .from_office = d->from_office_id,
               .member = d->member_id, .agreed = d->agreed && d->member_id != 0, .decision = d->decision, .role = role_id,
               .since_day = d->since_day}, NULL, e) &&
           seat_event(f, office_id, "seat", e);
}

bool seat_end(const struct founder *f, const struct site *s, int64_t office_id, int64_t seat_id, int64_t day, bool *ended,
              struct err *e)
{
    struct committee_seat_row *rows;
    size_t n;
    *ended = false;
    if (!q_committee_seats(f->tx, office_id, &rows, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n && !*ended; i++) {
        if (rows[i].id == seat_id && rows[i].until_day == 0) {
            *ended = true;
            return end_row(f, s, office_id, &rows[i], day, e);
        }
    }
    return true;
}

bool seat_named(const struct committee_row *c, const struct committee_seat_row *seat)
{
    return c->is_public && seat->agreed && seat->member_name.n > 0;
}
