// docs_paper.c: an administrative document says what its form says, in both formats, whatever its words are.
// How it stands on the page is measured by tests/paper.
#include "docs/paper.h"

#include <zip.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "docs/markdown.h"
#include "tap.h"

static struct arena arena;

// One file of an archive, or STR_NONE.
static struct str unpacked(struct str archive, const char *name)
{
    zip_error_t e;
    zip_source_t *source = zip_source_buffer_create(archive.p, archive.n, 0, &e);
    zip_t *zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &e);
    zip_stat_t stat;
    struct str found = STR_NONE;
    zip_file_t *file = NULL;
    if (zip != NULL && zip_stat(zip, name, 0, &stat) == 0 && (file = zip_fopen(zip, name, 0)) != NULL) {
        char *p = arena_alloc(&arena, stat.size + 1);
        found = (struct str){p, (size_t)zip_fread(file, p, stat.size)};
        (void)zip_fclose(file);
    }
    if (zip != NULL) {
        zip_discard(zip);
    }
    return found;
}

static uint64_t seed = 20260105;

static uint64_t below(uint64_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (seed >> 33) % n;
}

static bool says(struct str xml, const char *words)
{
    return str_find(xml, str_c(words)) >= 0;
}

static struct paper sample(void)
{
    return (struct paper){.issuer = STR("Ủy ban nhân dân xã Cầu Mây"), .mark = STR("05/BC-UBND"), .place = STR("Cầu Mây"),
                          .day = 20458, .title = STR("Báo cáo"), .summary = STR("Kết quả quý IV"),
                          .recipients = STR("UBND tỉnh;\n- Lưu: VT."), .signed_as = STR("TM. Ủy ban nhân dân\nChủ tịch"),
                          .signer = STR("Trần Thị Thử")};
}

static void test_form(void)
{
    struct paper p = sample();
    is_str(paper_place_day(&arena, &p), "Cầu Mây, ngày 05 tháng 01 năm 2026", "days below 10 and January have a zero in front");
    p.day = 20458 + 90;
    is_str(paper_place_day(&arena, &p), "Cầu Mây, ngày 05 tháng 4 năm 2026", "April has none");
    p.day = 0;
    is_str(paper_place_day(&arena, &p), "Cầu Mây, ngày … tháng … năm …", "a day that is not known is left open");
    const char *const part[] = {"content.xml", "word/document.xml"};
    for (int docx = 0; docx < 2; docx++) {
        p = sample();
        paper_body(&arena, &p, STR("Kính báo cáo."));
        struct str xml = unpacked(docx ? paper_docx(&arena, &p) : paper_odt(&arena, &p), part[docx]);
        ok(says(xml, "Cộng hòa xã hội chủ nghĩa Việt Nam") && says(xml, "Độc lập - Tự do - Hạnh phúc"), "%s: the State's head",
           part[docx]);
        ok(says(xml, "Số: 05/BC-UBND") && says(xml, ">- UBND tỉnh;<") && says(xml, ">- Lưu: VT.<"),
           "%s: number, and recipients with one dash each", part[docx]);
        p.form = PAPER_PARTY;
        xml = unpacked(docx ? paper_docx(&arena, &p) : paper_odt(&arena, &p), part[docx]);
        ok(says(xml, "Đảng Cộng sản Việt Nam") && !says(xml, "Cộng hòa") && says(xml, "Số 05/BC-UBND"),
           "%s: the Party's form has no name of the State", part[docx]);
        p = sample();
        p.title = STR_NONE;
        xml = unpacked(docx ? paper_docx(&arena, &p) : paper_odt(&arena, &p), part[docx]);
        ok(says(xml, "V/v Kết quả quý IV"), "%s: a letter has its subject below the number", part[docx]);
    }
    ok(!paper_layout(PAPER_PARTY)->confirmed && paper_layout(PAPER_STATE)->confirmed,
       "the Party's form is marked to be confirmed");
    ok(paper_form_of(STR("party")) == PAPER_PARTY && paper_form_of(STR("x")) == PAPER_FORMS, "forms by their codes");
}

