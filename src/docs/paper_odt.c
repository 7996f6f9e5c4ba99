// paper_odt.c: a paper as OpenDocument text (ODF 1.3).
#include "docs/html.h"
#include "docs/pack.h"
#include "docs/paper_lines.h"

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define ODF_MAX ((size_t)64 << 20)
#define ODF_SPACES                                                                                                     \
    " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""                                               \
    " xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\""                                                 \
    " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\""                                                   \
    " xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\""                                                 \
    " xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\""                                        \
    " xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" office:version=\"1.3\">"

enum { HEADER_MM = 10 }; // of the top margin is the page number's line

static const char MANIFEST[] = XML_HEAD
    "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\""
    " manifest:version=\"1.3\">"
    "<manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"application/vnd.oasis.opendocument.text\"/>"
    "<manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>"
    "<manifest:file-entry manifest:full-path=\"styles.xml\" manifest:media-type=\"text/xml\"/>"
    "</manifest:manifest>\n";

// --- styles.xml: the named styles and the two kinds of page ---

static void put_style(struct buf *out, const struct paper_look *k)
{
    static const char *const align[] = {"start", "center", "end", "justify"};
    buf_addf(
        out,
        "<style:style style:name=\"%s\" style:family=\"paragraph\"><style:paragraph-properties fo:text-align=\"%s\""
        " fo:text-indent=\"%dmm\" fo:margin-left=\"%dmm\" fo:margin-right=\"%dmm\" fo:margin-top=\"%dpt\""
        " fo:margin-bottom=\"%dpt\"%s%s/>",
        k->name, align[k->align], k->first, k->left, k->right, k->before, k->after,
        k->rule ? " fo:border-bottom=\"0.75pt solid #000000\"" : "", k->keep ? " fo:keep-with-next=\"always\"" : "");
    buf_addf(out, "<style:text-properties fo:font-size=\"%dpt\"%s%s%s/></style:style>", k->size,
             k->bold ? " fo:font-weight=\"bold\"" : "", k->italic ? " fo:font-style=\"italic\"" : "",
             k->capitals ? " fo:text-transform=\"uppercase\"" : "");
}

static void put_page(struct buf *out, const struct paper_layout *l, bool numbered)
{
    buf_addf(out,
             "<style:page-layout style:name=\"%s\"><style:page-layout-properties fo:page-width=\"210mm\""
             " fo:page-height=\"297mm\" style:print-orientation=\"portrait\" fo:margin-top=\"%dmm\" "
             "fo:margin-bottom=\"%dmm\""
             " fo:margin-left=\"%dmm\" fo:margin-right=\"%dmm\"/>",
             numbered ? "Numbered" : "Plain", numbered ? l->top - HEADER_MM : l->top, l->bottom, l->left, l->right);
    if (numbered) {
        buf_addf(out,
                 "<style:header-style><style:header-footer-properties svg:height=\"%dmm\" fo:margin-bottom=\"0mm\""
                 " style:dynamic-spacing=\"true\"/></style:header-style>",
                 HEADER_MM);
    }
    buf_addz(out, "</style:page-layout>");
}

// Headings keep their indent only when the outline says it too.
static void put_outline(struct buf *out, int indent)
{
    buf_addz(out, "<text:outline-style style:name=\"Outline\">");
    for (int level = 1; level <= 6; level++) {
        buf_addf(out,
                 "<text:outline-level-style text:level=\"%d\" style:num-format=\"\"><style:list-level-properties"
                 " text:list-level-position-and-space-mode=\"label-alignment\"><style:list-level-label-alignment"
                 " text:label-followed-by=\"nothing\" fo:text-indent=\"%dmm\" fo:margin-left=\"0mm\"/>"
                 "</style:list-level-properties></text:outline-level-style>",
                 level, indent);
    }
    buf_addz(out, "</text:outline-style>");
}

static struct str styles_xml(struct arena *a, const struct paper *p)
{
    struct paper_look looks[PAPER_STYLES];
    paper_looks(p->form, looks);
    struct buf out = buf_new(ODF_MAX);
    buf_addz(&out,
             XML_HEAD "<office:document-styles" ODF_SPACES
                      "<office:font-face-decls><style:font-face style:name=\"Times New Roman\""
                      " svg:font-family=\"'Times New Roman'\" style:font-family-generic=\"roman\"/>"
                      "</office:font-face-decls><office:styles><style:default-style style:family=\"paragraph\">"
                      "<style:text-properties style:font-name=\"Times New Roman\" fo:language=\"vi\" fo:country=\"VN\""
                      " fo:color=\"#000000\"/></style:default-style>");
    for (size_t i = 0; i < PAPER_STYLES; i++) {
        put_style(&out, &looks[i]);
    }
    put_outline(&out, looks[STYLE_HEADING].first);
    buf_addz(&out, "</office:styles><office:automatic-styles>");
    put_page(&out, paper_layout(p->form), false);
    put_page(&out, paper_layout(p->form), true);
    buf_addz(
        &out,
        "</office:automatic-styles><office:master-styles>"
        "<style:master-page style:name=\"First\" style:page-layout-name=\"Plain\" style:next-style-name=\"Standard\"/>"
        "<style:master-page style:name=\"Standard\" style:page-layout-name=\"Numbered\"><style:header>"
        "<text:p text:style-name=\"Page\"><text:page-number text:select-page=\"current\"/></text:p>"
        "</style:header></style:master-page></office:master-styles></office:document-styles>\n");
    struct str s = str_copy(a, buf_str(&out));
    buf_free(&out);
    return s;
}

