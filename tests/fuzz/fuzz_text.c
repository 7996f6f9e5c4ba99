// fuzz_text.c: whatever the bytes, folding does not grow them, words lie inside them in order, and all of it ends.
#include "fuzz.h"
#include "match/variant.h"
#include "text/fold.h"
#include "text/token.h"

static struct abbrev *abbrev;

// The first byte chooses the way of typing that is tried and what is skipped.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err e = ERR_INIT;
    if (size == 0 || (abbrev == NULL && !abbrev_new(STR_NONE, &abbrev, &e))) {
        return 0;
    }
    struct str text = {(const char *)data + 1, size - 1};
    struct arena a = ARENA_INIT;
    char *out = ARENA_ARRAY(&a, char, text.n + 1);
    size_t n = fold_text(text, out);
    BUG_ON(n > text.n);
    struct token_list l = TOKEN_LIST_INIT;
    const struct text_range skip = {data[0] >> 4, (data[0] >> 4) + 3u};
    tokenise(&l, text, abbrev, &skip, text.n > 18 ? 1 : 0);
    for (size_t i = 0; i < l.n; i++) {
        BUG_ON(l.v[i].from >= l.v[i].to || l.v[i].to > text.n || l.v[i].len == 0 || l.v[i].len > TOKEN_MAX ||
               l.v[i].at + l.v[i].len > l.n_bytes);
        BUG_ON(text.n > 18 && !l.v[i].extra && l.v[i].from < skip.to && l.v[i].to > skip.from);
    }
    struct prng r = {1};
    struct str typed = variant_text((enum variant)(data[0] % 7), 2, text, abbrev, &r, &a);
    tokenise(&l, typed, NULL, NULL, 0);
    token_list_free(&l);
    arena_free(&a);
    return 0;
}
