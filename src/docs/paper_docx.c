// paper_docx.c: a paper as a Word document (ISO/IEC 29500, transitional).
#include "docs/html.h"
#include "docs/pack.h"
#include "docs/paper_lines.h"

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define W_SPACE "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define R_SPACE "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define PART "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define DOCX_MAX ((size_t)64 << 20)

enum { HEADER_MM = 10 };   // from the page's edge to its number
enum { CELL_MARGIN = 85 }; // twips, beside the words of a table

static const char TYPES[] =
    XML_HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
             "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
             "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
             "<Override PartName=\"/word/document.xml\" ContentType=\"" PART "document.main+xml\"/>"
             "<Override PartName=\"/word/styles.xml\" ContentType=\"" PART "styles+xml\"/>"
             "<Override PartName=\"/word/header1.xml\" ContentType=\"" PART "header+xml\"/></Types>\n";
static const char ROOT_RELS[] = XML_HEAD
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" REL "officeDocument\" Target=\"word/document.xml\"/></Relationships>\n";
static const char DOCUMENT_RELS[] =
    XML_HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
             "<Relationship Id=\"rId1\" Type=\"" REL "styles\" Target=\"styles.xml\"/>"
             "<Relationship Id=\"rId2\" Type=\"" REL "header\" Target=\"header1.xml\"/></Relationships>\n";
static const char HEADER[] = XML_HEAD
    "<w:hdr " W_SPACE "><w:p><w:pPr><w:pStyle w:val=\"Page\"/></w:pPr><w:r><w:fldChar w:fldCharType=\"begin\"/>"
    "</w:r><w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r><w:r>"
    "<w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/>"
    "</w:r></w:p></w:hdr>\n";

static int twips(int mm)
{
    return (mm * 14400 + 127) / 254;
}

