// office_mail.h: telling an office by mail what its desk shows: a task that is due or late, an invitation to a meeting. Only
// where the site has mail and the office itself set an address; one wording with a number and a link, no words of the task, no
// tracking. A row in the same transaction as what it tells of; jobs/office_post.c sends it.
#pragma once

#include "core/office/site.h"
#include "docs/ical.h"

struct meeting_row;

enum { OFFICE_MAIL_WAIT = 120 }; // seconds in which an invitation may still be changed without a second mail

// Nothing is written where the office has no address or the site no mail. A former office's mail is its heir's.
MUST_USE bool office_mail_task(struct tx *tx, const struct site *s, int64_t office_id, int64_t task_id, int64_t now,
                               struct err *e);
// To every office that is invited, or to one of them (only; 0: all), while the meeting is to come.
MUST_USE bool office_mail_meeting(struct tx *tx, const struct site *s, const struct meeting_row *m, int64_t only, int64_t now,
                                  struct err *e);

// The address that an office set itself, where mail can be sent at all; "" else.
struct str office_mail_address(const struct site *s, int64_t office_id);

// The invitation as an event of a calendar. In tx's arena, names of offices in the language.
MUST_USE bool meeting_event(struct tx *tx, const struct site *s, enum lang lang, const struct meeting_row *m,
                            struct ical_event *out, struct err *e);
