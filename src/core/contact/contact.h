// contact.h: contact details that a sender leaves: what may be left, sealing it, opening it for one message and a reason,
// erasing it. In the store it exists sealed only; the mail process and the keeper alone have the key (core/contact/mailer.h).
#pragma once

#include "auth/box.h"
#include "core/event.h"
#include "core/office/site.h"
#include "core/problem.h"

struct message_draft;

enum { CONTACT_MAX = 254, CONTACT_NOTE_MAX = 2000 }; // characters

// How the office can reach a sender. Two bits.
enum contact_way { CONTACT_BY_PHONE = 1, CONTACT_BY_EMAIL = 2 };

// Which ways there are at this site, given the public half of the key that the mail process holds (NULL: it has none).
// That key must be the one in the settings, or what is sealed could not be opened; e-mail also needs a mail server, a
// sender address and the site's own address. 0: the form does not ask.
unsigned contact_ways(const struct site *s, const struct box_public *held);

// Trim d->contact and put it into the form in which it is kept, or add a problem (field: contact). With an @ it is an
// e-mail address, else a telephone number.
void contact_check(struct message_draft *d, struct problems *p);

// The name of the row that a box belongs to, see box_seal: a box moved to another message stays shut.
struct str contact_about(struct arena *a, int64_t home, int64_t message_id);

// Seal and keep what a checked draft holds. Nothing to keep is true.
MUST_USE bool contact_keep(struct tx *tx, const struct site *s, const struct message_draft *d, int64_t message_id, int64_t now,
                           struct err *e);

// A matter was closed: contact details of its senders go after the days that the office has set.
MUST_USE bool contact_matter_closed(struct tx *tx, const struct site *s, int64_t matter_id, int64_t office_id, int64_t now,
                                    struct err *e);

// Erase what a message's sender left, with what still waits to be sent there, and an event. Nothing kept is true.
MUST_USE bool contact_erase(struct tx *tx, int64_t home, int64_t message_id, int64_t now, struct err *e);

// Erase what is due, at most 100 rows, each with an event. A message that is being worked on again waits. *more: there
// may be further ones.
MUST_USE bool contact_erase_due(struct tx *tx, const struct site *s, int64_t now, bool *more, struct err *e);

enum contact_reason {
#define REASON(name, code, words) CONTACT_REASON_##name,
#include "core/contact/reason.def"
#undef REASON
    CONTACT_REASONS
};
enum contact_reason contact_reason_of(struct str code); // CONTACT_REASONS when unknown
const char *contact_reason_code(enum contact_reason r);
const char *contact_reason_words(enum contact_reason r); // msgid

enum contact_end {
    CONTACT_OPENING, // recorded: the box may be opened now
    CONTACT_NOT_YOURS, // who asks may not read the message's words
    CONTACT_NOT_KEPT,  // none was left, or it is erased
};

// An opening and its trace. The event is written first: when the box then does not open, an opening too many is on
// record, never one too few.
struct contact_opening {
    const struct site *site;
    struct actor actor;
    const int64_t *offices; // at which who asks holds a role that may open
    size_t n_offices;
    int64_t message_id;
    enum contact_reason reason;
    struct str note; // for the office's own eyes, kept with the matter; STR_NONE or empty: none
    int64_t now;
    // out
    enum contact_end end;
    struct str kind;   // email phone
    int64_t event;     // its number, which mailer_open needs
};

// A db_fn; arg is a struct contact_opening.
enum tx_end contact_record_opening(struct tx *tx, void *arg, struct err *e);

// ---- a mail to try the settings with. Its box belongs to message 0, which is none: the mail process knows it by that.
enum { CONTACT_TRIAL = 0 };
struct trial_mail {
    bool any;         // one was asked for lately
    bool done;
    bool sent;
    int64_t made_at;
    int64_t next_at;  // of one that is not done: when it is tried again
    int64_t tries;
};
// Is it an address to which mail may go?
bool contact_address_ok(struct str typed);
// Into the outbox; one that still waits is given up for it.
MUST_USE bool contact_try_mail(struct tx *tx, const struct site *s, struct str address, enum lang lang, int64_t now,
                               struct err *e);
MUST_USE bool contact_trial(struct tx *tx, const struct site *s, struct trial_mail *out, struct err *e);
