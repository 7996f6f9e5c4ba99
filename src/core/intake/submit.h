// submit.h: taking in what a sender sends, once (once.h): whatever happens on the way, there is one message and one receipt.
#pragma once

#include "core/intake/message.h"
#include "core/intake/once.h"
#include "core/intake/receipt.h"

enum submit_end {
    SUBMIT_TAKEN,      // a new message
    SUBMIT_REPEATED,   // the same key and body: the first reply again
    SUBMIT_OTHER_BODY, // the same key with another body: nothing was taken
};

struct submission {
    const struct site *site;
    struct message_draft draft; // checked
    struct actor actor;         // empty for a sender
    struct str key;             // STR_NONE: none given
    struct str body;            // what was sent, to know a repeat from a misuse
    int64_t matter_id;          // the sender says: it is this one; 0: said nothing
    int64_t now;
    // worked out by submit_prepare
    struct once once;
    struct str code;            // the receipt's, as shown
    struct str sealed;          // the reply to be kept
    // out
    enum submit_end end;
    struct str receipt;         // as shown; empty when SUBMIT_OTHER_BODY
    struct str public_id;
    int64_t received_at;
    bool joined;                // it was added to the matter; else it waits in the inbox as any other
};

// What needs no store: codes, hashes and seals, in the arena. Once, in the caller's own thread before submit_message has its
// turn on the writer's, where everybody waits.
void submit_prepare(struct arena *a, struct submission *s);

// A db_fn; arg is a struct submission, prepared.
enum tx_end submit_message(struct tx *tx, void *arg, struct err *e);
