// multipart.h: multipart/form-data, a form with files (RFC 7578, RFC 2046 §5.1), from a body that is in memory, within
// limits. Files are views of the body; nothing of them is copied.
#pragma once

#include "http/form.h"

enum { MULTIPART_FILES_MAX = 10, MULTIPART_BOUNDARY_MAX = 70 };

struct multipart_file {
    struct str field;
    struct str name;  // as the browser gave it, valid UTF-8, not empty: never used as a path
    struct str bytes; // in the body
};

struct multipart {
    struct form form; // the parts that are no files, as form_parse has them
    struct multipart_file files[MULTIPART_FILES_MAX];
    size_t n_files;
};

// Is this Content-Type a form's with files?
bool multipart_type(struct str content_type);

// Read the body. A file's field in which none was chosen is left out. FORM_TOO_MANY: more files or fields than allowed;
// FORM_BAD: anything that RFC 2046 or 7578 forbids, text before the first or after the last boundary, a transfer
// encoding, names or texts that are not UTF-8 or hold a NUL. On anything but FORM_OK *out is untouched.
enum form_fault multipart_parse(struct arena *a, struct str content_type, struct str body, struct multipart *out) MUST_USE;
