// mkpo.h: translations at build time: PO files, and the messages that templates and C ask for.
#pragma once

#include "tool.h"

#define PO_FORMS_MAX 6

struct po_entry {
    struct str context; // STR_NONE when there is none
    struct str id;
    struct str plural; // STR_NONE when there is none
    struct str text[PO_FORMS_MAX];
    size_t n_text;
    int line;
    bool fuzzy;
    bool used;
};

struct po {
    const char *path;
    struct str lang;          // "vi"
    struct po_entry *entries; // without the header
    size_t n;
    size_t n_forms;         // nplurals
    struct str plural_expr; // C expression over n
    struct arena arena;
};

// Read "vi=po/vi.po" or "po/vi.po" (then the language is the file's name). Ends with a message on anything that is not
// strict PO: an unknown line, a message twice, forms that do not match nplurals, a wrong escape, bytes that are not
// UTF-8.
void po_read(struct po *po, const char *arg);

// The entry, or NULL. `context` may be STR_NONE.
struct po_entry *po_find(const struct po *po, struct str context, struct str id);

// Whether the entry may be used: all forms are there and it is not marked fuzzy.
bool po_translated(const struct po *po, const struct po_entry *e);

// A message that a template or a C file asks for.
struct po_use {
    const char *file;
    int line;
    struct str context;
    struct str id;
    struct str plural;
    struct str note; // for the translator
};

struct po_uses {
    struct po_use *p;
    size_t n;
    size_t cap;
};

// Find T(…), TC(…), TN(…), TX(…), N_(…) and say("…") in a C file, {{t …}} and {{tn …}} in a template (by its name's
// end, .html).
void po_scan(struct po_uses *uses, struct arena *a, const char *file);

// Compare, as TAP with what is wrong as "# file:line: …" lines; the exit status comes back.
int po_check(struct po *po, const struct po_uses *uses);

// Add what is missing at the end of the file, with empty translations; how many comes back.
size_t po_merge(const struct po *po, const struct po_uses *uses);

// One C string literal, or several beside each other, at *at; *at moves behind it. False when there is none.
bool po_literal(struct arena *a, struct str src, size_t *at, struct str *out, const char *file, int line);

// The next placeholder {name} or {/name} in s from *at; *at moves behind it. False when there is no more. A brace that
// does not belong to one ends the program with a message.
bool po_placeholder(struct str s, size_t *at, struct str *name, const char *file, int line);

// What stands in {{t …}} or {{tn …}}, taken apart. `plural.p` is NULL for {{t}}. Arguments point into `inside`.
#define PO_ARGS_MAX 12
struct po_call {
    struct str context;
    struct str id;
    struct str plural;
    struct str arg_name[PO_ARGS_MAX];
    struct str arg_value[PO_ARGS_MAX];
    size_t n_args;
};
void po_call_parse(struct po_call *call, struct arena *a, struct str inside, const char *file, int line);

// Whether this is a message and not an expression: t or tn, then a blank or a quote.
bool po_is_call(struct str inside);
