// gzip.c: one deflate call a body.
#include "http/gzip.h"

#include <zlib.h>

enum { GZIP_WINDOW = 15 + 16, MEMORY_LEVEL = 8 }; // + 16 asks zlib for the gzip wrapper

struct str gzip_body(struct str in, int level)
{
    if (in.n > UINT32_MAX / 2) {
        return STR_NONE;
    }
    z_stream z = {0};
    // The only ways to fail are a wrong argument and no memory.
    BUG_ON(deflateInit2(&z, level, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK);
    size_t cap = in.n;
    char *out = xmalloc(cap + 1);
    z.next_in = (Bytef *)(uintptr_t)in.p;
    z.avail_in = (uInt)in.n;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)cap;
    int rc = deflate(&z, Z_FINISH);
    size_t n = cap - z.avail_out;
    (void)deflateEnd(&z);
    if (rc != Z_STREAM_END) {
        free(out);
        return STR_NONE;
    }
    return (struct str){out, n};
}
