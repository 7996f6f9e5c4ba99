// Tests of docs/markdown.h: what may pass, and what hostile people send.
#include "base/clock.h"
#include "docs/markdown.h"
#include "tap.h"

static struct arena arena;

static struct str html(const char *source)
{
    return markdown_html(&arena, str_c(source), (struct markdown_look){1, STR("tinh.vn")}).s;
}

static void test_blocks(void)
{
    is_str(html("# A\n\nb *c* **d** `e<`\nf  \ng"),
           "<h2>A</h2>\n<p>b <em>c</em> <strong>d</strong> <code>e&lt;</code>\nf<br>\ng</p>\n", "words");
    is_str(html("###### A"), "<h6>A</h6>\n", "headings stay within six levels");
    is_str(html("- a\n- b\n  - c"), "<ul>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n", "tight lists");
    is_str(html("3. a\n\n4. b"), "<ol start=\"3\">\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ol>\n", "loose lists");
    is_str(html("> a\n\n---\n\n    code <b>"),
           "<blockquote>\n<p>a</p>\n</blockquote>\n<hr>\n<pre><code>code &lt;b&gt;\n</code></pre>\n",
           "quotes, rules, code");
    is_str(html("```js onclick=x\"y\na\n```"), "<pre><code>a\n</code></pre>\n", "what follows a fence is dropped");
    is_str(html(""), "", "nothing");
    is_str(html("| a |\n|---|"), "<p>| a |\n|---|</p>\n", "a head without rows is text");
    is_str(html("| a | *b* |\n| --- | :-: |\n| 1 | <b> |\n| 2 |"),
           "<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr>\n"
           "</thead>\n<tbody><tr><td>1</td><td>&lt;b&gt;</td></tr>\n<tr><td>2</td><td></td></tr>\n</tbody></table></div>\n",
           "a table of words");
    is_str(html("| a |\n|---|\nnach"), "<p>| a |\n|---|\nnach</p>\n", "a line without bars: no table");
    is_str(html("- | a |\n  |---|\n  | 1 |\n\nb"),
           "<ul>\n<li><div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">a</th></tr>\n</thead>\n"
           "<tbody><tr><td>1</td></tr>\n</tbody></table></div>\n</li>\n</ul>\n<p>b</p>\n",
           "within a list, and what follows it");
}

static void test_links(void)
{
    is_str(html("[a](/b?c=d&e)"), "<p><a href=\"/b?c=d&amp;e\">a</a></p>\n", "a link of this site");
    is_str(html("[a](https://x.vn/y)"), "<p><a href=\"https://x.vn/y\" rel=\"nofollow noopener\">a</a></p>\n",
           "outside");
    is_str(html("[a](https://tinh.vn/y)"), "<p><a href=\"https://tinh.vn/y\">a</a></p>\n", "our own host");
    is_str(html("[a](https://tinh.vn@evil.example/)"),
           "<p><a href=\"https://tinh.vn@evil.example/\" rel=\"nofollow noopener\">a</a></p>\n", "not our own host");
    is_str(html("<tel:+84123> <a@b.vn>"),
           "<p><a href=\"tel:+84123\">tel:+84123</a> <a href=\"mailto:a@b.vn\">a@b.vn</a></p>\n", "telephone and mail");
    is_str(html("[a](javascript:alert(1))"), "<p>a</p>\n", "no script");
    is_str(html("[a](JAVA&#x0A;SCRIPT:alert(1))"), "<p>a</p>\n", "no script by a character reference");
    is_str(html("[a](&#106;avascript:alert(1))"), "<p>a</p>\n", "nor by another");
    is_str(html("[a](data:text/html,x) <vbscript:x> [b](//evil.example)"), "<p>a vbscript:x b</p>\n",
           "nor other schemes");
    is_str(html("[a](/b\"onmouseover=\"x)"), "<p><a href=\"/b%22onmouseover=%22x\">a</a></p>\n",
           "quotes do not get out");
    is_str(html("[a](/b 'c\" onclick=\"x')"), "<p><a href=\"/b\">a</a></p>\n", "titles are dropped");
    is_str(html("![alt *text*](https://x.vn/p.png \"t\")"), "<p>alt <em>text</em></p>\n",
           "an image is its description");
    is_str(html("[![[a](/b)](/c)](/d)"), "<p>[a](/d)</p>\n", "no link in a link, nor in a description");
    is_str(html("[a]\n\n[a]: javascript:x"), "<p>a</p>\n", "links by reference");
}

