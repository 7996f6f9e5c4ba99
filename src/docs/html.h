// html.h: HTML that escapes each value for the place it stands in.
//
// Every function appends to a buffer. Bytes that are not UTF-8, NUL and control characters that HTML does not allow
// become U+FFFD, so that what is written is always a valid document. STR_NONE is written as nothing.
// Rules: WHATWG HTML §13.1.2 (attributes, text), WHATWG URL §4.4 (what a browser does with an address).
#pragma once

#include "base/buf.h"

// Markup that is known to be safe: made by these functions, by a template, by docs/markdown or by chart/. Only such a
// function may make one from a string.
struct html {
    struct str s;
};

void html_text(struct buf *out, struct str s); // between tags: & < >
void html_attr(struct buf *out, struct str s); // inside a quoted attribute: & < > " '
void html_raw(struct buf *out, struct html h); // between tags, as it is
void html_int(struct buf *out, int64_t v);     // decimal, for any place
void html_uint(struct buf *out, uint64_t v);

// A whole address inside a quoted attribute: http:, https:, mailto:, tel:, or a path, query or fragment of this site.
// Anything else (other schemes, "//host", what a browser would read as one of them, nothing at all) becomes "#".
// Bytes that do not belong in an address are percent-encoded.
void html_url(struct buf *out, struct str s);

// The same, but only a path of this site that begins with "/"; for what runs in the page, such as the src of a script.
void html_path(struct buf *out, struct str s);

// A piece of an address after a fixed beginning: one path segment or one query value, percent-encoded throughout.
void html_url_part(struct buf *out, struct str s);

// Whether html_url would keep s. For addresses that people type.
bool html_url_ok(struct str s) MUST_USE;
