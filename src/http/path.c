// path.c: percent-decoding (RFC 3986 §2.1) and removal of dot segments (§5.2.4), stricter than both.
#include "http/path.h"

#include "base/utf8.h"
#include "http/hex.h"

// Decodes raw into out, which has room for raw.n bytes; *n is the number written.
static enum path_fault decode(struct str raw, char *out, size_t *n)
{
    size_t to = 0;
    for (size_t at = 0; at < raw.n; at++) {
        int c = (unsigned char)raw.p[at];
        bool encoded = c == '%';
        if (encoded) {
            c = hex_pair(str_slice(raw, at + 1, at + 3));
            if (c < 0) {
                return PATH_ESCAPE;
            }
            at += 2;
        }
        if (c < 0x20 || c == 0x7f || c == '\\' || (encoded && c == '/')) {
            return PATH_BYTE;
        }
        out[to++] = (char)c;
    }
    *n = to;
    return PATH_OK;
}

// Resolves the segments of p[0..n) in place; returns the new length, 0 when ".." climbs above the root.
static size_t resolve(char *p, size_t n)
{
    size_t to = 0; // p[0..to) is done, and is "" or ends before a '/'
    for (size_t at = 0; at < n;) {
        size_t end = at + 1; // p[at] is '/'
        while (end < n && p[end] != '/') {
            end++;
        }
        struct str segment = {p + at + 1, end - at - 1};
        bool last = end == n;
        if (str_eqz(segment, "..")) {
            if (to == 0) {
                return 0;
            }
            do {
                to--;
            } while (p[to] != '/');
        } else if (segment.n > 0 && !str_eqz(segment, ".")) {
            memmove(p + to, p + at, end - at);
            to += end - at;
            last = false;
        }
        if (last) {
            p[to++] = '/';
        }
        at = end;
    }
    return to;
}

enum path_fault path_decode(struct arena *a, struct str raw, struct str *out)
{
    if (raw.n == 0 || raw.p[0] != '/') {
        return PATH_FORM;
    }
    char *p = arena_alloc(a, raw.n + 1);
    size_t n = 0;
    enum path_fault fault = decode(raw, p, &n);
    if (fault != PATH_OK) {
        return fault;
    }
    if (!utf8_valid((struct str){p, n})) {
        return PATH_UTF8;
    }
    n = resolve(p, n);
    if (n == 0) {
        return PATH_ABOVE;
    }
    p[n] = 0;
    *out = (struct str){p, n};
    return PATH_OK;
}

const char *path_fault_text(enum path_fault f)
{
    static const char *const text[] = {
        [PATH_OK] = "",
        [PATH_ESCAPE] = "The address has a broken percent escape.",
        [PATH_BYTE] = "The address has a byte that no address may have.",
        [PATH_UTF8] = "The address is not UTF-8.",
        [PATH_ABOVE] = "The address leads above the root.",
        [PATH_FORM] = "The address does not begin with '/'.",
    };
    return text[f];
}
