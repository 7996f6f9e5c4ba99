// base32.c: eight letters for five bytes.
#include "auth/base32.h"

static const char letters[33] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

struct str base32_encode(struct arena *a, struct str bytes)
{
    size_t n = (bytes.n * 8 + 4) / 5;
    char *out = arena_alloc(a, n + 1);
    uint32_t bits = 0;
    unsigned held = 0;
    size_t at = 0;
    for (size_t i = 0; i < bytes.n; i++) {
        bits = (bits << 8 | (unsigned char)bytes.p[i]) & 0xFFF; // at most 4 bits were left over
        held += 8;
        while (held >= 5) {
            held -= 5;
            out[at++] = letters[bits >> held & 31];
        }
    }
    if (held > 0) {
        out[at++] = letters[bits << (5 - held) & 31];
    }
    BUG_ON(at != n);
    out[n] = 0;
    return (struct str){out, n};
}

static int value_of(char c)
{
    if (c >= 'a' && c <= 'z') {
        return c - 'a';
    }
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }
    return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

bool base32_decode(struct arena *a, struct str text, struct str *bytes)
{
    char *out = arena_alloc(a, text.n * 5 / 8 + 1);
    uint32_t bits = 0;
    unsigned held = 0;
    size_t n = 0;
    size_t count = 0;
    bool ended = false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == ' ' || c == '-' || (c >= '\t' && c <= '\r')) {
            continue;
        }
        ended = ended || c == '=';
        int v = value_of(c);
        if (c == '=') {
            continue;
        }
        if (ended || v < 0) {
            return false;
        }
        count++;
        bits = (bits << 5 | (uint32_t)v) & 0xFFF;
        held += 5;
        if (held >= 8) {
            held -= 8;
            out[n++] = (char)(bits >> held & 0xFF);
        }
    }
    bool spare_is_zero = (bits & ((1u << held) - 1)) == 0;
    if (count == 0 || held >= 5 || !spare_is_zero) {
        return false;
    }
    out[n] = 0;
    *bytes = (struct str){out, n};
    return true;
}