// --- content.xml ---

static void put_line(struct buf *out, const struct paper_look *looks, struct paper_line line)
{
    buf_addf(out, "<text:p text:style-name=\"%s\">", looks[line.style].name);
    html_text(out, line.text);
    buf_addz(out, "</text:p>");
}

static void put_part(struct buf *out, const struct paper_look *looks, const struct paper_part *part)
{
    for (size_t i = 0; i < part->n; i++) {
        put_line(out, looks, part->line[i]);
    }
}

// Two columns without borders: the head, and the signature.
static void put_pair(struct buf *out, const struct paper_look *looks, const char *name, const struct paper_part *left,
                     const struct paper_part *right)
{
    buf_addf(out,
             "<table:table table:name=\"%s\" table:style-name=\"%s\"><table:table-column table:style-name=\"%s.0\"/>"
             "<table:table-column table:style-name=\"%s.1\"/><table:table-row table:style-name=\"Whole\">"
             "<table:table-cell table:style-name=\"Bare\">",
             name, name, name, name);
    put_part(out, looks, left);
    buf_addz(out, "</table:table-cell><table:table-cell table:style-name=\"Bare\">");
    put_part(out, looks, right);
    buf_addz(out, "</table:table-cell></table:table-row></table:table>");
}

static void put_cell(struct buf *out, const struct paper_look *looks, enum paper_style style, struct str text)
{
    buf_addz(out, "<table:table-cell table:style-name=\"Lined\">");
    put_line(out, looks, (struct paper_line){style, text});
    buf_addz(out, "</table:table-cell>");
}

static void put_table(struct buf *out, const struct paper_look *looks, const struct paper_table *t, size_t at)
{
    buf_addf(out, "<table:table table:name=\"Table%zu\" table:style-name=\"Figures\">", at);
    for (size_t c = 0; c < t->columns; c++) {
        buf_addf(out, "<table:table-column table:style-name=\"Table%zu.%zu\"/>", at, c);
    }
    buf_addz(out, "<table:table-header-rows><table:table-row table:style-name=\"Whole\">");
    for (size_t c = 0; c < t->columns; c++) {
        put_cell(out, looks, STYLE_CELL_HEAD, t->head[c]);
    }
    buf_addz(out, "</table:table-row></table:table-header-rows>");
    for (size_t r = 0; r < t->rows; r++) {
        buf_addz(out, "<table:table-row table:style-name=\"Whole\">");
        for (size_t c = 0; c < t->columns; c++) {
            put_cell(out, looks, t->right[c] ? STYLE_CELL_FIGURE : STYLE_CELL, t->cells[r * t->columns + c]);
        }
        buf_addz(out, "</table:table-row>");
    }
    buf_addz(out, "</table:table>");
}

static void put_run(struct buf *out, struct paper_run run)
{
    if (!run.bold && !run.italic) {
        html_text(out, run.text);
        return;
    }
    buf_addf(out, "<text:span text:style-name=\"%s\">", run.bold && run.italic ? "Both" : run.bold ? "Bold" : "Italic");
    html_text(out, run.text);
    buf_addz(out, "</text:span>");
}

static void put_block(struct buf *out, struct arena *a, const struct paper_look *looks, const struct paper_block *b,
                      size_t at)
{
    if (b->kind == PAPER_TABLE) {
        put_table(out, looks, b->table, at);
        return;
    }
    enum paper_style style = b->kind == PAPER_HEADING ? STYLE_HEADING : b->kind == PAPER_ITEM ? STYLE_ITEM : STYLE_TEXT;
    if (b->kind == PAPER_HEADING) {
        buf_addf(out, "<text:h text:style-name=\"%s\" text:outline-level=\"%d\">", looks[style].name, b->level);
    } else {
        buf_addf(out, "<text:p text:style-name=\"%s\">", looks[style].name);
    }
    if (b->kind == PAPER_ITEM) {
        html_text(out, paper_item_mark(a, b));
    }
    for (size_t i = 0; i < b->n_runs; i++) {
        put_run(out, b->runs[i]);
    }
    buf_addz(out, b->kind == PAPER_HEADING ? "</text:h>" : "</text:p>");
}

