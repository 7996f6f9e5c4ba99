// match_variant.c: texts as somebody else would have typed them.
#include "match/variant.h"

#include "tap.h"
#include "text/token.h"

static struct arena arena;
static struct abbrev *abbrev;

static struct str typed(const char *how, struct str text, uint64_t seed)
{
    enum variant v;
    unsigned k = 0;
    struct prng r = {seed};
    return variant_named(str_c(how), &v, &k) ? variant_text(v, k, text, abbrev, &r, &arena) : STR_NONE;
}

static void test_variants(void)
{
    struct str text = STR("Đường Hòa Bình có thuý, quý vị không được đỗ xe");
    is_str(typed("full", text, 1), "Đường Hòa Bình có thuý, quý vị không được đỗ xe", "as it is");
    is_str(typed("nomarks", text, 1), "duong hoa binh co thuy, quy vi khong duoc do xe", "no marks");
    is_str(typed("oldtone", text, 1), "Đường Hoà Bình có thúy, quý vị không được đỗ xe", "tones on the other vowel");
    is_str(typed("nfd", STR("Việt ơ"), 1), "Vie\u0323\u0302t o\u031B", "marks apart, in canonical order");
    is_str(typed("nfd", STR("Ấp Ở"), 1), "A\u0302\u0301p O\u031B\u0309", "capitals stay");
    is_str(typed("prefix:2", text, 1), "duong hoa bi", "two words and two letters");
    is_str(typed("prefix:99", STR("một hai"), 1), "mot hai", "a prefix longer than the text");
    ok(typed("prefix:", text, 1).p == NULL && typed("other", text, 1).p == NULL, "unknown names");
    struct str brief = typed("teencode", text, 1);
    ok(str_find(brief, STR("không")) < 0 && str_find(brief, STR("được")) < 0, "words that have short forms are short");
    struct str a = typed("typo", text, 1), b = typed("typo", text, 1);
    ok(str_eq(a, b), "the same seed gives the same text");
    ok(!str_eq(a, typed("nomarks", text, 1)), "a letter is wrong");
}

static void test_harmless(void)
{
    static const char *const hows[] = {"nomarks", "nfd", "oldtone", "teencode", "typo", "prefix:3"};
    struct str bad = STR("\xFF\xC3 \u0301\u0302 😀 a\u0301\u0302\u0303 x \xE1\xBB");
    bool good = true;
    for (size_t i = 0; i < ARRAY_LEN(hows); i++) {
        good &= typed(hows[i], bad, 3).p != NULL && typed(hows[i], STR(""), 3).p != NULL;
    }
    ok(good, "bad bytes, lone marks and nothing do no harm");
}

int main(void)
{
    struct err e = ERR_INIT;
    if (!abbrev_new(STR_NONE, &abbrev, &e)) {
        printf("Bail out! %s\n", e.what);
        return 1;
    }
    test_variants();
    test_harmless();
    abbrev_free(abbrev);
    arena_free(&arena);
    return tap_done();
}
