// report_out.h: a report as text, JSON, CSV, an administrative document and a workbook: one writer each for the pages and
// the command line.
#pragma once

#include "core/steer/report.h"
#include "docs/paper.h"
#include "docs/sheet.h"

struct report_view {
    const struct site *site;
    enum lang lang;
    const struct report *r;
    const struct report_value *before;      // report_compare
    const struct report_value *year_before;
};

// Read all of a report and what it is compared with, in the arena of the transaction.
MUST_USE bool report_view_read(struct report_view *v, struct report *r, struct tx *tx, const struct site *site, enum lang lang,
                               const struct report_row *row, int64_t now, struct err *e);

// "Báo cáo tháng, Xã Cửa Đình, tháng 10/2026".
struct str report_title(struct arena *a, const struct report_view *v);

void report_text(struct buf *out, const struct report_view *v);
// Values as they are shown; beside them their parts, so that a reader can compute them again.
void report_json(struct buf *out, const struct report_view *v);
// One row a figure of the total, then one an office and figure.
void report_csv(struct buf *out, const struct report_view *v);
// The document, unsigned and without a number: the register gives it one. In the arena.
struct paper *report_paper(struct arena *a, const struct report_view *v);
// What stands above it: the kind, and what it is about without saying the kind again. In the arena.
void report_paper_title(struct arena *a, enum lang lang, const struct report_template *t, struct report_span span,
                        struct str *title, struct str *summary);
// Has a section neither words nor figures nor requests? Those are left out and named in one line; "" where there are none.
bool report_section_empty(const struct report *r, size_t i);
struct str report_empty_sections(struct arena *a, enum lang lang, const struct report *r);
// Figures with their comparison; by office with live totals: sums as SUM, shares and means from the summed parts. A median
// is no sum of medians and stands as a number. In the arena.
struct str report_xlsx(struct arena *a, const struct report_view *v);
