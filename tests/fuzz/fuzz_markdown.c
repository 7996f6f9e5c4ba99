// fuzz_markdown.c: whatever the source, the HTML holds only what is on the list, well nested, with no address that a
// browser would run.
#include "base/utf8.h"
#include "docs/markdown.h"
#include "fuzz.h"

static const char *const tags[] = {"p",  "h1", "h2", "h3",  "h4",   "h5",     "h6", "ul",         "ol",
                                   "li", "em", "a",  "pre", "code", "strong", "br", "blockquote", "hr"};

static size_t tag_index(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
        if (str_eqz(name, tags[i])) {
            return i;
        }
    }
    BUG("an element that is not on the list");
}

// Attributes: only those that markdown.c writes.
static void check_attributes(struct str name, struct str rest)
{
    if (str_eqz(name, "a")) {
        BUG_ON(!str_starts(rest, STR(" href=\"")));
        struct str tail = str_slice(rest, 7, rest.n);
        struct str url = str_cut(&tail, '"');
        BUG_ON(!html_url_ok(url) || (tail.n > 0 && !str_eqz(tail, " rel=\"nofollow noopener\"")));
    } else {
        BUG_ON(rest.n > 0 && !(str_eqz(name, "ol") && str_starts(rest, STR(" start=\""))));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = ARENA_INIT;
    struct str source = {(const char *)data, size};
    struct str s = markdown_html(&a, source, (struct markdown_look){1, STR("tinh.vn")}).s;
    BUG_ON(!utf8_valid(s));
    size_t open[256];
    size_t depth = 0;
    while (s.p != NULL) {
        struct str text = str_cut(&s, '<');
        BUG_ON(s.p == NULL && memchr(text.p, '>', text.n) != NULL);
        if (s.p == NULL) {
            break;
        }
        struct str tag = str_cut(&s, '>');
        bool end = str_starts(tag, STR("/"));
        struct str rest = str_slice(tag, end ? 1 : 0, tag.n);
        size_t n = 0;
        while (n < rest.n && rest.p[n] != ' ') {
            n++;
        }
        struct str name = str_slice(rest, 0, n);
        size_t index = tag_index(name);
        if (!end) {
            check_attributes(name, str_slice(rest, n, rest.n));
        }
        if (end) {
            BUG_ON(n != rest.n || depth == 0 || open[--depth] != index);
        } else if (!str_eqz(name, "br") && !str_eqz(name, "hr")) {
            // Emphasis nests as deep as the source says; what it cannot hold is a block or a second link.
            BUG_ON(str_eqz(name, "a") && depth > 0 && open[depth - 1] == index);
            if (depth == ARRAY_LEN(open)) {
                break;
            }
            open[depth++] = index;
        }
    }
    (void)markdown_text(&a, source);
    BUG_ON(memchr(markdown_words(&a, source).p, '\n', markdown_words(&a, source).n) != NULL);
    arena_free(&a);
    return 0;
}
