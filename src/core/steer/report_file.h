// report_file.h: a report that goes from one installation to another as a signed file.
//
// Three lines of UTF-8, each ended by '\n': "hoiam-report-1"; the report as one line of canonical JSON (RFC 8259: members in
// the order in which report_file_write puts them, no blanks, whole numbers); "ed25519 KEY SIGNATURE" as auth/sign.h writes
// them. The signature (RFC 8032) is over the first two lines. Whoever imports it knows the key by the setting report_keys of the
// office that the report is of, or of one above it. What the file says of figures is taken by key and definition's edition.
#pragma once

#include "auth/sign.h"
#include "core/steer/report.h"

enum { REPORT_FILE_MAX = 256 << 10 };

struct report_file_figure {
    struct str key;
    enum value_kind kind;
    int64_t edition;
    bool entered;
    struct report_value v;
};

// What a file says; in an arena.
struct report_file {
    struct str office; // codes
    struct str office_name;
    struct str template_office, template;
    int64_t template_edition;
    struct report_span span;
    enum report_scope scope;
    int64_t edition;
    int64_t due_day, frozen_at, handed_in_at;
    struct report_file_figure *figures;
    size_t n_figures;
    struct report_section_text {
        enum report_part part;
        struct str title, words;
    } *sections;
    size_t n_sections;
    struct str *requests;
    size_t n_requests;
    struct report_gap *gaps;
    size_t n_gaps;
};

// The bytes of a report that was handed in, signed; in the arena. ERR_INPUT: it is a draft. ERR_LIMIT: too long.
MUST_USE bool report_file_write(struct buf *out, struct arena *a, const struct site *site, const struct report *r,
                                const struct sign_key *key, struct err *e);

// What is wrong with the bytes (a msgid), or NULL. The signature has been checked; whose key it is has not. Any bytes are
// safe to give.
const char *report_file_read(struct arena *a, struct str bytes, struct report_file *out, struct sign_public *by) MUST_USE;
// The JSON alone, for report_file_read and its fuzz target.
const char *report_file_parse(struct arena *a, struct str json, struct report_file *out) MUST_USE;

// Take it in as a report that was handed in. *problem is a msgid, and nothing was written: its office is not here, no key of
// that office signed it, the template is not here, an edition as late is here already. *out gets the row: of the report, or
// with a problem of the edition that is here (id 0: none is).
MUST_USE enum steer_end report_file_import(const struct desk *d, const struct report_file *f, const struct sign_public *by,
                                           const char **problem, struct report_row *out, struct err *e);
