// sheet.c: a workbook's files. Texts stand in their cells (inline strings), so that each sheet is written in one pass.
#include "docs/sheet.h"

#include "base/utf8.h"
#include "docs/html.h"
#include "docs/pack.h"

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define SPACE "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PART "application/vnd.openxmlformats-officedocument.spreadsheetml."
#define XLSX_MAX ((size_t)256 << 20)

enum { NAME_MAX_CHARS = 31, PLACES = 4 };

static const char ROOT_RELS[] =
    XML_HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
             "Id=\"rId1\" Type=\"" REL "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>\n";

// Cell formats: number formats 100 + places; format = places + (strong ? PLACES : 0) for numbers, 8 and 9 for texts.
static const char STYLES[] = XML_HEAD
    "<styleSheet " SPACE "><numFmts count=\"4\"><numFmt numFmtId=\"170\" formatCode=\"#,##0\"/>"
    "<numFmt numFmtId=\"171\" formatCode=\"#,##0.0\"/><numFmt numFmtId=\"172\" formatCode=\"#,##0.00\"/>"
    "<numFmt numFmtId=\"173\" formatCode=\"#,##0.000\"/></numFmts><fonts count=\"2\"><font><sz val=\"12\"/>"
    "<name val=\"Times New Roman\"/></font><font><b/><sz val=\"12\"/><name val=\"Times New Roman\"/></font></fonts>"
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill "
    "patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"10\">"
    "<xf numFmtId=\"170\" applyNumberFormat=\"1\"/><xf numFmtId=\"171\" applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"172\" applyNumberFormat=\"1\"/><xf numFmtId=\"173\" applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"170\" fontId=\"1\" applyNumberFormat=\"1\"/><xf numFmtId=\"171\" fontId=\"1\" "
    "applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"172\" fontId=\"1\" applyNumberFormat=\"1\"/><xf numFmtId=\"173\" fontId=\"1\" "
    "applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"49\" applyAlignment=\"1\"><alignment wrapText=\"1\" vertical=\"top\"/></xf>"
    "<xf numFmtId=\"49\" fontId=\"1\" applyAlignment=\"1\"><alignment wrapText=\"1\" "
    "vertical=\"top\"/></xf></cellXfs></styleSheet>\n";

struct str sheet_ref(struct arena *a, size_t row, size_t column)
{
    char letters[8];
    size_t at = sizeof letters;
    for (size_t c = column + 1; c > 0; c = (c - 1) / 26) {
        letters[--at] = (char)('A' + (c - 1) % 26);
    }
    return str_fmt(a, "%.*s%zu", (int)(sizeof letters - at), letters + at, row + 1);
}

static void put_name(struct buf *out, struct str name, size_t number)
{
    struct buf clean = buf_new(256);
    size_t chars = 0;
    for (size_t i = 0; i < name.n && chars < NAME_MAX_CHARS; chars++) {
        uint32_t cp;
        size_t len = utf8_next(name, i, &cp);
        if (cp < 0x80 && strchr("[]:*?/\\'", (int)cp) != NULL) { // NUL among them
            buf_addc(&clean, ' ');
        } else {
            buf_add(&clean, str_slice(name, i, i + len));
        }
        i += len;
    }
    html_attr(out, str_trim(buf_str(&clean)));
    if (str_trim(buf_str(&clean)).n == 0) {
        buf_addf(out, "%zu", number);
    }
    buf_free(&clean);
}

static void put_decimal(struct buf *out, int64_t n, unsigned places)
{
    int64_t unit = 1;
    for (unsigned i = 0; i < places; i++) {
        unit *= 10;
    }
    uint64_t size = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    buf_addf(out, "%s%llu", n < 0 ? "-" : "", (unsigned long long)(size / (uint64_t)unit));
    if (places > 0) {
        buf_addf(out, ".%0*llu", (int)places, (unsigned long long)(size % (uint64_t)unit));
    }
}

