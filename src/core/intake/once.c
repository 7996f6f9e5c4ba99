// once.c: see once.h.
#include "core/intake/once.h"

#include "auth/sealed_reply.h"
#include "db/q_message.h"

struct once once_of(struct arena *a, int64_t home, struct str key, struct str body, int64_t now)
{
    struct once o = {.home = home, .now = now, .key = key};
    if (key.p != NULL) {
        uint8_t *both = arena_alloc(a, 2 * SEALED_REPLY_HASH);
        sealed_reply_hash(key, both);
        sealed_reply_body_hash(key, body, both + SEALED_REPLY_HASH);
        o.key_hash = (struct str){(char *)both, SEALED_REPLY_HASH};
        o.body_hash = (struct str){(char *)both + SEALED_REPLY_HASH, SEALED_REPLY_HASH};
    }
    return o;
}

struct str once_seal(struct arena *a, const struct once *o, struct str reply)
{
    return o->key.p == NULL ? STR_NONE : sealed_reply_seal(a, o->key, reply);
}

enum once_end once_look(struct tx *tx, struct once *o, struct err *e)
{
    struct idempotent_find_row found;
    if (o->key.p == NULL) {
        return ONCE_FRESH;
    }
    enum q_got got = q_idempotent_find(tx, o->home, o->key_hash, o->now, &found, e);
    if (got != Q_ROW) {
        return got == Q_ERROR ? ONCE_ERROR : ONCE_FRESH;
    }
    if (!str_eq(found.body_hash, o->body_hash)) {
        return ONCE_OTHER_BODY;
    }
    return sealed_reply_open(tx_arena(tx), o->key, found.sealed, &o->reply, e) ? ONCE_REPEATED : ONCE_ERROR;
}

bool once_keep(struct tx *tx, const struct once *o, struct str sealed, struct err *e)
{
    return o->key.p == NULL ||
           q_idempotent_put(tx, &(struct q_idempotent_put_in){
               .home = o->home, .key_hash = o->key_hash, .body_hash = o->body_hash, .sealed = sealed,
               .expires_at = o->now + ONCE_HOURS * 3600}, NULL, e);
}
