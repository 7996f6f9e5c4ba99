// tally.h: sums by office and time, kept in the transaction that changes what they count, so that a page of figures reads
// sums and not a million rows. What a row contributes is a pure function of the row; a change takes the former
// contribution away and adds the new one. `hoiam check` and tally_rebuild count everything anew with the same functions.
#pragma once

#include "core/office/site.h"

struct message_row;
struct matter_row;

enum measure {
#define MEASURE(name, key, meaning, part) MEASURE_##name,
#include "core/count/measure.def"
#undef MEASURE
    MEASURES
};

const char *measure_key(enum measure m);
enum measure measure_of(struct str key); // MEASURES when unknown

// How a message got here without its sender's own hand.
#define PART_ENTERED "entered"
#define PART_IMPORTED "imported"

// Of MEASURE_PUBLISHED, in place of the kind: an answer that only its senders can read. Those for all are public rows.
#define PART_BY_RECEIPT "answer_by_receipt"

// Where contributions go: to the store, or, when everything is recounted, into memory. Adds n (negative: takes away) to one
// sum, of a day.
typedef bool tally_sink(void *arg, int64_t day, int64_t office_id, enum measure m, struct str part, int64_t n, struct err *e);

// Contributions of one row, each multiplied by `times` (1 or -1).
MUST_USE bool tally_of_message(const struct site *s, const struct message_row *m, int64_t times, tally_sink *sink, void *arg,
                               struct err *e);
MUST_USE bool tally_of_matter(const struct site *s, const struct matter_row *m, int64_t times, tally_sink *sink, void *arg,
                              struct err *e);
MUST_USE bool tally_of_rating(const struct site *s, int64_t office_id, int64_t rated_at, int64_t value, int64_t times,
                              tally_sink *sink, void *arg, struct err *e);
MUST_USE bool tally_of_publication(const struct site *s, int64_t office_id, int64_t published_at, struct str kind,
                                   bool by_receipt, int64_t times, tally_sink *sink, void *arg, struct err *e);

// The sink of everyday changes; arg is a struct tally_tx.
struct tally_tx {
    struct tx *tx;
    const struct site *site;
};
bool tally_to_store(void *arg, int64_t day, int64_t office_id, enum measure m, struct str part, int64_t n, struct err *e);

// The month of a day as the store counts months: year * 12 + month - 1.
int64_t tally_month(int64_t day);
