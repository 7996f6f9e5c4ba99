// token.h: random names that the browser carries: session tokens, form tokens, public ids.
#pragma once

#include "base/str.h"

enum {
    TOKEN_TEXT = 43,     // characters of a session token: 32 random bytes in base64url without padding (RFC 4648)
    TOKEN_HASH = 32,     // bytes of what is stored of it
    CSRF_KEY = 32,       // bytes of a session's key for its form tokens
    CSRF_TEXT = 43,      // characters of a form token
    PUBLIC_ID = 10,      // characters of a public id
};

// A new session token, for the cookie. Only its hash is stored.
struct str token_new(struct arena *a);

// SHA-256 of the token's 32 bytes, to look the session up by. No salt and no stretching: 256 random bits cannot be
// guessed. False when the text is not a token; nothing needs to be looked up then.
MUST_USE bool token_hash(struct str token, uint8_t out[static TOKEN_HASH]);

// A new key for a session's form tokens.
void csrf_key_new(uint8_t key[static CSRF_KEY]);

// The token of one form: HMAC-SHA-256 of the form's purpose ("POST /desk/matters/{matter}/answer") under the session's
// key, cut to 16 bytes, and hidden by 16 random bytes that stand before it. No two responses hold the same bytes, so
// that lengths of compressed pages do not give the token away (BREACH, Gluck, Harris, Prado 2013).
struct str csrf_token(struct arena *a, const uint8_t key[static CSRF_KEY], struct str purpose);

// Whether a token came from csrf_token() with this key and purpose. Takes the same time for every wrong one.
MUST_USE bool csrf_ok(const uint8_t key[static CSRF_KEY], struct str purpose, struct str token);

// A new public id: 50 random bits as 10 Crockford symbols, lower case. It says nothing of order or number. It is a
// name, not a secret: who may see the thing is decided elsewhere. The store's unique index refuses the rare twin.
struct str public_id_new(struct arena *a);

// Whether s has the shape that public_id_new() gives.
bool public_id_ok(struct str s);
