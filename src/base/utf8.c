// utf8.c: a decoder that never reads past the end and never accepts what RFC 3629 forbids.
#include "base/utf8.h"

size_t utf8_next(struct str s, size_t at, uint32_t *cp)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    size_t left = s.n - at;
    unsigned char c = p[0];
    if (c < 0x80) {
        *cp = c;
        return 1;
    }
    size_t len = c >= 0xF0 && c <= 0xF4 ? 4 : c >= 0xE0 && c < 0xF0 ? 3 : c >= 0xC2 && c < 0xE0 ? 2 : 0;
    if (len == 0 || len > left) {
        *cp = UTF8_BAD;
        return 1;
    }
    uint32_t v = c & (0xFFu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            *cp = UTF8_BAD;
            return 1;
        }
        v = v << 6 | (p[i] & 0x3Fu);
    }
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    if (v < least[len] || v > 0x10FFFF || (v >= 0xD800 && v <= 0xDFFF)) {
        *cp = UTF8_BAD;
        return 1;
    }
    *cp = v;
    return len;
}

bool utf8_valid(struct str s)
{
    uint32_t cp = 0;
    for (size_t i = 0; i < s.n && cp != UTF8_BAD;) {
        i += utf8_next(s, i, &cp);
    }
    return cp != UTF8_BAD;
}

size_t utf8_count(struct str s)
{
    size_t count = 0;
    uint32_t cp;
    for (size_t i = 0; i < s.n; count++) {
        i += utf8_next(s, i, &cp);
    }
    return count;
}

struct str utf8_clip(struct str s, size_t max_points)
{
    size_t i = 0;
    uint32_t cp;
    while (i < s.n && max_points-- > 0) {
        i += utf8_next(s, i, &cp);
    }
    return str_slice(s, 0, i);
}

size_t utf8_put(char *out, uint32_t cp)
{
    BUG_ON(cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF));
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}
