// str.c: views of bytes.
#include "base/str.h"

#include <stdarg.h>

struct str str_c(const char *z)
{
    return z == NULL ? STR_NONE : (struct str){z, strlen(z)};
}

struct str str_copy(struct arena *a, struct str s)
{
    return s.p == NULL ? STR_NONE : (struct str){arena_copy(a, s.p, s.n), s.n};
}

char *str_z(struct arena *a, struct str s)
{
    return arena_copy(a, s.p, s.n);
}

struct str str_fmt(struct arena *a, const char *fmt, ...)
{
    char small[256];
    va_list args;
    va_list again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, fmt, args);
    va_end(args);
    BUG_ON(n < 0);
    size_t room = (size_t)n + 1;
    char *p = arena_alloc(a, room);
    if (room <= sizeof small) {
        memcpy(p, small, room);
    } else {
        (void)vsnprintf(p, room, fmt, again);
    }
    va_end(again);
    return (struct str){p, (size_t)n};
}

bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_eqz(struct str a, const char *z)
{
    return str_eq(a, str_c(z));
}

static char lower_ascii(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool str_eq_nocase(struct str a, struct str b)
{
    if (a.n != b.n) {
        return false;
    }
    for (size_t i = 0; i < a.n; i++) {
        if (lower_ascii(a.p[i]) != lower_ascii(b.p[i])) {
            return false;
        }
    }
    return true;
}

int str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n == 0 ? 0 : memcmp(a.p, b.p, n);
    return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_eq(str_slice(s, 0, prefix.n), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n && str_eq(str_slice(s, s.n - suffix.n, s.n), suffix);
}

ptrdiff_t str_find(struct str s, struct str needle)
{
    if (needle.n == 0) {
        return 0;
    }
    const char *hit = s.n == 0 ? NULL : memmem(s.p, s.n, needle.p, needle.n);
    return hit == NULL ? -1 : hit - s.p;
}

struct str str_slice(struct str s, size_t from, size_t to)
{
    if (to > s.n) {
        to = s.n;
    }
    if (from > to) {
        from = to;
    }
    return (struct str){s.p == NULL ? NULL : s.p + from, to - from};
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
    while (s.n > 0 && is_blank(s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n > 0 && is_blank(s.p[s.n - 1])) {
        s.n--;
    }
    return s;
}

struct str str_cut(struct str *rest, char sep)
{
    struct str all = *rest;
    const char *hit = all.n == 0 ? NULL : memchr(all.p, sep, all.n);
    if (hit == NULL) {
        *rest = STR_NONE;
        return all;
    }
    size_t at = (size_t)(hit - all.p);
    *rest = (struct str){hit + 1, all.n - at - 1};
    return (struct str){all.p, at};
}

bool str_int(struct str s, int64_t *out)
{
    bool negative = s.n > 0 && s.p[0] == '-';
    size_t i = negative ? 1 : 0;
    if (i == s.n) {
        return false;
    }
    int64_t v = 0;
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') {
            return false;
        }
        // Counted downwards, because the negative range is one longer.
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, s.p[i] - '0', &v)) {
            return false;
        }
    }
    if (!negative && __builtin_sub_overflow((int64_t)0, v, &v)) {
        return false;
    }
    *out = v;
    return true;
}
