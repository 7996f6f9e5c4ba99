// base.c: aborting on bugs and on exhausted memory.
#include "base/base.h"

void bug_at(const char *file, int line, const char *func, const char *what)
{
    fprintf(stderr, "hoiam: BUG at %s:%d (%s): %s\n", file, line, func, what);
    abort();
}

static void *checked(void *p, size_t n)
{
    if (p == NULL && n != 0) {
        fprintf(stderr, "hoiam: out of memory (%zu bytes)\n", n);
        abort();
    }
    return p;
}

void *xmalloc(size_t n)
{
    return checked(malloc(n ? n : 1), n ? n : 1);
}

void *xcalloc(size_t n, size_t size)
{
    if (n == 0 || size == 0) {
        n = size = 1;
    }
    return checked(calloc(n, size), n);
}

void *xrealloc(void *p, size_t n)
{
    return checked(realloc(p, n ? n : 1), n ? n : 1);
}