static void put_style(struct buf *out, const struct paper_look *k)
{
    static const char *const align[] = {"left", "center", "right", "both"};
    buf_addf(out,
             "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"%s\"><w:name "
             "w:val=\"%s\"/><w:qFormat/><w:pPr>%s",
             k->name, k->name, k->keep ? "<w:keepNext/>" : "");
    if (k->rule) {
        buf_addz(out, "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"000000\"/></w:pBdr>");
    }
    buf_addf(out, "<w:spacing w:before=\"%d\" w:after=\"%d\"/>", k->before * 20, k->after * 20);
    buf_addf(out, "<w:ind w:left=\"%d\" w:right=\"%d\" w:firstLine=\"%d\"/><w:jc w:val=\"%s\"/></w:pPr><w:rPr>%s%s%s",
             twips(k->left), twips(k->right), twips(k->first), align[k->align], k->bold ? "<w:b/>" : "",
             k->italic ? "<w:i/>" : "", k->capitals ? "<w:caps/>" : "");
    buf_addf(out, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/></w:rPr></w:style>", k->size * 2, k->size * 2);
}

static struct str styles_xml(struct arena *a, const struct paper_look *looks)
{
    struct buf out = buf_new(DOCX_MAX);
    buf_addz(&out,
             XML_HEAD "<w:styles " W_SPACE "><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\""
                      " w:hAnsi=\"Times New Roman\" w:eastAsia=\"Times New Roman\" w:cs=\"Times New Roman\"/>"
                      "<w:lang w:val=\"vi-VN\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>");
    for (size_t i = 0; i < PAPER_STYLES; i++) {
        put_style(&out, &looks[i]);
    }
    buf_addz(&out, "</w:styles>\n");
    struct str s = str_copy(a, buf_str(&out));
    buf_free(&out);
    return s;
}

// --- document.xml ---

static void put_text(struct buf *out, const char *look, struct str text)
{
    buf_addf(out, "<w:r>%s<w:t xml:space=\"preserve\">", look);
    html_text(out, text);
    buf_addz(out, "</w:t></w:r>");
}

static void put_line(struct buf *out, const struct paper_look *looks, struct paper_line line)
{
    buf_addf(out, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>", looks[line.style].name);
    if (line.text.n > 0) {
        put_text(out, "", line.text);
    }
    buf_addz(out, "</w:p>");
}

static void put_part(struct buf *out, const struct paper_look *looks, const struct paper_part *part)
{
    for (size_t i = 0; i < part->n; i++) {
        put_line(out, looks, part->line[i]);
    }
}

static void begin_table(struct buf *out, int width, bool lined)
{
    buf_addf(out, "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblInd w:w=\"%d\" w:type=\"dxa\"/>",
             twips(width), lined ? CELL_MARGIN : 0);
    if (lined) {
        static const char *const sides[] = {"top", "left", "bottom", "right", "insideH", "insideV"};
        buf_addz(out, "<w:tblBorders>");
        for (size_t i = 0; i < ARRAY_LEN(sides); i++) {
            buf_addf(out, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>", sides[i]);
        }
        buf_addz(out, "</w:tblBorders>");
    }
    buf_addf(out,
             "<w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"%d\" w:type=\"dxa\"/><w:right w:w=\"%d\""
             " w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>",
             lined ? CELL_MARGIN : 0, lined ? CELL_MARGIN : 0);
}

static void begin_cell(struct buf *out, int width)
{
    buf_addf(out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/></w:tcPr>", twips(width));
}

static void put_pair(struct buf *out, const struct paper_look *looks, int left_mm, int right_mm,
                     const struct paper_part *left, const struct paper_part *right)
{
    begin_table(out, left_mm + right_mm, false);
    buf_addf(out, "<w:gridCol w:w=\"%d\"/><w:gridCol w:w=\"%d\"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>",
             twips(left_mm), twips(right_mm));
    begin_cell(out, left_mm);
    put_part(out, looks, left);
    buf_addz(out, "</w:tc>");
    begin_cell(out, right_mm);
    put_part(out, looks, right);
    buf_addz(out, "</w:tc></w:tr></w:tbl>");
}

// Row `head`: repeated at the top of each page.
static void put_row(struct buf *out, const struct paper_look *looks, const struct paper_table *t, const int *mm,
                    const struct str *cells, bool head)
{
    buf_addf(out, "<w:tr><w:trPr><w:cantSplit/>%s</w:trPr>", head ? "<w:tblHeader/>" : "");
    for (size_t c = 0; c < t->columns; c++) {
        begin_cell(out, mm[c]);
        enum paper_style style = head ? STYLE_CELL_HEAD : t->right[c] ? STYLE_CELL_FIGURE : STYLE_CELL;
        put_line(out, looks, (struct paper_line){style, cells[c]});
        buf_addz(out, "</w:tc>");
    }
    buf_addz(out, "</w:tr>");
}

static void put_table(struct buf *out, struct arena *a, const struct paper_look *looks, const struct paper_table *t,
                      int width)
{
    const int *mm = paper_table_widths(a, t, width);
    begin_table(out, width, true);
    for (size_t c = 0; c < t->columns; c++) {
        buf_addf(out, "<w:gridCol w:w=\"%d\"/>", twips(mm[c]));
    }
    buf_addz(out, "</w:tblGrid>");
    put_row(out, looks, t, mm, t->head, true);
    for (size_t r = 0; r < t->rows; r++) {
        put_row(out, looks, t, mm, &t->cells[r * t->columns], false);
    }
    buf_addz(out, "</w:tbl>");
}

static void put_block(struct buf *out, struct arena *a, const struct paper_look *looks, const struct paper_block *b,
                      int width)
{
    if (b->kind == PAPER_TABLE) {
        put_table(out, a, looks, b->table, width);
        put_line(out, looks, (struct paper_line){STYLE_RECIPIENT, STR_NONE}); // two tables that meet would be one
        return;
    }
    enum paper_style style = b->kind == PAPER_HEADING ? STYLE_HEADING : b->kind == PAPER_ITEM ? STYLE_ITEM : STYLE_TEXT;
    buf_addf(out, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>", looks[style].name);
    if (b->kind == PAPER_HEADING) {
        buf_addf(out, "<w:outlineLvl w:val=\"%d\"/>", b->level - 1);
    }
    buf_addz(out, "</w:pPr>");
    if (b->kind == PAPER_ITEM) {
        put_text(out, "", paper_item_mark(a, b));
    }
    for (size_t i = 0; i < b->n_runs; i++) {
        const struct paper_run *run = &b->runs[i];
        put_text(out,
                 run->bold && run->italic ? "<w:rPr><w:b/><w:i/></w:rPr>"
                 : run->bold              ? "<w:rPr><w:b/></w:rPr>"
                 : run->italic            ? "<w:rPr><w:i/></w:rPr>"
                                          : "",
                 run->text);
    }
    buf_addz(out, "</w:p>");
}

static struct str document_xml(struct arena *a, const struct paper *p, const struct paper_look *looks)
{
    const struct paper_layout *l = paper_layout(p->form);
    const struct paper_lines *lines = paper_lines(a, p);
    struct buf out = buf_new(DOCX_MAX);
    buf_addz(&out, XML_HEAD "<w:document " W_SPACE " " R_SPACE "><w:body>");
    put_pair(&out, looks, HEAD_LEFT_MM, HEAD_RIGHT_MM, &lines->head_left, &lines->head_right);
    put_part(&out, looks, &lines->title);
    for (size_t i = 0; i < p->n_blocks; i++) {
        put_block(&out, a, looks, &p->blocks[i], 210 - l->left - l->right);
    }
    put_line(&out, looks, (struct paper_line){STYLE_RECIPIENT, STR_NONE});
    put_pair(&out, looks, SIGN_LEFT_MM, SIGN_RIGHT_MM, &lines->sign_left, &lines->sign_right);
    buf_addf(
        &out,
        "<w:p><w:pPr><w:pStyle w:val=\"Recipient\"/><w:rPr><w:sz w:val=\"2\"/></w:rPr></w:pPr></w:p>" // Word wants a
                                                                                                      // last paragraph
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId2\"/><w:pgSz w:w=\"%d\" w:h=\"%d\"/>"
        "<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" w:header=\"%d\" w:footer=\"%d\" "
        "w:gutter=\"0\"/>"
        "<w:titlePg/></w:sectPr></w:body></w:document>\n",
        twips(210), twips(297), twips(l->top), twips(l->right), twips(l->bottom), twips(l->left), twips(HEADER_MM),
        twips(HEADER_MM));
    BUG_ON(buf_over(&out));
    struct str s = str_copy(a, buf_str(&out));
    buf_free(&out);
    return s;
}

struct str paper_docx(struct arena *a, const struct paper *p)
{
    struct paper_look looks[PAPER_STYLES];
    paper_looks(p->form, looks);
    const struct pack_file files[] = {
        {"[Content_Types].xml", str_c(TYPES), false},
        {"_rels/.rels", str_c(ROOT_RELS), false},
        {"word/document.xml", document_xml(a, p, looks), false},
        {"word/_rels/document.xml.rels", str_c(DOCUMENT_RELS), false},
        {"word/styles.xml", styles_xml(a, looks), false},
        {"word/header1.xml", str_c(HEADER), false},
    };
    return pack_files(a, files, ARRAY_LEN(files));
}
