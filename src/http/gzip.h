// gzip.h: gzip (RFC 1952) of whole bodies, by libdeflate.
#pragma once

#include "base/str.h"

enum gzip_effort {
    GZIP_QUICK, // for a body that is sent once
    GZIP_SMALL, // some three times the work, a twentieth fewer bytes: for one that is sent many times
};

// `in` compressed, malloc'ed, the caller's. STR_NONE when it would not get smaller.
struct str gzip_body(struct str in, enum gzip_effort effort);
