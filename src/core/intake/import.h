// import.h: messages taken over from another system, many at a time, and taken back again as a whole.
//
// An imported message is marked and counted apart; it has no receipt, so it never rates, comments or contests. What was
// closed there arrives as a matter that is closed, with the outcome "not stated". Each message leaves one event, each
// matter two (started, closed); numbers of events and sums are taken for a whole chunk at once, in its own transaction.
#pragma once

#include "core/intake/message.h"

enum { IMPORT_KEY = 16 };

struct import_row {
    struct message_draft draft; // checked; external_id or content_key is set
    int64_t closed_at;          // 0: not closed
    int64_t line;               // where it stands in its file
};

// Rows that are written in one transaction; the caller keeps it under 50 ms. Everything lives until it has ended.
struct import_chunk {
    const struct site *site;
    int64_t batch;
    struct str source; // name of the file, without its folder
    int64_t now;
    struct import_row *rows;
    size_t n;
    // out
    size_t added;    // the others were there already
    int64_t took_us;
};

// A db_fn; arg is a struct import_chunk.
enum tx_end import_chunk(struct tx *tx, void *arg, struct err *e);

// The key of a row that has no id of its own: the time first, so that rows of one time lie together in the index, then a
// hash of all that the row says.
void import_content_key(const struct message_draft *d, int64_t closed_at, unsigned char out[static IMPORT_KEY]);

// Is the row of this draft in the store already?
MUST_USE bool import_known(struct tx *tx, const struct site *s, const struct message_draft *d, bool *known, struct err *e);

// The batch brought so many rows more; its own row begins with the first of them, or with 0 for what is noted beside it
// (core/office/made.h).
MUST_USE bool import_count(struct tx *tx, const struct site *s, int64_t batch, struct str source, int64_t now, size_t rows,
                           struct err *e);

// All rows are in: says so in the batch, and leaves an event.
MUST_USE bool import_finish(struct tx *tx, const struct site *s, int64_t batch, int64_t now, struct err *e);

// Taking a batch back, up to 50 messages a transaction: words, links and sums go; events stay; matters become void and
// keep their number; a message that joined a matter by itself is taken out of it, and the matter goes on. Messages that the
// office has worked on since are kept. Called until `over`.
struct import_undo {
    const struct site *site;
    int64_t batch;
    int64_t now;
    int64_t after;  // 0 at first
    // out
    int64_t next;   // `after` of the next call
    size_t undone;
    size_t kept;
    bool over;
};
enum tx_end import_undo(struct tx *tx, void *arg, struct err *e);

// The whole batch is gone: says so in the batch, and leaves an event.
MUST_USE bool import_undo_finish(struct tx *tx, const struct site *s, int64_t batch, struct actor actor, int64_t now,
                                 struct err *e);
