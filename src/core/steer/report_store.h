// report_store.h: what report.c shares with report_file.c: rows of reports as they are made, frozen and saved.
#pragma once

#include "core/steer/report.h"

// All of one office, period and scope by any edition of a template, the latest first.
MUST_USE bool report_editions_of(struct tx *tx, int64_t home, const struct report_template *t, int64_t office_id,
                                 struct report_span span, enum report_scope scope, struct report_row **list, size_t *n,
                                 struct err *e);

// A new row as a draft, with an event. *out is the row as stored.
MUST_USE enum steer_end report_insert_row(const struct desk *d, const struct report_row *r, struct report_row *out,
                                          struct err *e);

// What may change of it, where nobody else has saved meanwhile; with its line and event unless kind is EVENT_KINDS.
MUST_USE enum steer_end report_save_row(const struct desk *d, const struct report_row *was, const struct report_row *r,
                                        enum event_kind kind, struct str words, struct err *e);

// Figure i of r->t with r->values and r->editions, as it stays from now on.
MUST_USE bool report_freeze_figure(const struct desk *d, const struct report *r, size_t i, struct err *e);

// The other editions are no longer the last.
MUST_USE bool report_make_last(const struct desk *d, const struct report_row *row, const struct report_row *editions,
                               size_t n, struct err *e);

// The spread of a value as pairs in a JSON array.
struct json;
void report_put_spread(struct json *j, const struct report_value *v);
