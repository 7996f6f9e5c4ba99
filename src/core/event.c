// event.c: see event.h.
#include "core/event.h"

#include "base/buf.h"
#include "base/random.h"
#include "db/q_site.h"
#include "i18n/i18n.h"

#include <sodium.h>

struct kind_info {
    const char *code;
    const char *subject;
    const char *step;
};

static const struct kind_info kinds[EVENT_KINDS] = {
#define EVENT(name, code, subject, step) [EVENT_##name] = {code, subject, step},
#include "core/event.def"
#undef EVENT
};

const char *event_code(enum event_kind kind)
{
    return kinds[kind].code;
}

enum event_kind event_kind_of(struct str code)
{
    enum event_kind k = 0;
    while (k < EVENT_KINDS && !str_eqz(code, kinds[k].code)) {
        k++;
    }
    return k;
}

const char *event_step(enum event_kind kind)
{
    return kinds[kind].step;
}

void event_commitment(const unsigned char salt[EVENT_SALT], struct str content, unsigned char *out)
{
    unsigned char both[EVENT_SALT + EVENT_HASH];
    memcpy(both, salt, EVENT_SALT);
    crypto_hash_sha256(both + EVENT_SALT, (const unsigned char *)content.p, content.n);
    crypto_hash_sha256(out, both, sizeof both);
}

struct event_said event_say(struct arena *a, struct str content)
{
    unsigned char *both = arena_alloc(a, EVENT_SALT + EVENT_HASH);
    random_bytes(both, EVENT_SALT);
    event_commitment(both, content, both + EVENT_SALT);
    return (struct event_said){{(char *)both, EVENT_SALT}, {(char *)both + EVENT_SALT, EVENT_HASH}};
}

struct str event_canonical(struct arena *a, const struct event_row *row)
{
    char hex[2 * EVENT_HASH + 1] = "";
    BUG_ON(row->commitment.n != 0 && row->commitment.n != EVENT_HASH);
    if (row->commitment.n != 0) {
        sodium_bin2hex(hex, sizeof hex, (const unsigned char *)row->commitment.p, EVENT_HASH);
    }
    char office[24] = "";
    if (row->office_id != 0) {
        (void)snprintf(office, sizeof office, "%lld", (long long)row->office_id);
    }
    return str_fmt(a, "hoiam-event-1\n%lld\n%lld\n%.*s\n%.*s %lld\n%.*s\n%.*s\n%s\n%lld\n%s\n", (long long)row->home_id,
                   (long long)row->number, STR_ARG(row->kind), STR_ARG(row->subject), (long long)row->subject_id,
                   STR_ARG(row->reason), STR_ARG(row->role), office, (long long)row->happened_at, hex);
}

// A reason is a code: words would be words in the log for ever.
static bool is_code(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-')) {
            return false;
        }
    }
    return s.n <= 64;
}

bool event_reserve(struct tx *tx, int64_t home, int64_t n, int64_t *first, struct err *e)
{
    struct event_next_numbers_row next;
    enum q_got got = q_event_next_numbers(tx, home, n, &next, e);
    if (got != Q_ROW) {
        return got == Q_NONE ? err_set(e, ERR_CORRUPT, N_("no home %lld for an event"), (long long)home) : false;
    }
    *first = next.event_number - n + 1;
    return true;
}

bool event_add(struct tx *tx, const struct event_new *ev, int64_t *number, struct err *e)
{
    int64_t next;
    if (!event_reserve(tx, ev->home, 1, &next, e) || !event_add_at(tx, ev, next, e)) {
        return false;
    }
    if (number != NULL) {
        *number = next;
    }
    return true;
}

bool event_add_at(struct tx *tx, const struct event_new *ev, int64_t number, struct err *e)
{
    BUG_ON(!is_code(ev->reason) || ev->subject_id == 0 || ev->now <= 0);
    struct event_said said = ev->said;
    if (said.salt.p == NULL && ev->content.p != NULL) {
        said = event_say(tx_arena(tx), ev->content);
    }
    struct event_row row = {
        .home_id = ev->home,
        .number = number,
        .kind = str_c(kinds[ev->kind].code),
        .subject = str_c(kinds[ev->kind].subject),
        .subject_id = ev->subject_id,
        .reason = ev->reason,
        .role = ev->actor.role,
        .office_id = ev->actor.office_id,
        .happened_at = ev->now,
        .commitment = said.commitment,
    };
    row.canonical = event_canonical(tx_arena(tx), &row);
    if (!q_event_insert(tx, &(struct q_event_insert_in){
            .home = row.home_id, .number = row.number, .kind = row.kind, .subject = row.subject, .subject_id = row.subject_id,
            .reason = row.reason, .role = row.role, .office = row.office_id, .at = row.happened_at,
            .commitment = row.commitment, .canonical = row.canonical}, NULL, e)) {
        return false;
    }
    return (said.salt.p == NULL && ev->actor.member_id == 0) ||
           q_event_private_insert(tx, &(struct q_event_private_insert_in){
               .home = row.home_id, .number = row.number, .salt = said.salt,
               .member = ev->actor.member_id}, NULL, e);
}
