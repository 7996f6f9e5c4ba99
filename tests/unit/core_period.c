// core_period.c: what people write as a period, and what it is compared with.
#include "tap.h"

#include "base/random.h"
#include "core/count/period.h"

static void reads(const char *typed, int64_t first, int64_t last, const char *text)
{
    struct report_period p = {0};
    const char *problem = period_parse(str_c(typed), &p);
    char out[PERIOD_TEXT];
    ok(problem == NULL && p.first == first && p.last == last, "%s is read", typed);
    is_str(period_text(&p, out), text, "%s has one name", typed);
}

static void refuses(const char *typed)
{
    struct report_period p = {.first = 42};
    ok(period_parse(str_c(typed), &p) != NULL && p.first == 42, "\"%s\" is refused and nothing is set", typed);
}

static void compared(const char *typed, const char *before, const char *year_before)
{
    struct report_period p;
    char out[PERIOD_TEXT];
    if (period_parse(str_c(typed), &p) != NULL) {
        ok(false, "%s is read", typed);
        return;
    }
    struct report_period b = period_before(&p);
    struct report_period y = period_year_before(&p);
    is_str(period_text(&b, out), before, "before %s", typed);
    is_str(period_text(&y, out), year_before, "a year before %s", typed);
}

static void test_words(void)
{
    reads("2026", civil_day(2026, 1, 1), civil_day(2026, 12, 31), "2026");
    reads("2026Q3", civil_day(2026, 7, 1), civil_day(2026, 9, 30), "2026Q3");
    reads(" 2026q4 ", civil_day(2026, 10, 1), civil_day(2026, 12, 31), "2026Q4");
    reads("2026H2", civil_day(2026, 7, 1), civil_day(2026, 12, 31), "2026H2");
    reads("2024-02", civil_day(2024, 2, 1), civil_day(2024, 2, 29), "2024-02");
    reads("2026-W31", civil_day(2026, 7, 27), civil_day(2026, 8, 2), "2026-W31");
    reads("2026-W53", civil_day(2026, 12, 28), civil_day(2027, 1, 3), "2026-W53");
    reads("2026-07-01..2026-09-30", civil_day(2026, 7, 1), civil_day(2026, 9, 30), "2026Q3");
    reads("2026-07-27..2026-08-02", civil_day(2026, 7, 27), civil_day(2026, 8, 2), "2026-W31");
    reads("2026-07-02..2026-07-02", civil_day(2026, 7, 2), civil_day(2026, 7, 2), "2026-07-02..2026-07-02");
    static const char *const wrong[] = {
        "", "26", "2026Q5", "2026Q0", "2026Q", "2026Q31", "2026H3", "2026-13", "2026-00", "2026-1", "2025-W53", "2026-W00",
        "2026-W1", "2026-02-30..2026-03-01", "2026-03-02..2026-03-01", "2026-01-01..", "..2026-01-01", "2026-01-01",
        "2026-01-01...2026-02-01", "1899", "2201", "2026Q3x", "quý III", "99999999999999999999", "2026-01-01..99999-01-01",
        "2026-+1", "2026Q-1"};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        refuses(wrong[i]);
    }
}

