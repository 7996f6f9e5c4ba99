// match_likeness.c: what makes two texts alike, what speaks against it, and which word stands for which.
#include "match/likeness.h"

#include "base/random.h"
#include "match/asking.h"
#include "match/order.h"
#include "match/pairs.h"
#include "tap.h"

static struct asking *asking;
static struct synonyms *synonyms;
static struct abbrev *abbrev;

static struct sketch *sketch(const char *text)
{
    struct token_list l = TOKEN_LIST_INIT;
    tokenise(&l, str_c(text), abbrev, NULL, 0);
    struct sketch *s = sketch_new(str_c(text), &l, asking, synonyms);
    token_list_free(&l);
    return s;
}

static float rarity(const void *context, uint64_t fold)
{
    (void)context, (void)fold;
    return 6;
}

static struct likeness between(const char *a, const char *b)
{
    struct sketch *x = sketch(a), *y = sketch(b);
    struct likeness l = likeness_of(x, y, (struct rarity){rarity, NULL}),
                    back = likeness_of(y, x, (struct rarity){rarity, NULL});
    ok(memcmp(l.features, back.features, sizeof l.features) == 0 && l.conflicts == back.conflicts,
       "the same both ways: %s", a);
    free(x);
    free(y);
    return l;
}

static void same(const char *a, const char *b, const char *why)
{
    struct likeness l = between(a, b);
    ok(l.score >= PAIRS_SAME, "%s (%.2f)", why, (double)l.score);
}

static void other(const char *a, const char *b, enum likeness_feature f, const char *why)
{
    struct likeness l = between(a, b);
    ok(l.score < PAIRS_SAME && l.features[f] > 0, "%s (%.2f, %s %.2f)", why, (double)l.score, likeness_feature_name(f),
       (double)l.features[f]);
}

static void test_same(void)
{
    same("Đường Lê Lợi ngập sâu", "duong le loi ngap sau", "typed without marks");
    same("Trạm bơm Bàu Sen bị hỏng", "trạm bơm Bàu Sen hư", "a word of the south");
    same("Đèn đường hẻm 12 hỏng", "đèn đường hẻm 12 hỏng, đề nghị sửa gấp", "what any letter says");
    same("Phạt 2 triệu đồng xe vượt đèn đỏ", "Phạt 2.000.000 đồng xe vượt đèn đỏ", "a number in digits and words");
    same("Bệnh nhân tố bác sĩ thiếu trách nhiệm", "Bác sĩ bị bệnh nhân tố thiếu trách nhiệm", "active and passive");
    same("The doctor thanked the nurse", "The nurse was thanked by the doctor", "in English too");
    same("Tối qua xe tải đâm gãy cột điện", "Xe tải đâm gãy cột điện tối qua", "the time at the other end");
    same("Gửi xe bị thu 50k", "Gửi xe bị thu 50.000 đồng", "k behind a number is a thousand, not không");
    same("Giá điện tăng 15%", "Giá điện tăng mười lăm phần trăm", "fifteen in words");
    same("Bộ công bố đề thi tham khảo", "Đề thi tham khảo đã được Bộ công bố", "what was done is no sign that it is settled");
    same("duong ra nghia trang thon trung bun lay", "Đường vào nghĩa trang thôn Trung bùn lầy", "in or out of a place");
    same("cong trinh ben canh do vat lieu choan het vỉa hè", "Công trình kế bên đổ vật liệu chiếm hết vỉa hè",
         "one word with marks among many without");
    same("Nắp cống đường Chợ Hàng bị mất", "đường Chợ Hàng không có nắp cống", "what is missing is not there");
}

static void test_other(void)
{
    other("Bệnh nhân tố bác sĩ thiếu trách nhiệm", "Bác sĩ tố bệnh nhân thiếu trách nhiệm", FEATURE_ORDER,
          "who does it to whom");
    other("Tàu chạy từ Vũng Tàu đến Côn Đảo", "Tàu chạy từ Côn Đảo đến Vũng Tàu", FEATURE_ORDER, "from where to where");
    other("The film was directed by Ann Lee and produced by Tom Roe",
          "The film was directed by Tom Roe and produced by Ann Lee", FEATURE_ORDER, "which name belongs to what");
    other("Khẩu trang gây thiếu oxy lên não", "Khẩu trang không gây thiếu oxy lên não", FEATURE_DENIAL, "a denial");
    other("Giá xăng tăng từ chiều nay", "Giá xăng giảm từ chiều nay", FEATURE_OPPOSITE, "opposites");
    other("Trẻ em nên ăn gan gà mỗi ngày", "Trẻ em nên ăn tim lợn mỗi ngày", FEATURE_EITHER, "another thing of a kind");
    other("Ổ gà trên đường Nguyễn Huệ rất sâu", "Ổ gà trên đường Nguyễn Trãi rất sâu", FEATURE_NAMES_REPLACED,
          "another name");
    other("Samsung ra mắt điện thoại mới", "Apple ra mắt điện thoại mới", FEATURE_NAMES_REPLACED,
          "another name at the beginning");
    other("Ổ gà trước nhà 45 Nguyễn Huệ", "Ổ gà trước nhà 54 Nguyễn Huệ", FEATURE_NUMBER_CONFLICT, "another number");
    other("Đổi thẻ căn cước ở đâu", "Đổi thẻ căn cước mất bao lâu", FEATURE_ASKS_OTHER, "asked for something else");
    other("Rác trước chợ Tân Bình chất đống", "Rác trước chợ Tân Bình đã được dọn", FEATURE_SETTLED, "it is settled");
}

