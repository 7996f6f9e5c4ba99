// match_alike.c: a text beside others, by how rare words are in an index.
#include "match/alike.h"

#include "tap.h"

static struct match *m;
static const struct match_attr attr = {.public = true};

static bool same_saying(const char *b, size_t least)
{
    return saying_same(saying_new(m, STR("den duong ke song tat 3 hom nay")), saying_new(m, str_c(b)), least);
}

static void sayings(void)
{
    ok(same_saying("Đèn đường Kè Sông, TẮT 3 hôm nay!", 5), "the same words but for marks, case and punctuation");
    ok(!same_saying("Đèn đường Kè Sông tắt 4 hôm nay", 5), "not with another number");
    ok(!same_saying("Đèn đường Kè Sông tắt 3 hôm", 5), "nor with a word less");
    ok(!same_saying("Đèn đường tắt Kè Sông 3 hôm nay", 5), "nor in another order");
    ok(!same_saying("Đèn đường Kè Sông, TẮT 3 hôm nay!", 50), "not where they are too few to say much");
    ok(!saying_same(saying_new(m, STR("")), saying_new(m, STR_NONE), 1), "an empty text says nothing");
}

static void fill(void)
{
    static const char *const texts[] = {"Đèn đường trên đường Kè Sông", "Vá ổ gà trên đường Kè Sông",
                                        "Ngập nước trên đường Bến Gỗ",  "Rác trên đường Bến Gỗ",
                                        "Xe quá tải trên đường Bờ Hồ",  "Vỉa hè trên đường Bờ Hồ"};
    struct err e = ERR_INIT;
    BUG_ON(!match_open(NULL, &m, &e));
    for (int64_t i = 0; i < 120; i++) {
        match_add(m, i + 1, str_c(texts[(size_t)i % ARRAY_LEN(texts)]), &attr, NULL, 0);
    }
}

int main(void)
{
    struct arena a = ARENA_INIT;
    fill();
    struct alike *x = alike_new(m, STR("den duong ke song tat 3 hom nay"));
    float same = alike_title(x, STR("Đèn đường trên đường Kè Sông"));
    float place = alike_title(x, STR("Vá ổ gà trên đường Kè Sông"));
    float none = alike_title(x, STR("Rác trên đường Bến Gỗ"));
    ok(same > 0.7f && same <= 1, "a title that stands in the text, without marks (%.2f)", (double)same);
    ok(place < same && place < 0.7f, "another thing at the same place is less (%.2f)", (double)place);
    ok(none < 0.01f, "one common word says nothing (%.2f)", (double)none);
    struct str both = alike_words(x, STR("Vá ổ gà trên đường Kè Sông"), 2, &a);
    is_str(both, "ke, song", "the rarest common words, as the text writes them");
    is_str(alike_words(x, STR("chuyện khác"), 5, &a), "", "none in common");
    ok(alike_to(x, STR("đèn đường Kè Sông tắt 3 hôm nay")).score > alike_to(x, STR("ổ gà đường Kè Sông")).score,
       "likeness goes by what is said");
    is_str(alike_rarest(x, 2, &a), "den ke", "its own rarest words that the index knows");
    alike_free(x);
    x = alike_new(m, STR(""));
    ok(alike_title(x, STR("Đèn đường")) <= 0 && alike_words(x, STR("Đèn"), 5, &a).n == 0, "an empty text is like nothing");
    alike_free(x);
    alike_free(NULL);
    sayings();
    match_close(m);
    arena_free(&a);
    return tap_done();
}
