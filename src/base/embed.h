// embed.h: files that were compiled into the program by tools/mkembed: style sheets, scripts, migrations, demo data.
#pragma once

#include "base/str.h"

struct embed {
    const char *name;       // path below the folder that was named at build, such as "css/base.css"
    const unsigned char *p; // the content; a zero byte follows it that is not counted
    size_t n;
    const char *hash; // 12 hex digits of the content, for addresses that may be cached for ever
};

// The file of that name in a table made by mkembed (sorted by name), or NULL.
const struct embed *embed_find(const struct embed *table, size_t n, struct str name) MUST_USE;

struct str embed_str(const struct embed *e); // the content as a string
