// changes.c: see changes.h.
#include "web/changes.h"

#include "text/diff.h"

enum { BRIEF_AROUND = 100, CHANGES_MAX = 1 << 20 }; // bytes of what is the same that stay before and after a change

// Up to a blank, so that no word is cut.
static size_t around_end(struct str s)
{
    size_t at = BRIEF_AROUND;
    while (at < s.n && s.p[at] != ' ' && s.p[at] != '\n') {
        at++;
    }
    return at;
}

static size_t around_begin(struct str s)
{
    size_t at = s.n - BRIEF_AROUND;
    while (at > 0 && s.p[at - 1] != ' ' && s.p[at - 1] != '\n') {
        at--;
    }
    return at;
}

static void put_same(struct buf *b, struct str text, bool first, bool last, bool brief)
{
    size_t head = !brief || text.n <= BRIEF_AROUND ? text.n : first ? 0 : around_end(text);
    size_t tail = head == text.n || last ? text.n : around_begin(text);
    if (head >= tail && !last) {
        html_text(b, text);
        return;
    }
    html_text(b, str_slice(text, 0, head));
    buf_addz(b, head < text.n ? " … " : "");
    html_text(b, str_slice(text, tail, text.n));
}

static void put_change(struct buf *b, const char *tag, struct str said, struct str text)
{
    buf_addf(b, "<%s><span class=\"vh\">", tag);
    html_text(b, said);
    buf_addz(b, " </span>");
    html_text(b, text);
    buf_addf(b, "</%s>", tag);
}

struct html changes_html(struct arena *a, enum lang lang, struct str was, struct str now, bool brief)
{
    struct diff d = diff_words(a, was, now);
    if (d.n == 0 || (d.n == 1 && d.runs[0].op == DIFF_SAME)) {
        return (struct html){STR("")};
    }
    struct buf b = buf_new(CHANGES_MAX);
    for (size_t i = 0; i < d.n; i++) {
        const struct diff_run *r = &d.runs[i];
        if (r->op == DIFF_SAME) {
            put_same(&b, r->text, i == 0, i + 1 == d.n, brief);
        } else if (r->op == DIFF_DELETED) {
            put_change(&b, "del", T(lang, "[left out:]"), r->text);
        } else {
            put_change(&b, "ins", T(lang, "[put in:]"), r->text);
        }
    }
    struct html h = {str_copy(a, buf_str(&b))};
    buf_free(&b);
    return h;
}
