// markdown.c: walks cmark's tree, writing only what is on the list. The walk does not recurse, so depth costs no stack.
#include "docs/markdown.h"

#include <cmark.h>

#include "docs/mdtable.h"

#define OUT_MAX (MARKDOWN_MAX * 16)
// Quotes and lists nested deeper than this are written as if they were not there; nobody writes them, browsers slow
// down.
#define DEPTH_MAX 12

struct walk {
    struct buf out;
    struct markdown_look look;
    int depth;   // of quotes, lists and items around
    int in_link; // of links and images around
};

static cmark_node *parse(struct str source)
{
    return source.n > MARKDOWN_MAX ? NULL
                                   : cmark_parse_document(source.n == 0 ? "" : source.p, source.n,
                                                          CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8);
}

static struct str literal(cmark_node *node)
{
    return str_c(cmark_node_get_literal(node));
}

// The text between blank lines, each a paragraph.
static struct html plain_paragraphs(struct arena *a, struct str source)
{
    struct buf out = buf_new(SIZE_MAX / 2);
    while (source.p != NULL) {
        struct str line = str_trim(str_cut(&source, '\n'));
        if (line.n > 0) {
            buf_addz(&out, "<p>");
            html_text(&out, line);
            buf_addz(&out, "</p>\n");
        }
    }
    struct html h = {str_copy(a, buf_str(&out))};
    buf_free(&out);
    return h;
}

// --- HTML ---

static bool leads_outside(struct str url, struct str own_host)
{
    ptrdiff_t colon = str_find(url, STR("://"));
    bool web = str_eq_nocase(str_slice(url, 0, 4), STR("http"));
    if (!web || colon < 0) {
        return false;
    }
    struct str rest = str_slice(url, (size_t)colon + 3, url.n);
    size_t end = 0;
    while (end < rest.n && memchr("/?#", rest.p[end], 3) == NULL) {
        end++;
    }
    return own_host.n == 0 || !str_eq_nocase(str_slice(rest, 0, end), own_host);
}

static void html_link(struct walk *w, cmark_node *node, bool enter)
{
    // A link may hold an image whose description holds a link; the outermost one counts.
    bool image = cmark_node_get_type(node) == CMARK_NODE_IMAGE;
    struct str url = image ? STR_NONE : str_c(cmark_node_get_url(node));
    w->in_link -= enter ? 0 : 1;
    bool shown = !image && w->in_link == 0 && html_url_ok(url);
    w->in_link += enter ? 1 : 0;
    if (!shown) {
        return;
    }
    if (!enter) {
        buf_addz(&w->out, "</a>");
        return;
    }
    buf_addz(&w->out, "<a href=\"");
    html_url(&w->out, url);
    buf_addz(&w->out, leads_outside(url, w->look.own_host) ? "\" rel=\"nofollow noopener\">" : "\">");
}

// A paragraph of a tight list has no tags.
static bool is_tight(cmark_node *node)
{
    cmark_node *list = cmark_node_parent(cmark_node_parent(node));
    return list != NULL && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list);
}

static void html_heading(struct walk *w, cmark_node *node, bool enter)
{
    int level = cmark_node_get_heading_level(node) + w->look.heading_shift;
    level = level < 1 ? 1 : level > 6 ? 6 : level;
    buf_addf(&w->out, enter ? "<h%d>" : "</h%d>\n", level);
}

static void html_container(struct walk *w, cmark_node *node, bool enter)
{
    w->depth -= enter ? 0 : 1;
    bool shown = w->depth < DEPTH_MAX * 2; // a list and its item count for one each
    w->depth += enter ? 1 : 0;
    if (!shown) {
        return;
    }
    struct buf *out = &w->out;
    if (cmark_node_get_type(node) == CMARK_NODE_ITEM) {
        buf_addz(out, enter ? "<li>" : "</li>\n");
    } else if (cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE) {
        buf_addz(out, enter ? "<blockquote>\n" : "</blockquote>\n");
    } else if (cmark_node_get_list_type(node) == CMARK_BULLET_LIST) {
        buf_addz(out, enter ? "<ul>\n" : "</ul>\n");
    } else if (!enter) {
        buf_addz(out, "</ol>\n");
    } else if (cmark_node_get_list_start(node) == 1) {
        buf_addz(out, "<ol>\n");
    } else {
        buf_addf(out, "<ol start=\"%d\">\n", cmark_node_get_list_start(node));
    }
}

static void html_wrapped(struct walk *w, const char *before, struct str text, const char *after)
{
    buf_addz(&w->out, before);
    html_text(&w->out, text);
    buf_addz(&w->out, after);
}

