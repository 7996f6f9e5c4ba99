// chart.h: figures as SVG drawn here, with the same figures as a table beside it.
//
// Series are told apart by dash and hatch as well as by colour, so that a black and white print says the same; the
// drawing has a title for a screen reader and the table has every number. No scripts, no styles in attributes: classes
// of the style sheet (chart-…) colour it. Values are whole numbers in steps of 10^-places. Axis: "nice numbers", steps
// of 1, 2, 5 × 10^n (Heckbert, in Graphics Gems, 1990).
#pragma once

#include "docs/html.h"
#include "i18n/lang.h"

#define CHART_GAP INT64_MIN // no value there: the line is broken, the cell holds a dash

#define CHART_MOST (INT64_MAX / 16) // no value is farther from 0

enum { CHART_SERIES = 4 }; // more could not be told apart

struct chart_series {
    struct str name;
    const int64_t *values; // one a label
};

struct chart {
    enum lang lang;
    struct str id; // unique on the page: letters, digits, '-'
    struct str title;
    struct str heading; // of the table's first column: "Month", "Office"
    unsigned places;    // digits after the point
    const struct str *labels;
    size_t n; // labels
    const struct chart_series *series;
    size_t n_series; // 1 … CHART_SERIES
};

// In the arena; empty where there are no labels.
struct html chart_lines(struct arena *a, const struct chart *c); // over time
struct html chart_bars(struct arena *a, const struct chart *c);  // side by side: one row a label
struct html chart_table(struct arena *a, const struct chart *c);

// Small multiples: one small drawing a chart, all on one scale, so that offices can be compared. All have the labels of
// the first one and one series each. In the arena.
struct html chart_multiples(struct arena *a, const struct chart *charts, size_t n);
// Their table: a row a chart, a column a label.
struct html chart_multiples_table(struct arena *a, struct str title, struct str heading, const struct chart *charts, size_t n);

// The steps of an axis from 0 (or below) to at least `high`: first, last and step, at most seven steps.
struct chart_axis {
    int64_t first, last, step;
};
struct chart_axis chart_axis(int64_t low, int64_t high);
