// notice.h: telling senders who left an e-mail address that something happened: a row in the outbox, written in the same
// transaction. One wording, no code, no words of the message; the address stays sealed until the mail process opens it.
#pragma once

#include "core/office/site.h"

// One notice for the sender of each message in the matter that has an address; one that still waits is enough.
MUST_USE bool notice_senders(struct tx *tx, const struct site *s, int64_t matter_id, int64_t now, struct err *e);
