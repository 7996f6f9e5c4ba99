// json.h: JSON that came from outside (RFC 8259), read whole and strictly: UTF-8, one value and nothing after it, no name
// twice in an object, no NUL in texts, within a size and a depth.
#pragma once

#include "base/str.h"

enum { JSON_READ_BYTES = 256 << 10, JSON_READ_DEPTH = 16 };

enum json_kind { JSON_IS_NULL, JSON_IS_BOOL, JSON_IS_INT, JSON_IS_REAL, JSON_IS_TEXT, JSON_IS_ARRAY, JSON_IS_OBJECT };

struct json_value {
    enum json_kind kind;
    bool truth;               // of a bool
    int64_t number;           // of an int
    double real;              // of a real
    struct str text;          // never STR_NONE
    size_t n;                 // of an array or object
    struct json_value *items; // in the order sent
    struct str *names;        // of an object's items
};

enum json_fault {
    JSON_FAULT_NONE,
    JSON_FAULT_LARGE, // longer than JSON_READ_BYTES
    JSON_FAULT_DEEP,  // nested deeper than JSON_READ_DEPTH
    JSON_FAULT_BAD,   // not JSON, or one of the other rules broken
};

// Read `text` into *out, everything copied into `a`. On anything but JSON_FAULT_NONE *out is untouched.
enum json_fault json_read(struct arena *a, struct str text, struct json_value *out) MUST_USE;

// The member of that name; NULL when there is none or `object` is no object.
const struct json_value *json_member(const struct json_value *object, const char *name);

// Is this Content-Type JSON's? Parameters are ignored.
bool json_type_ok(struct str content_type);