// Kinds that are not named here write nothing: the list is of what may pass.
static void html_node(struct walk *w, cmark_node *node, bool enter)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE:
    case CMARK_NODE_LIST:
    case CMARK_NODE_ITEM:
        html_container(w, node, enter);
        break;
    case CMARK_NODE_PARAGRAPH:
        if (!is_tight(node)) {
            buf_addz(&w->out, enter ? "<p>" : "</p>\n");
        } else if (!enter && cmark_node_next(node) != NULL) {
            buf_addc(&w->out, '\n');
        }
        break;
    case CMARK_NODE_HEADING:
        html_heading(w, node, enter);
        break;
    case CMARK_NODE_CODE_BLOCK:
        html_wrapped(w, "<pre><code>", literal(node), "</code></pre>\n");
        break;
    case CMARK_NODE_HTML_BLOCK:
        html_wrapped(w, "<p>", str_trim(literal(node)), "</p>\n");
        break;
    case CMARK_NODE_THEMATIC_BREAK:
        buf_addz(&w->out, "<hr>\n");
        break;
    case CMARK_NODE_TEXT:
    case CMARK_NODE_HTML_INLINE:
        html_text(&w->out, literal(node));
        break;
    case CMARK_NODE_CODE:
        html_wrapped(w, "<code>", literal(node), "</code>");
        break;
    case CMARK_NODE_SOFTBREAK:
        buf_addc(&w->out, '\n');
        break;
    case CMARK_NODE_LINEBREAK:
        buf_addz(&w->out, "<br>\n");
        break;
    case CMARK_NODE_EMPH:
        buf_addz(&w->out, enter ? "<em>" : "</em>");
        break;
    case CMARK_NODE_STRONG:
        buf_addz(&w->out, enter ? "<strong>" : "</strong>");
        break;
    case CMARK_NODE_LINK:
    case CMARK_NODE_IMAGE:
        html_link(w, node, enter);
        break;
    default:
        break;
    }
}

static void html_row(struct walk *w, const struct str *cells, size_t n, const char *before, const char *after)
{
    buf_addz(&w->out, "<tr>");
    for (size_t i = 0; i < n; i++) {
        html_wrapped(w, before, cells[i], after);
    }
    buf_addz(&w->out, "</tr>\n");
}

static void html_table(struct walk *w, const struct mdtable *t)
{
    buf_addz(&w->out, "<div class=\"scroll\" tabindex=\"0\"><table>\n<thead>");
    html_row(w, t->head, t->columns, "<th scope=\"col\">", "</th>");
    buf_addz(&w->out, "</thead>\n<tbody>");
    for (size_t row = 0; row < t->rows; row++) {
        html_row(w, t->cells + row * t->columns, t->columns, "<td>", "</td>");
    }
    buf_addz(&w->out, "</tbody></table></div>\n");
}

