// chart.c: lines, bars and small multiples.
#include "chart/chart.h"

#include "base/utf8.h"
#include "i18n/format.h"

#define SVG_MAX ((size_t)4 << 20)

// Where things stand, in units of the drawing: about a pixel each at full width.
enum {
    WIDTH = 640,
    LEFT = 56,
    TOP = 14,
    LINES = 220,
    FOOT = 26,
    RIGHT = 14,
    KEY = 22,
    BAR = 14,
    BAR_LABEL = 20,
    BAR_GAP = 10
};
enum { SMALL_WIDTH = 200, SMALL_HEIGHT = 90, SMALL_TOP = 18, SMALL_FOOT = 22, SMALL_VALUE = 40, SMALL_ENDS = 24 };

static const char *const dashes[CHART_SERIES] = {"", " stroke-dasharray=\"7 4\"", " stroke-dasharray=\"2 4\"",
                                                 " stroke-dasharray=\"9 3 2 3\""};

struct chart_axis chart_axis(int64_t low, int64_t high)
{
    BUG_ON(low < -CHART_MOST || high > CHART_MOST);
    low = low > 0 ? 0 : low;
    high = high <= low ? low + 1 : high;
    int64_t step = 1;
    for (int i = 0; step < (high - low + 4) / 5; i++) {
        step = i % 3 == 1 ? step / 2 * 5 : step * 2;
    }
    struct chart_axis x = {.step = step};
    x.first = low / step * step - (low % step < 0 ? step : 0);
    for (x.last = x.first; x.last < high; x.last += step) {
    }
    return x;
}

static struct chart_axis axis_of(const struct chart *charts, size_t n)
{
    int64_t low = 0;
    int64_t high = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t s = 0; s < charts[i].n_series; s++) {
            for (size_t k = 0; k < charts[i].n; k++) {
                int64_t v = charts[i].series[s].values[k];
                low = v != CHART_GAP && v < low ? v : low;
                high = v != CHART_GAP && v > high ? v : high;
            }
        }
    }
    return chart_axis(low, high);
}

// How far along `length` a value stands, in tenths of a unit.
static int tenths_along(const struct chart_axis *x, int64_t v, int length)
{
    double share = ((double)v - (double)x->first) / ((double)x->last - (double)x->first);
    return (int)(share * length * 10 + 0.5);
}

static void put_tenths(struct buf *out, int tenths)
{
    buf_addf(out, "%d.%d", tenths / 10, tenths % 10);
}

static void put_value(struct buf *out, const struct chart *c, int64_t v)
{
    if (v == CHART_GAP) {
        buf_addz(out, "–");
    } else {
        format_decimal(out, c->lang, v, c->places);
    }
}

static void begin_svg(struct buf *out, const struct chart *c, int width, int height)
{
    buf_addf(out,
             "<svg class=\"chart\" role=\"img\" viewBox=\"0 0 %d %d\" aria-labelledby=\"%.*s-title\"><title "
             "id=\"%.*s-title\">",
             width, height, STR_ARG(c->id), STR_ARG(c->id));
    html_text(out, c->title);
    buf_addz(out, "</title>");
}

