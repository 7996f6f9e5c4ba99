// export.h: rows in bulk for other programs, CSV or JSON lines: what everybody may read; or, for whom the caller has asked,
// what is not public too. Contact details and what was handed over are in none.
#pragma once

#include "base/buf.h"
#include "core/office/site.h"

enum export_kind { EXPORT_MESSAGES, EXPORT_MATTERS, EXPORT_ANSWERS, EXPORT_KINDS };
enum export_kind export_kind_of(struct str code); // "messages"; EXPORT_KINDS when unknown
const char *export_kind_code(enum export_kind kind);

struct export {
    const struct site *site;
    enum export_kind kind;
    bool jsonl; // else CSV
    bool all;   // what is not public too, with times
    // 0: of the whole site, of all times. Else what this office or a department of it received, has in hand or answered, and
    // nothing that is about it, or about an office of which `hides` says so; received, begun or published from from_at until
    // before until_at.
    int64_t office_id;
    int64_t from_at;
    int64_t until_at;
    bool (*hides)(const void *arg, int64_t about_office_id);
    const void *arg;
};

// The first row of CSV; nothing for JSON lines.
void export_heading(const struct export *x, struct buf *out);

// The rows of one page behind the id `after`, which may be none, appended; *last is the id to go on from, 0 when there are no
// more. A page is at most a few megabytes.
MUST_USE bool export_page(const struct export *x, struct tx *tx, int64_t after, int64_t *last, struct buf *out, struct err *e);
