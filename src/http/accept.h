// accept.h: what the client would rather have: Accept-Language, Accept-Encoding (RFC 9110 §12.5) and If-None-Match
// (§13.1.2).
//
// The headers come from outside and may be anything; what cannot be read is passed over, and at most 32 items are read.
#pragma once

#include "base/str.h"

// Which of `offered` (lower-case language tags: "vi", "en") suits Accept-Language best, as an index; -1 when none
// does or the header is absent. A range matches a tag that it equals or begins ("en-GB" asks for "en" as well, at its
// own weight).
int accept_language(struct str header, const struct str *offered, size_t n);

// May the reply be sent as gzip? Absent: no. "gzip;q=0" and "*;q=0": no.
bool accept_gzip(struct str header);

// Does If-None-Match name `etag` (given with its quotes)? "*" matches any. Weak comparison.
bool accept_etag_listed(struct str header, struct str etag);
