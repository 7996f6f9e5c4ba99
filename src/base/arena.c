// arena.c: a list of blocks, each twice the last up to 1 MiB; larger requests get a block of their own.
#include "base/arena.h"

#include <stdalign.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20 };

struct arena_block {
    struct arena_block *next;
    size_t cap;
    size_t at;
    alignas(max_align_t) char mem[];
};

static struct arena_block *block_new(size_t cap, struct arena_block *next)
{
    struct arena_block *b = xmalloc(sizeof *b + cap);
    b->next = next;
    b->cap = cap;
    b->at = 0;
    ASAN_POISON_MEMORY_REGION(b->mem, cap);
    return b;
}

void *arena_alloc(struct arena *a, size_t n)
{
    BUG_ON(n > SIZE_MAX / 2);
    size_t align = alignof(max_align_t);
    size_t need = (n + align - 1) / align * align;
    struct arena_block *b = a->head;
    if (b == NULL || b->cap - b->at < need) {
        size_t cap = b == NULL ? FIRST_BLOCK : b->cap * 2;
        if (cap > LARGEST_BLOCK) {
            cap = LARGEST_BLOCK;
        }
        if (cap < need) {
            cap = need;
        }
        a->head = b = block_new(cap, b);
    }
    void *p = b->mem + b->at;
    b->at += need;
    a->used += n;
    ASAN_UNPOISON_MEMORY_REGION(p, n);
    return p;
}

void *arena_calloc(struct arena *a, size_t n, size_t size)
{
    BUG_ON(size != 0 && n > SIZE_MAX / size);
    void *p = arena_alloc(a, n * size);
    memset(p, 0, n * size);
    return p;
}

char *arena_copy(struct arena *a, const void *p, size_t n)
{
    char *q = arena_alloc(a, n + 1);
    if (n > 0) {
        memcpy(q, p, n);
    }
    q[n] = 0;
    return q;
}

static void block_free(struct arena_block *b)
{
    ASAN_UNPOISON_MEMORY_REGION(b->mem, b->cap);
    free(b);
}

void arena_reset(struct arena *a)
{
    struct arena_block *keep = a->head;
    if (keep == NULL) {
        return;
    }
    for (struct arena_block *b = keep->next, *next; b != NULL; b = next) {
        next = b->next;
        block_free(b);
    }
    keep->next = NULL;
    keep->at = 0;
    ASAN_POISON_MEMORY_REGION(keep->mem, keep->cap);
    a->used = 0;
}

void arena_free(struct arena *a)
{
    arena_reset(a);
    if (a->head != NULL) {
        block_free(a->head);
    }
    *a = ARENA_INIT;
}
