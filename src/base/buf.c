// buf.c: bounded buffers and the two text formats that every layer writes.
#include "base/buf.h"

#include "base/utf8.h"

#include <stdarg.h>

struct buf buf_new(size_t max)
{
    return (struct buf){NULL, 0, 0, max, false};
}

void buf_free(struct buf *b)
{
    free(b->p);
    *b = buf_new(b->max);
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    b->over = false;
}

bool buf_over(const struct buf *b)
{
    return b->over;
}

struct str buf_str(const struct buf *b)
{
    return (struct str){b->p == NULL ? "" : b->p, b->n};
}

// Room for n more bytes, or the mark.
static bool reserve(struct buf *b, size_t n)
{
    if (b->over || n > b->max - b->n) {
        b->over = true;
        return false;
    }
    if (b->cap - b->n < n) {
        size_t cap = b->cap < 128 ? 256 : b->cap * (b->cap < 8192 ? 4 : 2);
        while (cap < b->n + n) {
            cap *= 2;
        }
        if (cap > b->max) {
            cap = b->max;
        }
        b->p = xrealloc(b->p, cap);
        b->cap = cap;
    }
    return true;
}

void buf_add(struct buf *b, struct str s)
{
    if (s.n > 0 && reserve(b, s.n)) {
        memcpy(b->p + b->n, s.p, s.n);
        b->n += s.n;
    }
}

void buf_addc(struct buf *b, char c)
{
    buf_add(b, (struct str){&c, 1});
}

void buf_addz(struct buf *b, const char *z)
{
    buf_add(b, str_c(z));
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
    char small[256];
    va_list args;
    va_list again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, fmt, args);
    va_end(args);
    BUG_ON(n < 0);
    if ((size_t)n < sizeof small) {
        buf_add(b, (struct str){small, (size_t)n});
    } else {
        char *large = xmalloc((size_t)n + 1);
        (void)vsnprintf(large, (size_t)n + 1, fmt, again);
        buf_add(b, (struct str){large, (size_t)n});
        free(large);
    }
    va_end(again);
}

void buf_addi(struct buf *b, int64_t v)
{
    char digits[20]; // of 2^63, and a sign
    size_t at = sizeof digits;
    uint64_t left = v < 0 ? (uint64_t)0 - (uint64_t)v : (uint64_t)v;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (v < 0) {
        digits[--at] = '-';
    }
    buf_add(b, (struct str){digits + at, sizeof digits - at});
}

void buf_json(struct buf *b, struct str s)
{
    buf_addc(b, '"');
    for (size_t i = 0; i < s.n;) {
        uint32_t cp;
        size_t len = utf8_next(s, i, &cp);
        switch (cp) {
        case '"': buf_addz(b, "\\\""); break;
        case '\\': buf_addz(b, "\\\\"); break;
        case '\n': buf_addz(b, "\\n"); break;
        case '\r': buf_addz(b, "\\r"); break;
        case '\t': buf_addz(b, "\\t"); break;
        case UTF8_BAD: buf_addz(b, "\\ufffd"); break;
        default:
            if (cp < 0x20 || cp == '<' || cp == '>' || cp == '&' || cp == 0x7f || cp == 0x2028 || cp == 0x2029) {
                buf_addf(b, "\\u%04x", cp);
            } else {
                buf_add(b, str_slice(s, i, i + len));
            }
        }
        i += len;
    }
    buf_addc(b, '"');
}

void buf_csv(struct buf *b, struct str s)
{
    bool formula = s.n > 0 && strchr("=+-@\t\r", s.p[0]) != NULL;
    bool quote = formula;
    for (size_t i = 0; i < s.n && !quote; i++) {
        quote = s.p[i] == '"' || s.p[i] == ',' || s.p[i] == ';' || s.p[i] == '\n' || s.p[i] == '\r';
    }
    if (!quote) {
        buf_add(b, s);
        return;
    }
    buf_addc(b, '"');
    if (formula) {
        buf_addc(b, '\'');
    }
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') {
            buf_addc(b, '"');
        }
        buf_addc(b, s.p[i]);
    }
    buf_addc(b, '"');
}
