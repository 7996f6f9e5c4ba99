// cli_import_values.c: what words of other systems mean here.
#include "cli/import_values.h"

#include "tap.h"

int main(void)
{
    static const char *const closed[] = {"Closed", " CLOSED ", "resolved", "Đã giải quyết", "da giai quyet xong",
                                         "Hoàn thành", "ĐÃ ĐÓNG", "đã   xử lý"};
    static const char *const open[] = {"", "Open", "Pending", "Not closed", "Đang xử lý", "chưa giải quyết", "đã trả lời", "-"};
    for (size_t i = 0; i < ARRAY_LEN(closed); i++) {
        ok(status_is_closed(str_c(closed[i])), "closed: %s", closed[i]);
    }
    for (size_t i = 0; i < ARRAY_LEN(open); i++) {
        ok(!status_is_closed(str_c(open[i])), "open: %s", open[i]);
    }
    is_str(channel_of(STR("Điện thoại")), "phone", "a channel in Vietnamese");
    is_str(channel_of(STR("E-Mail")), "mail", "in English");
    ok(channel_of(STR("fax")).p == NULL && channel_of(STR("")).p == NULL, "an unknown one");
    ok(means_yes(STR("Có")) && means_yes(STR("x")) && means_yes(STR("TRUE")), "yes");
    ok(!means_yes(STR("không")) && !means_yes(STR("0")) && !means_yes(STR("")), "anything else is no");
    int64_t v;
    ok(degrees_e6(STR("10,5"), 90, &v) && v == 10500000, "a comma");
    ok(degrees_e6(STR(" -73.92053369143751"), 180, &v) && v == -73920534, "many digits are rounded");
    static const char *const none[] = {"", "abc", "91", "-90.1", "1e9", "nan", "0x10", "1 2", "1.2.3", "+-1"};
    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        ok(!degrees_e6(str_c(none[i]), 90, &v), "no latitude: \"%s\"", none[i]);
    }
    struct seen *s = seen_new();
    bool fresh = true;
    struct arena a = ARENA_INIT;
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 1000; i++) {
            *seen_at(s, str_fmt(&a, "value %d", i), &fresh) += i;
        }
    }
    ok(!fresh && seen_count(s) == 1000, "each value once");
    int64_t number;
    is_str(seen_nth(s, 999, &number), "value 999", "in the order in which they came");
    is_int(number, 1998, "with the number kept");
    seen_clear(s);
    ok(seen_count(s) == 0 && *seen_at(s, STR("value 1"), &fresh) == 0 && fresh, "forgotten");
    seen_free(s);
    arena_free(&a);
    return tap_done();
}
