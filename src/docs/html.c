// html.c: escaping, one function a place.
#include "docs/html.h"

#include "base/utf8.h"

static bool is_forbidden_control(uint32_t cp)
{
    bool c0 = cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r';
    return c0 || (cp >= 0x7F && cp < 0xA0) || (cp & 0xFFFE) == 0xFFFE || (cp >= 0xFDD0 && cp <= 0xFDEF);
}

static const char *entity(char c, bool quotes)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return quotes ? "&quot;" : NULL;
    case '\'':
        return quotes ? "&#39;" : NULL;
    default:
        return NULL;
    }
}

// Most of what is written: letters, digits, blanks. Nothing that any place escapes or forbids.
static bool is_harmless(unsigned char c)
{
    return (c > '>' && c < 0x7F) || c == ' ' || (c >= '(' && c < '<');
}

static void escape(struct buf *out, struct str s, bool quotes)
{
    size_t plain = 0; // what lies before this was written
    for (size_t i = 0; i < s.n;) {
        if (is_harmless((unsigned char)s.p[i])) {
            i++;
            continue;
        }
        uint32_t cp;
        size_t len = utf8_next(s, i, &cp);
        const char *with = cp == UTF8_BAD || is_forbidden_control(cp) ? "\uFFFD" : entity(s.p[i], quotes);
        if (with != NULL) {
            buf_add(out, str_slice(s, plain, i));
            buf_addz(out, with);
            plain = i + len;
        }
        i += len;
    }
    buf_add(out, str_slice(s, plain, s.n));
}

void html_text(struct buf *out, struct str s)
{
    escape(out, s, false);
}

void html_attr(struct buf *out, struct str s)
{
    escape(out, s, true);
}

void html_raw(struct buf *out, struct html h)
{
    buf_add(out, h.s);
}

void html_int(struct buf *out, int64_t v)
{
    buf_addi(out, v);
}

void html_uint(struct buf *out, uint64_t v)
{
    buf_addf(out, "%llu", (unsigned long long)v);
}

static bool is_unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

static void percent(struct buf *out, unsigned char c)
{
    static const char hex[] = "0123456789ABCDEF";
    buf_addc(out, '%');
    buf_addc(out, hex[c >> 4]);
    buf_addc(out, hex[c & 15]);
}

void html_url_part(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t cp;
        size_t len = utf8_next(s, i, &cp);
        for (size_t k = i; cp != UTF8_BAD && k < i + len; k++) {
            if (is_unreserved((unsigned char)s.p[k])) {
                buf_addc(out, s.p[k]);
            } else {
                percent(out, (unsigned char)s.p[k]);
            }
        }
        if (cp == UTF8_BAD) {
            buf_addz(out, "%EF%BF%BD");
        }
        i += len;
    }
}

// Browsers skip blanks and controls before a scheme and take '\' for '/'; so nothing here begins with either.
bool html_url_ok(struct str s)
{
    if (s.n == 0 || (unsigned char)s.p[0] <= ' ' || s.p[0] == '\\') {
        return false;
    }
    if (s.p[0] == '/') {
        // A tab or newline after the slash is percent-encoded, so it cannot vanish and leave "//".
        return s.n == 1 || (s.p[1] != '/' && s.p[1] != '\\');
    }
    for (size_t i = 0; i < s.n && s.p[i] != '/' && s.p[i] != '?' && s.p[i] != '#'; i++) {
        if (s.p[i] == ':') {
            struct str scheme = str_slice(s, 0, i);
            struct str after = str_slice(s, i + 1, s.n);
            bool web = str_eq_nocase(scheme, STR("https")) || str_eq_nocase(scheme, STR("http"));
            bool plain = str_eq_nocase(scheme, STR("mailto")) || str_eq_nocase(scheme, STR("tel"));
            return (web && str_starts(after, STR("//"))) || plain;
        }
    }
    return true;
}

static bool stays_in_url(char c)
{
    return is_unreserved((unsigned char)c) || (c != 0 && strchr("!$()*+,;=:@/?#[]%", c) != NULL);
}

void html_url(struct buf *out, struct str s)
{
    if (!html_url_ok(s)) {
        buf_addc(out, '#');
        return;
    }
    size_t plain = 0; // what lies before this was written
    for (size_t i = 0; i < s.n;) {
        if (stays_in_url(s.p[i])) {
            i++;
            continue;
        }
        buf_add(out, str_slice(s, plain, i));
        uint32_t cp;
        size_t len = utf8_next(s, i, &cp);
        if (cp == UTF8_BAD || cp == 0) {
            buf_addz(out, "%EF%BF%BD");
        } else if (cp == '&') {
            buf_addz(out, "&amp;");
        } else {
            for (size_t k = i; k < i + len; k++) {
                percent(out, (unsigned char)s.p[k]);
            }
        }
        plain = i += len;
    }
    buf_add(out, str_slice(s, plain, s.n));
}

void html_path(struct buf *out, struct str s)
{
    html_url(out, str_starts(s, STR("/")) ? s : STR_NONE);
}
