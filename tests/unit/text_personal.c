// Promises of text/personal: which numbers of persons are found, and what is left alone.
#include "base/buf.h"
#include "base/random.h"
#include "text/personal.h"
#include "tap.h"

static struct arena a;

// The text with each range as [ ].
static struct str marked(struct str s)
{
    struct text_range r[16];
    size_t n = personal_ranges(s, r, ARRAY_LEN(r));
    struct buf b = buf_new(4096);
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        buf_add(&b, str_slice(s, at, r[i].from));
        buf_addc(&b, '[');
        buf_add(&b, str_slice(s, r[i].from, r[i].to));
        buf_addc(&b, ']');
        at = r[i].to;
    }
    buf_add(&b, str_slice(s, at, s.n));
    struct str out = str_copy(&a, buf_str(&b));
    buf_free(&b);
    return out;
}

static void samples(void)
{
    static const struct {
        const char *text;
        const char *want;
    } cases[] = {
        {"gọi 0912345678 nhé", "gọi [0912345678] nhé"},
        {"gọi 0912.345.678, hoặc 0912 345 678.", "gọi [0912.345.678], hoặc [0912 345 678]."},
        {"+84 912 345 678 và (028) 3822-1234", "[+84 912 345 678] và ([028) 3822-1234]"},
        {"số điện thoại:0283 822 1234", "số điện thoại:[0283 822 1234]"},
        {"thư a.b+c@xa.gov.vn.", "thư [a.b+c@xa.gov.vn]."},
        {"0912345678@gmail.com", "[0912345678@gmail.com]"},
        {"CCCD 079123456789, CMND 123456789", "CCCD [079123456789], CMND [123456789]"},
        {"hộ chiếu B1234567", "hộ chiếu [B1234567]"},
        {"xe 51F-123.45, 51F12345, 59-X1 234.56 và 29A1-2345", "xe [51F-123.45], [51F12345], [59-X1 234.56] và [29A1-2345]"},
        {"TK 1903 1234 5678 012 Techcombank", "TK [1903 1234 5678 012] Techcombank"},
        {"ngày 05.01.2026, 5-1-2026, 2026-01-05, 05/01/2026", "ngày 05.01.2026, 5-1-2026, 2026-01-05, 05/01/2026"},
        {"số tiền 12.345.678 đồng, 1.234.567.890 đ", "số tiền 12.345.678 đồng, 1.234.567.890 đ"},
        {"năm 2025-2026, nhà 12/34, hẻm 8, tổ 15", "năm 2025-2026, nhà 12/34, hẻm 8, tổ 15"},
        {"quốc lộ 1A, đường ĐX.03, QL51 km 25", "quốc lộ 1A, đường ĐX.03, QL51 km 25"},
        {"nghị định 45/2020/NĐ-CP", "nghị định 45/2020/NĐ-CP"},
        {"a@b", "a@b"},
        {"", ""},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        is_str(marked(str_c(cases[i].text)), cases[i].want, "%s", cases[i].text);
    }
}

static void any_text(void)
{
    static const char alphabet[] = "0123456789 .-()@+aXđ";
    struct prng seed = {11};
    bool good = true;
    for (int round = 0; round < 20000 && good; round++) {
        char text[40];
        size_t n = (size_t)prng_below(&seed, sizeof text);
        for (size_t i = 0; i < n; i++) {
            text[i] = alphabet[prng_below(&seed, sizeof alphabet - 1)];
        }
        struct text_range r[4];
        size_t max = (size_t)prng_below(&seed, 5);
        size_t found = personal_ranges((struct str){text, n}, r, max);
        good = found <= max;
        for (size_t i = 0; i < found && good; i++) {
            good = r[i].from < r[i].to && r[i].to <= n && (i == 0 || r[i - 1].to <= r[i].from);
        }
    }
    ok(good, "ranges are in order, inside the text, and no more than asked for");
    struct text_range one[1];
    is_int(personal_ranges(STR("0912345678 và 0912345679 và"), one, 1), 1, "where there is no room for all");
    is_int(one[0].to, sizeof "0912345678 và 0912345679 và" - 1, "the last covers the rest");
}

int main(void)
{
    samples();
    any_text();
    arena_free(&a);
    return tap_done();
}
