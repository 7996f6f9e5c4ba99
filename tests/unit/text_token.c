// text_token.c: words, tones lifted, numbers whole, abbreviations spelled out, and texts that are no texts.
#include "text/token.h"

#include "base/buf.h"
#include "tap.h"
#include "text/syllable.h"

static struct abbrev *abbrev;

// All folded words with a blank between; extras in brackets.
static struct str words(struct arena *a, struct str text)
{
    struct token_list l = TOKEN_LIST_INIT;
    struct buf b = buf_new(1 << 16);
    tokenise(&l, text, abbrev, NULL, 0);
    for (size_t i = 0; i < l.n; i++) {
        struct str t = token_text(&l, &l.v[i]);
        buf_addf(&b, l.v[i].extra ? "%s[%.*s]" : "%s%.*s", i > 0 ? " " : "", STR_ARG(t));
    }
    struct str out = str_copy(a, buf_str(&b));
    buf_free(&b);
    token_list_free(&l);
    return out;
}

static bool same_exact(struct str a, struct str b)
{
    struct token_list x = TOKEN_LIST_INIT, y = TOKEN_LIST_INIT;
    tokenise(&x, a, NULL, NULL, 0);
    tokenise(&y, b, NULL, NULL, 0);
    bool same = x.n == y.n;
    for (size_t i = 0; same && i < x.n; i++) {
        same = x.v[i].exact == y.v[i].exact;
    }
    token_list_free(&x);
    token_list_free(&y);
    return same;
}

static void test_exact(void)
{
    ok(same_exact(STR("hoà thuỷ khoẻ"), STR("hòa thủy khỏe")), "old and new place of the tone");
    ok(same_exact(STR("vịêt ngừơi"), STR("việt người")), "tone typed on the wrong vowel");
    ok(same_exact(STR("việt"), STR("vi\u0323e\u0302t")), "NFD with the tone on another letter");
    ok(same_exact(STR("đường"), STR("đu\u031Bo\u031B\u0300ng")), "NFD");
    ok(same_exact(STR("lý kỹ quý mỹ"), STR("lí kĩ quí mĩ")), "i and y");
    ok(!same_exact(STR("thúy"), STR("thúi")), "but not after u");
    ok(!same_exact(STR("tay"), STR("tai")), "nor after a");
    ok(!same_exact(STR("ma"), STR("mà")) && !same_exact(STR("dao"), STR("đao")) && !same_exact(STR("con"), STR("cơn")),
       "tone, stroke and horn count");
}

static void test_words(struct arena *a)
{
    is_str(words(a, STR("Đường Lê Lợi, ngập quá!")), "duong le loi ngap qua", "words");
    is_str(words(a, STR("số 05 ngày 05/01/2026")), "so 5 ngay 5 1 2026 [5/1/2026]", "a date whole and in parts");
    is_str(words(a, STR("1.234.567 đồng, 3,5 km.")), "1234567 dong 3 5 [3/5] km", "thousands are one number");
    is_str(words(a, STR("vé 50.000đ, 12.345.678")), "ve 50000 d [50000d] 12345678", "also with a letter behind");
    is_str(words(a, STR("12/2023/NĐ-AB")), "12 2023 [nd] nghi dinh ab [12/2023/nd/ab]", "a document number");
    is_str(words(a, STR("nhà 12A, 500k")), "nha 12 a [12a] 500 k [500k]",
           "letters that hang on digits are not abbreviations");
    is_str(words(a, STR("k đc vứt rác")), "[k] khong [dc] duoc vut rac", "chat language");
    is_str(words(a, STR("xong.12 nhà")), "xong 12 nha", "a full stop does not join a word and a number");
    is_str(words(a, STR("漢字 kana")), "漢 字 kana", "letters of scripts without blanks stand alone");
    is_str(words(a, STR("")), "", "nothing");
    is_str(words(a, STR("\u0301\u0302 \xFF😀")), "", "nothing but marks, bad bytes and emoji");
}

static void test_ranges(void)
{
    struct token_list l = TOKEN_LIST_INIT;
    struct str text = STR("gọi 0901234567 ubnd nhé");
    const struct text_range skip[] = {{6, 16}};
    tokenise(&l, text, abbrev, skip, 1);
    ok(l.n == 7, "a range that is not to be indexed leaves no word");
    bool inside = true;
    for (size_t i = 0; i < l.n; i++) {
        inside &= l.v[i].to <= skip[0].from || l.v[i].from >= skip[0].to;
    }
    ok(inside, "and no word reaches into it");
    struct token *t = &l.v[l.n - 2];
    is_str(str_slice(text, t->from, t->to), "ubnd", "words of an abbreviation point at what was typed");
    t = &l.v[0];
    is_str(str_slice(text, t->from, t->to), "gọi", "a word's range is the original");
    char *big = xmalloc(TEXT_MAX + 100);
    memset(big, 'x', TEXT_MAX + 100);
    tokenise(&l, (struct str){big, TEXT_MAX + 100}, abbrev, NULL, 0);
    ok(l.n == 1 && l.v[0].len <= TOKEN_MAX, "one endless word is one word");
    free(big);
    token_list_free(&l);
}

static void test_syllables(void)
{
    static const char *const yes[] = {"nguyen", "duong", "y", "quy", "gi", "gieng", "nghieng", "khuya", "oanh", "thuo"};
    static const char *const no[] = {"street", "w", "facebook", "q", "qa", "b", "zalo", "nguyent", "ko", "kon"};
    bool good = true;
    for (size_t i = 0; i < ARRAY_LEN(yes); i++) {
        good &= syllable_is(str_c(yes[i])) && !syllable_is(str_c(no[i]));
    }
    ok(good, "syllables by rule");
    struct err e = ERR_INIT;
    struct abbrev *bad;
    ok(!abbrev_new(STR("khong tab"), &bad, &e) && e.code == ERR_INPUT, "a line without a tab is refused");
    struct abbrev *more = NULL;
    bool made = abbrev_new(STR("# ours\nxp\txử phạt\r\nko\tkhác\n"), &more, &e);
    ok(made && abbrev_find(more, STR("xp")).n == strlen("xử phạt"), "an office adds its own");
    is_str(abbrev_find(more, STR("ko")), "khác", "and replaces ours");
    abbrev_free(more);
    bool clash = false;
    for (size_t i = 0; i < abbrev_count(abbrev); i++) {
        struct str brief, full;
        abbrev_entry(abbrev, i, &brief, &full);
        clash |= syllable_is(brief);
    }
    ok(abbrev_count(abbrev) >= 150 && !clash, "150 abbreviations, none of them a word of its own");
}

int main(void)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    if (!abbrev_new(STR_NONE, &abbrev, &e)) {
        printf("Bail out! %s\n", e.what);
        return 1;
    }
    test_exact();
    test_words(&a);
    test_ranges();
    test_syllables();
    abbrev_free(abbrev);
    arena_free(&a);
    return tap_done();
}
