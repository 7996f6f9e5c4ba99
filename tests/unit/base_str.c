// Promises of base/str and base/utf8.
#include "base/str.h"
#include "base/utf8.h"
#include "tap.h"

static void integers(void)
{
    int64_t v = 7;
    ok(str_int(STR("-9223372036854775808"), &v) && v == INT64_MIN, "the smallest integer is read");
    ok(str_int(STR("9223372036854775807"), &v) && v == INT64_MAX, "the largest integer is read");
    v = 7;
    ok(!str_int(STR("9223372036854775808"), &v) && v == 7, "one more is refused, and the result left alone");
    ok(!str_int(STR(""), &v) && !str_int(STR("-"), &v) && !str_int(STR("1 "), &v) && !str_int(STR("+1"), &v),
       "what is not wholly a number is refused");
}

static void cutting(void)
{
    struct str rest = STR("a,,b");
    is_str(str_cut(&rest, ','), "a", "first part");
    is_str(str_cut(&rest, ','), "", "empty part between two separators");
    is_str(str_cut(&rest, ','), "b", "last part");
    ok(rest.p == NULL, "then nothing is left");
    is_str(str_trim(STR(" \t x y \r\n")), "x y", "trim takes blanks at both ends");
    ok(str_find(STR("abcab"), STR("cab")) == 2 && str_find(STR("ab"), STR("abc")) == -1, "find");
    ok(str_cmp(STR("a"), STR("ab")) < 0 && str_cmp(STR("\xc4\x91"), STR("z")) > 0, "order is by bytes");
}

static void utf8(void)
{
    static const char *const bad[] = {"\x80", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe1\xba", "a\xff", "\xc1\x81"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        ok(!utf8_valid(str_c(bad[i])), "broken UTF-8 number %zu is refused", i);
    }
    struct str word = STR("đường Lê Lợi");
    ok(utf8_valid(word) && utf8_count(word) == 12, "Vietnamese counts in letters");
    is_str(utf8_clip(word, 5), "đường", "clip cuts between letters");
    bool same = true;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        if (cp >= 0xD800 && cp <= 0xDFFF) {
            continue;
        }
        char out[4];
        uint32_t back;
        size_t n = utf8_put(out, cp);
        same = same && utf8_next((struct str){out, n}, 0, &back) == n && back == cp;
    }
    ok(same, "every code point survives writing and reading");
}

int main(void)
{
    integers();
    cutting();
    utf8();
    return tap_done();
}
