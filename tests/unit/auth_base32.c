// Promises of auth/base32.
#include "auth/base32.h"
#include "base/random.h"
#include "tap.h"

int main(void)
{
    struct arena a = ARENA_INIT;
    struct str back = STR_NONE;
    // RFC 4648, section 10, without the padding.
    static const char *const vectors[][2] = {{"f", "MY"},       {"fo", "MZXQ"},      {"foo", "MZXW6"},
                                             {"foob", "MZXW6YQ"}, {"fooba", "MZXW6YTB"}, {"foobar", "MZXW6YTBOI"}};
    for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
        is_str(base32_encode(&a, str_c(vectors[i][0])), vectors[i][1], "RFC 4648 vector %zu", i);
        ok(base32_decode(&a, str_c(vectors[i][1]), &back) && str_eqz(back, vectors[i][0]), "and back");
    }
    is_str(base32_encode(&a, STR("")), "", "nothing is an empty text");
    ok(base32_decode(&a, STR(" mzxw-6ytb oi====== "), &back) && str_eqz(back, "foobar"), "as a person copies it");
    static const char *const bad[] = {"", "=", "A", "ABC", "ABCDEF", "M1", "MZ=A", "MZ", "MZXW6YTBO\xc3", "M8"};
    back = STR("as before");
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        ok(!base32_decode(&a, str_c(bad[i]), &back) && str_eqz(back, "as before"), "bad text %zu is refused", i);
    }
    bool same = true;
    struct prng seed = {32};
    for (int i = 0; i < 2000; i++) {
        char bytes[64];
        size_t n = 1 + prng_below(&seed, sizeof bytes);
        for (size_t k = 0; k < n; k++) {
            bytes[k] = (char)prng_next(&seed);
        }
        struct str in = {bytes, n};
        same = same && base32_decode(&a, base32_encode(&a, in), &back) && str_eq(back, in);
        arena_reset(&a);
    }
    ok(same, "2000 random strings survive");
    arena_free(&a);
    return tap_done();
}
