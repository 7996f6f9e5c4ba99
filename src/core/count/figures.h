// figures.h: the figures of an office and a period, as the numbers page, the desk and `hoiam report` show them.
//
// Three periods side by side: the one asked for, the one before, the same of the year before.
#pragma once

#include "base/buf.h"
#include "core/count/sums.h"

enum figure {
#define FIGURE(name, key, unit, rows, label, definition) FIGURE_##name,
#include "core/count/figure.def"
#undef FIGURE
    FIGURES
};
enum figure_unit { UNIT_COUNT, UNIT_DAYS, UNIT_TENTHS, UNIT_HUNDREDTHS, UNIT_PERMILLE };
enum figure_rows { ROWS_PRIVATE, ROWS_MATTERS, ROWS_PUBLICATIONS };

struct figure_info {
    const char *key;
    enum figure_unit unit;
    enum figure_rows rows;
    const char *label;      // msgid
    const char *definition; // msgid
};
const struct figure_info *figure_info(enum figure f);
enum figure figure_of(struct str key); // FIGURES when unknown

// What stands in one place of a page.
struct figure_value {
    int64_t n;         // in the figure's unit; not to be shown unless `shown` says so
    enum shown shown;
    bool none;         // there is nothing of which it could be said: a median of no answers
    int64_t listed;    // so many of it are public matters. SHOWN_SMALL: 1 to 4 more than these
};

// For machines: 12, 3.5, nothing where there is none; <5, >7 (1 to 4 more than the 7 that are public) and hidden.
void figure_put_plain(struct buf *out, enum figure_unit unit, struct figure_value v);
// As the reader's language writes it: 1.234 · 3,5 · 87,5% · <5 · >7 · ẩn · –
void figure_put(struct buf *out, enum lang lang, enum figure_unit unit, struct figure_value v);

enum figure_time { TIME_NOW, TIME_BEFORE, TIME_YEAR_BEFORE, FIGURE_TIMES };

// Counts by a part of what is counted.
enum figure_list { LIST_CHANNEL, LIST_SUBJECT, LIST_OUTCOME, LIST_AGE, LIST_RATING, LIST_KIND, FIGURE_LISTS };
const char *figure_list_key(enum figure_list list);  // "by_channel"
const char *figure_list_title(enum figure_list list); // msgid
enum figure figure_list_total(enum figure_list list); // what its parts add up to

struct figure_part {
    struct str code;
    struct figure_value v[FIGURE_TIMES];
};

struct figure_parts {
    struct figure_part *list;
    size_t n;
};

// A row of the table by office.
struct figure_office {
    enum sums_whose whose; // SUMS_OWN: the office alone; SUMS_FORMER: one that is no more
    const struct office *office;
    struct figure_value v[FIGURES];
};

struct figures {
    const struct office *office;
    bool alone;    // without those below
    bool released; // for everybody: small counts are hidden
    struct report_period period[FIGURE_TIMES];
    int64_t as_of; // open matters were counted at the end of this day
    struct figure_value v[FIGURE_TIMES][FIGURES];
    struct figure_parts parts[FIGURE_LISTS];
    struct figure_office *offices; // below it; none where there is only the office itself
    size_t n_offices;
};

// Count. In the arena of the transaction. Released figures are the same for the same count on every page of a period;
// they take quarters, halves and years only (told_may), because the difference of two periods tells what lies between.
MUST_USE bool figures_read(struct figures *f, struct tx *tx, const struct site *site, const struct office *office, bool alone,
                           const struct report_period *p, bool released, int64_t now, struct err *e);

// The name of a part for people: "đã giải quyết xong", "điện thoại", the subject's name.
struct str figure_part_name(const struct site *site, enum lang lang, enum figure_list list, struct str code);

// How a figure, or one of its parts (STR_NONE: the figure), can be had again, for the JSON: an address that opens its rows, or a
// query on the store; in the arena. STR_NONE: not at all.
typedef struct str figure_query(struct arena *a, enum lang lang, const struct site *site, const struct figures *f,
                                enum figure which, struct str part);

// All of it for machines: one writer for the page, the desk and the command line, so that they agree to the last digit.
void figures_json(struct buf *out, struct arena *a, const struct site *site, enum lang lang, const struct figures *f,
                  figure_query *query);
struct json;
void figures_put_value(struct json *j, const char *name, enum figure_unit unit, struct figure_value v);
void figures_put_day(struct json *j, const char *name, int64_t day);
void figures_csv(struct buf *out, const struct site *site, enum lang lang, const struct figures *f);
