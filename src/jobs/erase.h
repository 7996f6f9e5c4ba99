// erase.h: erasing what the store keeps for a time only: contact details, replies to requests, sessions, notices done with.
#pragma once

#include "core/office/site.h"

enum { ERASE_NOTICE_DAYS = 30 }; // how long a row of the outbox, long emptied of its address, stays for the administrator

// Erase what is due, in transactions of few rows.
MUST_USE bool erase_run(struct db *db, const struct site *s, int64_t now, struct err *e);
