// public_reports_view.h: reports that an office made public, and what the figures of reports count.
#pragma once

#include "core/steer/report_public.h"
#include "web/public/answers_view.h"

enum { REPORT_BARS_MAX = 6, REPORT_BARS_OFFICES = 40 };

struct told_figure {
    struct str label;
    struct str unit;
    struct str key;
    struct str definition;
    int64_t edition; // of the definition
    struct str text; // as told
    struct str note; // why it reads so; "" for as it was closed
    enum figure_unit as;
    struct figure_value v;
};

struct told_bars {
    struct str id;
    struct str title;
    struct html bars, table;
};

struct public_report_view {
    struct page page;
    struct publication_item item;
    struct html body;
    struct str words; // the same as Markdown
    struct str period;
    int64_t first, last;
    int64_t frozen_at;
    int64_t edition;
    bool consolidated;
    bool other_language;
    struct str correction;
    struct page_link later; // a later edition that is public; path "" for none
    struct told_figure *figures;
    size_t n_figures;
    struct str *gaps;
    size_t n_gaps;
    struct told_bars bars[REPORT_BARS_MAX];
    size_t n_bars;
    struct str definitions_href, numbers_href, json_href;
};

struct defined_figure {
    struct str id;
    struct str label;
    struct str key;
    struct str definition;
    struct str kind;
    struct str unit;
    struct str where; // of an entered one: template and office
    struct str telling; // what of it is told in public
    int64_t edition;
};

struct definitions_view {
    struct page page;
    struct defined_figure *list; // of the catalogue
    size_t n;
    struct defined_figure *entered; // of the templates that hold today
    size_t n_entered;
    struct str json_href;
};
