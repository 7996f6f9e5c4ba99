// grouping.h: messages that join a matter by themselves, at offices that let them (setting "grouping"): those with the
// same words as one that is in it, and nearly the same ones once the desk's own decisions bear it out (same.h). Everything
// else is a suggestion beside the message (likely.h), or a message of its own.
//
// It follows the log: each message that came in is looked at once, whichever way it came (form, API, phone desk, import),
// and each that was put into a matter draws those with the same words after it. What joins is an event, and is taken out
// again as any other. It runs beside the taking in, never in it: a message is acknowledged before.
#pragma once

#include "core/press/finder.h"

struct grouping {
    int64_t seen; // event; -1 before the first call
    bool kept;    // it stands in the store, for the next start
    void (*tell)(void *ctx, int64_t seen, int64_t joined); // after each part; may be NULL
    void *ctx;
};

// Look at what happened up to what the finder has seen. *joined: how many messages joined a matter.
MUST_USE bool grouping_run(struct grouping *g, const struct finder *f, struct db *db, const struct site *s, int64_t now,
                           int64_t *joined, struct err *e);

// For who writes without a server beside: what comes from now on is looked at by the next grouping_run that begins, here or in
// a server, as is what was left before. *lets false, and nothing is kept, where no office lets messages join.
MUST_USE bool grouping_mark(struct db *db, const struct site *s, bool *lets, struct err *e);
