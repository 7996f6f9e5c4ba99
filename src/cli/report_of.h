// report_of.h: `hoiam report --template`: a report by a template, as it was handed in or, where it was not, as it stands.
#pragma once

#include "cli/cli.h"
#include "core/office/site.h"
#include "db/q_rows.h"

int report_by_template(struct cli_call *call);

// The report that --template, --period and --alone name at an office. False: it was said, *code is the exit code.
bool report_of_read(struct cli_call *call, struct tx *tx, const struct site *s, const struct office *o, struct report_row *row,
                    int *code) MUST_USE;
