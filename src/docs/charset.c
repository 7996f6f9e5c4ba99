// charset.c: see charset.h.
#include "docs/charset.h"

#include "base/utf8.h"

#include <utf8proc.h>

enum { NOTHING = 0xFFFD };

static const char *const names[CHARSETS] = {
    [CHARSET_UTF8] = "utf-8",
    [CHARSET_UTF16LE] = "utf-16le",
    [CHARSET_UTF16BE] = "utf-16be",
    [CHARSET_WINDOWS_1252] = "windows-1252",
    [CHARSET_WINDOWS_1258] = "windows-1258",
};

// Windows-1252, 0x80 … 0x9F; above it equals Latin-1.
static const uint16_t high_controls[32] = {
    0x20AC, NOTHING, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, NOTHING, 0x017D,
    NOTHING, NOTHING, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, NOTHING,
    0x017E, 0x0178,
};

// Where Windows-1258 differs from 1252.
static const struct {
    uint8_t byte;
    uint16_t point;
} vietnamese[] = {
    {0x8A, NOTHING}, {0x8E, NOTHING}, {0x9A, NOTHING}, {0x9E, NOTHING}, {0xC3, 0x0102}, {0xCC, 0x0300}, {0xD0, 0x0110},
    {0xD2, 0x0309},  {0xD5, 0x01A0},  {0xDD, 0x01AF},  {0xDE, 0x0303},  {0xE3, 0x0103}, {0xEC, 0x0301}, {0xF0, 0x0111},
    {0xF2, 0x0323},  {0xF5, 0x01A1},  {0xFD, 0x01B0},  {0xFE, 0x20AB},
};

bool charset_of(struct str name, enum charset *out)
{
    for (enum charset i = 0; i < CHARSETS; i++) {
        if (str_eq_nocase(name, str_c(names[i]))) {
            *out = i;
            return true;
        }
    }
    return false;
}

enum charset charset_detect(struct str first, size_t *skip)
{
    *skip = 0;
    if (str_starts(first, STR("\xEF\xBB\xBF"))) {
        *skip = 3;
        return CHARSET_UTF8;
    }
    if (str_starts(first, STR("\xFF\xFE")) || str_starts(first, STR("\xFE\xFF"))) {
        *skip = 2;
        return first.p[0] == '\xFF' ? CHARSET_UTF16LE : CHARSET_UTF16BE;
    }
    if (first.n >= 4 && first.p[0] != 0 && first.p[1] == 0 && first.p[2] != 0 && first.p[3] == 0) {
        return CHARSET_UTF16LE;
    }
    if (first.n >= 4 && first.p[0] == 0 && first.p[1] != 0 && first.p[2] == 0 && first.p[3] != 0) {
        return CHARSET_UTF16BE;
    }
    return CHARSET_UTF8;
}

static uint32_t windows_point(enum charset set, uint8_t byte)
{
    for (size_t i = 0; set == CHARSET_WINDOWS_1258 && i < ARRAY_LEN(vietnamese); i++) {
        if (vietnamese[i].byte == byte) {
            return vietnamese[i].point;
        }
    }
    return byte >= 0x80 && byte < 0xA0 ? high_controls[byte - 0x80] : byte;
}

static void add_point(struct buf *out, uint32_t cp)
{
    char bytes[4];
    buf_add(out, (struct str){bytes, utf8_put(bytes, cp)});
}

static size_t decode_windows(enum charset set, struct str bytes, struct buf *out)
{
    for (size_t i = 0; i < bytes.n; i++) {
        add_point(out, windows_point(set, (uint8_t)bytes.p[i]));
    }
    return bytes.n;
}

static uint32_t unit_at(enum charset set, struct str bytes, size_t at)
{
    uint8_t first = (uint8_t)bytes.p[at];
    uint8_t second = (uint8_t)bytes.p[at + 1];
    return set == CHARSET_UTF16LE ? (uint32_t)(second << 8 | first) : (uint32_t)(first << 8 | second);
}

static size_t decode_utf16(enum charset set, struct str bytes, bool last, struct buf *out)
{
    size_t at = 0;
    while (at + 2 <= bytes.n) {
        uint32_t unit = unit_at(set, bytes, at);
        bool high = unit >= 0xD800 && unit < 0xDC00;
        if (high && at + 4 > bytes.n && !last) {
            return at;
        }
        uint32_t low = high && at + 4 <= bytes.n ? unit_at(set, bytes, at + 2) : 0;
        at += 2;
        if (low >= 0xDC00 && low < 0xE000) {
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
            at += 2;
        } else if (unit >= 0xD800 && unit < 0xE000) {
            unit = NOTHING;
        }
        add_point(out, unit);
    }
    if (last && at < bytes.n) {
        add_point(out, NOTHING);
        at = bytes.n;
    }
    return at;
}

size_t charset_decode(enum charset set, struct str bytes, bool last, struct buf *out)
{
    switch (set) {
    case CHARSET_UTF16LE:
    case CHARSET_UTF16BE:
        return decode_utf16(set, bytes, last, out);
    case CHARSET_WINDOWS_1252:
    case CHARSET_WINDOWS_1258:
        return decode_windows(set, bytes, out);
    case CHARSET_UTF8:
    case CHARSETS:
        break;
    }
    buf_add(out, bytes);
    return bytes.n;
}

// Combining marks U+0300 … U+036F begin with 0xCC or 0xCD; few texts have any.
static bool has_marks(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\xCC' || s.p[i] == '\xCD') {
            return true;
        }
    }
    return false;
}

struct str charset_nfc(struct arena *a, struct str s)
{
    if (!has_marks(s)) {
        return s;
    }
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &composed,
                                      UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    BUG_ON(n < 0); // s is not UTF-8
    struct str out = str_copy(a, (struct str){(const char *)composed, (size_t)n});
    free(composed);
    return out;
}
