// token.c: see token.h.
#include "auth/token.h"

#include "auth/crockford.h"
#include "auth/secret.h"
#include "base/random.h"

#include <sodium.h>

enum { RAW = 32, MAC = 16 };

static struct str base64url(struct arena *a, const uint8_t raw[static RAW])
{
    char text[TOKEN_TEXT + 1];
    (void)sodium_bin2base64(text, sizeof text, raw, RAW, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    struct str out = str_copy(a, (struct str){text, TOKEN_TEXT});
    secret_wipe(text, sizeof text);
    return out;
}

static bool from_base64url(struct str text, uint8_t raw[static RAW])
{
    size_t n = 0;
    return text.n == TOKEN_TEXT &&
           sodium_base642bin(raw, RAW, text.p, text.n, NULL, &n, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
           n == RAW;
}

struct str token_new(struct arena *a)
{
    uint8_t raw[RAW];
    random_bytes(raw, sizeof raw);
    struct str token = base64url(a, raw);
    secret_wipe(raw, sizeof raw);
    return token;
}

bool token_hash(struct str token, uint8_t out[static TOKEN_HASH])
{
    uint8_t raw[RAW];
    if (!from_base64url(token, raw)) {
        return false;
    }
    (void)crypto_hash_sha256(out, raw, sizeof raw);
    secret_wipe(raw, sizeof raw);
    return true;
}

void csrf_key_new(uint8_t key[static CSRF_KEY])
{
    random_bytes(key, CSRF_KEY);
}

static void csrf_mac(const uint8_t key[static CSRF_KEY], struct str purpose, uint8_t mac[static MAC])
{
    uint8_t whole[crypto_auth_hmacsha256_BYTES];
    (void)crypto_auth_hmacsha256(whole, (const unsigned char *)purpose.p, purpose.n, key);
    memcpy(mac, whole, MAC);
}

struct str csrf_token(struct arena *a, const uint8_t key[static CSRF_KEY], struct str purpose)
{
    uint8_t raw[RAW];
    uint8_t mac[MAC];
    csrf_mac(key, purpose, mac);
    random_bytes(raw, MAC);
    for (size_t i = 0; i < MAC; i++) {
        raw[MAC + i] = raw[i] ^ mac[i];
    }
    return base64url(a, raw);
}

bool csrf_ok(const uint8_t key[static CSRF_KEY], struct str purpose, struct str token)
{
    uint8_t raw[RAW];
    if (!from_base64url(token, raw)) {
        return false;
    }
    uint8_t mac[MAC];
    csrf_mac(key, purpose, mac);
    for (size_t i = 0; i < MAC; i++) {
        raw[MAC + i] ^= raw[i];
    }
    return secret_equal(raw + MAC, mac, MAC);
}

struct str public_id_new(struct arena *a)
{
    uint8_t value[PUBLIC_ID];
    char text[PUBLIC_ID];
    crockford_random(value, PUBLIC_ID);
    for (size_t i = 0; i < PUBLIC_ID; i++) {
        char c = crockford_symbol(value[i]);
        text[i] = c >= 'A' ? (char)(c + ('a' - 'A')) : c;
    }
    return str_copy(a, (struct str){text, PUBLIC_ID});
}

bool public_id_ok(struct str s)
{
    uint8_t value[PUBLIC_ID];
    if (s.n != PUBLIC_ID || crockford_read(s, value, PUBLIC_ID) != CROCKFORD_OK) {
        return false;
    }
    for (size_t i = 0; i < PUBLIC_ID; i++) {
        bool as_written = (s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'z');
        if (!as_written || s.p[i] == 'o' || s.p[i] == 'i' || s.p[i] == 'l') {
            return false;
        }
    }
    return true;
}
