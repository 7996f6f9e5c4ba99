// Promises of auth/token, auth/secret and auth/crockford.
#include "auth/crockford.h"
#include "auth/secret.h"
#include "auth/token.h"
#include "base/random.h"
#include "tap.h"

static void session_tokens(struct arena *a)
{
    struct str t = token_new(a);
    struct str u = token_new(a);
    uint8_t h1[TOKEN_HASH];
    uint8_t h2[TOKEN_HASH];
    ok(t.n == TOKEN_TEXT && !str_eq(t, u), "tokens have 43 characters and differ");
    ok(token_hash(t, h1) && token_hash(u, h2) && memcmp(h1, h2, sizeof h1) != 0, "so do their hashes");

    // 32 zero bytes, and their SHA-256 (from FIPS 180-4's function, by sha256sum).
    static const uint8_t zeros[TOKEN_HASH] = {
        0x66, 0x68, 0x7a, 0xad, 0xf8, 0x62, 0xbd, 0x77, 0x6c, 0x8f, 0xc1, 0x8b, 0x8e, 0x9f, 0x8e, 0x20,
        0x08, 0x97, 0x14, 0x85, 0x6e, 0xe2, 0x33, 0xb3, 0x90, 0x2a, 0x59, 0x1d, 0x0d, 0x5f, 0x29, 0x25,
    };
    ok(token_hash(STR("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), h1) && memcmp(h1, zeros, sizeof zeros) == 0,
       "the hash is SHA-256 of the decoded bytes");
    static const char *const bad[] = {
        "", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB", "+AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        ok(!token_hash(str_c(bad[i]), h1), "text %zu is no token", i);
    }
    ok(!token_hash(STR_NONE, h1), "nor is none");
}

static void form_tokens(struct arena *a)
{
    uint8_t key[CSRF_KEY];
    uint8_t other[CSRF_KEY];
    csrf_key_new(key);
    csrf_key_new(other);
    struct str form = STR("POST /desk/inbox/join");
    struct str t = csrf_token(a, key, form);
    ok(t.n == CSRF_TEXT && csrf_ok(key, form, t), "a form's token is accepted");
    ok(!str_eq(t, csrf_token(a, key, form)), "and never written the same way twice");
    ok(!csrf_ok(other, form, t), "not with another session's key");
    ok(!csrf_ok(key, STR("POST /desk/inbox/split"), t), "not for another form");
    ok(!csrf_ok(key, form, STR_NONE) && !csrf_ok(key, form, STR("")), "not when it is missing");
    bool seen = true;
    for (size_t i = 0; i < t.n; i++) {
        char *changed = str_z(a, t);
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        seen = seen && !csrf_ok(key, form, (struct str){changed, t.n});
    }
    ok(seen, "not with any one character changed");
}

static void public_ids(struct arena *a)
{
    bool good = true;
    unsigned used = 0;
    for (int i = 0; i < 500; i++) {
        struct str id = public_id_new(a);
        good = good && public_id_ok(id) && id.n == PUBLIC_ID;
        for (size_t k = 0; k < id.n; k++) {
            const char *at = strchr("0123456789abcdefghjkmnpqrstvwxyz", id.p[k]);
            used |= at == NULL ? 0 : 1u << (at - "0123456789abcdefghjkmnpqrstvwxyz");
        }
    }
    ok(good && used == UINT32_MAX, "public ids have their shape and use every symbol");
    ok(!str_eq(public_id_new(a), public_id_new(a)), "and differ");
    ok(public_id_ok(STR("0123456789")) && !public_id_ok(STR("012345678")) && !public_id_ok(STR("01234567890")) &&
           !public_id_ok(STR("012345678A")) && !public_id_ok(STR("o123456789")) && !public_id_ok(STR("01234-6789")) &&
           !public_id_ok(STR("01234 6789")) && !public_id_ok(STR_NONE),
       "other shapes are refused");
}

static void secrets(void)
{
    // BLAKE2b with a personalisation, worked out apart (Python's hashlib.blake2b with person=).
    static const uint8_t want[16] = {
        0x60, 0xe1, 0xc3, 0xaa, 0x05, 0x94, 0xf7, 0x26,
        0x52, 0x6a, 0x35, 0xf0, 0xf8, 0x78, 0x43, 0xcd,
    };
    uint8_t out[16];
    secret_derive("test", STR("abc"), out, sizeof out);
    ok(memcmp(out, want, sizeof want) == 0, "deriving is BLAKE2b with the purpose as personalisation");
    uint8_t longer[32];
    secret_derive("test", STR("abc"), longer, sizeof longer);
    ok(memcmp(out, longer, sizeof out) != 0, "another length is another value");
    ok(secret_equal("abc", "abc", 3) && !secret_equal("abc", "abd", 3), "comparing");
    secret_wipe(out, sizeof out);
    ok(out[0] == 0 && out[15] == 0, "wiping");
    uint8_t value[3] = {9, 9, 9};
    ok(crockford_read(STR("a-Bc"), value, 3) == CROCKFORD_OK && value[0] == 10 && value[1] == 11 && value[2] == 12,
       "symbols are read in either case");
    ok(crockford_check(value, 3) == (10 * 1024 + 11 * 32 + 12) % 1021, "the check number is the remainder by 1021");
}

int main(void)
{
    struct arena a = ARENA_INIT;
    secret_init();
    session_tokens(&a);
    form_tokens(&a);
    public_ids(&a);
    secrets();
    arena_free(&a);
    return tap_done();
}
