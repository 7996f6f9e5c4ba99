// match_group.c: what attaches by itself, what forbids it, and that staff's decisions bind.
#include "match/group.h"

#include "base/random.h"
#include "tap.h"

static struct group *g;

static struct group_verdict place(int64_t message, const char *text)
{
    struct group_verdict v;
    group_place(g, message, str_c(text), &v);
    return v;
}

static void test_place(void)
{
    group_learn(g, 1, 100, STR("Đường Lê Lợi đoạn trước số 45 ngập sâu mỗi khi mưa lớn"));
    group_learn(g, 2, 200, STR("Đèn đường ở hẻm 12 Trần Phú hỏng ba ngày nay chưa ai sửa"));
    group_learn(g, 3, 300, STR("Cho hỏi làm giấy khai sinh cho con cần giấy tờ gì"));
    struct group_verdict v = place(10, "duong le loi doan truoc so 45 ngap sau moi khi mua lon!!");
    ok(v.answer == GROUP_ATTACH && v.v[0].matter == 100 && v.v[0].message == 1, "the same words attach");
    v = place(10, "Đường Lê Lợi đoạn trước số 54 ngập sâu mỗi khi mưa lớn");
    ok(v.answer != GROUP_ATTACH && v.v[0].likeness.conflicts & CONFLICT_NUMBER, "another house number does not");
    v = place(10, "Đường Lê Lai đoạn trước số 45 ngập sâu mỗi khi mưa lớn");
    ok(v.answer != GROUP_ATTACH && v.v[0].likeness.conflicts & CONFLICT_PLACE, "nor another street");
    v = place(10, "Đường Lê Lợi đoạn trước số 45 không ngập sâu mỗi khi mưa lớn");
    ok(v.answer != GROUP_ATTACH && v.v[0].likeness.conflicts & CONFLICT_DENIAL, "nor a denial");
    v = place(10, "Cây xanh trước trường tiểu học sắp đổ");
    ok(v.answer == GROUP_NEW, "another thing is new");
    v = place(1, "Đường Lê Lợi đoạn trước số 45 ngập sâu mỗi khi mưa lớn");
    ok(v.n == 0 || v.v[0].message != 1, "a message is not compared with itself");
    v = place(11, "");
    ok(v.answer == GROUP_NEW && v.n == 0, "an empty text is new");
}

static void test_decisions(void)
{
    const char *text = "Đèn đường ở hẻm 12 Trần Phú hỏng ba ngày nay chưa ai sửa";
    ok(place(20, text).answer == GROUP_ATTACH, "attaches");
    group_decide(g, 20, 200, false);
    struct group_verdict v = place(20, text);
    ok(v.answer != GROUP_ATTACH && (v.n == 0 || v.v[0].matter != 200), "\"not the same\" binds");
    group_decide(g, 20, 300, true);
    v = place(20, text);
    ok(v.answer == GROUP_ATTACH && v.v[0].matter == 300, "\"the same\" binds");
    group_decide(g, 20, 300, false);
    group_decide(g, 20, 200, true);
    ok(place(20, text).v[0].matter == 200, "the later decision holds");
    group_forget(g, 2);
    ok(place(21, text).answer == GROUP_NEW, "an erased message speaks for nothing");
    for (int64_t i = 0; i < 40; i++) {
        group_learn(g, 1000 + i, 500, STR("loa phường phát quá to lúc 5 giờ sáng"));
    }
    v = place(22, "loa phuong phat qua to luc 5 gio sang");
    ok(v.answer == GROUP_ATTACH && v.v[0].matter == 500 && v.v[0].message < 1000 + GROUP_VOICES,
       "a matter is known by a few of its messages");
    group_learn(g, 1000, 600, STR("loa phường phát quá to lúc 5 giờ sáng"));
    v = place(22, "loa phuong phat qua to luc 5 gio sang");
    ok(v.answer == GROUP_ATTACH && v.n >= 2 && v.v[1].likeness.score >= 1,
       "the same message in two matters: to a reader they are one");
    group_thresholds(g, 1.5f, 1.2f);
    ok(place(23, "loa phuong phat qua to").answer == GROUP_NEW, "thresholds move");
}

// Whatever is said of whatever place: another house number, date or count, or a denial more or less, is never attached.
static void test_conflicts_forbid(void)
{
    static const char *const what[] = {"nước tràn vào nhà",       "đèn không sáng",  "rác chất thành đống",
                                       "loa mở quá to",           "nắp cống bị mất", "chưa ai trả lời đơn",
                                       "cây nghiêng vào dây điện"};
    static const char *const where[] = {"đường Lê Lợi", "phố Hàng Kênh",      "hẻm 12 Trần Phú",
                                        "thôn Cao Mật", "chung cư A7 Vạn Mỹ", "quốc lộ 10"};
    struct prng r = {20261123};
    struct arena a = ARENA_INIT;
    struct group *fresh;
    struct err e = ERR_INIT;
    unsigned attached = 0, same = 0, cases = 0;
    BUG_ON(!group_open(NULL, &fresh, &e));
    for (int64_t i = 0; i < 300; i++) {
        const char *w = what[prng_below(&r, ARRAY_LEN(what))], *at = where[prng_below(&r, ARRAY_LEN(where))];
        int house = 1 + (int)prng_below(&r, 900), day = 1 + (int)prng_below(&r, 27), other = house + 1 + day;
        struct str text = str_fmt(&a, "%s số %d %s từ ngày %d/9", at, house, w, day);
        group_learn(fresh, i + 1, i + 1, text);
        const struct str conflicts[] = {str_fmt(&a, "%s số %d %s từ ngày %d/9", at, other, w, day),
                                        str_fmt(&a, "%s số %d %s từ ngày %d/9", at, house, w, day + 1),
                                        str_fmt(&a, "%s số %d %s từ ngày %d/10", at, house, w, day),
                                        str_fmt(&a, "%s số %d không %s từ ngày %d/9", at, house, w, day),
                                        str_fmt(&a, "%s số %d và %d %s từ ngày %d/9", at, house, other, w, day)};
        for (size_t k = 0; k < ARRAY_LEN(conflicts); k++, cases++) {
            struct group_verdict v;
            group_place(fresh, 5000, conflicts[k], &v);
            attached += v.answer == GROUP_ATTACH && v.v[0].matter == i + 1;
        }
        struct group_verdict v;
        struct str frame = str_fmt(&a, "Kính gửi ủy ban. %.*s. Đề nghị xử lý sớm", STR_ARG(text));
        group_place(fresh, 5000, frame, &v);
        same += v.answer == GROUP_ATTACH && v.v[0].likeness.conflicts == 0;
    }
    is_int((int)attached, 0, "a conflict in numbers, dates or denial is never attached");
    ok(same > 290 && cases == 1500, "while the same words in a letter are");
    group_close(fresh);
    arena_free(&a);
}

int main(void)
{
    struct err e = ERR_INIT;
    if (!group_open(NULL, &g, &e)) {
        printf("Bail out! %s\n", e.what);
        return 1;
    }
    test_place();
    test_decisions();
    test_conflicts_forbid();
    group_close(g);
    return tap_done();
}
