// text_fold.c: NFC, NFD, no marks and capitals meet; nothing grows; nothing breaks.
#include "text/fold.h"

#include "base/random.h"
#include "tap.h"

static struct str folded(struct str s, char *out)
{
    return (struct str){out, fold_text(s, out)};
}

static void test_words(void)
{
    char out[256];
    is_str(folded(STR("Đường LÊ LỢI ngập nặng"), out), "duong le loi ngap nang", "NFC folds to bare letters");
    is_str(folded(STR("Đu\u031Bo\u031B\u0300ng Le\u0302 Lo\u031B\u0323i"), out), "duong le loi", "NFD meets it");
    is_str(folded(STR("Lo\u0323\u031Bi Vi\u0323\u0302e\u0302t"), out), "loi viet", "marks in any order");
    is_str(folded(STR("ẤẪẬ ắẵặ ớỡợ ỨỮỰ ếễệ ỳỷỹỵý"), out), "aaa aaa ooo uuu eee yyyyy", "every stacked mark");
    is_str(folded(STR("Ðà Nẵng ð"), out), "da nang d", "eth, typed for đ");
    is_str(folded(STR("ABCDEFGHIJKLMNOPQRSTUVWXYZ[@`{09"), out), "abcdefghijklmnopqrstuvwxyz[@`{09",
           "ASCII only letters");
    is_str(folded(STR("m² №5 ５ＡＢ"), out), "m2 №5 5ab", "superscripts and full width");
    is_str(folded(STR("x\xFFy\xC3"), out), "x y ", "a bad byte is a blank");
    is_str(folded(STR("a\u200B\u0301\u0302\u0303\u0304\u0305b"), out), "ab",
           "zalgo and invisible characters leave nothing");
}

// The fast path must agree with one code point at a time, whatever the bytes and wherever they lie.
static void test_paths_agree(void)
{
    struct prng r = {7};
    static const char *const bits[] = {"a",    "Z",    "ế", "Đ", "\u0301",   "€", "😀",
                                       "\xE1", "\xC3", " ", "ư", "\xE1\xBB", "漢"};
    bool same = true, short_enough = true;
    for (int round = 0; round < 5000; round++) {
        char in[64], fast[64], slow[64];
        size_t n = 0, m = 0;
        while (n < 50 && prng_below(&r, 30) > 0) {
            const char *bit = bits[prng_below(&r, ARRAY_LEN(bits))];
            memcpy(in + n, bit, strlen(bit));
            n += strlen(bit);
        }
        struct str s = {in, n};
        struct str got = folded(s, fast);
        for (size_t at = 0; at < n;) {
            struct fold f;
            size_t len = fold_next(s, at, &f);
            char one[8];
            size_t k = fold_text((struct str){in + at, len}, one);
            memcpy(slow + m, one, k);
            m += k;
            at += len;
        }
        same &= str_eq(got, (struct str){slow, m});
        short_enough &= got.n <= n;
    }
    ok(same, "eight at a time gives what one at a time gives");
    ok(short_enough, "the bare form is never longer");
}

int main(void)
{
    test_words();
    test_paths_agree();
    return tap_done();
}
