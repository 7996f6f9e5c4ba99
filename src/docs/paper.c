// paper.c: the forms, and a text in Markdown as the blocks of a document.
#include "docs/paper.h"

#include <cmark.h>

#include "docs/html.h"
#include "docs/markdown.h"
#include "docs/mdtable.h"
#include "i18n/civil.h"

static const struct paper_layout LAYOUTS[PAPER_FORMS] = {
#define FORM(name, ...) [PAPER_##name] = {__VA_ARGS__},
#include "docs/paper_form.def"
#undef FORM
};

const struct paper_layout *paper_layout(enum paper_form form)
{
    BUG_ON((unsigned)form >= PAPER_FORMS);
    return &LAYOUTS[form];
}

enum paper_form paper_form_of(struct str code)
{
    enum paper_form form = 0;
    while (form < PAPER_FORMS && !str_eqz(code, LAYOUTS[form].code)) {
        form++;
    }
    return form;
}

struct str paper_place_day(struct arena *a, const struct paper *p)
{
    struct str comma = p->place.n > 0 ? STR(", ") : STR("");
    if (p->day == 0) {
        return str_fmt(a, "%.*s%.*sngày … tháng … năm …", STR_ARG(p->place), STR_ARG(comma));
    }
    // Days below 10, January and February have a zero in front, so that nothing can be written before them.
    struct civil c = civil_from_day(p->day);
    return str_fmt(a, "%.*s%.*sngày %02d tháng %0*d năm %d", STR_ARG(p->place), STR_ARG(comma), c.day,
                   c.month <= 2 ? 2 : 1, c.month, c.year);
}

static struct paper_block *add_block(struct arena *a, struct paper *p, enum paper_block_kind kind)
{
    if ((p->n_blocks & (p->n_blocks - 1)) == 0) { // full at every power of two
        struct paper_block *more = ARENA_ARRAY(a, struct paper_block, p->n_blocks == 0 ? 1 : p->n_blocks * 2);
        for (size_t i = 0; i < p->n_blocks; i++) {
            more[i] = p->blocks[i];
        }
        p->blocks = more;
    }
    struct paper_block *b = &p->blocks[p->n_blocks++];
    *b = (struct paper_block){.kind = kind};
    return b;
}

void paper_add(struct arena *a, struct paper *p, const struct paper_table *table)
{
    add_block(a, p, PAPER_TABLE)->table = table;
}

// --- headings ---

struct str paper_heading_mark(struct arena *a, int level, int n)
{
    static const struct {
        int value;
        const char *mark;
    } roman[] = {{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}};
    if (level == 2 || (level > 2 && n > 26)) {
        return str_fmt(a, "%d%s", n, level == 2 ? "." : ")");
    }
    if (level > 2) {
        return str_fmt(a, "%c)", 'a' + n - 1);
    }
    struct str s = STR("");
    for (size_t i = 0; i < ARRAY_LEN(roman); i++) {
        for (; n >= roman[i].value; n -= roman[i].value) {
            s = str_fmt(a, "%.*s%s", STR_ARG(s), roman[i].mark);
        }
    }
    return str_fmt(a, "%.*s.", STR_ARG(s));
}

// "II. Kết quả", "1. Kết quả", "a) Kết quả": it was numbered by hand.
static bool is_marked(struct str words)
{
    size_t n = 0;
    while (n < words.n && str_find(STR("IVXLC0123456789."), str_slice(words, n, n + 1)) >= 0) {
        n++;
    }
    bool letter = words.n > 1 && words.p[0] >= 'a' && words.p[0] <= 'z' && words.p[1] == ')';
    return letter || (n > 1 && words.p[n - 1] == '.' && (n == words.n || words.p[n] == ' '));
}

void paper_number(struct arena *a, struct paper *p, size_t from)
{
    int n[3] = {0};
    for (size_t i = from; i < p->n_blocks; i++) {
        struct paper_block *b = &p->blocks[i];
        if (b->kind != PAPER_HEADING || b->n_runs == 0) {
            continue;
        }
        int level = b->level > 3 ? 3 : b->level;
        n[level - 1]++;
        for (int below = level; below < 3; below++) {
            n[below] = 0;
        }
        struct paper_run *r = &b->runs[0];
        if (!is_marked(r->text)) {
            r->text = str_fmt(a, "%.*s %.*s", STR_ARG(paper_heading_mark(a, level, n[level - 1])), STR_ARG(r->text));
        }
    }
}

// --- from Markdown ---

struct walk {
    struct arena *arena;
    struct paper *paper;
    struct paper_block *block; // that takes the words; NULL between blocks
    struct buf run;            // words of one look, until another look or the block's end
    int bold, italic;
    int lists;  // around
    int number; // of the item that begins, until its first block has it; -1: none begins
};

static void begin(struct walk *w, enum paper_block_kind kind)
{
    w->block = add_block(w->arena, w->paper, kind);
    if (kind == PAPER_PARAGRAPH && w->number >= 0) {
        w->block->kind = PAPER_ITEM;
        w->block->number = w->number;
        w->block->level = w->lists;
        w->number = -1;
    }
}

