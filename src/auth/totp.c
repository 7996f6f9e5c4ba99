// totp.c: HMAC-SHA-1 by libcrypto, because libsodium has no SHA-1 and the apps have nothing else in common.
#include "auth/totp.h"

#include "auth/base32.h"
#include "auth/secret.h"
#include "base/buf.h"
#include "base/random.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

struct str totp_secret_new(struct arena *a)
{
    char *p = arena_alloc(a, TOTP_SECRET);
    random_bytes(p, TOTP_SECRET);
    return (struct str){p, TOTP_SECRET};
}

void totp_code(struct str secret, int64_t step, char out[static TOTP_DIGITS + 1])
{
    unsigned char counter[8];
    for (int i = 0; i < 8; i++) {
        counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
    }
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned int n = 0;
    BUG_ON(secret.n == 0 || secret.n > 128);
    BUG_ON(HMAC(EVP_sha1(), secret.p, (int)secret.n, counter, sizeof counter, mac, &n) == NULL || n != 20);
    // Dynamic truncation, RFC 4226 section 5.3.
    size_t at = mac[19] & 15;
    uint32_t v = 0;
    for (size_t i = 0; i < 4; i++) {
        v = v << 8 | mac[at + i];
    }
    v &= INT32_MAX;
    (void)snprintf(out, TOTP_DIGITS + 1, "%06u", v % 1000000);
    secret_wipe(mac, sizeof mac);
}

// The six digits among blanks; false when there is anything else.
static bool digits_of(struct str typed, char out[static TOTP_DIGITS])
{
    size_t n = 0;
    for (size_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];
        if (c == ' ' || (c >= '\t' && c <= '\r')) {
            continue;
        }
        if (c < '0' || c > '9' || n == TOTP_DIGITS) {
            return false;
        }
        out[n++] = c;
    }
    return n == TOTP_DIGITS;
}

bool totp_check(struct str secret, struct str typed, int64_t now, int64_t last_step, int64_t *step)
{
    char digits[TOTP_DIGITS];
    if (!digits_of(typed, digits)) {
        return false;
    }
    bool found = false;
    int64_t present = now / TOTP_PERIOD;
    for (int64_t s = present - TOTP_WINDOW; s <= present + TOTP_WINDOW; s++) {
        char code[TOTP_DIGITS + 1];
        totp_code(secret, s, code);
        bool same = secret_equal(code, digits, TOTP_DIGITS);
        if (same && s > last_step && !found) {
            found = true;
            *step = s;
        }
    }
    return found;
}

// Percent-encoding: all but the unreserved characters of RFC 3986.
static void add_encoded(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                     c == '.' || c == '_' || c == '~';
        if (plain) {
            buf_addc(b, c);
        } else {
            buf_addf(b, "%%%02X", (unsigned)(unsigned char)c);
        }
    }
}

struct str totp_uri(struct arena *a, struct str issuer, struct str account, struct str secret)
{
    struct buf b = buf_new(400 + 6 * issuer.n + 3 * account.n + 2 * secret.n);
    buf_addz(&b, "otpauth://totp/");
    add_encoded(&b, issuer);
    buf_addc(&b, ':');
    add_encoded(&b, account);
    buf_addz(&b, "?secret=");
    buf_add(&b, base32_encode(a, secret));
    buf_addz(&b, "&issuer=");
    add_encoded(&b, issuer);
    buf_addf(&b, "&algorithm=SHA1&digits=%d&period=%d", TOTP_DIGITS, TOTP_PERIOD);
    BUG_ON(buf_over(&b));
    struct str uri = str_copy(a, buf_str(&b));
    secret_wipe(b.p, b.n);
    buf_free(&b);
    return uri;
}
