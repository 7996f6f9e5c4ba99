// recovery.c: see recovery.h.
#include "auth/recovery.h"

#include "auth/crockford.h"
#include "auth/secret.h"

#include <sodium.h>

enum { SYMBOLS = RECOVERY_TEXT - 1, HALF = SYMBOLS / 2 };

void recovery_new(struct arena *a, struct str out[static RECOVERY_CODES])
{
    for (size_t i = 0; i < RECOVERY_CODES; i++) {
        uint8_t value[SYMBOLS];
        char text[RECOVERY_TEXT];
        crockford_random(value, SYMBOLS);
        for (size_t k = 0; k < SYMBOLS; k++) {
            text[k < HALF ? k : k + 1] = crockford_symbol(value[k]);
        }
        text[HALF] = '-';
        out[i] = str_copy(a, (struct str){text, sizeof text});
        secret_wipe(text, sizeof text);
        secret_wipe(value, sizeof value);
    }
}

bool recovery_hash(int64_t member_id, struct str typed, uint8_t out[static RECOVERY_HASH])
{
    uint8_t value[SYMBOLS];
    if (crockford_read(typed, value, SYMBOLS) != CROCKFORD_OK) {
        return false;
    }
    // "hoiam recovery MEMBER SYMBOLS", so that the same bytes are hashed for nothing else.
    char text[64];
    int n = snprintf(text, sizeof text, "hoiam recovery %lld ", (long long)member_id);
    BUG_ON(n < 0 || (size_t)n + SYMBOLS > sizeof text);
    for (size_t i = 0; i < SYMBOLS; i++) {
        text[(size_t)n + i] = crockford_symbol(value[i]);
    }
    (void)crypto_hash_sha256(out, (const unsigned char *)text, (size_t)n + SYMBOLS);
    secret_wipe(text, sizeof text);
    secret_wipe(value, sizeof value);
    return true;
}
