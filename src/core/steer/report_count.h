// report_count.h: the figures of the catalogue counted from the store, for any set of offices of a period's tree.
#pragma once

#include "core/steer/report_tree.h"

// What counts: the rows of one office's own report, or those of all reports of an office and all below.
enum report_scope { SCOPE_ALONE, SCOPE_CONSOLIDATED };

// v[CATALOGUES]: in the arena of the transaction. What is open is counted at the end of the period's last day, by what is
// known now. Both scopes count by the tree's rule.
MUST_USE bool report_count(struct report_value *v, struct tx *tx, const struct site *site, const struct report_tree *tree,
                           int64_t office_id, enum report_scope scope, struct report_span p, int64_t now, struct err *e);