static void test_tone(void)
{
    struct sketch *s = sketch("đèn đường hỏng mấy hôm nay chưa ai sửa");
    ok(s->asks == 0 && !s->settled, "not mended yet: neither asked nor settled");
    free(s);
    s = sketch("nhà nuôi yến có phải xin phép không ạ");
    ok(s->asks != 0, "a denial at the end asks");
    free(s);
    s = sketch("rác hôi thối không chịu nổi");
    ok(s->asks == 0, "hôi is not hỏi, and what is not to be borne is no question");
    free(s);
    s = sketch("TRỤ ĐIỆN NGHIÊNG TRƯỚC NHÀ DÂN");
    ok(!s->capitals, "a text in capitals has no names by them");
    free(s);
}

static void test_alignment(void)
{
    struct sketch *a = sketch("xe rác không lấy rác"), *b = sketch("rác không ai lấy");
    struct alignment *x = xmalloc(sizeof *x);
    align(a, b, x);
    int rac = (x->a.kind[1] != ALIGN_NONE) + (x->a.kind[4] != ALIGN_NONE);
    is_int(rac, 1, "one word stands for one word");
    bool mutual = true;
    for (uint32_t i = 0; i < a->n; i++) {
        mutual &= x->a.kind[i] == ALIGN_NONE || x->a.kind[i] == ALIGN_SYNONYM || x->b.twin[x->a.twin[i]] == i;
    }
    ok(mutual, "and the other for the one");
    free(x);
    free(a);
    free(b);
}

// Texts of random words, long ones too: nothing reaches beyond a text, and both ways give the same.
static void test_random(void)
{
    static const char *const vocabulary[] = {"không", "bị",    "từ",  "Huế",   "đến",     "ai",   "đã",   "sửa", "5",
                                             "hai",   "triệu", "mất", "nước",  "tố",      "bởi",  "by",   ",",   "chưa",
                                             "ạ",     "điện",  "Lê",  "the",   "gặp",     "tăng", "giảm", "gan", "tim",
                                             "?",     "sao",   "năm", "đường", "thế nào", "phải"};
    struct prng r = {20261123};
    struct arena a = ARENA_INIT;
    bool symmetric = true, within = true;
    for (unsigned round = 0; round < 400; round++) {
        struct sketch *s[2];
        for (unsigned side = 0; side < 2; side++) {
            struct str text = STR("");
            unsigned n = round == 0 ? 600 : (unsigned)prng_below(&r, 24);
            for (unsigned i = 0; i < n; i++) {
                text = str_fmt(&a, "%.*s %s", STR_ARG(text), vocabulary[prng_below(&r, ARRAY_LEN(vocabulary))]);
            }
            s[side] = sketch(str_z(&a, text));
        }
        struct rarity rare = {rarity, NULL};
        struct likeness l = likeness_of(s[0], s[1], rare), back = likeness_of(s[1], s[0], rare);
        symmetric &= memcmp(l.features, back.features, sizeof l.features) == 0 && l.conflicts == back.conflicts;
        within &= l.score >= 0 && l.score <= 1;
        free(s[0]);
        free(s[1]);
    }
    ok(symmetric, "random texts are as alike one way as the other");
    ok(within, "by a figure from 0 to 1");
    arena_free(&a);
}

int main(void)
{
    struct err e = ERR_INIT;
    if (!abbrev_new(STR_NONE, &abbrev, &e) || !synonyms_new(STR_NONE, &synonyms, &e)) {
        printf("Bail out! %s\n", e.what);
        return 1;
    }
    asking = asking_new();
    test_same();
    test_other();
    test_tone();
    test_alignment();
    test_random();
    asking_free(asking);
    synonyms_free(synonyms);
    abbrev_free(abbrev);
    return tap_done();
}
