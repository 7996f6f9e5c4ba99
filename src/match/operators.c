// operators.c: reading the operators of staff queries.
#include "match/operators.h"

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Letters of any script: what a name means is the caller's.
static bool name_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || ((unsigned char)c & 0x80) != 0;
}

// The length of the name of a field that begins at s[at], or 0.
static size_t field_name(struct str s, size_t at)
{
    size_t end = at;
    while (end < s.n && name_letter(s.p[end])) {
        end++;
    }
    bool field = end > at && end + 1 < s.n && s.p[end] == ':' && !blank(s.p[end + 1]) && s.p[end + 1] != '/';
    return field ? end - at : 0;
}

// Where the word or the quoted phrase that begins at s[at] ends.
static size_t part_end(struct str s, size_t at)
{
    if (at < s.n && s.p[at] == '"') {
        const char *close = memchr(s.p + at + 1, '"', s.n - at - 1);
        return close == NULL ? s.n : (size_t)(close - s.p) + 1;
    }
    while (at < s.n && !blank(s.p[at])) {
        at++;
    }
    return at;
}

static struct str unquoted(struct str s)
{
    if (s.n > 0 && s.p[0] == '"') {
        s = str_slice(s, 1, s.n);
    }
    return s.n > 0 && s.p[s.n - 1] == '"' ? str_slice(s, 0, s.n - 1) : s;
}

static void part(struct operators *out, struct str text, bool not )
{
    if (out->n < OPERATORS_MAX && text.n > 0) {
        out->v[out->n++] = (struct operators_part){text, not };
    }
}

void operators_read(struct str query, struct arena *a, struct operators *out)
{
    char *clean = arena_copy(a, query.n == 0 ? "" : query.p, query.n);
    *out = (struct operators){.clean = {clean, query.n}};
    for (size_t at = 0; at < query.n;) {
        if (blank(query.p[at])) {
            at++;
            continue;
        }
        bool not = query.p[at] == '-' && at + 1 < query.n && !blank(query.p[at + 1]);
        size_t from = at + (not ? 1 : 0);
        bool quoted = query.p[from] == '"';
        size_t name = not ? 0 : field_name(query, at);
        size_t end = part_end(query, name > 0 ? at + name + 1 : from);
        if (name == 0 && (not || quoted)) {
            part(out, unquoted(str_slice(query, from, end)), not );
        }
        if (not || name > 0) {
            memset(clean + at, ' ', end - at);
        }
        at = end;
    }
}

size_t match_fields(struct str query, struct match_field *out, size_t max)
{
    size_t n = 0;
    for (size_t at = 0; at < query.n && n < max;) {
        if (blank(query.p[at])) {
            at++;
            continue;
        }
        size_t name = field_name(query, at);
        size_t end = part_end(query, name > 0 ? at + name + 1 : at);
        if (name > 0) {
            out[n++] =
                (struct match_field){str_slice(query, at, at + name), unquoted(str_slice(query, at + name + 1, end))};
        }
        at = end;
    }
    return n;
}
