// submit.c: see submit.h.
#include "core/intake/submit.h"

#include "auth/token.h"
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

// What is kept for whoever sends the same again; read_reply() reads it.
static struct str seal(struct arena *a, const struct submission *s, bool joined)
{
    struct str reply = str_fmt(a, "%.*s %.*s %lld%s", STR_ARG(s->code), STR_ARG(s->draft.public_id),
                               (long long)s->draft.received_at, joined ? " joined" : "");
    return once_seal(a, &s->once, reply);
}

void submit_prepare(struct arena *a, struct submission *s)
{
    struct receipt receipt;
    uint8_t *lookup = arena_alloc(a, RECEIPT_HASH);
    receipt_new(&receipt);
    receipt_hash(&receipt, lookup);
    s->code = receipt_show(a, &receipt);
    s->draft.receipt_hash = (struct str){(char *)lookup, RECEIPT_HASH};
    s->draft.public_id = public_id_new(a);
    s->draft.received_at = s->draft.received_at != 0 ? s->draft.received_at : s->now;
    s->draft.said = event_say(a, s->draft.words);
    s->once = once_of(a, s->site->home, s->key, s->body, s->now);
    s->sealed = seal(a, s, false);
}

enum tx_end submit_message(struct tx *tx, void *arg, struct err *e)
{
    struct submission *s = arg;
    BUG_ON(s->code.p == NULL);
    switch (once_look(tx, &s->once, e)) {
    case ONCE_ERROR:
        return TX_FAILED;
    case ONCE_REPEATED:
        return repeat(s, s->once.reply, e);
    case ONCE_OTHER_BODY:
        s->end = SUBMIT_OTHER_BODY;
        return TX_ROLLBACK;
    case ONCE_FRESH:
        break;
    }
    struct message_taken taken;
    if (!message_take(tx, s->site, &s->actor, &s->draft, s->now, &taken, e)) {
        return TX_FAILED;
    }
    s->joined = false;
    if (s->matter_id != 0 && !join_matter(tx, s, taken.id, e)) {
        return TX_FAILED;
    }
    s->end = SUBMIT_TAKEN;
    s->receipt = s->code;
    s->public_id = taken.public_id;
    s->received_at = taken.received_at;
    struct str sealed = s->joined ? seal(tx_arena(tx), s, true) : s->sealed;
    return once_keep(tx, &s->once, sealed, e) ? TX_COMMIT : TX_FAILED;
}
