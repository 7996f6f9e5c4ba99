// submit.c: see submit.h.
#include "core/intake/submit.h"

#include "auth/sealed_reply.h"
#include "db/q_message.h"

static struct str body_hash(struct arena *a, struct str key, struct str body)
{
    uint8_t *h = arena_alloc(a, SEALED_REPLY_HASH);
    sealed_reply_body_hash(key, body, h);
    return (struct str){(char *)h, SEALED_REPLY_HASH};
}

// "code public-id time": what is needed to say the same again.
static bool read_reply(struct submission *s, struct str reply)
{
    struct str rest = reply;
    s->receipt = str_cut(&rest, ' ');
    s->public_id = str_cut(&rest, ' ');
    return str_int(rest, &s->received_at);
}

static enum tx_end repeat(struct tx *tx, struct submission *s, const struct idempotent_find_row *found, struct str hash,
                          struct err *e)
{
    if (!str_eq(found->body_hash, hash)) {
        s->end = SUBMIT_OTHER_BODY;
        return TX_ROLLBACK;
    }
    struct str reply;
    if (!sealed_reply_open(tx_arena(tx), s->key, found->sealed, &reply, e)) {
        return TX_FAILED;
    }
    if (!read_reply(s, reply)) {
        (void)err_set(e, ERR_CORRUPT, "a kept reply cannot be read");
        return TX_FAILED;
    }
    s->end = SUBMIT_REPEATED;
    return TX_ROLLBACK;
}

static bool keep_reply(struct tx *tx, const struct submission *s, struct str key_hash, struct str hash, struct err *e)
{
    struct arena *a = tx_arena(tx);
    struct str reply = str_fmt(a, "%.*s %.*s %lld", STR_ARG(s->receipt), STR_ARG(s->public_id), (long long)s->received_at);
    return q_idempotent_put(tx, &(struct q_idempotent_put_in){
        .home = s->site->home, .key_hash = key_hash, .body_hash = hash, .sealed = sealed_reply_seal(a, s->key, reply),
        .expires_at = s->now + IDEMPOTENT_HOURS * 3600}, NULL, e);
}

enum tx_end submit_message(struct tx *tx, void *arg, struct err *e)
{
    struct submission *s = arg;
    struct arena *a = tx_arena(tx);
    struct str key_hash = {arena_alloc(a, SEALED_REPLY_HASH), SEALED_REPLY_HASH};
    struct str hash = STR_NONE;
    if (s->key.p != NULL) {
        sealed_reply_hash(s->key, (uint8_t *)(uintptr_t)key_hash.p);
        hash = body_hash(a, s->key, s->body);
        struct idempotent_find_row found;
        enum q_got got = q_idempotent_find(tx, s->site->home, key_hash, s->now, &found, e);
        if (got != Q_NONE) {
            return got == Q_ERROR ? TX_FAILED : repeat(tx, s, &found, hash, e);
        }
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
    s->end = SUBMIT_TAKEN;
    s->receipt = receipt_show(a, &receipt);
    s->public_id = taken.public_id;
    s->received_at = taken.received_at;
    return s->key.p == NULL || keep_reply(tx, s, key_hash, hash, e) ? TX_COMMIT : TX_FAILED;
}
