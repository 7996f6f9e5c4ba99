// document_access.h: who reads what of a document: its own office and who handles it all, whom it was sent to its text
// and files, the office above that it is there.
#pragma once

#include "core/steer/document.h"

enum document_access {
    DOCUMENT_NOT_THERE,
    DOCUMENT_LISTED, // from above: what the book says of it
    DOCUMENT_TEXT,   // whom it was sent to: text and files, once it is issued
    DOCUMENT_WHOLE,  // its office, who handles it or helps, who was asked for comments: steps and comments too
};

// What somebody with a role at these offices reads of it. A department works with what its office gave it, and an
// office with all that its departments have (core/desk/access.h).
MUST_USE bool document_access(struct tx *tx, const struct site *s, const int64_t *offices, size_t n,
                              const struct document_row *doc, enum document_access *out, struct err *e);
