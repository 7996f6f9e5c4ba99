// follow.h: what the bearer of a receipt sees and may do: every step, the answer, add a word, say that it was not answered,
// rate, agree that words and contact details go to another office.
#pragma once

#include "core/desk/matter.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "db/q_publication.h"
#include "db/q_site.h"

enum { ADDITION_MAX = 2000 };

struct follow_step {
    int64_t number;     // of its event: the order of steps, whatever the clock said
    int64_t at;
    int64_t office_id;  // who did it; 0: the sender, or the program
    enum event_kind kind;
    struct str reason;
};

struct follow_answer {
    struct publication_row pub;
    struct version_row version; // the latest published one in the asked language, else in the original's
    struct sources_of_version_row *sources;
    size_t n_sources;
};

struct follow {
    struct message_row message;
    bool in_matter;
    struct matter_row matter;   // set when in_matter
    struct str title;           // its public title; STR_NONE while it has none
    struct follow_step *steps;  // oldest first
    size_t n_steps;
    struct follow_answer *answers;
    size_t n_answers;
    struct exchange_of_message_row *exchange;
    size_t n_exchange;
    int64_t rated;              // 0: not yet
    bool contact_kept;
    bool may_add, may_contest, may_rate;
    bool may_erase;             // there are words to take back
    int64_t contest_office;     // who would look at it after the next contest: the present owner, or the office above
    int64_t consent_office;     // asked and not yet decided: may words, or contact details, go there? 0: nothing asked
};

// Everything that the receipt with this hash shows. enum q_got: Q_NONE when there is no such receipt.
MUST_USE int follow_load(struct tx *tx, const struct site *s, struct str receipt_hash, enum lang lang, struct follow *out,
                         struct err *e);

// The sender's own acts; each loads anew inside the transaction and answers MATTER_NOT_NOW where it is not allowed. Words that
// are the last thing the sender said already (a resend, a page loaded again) are MATTER_SAVED and change nothing.
MUST_USE enum matter_end follow_add(struct tx *tx, const struct site *s, struct str receipt_hash, struct str words, int64_t now,
                                    struct err *e);
MUST_USE enum matter_end follow_contest(struct tx *tx, const struct site *s, struct str receipt_hash, struct str words,
                                        int64_t now, struct err *e);
MUST_USE enum matter_end follow_rate(struct tx *tx, const struct site *s, struct str receipt_hash, int64_t value, int64_t now,
                                     struct err *e);
// Take back all that was said (erasure.h). There is no way back.
MUST_USE enum matter_end follow_erase(struct tx *tx, const struct site *s, struct str receipt_hash, int64_t now, struct err *e);
MUST_USE enum matter_end follow_consent(struct tx *tx, const struct site *s, struct str receipt_hash, bool agree, int64_t now,
                                        struct err *e);
