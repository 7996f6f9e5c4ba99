// meeting_taken.h: what was taken out of a meeting last, put back where it stood as long as nothing else was changed since.
#pragma once

#include "core/steer/meeting.h"
#include "db/q_meeting.h"

// Keep it; `was` is the meeting before it was taken out. What was kept before goes.
MUST_USE bool meeting_taken_keep(const struct desk *d, const struct meeting_row *was, const struct meeting_taken_row *taken,
                                 struct err *e);

// What can be put back now. Q_NONE: nothing.
enum q_got meeting_taken_now(struct tx *tx, const struct meeting_row *m, struct meeting_taken_row *out, struct err *e);

// Put it back. STEER_NOT_NOW: there is nothing to put back.
MUST_USE enum steer_end meeting_taken_back(const struct desk *d, const struct meeting_row *was, struct err *e);
