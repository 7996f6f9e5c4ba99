// cover.c: see cover.h.
#include "web/cover.h"

#include "text/personal.h"

enum { RANGES_MAX = 256 }; // of one text; what follows the last one is covered to the end

static const char bars[] = "▮▮▮";

static struct str finish(struct arena *a, struct buf *b)
{
    struct str s = str_copy(a, buf_str(b));
    buf_free(b);
    return s;
}

struct html covered_html(struct arena *a, struct str words, struct str spoken)
{
    struct text_range list[RANGES_MAX];
    size_t n = personal_ranges(words, list, RANGES_MAX);
    struct buf b = buf_new(1 << 20);
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        html_text(&b, str_slice(words, at, list[i].from));
        buf_addz(&b, "<span class=\"cover\" role=\"img\" aria-label=\"");
        html_attr(&b, spoken);
        buf_addf(&b, "\">%s</span>", bars);
        at = list[i].to;
    }
    html_text(&b, str_slice(words, at, words.n));
    return (struct html){finish(a, &b)};
}

struct str covered_text(struct arena *a, struct str words)
{
    struct text_range list[RANGES_MAX];
    size_t n = personal_ranges(words, list, RANGES_MAX);
    struct buf b = buf_new(1 << 20);
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        buf_add(&b, str_slice(words, at, list[i].from));
        buf_addz(&b, bars);
        at = list[i].to;
    }
    buf_add(&b, str_slice(words, at, words.n));
    return finish(a, &b);
}
