// sealed_reply.h: the reply to a request with an idempotency key, kept so that only the bearer of the key can read it.
//
// The store holds a lookup hash and a sealed reply. Both are derived from the key, for different purposes: who reads
// the store learns neither the key nor the reply (which holds a receipt code).
#pragma once

#include "base/err.h"
#include "base/str.h"

enum {
    SEALED_REPLY_KEY_LEAST = 22, // characters: 22 of base64url are 132 bits; fewer could be searched through
    SEALED_REPLY_KEY_MOST = 200,
    SEALED_REPLY_HASH = 16,      // bytes: as hard to invert as the key, and no two of them meet by chance
    SEALED_REPLY_MORE = 40,      // bytes that sealing adds: a nonce of 24 and a tag of 16
};

// Whether a key can be used: 22 to 200 visible ASCII characters. If not, the request is answered by 422.
bool sealed_reply_key_ok(struct str key);

// The hash by which a reply is stored and found again.
void sealed_reply_hash(struct str key, uint8_t out[static SEALED_REPLY_HASH]);

// A hash of the request's body, to tell a resend (the same reply again) from another request under the same key (409).
// It is keyed by the idempotency key too: who holds the store cannot try out whether a body held certain words or a
// certain telephone number.
void sealed_reply_body_hash(struct str key, struct str body, uint8_t out[static SEALED_REPLY_HASH]);

// The reply sealed under the key (XSalsa20-Poly1305, a random nonce in front), in the arena.
struct str sealed_reply_seal(struct arena *a, struct str key, struct str reply);

// The reply again. ERR_CORRUPT when the bytes were changed, cut, or sealed under another key; *reply is left alone
// then.
MUST_USE bool sealed_reply_open(struct arena *a, struct str key, struct str sealed, struct str *reply, struct err *e);
