// finder_document.h: the register of documents in the finder: an index of its own, of what the books say of each document
// (number and symbol, subject, issuer, addressees) and of its text.
//
// A document stands in it once as its book's line, and with its text once at each office that has a part in it: whose book it
// is, who handles it or helps, whom it was sent to. So who is above an office finds by what its book says, and only by that
// (core/steer/document_access.h); and each search asks only after what the member's offices have a part in.
#pragma once

#include "core/press/finder.h"

struct finder_document_ask {
    struct str words;
    const int64_t *offices;     // at which the member holds a role
    size_t n_offices;
    struct match_filter filter; // kinds (enum document_kind), states (finder_document_states), times; offices: whose books
};

struct finder_document {
    int64_t id;
    int64_t office_id; // whose book
    double score;
    uint8_t kind;      // enum document_kind
    bool issued;       // the book of documents issued
    int64_t time;      // the first second of its book's year; of what has no number yet, when it was recorded
};

struct finder_documents {
    struct finder_document *v; // best first
    size_t n;
    bool more; // there are others; these are the best
};

// What these members may find, each once, in the transaction's arena. A number of a document among the words, "12/KH-UBND", is
// looked for as a whole, where any of what they may find has it.
MUST_USE bool finder_documents(const struct finder *f, struct tx *tx, const struct site *s, const struct finder_document_ask *ask,
                               struct finder_documents *out, struct err *e);

// The filter's states of one of the books.
uint32_t finder_document_states(bool issued);

void finder_document_extract(const struct finder *f, struct str words, struct str text, size_t max, struct arena *a,
                             struct match_extract *out);
