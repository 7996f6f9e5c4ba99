// documents_search_view.h: what is found in the register of documents, and what narrows it.
#pragma once

#include "web/steer/document_view.h"
#include "web/public/search_view.h"

struct document_found {
    struct document_item d;
    struct html mark;     // with what was found marked, as the others
    struct html summary;
    struct html issuer;
    struct html extract;  // of its text, where that shows why it was found and may be read
    struct str book;      // "Documents received, 12/2026"
    struct str office;    // whose book
};

enum documents_by { DOCUMENTS_BY_BOOK, DOCUMENTS_BY_YEAR, DOCUMENTS_BY_KIND, DOCUMENTS_BY_OFFICE, DOCUMENTS_BY };

struct documents_search_view {
    struct desk_page page;
    struct str q;
    bool asked;
    bool filling;           // not everything has been read yet
    struct document_found *items;
    size_t n;
    int64_t found;          // with these choices
    bool more;              // there are others; what is found are the best
    struct search_choices by[DOCUMENTS_BY];
    struct str csv;
    struct str next;        // "" on the last page
};
