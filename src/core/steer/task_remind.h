// task_remind.h: reminders in their simplest form: to the lead three days before the day and once it has passed, to the
// follower once it has passed; each said once, as a row that the desk shows and an event. Another day is another reminder.
#pragma once

#include "core/office/site.h"

// Say what is due to be said at `now`, in transactions of few rows. *said gets how many. Nothing else is changed, so it may
// be run at any time and again.
MUST_USE bool task_remind(struct db *db, const struct site *s, int64_t now, size_t *said, struct err *e);
