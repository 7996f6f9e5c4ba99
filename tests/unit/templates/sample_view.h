// sample_view.h: what the templates of the tests show.
#pragma once

#include "docs/html.h"

struct sample_row {
    struct str name;
    int64_t n;
};

struct sample {
    struct str title;
    struct str link;
    struct str id;
    struct html body;
    bool checked;
    int64_t count;
    int64_t when;
    const struct sample_row *rows;
    size_t n_rows;
};
