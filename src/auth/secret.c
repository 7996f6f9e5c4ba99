// secret.c: libsodium behind the names of secret.h.
#include "auth/secret.h"

#include <sodium.h>

void secret_init(void)
{
    BUG_ON(sodium_init() < 0);
}

void secret_derive(const char *purpose, struct str secret, void *out, size_t n)
{
    unsigned char personal[crypto_generichash_blake2b_PERSONALBYTES] = {0};
    size_t len = strlen(purpose);
    BUG_ON(len == 0 || len > sizeof personal);
    BUG_ON(n < crypto_generichash_blake2b_BYTES_MIN || n > crypto_generichash_blake2b_BYTES_MAX);
    memcpy(personal, purpose, len);
    int failed = crypto_generichash_blake2b_salt_personal(out, n, (const unsigned char *)secret.p, secret.n, NULL, 0,
                                                          NULL, personal);
    BUG_ON(failed != 0);
}

bool secret_equal(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}

void secret_wipe(void *p, size_t n)
{
    sodium_memzero(p, n);
}
