// made.h: what an import made of offices and subjects, noted beside them as it does it, so that the whole can be taken back.
//
// An office that it made goes: its names and places; its bare id stays, which log entries and numbers of void matters name. A
// subject that it made ends. An office that it changed is again what it was, to the row. What was changed since, is in use, or
// could not stand in the tree as it did, stays, and is told with the reason.
#pragma once

#include "core/event.h"
#include "core/office/site.h"

enum { MADE_A_TX = 50 };

// Around each change of an office, in its transaction: before it (where the office is there already), and after it. The
// batch has its row in import_batch by then.
struct made {
    struct tx *tx;
    int64_t home;
    int64_t batch; // 0: nothing is noted
};
MUST_USE bool made_before(const struct made *m, int64_t office_id, struct err *e);
MUST_USE bool made_after(const struct made *m, int64_t office_id, bool is_new, struct err *e);
MUST_USE bool made_subject(const struct made *m, int64_t category_id, struct err *e);

// One that stays.
struct made_kept {
    int64_t id;
    bool subject;
    const char *why; // msgid
};

// Taking back, the last first, at most MADE_A_TX in a transaction; called until `over`. A db_fn; arg is a struct made_undo.
// The caller reads the site anew.
struct made_undo {
    const struct site *site;
    struct actor actor;
    int64_t batch;
    int64_t now;
    int64_t before; // 0 at first
    // out
    int64_t next;   // `before` of the next call
    size_t undone;
    struct made_kept kept[MADE_A_TX];
    size_t n_kept;
    bool over;
};
enum tx_end made_undo(struct tx *tx, void *arg, struct err *e);

// An office or subject that stays, in a reader's words: its name and code. "" where it has none any more.
struct str made_name(struct arena *a, const struct site *s, const struct made_kept *k, enum lang lang);
