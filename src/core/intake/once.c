// once.c: see once.h.
#include "core/intake/once.h"

#include "auth/sealed_reply.h"
#include "db/q_message.h"

static struct str hash_of_key(struct arena *a, const struct once *o)
{
    uint8_t *h = arena_alloc(a, SEALED_REPLY_HASH);
    sealed_reply_hash(o->key, h);
    return (struct str){(char *)h, SEALED_REPLY_HASH};
}

static struct str hash_of_body(struct arena *a, const struct once *o)
{
    uint8_t *h = arena_alloc(a, SEALED_REPLY_HASH);
    sealed_reply_body_hash(o->key, o->body, h);
    return (struct str){(char *)h, SEALED_REPLY_HASH};
}

enum once_end once_look(struct tx *tx, struct once *o, struct err *e)
{
    struct arena *a = tx_arena(tx);
    struct idempotent_find_row found;
    if (o->key.p == NULL) {
        return ONCE_FRESH;
    }
    enum q_got got = q_idempotent_find(tx, o->home, hash_of_key(a, o), o->now, &found, e);
    if (got != Q_ROW) {
        return got == Q_ERROR ? ONCE_ERROR : ONCE_FRESH;
    }
    if (!str_eq(found.body_hash, hash_of_body(a, o))) {
        return ONCE_OTHER_BODY;
    }
    return sealed_reply_open(a, o->key, found.sealed, &o->reply, e) ? ONCE_REPEATED : ONCE_ERROR;
}

bool once_keep(struct tx *tx, const struct once *o, struct str reply, struct err *e)
{
    struct arena *a = tx_arena(tx);
    return o->key.p == NULL ||
           q_idempotent_put(tx, &(struct q_idempotent_put_in){
               .home = o->home, .key_hash = hash_of_key(a, o), .body_hash = hash_of_body(a, o),
               .sealed = sealed_reply_seal(a, o->key, reply), .expires_at = o->now + ONCE_HOURS * 3600}, NULL, e);
}
