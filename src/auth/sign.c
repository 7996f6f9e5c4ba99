// sign.c: see sign.h. The key file holds 32 secret bytes in the form of the contact box's key file; the Ed25519 seed is
// derived from them, so that one form of writing, and one careful way of reading it, serves both.
#include "auth/sign.h"

#include "auth/crockford.h"
#include "auth/secret.h"

#include <sodium.h>
#include <unistd.h>

_Static_assert(SIGN_PUBLIC == crypto_sign_PUBLICKEYBYTES && SIGN_BYTES == crypto_sign_BYTES, "Ed25519");
_Static_assert((int)SIGN_PUBLIC == (int)BOX_PUBLIC && (int)SIGN_PUBLIC_TEXT == (int)BOX_PUBLIC_TEXT, "both are written alike");

static const char note[] = "\n# Whoever has this can sign reports in this office's name. Key for contact details it is not:\n# ";
static const char credential[] = "hoiam-sign-key";

struct sign_key {
    struct box_key *written;
    struct sign_public pub;
    uint8_t *secret; // guarded memory
};

static struct sign_key *from_written(struct box_key *written)
{
    struct sign_key *k = xcalloc(1, sizeof *k);
    uint8_t seed[crypto_sign_SEEDBYTES];
    secret_init();
    k->written = written;
    k->secret = sodium_malloc(crypto_sign_SECRETKEYBYTES);
    BUG_ON(k->secret == NULL);
    box_key_derive(written, "hoiam sign", seed, sizeof seed);
    BUG_ON(crypto_sign_seed_keypair(k->pub.key, k->secret, seed) != 0);
    secret_wipe(seed, sizeof seed);
    BUG_ON(sodium_mprotect_readonly(k->secret) != 0);
    return k;
}

struct sign_key *sign_key_new(void)
{
    return from_written(box_key_new());
}

void sign_key_close(struct sign_key *k)
{
    if (k != NULL) {
        box_key_close(k->written);
        sodium_free(k->secret); // wipes
        free(k);
    }
}

struct sign_public sign_public_of(const struct sign_key *k)
{
    return k->pub;
}

bool sign_key_save(const struct sign_key *k, const char *path, struct err *e)
{
    return box_key_save_noted(k->written, note, path, e);
}

bool sign_key_load(const char *path, struct sign_key **out, struct err *e)
{
    struct box_key *written;
    if (!box_key_load(path, &written, e)) {
        return false;
    }
    *out = from_written(written);
    return true;
}

bool sign_key_load_credential(struct sign_key **out, struct err *e)
{
    struct box_key *written;
    if (!box_key_load_credential_named(credential, &written, e)) {
        return false;
    }
    *out = from_written(written);
    return true;
}

bool sign_key_credential_given(void)
{
    return box_key_credential_named(credential);
}

struct str sign_public_text(struct arena *a, const struct sign_public *pub)
{
    struct box_public as;
    memcpy(as.key, pub->key, sizeof as.key);
    return box_public_text(a, &as);
}

bool sign_public_read(struct str text, struct sign_public *out)
{
    struct box_public as;
    if (!box_public_read(text, &as)) {
        return false;
    }
    memcpy(out->key, as.key, sizeof out->key);
    return true;
}

struct str sign_fingerprint(struct arena *a, const struct sign_public *pub)
{
    enum { SYMBOLS = 16, GROUP = 4 };
    uint8_t hash[SYMBOLS];
    secret_derive("hoiam print", (struct str){(const char *)pub->key, SIGN_PUBLIC}, hash, sizeof hash);
    char text[SYMBOLS + SYMBOLS / GROUP];
    size_t n = 0;
    for (size_t i = 0; i < SYMBOLS; i++) {
        if (i > 0 && i % GROUP == 0) {
            text[n++] = '-';
        }
        text[n++] = crockford_symbol(hash[i] & 31);
    }
    return str_copy(a, (struct str){text, n});
}

void sign_bytes(const struct sign_key *k, struct str bytes, uint8_t out[static SIGN_BYTES])
{
    BUG_ON(crypto_sign_detached(out, NULL, (const unsigned char *)bytes.p, bytes.n, k->secret) != 0);
}

bool sign_ok(const struct sign_public *pub, struct str bytes, const uint8_t sig[static SIGN_BYTES])
{
    secret_init();
    return crypto_sign_verify_detached(sig, (const unsigned char *)bytes.p, bytes.n, pub->key) == 0;
}

enum { BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

struct str sign_text(struct arena *a, const uint8_t sig[static SIGN_BYTES])
{
    char text[sodium_base64_ENCODED_LEN(SIGN_BYTES, BASE64)];
    return str_copy(a, str_c(sodium_bin2base64(text, sizeof text, sig, SIGN_BYTES, BASE64)));
}

bool sign_read(struct str text, uint8_t sig[static SIGN_BYTES])
{
    size_t n = 0;
    return text.n == SIGN_TEXT && sodium_base642bin(sig, SIGN_BYTES, text.p, text.n, NULL, &n, NULL, BASE64) == 0 &&
           n == SIGN_BYTES;
}

const char *sign_key_beside(struct arena *a, const char *store)
{
    return str_find(str_c(store), STR("://")) >= 0 ? NULL : str_z(a, str_fmt(a, "%s.sign.key", store));
}

bool sign_key_find(struct arena *a, const char *store, struct sign_key **out, struct err *e)
{
    const char *path = sign_key_beside(a, store);
    *out = NULL;
    if (sign_key_credential_given()) {
        return sign_key_load_credential(out, e);
    }
    return path == NULL || access(path, F_OK) != 0 || sign_key_load(path, out, e);
}
