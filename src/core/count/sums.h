// sums.h: the sums of one period, rolled up the office tree: for an office, its own and those of each office below.
//
// Read from month sums where whole months lie in the period and from day sums at its ends.
#pragma once

#include "core/count/disclose.h"
#include "core/count/period.h"
#include "core/count/tally.h"

// Groups of counts that add up to one total each.
enum sums_group { GROUP_RECEIVED, GROUP_OPENED, GROUP_ANSWERED, GROUP_CLOSED, GROUP_RATED, GROUP_OPEN, GROUP_BY_RECEIPT,
                  SUMS_GROUPS };

// Beside the measures of measure.def: what is read from the matters themselves, and the totals.
enum sums_measure {
    SUMS_AGE = MEASURES, // of matters still open: parts 7 15 30 90 more (days)
    SUMS_DUE,            // the same: parts overdue, not_overdue
    SUMS_SHOWN_AGE,      // those of SUMS_AGE that are public
    SUMS_SHOWN_DUE,
    SUMS_TOTAL,          // SUMS_TOTAL + group; part ""
    SUMS_SHOWN_TOTAL = SUMS_TOTAL + SUMS_GROUPS, // the same of those that are public
    SUMS_MEASURES = SUMS_SHOWN_TOTAL + SUMS_GROUPS,
};

#define PART_SENT "sent" // of MEASURE_ENTERED: neither entered nor imported

struct sums_key {
    int measure; // enum measure or enum sums_measure
    struct str part;
};

// Keys by number and by hash.
struct sums_keys {
    struct arena *a;
    struct sums_key *list;
    size_t n, cap;
    uint32_t *hashed; // key + 1
    size_t hashed_cap;
};
struct sums_keys sums_keys_new(struct arena *a);
size_t sums_keys_add(struct sums_keys *keys, int measure, struct str part); // its number, whether it was there or not
ptrdiff_t sums_keys_find(const struct sums_keys *keys, int measure, struct str part); // -1: not there

// Counts of the matters of one office that were still open; sums_open_key[i] says what n[i] counts.
enum { SUMS_OPEN_PARTS = 7 };
struct sums_open {
    int64_t office_id;
    int64_t n[SUMS_OPEN_PARTS];
    int64_t listed[SUMS_OPEN_PARTS]; // of these, how many are public
};
extern const struct sums_open_key {
    int measure; // SUMS_AGE or SUMS_DUE
    const char *part;
} sums_open_key[SUMS_OPEN_PARTS];

// The group whose total a count adds to; SUMS_GROUPS for one that adds to none.
enum sums_group sums_group_of(int measure, struct str part);

// How many matters took so many days to be answered, by days.
struct sums_days {
    int64_t *n;
    size_t cap;
};

enum sums_whose { SUMS_ALL, SUMS_OWN, SUMS_BELOW, SUMS_FORMER };

struct sums_slot {
    enum sums_whose whose;
    const struct office *office; // of SUMS_FORMER the former office; NULL: offices that nothing is known of
    int64_t *n;                  // by key
    enum shown *shown;           // by key; NULL: all is told
    size_t cap;
    struct sums_days days;
};

struct sums {
    struct arena *a;
    const struct site *site;
    const struct office *office;
    struct sums_slot *slots; // slots[0] is the whole, the others are what it consists of
    size_t n_slots;
    struct sums_keys keys;
    struct sums_open *open; // by office, of the whole site
    size_t n_open, open_cap;
    int64_t as_of; // the day for whose end open matters were counted
};

// Read. `today` ends a period that is not over yet, as far as open matters go. ERR_CORRUPT: the sums contradict each other.
MUST_USE bool sums_read(struct sums *s, struct tx *tx, const struct site *site, const struct office *office,
                        const struct report_period *p, int64_t today, struct err *e);

// The number of a key, or -1 when nothing was counted under it.
ptrdiff_t sums_find(const struct sums *s, int measure, struct str part);
int64_t sums_n(const struct sums_slot *slot, ptrdiff_t key);      // 0 for -1
enum shown sums_shown(const struct sums_slot *slot, ptrdiff_t key); // SHOWN_COUNT for -1

// Of what a key counts, how many are public matters, which anybody can list: readers can take them off. 0 for -1.
int64_t sums_listed(const struct sums *s, const struct sums_slot *slot, ptrdiff_t key);

int64_t sums_days_n(const struct sums_days *d);
// In tenths of a day: the middle one, or the mean of the two in the middle. 0 for none.
int64_t sums_days_median(const struct sums_days *d);
// Nearest rank (the smallest that is not below 90 % of them), in days. 0 for none.
int64_t sums_days_p90(const struct sums_days *d);
