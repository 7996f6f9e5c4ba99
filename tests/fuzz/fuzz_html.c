// fuzz_html.c: no value leaves its place, and everything written is UTF-8.
#include "base/utf8.h"
#include "docs/html.h"
#include "fuzz.h"

static void check(void (*escape)(struct buf *, struct str), struct str in, const char *never, size_t grows)
{
    struct buf out = buf_new(in.n * grows + 16);
    escape(&out, in);
    BUG_ON(buf_over(&out) || !utf8_valid(buf_str(&out)));
    for (size_t i = 0; i < out.n; i++) {
        BUG_ON(out.p[i] == '\0' || strchr(never, out.p[i]) != NULL);
    }
    buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = {(const char *)data, size};
    check(html_text, in, "<>", 6);
    check(html_attr, in, "<>\"'", 6);
    check(html_url, in, "<>\"' \t\r\n\\`", 9);
    check(html_url_part, in, "<>\"' \t\r\n\\`&:/?#", 9);
    return 0;
}