// A large drawing keeps its size on a small screen and is moved sideways, by keyboard too.
static void begin_large(struct buf *out, const struct chart *c, int height)
{
    buf_addz(out, "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"");
    html_attr(out, c->title);
    buf_addz(out, "\">");
    begin_svg(out, c, WIDTH, height);
}

static struct html finished(struct arena *a, struct buf *out)
{
    BUG_ON(buf_over(out));
    struct html h = {str_copy(a, buf_str(out))};
    buf_free(out);
    return h;
}

// What the dashes mean, above the drawing; one series needs no key.
static void put_key(struct buf *out, const struct chart *c)
{
    int x = LEFT;
    for (size_t s = 0; s < c->n_series && c->n_series > 1; s++) {
        buf_addf(out,
                 "<line class=\"chart-line chart-%zu\"%s x1=\"%d\" y1=\"10\" x2=\"%d\" y2=\"10\"></line><text x=\"%d\" "
                 "y=\"14\">",
                 s + 1, dashes[s], x, x + 24, x + 30);
        html_text(out, c->series[s].name);
        buf_addz(out, "</text>");
        x += (WIDTH - LEFT) / (int)c->n_series;
    }
}

static void put_grid(struct buf *out, const struct chart *c, const struct chart_axis *axis, int top)
{
    for (int64_t v = axis->first; v <= axis->last; v += axis->step) {
        int y = (top + LINES) * 10 - tenths_along(axis, v, LINES);
        buf_addf(out, "<path class=\"chart-grid\" d=\"M%d ", LEFT);
        put_tenths(out, y);
        buf_addf(out, "H%d\"></path><text class=\"chart-end\" x=\"%d\" y=\"", WIDTH - RIGHT, LEFT - 6);
        put_tenths(out, y + 40);
        buf_addz(out, "\">");
        put_value(out, c, v);
        buf_addz(out, "</text>");
    }
}

// One line, broken where there is no value; a value between two gaps is a dot, as every value is when there are few.
static void put_series(struct buf *out, const struct chart *c, size_t s, const struct chart_axis *axis, int left,
                       int top, int width, int height)
{
    int step = c->n > 1 ? width * 10 / (int)(c->n - 1) : 0;
    bool drawing = false;
    buf_addf(out, "<path class=\"chart-line chart-%zu\"%s d=\"", s + 1, dashes[s]);
    for (size_t k = 0; k < c->n; k++) {
        int64_t v = c->series[s].values[k];
        if (v != CHART_GAP) {
            buf_addc(out, drawing ? 'L' : 'M');
            put_tenths(out, left * 10 + (int)k * step);
            buf_addc(out, ' ');
            put_tenths(out, (top + height) * 10 - tenths_along(axis, v, height));
        }
        drawing = v != CHART_GAP;
    }
    buf_addz(out, "\"></path>");
    for (size_t k = 0; k < c->n && c->n <= 31; k++) {
        int64_t v = c->series[s].values[k];
        if (v == CHART_GAP) {
            continue;
        }
        buf_addf(out, "<circle class=\"chart-dot chart-%zu\" r=\"2.5\" cx=\"", s + 1);
        put_tenths(out, left * 10 + (int)k * step);
        buf_addz(out, "\" cy=\"");
        put_tenths(out, (top + height) * 10 - tenths_along(axis, v, height));
        buf_addz(out, "\"></circle>");
    }
}

struct html chart_lines(struct arena *a, const struct chart *c)
{
    BUG_ON(c->n_series == 0 || c->n_series > CHART_SERIES);
    struct buf out = buf_new(SVG_MAX);
    if (c->n == 0) {
        return finished(a, &out);
    }
    struct chart_axis axis = axis_of(c, 1);
    int key = c->n_series > 1 ? KEY : 0;
    begin_large(&out, c, key + TOP + LINES + FOOT);
    put_key(&out, c);
    put_grid(&out, c, &axis, key + TOP);
    int width = WIDTH - LEFT - RIGHT;
    size_t every = c->n / 8 + 1; // labels that have room
    for (size_t k = 0; k < c->n; k += every) {
        int x = LEFT + (c->n > 1 ? width * (int)k / (int)(c->n - 1) : 0);
        buf_addf(&out, "<text class=\"%s\" x=\"%d\" y=\"%d\">",
                 k == 0          ? "chart-start"
                 : k + 1 == c->n ? "chart-end"
                                 : "chart-middle",
                 x, key + TOP + LINES + 18);
        html_text(&out, c->labels[k]);
        buf_addz(&out, "</text>");
    }
    for (size_t s = 0; s < c->n_series; s++) {
        put_series(&out, c, s, &axis, LEFT, key + TOP, width, LINES);
    }
    buf_addz(&out, "</svg></div>");
    return finished(a, &out);
}

static void put_bar(struct buf *out, const struct chart *c, size_t s, int64_t v, const struct chart_axis *axis, int y)
{
    int length = WIDTH - 80;
    int zero = tenths_along(axis, 0, length);
    int at = v == CHART_GAP ? zero : tenths_along(axis, v, length);
    buf_addf(out, "<rect class=\"chart-bar chart-%zu\" y=\"%d\" height=\"%d\" x=\"", s + 1, y, BAR);
    put_tenths(out, at < zero ? at : zero);
    buf_addz(out, "\" width=\"");
    put_tenths(out, at < zero ? zero - at : at - zero);
    buf_addz(out, "\"");
    if (s > 0) {
        buf_addf(out, " fill=\"url(#%.*s-hatch%zu)\"", STR_ARG(c->id), s);
    }
    buf_addz(out, "></rect><text x=\"");
    put_tenths(out, (at > zero ? at : zero) + 60);
    buf_addf(out, "\" y=\"%d\">", y + BAR - 3);
    put_value(out, c, v);
    buf_addz(out, "</text>");
}

static void put_hatches(struct buf *out, const struct chart *c)
{
    buf_addz(out, "<defs>");
    for (size_t s = 1; s < c->n_series; s++) {
        buf_addf(out,
                 "<pattern id=\"%.*s-hatch%zu\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
                 "patternTransform=\"rotate(%d)\">"
                 "<path class=\"chart-line chart-%zu\" d=\"M0 3H6\"></path></pattern>",
                 STR_ARG(c->id), s, (int)s * 45, s + 1);
    }
    buf_addz(out, "</defs>");
}

struct html chart_bars(struct arena *a, const struct chart *c)
{
    BUG_ON(c->n_series == 0 || c->n_series > CHART_SERIES);
    struct buf out = buf_new(SVG_MAX);
    if (c->n == 0) {
        return finished(a, &out);
    }
    struct chart_axis axis = axis_of(c, 1);
    int row = BAR_LABEL + (int)c->n_series * (BAR + 2) + BAR_GAP;
    int key = c->n_series > 1 ? KEY : 0;
    begin_large(&out, c, key + row * (int)c->n);
    put_hatches(&out, c);
    put_key(&out, c);
    for (size_t k = 0; k < c->n; k++) {
        int y = key + row * (int)k;
        buf_addf(&out, "<text class=\"chart-start\" x=\"0\" y=\"%d\">", y + 14);
        html_text(&out, c->labels[k]);
        buf_addz(&out, "</text>");
        for (size_t s = 0; s < c->n_series; s++) {
            put_bar(&out, c, s, c->series[s].values[k], &axis, y + BAR_LABEL + (int)s * (BAR + 2));
        }
    }
    buf_addz(&out, "</svg></div>");
    return finished(a, &out);
}

// The ends of the time; the last one alone where there is no room for both.
static void put_ends(struct buf *out, const struct chart *c)
{
    bool both = c->n > 1 && utf8_count(c->labels[0]) + utf8_count(c->labels[c->n - 1]) <= SMALL_ENDS;
    for (size_t k = both ? 0 : c->n - 1; k < c->n; k += c->n - 1 - k > 0 ? c->n - 1 - k : 1) {
        bool first = both && k == 0;
        buf_addf(out, "<text class=\"%s\" x=\"%d\" y=\"%d\">", first ? "chart-start" : "chart-end",
                 first ? 0 : SMALL_WIDTH - (both ? SMALL_VALUE : 0), SMALL_TOP + SMALL_HEIGHT + 16);
        html_text(out, c->labels[k]);
        buf_addz(out, "</text>");
    }
}

// The scale stands at the top, the ends of the time below, the last value beside its dot: what a reader of one drawing needs.
static void put_small(struct buf *out, const struct chart *c, const struct chart_axis *axis)
{
    int64_t last = c->n == 0 ? CHART_GAP : c->series[0].values[c->n - 1];
    int right = SMALL_WIDTH - SMALL_VALUE;
    begin_svg(out, c, SMALL_WIDTH, SMALL_TOP + SMALL_HEIGHT + SMALL_FOOT);
    buf_addf(out, "<path class=\"chart-grid\" d=\"M0 %dH%dM0 %dH%d\"></path><text class=\"chart-start\" x=\"0\" y=\"13\">",
             SMALL_TOP, right, SMALL_TOP + SMALL_HEIGHT, right);
    put_value(out, c, axis->last);
    buf_addz(out, "</text>");
    put_series(out, c, 0, axis, 3, SMALL_TOP, right - 6, SMALL_HEIGHT);
    if (last != CHART_GAP) {
        buf_addf(out, "<text class=\"chart-start\" x=\"%d\" y=\"", right + 3);
        put_tenths(out, (SMALL_TOP + SMALL_HEIGHT + 5) * 10 - tenths_along(axis, last, SMALL_HEIGHT));
        buf_addz(out, "\">");
        put_value(out, c, last);
        buf_addz(out, "</text>");
    }
    if (c->n > 0) {
        put_ends(out, c);
    }
    buf_addz(out, "</svg>");
}

struct html chart_multiples(struct arena *a, const struct chart *charts, size_t n)
{
    struct buf out = buf_new(SVG_MAX);
    struct chart_axis axis = axis_of(charts, n);
    buf_addz(&out, n > 0 ? "<div class=\"charts\">" : "");
    for (size_t i = 0; i < n; i++) {
        const struct chart *c = &charts[i];
        BUG_ON(c->n_series != 1 || c->n != charts[0].n);
        buf_addz(&out, "<figure><figcaption>");
        html_text(&out, c->title);
        buf_addz(&out, "</figcaption>");
        put_small(&out, c, &axis);
        buf_addz(&out, "</figure>");
    }
    buf_addz(&out, n > 0 ? "</div>" : "");
    return finished(a, &out);
}

// A table as far as its rows.
static void begin_table(struct buf *out, struct str title, struct str heading)
{
    buf_addz(out, "<table class=\"figures\"><caption>");
    html_text(out, title);
    buf_addz(out, "</caption><thead><tr><th scope=\"col\">");
    html_text(out, heading);
    buf_addz(out, "</th>");
}

static void put_head(struct buf *out, struct str name)
{
    buf_addz(out, "<th scope=\"col\" class=\"num\">");
    html_text(out, name);
    buf_addz(out, "</th>");
}

static void put_cell(struct buf *out, const struct chart *c, int64_t v)
{
    buf_addz(out, "<td class=\"num\">");
    put_value(out, c, v);
    buf_addz(out, "</td>");
}

struct html chart_multiples_table(struct arena *a, struct str title, struct str heading, const struct chart *charts, size_t n)
{
    struct buf out = buf_new(SVG_MAX);
    if (n == 0) {
        return finished(a, &out);
    }
    begin_table(&out, title, heading);
    for (size_t k = 0; k < charts[0].n; k++) {
        put_head(&out, charts[0].labels[k]);
    }
    buf_addz(&out, "</tr></thead><tbody>");
    for (size_t i = 0; i < n; i++) {
        buf_addz(&out, "<tr><th scope=\"row\">");
        html_text(&out, charts[i].title);
        buf_addz(&out, "</th>");
        for (size_t k = 0; k < charts[i].n; k++) {
            put_cell(&out, &charts[i], charts[i].series[0].values[k]);
        }
        buf_addz(&out, "</tr>");
    }
    buf_addz(&out, "</tbody></table>");
    return finished(a, &out);
}

struct html chart_table(struct arena *a, const struct chart *c)
{
    struct buf out = buf_new(SVG_MAX);
    if (c->n == 0) {
        return finished(a, &out);
    }
    begin_table(&out, c->title, c->heading);
    for (size_t s = 0; s < c->n_series; s++) {
        put_head(&out, c->series[s].name);
    }
    buf_addz(&out, "</tr></thead><tbody>");
    for (size_t k = 0; k < c->n; k++) {
        buf_addz(&out, "<tr><th scope=\"row\">");
        html_text(&out, c->labels[k]);
        buf_addz(&out, "</th>");
        for (size_t s = 0; s < c->n_series; s++) {
            put_cell(&out, c, c->series[s].values[k]);
        }
        buf_addz(&out, "</tr>");
    }
    buf_addz(&out, "</tbody></table>");
    return finished(a, &out);
}
