// message.h: what one person sent once: checking it, taking it in, finding it by its receipt.
#pragma once

#include "core/event.h"
#include "core/office/site.h"
#include "core/problem.h"

struct message_row;

enum { WORDS_MIN = 5, WORDS_MAX = 5000, PLACE_MAX = 200, EXTERNAL_MAX = 200 };

// What a form, the API, a clerk or an import gives. Texts are the giver's, checked by message_check.
struct message_draft {
    struct str words;
    struct str place;        // in the sender's words; may be STR_NONE
    int64_t office_id;       // to whom; 0: the site's own office
    int64_t place_office_id; // commune where it happened; 0: not said
    int64_t category_id;     // 0: I don't know
    enum lang lang;
    struct str kind;         // question report thanks; STR_NONE: report
    struct str channel;      // web api phone paper counter mail app other
    bool may_show;
    bool about_office;       // "this is about the office or its staff"
    bool by_office;          // entered by a member or imported
    bool point_public;
    int64_t lat_e6;
    int64_t lon_e6;
    int64_t received_at;     // 0: now
    struct str receipt_hash; // where a receipt is given out
    struct str public_id;    // drawn already; STR_NONE: drawn when it is stored
    struct event_said said;  // what its event commits to, worked out already; empty: when it is stored
    int64_t import_id;
    struct str external_id;
    struct str content_key;
    bool joined;             // its matter is written with it: it is in no inbox
    unsigned contact_ways;   // enum contact_way: what the site can do with contact details now
    struct str contact;      // e-mail address or telephone number; STR_NONE or empty: none
};

struct message_taken {
    int64_t id;
    struct str public_id;
    int64_t office_id; // who takes it in: the one above when it is about the office
    int64_t received_at;
};

// Trim, and add a problem for each thing a person must mend. Fields: words place office category kind about
// contact.
void message_check(const struct site *s, struct message_draft *d, struct problems *p);

// The office that takes a message in: a message about an office goes to the one above it. The site's own office has nobody
// above it here.
int64_t message_receiver(const struct site *s, const struct message_draft *d);

// Store a checked message with its receipt, sealed contact details, event and sums. One row of each; the caller's transaction.
MUST_USE bool message_take(struct tx *tx, const struct site *s, const struct actor *actor, const struct message_draft *d,
                           int64_t now, struct message_taken *out, struct err *e);

// The message alone, without receipt, event and sums: for those who write many. *added is false, and nothing is stored, when
// its external id, its content key or the public id just drawn is taken. *row is as stored, without its words.
MUST_USE bool message_put(struct tx *tx, const struct site *s, const struct message_draft *d, int64_t now,
                          struct message_row *row, bool *added, struct err *e);

// The message of a receipt's hash: Q_ROW and *out, Q_NONE, or Q_ERROR. (enum q_got)
MUST_USE int message_by_receipt(struct tx *tx, int64_t home, struct str hash, struct message_row *out, struct err *e);