// As a clerk writes them, with and without marks.
static void test_in_words(void)
{
    static const char *const same[][2] = {
        {"quý IV/2026", "2026Q4"}, {"Quý 4 năm 2026", "2026Q4"}, {"quy iv nam 2026", "2026Q4"}, {"QUÝ III/2026", "2026Q3"},
        {"Q4/2026", "2026Q4"}, {"quarter IV/2026", "2026Q4"}, {"kỳ quý I - 2026", "2026Q1"}, {"tháng 11/2026", "2026-11"},
        {"Tháng 6 năm 2026", "2026-06"}, {"thang 06-2026", "2026-06"}, {"11/2026", "2026-11"}, {"month 11/2026", "2026-11"},
        {"6 tháng đầu năm 2026", "2026H1"}, {"6 tháng cuối năm 2026", "2026H2"}, {"6 tháng 2026", "2026H1"},
        {"first half of 2026", "2026H1"}, {"9 tháng 2026", "2026-01-01..2026-09-30"},
        {"9 tháng đầu năm 2026", "2026-01-01..2026-09-30"}, {"2026-9M", "2026-01-01..2026-09-30"},
        {"3 tháng đầu năm 2026", "2026Q1"}, {"năm 2026", "2026"}, {"Nam 2026", "2026"}, {"year 2026", "2026"},
        {"tuần 48/2026", "2026-W48"}, {"tuần 48 năm 2026", "2026-W48"},
        {"từ ngày 15/10/2026 đến ngày 14/11/2026", "2026-10-15..2026-11-14"},
        {"15/10/2026 – 14/11/2026", "2026-10-15..2026-11-14"}, {"1.10.2026 - 31.12.2026", "2026Q4"},
        {"15/10/2026..14/11/2026", "2026-10-15..2026-11-14"}};
    for (size_t i = 0; i < ARRAY_LEN(same); i++) {
        struct report_period p = {0};
        char out[PERIOD_TEXT];
        ok(period_parse(str_c(same[i][0]), &p) == NULL, "%s is read", same[i][0]);
        is_str(period_text(&p, out), same[i][1], "%s is %s", same[i][0], same[i][1]);
    }
    static const char *const wrong[] = {
        "quý IV", "tháng 11", "quý 5/2026", "quý V/2026", "tháng 13/2026", "tháng 0/2026", "7 tháng 2026",
        "9 tháng cuối năm 2026", "6 tháng đầu năm", "quý 26", "quý IV/26", "tuần 54/2026", "31/2/2026 - 1/3/2026",
        "2/3/2026 - 1/3/2026", "15/10/2026", "quý quý IV/2026", "hôm qua", "tháng mười một 2026", "///",
        "quý 4/2026 x", "quý 4/2026 1 2 3 4 5 6 7 8 9"};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        refuses(wrong[i]);
    }
    struct report_period p;
    ok(strcmp(period_parse(STR("quý IV"), &p), period_parse(STR("tháng 13/2026"), &p)) != 0 &&
           strstr(period_parse(STR("quý IV"), &p), "2026") != NULL,
       "what is wrong is said with an example");
}

static void test_compared(void)
{
    compared("2026Q1", "2025Q4", "2025Q1");
    compared("2026", "2025", "2025");
    compared("2026-03", "2026-02", "2025-03");
    compared("2024-02", "2024-01", "2023-02");
    compared("2026-W01", "2025-W52", "2025-W01");
    compared("2026-W53", "2026-W52", "2025-W52");
    compared("2026-01-01..2026-09-30", "2025-04-01..2025-12-31", "2025-01-01..2025-09-30");
    compared("2025-02-01..2025-03-31", "2024-12-01..2025-01-31", "2024-02-01..2024-03-31");
    compared("2026-07-10..2026-07-19", "2026-06-30..2026-07-09", "2025-07-10..2025-07-19");
    compared("2024-02-29..2024-03-05", "2024-02-23..2024-02-28", "2023-02-28..2023-03-05");
}

// What is written is read again; the period before touches this one and is as long in days or months.
static void test_properties(void)
{
    struct prng r = {7};
    bool same = true;
    bool touches = true;
    bool named = true;
    for (int i = 0; i < 20000; i++) {
        int64_t first = civil_day(1990, 1, 1) + (int64_t)prng_below(&r, 30000);
        struct report_period p = period_of_days(first, first + (int64_t)prng_below(&r, 800));
        struct report_period again = {0};
        char out[PERIOD_TEXT];
        same = same && period_parse(period_text(&p, out), &again) == NULL && again.first == p.first && again.last == p.last &&
               again.calendar == p.calendar;
        for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
            struct buf name = buf_new(256);
            period_name(&name, lang, &p);
            named = named && period_parse(buf_str(&name), &again) == NULL && again.first == p.first && again.last == p.last;
            buf_free(&name);
        }
        struct report_period b = period_before(&p);
        touches = touches && b.last + 1 == p.first && (period_whole_months(&p) || b.last - b.first == p.last - p.first);
    }
    ok(same, "20,000 periods are read as they were written");
    ok(named, "and as their names are shown, in each language");
    ok(touches, "the period before ends the day before this one begins");
}

int main(void)
{
    test_words();
    test_in_words();
    test_compared();
    test_properties();
    return tap_done();
}
