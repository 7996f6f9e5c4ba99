// form.h: application/x-www-form-urlencoded, in bodies and in queries (WHATWG URL §5.1), within limits.
#pragma once

#include "base/str.h"

enum { FORM_MAX_FIELDS = 500 };

struct form_field {
    struct str name;
    struct str value;
};

struct form {
    struct form_field *fields; // in the order sent
    size_t n;
};

enum form_fault {
    FORM_OK = 0,
    FORM_TOO_MANY, // more than FORM_MAX_FIELDS
    FORM_BAD,      // a broken %XX, a NUL, or bytes that are not UTF-8
};

// Read `text` into *out, its strings copied into `a`. Line ends in values become a single LF. On anything but FORM_OK
// *out is untouched: the caller answers 400. STR_NONE and "" give an empty form.
enum form_fault form_parse(struct arena *a, struct str text, struct form *out) MUST_USE;

struct str form_get(const struct form *f, const char *name); // the first of that name; STR_NONE when absent
bool form_has(const struct form *f, const char *name);

// The value at or after *at with that name, moving *at behind it; false at the end. for (i = 0; form_each(f, "x", &i,
// &v);)
bool form_each(const struct form *f, const char *name, size_t *at, struct str *value);

// Is this Content-Type a form's? Parameters are ignored.
bool form_type(struct str content_type);
