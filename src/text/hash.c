// hash.c: hashing of short byte strings, eight bytes at a time.
#include "text/hash.h"

uint64_t hash_bytes(const void *p, size_t n)
{
    const unsigned char *at = p;
    uint64_t h = n * 0x9E3779B97F4A7C15u, word;
    for (; n >= 8; at += 8, n -= 8) {
        memcpy(&word, at, 8);
        h = hash_pair(h, word);
    }
    if (n > 0) {
        word = 0;
        memcpy(&word, at, n);
        h = hash_pair(h, word);
    }
    return h == 0 ? 1 : h;
}
