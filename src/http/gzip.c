// gzip.c: one deflate call a body, on a stream that its thread keeps.
#include "http/gzip.h"

#include <pthread.h>
#include <zlib.h>

// + 16 asks zlib for the gzip wrapper. Where speed counts, a smaller table is cleared for each body.
enum { GZIP_WINDOW = 15 + 16, MEMORY_LEVEL = 8, MEMORY_FAST = 6, FAST = 2, LEVELS = 10 };

// A stream takes a quarter of a megabyte, most of it cleared when it is made: each thread keeps one a level that it used.
struct streams {
    z_stream z[LEVELS];
    bool made[LEVELS];
};

static pthread_key_t streams_key;
static pthread_once_t streams_once = PTHREAD_ONCE_INIT;

static void streams_free(void *p)
{
    struct streams *s = p;
    for (int level = 0; level < LEVELS; level++) {
        if (s->made[level]) {
            (void)deflateEnd(&s->z[level]);
        }
    }
    free(s);
}

static void streams_key_make(void)
{
    BUG_ON(pthread_key_create(&streams_key, streams_free) != 0);
}

static z_stream *stream_of(int level)
{
    BUG_ON(level < 0 || level >= LEVELS);
    (void)pthread_once(&streams_once, streams_key_make);
    struct streams *s = pthread_getspecific(streams_key);
    if (s == NULL) {
        s = xcalloc(1, sizeof *s);
        BUG_ON(pthread_setspecific(streams_key, s) != 0);
    }
    z_stream *z = &s->z[level];
    // The only ways to fail are a wrong argument and no memory.
    if (s->made[level]) {
        BUG_ON(deflateReset(z) != Z_OK);
    } else {
        BUG_ON(deflateInit2(z, level, Z_DEFLATED, GZIP_WINDOW, level <= FAST ? MEMORY_FAST : MEMORY_LEVEL,
                            Z_DEFAULT_STRATEGY) != Z_OK);
        s->made[level] = true;
    }
    return z;
}

struct str gzip_body(struct str in, int level)
{
    if (in.n > UINT32_MAX / 2) {
        return STR_NONE;
    }
    z_stream *z = stream_of(level);
    size_t cap = in.n;
    char *out = xmalloc(cap + 1);
    z->next_in = (Bytef *)(uintptr_t)in.p;
    z->avail_in = (uInt)in.n;
    z->next_out = (Bytef *)out;
    z->avail_out = (uInt)cap;
    int rc = deflate(z, Z_FINISH);
    size_t n = cap - z->avail_out;
    if (rc != Z_STREAM_END) {
        free(out);
        return STR_NONE;
    }
    return (struct str){out, n};
}
