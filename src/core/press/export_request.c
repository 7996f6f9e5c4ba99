// export_request.c: see export_request.h.
#include "core/press/export_request.h"

#include "auth/token.h"
#include "base/random.h"
#include "base/utf8.h"
#include "db/q_export.h"

void export_request_check(const struct export_ask *x, struct problems *p)
{
    size_t n = utf8_count(x->reason);
    if (x->kind == EXPORT_KINDS) {
        problem_add(p, "kind", N_("Choose what is to be exported."));
    }
    if (x->from_day == 0) {
        problem_add(p, "from", N_("Give the first day."));
    }
    if (x->until_day == 0) {
        problem_add(p, "until", N_("Give the last day."));
    } else if (x->from_day != 0 && x->until_day < x->from_day) {
        problem_add(p, "until", N_("The last day is before the first."));
    }
    if (n < EXPORT_REASON_MIN || n > EXPORT_REASON_MAX) {
        problem_add(p, "reason", N_("Say in 5 to 500 characters what it is needed for."));
    }
}

static bool step(const struct desk *d, int64_t id, enum event_kind kind, const char *reason, struct err *e)
{
    return event_add(d->tx, &(struct event_new){.home = d->site->home, .kind = kind, .subject_id = id, .reason = str_c(reason),
                                                .actor = d->actor, .now = d->now}, NULL, e);
}

bool export_request_ask(const struct desk *d, int64_t office_id, const struct export_ask *x, struct err *e)
{
    int64_t id = random_id();
    const char *kind = export_kind_code(x->kind);
    return q_export_request_insert(d->tx, &(struct q_export_request_insert_in){
               .home = d->site->home, .id = id, .public_id = public_id_new(tx_arena(d->tx)), .office = office_id,
               .kind = str_c(kind), .from_day = x->from_day, .until_day = x->until_day, .reason = x->reason,
               .member = d->actor.member_id, .now = d->now}, NULL, e) &&
           step(d, id, EVENT_EXPORT_ASKED, kind, e);
}

enum export_state export_request_state(const struct export_request_row *x, int64_t now)
{
    if (x->fetched_at != 0) {
        return EXPORT_FETCHED;
    }
    if (x->decided_at == 0) {
        return now - x->asked_at > EXPORT_DECIDE_S ? EXPORT_LAPSED : EXPORT_WAITS;
    }
    return !x->agreed ? EXPORT_REFUSED : now - x->decided_at > EXPORT_FETCH_S ? EXPORT_LAPSED : EXPORT_READY;
}

// The request where it stands so now.
static enum export_end find(const struct desk *d, struct str public_id, enum export_state state, struct export_request_row *x,
                            struct err *e)
{
    enum q_got got = q_export_request_by_public(d->tx, public_id, x, e);
    if (got == Q_ERROR) {
        return EXPORT_ERROR;
    }
    return got == Q_ROW && export_request_state(x, d->now) == state ? EXPORT_SAVED : EXPORT_NOT_NOW;
}

enum export_end export_request_decide(const struct desk *d, struct str public_id, bool agreed, struct err *e)
{
    struct export_request_row x;
    enum export_end end = find(d, public_id, EXPORT_WAITS, &x, e);
    if (end != EXPORT_SAVED) {
        return end;
    }
    if (x.member_id == d->actor.member_id) {
        return EXPORT_OTHER_MEMBER;
    }
    bool good = q_export_request_decide(d->tx, &(struct q_export_request_decide_in){
                    .home = x.home_id, .id = x.id, .second = d->actor.member_id, .now = d->now, .agreed = agreed}, NULL, e) &&
                step(d, x.id, agreed ? EVENT_EXPORT_AGREED : EVENT_EXPORT_REFUSED, export_kind_code(export_kind_of(x.kind)), e);
    return good ? EXPORT_SAVED : EXPORT_ERROR;
}

enum export_end export_request_fetch(const struct desk *d, struct str public_id, struct export_request_row *out, struct err *e)
{
    struct export_request_row x;
    enum export_end end = find(d, public_id, EXPORT_READY, &x, e);
    if (end != EXPORT_SAVED) {
        return end;
    }
    if (x.member_id != d->actor.member_id) {
        return EXPORT_OTHER_MEMBER;
    }
    if (!q_export_request_fetch(d->tx, x.home_id, x.id, d->now, NULL, e) ||
        !step(d, x.id, EVENT_EXPORT_FETCHED, export_kind_code(export_kind_of(x.kind)), e)) {
        return EXPORT_ERROR;
    }
    *out = x;
    return EXPORT_SAVED;
}
