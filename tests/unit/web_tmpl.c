// Tests of the C that tools/mktmpl writes from tests/unit/templates, through web/tmpl.h.
#include "tap.h"
#include "tmpl_sample.h"

static const struct sample_row rows[] = {{STR_INIT("a<b"), 1234567}, {STR_INIT("Đà Nẵng"), -2}};

static struct sample sample_new(void)
{
    return (struct sample){.title = STR("\"Hồi\" & <Âm>"),
                           .link = STR("javascript:alert(1)"),
                           .id = STR("x/y"),
                           .body = {STR("<em>raw</em>")},
                           .checked = true,
                           .count = 1234,
                           .when = 1767627000,
                           .rows = rows,
                           .n_rows = 2};
}

static bool has(const struct buf *out, const char *what)
{
    bool found = str_find(buf_str(out), str_c(what)) >= 0;
    if (!found) {
        printf("# %s is not in: %.*s\n", what, STR_ARG(buf_str(out)));
    }
    return found;
}

static void test_page(void)
{
    struct sample v = sample_new();
    struct buf out = buf_new(1 << 16);
    tmpl_sample(&out, LANG_VI, &v);
    ok(has(&out,
           "<!DOCTYPE html><html lang=\"vi\"><head><title>\"Hồi\" &amp; &lt;Âm&gt;</title></head><body><main><h1"),
       "the layout opens, white space between blocks is gone");
    ok(has(&out, "</main></body></html>"), "and closes");
    ok(has(&out, "<h1 title=\"&quot;Hồi&quot; &amp; &lt;Âm&gt;\">\"Hồi\" &amp; &lt;Âm&gt;</h1>"),
       "a value is escaped for its place");
    ok(str_find(buf_str(&out), STR("never sent")) < 0, "comments are not sent");
    ok(has(&out, "<p>a <b>b</b>\n<i>c</i></p>"), "white space between inline tags stays, as one");
    ok(has(&out, "<em>raw</em>"), "struct html is written as it is");
    ok(has(&out, "<input type=\"checkbox\" checked name=\"x\">"), "an attribute in an if");
    ok(has(&out, "class=\"list full\""), "an if in a value");
    ok(has(&out,
           "<ul class=\"list full\"><li id=\"row-0\">a&lt;b: 1.234.567</li><li id=\"row-1\">Đà Nẵng: -2</li></ul>"),
       "a loop with its index and a filter");
    ok(has(&out, "<p>1.234 trả lời</p>"), "a plural in Vietnamese");
    ok(has(&out, "<p>\"Hồi\" &amp; &lt;Âm&gt;: đọc <a href=\"/r/x%2Fy\" class=\"x\">&lt;nội quy&gt;</a> &amp; đi</p>"),
       "a message with a tag and a value, in another order");
    ok(has(&out, "<p title=\"&quot;Chào&quot; &quot;Hồi&quot; &amp; &lt;Âm&gt;\">Mở đang mở</p>"),
       "messages in an attribute, and with a context");
    ok(has(&out, "<pre>\n  kept  as\n  is</pre>"), "pre keeps its white space");
    ok(has(&out, "<textarea name=\"t\">\n\"Hồi\" &amp; &lt;Âm&gt;</textarea>"), "textarea keeps a first newline");
    ok(has(&out, "<time datetime=\"2026-01-05T22:30:00+07:00\">05/01/2026</time>"), "dates by filter");
    buf_clear(&out);

    v.n_rows = 0;
    v.checked = false;
    v.count = 1;
    tmpl_sample(&out, LANG_EN, &v);
    ok(has(&out, "<input type=\"checkbox\" name=\"x\"><ul class=\"list empty\"><li>none</li></ul>"),
       "the other branches");
    ok(has(&out, "<p>1 reply</p>"), "one, in English");
    ok(has(&out, "Read <a href=\"/r/x%2Fy\" class=\"x\">the &lt;rules&gt;</a> of \"Hồi\""), "the English message");
    buf_clear(&out);
    v.count = 0;
    tmpl_sample(&out, LANG_EN, &v);
    ok(has(&out, "<p>zero</p>"), "elif");
    buf_clear(&out);
    v.count = 1234;
    tmpl_sample(&out, LANG_EN, &v);
    ok(has(&out, "<p>1,234 replies</p>"), "many, in English");
    buf_free(&out);
}

static void test_urls(void)
{
    struct sample v = sample_new();
    struct buf out = buf_new(1 << 16);
    tmpl_sample_urls(&out, LANG_EN, &v);
    is_str(buf_str(&out),
           "<a href=\"#\">1</a>\n<a href=\"/m/x%2Fy?q=%22H%E1%BB%93i%22%20%26%20%3C%C3%82m%3E\">2</a>\n"
           "<a href=\"##end\">3</a>\n<a href=\"/in/x%2Fy\">4</a>\n"
           "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg><script src=\"#\"></script>",
           "addresses, whole and in pieces");
    buf_free(&out);
}

int main(void)
{
    test_page();
    test_urls();
    return tap_done();
}
