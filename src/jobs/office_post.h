// office_post.h: sending the mail that waits for offices' own addresses (core/steer/office_mail.h). A row is claimed before its
// mail is sent and marked after; a program that is killed in between repeats that one, later and with the same Message-ID.
#pragma once

#include "jobs/outbox.h"

// Send what is due; given up after OUTBOX_GIVE_UP, or when the office has no address any more. False when the store failed.
MUST_USE bool office_post_run(struct outbox *o, const struct site *s, int64_t now, struct err *e);
