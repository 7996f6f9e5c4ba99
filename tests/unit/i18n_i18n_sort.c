// Tests of i18n/i18n_sort.h.
#include "base/random.h"
#include "i18n/i18n_sort.h"
#include "tap.h"

static struct arena arena;

// Each name stands before the next. Tones come after all letters of a name: Bà Rịa (r) before Ba Vì (v).
static void test_order(void)
{
    static const char *const names[] = {"2",       "10",       "a",         "A",           "à",      "ả",     "ã",
                                        "á",       "ạ",        "An Bình",   "An Bình Tây", "Anh",    "Ánh",   "Anh Sơn",
                                        "Âu Lâu",  "Bà Rịa",   "Ba Vì",     "Bắc Ninh",    "Cà Mau", "Da",    "Đà Lạt",
                                        "Đà Nẵng", "Đống Đa",  "Em",        "Êm",          "Huế",    "Ia Ko", "Ô Loan",
                                        "Ơn",      "Phường 2", "Phường 10", "Phường An",   "u",      "ư",     "ữ",
                                        "ứ",       "v",        "Y Tý",      "z",           "Москва", "東京"};
    for (size_t i = 0; i + 1 < ARRAY_LEN(names); i++) {
        struct str first = i18n_sort_key(&arena, str_c(names[i]));
        struct str second = i18n_sort_key(&arena, str_c(names[i + 1]));
        ok(str_cmp(first, second) < 0, "%s stands before %s", names[i], names[i + 1]);
    }
}

static void test_same(void)
{
    struct str one = i18n_sort_key(&arena, STR("Thừa Thiên"));
    ok(str_eq(one, i18n_sort_key(&arena, STR("Thu\u031B\u0300a Thie\u0302n"))),
       "letters in pieces are the same letters");
    ok(str_eq(one, i18n_sort_key(&arena, STR("  «Thừa - Thiên»!"))), "punctuation is a blank");
    ok(str_eq(i18n_sort_key(&arena, STR("007")), i18n_sort_key(&arena, STR("7"))), "zeros before a number");
    is_int(i18n_sort_key(&arena, STR("")).n, 2, "no name");
    is_int(i18n_sort_key(&arena, STR_NONE).n, 2, "none given");
}

static void test_any_bytes(void)
{
    struct prng r = {7};
    int wrong = 0;
    for (int i = 0; i < 20000; i++) {
        char bytes[40];
        size_t n = prng_below(&r, sizeof bytes);
        for (size_t k = 0; k < n; k++) {
            bytes[k] = (char)prng_next(&r);
        }
        struct str key = i18n_sort_key(&arena, (struct str){bytes, n});
        for (size_t k = 0; k < key.n; k++) {
            wrong += key.p[k] < 1;
        }
        arena_reset(&arena);
    }
    is_int(wrong, 0, "bytes of any kind give keys of bytes 1 … 127");
}

int main(void)
{
    arena = ARENA_INIT;
    test_order();
    test_same();
    test_any_bytes();
    arena_free(&arena);
    return tap_done();
}
