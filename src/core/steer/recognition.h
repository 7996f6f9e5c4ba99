// recognition.h: who was recognised for what service, by which decision; and the certificate that the program prints.
//
// A name stands here by consent, ticked and dated. Whoever withdraws it is named no more, and the row is counted
// further. Nobody is recognised for posting or commenting: words that say so are refused (not_service.def). The
// functions run inside the caller's transaction.
#pragma once

#include "core/steer/steer.h"
#include "docs/paper.h"

struct recognition_row;

enum { PERSON_NAME_MAX = 120, SERVICE_MAX = 1000, DECISION_NUMBER_MAX = 60 };

struct recognition_form {
    const char *code;
    bool printed;
    const char *words; // msgid
};
const struct recognition_form *recognition_forms(size_t *n);
const struct recognition_form *recognition_form_of(struct str code); // NULL when unknown

struct recognition_draft {
    struct str name;
    bool consent; // ticked
    int64_t consent_day;
    struct str service;
    struct str form;
    struct str decision_number;
    int64_t decision_day;
};
// Trims; fields: name consent consent_day service form decision_number decision_day.
void recognition_check(struct recognition_draft *r, int64_t today, struct problems *p);

// Does the text speak of posting or commenting?
bool recognition_not_service(struct str service);

// Record a checked one for an office. *public_id gets its name in addresses, in the transaction's arena.
MUST_USE enum steer_end recognition_record(const struct desk *d, int64_t office_id, const struct recognition_draft *r,
                                           struct str *public_id, struct err *e);

// Consent was withdrawn: the name goes. STEER_NOT_NOW when it went already.
MUST_USE enum steer_end recognition_withdraw(const struct desk *d, const struct recognition_row *was, struct err *e);

// Can the program print it: its own form, and somebody is named?
bool recognition_prints(const struct recognition_row *r);
// The certificate in the site's language, for a signature by hand; its blocks in the arena.
struct paper recognition_paper(struct arena *a, const struct site *site, const struct recognition_row *r);