static void put_cell(struct buf *out, struct str ref, const struct sheet_cell *c)
{
    BUG_ON(c->places >= PLACES);
    unsigned style = c->kind == SHEET_TEXT ? (c->strong ? 9 : 8) : c->places + (c->strong ? PLACES : 0);
    buf_addf(out, "<c r=\"%.*s\" s=\"%u\"", STR_ARG(ref), style);
    switch (c->kind) {
    case SHEET_EMPTY:
        buf_addz(out, "/>");
        return;
    case SHEET_TEXT:
        buf_addz(out, " t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        html_text(out, c->text);
        buf_addz(out, "</t></is></c>");
        return;
    case SHEET_FORMULA:
        buf_addz(out, "><f>");
        html_text(out, c->text);
        buf_addz(out, "</f><v>");
        break;
    case SHEET_NUMBER:
        buf_addz(out, "><v>");
        break;
    }
    put_decimal(out, c->n, c->places);
    buf_addz(out, "</v></c>");
}

static struct str sheet_xml(struct arena *a, const struct sheet *s)
{
    BUG_ON(s->rows > SHEET_ROWS || s->columns > SHEET_COLUMNS || s->columns == 0);
    struct arena scratch = ARENA_INIT;
    struct buf out = buf_new(XLSX_MAX);
    buf_addz(&out, XML_HEAD "<worksheet " SPACE "><sheetViews><sheetView workbookViewId=\"0\">");
    if (s->head > 0) {
        buf_addf(&out, "<pane ySplit=\"%zu\" topLeftCell=\"A%zu\" state=\"frozen\"/>", s->head, s->head + 1);
    }
    buf_addz(&out, "</sheetView></sheetViews><cols>");
    for (size_t c = 0; c < s->columns; c++) {
        buf_addf(&out, "<col min=\"%zu\" max=\"%zu\" width=\"%d\" customWidth=\"1\"/>", c + 1, c + 1, s->widths[c]);
    }
    buf_addz(&out, "</cols><sheetData>");
    for (size_t r = 0; r < s->rows; r++) {
        buf_addf(&out, "<row r=\"%zu\">", r + 1);
        for (size_t c = 0; c < s->columns; c++) {
            put_cell(&out, sheet_ref(&scratch, r, c), &s->cells[r * s->columns + c]);
        }
        buf_addz(&out, "</row>");
        arena_reset(&scratch);
    }
    buf_addz(&out, "</sheetData><pageMargins left=\"0.7\" right=\"0.7\" top=\"0.75\" bottom=\"0.75\" header=\"0.3\" "
                   "footer=\"0.3\"/>"
                   "<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>\n");
    BUG_ON(buf_over(&out));
    struct str xml = str_copy(a, buf_str(&out));
    buf_free(&out);
    arena_free(&scratch);
    return xml;
}

// The three small files that name the sheets.
static struct str listed(struct arena *a, const struct sheet *sheets, size_t n, const char *before, const char *each,
                         const char *after)
{
    struct buf out = buf_new(XLSX_MAX);
    buf_addz(&out, before);
    for (size_t i = 0; i < n; i++) {
        for (const char *p = each; *p != '\0'; p++) {
            if (*p == '#') {
                buf_addf(&out, "%zu", i + 1);
            } else if (*p == '@') {
                put_name(&out, sheets[i].name, i + 1);
            } else {
                buf_addc(&out, *p);
            }
        }
    }
    buf_addz(&out, after);
    struct str s = str_copy(a, buf_str(&out));
    buf_free(&out);
    return s;
}

struct str sheet_xlsx(struct arena *a, const struct sheet *sheets, size_t n)
{
    BUG_ON(n == 0 || n > SHEETS);
    struct pack_file files[5 + SHEETS] = {
        {"[Content_Types].xml",
         listed(a, sheets, n,
                XML_HEAD
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" PART "sheet.main+xml\"/>"
                "<Override PartName=\"/xl/styles.xml\" ContentType=\"" PART "styles+xml\"/>",
                "<Override PartName=\"/xl/worksheets/sheet#.xml\" ContentType=\"" PART "worksheet+xml\"/>",
                "</Types>\n"),
         false},
        {"_rels/.rels", str_c(ROOT_RELS), false},
        {"xl/workbook.xml",
         listed(a, sheets, n, XML_HEAD "<workbook " SPACE " xmlns:r=\"" REL "\"><sheets>",
                "<sheet name=\"@\" sheetId=\"#\" r:id=\"rId#\"/>",
                "</sheets><calcPr fullCalcOnLoad=\"1\"/></workbook>\n"),
         false},
        {"xl/_rels/workbook.xml.rels",
         listed(a, sheets, n,
                XML_HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
                "<Relationship Id=\"rId#\" Type=\"" REL "/worksheet\" Target=\"worksheets/sheet#.xml\"/>",
                "<Relationship Id=\"styles\" Type=\"" REL "/styles\" Target=\"styles.xml\"/></Relationships>\n"),
         false},
        {"xl/styles.xml", str_c(STYLES), false},
    };
    for (size_t i = 0; i < n; i++) {
        files[5 + i] = (struct pack_file){str_z(a, str_fmt(a, "xl/worksheets/sheet%zu.xml", i + 1)),
                                          sheet_xml(a, &sheets[i]), false};
    }
    return pack_files(a, files, 5 + n);
}
