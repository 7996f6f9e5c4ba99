// erasure.c: see erasure.h.
#include "core/intake/erasure.h"

#include "base/random.h"
#include "core/contact/contact.h"
#include "db/q_erasure.h"
#include "db/q_matter.h"
#include "db/q_message.h"

static const struct {
    const char *code;
    const char *words;
    bool by_desk;
} reasons[ERASURE_REASONS] = {
#define ERASURE(name, code, by_desk, words) [ERASURE_##name] = {code, words, by_desk},
#include "core/intake/erasure_reason.def"
#undef ERASURE
};

enum erasure_reason erasure_reason_of(struct str code)
{
    enum erasure_reason r = 0;
    while (r < ERASURE_REASONS && !str_eqz(code, reasons[r].code)) {
        r++;
    }
    return r;
}

const char *erasure_reason_code(enum erasure_reason r)
{
    return reasons[r].code;
}

const char *erasure_reason_words(enum erasure_reason r)
{
    return reasons[r].words;
}

bool erasure_reason_by_desk(enum erasure_reason r)
{
    return reasons[r].by_desk;
}

static bool message_event(const struct desk *d, int64_t message_id, enum event_kind kind, struct str reason, struct err *e)
{
    return event_add(d->tx, &(struct event_new){.home = d->site->home, .kind = kind, .subject_id = message_id, .reason = reason,
                                                .actor = d->actor, .now = d->now}, NULL, e);
}

// What staff wrote for themselves about this message alone. The title goes by an ordinary change of the matter, so that a
// form that was opened before cannot bring it back.
static bool erase_in_matter(const struct desk *d, int64_t message_id, int64_t matter_id, struct err *e)
{
    int64_t home = d->site->home;
    struct matter_others_with_words_row others;
    struct matter_row m;
    if (q_matter_others_with_words(d->tx, home, matter_id, message_id, &others, e) == Q_ERROR) {
        return false;
    }
    if (others.n > 0) {
        return true;
    }
    if (q_matter_by_id(d->tx, home, matter_id, &m, e) != Q_ROW) {
        return false;
    }
    return matter_edit(d, &m, STR_NONE, m.category_id, e) == MATTER_SAVED &&
           q_matter_notes_erase(d->tx, home, matter_id, NULL, e) && q_matter_summaries_erase(d->tx, home, matter_id, NULL, e) &&
           q_matter_salts_erase(d->tx, home, matter_id, NULL, e);
}

// The event comes last: who follows the log finds nothing any more.
static bool erase(const struct desk *d, int64_t message_id, struct str reason, struct err *e)
{
    int64_t home = d->site->home;
    struct message_matters_row *matters;
    size_t n;
    bool good = q_message_matters(d->tx, home, message_id, &matters, &n, e);
    for (size_t i = 0; good && i < n; i++) {
        good = erase_in_matter(d, message_id, matters[i].matter_id, e);
    }
    return good && q_message_erase(d->tx, home, message_id, NULL, e) && q_exchange_erase(d->tx, home, message_id, NULL, e) &&
           contact_erase(d->tx, home, message_id, d->now, e) && q_message_salts_erase(d->tx, home, message_id, NULL, e) &&
           message_event(d, message_id, EVENT_MESSAGE_ERASED, reason, e);
}

static bool finish(const struct desk *d, int64_t id, struct str reason, struct err *e)
{
    return q_erasure_done(d->tx, &(struct q_erasure_done_in){.home = d->site->home, .id = id, .now = d->now, .reason = reason},
                          NULL, e);
}

bool erasure_by_sender(const struct desk *d, const struct message_row *m, struct err *e)
{
    int64_t home = d->site->home;
    struct str reason = str_c(erasure_reason_code(ERASURE_SENDER));
    struct erasure_waiting_of_row asked;
    enum q_got got = q_erasure_waiting_of(d->tx, home, m->id, &asked, e);
    if (got == Q_ERROR || !erase(d, m->id, reason, e)) {
        return false;
    }
    return got == Q_ROW ? finish(d, asked.id, reason, e)
                        : q_erasure_insert(d->tx, &(struct q_erasure_insert_in){
                              .home = home, .id = random_id(), .message = m->id, .reason = reason, .now = d->now,
                              .done_at = d->now}, NULL, e);
}

static bool has_words(struct tx *tx, const struct message_row *m, bool *has, struct err *e)
{
    struct exchange_of_message_row *said;
    size_t n;
    *has = m->words.n > 0;
    if (!q_exchange_of_message(tx, m->home_id, m->id, &said, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        *has = *has || said[i].words.n > 0;
    }
    return true;
}

enum erasure_end erasure_ask(const struct desk *d, const struct message_row *m, enum erasure_reason r, struct err *e)
{
    BUG_ON(!erasure_reason_by_desk(r));
    bool has;
    struct erasure_waiting_of_row asked;
    enum q_got got = q_erasure_waiting_of(d->tx, m->home_id, m->id, &asked, e);
    if (got == Q_ERROR || !has_words(d->tx, m, &has, e)) {
        return ERASURE_ERROR;
    }
    if (got == Q_ROW || !has || str_eq(m->state, STR("handed_over"))) {
        return ERASURE_NOT_NOW;
    }
    struct str reason = str_c(erasure_reason_code(r));
    bool good = q_erasure_insert(d->tx, &(struct q_erasure_insert_in){
                    .home = m->home_id, .id = random_id(), .message = m->id, .reason = reason, .office = d->actor.office_id,
                    .member = d->actor.member_id, .now = d->now}, NULL, e) &&
                message_event(d, m->id, EVENT_MESSAGE_ERASE_ASKED, reason, e);
    return good ? ERASURE_SAVED : ERASURE_ERROR;
}

enum erasure_end erasure_decide(const struct desk *d, int64_t message_id, bool agreed, struct err *e)
{
    int64_t home = d->site->home;
    struct erasure_waiting_of_row asked;
    enum q_got got = q_erasure_waiting_of(d->tx, home, message_id, &asked, e);
    if (got != Q_ROW) {
        return got == Q_NONE ? ERASURE_NOT_NOW : ERASURE_ERROR;
    }
    if (agreed && asked.member_id == d->actor.member_id) {
        return ERASURE_SAME_MEMBER;
    }
    bool good = agreed ? erase(d, message_id, asked.reason, e) &&
                             finish(d, asked.id, asked.reason, e)
                       : q_erasure_drop(d->tx, home, asked.id, NULL, e) &&
                             message_event(d, message_id, EVENT_MESSAGE_ERASE_KEPT, asked.reason, e);
    return good ? ERASURE_SAVED : ERASURE_ERROR;
}
