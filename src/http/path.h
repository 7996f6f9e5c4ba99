// path.h: the path of a request line, decoded once and brought to its one form.
#pragma once

#include "base/str.h"

enum path_fault {
    PATH_OK = 0,
    PATH_ESCAPE,  // '%' without two hexadecimal digits
    PATH_BYTE,    // NUL or another control byte, encoded '/', '\'
    PATH_UTF8,    // what it decodes to is not UTF-8
    PATH_ABOVE,   // ".." above the root
    PATH_FORM,    // does not begin with '/'
};

// Decode `raw` (no query) into *out, in `a`. "//" becomes "/", "." and ".." are resolved after decoding; a final '/'
// stays. An encoded '/' is refused, because it would change what the parts of the path are. *out is set only on
// PATH_OK.
enum path_fault path_decode(struct arena *a, struct str raw, struct str *out) MUST_USE;

const char *path_fault_text(enum path_fault f); // in English, for the 400 page
