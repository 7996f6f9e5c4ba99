// gzip.h: gzip (RFC 1952) of whole bodies, by zlib.
#pragma once

#include "base/str.h"

// `in` compressed at zlib's `level` (1 fast … 9 small), malloc'ed, the caller's. STR_NONE when it would not get
// smaller.
struct str gzip_body(struct str in, int level);
