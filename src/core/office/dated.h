// dated.h: the dated rows of one office: from a day on it is called otherwise, stands elsewhere, or is no more. Rows before
// that day stay as they are; a row that begins on that very day is put right instead. Runs in the caller's transaction and
// leaves no event: its callers know what happened.
#pragma once

#include "base/err.h"
#include "db/db.h"
#include "i18n/lang.h"

struct office_term {
    int64_t parent_id; // 0: a root
    struct str code;
    struct str kind;
};

// Until the next term that is written down already, if there is one. *done is false when the office is not there on that day.
MUST_USE bool dated_term(struct tx *tx, int64_t office_id, int64_t day, const struct office_term *t, bool *done, struct err *e);

// A name in a language, until the next one that is written down already.
MUST_USE bool dated_name(struct tx *tx, int64_t office_id, int64_t day, enum lang lang, struct str name, struct err *e);

// The office is there up to, not including, that day. *done is false when it is not there on the day before, or something is
// written down for that day or later: that must be taken back first.
MUST_USE bool dated_end(struct tx *tx, int64_t office_id, int64_t day, bool *done, struct err *e);

// Undo dated_end: what ended on that day goes on.
MUST_USE bool dated_go_on(struct tx *tx, int64_t office_id, int64_t day, struct err *e);

// Forget what was to begin on a day after `today`; what it would have ended goes on. *done: there was such a thing.
MUST_USE bool dated_forget(struct tx *tx, int64_t office_id, int64_t today, bool *done, struct err *e);
