// sign.h: signing what leaves the house, so that whoever gets it can tell whose it is (Ed25519, RFC 8032, by libsodium).
//
// The private key is a file that its owner alone can read, written and read with the same care as that of the contact box
// (auth/box.h), or the systemd credential "hoiam-sign-key". The store holds public keys only.
#pragma once

#include "auth/box.h"

enum { SIGN_PUBLIC = 32, SIGN_BYTES = 64, SIGN_PUBLIC_TEXT = 52, SIGN_TEXT = 86 };

struct sign_public {
    uint8_t key[SIGN_PUBLIC];
};

// A private key with its public one, in locked memory.
struct sign_key;
struct sign_key *sign_key_new(void);
void sign_key_close(struct sign_key *k); // NULL is allowed
struct sign_public sign_public_of(const struct sign_key *k);

// As box_key_save, box_key_load, box_key_load_credential: same form of writing, same refusals.
MUST_USE bool sign_key_save(const struct sign_key *k, const char *path, struct err *e);
MUST_USE bool sign_key_load(const char *path, struct sign_key **out, struct err *e);
MUST_USE bool sign_key_load_credential(struct sign_key **out, struct err *e);
bool sign_key_credential_given(void);
// Where it stands beside a store, in the arena: the store's name with .sign.key; NULL for a store that is no file.
const char *sign_key_beside(struct arena *a, const char *store);
// The credential where it is given, else the key beside the store; *out is NULL where there is neither.
MUST_USE bool sign_key_find(struct arena *a, const char *store, struct sign_key **out, struct err *e);

// The public key as a setting: 52 symbols of Crockford's base32; and back.
struct str sign_public_text(struct arena *a, const struct sign_public *pub);
MUST_USE bool sign_public_read(struct str text, struct sign_public *out);
// 16 symbols in groups of four, for people to compare: of BLAKE2b over the public key.
struct str sign_fingerprint(struct arena *a, const struct sign_public *pub);

void sign_bytes(const struct sign_key *k, struct str bytes, uint8_t out[static SIGN_BYTES]);
bool sign_ok(const struct sign_public *pub, struct str bytes, const uint8_t sig[static SIGN_BYTES]) MUST_USE;

// A signature in writing: 86 characters of base64url without padding (RFC 4648); and back.
struct str sign_text(struct arena *a, const uint8_t sig[static SIGN_BYTES]);
MUST_USE bool sign_read(struct str text, uint8_t sig[static SIGN_BYTES]);