static void put_column(struct buf *out, const char *name, size_t column, int mm)
{
    buf_addf(out,
             "<style:style style:name=\"%s.%zu\" style:family=\"table-column\"><style:table-column-properties"
             " style:column-width=\"%dmm\"/></style:style>",
             name, column, mm);
}

static void put_local_styles(struct buf *out, struct arena *a, const struct paper *p, int width)
{
    static const char *const spans[][2] = {{"Bold", "fo:font-weight=\"bold\""},
                                           {"Italic", "fo:font-style=\"italic\""},
                                           {"Both", "fo:font-weight=\"bold\" fo:font-style=\"italic\""}};
    for (size_t i = 0; i < ARRAY_LEN(spans); i++) {
        buf_addf(out, "<style:style style:name=\"%s\" style:family=\"text\"><style:text-properties %s/></style:style>",
                 spans[i][0], spans[i][1]);
    }
    buf_addf(out,
             "<style:style style:name=\"Head\" style:family=\"table\" style:master-page-name=\"First\">"
             "<style:table-properties style:width=\"%dmm\" table:align=\"left\"/></style:style>"
             "<style:style style:name=\"Sign\" style:family=\"table\"><style:table-properties style:width=\"%dmm\""
             " table:align=\"left\" fo:margin-top=\"12pt\"/></style:style>"
             "<style:style style:name=\"Figures\" style:family=\"table\"><style:table-properties style:width=\"%dmm\""
             " table:align=\"left\" fo:margin-top=\"6pt\" fo:margin-bottom=\"6pt\"/></style:style>",
             HEAD_LEFT_MM + HEAD_RIGHT_MM, SIGN_LEFT_MM + SIGN_RIGHT_MM, width);
    put_column(out, "Head", 0, HEAD_LEFT_MM);
    put_column(out, "Head", 1, HEAD_RIGHT_MM);
    put_column(out, "Sign", 0, SIGN_LEFT_MM);
    put_column(out, "Sign", 1, SIGN_RIGHT_MM);
    for (size_t i = 0; i < p->n_blocks; i++) {
        const struct paper_table *t = p->blocks[i].table;
        const int *mm = t == NULL ? NULL : paper_table_widths(a, t, width);
        for (size_t c = 0; t != NULL && c < t->columns; c++) {
            put_column(out, str_z(a, str_fmt(a, "Table%zu", i)), c, mm[c]);
        }
    }
    buf_addz(out, "<style:style style:name=\"Whole\" style:family=\"table-row\"><style:table-row-properties"
                  " fo:keep-together=\"always\"/></style:style>"
                  "<style:style style:name=\"Bare\" style:family=\"table-cell\"><style:table-cell-properties"
                  " fo:border=\"none\" fo:padding=\"0mm\"/></style:style>"
                  "<style:style style:name=\"Lined\" style:family=\"table-cell\"><style:table-cell-properties"
                  " fo:border=\"0.5pt solid #000000\" fo:padding-left=\"1.5mm\" fo:padding-right=\"1.5mm\""
                  " style:vertical-align=\"middle\"/></style:style>");
}

static struct str content_xml(struct arena *a, const struct paper *p)
{
    const struct paper_layout *l = paper_layout(p->form);
    const struct paper_lines *lines = paper_lines(a, p);
    struct paper_look looks[PAPER_STYLES];
    paper_looks(p->form, looks);
    struct buf out = buf_new(ODF_MAX);
    buf_addz(&out, XML_HEAD "<office:document-content" ODF_SPACES "<office:automatic-styles>");
    put_local_styles(&out, a, p, 210 - l->left - l->right);
    buf_addz(&out, "</office:automatic-styles><office:body><office:text>");
    put_pair(&out, looks, "Head", &lines->head_left, &lines->head_right);
    put_part(&out, looks, &lines->title);
    for (size_t i = 0; i < p->n_blocks; i++) {
        put_block(&out, a, looks, &p->blocks[i], i);
    }
    put_pair(&out, looks, "Sign", &lines->sign_left, &lines->sign_right);
    buf_addz(&out, "</office:text></office:body></office:document-content>\n");
    BUG_ON(buf_over(&out));
    struct str s = str_copy(a, buf_str(&out));
    buf_free(&out);
    return s;
}

struct str paper_odt(struct arena *a, const struct paper *p)
{
    const struct pack_file files[] = {
        {"mimetype", STR("application/vnd.oasis.opendocument.text"), .stored = true},
        {"content.xml", content_xml(a, p), false},
        {"styles.xml", styles_xml(a, p), false},
        {"META-INF/manifest.xml", str_c(MANIFEST), false},
    };
    return pack_files(a, files, ARRAY_LEN(files));
}
