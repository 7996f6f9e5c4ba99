// gzip.c: one call a body; the compressor for bodies that are sent once is kept by its thread.
#include "http/gzip.h"

#include <libdeflate.h>
#include <pthread.h>

enum { QUICK_LEVEL = 1, SMALL_LEVEL = 9 };

static pthread_key_t quick_key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void quick_free(void *compressor)
{
    libdeflate_free_compressor(compressor);
}

static void prepare(void)
{
    BUG_ON(pthread_key_create(&quick_key, quick_free) != 0);
    libdeflate_set_memory_allocator(xmalloc, free); // no memory: it ends as it does elsewhere
}

// The quick one takes 200 KB, a thread; the other 670 KB, of which nothing stays.
static struct libdeflate_compressor *compressor_of(enum gzip_effort effort)
{
    (void)pthread_once(&once, prepare);
    if (effort == GZIP_SMALL) {
        return libdeflate_alloc_compressor(SMALL_LEVEL);
    }
    struct libdeflate_compressor *c = pthread_getspecific(quick_key);
    if (c == NULL) {
        c = libdeflate_alloc_compressor(QUICK_LEVEL);
        BUG_ON(pthread_setspecific(quick_key, c) != 0);
    }
    return c;
}

struct str gzip_body(struct str in, enum gzip_effort effort)
{
    struct libdeflate_compressor *c = compressor_of(effort);
    char *out = xmalloc(in.n + 1);
    size_t n = libdeflate_gzip_compress(c, in.p, in.n, out, in.n);
    if (effort == GZIP_SMALL) {
        libdeflate_free_compressor(c);
    }
    if (n == 0) {
        free(out);
        return STR_NONE;
    }
    return (struct str){xrealloc(out, n), n};
}
