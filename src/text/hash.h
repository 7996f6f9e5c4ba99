// hash.h: one 64-bit hash for words and pairs of words. The same on every machine; not for secrets.
#pragma once

#include "base/str.h"

// Mixes every bit of v into every bit of the result (xor-shift-multiply, two rounds; a bijection).
static inline uint64_t hash_mix(uint64_t v)
{
    v ^= v >> 32;
    v *= 0xD6E8FEB86659FD93u;
    v ^= v >> 32;
    v *= 0xD6E8FEB86659FD93u;
    return v ^ v >> 32;
}

// The hash of a followed by b; hash_pair(a, b) differs from hash_pair(b, a).
static inline uint64_t hash_pair(uint64_t a, uint64_t b)
{
    return hash_mix((a ^ 0x9E3779B97F4A7C15u) * 0xFF51AFD7ED558CCDu + b);
}

// The hash of n bytes; never 0, so that 0 can mean "none".
uint64_t hash_bytes(const void *p, size_t n);
