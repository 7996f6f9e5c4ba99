// arena.h: memory that is given back all at once: one arena a request, a job or a command.
//
// An arena is used by one thread at a time. What it gave out stays valid until arena_reset() or arena_free(); under
// AddressSanitizer, memory that was given back or never given out is poisoned.
#pragma once

#include "base/base.h"

struct arena_block;

struct arena {
    struct arena_block *head; // newest block
    size_t used;              // bytes given out, for limits and tests
};

#define ARENA_INIT ((struct arena){NULL, 0})

// n bytes aligned for any object, not cleared. Aborts when memory is exhausted.
void *arena_alloc(struct arena *a, size_t n) __attribute__((malloc, returns_nonnull));

// n zeroed objects of `size` bytes each. n * size that overflows is a bug.
void *arena_calloc(struct arena *a, size_t n, size_t size) __attribute__((malloc, returns_nonnull));

// A copy of p[0..n), with a zero byte after it that is not counted.
char *arena_copy(struct arena *a, const void *p, size_t n) __attribute__((returns_nonnull));

// Forget everything given out; the newest block is kept for reuse.
void arena_reset(struct arena *a);

// Give all memory back. The arena may be used again afterwards.
void arena_free(struct arena *a);

#define ARENA_NEW(a, type) ((type *)arena_calloc((a), 1, sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_calloc((a), (n), sizeof(type)))
