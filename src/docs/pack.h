// pack.h: several files as one zip archive (APPNOTE 6.3), which ODT and DOCX are. libzip does it.
#pragma once

#include "base/str.h"

struct pack_file {
    const char *name;
    struct str bytes;
    bool stored; // not compressed: OpenDocument wants its first file so
};

// The archive, in the arena. Files stand in the order given and bear no time, so that the same files give the same
// bytes.
struct str pack_files(struct arena *a, const struct pack_file *files, size_t n);
