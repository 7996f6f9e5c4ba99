// import_back.h: taking an import back as a whole, step by step, each a short transaction: its messages, then the offices and
// subjects that it made or changed, as often as that frees others, then the word that it is gone, where nothing stays.
#pragma once

#include "core/intake/import.h"
#include "core/office/made.h"

struct import_back {
    const struct site *site;
    struct actor actor; // who does it; zeroes: at the machine's own console
    int64_t batch;
    int64_t now;
    struct arena *mem; // outlives all steps
    // so far
    size_t messages, messages_kept;
    size_t things;
    struct made_kept *kept; // offices and subjects that stay
    size_t n_kept;
    bool over;
    // its own
    enum import_back_phase { BACK_MESSAGES, BACK_THINGS, BACK_FINISH } phase;
    size_t freed; // in this pass over the things
    struct import_undo rows;
    struct made_undo made;
};

// A db_fn; arg is a struct import_back. After each commit import_back_next(), until it is over.
enum tx_end import_back_step(struct tx *tx, void *arg, struct err *e);
void import_back_next(struct import_back *b);