static void end_run(struct walk *w)
{
    struct paper_block *b = w->block;
    if (w->run.n == 0) {
        return;
    }
    if ((b->n_runs & (b->n_runs - 1)) == 0) { // full at every power of two
        struct paper_run *more = ARENA_ARRAY(w->arena, struct paper_run, b->n_runs == 0 ? 1 : b->n_runs * 2);
        for (size_t i = 0; i < b->n_runs; i++) {
            more[i] = b->runs[i];
        }
        b->runs = more;
    }
    b->runs[b->n_runs++] =
        (struct paper_run){.text = str_copy(w->arena, buf_str(&w->run)), .bold = w->bold > 0, .italic = w->italic > 0};
    buf_clear(&w->run);
}

static void end_block(struct walk *w)
{
    end_run(w);
    w->block = NULL;
}

static void words(struct walk *w, struct str s)
{
    if (w->block == NULL) {
        begin(w, PAPER_PARAGRAPH);
    }
    buf_add(&w->run, s);
}

// The list counts its items itself, in the word that cmark leaves to the caller.
static void item(struct walk *w, cmark_node *node)
{
    cmark_node *list = cmark_node_parent(node);
    w->number = 0;
    if (cmark_node_get_list_type(list) == CMARK_ORDERED_LIST) {
        char *so_far = cmark_node_get_user_data(list);
        w->number = cmark_node_get_list_start(list) + (int)(intptr_t)so_far;
        (void)cmark_node_set_user_data(list, (void *)((intptr_t)so_far + 1));
    }
}

static void link_address(struct walk *w, cmark_node *node)
{
    struct str url = str_c(cmark_node_get_url(node));
    cmark_node *only = cmark_node_first_child(node);
    bool same = only != NULL && cmark_node_next(only) == NULL && cmark_node_get_type(only) == CMARK_NODE_TEXT &&
                str_ends(url, str_c(cmark_node_get_literal(only)));
    if (!same && html_url_ok(url)) {
        words(w, STR(" ("));
        words(w, url);
        words(w, STR(")"));
    }
}

static void block_node(struct walk *w, cmark_node *node, bool enter)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_LIST:
        end_block(w);
        w->lists += enter ? 1 : -1;
        break;
    case CMARK_NODE_ITEM:
        end_block(w);
        w->number = -1;
        if (enter) {
            item(w, node);
        }
        break;
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
        end_block(w);
        if (enter) {
            bool heading = cmark_node_get_type(node) == CMARK_NODE_HEADING;
            begin(w, heading ? PAPER_HEADING : PAPER_PARAGRAPH);
            w->block->level = heading ? cmark_node_get_heading_level(node) : w->block->level;
        }
        break;
    case CMARK_NODE_CODE_BLOCK:
    case CMARK_NODE_HTML_BLOCK:
        end_block(w);
        words(w, str_trim(str_c(cmark_node_get_literal(node))));
        end_block(w);
        break;
    default:
        break;
    }
}

static void inline_node(struct walk *w, cmark_node *node, bool enter)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE:
    case CMARK_NODE_HTML_INLINE:
        words(w, str_c(cmark_node_get_literal(node)));
        break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
        words(w, STR(" "));
        break;
    case CMARK_NODE_EMPH:
        end_run(w);
        w->italic += enter ? 1 : -1;
        break;
    case CMARK_NODE_STRONG:
        end_run(w);
        w->bold += enter ? 1 : -1;
        break;
    case CMARK_NODE_LINK:
        if (!enter) {
            link_address(w, node);
        }
        break;
    default:
        break;
    }
}

// Columns as wide as their words ask for, none of them lost beside a long one.
static void add_table(struct walk *w, const struct mdtable *t)
{
    enum { BESIDE = 11, WIDEST = 24 }; // characters: a short column still holds a date on one line
    struct paper_table *table = ARENA_NEW(w->arena, struct paper_table);
    int *widths = ARENA_ARRAY(w->arena, int, t->columns);
    bool *right = ARENA_ARRAY(w->arena, bool, t->columns);
    for (size_t c = 0; c < t->columns; c++) {
        size_t longest = t->head[c].n;
        for (size_t row = 0; row < t->rows; row++) {
            size_t n = t->cells[row * t->columns + c].n;
            longest = n > longest ? n : longest;
        }
        widths[c] = BESIDE + (longest > WIDEST ? WIDEST : (int)longest);
        right[c] = false;
    }
    *table = (struct paper_table){
        .columns = t->columns, .head = t->head, .cells = t->cells, .rows = t->rows, .widths = widths, .right = right};
    end_block(w);
    paper_add(w->arena, w->paper, table);
}

void paper_body(struct arena *a, struct paper *p, struct str markdown)
{
    struct walk w = {.arena = a, .paper = p, .number = -1, .run = buf_new(MARKDOWN_MAX * 16)};
    cmark_node *root =
        cmark_parse_document(markdown.n == 0 ? "" : markdown.p, markdown.n > MARKDOWN_MAX ? MARKDOWN_MAX : markdown.n,
                             CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8);
    BUG_ON(root == NULL);
    cmark_iter *iter = cmark_iter_new(root);
    for (cmark_event_type e; (e = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        struct mdtable table;
        if (e == CMARK_EVENT_ENTER && cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH && mdtable_read(a, node, &table)) {
            add_table(&w, &table);
            cmark_iter_reset(iter, node, CMARK_EVENT_EXIT); // its words are written; the next event is what follows it
            continue;
        }
        block_node(&w, node, e == CMARK_EVENT_ENTER);
        inline_node(&w, node, e == CMARK_EVENT_ENTER);
    }
    cmark_iter_free(iter);
    cmark_node_free(root);
    end_block(&w);
    buf_free(&w.run);
}
