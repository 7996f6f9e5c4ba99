// mdtable.c: see mdtable.h.
#include "docs/mdtable.h"

#include "base/buf.h"
#include "docs/markdown.h"

static struct str words_of(struct arena *a, cmark_node *paragraph)
{
    struct buf b = buf_new(MARKDOWN_MAX);
    cmark_iter *iter = cmark_iter_new(paragraph);
    for (cmark_event_type e; (e = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (e != CMARK_EVENT_ENTER) {
            continue;
        }
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_HTML_INLINE) {
            buf_addz(&b, cmark_node_get_literal(node));
        } else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
            buf_addc(&b, '\n');
        }
    }
    cmark_iter_free(iter);
    struct str s = str_copy(a, buf_str(&b));
    buf_free(&b);
    return s;
}

// The inside of a line between its first and last bar; STR_NONE when it does not stand between bars.
static struct str between_bars(struct str line)
{
    line = str_trim(line);
    return line.n >= 2 && line.p[0] == '|' && line.p[line.n - 1] == '|' ? str_slice(line, 1, line.n - 1) : STR_NONE;
}

static size_t split(struct str inside, struct str *cells, size_t max)
{
    size_t n = 0;
    for (struct str rest = inside; rest.p != NULL;) {
        struct str cell = str_trim(str_cut(&rest, '|'));
        if (n < max) {
            cells[n] = cell.p == NULL ? STR("") : cell;
        }
        n++;
    }
    return n;
}

static bool is_rule(struct str inside)
{
    bool hyphen = false;
    for (size_t i = 0; i < inside.n; i++) {
        hyphen = hyphen || inside.p[i] == '-';
        if (strchr("-:| ", inside.p[i]) == NULL) {
            return false;
        }
    }
    return hyphen;
}

bool mdtable_read(struct arena *a, cmark_node *paragraph, struct mdtable *out)
{
    cmark_node *first = cmark_node_first_child(paragraph);
    if (first == NULL || cmark_node_get_type(first) != CMARK_NODE_TEXT || cmark_node_get_literal(first)[0] != '|') {
        return false;
    }
    struct str text = words_of(a, paragraph);
    size_t lines = 0;
    for (struct str rest = text; rest.p != NULL; lines++) {
        struct str inside = between_bars(str_cut(&rest, '\n'));
        if (inside.p == NULL || (lines == 1 && !is_rule(inside))) {
            return false;
        }
    }
    struct str rest = text;
    struct str *head = ARENA_ARRAY(a, struct str, MDTABLE_COLUMNS_MAX);
    size_t columns = split(between_bars(str_cut(&rest, '\n')), head, MDTABLE_COLUMNS_MAX);
    if (lines < 3 || lines - 2 > MDTABLE_ROWS_MAX || columns > MDTABLE_COLUMNS_MAX) {
        return false;
    }
    struct str *cells = ARENA_ARRAY(a, struct str, (lines - 2) * columns);
    (void)str_cut(&rest, '\n');
    for (size_t row = 0; row + 2 < lines; row++) {
        size_t n = split(between_bars(str_cut(&rest, '\n')), cells + row * columns, columns);
        for (size_t c = n; c < columns; c++) {
            cells[row * columns + c] = STR("");
        }
    }
    *out = (struct mdtable){.columns = columns, .rows = lines - 2, .head = head, .cells = cells};
    return true;
}
