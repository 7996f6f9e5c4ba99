// Promises of auth/password_rule.
#include "auth/password.h"
#include "auth/password_rule.h"
#include "tap.h"

static void judging(void)
{
    static const struct {
        const char *typed;
        enum password_fault want;
    } cases[] = {
        {"", PASSWORD_TOO_SHORT},
        {"gạo nở rồi!", PASSWORD_TOO_SHORT}, // 11 letters, more bytes
        {"gạo nở rồi!!", PASSWORD_FINE},     // 12
        {"ga\u0323o no\u031B\u0309 ro\u0302\u0300i!", PASSWORD_TOO_SHORT}, // 11 letters with marks apart
        {"correct horse battery", PASSWORD_FINE},
        {"vqkztmwhjrpx", PASSWORD_FINE}, // no digit, no capital: no rules of composition
        {"password1234", PASSWORD_COMMON},
        {"P@ssw0rd2026!", PASSWORD_COMMON},
        {"Matkhau@2026!", PASSWORD_COMMON},
        {"mật khẩu 2026", PASSWORD_COMMON},
        {"admin@123456", PASSWORD_COMMON},
        {"UBND.HaNoi.2026", PASSWORD_COMMON},
        {"Đà Nẵng 123456", PASSWORD_COMMON},
        {"vietnamvodich", PASSWORD_COMMON},
        {"123456789012", PASSWORD_COMMON},
        {"0912345678090", PASSWORD_COMMON},
        {"aaaaaaaaaaaa", PASSWORD_COMMON},
        {"abababababab", PASSWORD_COMMON},
        {"azpazpazpazp", PASSWORD_COMMON}, // few characters
        {"ghijklmnopqr", PASSWORD_COMMON},
        {"qwertyuiop[]12", PASSWORD_COMMON},
        {"1q2w3e4r5t6y", PASSWORD_COMMON},
        {"lan.nguyen2026", PASSWORD_COMMON}, // the login and digits
        {"............", PASSWORD_COMMON},
        {"tab\there and more", PASSWORD_NOT_TEXT},
        {"\xff\xfe broken and long", PASSWORD_NOT_TEXT},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        is_int(password_judge(str_c(cases[i].typed), STR("lan.nguyen")), cases[i].want, "case %zu: %s", i,
               cases[i].want == PASSWORD_NOT_TEXT ? "(no text)" : cases[i].typed);
    }
    ok(password_judge(STR("lan.nguyen2026"), STR_NONE) == PASSWORD_FINE, "the login counts only where it is the login");
    ok(password_judge(STR_NONE, STR_NONE) == PASSWORD_TOO_SHORT, "nothing is too short");
    char wide[PASSWORD_LONGEST + 1];
    for (size_t i = 0; i < sizeof wide; i++) {
        wide[i] = (char)('a' + i * i % 23);
    }
    ok(password_judge((struct str){wide, PASSWORD_LONGEST}, STR_NONE) == PASSWORD_FINE &&
           password_judge((struct str){wide, PASSWORD_LONGEST + 1}, STR_NONE) == PASSWORD_TOO_LONG,
       "1024 bytes are the most");
}

static void normal_form(void)
{
    struct str one = STR_NONE;
    struct str two = STR_NONE;
    bool both = password_normal(STR("Hòa ① ﬁ Ａ"), &one) && password_normal(STR("Ho\u0300a 1 fi A"), &two);
    ok(both && str_eq(one, two), "composed, wide and ligature forms are the same password");
    password_normal_free(one);
    password_normal_free(two);
    bool cases = password_normal(STR("Hòa"), &one) && password_normal(STR("hòa"), &two);
    ok(cases && !str_eq(one, two), "capitals are not");
    password_normal_free(one);
    password_normal_free(two);
    password_normal_free(STR_NONE);
    ok(!password_normal(STR("a\0b"), &one) && !password_normal(STR("\xc0\x80"), &one), "zero bytes are refused");
}

int main(void)
{
    judging();
    normal_form();
    return tap_done();
}