static void test_text(void)
{
    struct paper p = sample();
    paper_body(&arena, &p, STR("# Một\n\nChữ **đậm *cả hai*** thường.\n\n3. ba\n4. bốn\n   - con\n\nsau\n"));
    ok(p.n_blocks == 6, "a block each: heading, paragraph, three items, paragraph (%zu)", p.n_blocks);
    ok(p.blocks[0].kind == PAPER_HEADING && p.blocks[1].kind == PAPER_PARAGRAPH && p.blocks[1].n_runs == 4, "runs by their look");
    ok(p.blocks[1].runs[2].bold && p.blocks[1].runs[2].italic && !p.blocks[1].runs[3].bold, "bold and italic end where they end");
    ok(p.blocks[2].number == 3 && p.blocks[3].number == 4 && p.blocks[4].number == 0 && p.blocks[4].level == 2,
       "items keep their numbers and their depth");
    ok(p.blocks[5].kind == PAPER_PARAGRAPH, "what follows a list is no item");
    struct paper h = sample();
    paper_body(&arena, &h, STR("# Kết quả\n\n## Về đường\n\n### Đã sửa\n\n### Chưa sửa\n\n"
                               "## 2. Về nước\n\n# Kiến nghị\n\n## Một\n"));
    paper_number(&arena, &h, 0);
    static const char *const marked[] = {"I. Kết quả", "1. Về đường", "a) Đã sửa", "b) Chưa sửa",
                                         "2. Về nước", "II. Kiến nghị", "1. Một"};
    for (size_t i = 0; i < ARRAY_LEN(marked); i++) {
        is_str(i < h.n_blocks ? h.blocks[i].runs[0].text : STR(""), marked[i], "heading %zu is numbered", i + 1);
    }
    is_str(paper_heading_mark(&arena, 1, 14), "XIV.", "the fourteenth");
    struct paper t = sample();
    paper_body(&arena, &t, STR("Trước\n\n| TT | Nội dung |\n|---|---|\n| 1 | Rà soát nhà yếu |\n\nSau"));
    ok(t.n_blocks == 3 && t.blocks[1].kind == PAPER_TABLE && t.blocks[1].table->rows == 1 &&
           str_eqz(t.blocks[1].table->cells[1], "Rà soát nhà yếu") && t.blocks[2].kind == PAPER_PARAGRAPH,
       "a table of words is a table");
    ok(str_eq(paper_odt(&arena, &p), paper_odt(&arena, &p)) && str_eq(paper_docx(&arena, &p), paper_docx(&arena, &p)),
       "the same paper gives the same bytes");
}

// Every < is followed by a name we write or a slash, every & by an entity of ours; no byte that XML forbids.
static bool is_sound(struct str xml)
{
    int64_t depth = 0;
    for (size_t i = 0; i < xml.n;) {
        uint32_t cp;
        size_t len = utf8_next(xml, i, &cp);
        bool forbidden = cp == UTF8_BAD || (cp < 0x20 && cp != '\n' && cp != '\t' && cp != '\r') || (cp & 0xFFFE) == 0xFFFE;
        depth += xml.p[i] == '<' ? 1 : xml.p[i] == '>' ? -1 : 0;
        if (forbidden || depth < 0 || depth > 1) {
            return false;
        }
        i += len;
    }
    return depth == 0 && xml.n > 0;
}

static void test_hostile(void)
{
    static const char pieces[][8] = {"<b>", "&", "\x01", "\xFF", "\xEF\xBF\xBF", "]]>", "*", "**", "_", "\n", "\n\n", "- ", "1. ",
                                     "# ", "[a](", ")", "`", "![", "> ", "chữ ", "\t", "<!--"};
    size_t bad = 0;
    for (int round = 0; round < 300; round++) {
        struct buf b = buf_new(1 << 16);
        for (uint64_t n = below(80); n > 0; n--) {
            buf_addz(&b, pieces[below(ARRAY_LEN(pieces))]);
        }
        struct paper p = sample();
        p.summary = str_copy(&arena, buf_str(&b));
        paper_body(&arena, &p, buf_str(&b));
        buf_free(&b);
        bad += is_sound(unpacked(paper_odt(&arena, &p), "content.xml")) ? 0 : 1;
        bad += is_sound(unpacked(paper_docx(&arena, &p), "word/document.xml")) ? 0 : 1;
        arena_reset(&arena);
    }
    ok(bad == 0, "whatever is written, the XML is sound (%zu were not)", bad);
    char *big = arena_alloc(&arena, MARKDOWN_MAX);
    for (size_t i = 0; i < MARKDOWN_MAX; i++) {
        big[i] = "&*a "[i % 4];
    }
    struct paper p = sample();
    size_t before = arena.used;
    paper_body(&arena, &p, (struct str){big, MARKDOWN_MAX});
    ok(arena.used - before < MARKDOWN_MAX * 64, "a text of many pieces costs no more than its length");
}

int main(void)
{
    test_form();
    test_text();
    test_hostile();
    arena_free(&arena);
    return tap_done();
}