static void test_markup(void)
{
    is_str(html("<script>alert(1)</script>"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n",
           "HTML is shown as text");
    is_str(html("a <b onclick=x>c</b> <!-- d --> &lt;"),
           "<p>a &lt;b onclick=x&gt;c&lt;/b&gt; &lt;!-- d --&gt; &lt;</p>\n", "inside of a line too");
    is_str(html("&lt;script&gt; &amp; &quot;"), "<p>&lt;script&gt; &amp; \"</p>\n", "references are decoded once");
    struct str bad = {"a\0\xFF"
                      "b",
                      4};
    is_str(markdown_html(&arena, bad, (struct markdown_look){0, STR_NONE}).s, "<p>a\uFFFD\uFFFDb</p>\n",
           "broken bytes");
}

static struct str repeat(const char *piece, size_t n)
{
    size_t len = strlen(piece);
    char *p = arena_alloc(&arena, n);
    for (size_t i = 0; i < n; i++) {
        p[i] = piece[i % len];
    }
    return (struct str){p, n};
}

static size_t count(struct str s, const char *what)
{
    size_t n = 0;
    for (ptrdiff_t at; (at = str_find(s, str_c(what))) >= 0; n++) {
        s = str_slice(s, (size_t)at + 1, s.n);
    }
    return n;
}

static void test_large(void)
{
    static const char *const pieces[] = {"> ", "- ",   "[",          "*a ",   "_a*", "![[]()",          "`a``", "<a ",
                                         "&#", "[a](", "1. a\n\n  ", "\n\t-", "\\",  "**x [a*b**c*](d", "]("};
    for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
        struct str source = repeat(pieces[i], MARKDOWN_MAX);
        int64_t start = clock_mono_us();
        struct str s = markdown_html(&arena, source, (struct markdown_look){0, STR_NONE}).s;
        (void)markdown_text(&arena, source);
        (void)markdown_words(&arena, source);
        int64_t took = (clock_mono_us() - start) / 1000;
        ok(s.n > 0 && s.n <= MARKDOWN_MAX * 16 && took < 5000, "hostile source %zu: %lld ms", i, (long long)took);
        ok(count(s, "<blockquote") <= 24 && count(s, "<ul") == count(s, "</ul"), "hostile source %zu: depth is bounded",
           i);
        arena_reset(&arena);
    }
    struct buf b = buf_new(MARKDOWN_MAX);
    buf_addz(&b, "[a]: /");
    buf_add(&b, repeat("x", 20000));
    buf_addz(&b, "\n\n");
    buf_add(&b, repeat("[a] ", 40000));
    struct str s = markdown_html(&arena, buf_str(&b), (struct markdown_look){0, STR_NONE}).s;
    ok(s.n < MARKDOWN_MAX * 16 + 100000, "a reference does not multiply: %zu bytes", s.n);
    buf_free(&b);
    s = markdown_html(&arena, repeat("a\n\n<", MARKDOWN_MAX + 1), (struct markdown_look){0, STR_NONE}).s;
    ok(str_starts(s, STR("<p>a</p>\n<p>&lt;a</p>\n")), "what is too long is plain paragraphs");
}

static void test_text(void)
{
    is_str(
        markdown_text(&arena, STR("# A\n\nb [c](https://d.vn) <https://e.vn>\nf\n\n- g\n- h\n  1. i\n\n> j\n> k\n\nl")),
        "A\n\nb c (https://d.vn) https://e.vn\nf\n\n-  g\n-  h\n   1. i\n\n> j\n> k\n\nl", "for mail");
    is_str(markdown_text(&arena, STR("![a](b) [c](javascript:d) <b>e</b>")), "a c <b>e</b>",
           "no addresses that would not do");
    is_str(markdown_words(&arena, STR("# A\n\nb [c](https://d.vn)\n\n- e\n- f\n\n```\ng  h\n```\n![i](j)")),
           "A b c e f g h i", "for the index");
    is_str(markdown_words(&arena, STR("")), "", "no words");
}

int main(void)
{
    arena = ARENA_INIT;
    test_blocks();
    test_links();
    test_markup();
    test_large();
    test_text();
    arena_free(&arena);
    return tap_done();
}
