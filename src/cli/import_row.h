// import_row.h: from the cells of a row to a message: what they mean here, what is odd about them, what is wrong.
#pragma once

#include "cli/import_date.h"
#include "cli/import_file.h"
#include "cli/import_values.h"
#include "core/intake/import.h"

enum import_message_field {
    FIELD_EXTERNAL_ID,
    FIELD_TEXT,
    FIELD_RECEIVED,
    FIELD_CLOSED,
    FIELD_STATUS,
    FIELD_CATEGORY,
    FIELD_OFFICE,
    FIELD_CHANNEL,
    FIELD_PLACE,
    FIELD_LAT,
    FIELD_LON,
    FIELD_LANG,
    FIELD_PUBLIC,
    MESSAGE_FIELDS
};
extern const struct import_field import_message_fields[MESSAGE_FIELDS];

// What the rows are read with.
struct import_reading {
    struct db *db;
    struct site *site;   // replaced when something was made
    const struct import_file *file;
    struct import_date_rules dates;
    int64_t batch;
    int64_t now;
    bool create;         // make offices and categories that are missing
    bool write;          // false: only look
    bool quiet;          // neither warnings nor problems are told, only counted
    struct seen *offices;    // office of a value
    struct seen *categories; // subject of an office's id and a value
    struct seen *places;     // office of a value, or 0: words
    struct seen *statuses;   // how many rows have it
    struct seen *odd;        // values that were warned of once
    struct seen *missing;    // what would be made
    size_t bad;
    size_t warned;
    size_t made;
};

// Read one row into *out, its texts in the arena. False: it cannot be taken, which was told and counted; or *e is set.
bool import_row_read(struct import_reading *r, struct arena *a, const struct str *values, int64_t line, struct import_row *out,
                     struct err *e) MUST_USE;

// Tell of a row that no values could be had of.
void import_row_bad(struct import_reading *r, const struct csv_bad *bad);
