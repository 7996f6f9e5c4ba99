// sealed_reply.c: libsodium's secretbox under a derived key.
#include "auth/sealed_reply.h"

#include "auth/secret.h"
#include "base/random.h"

#include <sodium.h>

_Static_assert(SEALED_REPLY_MORE == crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES, "what sealing adds");

static const char for_lookup[] = "hoiam idem find";
static const char for_sealing[] = "hoiam idem seal";
static const char for_body[] = "hoiam idem body";

bool sealed_reply_key_ok(struct str key)
{
    for (size_t i = 0; i < key.n; i++) {
        if (key.p[i] <= ' ' || key.p[i] > '~') {
            return false;
        }
    }
    return key.n >= SEALED_REPLY_KEY_LEAST && key.n <= SEALED_REPLY_KEY_MOST;
}

void sealed_reply_hash(struct str key, uint8_t out[static SEALED_REPLY_HASH])
{
    secret_derive(for_lookup, key, out, SEALED_REPLY_HASH);
}

void sealed_reply_body_hash(struct str key, struct str body, uint8_t out[static SEALED_REPLY_HASH])
{
    unsigned char under[crypto_generichash_KEYBYTES];
    secret_derive(for_body, key, under, sizeof under);
    int failed = crypto_generichash(out, SEALED_REPLY_HASH, (const unsigned char *)body.p, body.n, under, sizeof under);
    BUG_ON(failed != 0);
    secret_wipe(under, sizeof under);
}

struct str sealed_reply_seal(struct arena *a, struct str key, struct str reply)
{
    unsigned char under[crypto_secretbox_KEYBYTES];
    secret_derive(for_sealing, key, under, sizeof under);
    unsigned char *out = arena_alloc(a, reply.n + SEALED_REPLY_MORE);
    random_bytes(out, crypto_secretbox_NONCEBYTES);
    int failed = crypto_secretbox_easy(out + crypto_secretbox_NONCEBYTES, (const unsigned char *)reply.p, reply.n, out,
                                       under);
    BUG_ON(failed != 0);
    secret_wipe(under, sizeof under);
    return (struct str){(const char *)out, reply.n + SEALED_REPLY_MORE};
}

bool sealed_reply_open(struct arena *a, struct str key, struct str sealed, struct str *reply, struct err *e)
{
    if (sealed.n < SEALED_REPLY_MORE) {
        return err_set(e, ERR_CORRUPT, "sealed reply: only %zu bytes", sealed.n);
    }
    unsigned char under[crypto_secretbox_KEYBYTES];
    secret_derive(for_sealing, key, under, sizeof under);
    size_t n = sealed.n - SEALED_REPLY_MORE;
    char *out = arena_alloc(a, n + 1);
    const unsigned char *nonce = (const unsigned char *)sealed.p;
    int failed = crypto_secretbox_open_easy((unsigned char *)out, nonce + crypto_secretbox_NONCEBYTES,
                                            sealed.n - crypto_secretbox_NONCEBYTES, nonce, under);
    secret_wipe(under, sizeof under);
    if (failed != 0) {
        return err_set(e, ERR_CORRUPT, "sealed reply: the seal does not fit");
    }
    out[n] = 0;
    *reply = (struct str){out, n};
    return true;
}
