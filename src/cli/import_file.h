// import_file.h: a file of rows for a command that imports: CSV or JSON lines, its columns mapped to the command's fields.
#pragma once

#include "cli/cli.h"
#include "docs/csv.h"

enum { IMPORT_FIELDS_MAX = 16, IMPORT_JOIN_MAX = 8 };

struct import_field {
    const char *name;
    bool must; // a file without it is refused
};

struct import_file;

// Does a heading name a field otherwise than by its name?
typedef bool import_known_fn(struct arena *a, struct str heading, size_t field);

// The options that every importing command has.
extern const char import_map_place[], import_map_help[], import_separator_place[], import_separator_help[],
    import_encoding_help[];
#define IMPORT_FILE_OPTIONS                                                                                            \
    {"map", import_map_place, import_map_help, OPT_REPEAT},                                                            \
        {"separator", import_separator_place, import_separator_help, 0},                                               \
        {"encoding", "NAME", import_encoding_help, 0}

// Open the call's first operand, "-" being standard input. A name that ends with .jsonl or .ndjson holds JSON lines. NULL:
// it was said, and *code is the exit code. known: NULL where fields are found by their names alone.
struct import_file *import_file_open(const struct cli_call *call, const struct import_field *fields, size_t n,
                                     import_known_fn *known, int *code) MUST_USE;
void import_file_close(struct import_file *f);

// The next row: values[i] is the text of field i, trimmed, empty where the row has none; they live until the next call.
// bad->column is 0 or a column of the file, which import_file_told can tell.
MUST_USE enum csv_got import_file_next(struct import_file *f, struct str *values, int64_t *line, struct csv_bad *bad,
                                       struct err *e);

const char *import_file_name(const struct import_file *f); // without its folder
// Does the file have this field? JSON lines: was it mapped, or has a row so far had it?
bool import_file_has(const struct import_file *f, size_t field);
bool import_file_can_rewind(const struct import_file *f);  // read it again from the beginning?
bool import_file_rewind(struct import_file *f, struct err *e) MUST_USE;

// How far: bytes read, and how many there are (0: not known).
void import_file_progress(const struct import_file *f, int64_t *read, int64_t *size);

// "FILE:LINE: column 3 (Created Date): " into *out, by a field, or by bad->column when field is -1.
void import_file_told(const struct import_file *f, int64_t line, int field, size_t column, struct buf *out);