struct html markdown_html(struct arena *a, struct str source, struct markdown_look look)
{
    cmark_node *root = parse(source);
    if (root == NULL) {
        return plain_paragraphs(a, source);
    }
    struct walk w = {.out = buf_new(OUT_MAX), .look = look};
    cmark_iter *iter = cmark_iter_new(root);
    for (cmark_event_type e; (e = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        struct mdtable table;
        if (e == CMARK_EVENT_ENTER && cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH && mdtable_read(a, node, &table)) {
            html_table(&w, &table);
            cmark_iter_reset(iter, node, CMARK_EVENT_EXIT); // its words are written; the next event is what follows it
            continue;
        }
        html_node(&w, node, e == CMARK_EVENT_ENTER);
    }
    cmark_iter_free(iter);
    cmark_node_free(root);
    struct html h = {buf_over(&w.out) ? STR_NONE : str_copy(a, buf_str(&w.out))};
    buf_free(&w.out);
    return h.s.p == NULL ? plain_paragraphs(a, source) : h;
}

// --- plain text ---

struct text_walk {
    struct buf out;
    struct buf margin; // what begins each line: "> " for a quote, blanks below an item
    bool line_open;    // the margin stands already
    bool apart;        // an empty line is due before the next block
};

static void text_set_apart(struct text_walk *w)
{
    if (w->apart && w->out.n > 0) {
        buf_add(&w->out, str_trim(buf_str(&w->margin)));
        buf_addc(&w->out, '\n');
    }
    w->apart = false;
}

static void text_add(struct text_walk *w, struct str s)
{
    while (s.p != NULL) {
        struct str rest = s;
        struct str line = str_cut(&rest, '\n');
        if (!w->line_open && line.n > 0) {
            text_set_apart(w);
            buf_add(&w->out, buf_str(&w->margin));
            w->line_open = true;
        }
        buf_add(&w->out, line);
        if (rest.p != NULL) {
            buf_addc(&w->out, '\n');
            w->line_open = false;
        }
        s = rest;
    }
}

static void text_end_line(struct text_walk *w)
{
    if (w->line_open) {
        buf_addc(&w->out, '\n');
        w->line_open = false;
    }
}

static void text_item(struct text_walk *w, cmark_node *item, bool enter)
{
    if (!enter) {
        w->margin.n -= w->margin.n < 3 ? w->margin.n : 3;
        return;
    }
    cmark_node *list = cmark_node_parent(item);
    char mark[16] = "-  ";
    if (cmark_node_get_list_type(list) == CMARK_ORDERED_LIST) {
        int number = cmark_node_get_list_start(list);
        for (cmark_node *at = cmark_node_previous(item); at != NULL && number < 99; at = cmark_node_previous(at)) {
            number++;
        }
        (void)snprintf(mark, sizeof mark, "%d. ", number);
    }
    text_end_line(w);
    text_add(w, str_c(mark));
    buf_addz(&w->margin, "   ");
}

static void text_link(struct text_walk *w, cmark_node *node, bool enter)
{
    struct str url = str_c(cmark_node_get_url(node));
    cmark_node *only = cmark_node_first_child(node);
    bool same = only != NULL && cmark_node_next(only) == NULL && cmark_node_get_type(only) == CMARK_NODE_TEXT &&
                str_ends(url, literal(only));
    if (!enter && html_url_ok(url) && !same) {
        text_add(w, STR(" ("));
        text_add(w, url);
        text_add(w, STR(")"));
    }
}

static void text_node(struct text_walk *w, cmark_node *node, bool enter)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE:
        text_end_line(w);
        if (enter) {
            text_set_apart(w); // outside of the quote
            buf_addz(&w->margin, "> ");
        } else {
            w->margin.n -= w->margin.n < 2 ? w->margin.n : 2;
        }
        break;
    case CMARK_NODE_ITEM:
        text_item(w, node, enter);
        break;
    case CMARK_NODE_LIST:
        w->apart = w->apart || (!enter && cmark_node_get_type(cmark_node_parent(node)) != CMARK_NODE_ITEM);
        break;
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
        if (!enter) {
            text_end_line(w);
            w->apart = !is_tight(node);
        }
        break;
    case CMARK_NODE_CODE_BLOCK:
    case CMARK_NODE_HTML_BLOCK:
        text_add(w, str_trim(literal(node)));
        text_end_line(w);
        w->apart = true;
        break;
    case CMARK_NODE_THEMATIC_BREAK:
        text_add(w, STR("---"));
        text_end_line(w);
        w->apart = true;
        break;
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE:
    case CMARK_NODE_HTML_INLINE:
        text_add(w, literal(node));
        break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
        text_add(w, STR("\n"));
        break;
    case CMARK_NODE_LINK:
        text_link(w, node, enter);
        break;
    default:
        break;
    }
}

struct str markdown_text(struct arena *a, struct str source)
{
    cmark_node *root = parse(source);
    if (root == NULL) {
        return str_copy(a, source.p == NULL ? STR("") : source);
    }
    struct text_walk w = {.out = buf_new(OUT_MAX), .margin = buf_new(MARKDOWN_MAX * 4)};
    cmark_iter *iter = cmark_iter_new(root);
    for (cmark_event_type e; (e = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        text_node(&w, cmark_iter_get_node(iter), e == CMARK_EVENT_ENTER);
    }
    cmark_iter_free(iter);
    cmark_node_free(root);
    struct str s = str_copy(a, buf_over(&w.out) || buf_over(&w.margin) ? source : str_trim(buf_str(&w.out)));
    buf_free(&w.out);
    buf_free(&w.margin);
    return s;
}

// --- words ---

static void add_words(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        bool blank = s.p[i] == ' ' || (s.p[i] >= '\t' && s.p[i] <= '\r');
        if (!blank) {
            buf_addc(out, s.p[i]);
        } else if (out->n > 0 && out->p[out->n - 1] != ' ') {
            buf_addc(out, ' ');
        }
    }
}

struct str markdown_words(struct arena *a, struct str source)
{
    struct buf out = buf_new(source.n + MARKDOWN_MAX * 4);
    cmark_node *root = parse(source);
    if (root == NULL) {
        add_words(&out, source);
    } else {
        cmark_iter *iter = cmark_iter_new(root);
        for (cmark_event_type e; (e = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
            cmark_node *node = cmark_iter_get_node(iter);
            cmark_node_type type = cmark_node_get_type(node);
            if (cmark_node_get_literal(node) != NULL) {
                add_words(&out, literal(node));
            }
            bool block_ends = e == CMARK_EVENT_EXIT && (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING);
            if (block_ends || type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK ||
                type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK) {
                add_words(&out, STR(" "));
            }
        }
        cmark_iter_free(iter);
        cmark_node_free(root);
    }
    struct str s = str_copy(a, str_trim(buf_str(&out)));
    buf_free(&out);
    return s;
}
