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

// Is it listed beside a text, with a title and maybe words behind it?
static void listed(const char *text, const char *title, const char *words, bool expected)
{
    struct alike *x = alike_new(m, str_c(text));
    float score = alike_listed(x, str_c(title), str_c(words));
    ok(expected ? score >= 0.5f && score <= 1 : score <= 0, "%s: %s | %s (%.2f)", expected ? "listed" : "not listed", text, title,
       (double)score);
    alike_free(x);
}

static void listings(void)
{
    listed("wc truong thcs nguyen du hoi qua", "Nhà vệ sinh Trường THCS Nguyễn Du hôi", "", true);
    listed("Trường THCS Nguyễn Du có tuyển giáo viên không", "Nhà vệ sinh Trường THCS Nguyễn Du", "", false);
    listed("Nhà vệ sinh Trường THCS Lê Quý Đôn", "Nhà vệ sinh Trường THCS Nguyễn Du", "", false);
    listed("Rác khu phố 9 không ai thu gom", "Rác không được thu gom ở khu phố 4", "", false);
    listed("kp4 mấy bữa không ai thu gom rác", "Rác không được thu gom ở khu phố 4", "", true);
    listed("Phường An Thới làm việc sáng thứ bảy không", "Trạm y tế xã Gò Mít làm việc thứ Bảy", "", false);
    listed("Đề nghị quan tâm giải quyết sớm", "Rất mong cơ quan quan tâm", "", false);
    listed("Hồ sơ nộp đã lâu", "Chậm đổi thẻ bảo hiểm y tế", "Nộp hồ sơ đổi thẻ bảo hiểm y tế đã hai tháng chưa thấy trả", false);
    listed("Nộp hồ sơ đổi thẻ BHYT chưa có kết quả", "Chậm đổi thẻ bảo hiểm y tế",
           "Nộp hồ sơ đổi thẻ bảo hiểm y tế đã hai tháng chưa thấy trả", true);
    listed("Gửi xe chợ Cây Me bị lấy 10 nghìn", "Giá giữ xe ở chợ Cây Me",
           "Bãi giữ xe chợ Cây Me lấy mỗi xe máy 10 nghìn, bảng giá ghi 4 nghìn", true);
    listed("Rác trên đường đê tả Trầm không ai thu gom", "Ngập nước trên đường đê tả Trầm", "", false);
    listed("Rác trên đường đê tả Trầm không ai thu gom", "Thu gom rác trên đường đê tả Trầm", "", true);
    listed("", "Giá giữ xe ở chợ Cây Me", "", false);
    listed("Gửi xe chợ Cây Me bị lấy 10 nghìn", "", "", false);
}

static void says(const char *text, const char *other, const char *expected, struct arena *a)
{
    struct alike *x = alike_new(m, str_c(text));
    is_str(alike_words(x, str_c(other), 4, a), expected, "why: %s | %s", text, other);
    alike_free(x);
}

static void reasons(struct arena *a)
{
    says("Trường THCS Nguyễn Du thu tiền, Trường THCS Nguyễn Du lại thu tiền", "Trường THCS Nguyễn Du thu nhiều khoản tiền",
         "Trường THCS Nguyễn Du thu, tiền", a);
    says("ghe da cong vien ho sen gay", "Ghế đá ở công viên Hồ Sen", "Ghế đá, công viên Hồ Sen", a);
    says("Cổng trường và đường vào", "Trường có đường mới", "", a);
    says("Xe buýt số 5 bỏ chuyến, xe buýt chạy ẩu", "Xe buýt số 5", "Xe buýt số 5", a);
    says("", "Xe buýt số 5", "", a);
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
    is_str(alike_words(x, STR("Vá ổ gà trên đường Kè Sông"), 4, &a), "đường Kè Sông",
           "what both say, as whichever has marks writes it");
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
    listings();
    reasons(&a);
    match_close(m);
    arena_free(&a);
    return tap_done();
}
