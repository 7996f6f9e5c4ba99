// matter.h: a matter's life: new → open → waiting ⇄ open → answered → closed with an outcome; reopened from any.
//
// Every change goes through one save, which compares versions (a later save never silently wins), moves the sums, writes
// the event and leaves a notice for senders who want one. The functions below run inside the caller's transaction.
#pragma once

#include "core/event.h"
#include "core/office/site.h"
#include "core/problem.h"

struct matter_row;
struct message_row;

enum { TITLE_MAX = 200, NOTE_MAX = 10000 };

enum outcome_asks { ASKS_NOTHING, ASKS_REASON, ASKS_DAY, ASKS_OFFICE };
enum outcome {
#define OUTCOME(name, code, asks, solved, words) OUTCOME_##name,
#include "core/desk/outcome.def"
#undef OUTCOME
    OUTCOMES
};
enum outcome outcome_of(struct str code); // OUTCOMES when unknown
const char *outcome_code(enum outcome o);
const char *outcome_words(enum outcome o); // msgid
enum outcome_asks outcome_asks(enum outcome o);
bool outcome_solved(enum outcome o);

// What every operation needs: the transaction, the site, who acts and when.
struct desk {
    struct tx *tx;
    const struct site *site;
    struct actor actor;
    int64_t now;
};

// How an operation ended. A caller rolls back on all but MATTER_SAVED.
enum matter_end {
    MATTER_ERROR = -1, // *e says why
    MATTER_SAVED = 0,
    MATTER_STALE,      // someone saved meanwhile: show both
    MATTER_NOT_NOW,    // its state does not allow it (or the message is elsewhere by now)
};

// Start a matter with one message from the inbox. `title` is for the desk. *out gets the row as stored.
MUST_USE enum matter_end matter_start(const struct desk *d, const struct message_row *m, int64_t category_id,
                                      struct str title, struct matter_row *out, struct err *e);

// Put a message from the inbox, or from another matter, into this matter.
MUST_USE enum matter_end matter_join(const struct desk *d, const struct matter_row *was, const struct message_row *m,
                                     struct err *e);

// The same, not by a member: at the sender's own word, or by the program. `reason` says which in the event: sender, identical,
// alike.
MUST_USE enum matter_end matter_join_for(const struct desk *d, const struct matter_row *was, const struct message_row *m,
                                         struct str reason, struct err *e);

// Take a message out of its matter, back to the inbox. The undo of start and join.
MUST_USE enum matter_end matter_split(const struct desk *d, const struct message_row *m, struct err *e);

// Name the office that answers and the due date; a new matter becomes open. An office outside the owner's is passing on:
// the caller uses matter_pass_on.
MUST_USE enum matter_end matter_assign(const struct desk *d, const struct matter_row *was, int64_t office_id, int64_t due_at,
                                       struct str due_reason, struct err *e);

// A later due date with its reason; the first one stays what "on time" is measured by.
MUST_USE enum matter_end matter_extend(const struct desk *d, const struct matter_row *was, int64_t due_at, struct str reason,
                                       struct err *e);

// Pass on to another office of the tree, as a summary; words and contact stay until their sender agrees.
MUST_USE enum matter_end matter_pass_on(const struct desk *d, const struct matter_row *was, int64_t to_office,
                                        struct str summary, struct err *e);

// Ask all senders of its messages; the matter waits.
MUST_USE enum matter_end matter_ask(const struct desk *d, const struct matter_row *was, struct str question, struct err *e);

// Go on without waiting any longer.
MUST_USE enum matter_end matter_resume(const struct desk *d, const struct matter_row *was, struct err *e);

// A public title in a language: the matter is public from the first one on, and has it for a working title where it had none.
MUST_USE enum matter_end matter_title(const struct desk *d, const struct matter_row *was, enum lang lang, struct str title,
                                      struct err *e);

// Working title and subject.
MUST_USE enum matter_end matter_edit(const struct desk *d, const struct matter_row *was, struct str title,
                                     int64_t category_id, struct err *e);

// The first published answer stops the clock. Called by the press room.
MUST_USE enum matter_end matter_answered(const struct desk *d, const struct matter_row *was, struct err *e);

// Has it lost all who waited for an answer? It was not answered, and every message in it was taken back by its sender, who said
// nothing since. Such a matter may be closed with OUTCOME_WITHDRAWN, also before it was assigned; no other may.
MUST_USE bool matter_taken_back(struct tx *tx, const struct matter_row *m, bool *out, struct err *e);

struct matter_closing {
    enum outcome outcome;
    struct str note;        // reason, or where to go
    int64_t office_id;      // not ours: to whom
    int64_t promised_day;   // planned: by when
};
void matter_closing_check(const struct site *s, int64_t today, struct matter_closing *c, struct problems *p);
MUST_USE enum matter_end matter_close(const struct desk *d, const struct matter_row *was, const struct matter_closing *c,
                                      struct err *e);
MUST_USE enum matter_end matter_reopen(const struct desk *d, const struct matter_row *was, struct str reason_code,
                                       struct err *e);

// "This does not answer it": reopens; from the second time on it goes to the office above, as far as this site reaches.
MUST_USE enum matter_end matter_contest(const struct desk *d, const struct matter_row *was, struct err *e);

// Which office has the matter after the next contest. Never one outside the site's root: there it stays with the owner.
int64_t matter_contest_office(const struct site *s, const struct matter_row *m);

// The office that answers is no more: its heir has the matter, with its dates and its words as they are.
MUST_USE enum matter_end matter_inherit(const struct desk *d, const struct matter_row *was, int64_t heir, struct err *e);

MUST_USE enum matter_end matter_note(const struct desk *d, const struct matter_row *was, struct str words, struct err *e);
MUST_USE enum matter_end matter_coordinate(const struct desk *d, const struct matter_row *was, int64_t office_id,
                                           struct err *e);

// The end of the day `days` after `from`, in the site's time zone: a due date.
int64_t matter_due_after(const struct site *s, int64_t from, int64_t days);

// The due date that holds now; 0 for none, as where a matter is in hand again after its answer: that date was the answer's.
int64_t matter_due_now(const struct matter_row *m);

// Which actions a state allows, for the page: the same rules as the functions above.
bool matter_may(const struct matter_row *m, enum event_kind action);
