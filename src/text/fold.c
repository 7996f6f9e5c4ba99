// fold.c: folding through one table, eight ASCII bytes at a time where there are eight.
#include "text/fold.h"

#include "base/utf8.h"
#include "fold_table.h"

static uint32_t pack(uint32_t base, enum fold_class class)
{
    return base | (uint32_t) class << 24;
}

// Above the table: class << 24 | base.
static uint32_t high(uint32_t cp)
{
    if (cp >= 0xFF01 && cp <= 0xFF5E) { // full-width ASCII
        uint32_t e = fold_table[cp - 0xFEE0];
        return pack(e & 0xFFFF, (enum fold_class)(e >> 16 & 7));
    }
    if ((cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x206F) ||
        (cp >= 0x20D0 && cp <= 0x20FF) || (cp >= 0xFE00 && cp <= 0xFE0F) || cp == 0xFEFF) {
        return pack(cp, FOLD_MARK);
    }
    if ((cp >= 0x3041 && cp <= 0x30FF) || (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0xAC00 && cp <= 0xD7A3) ||
        (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0x20000 && cp <= 0x3FFFF)) {
        return pack(cp, FOLD_SOLO);
    }
    if ((cp >= 0x2C00 && cp <= 0x2DFF) || (cp >= 0xA000 && cp <= 0xABFF) || (cp >= 0xFB50 && cp <= 0xFDFF)) {
        return pack(cp, FOLD_LETTER);
    }
    return pack(cp == UTF8_BAD ? ' ' : cp, FOLD_SEP);
}

size_t fold_next(struct str s, size_t at, struct fold *f)
{
    uint32_t cp;
    size_t n = utf8_next(s, at, &cp);
    if (cp < ARRAY_LEN(fold_table)) {
        uint32_t e = fold_table[cp];
        *f = (struct fold){e & 0xFFFF, (enum fold_class)(e >> 16 & 7), (enum fold_tone)(e >> 19 & 7),
                           (enum fold_shape)(e >> 22)};
    } else {
        uint32_t e = high(cp);
        *f = (struct fold){e & 0xFFFFFF, (enum fold_class)(e >> 24), TONE_LEVEL, SHAPE_PLAIN};
    }
    return n;
}

// A to Z in lower case in all eight bytes at once; bytes of 0x80 and above stay as they are.
static uint64_t lower8(uint64_t w)
{
    const uint64_t ones = 0x0101010101010101u, low7 = 0x7F7F7F7F7F7F7F7Fu;
    uint64_t heptets = w & low7;
    uint64_t above_z = heptets + ones * (0x7F - 'Z');
    uint64_t from_a = heptets + ones * (0x80 - 'A');
    return w | ((from_a & ~above_z & ~w & (ones * 0x80)) >> 2);
}

static size_t put(char *out, uint32_t base)
{
    if (base < 0x80) {
        out[0] = (char)base;
        return 1;
    }
    return utf8_put(out, base);
}

// The code point at p, folded to out: the common two- and three-byte forms by hand, the rest by the careful decoder.
static size_t fold_one(struct str s, size_t at, char *out, size_t *wrote)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    uint32_t e;
    size_t n;
    if ((p[0] & 0xE0) == 0xC0 && p[0] >= 0xC2 && s.n - at >= 2 && (p[1] & 0xC0) == 0x80) {
        e = fold_table[(p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu)];
        n = 2;
    } else if (p[0] == 0xE1 && s.n - at >= 3 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) {
        e = fold_table[0x1000u | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu)];
        n = 3;
    } else {
        struct fold f;
        n = fold_next(s, at, &f);
        *wrote = f.class == FOLD_MARK ? 0 : put(out, f.base);
        return n;
    }
    *wrote = (e >> 16 & 7) == FOLD_MARK ? 0 : put(out, e & 0xFFFF);
    return n;
}

size_t fold_text(struct str s, char *out)
{
    size_t at = 0, n = 0, wrote;
    while (s.n - at >= 8) {
        uint64_t w;
        memcpy(&w, s.p + at, 8);
        uint64_t high_bits = w & 0x8080808080808080u;
        w = lower8(w);
        memcpy(out + n, &w, 8); // what lies behind the first high byte is written again below
        size_t ascii = high_bits == 0 ? 8 : (size_t)__builtin_ctzll(high_bits) / 8;
        at += ascii;
        n += ascii;
        if (high_bits != 0) {
            at += fold_one(s, at, out + n, &wrote);
            n += wrote;
        }
    }
    while (at < s.n) {
        at += fold_one(s, at, out + n, &wrote);
        n += wrote;
    }
    return n;
}

bool fold_is_capital(uint32_t cp)
{
    return (cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp < 0xDF && cp != 0xD7) || cp == 0x110 || cp == 0x102 ||
           cp == 0x128 || cp == 0x168 || cp == 0x1A0 || cp == 0x1AF || (cp >= 0x1EA0 && cp <= 0x1EF9 && cp % 2 == 0);
}
