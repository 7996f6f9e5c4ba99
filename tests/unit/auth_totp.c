// Promises of auth/totp and auth/recovery.
#include "auth/recovery.h"
#include "auth/totp.h"
#include "tap.h"

static const struct str rfc_secret = {"12345678901234567890", 20};

static void published_vectors(void)
{
    char code[TOTP_DIGITS + 1];
    // RFC 4226, appendix D.
    static const char *const hotp[] = {"755224", "287082", "359152", "969429", "338314",
                                       "254676", "287922", "162583", "399871", "520489"};
    for (size_t i = 0; i < ARRAY_LEN(hotp); i++) {
        totp_code(rfc_secret, (int64_t)i, code);
        is_str(str_c(code), hotp[i], "RFC 4226, counter %zu", i);
    }
    // RFC 6238, appendix B, SHA-1, the last six of its eight digits.
    static const struct {
        int64_t time;
        const char *code;
    } totp[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    for (size_t i = 0; i < ARRAY_LEN(totp); i++) {
        int64_t step = -7;
        ok(totp_check(rfc_secret, str_c(totp[i].code), totp[i].time, 0, &step) && step == totp[i].time / 30,
           "RFC 6238 at %lld s", (long long)totp[i].time);
    }
}

static void window_and_replay(void)
{
    const int64_t now = 1800000015;
    const int64_t present = now / 30;
    char code[TOTP_DIGITS + 1];
    for (int64_t off = -3; off <= 3; off++) {
        int64_t step = -7;
        totp_code(rfc_secret, present + off, code);
        bool taken = totp_check(rfc_secret, str_c(code), now, 0, &step);
        bool want = off >= -1 && off <= 1;
        ok(taken == want && step == (want ? present + off : -7), "a code of step %+d is %s", (int)off,
           want ? "accepted" : "refused");
    }
    int64_t step = -7;
    totp_code(rfc_secret, present, code);
    ok(!totp_check(rfc_secret, str_c(code), now, present, &step) && step == -7, "a code that was used is refused");
    ok(!totp_check(rfc_secret, str_c(code), now, present + 1, &step), "and one before the last that was used");
    ok(totp_check(rfc_secret, str_c(code), now, present - 1, &step) && step == present, "the next one is accepted");

    char spaced[9] = {' ', code[0], code[1], code[2], ' ', code[3], code[4], code[5], 0};
    ok(totp_check(rfc_secret, str_c(spaced), now, 0, &step), "blanks are allowed");
    ok(!totp_check(rfc_secret, str_slice(str_c(code), 0, 5), now, 0, &step), "five digits are not");
    char seven[8] = {code[0], code[1], code[2], code[3], code[4], code[5], '0', 0};
    ok(!totp_check(rfc_secret, str_c(seven), now, 0, &step), "nor seven");
    ok(!totp_check(rfc_secret, STR("12a456"), now, 0, &step) && !totp_check(rfc_secret, STR_NONE, now, 0, &step),
       "nor letters, nor nothing");
}

static void enrolling(struct arena *a)
{
    is_str(totp_uri(a, STR("UBND xã Hòa"), STR("lan@xa"), STR("12345678901234567890")),
           "otpauth://totp/UBND%20x%C3%A3%20H%C3%B2a:lan%40xa?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
           "&issuer=UBND%20x%C3%A3%20H%C3%B2a&algorithm=SHA1&digits=6&period=30",
           "the address for the app");
    struct str s = totp_secret_new(a);
    ok(s.n == TOTP_SECRET && !str_eq(s, totp_secret_new(a)), "secrets have 20 bytes and differ");
}

static void recovery(struct arena *a)
{
    struct str code[RECOVERY_CODES];
    recovery_new(a, code);
    uint8_t h[RECOVERY_CODES][RECOVERY_HASH];
    bool good = true;
    for (size_t i = 0; i < RECOVERY_CODES; i++) {
        good = good && code[i].n == RECOVERY_TEXT && code[i].p[5] == '-' && recovery_hash(7, code[i], h[i]);
        for (size_t k = 0; k < i; k++) {
            good = good && memcmp(h[i], h[k], RECOVERY_HASH) != 0;
        }
    }
    ok(good, "ten codes that differ, and so do their hashes");
    uint8_t one[RECOVERY_HASH];
    uint8_t two[RECOVERY_HASH];
    ok(recovery_hash(7, STR("0123A-BCDEF"), one) && recovery_hash(7, STR(" o1 23abc-def "), two) &&
           memcmp(one, two, sizeof one) == 0,
       "typed another way it is the same code");
    ok(recovery_hash(8, STR("0123A-BCDEF"), two) && memcmp(one, two, sizeof one) != 0, "another member's is another");
    ok(!recovery_hash(7, STR("0123A-BCDE"), two) && !recovery_hash(7, STR("0123A-BCDEFG"), two) &&
           !recovery_hash(7, STR("0123A-BCDEU"), two) && !recovery_hash(7, STR_NONE, two),
       "what cannot be a code is refused");
    // SHA-256 of "hoiam recovery 7 0123ABCDEF", by sha256sum: stored rows depend on it.
    static const uint8_t want[RECOVERY_HASH] = {
        0xce, 0xde, 0x34, 0x56, 0x1e, 0x8a, 0xfc, 0xb1, 0xcb, 0xd1, 0x26, 0x23, 0xae, 0x51, 0x52, 0xbc,
        0xf3, 0xae, 0xbe, 0x59, 0x26, 0x88, 0xf1, 0x28, 0x48, 0x76, 0x85, 0x06, 0x7d, 0x0c, 0xf0, 0x81,
    };
    ok(memcmp(one, want, sizeof want) == 0, "the hash of a fixed code never changes");
}

int main(void)
{
    struct arena a = ARENA_INIT;
    published_vectors();
    window_and_replay();
    enrolling(&a);
    recovery(&a);
    arena_free(&a);
    return tap_done();
}
