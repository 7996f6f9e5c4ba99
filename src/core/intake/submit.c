// submit.c: see submit.h.
#include "core/intake/submit.h"

#include "core/desk/matter.h"
#include "core/press/similar.h"
#include "db/q_matter.h"
#include "db/q_message.h"

// "code public-id time": what is needed to say the same again.
static bool read_reply(struct submission *s, struct str reply)
{
    struct str rest = reply;
    s->receipt = str_cut(&rest, ' ');
    s->public_id = str_cut(&rest, ' ');
    struct str received_at = str_cut(&rest, ' ');
    s->joined = str_eqz(rest, "joined");
    return str_int(received_at, &s->received_at);
}

static enum tx_end repeat(struct submission *s, struct str reply, struct err *e)
{
    if (!read_reply(s, reply)) {
        (void)err_set(e, ERR_CORRUPT, "a kept reply cannot be read");
        return TX_FAILED;
    }
    s->end = SUBMIT_REPEATED;
    return TX_ROLLBACK;
}

// "It is this one." Where the matter can take no more by now, the message waits in the inbox.
static bool join_matter(struct tx *tx, struct submission *s, int64_t message_id, struct err *e)
{
    struct desk d = {.tx = tx, .site = s->site, .actor = s->actor, .now = s->now};
    struct matter_row matter;
    struct message_row message;
    enum q_got got = q_matter_by_id(tx, s->site->home, s->matter_id, &matter, e);
    if (got != Q_ROW || !similar_may_join(&matter)) {
        return got != Q_ERROR;
    }
    if (q_message_by_id(tx, s->site->home, message_id, &message, e) != Q_ROW) {
        return false;
    }
    enum matter_end end = matter_join_for(&d, &matter, &message, STR("sender"), e);
    s->joined = end == MATTER_SAVED;
    return end == MATTER_SAVED || end == MATTER_NOT_NOW;
}

enum tx_end submit_message(struct tx *tx, void *arg, struct err *e)
{
    struct submission *s = arg;
    struct arena *a = tx_arena(tx);
    struct once once = {.home = s->site->home, .key = s->key, .body = s->body, .now = s->now};
    switch (once_look(tx, &once, e)) {
    case ONCE_ERROR:
        return TX_FAILED;
    case ONCE_REPEATED:
        return repeat(s, once.reply, e);
    case ONCE_OTHER_BODY:
        s->end = SUBMIT_OTHER_BODY;
        return TX_ROLLBACK;
    case ONCE_FRESH:
        break;
    }
    struct receipt receipt;
    uint8_t lookup[RECEIPT_HASH];
    receipt_new(&receipt);
    receipt_hash(&receipt, lookup);
    s->draft.receipt_hash = (struct str){(char *)lookup, sizeof lookup};
    struct message_taken taken;
    if (!message_take(tx, s->site, &s->actor, &s->draft, s->now, &taken, e)) {
        return TX_FAILED;
    }
    s->joined = false;
    if (s->matter_id != 0 && !join_matter(tx, s, taken.id, e)) {
        return TX_FAILED;
    }
    s->end = SUBMIT_TAKEN;
    s->receipt = receipt_show(a, &receipt);
    s->public_id = taken.public_id;
    s->received_at = taken.received_at;
    struct str reply = str_fmt(a, "%.*s %.*s %lld%s", STR_ARG(s->receipt), STR_ARG(s->public_id), (long long)s->received_at,
                               s->joined ? " joined" : "");
    return once_keep(tx, &once, reply, e) ? TX_COMMIT : TX_FAILED;
}
