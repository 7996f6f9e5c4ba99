// dialect.c: see dialect.h.
#include "db/dialect.h"

static const struct {
    const char *token;
    const char *text[2]; // by enum dialect
} tokens[] = {
    {"{id}", {"INTEGER", "BIGINT"}},
    {"{int}", {"INTEGER", "BIGINT"}},
    {"{blob}", {"BLOB", "BYTEA"}},
    {"{strict}", {"STRICT", ""}},
};

bool dialect_expand(struct buf *out, struct str sql, enum dialect d, struct str *bad)
{
    size_t at = 0;
    while (at < sql.n) {
        const char *open = memchr(sql.p + at, '{', sql.n - at);
        if (open == NULL) {
            break;
        }
        size_t from = (size_t)(open - sql.p);
        const char *close = memchr(open, '}', sql.n - from);
        size_t to = close == NULL ? sql.n : (size_t)(close - sql.p) + 1;
        struct str token = str_slice(sql, from, to);
        size_t i = 0;
        while (i < ARRAY_LEN(tokens) && !str_eqz(token, tokens[i].token)) {
            i++;
        }
        if (i == ARRAY_LEN(tokens)) {
            *bad = token;
            return false;
        }
        buf_add(out, str_slice(sql, at, from));
        buf_addz(out, tokens[i].text[d]);
        at = to;
    }
    buf_add(out, str_slice(sql, at, sql.n));
    return true;
}
