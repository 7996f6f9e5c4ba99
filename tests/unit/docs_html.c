// Tests of docs/html.h: each escaper, with what hostile people send.
#include "docs/html.h"
#include "tap.h"

static struct buf out;

static struct str via(void (*escape)(struct buf *, struct str), struct str s)
{
    buf_clear(&out);
    escape(&out, s);
    return buf_str(&out);
}

static void test_text(void)
{
    is_str(via(html_text, STR("a<b>&\"'")), "a&lt;b&gt;&amp;\"'", "text: markup becomes text");
    is_str(via(html_attr, STR("a<b>&\"'")), "a&lt;b&gt;&amp;&quot;&#39;", "attribute: quotes too");
    is_str(via(html_text, STR("Hồi Âm\t\n")), "Hồi Âm\t\n", "letters, tab and newline stay");
    is_str(via(html_text, STR("a\0b")), "a\uFFFDb", "NUL becomes U+FFFD");
    is_str(via(html_text, STR("a\x01\x7F")), "a\uFFFD\uFFFD", "controls become U+FFFD");
    is_str(via(html_text, STR("\xFF<\xC3")), "\uFFFD&lt;\uFFFD", "bytes that are not UTF-8 become U+FFFD, one each");
    is_str(via(html_attr, STR("\xC2\"")), "\uFFFD&quot;", "a broken lead byte does not swallow a quote");
    is_str(via(html_text, STR_NONE), "", "nothing is nothing");
}

static void test_url(void)
{
    static const char *const good[] = {
        "/",       "/a/b?c=d#e", "a/b", "?q=1", "#top", "https://x.vn/%20", "HTTP://x.vn/", "mailto:a@b.vn",
        "tel:+84", "./a:b",      "/a:b"};
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        is_str(via(html_url, str_c(good[i])), good[i], "address %s stays", good[i]);
    }
    static const char *const bad[] = {"",
                                      "javascript:alert(1)",
                                      "JaVaScRiPt:alert(1)",
                                      " javascript:alert(1)",
                                      "\x01javascript:alert(1)",
                                      "java\tscript:alert(1)",
                                      "java\nscript:alert(1)",
                                      "data:text/html,x",
                                      "vbscript:x",
                                      "//evil.example",
                                      "/\\evil.example",
                                      "\\\\evil.example",
                                      "\\/evil.example",
                                      "https:evil.example",
                                      "https:/evil.example",
                                      "javascript&colon;alert(1):",
                                      "file:///etc/passwd",
                                      "\xFFjavascript:x"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        is_str(via(html_url, str_c(bad[i])), "#", "hostile address %zu becomes #", i);
    }
    is_str(via(html_url, STR("/\t/evil.example")), "/%09/evil.example", "a tab cannot vanish between slashes");
    is_str(via(html_url, STR("/a\"onclick=x b'<>&\\")), "/a%22onclick=x%20b%27%3C%3E&amp;%5C",
           "nothing leaves the attribute");
    is_str(via(html_url, STR("/tiếng")), "/ti%E1%BA%BFng", "letters are percent-encoded");
    is_str(via(html_url, STR("/a\0\xC3")), "/a%EF%BF%BD%EF%BF%BD", "broken bytes become U+FFFD");
    is_str(via(html_url_part, STR("a/b?c&d=e #ế:~")), "a%2Fb%3Fc%26d%3De%20%23%E1%BA%BF%3A~",
           "a piece of an address cannot add to it");
    is_str(via(html_path, STR("/js/a.js?v=1")), "/js/a.js?v=1", "a path of this site");
    is_str(via(html_path, STR("https://evil.example/a.js")), "#", "of another");
    is_str(via(html_path, STR("//evil.example/a.js")), "#", "of another, without its scheme");
    is_str(via(html_path, STR("a.js")), "#", "a path that depends on the page");
    is_str(via(html_url_part, STR("\xFF")), "%EF%BF%BD", "nor break it");
}

int main(void)
{
    out = buf_new(4096);
    test_text();
    test_url();
    buf_clear(&out);
    html_int(&out, INT64_MIN);
    html_uint(&out, UINT64_MAX);
    is_str(buf_str(&out), "-922337203685477580818446744073709551615", "integers at their ends");
    buf_free(&out);
    return tap_done();
}
