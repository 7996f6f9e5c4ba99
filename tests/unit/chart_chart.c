// chart_chart.c: a drawing shows every value inside its frame, says in words what it shows, and its table has each
// number.
#include "chart/chart.h"

#include "tap.h"

static struct arena arena;
static uint64_t seed = 7;

static int64_t below(int64_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)((seed >> 33) % (uint64_t)n);
}

static void test_axis(void)
{
    size_t bad = 0;
    for (int i = 0; i < 20000; i++) {
        int64_t scale = (int64_t)1 << below(58);
        int64_t low = below(3) == 0 ? -below(scale) : 0;
        int64_t high = below(scale);
        struct chart_axis x = chart_axis(low, high);
        int64_t lead = x.step;
        while (lead % 10 == 0) {
            lead /= 10;
        }
        bool nice = lead == 1 || lead == 2 || lead == 5;
        bool covers = x.first <= low && x.first <= 0 && x.last >= high && x.last > x.first;
        bool few = (x.last - x.first) / x.step <= 7;
        bool tight = x.last - x.step < (high > low ? high : low + 1) && x.first % x.step == 0;
        bad += nice && covers && few && tight ? 0 : 1;
    }
    ok(bad == 0, "an axis has at most 7 steps of 1, 2 or 5 and holds all values (%zu did not)", bad);
    struct chart_axis x = chart_axis(0, 0);
    ok(x.first == 0 && x.last == 1 && x.step == 1, "nothing at all has an axis too");
}

// Every number that stands after x=", y=", M, L or H lies inside the frame.
static bool inside(struct str svg, double width, double height)
{
    for (size_t i = 0; i + 4 < svg.n; i++) {
        bool x =
            str_starts(str_slice(svg, i, svg.n), STR(" x=\"")) || str_starts(str_slice(svg, i, svg.n), STR("cx=\""));
        bool y =
            str_starts(str_slice(svg, i, svg.n), STR(" y=\"")) || str_starts(str_slice(svg, i, svg.n), STR("cy=\""));
        if (x || y) {
            double v = strtod(svg.p + i + 4, NULL);
            if (v < 0 || v > (x ? width : height)) {
                return false;
            }
        }
    }
    return true;
}

static void test_drawings(void)
{
    static const struct str labels[] = {STR_INIT("1/2026"), STR_INIT("<b>2/2026"), STR_INIT("3/2026")};
    static const int64_t one[] = {1250, CHART_GAP, 999};
    static const int64_t two[] = {-35, 10, 0};
    const struct chart_series series[] = {{STR("năm & nay"), one}, {STR("năm trước"), two}};
    struct chart c = {.lang = LANG_VI,
                      .id = STR("days"),
                      .title = STR("Số ngày \"giữa\" <x>"),
                      .heading = STR("Tháng"),
                      .places = 1,
                      .labels = labels,
                      .n = 3,
                      .series = series,
                      .n_series = 2};
    struct str lines = chart_lines(&arena, &c).s;
    struct str bars = chart_bars(&arena, &c).s;
    struct str table = chart_table(&arena, &c).s;
    ok(inside(lines, 640, 320) && inside(bars, 640, 400), "everything is inside the frame");
    ok(str_find(lines, STR("<title id=\"days-title\">Số ngày \"giữa\" &lt;x&gt;</title>")) > 0 &&
           str_find(lines, STR("aria-labelledby=\"days-title\"")) > 0,
       "a screen reader is told what it shows");
    ok(str_find(lines, STR("stroke-dasharray")) > 0 && str_find(bars, STR("url(#days-hatch1)")) > 0,
       "series differ without colour");
    ok(str_find(table, STR(">125,0<")) > 0 && str_find(table, STR(">–<")) > 0 && str_find(table, STR(">-3,5<")) > 0,
       "the table has every value as the reader writes it, and a dash where there is none");
    ok(str_find(table, STR("<th scope=\"row\">&lt;b&gt;2/2026</th>")) > 0 && str_find(lines, STR("<b>")) < 0,
       "labels are text");
    ok(str_find(lines, STR("style=")) < 0, "no styles in attributes: the page's policy forbids them");
    c.n = 0;
    ok(chart_lines(&arena, &c).s.n == 0 && chart_bars(&arena, &c).s.n == 0 && chart_table(&arena, &c).s.n == 0,
       "nothing is drawn of nothing");
}

static void test_multiples(void)
{
    static const struct str labels[] = {STR_INIT("1"), STR_INIT("2")};
    static const int64_t small[] = {0, 1};
    static const int64_t large[] = {0, 1000};
    const struct chart_series a = {STR("x"), small};
    const struct chart_series b = {STR("x"), large};
    const struct chart charts[] = {
        {.lang = LANG_VI, .id = STR("m1"), .title = STR("A"), .labels = labels, .n = 2, .series = &a, .n_series = 1},
        {.lang = LANG_VI, .id = STR("m2"), .title = STR("B"), .labels = labels, .n = 2, .series = &b, .n_series = 1}};
    struct str s = chart_multiples(&arena, charts, 2).s;
    ok(str_find(s, STR("M3.0 108.0L157.0 107.9\"")) > 0 && str_find(s, STR("M3.0 108.0L157.0 18.0\"")) > 0,
       "small multiples have one scale, so that they can be compared");
    ok(inside(s, 200, 130), "everything is inside the frame");
    ok(str_find(s, STR("<figcaption>A</figcaption>")) > 0 && str_find(s, STR("y=\"13\">1.000</text>")) > 0 &&
           str_find(s, STR("y=\"124\">2</text>")) > 0,
       "each has its name, the scale and the ends of the time");
    struct str table = chart_multiples_table(&arena, STR("T"), STR("Cơ quan"), charts, 2).s;
    ok(str_find(table, STR("<th scope=\"row\">B</th><td class=\"num\">0</td><td class=\"num\">1.000</td>")) > 0 &&
           str_find(table, STR("<th scope=\"col\" class=\"num\">2</th>")) > 0,
       "and beside them stands a table with every value");
}

int main(void)
{
    test_axis();
    test_drawings();
    test_multiples();
    arena_free(&arena);
    return tap_done();
}
