// write.c: writes one sample paper in each form and format, and a workbook, into the folder that is named, for
// geometry.sh to measure.
#include "base/buf.h"
#include "docs/paper.h"
#include "docs/sheet.h"

static void save(const char *dir, const char *name, struct str bytes)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "wb");
    if (f == NULL || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fclose(f) != 0) {
        perror(path);
        exit(1);
    }
}

// Long enough for three pages.
static struct str body(struct arena *a)
{
    struct buf b = buf_new(1 << 16);
    buf_addz(
        &b, "Thực hiện quy định về chế độ báo cáo, Ủy ban nhân dân xã báo cáo như sau:\n\n## I. Kết quả thực hiện\n\n");
    for (int i = 1; i <= 30; i++) {
        buf_addf(
            &b,
            "%d. Đã tiếp nhận và trả lời *đúng hạn* phản ánh về đường, điện, nước; **công khai** kết quả tại trang "
            "thông tin của xã <b>& đài truyền thanh</b> để người dân biết và kiểm tra.\n",
            i);
    }
    buf_addz(&b,
             "\n## II. Kiến nghị, đề xuất\n\n- Đề nghị xem xét [tài liệu kèm theo](https://example.vn/a?b=1&c=2).\n");
    struct str s = str_copy(a, buf_str(&b));
    buf_free(&b);
    return s;
}

// Figures of two offices, their sum and a share that a spreadsheet computes.
static struct str workbook(struct arena *a)
{
    static const struct sheet_cell cells[] = {
        {SHEET_TEXT, .text = STR_INIT("Cơ quan"), .strong = true},
        {SHEET_TEXT, .text = STR_INIT("Nhận"), .strong = true},
        {SHEET_TEXT, .text = STR_INIT("Đúng hạn"), .strong = true},
        {SHEET_TEXT, .text = STR_INIT("Xã <A> & B")},
        {SHEET_NUMBER, .n = 1200},
        {SHEET_NUMBER, .n = 900},
        {SHEET_TEXT, .text = STR_INIT("=1+1")},
        {SHEET_NUMBER, .n = 34},
        {SHEET_NUMBER, .n = 30},
        {SHEET_TEXT, .text = STR_INIT("Tổng"), .strong = true},
        {SHEET_FORMULA, .text = STR_INIT("SUM(B2:B3)"), .n = 1234},
        {SHEET_FORMULA, .text = STR_INIT("ROUND(SUM(C2:C3)/B4,3)"), .n = 754, .places = 3},
    };
    static const int widths[] = {30, 10, 10};
    const struct sheet sheet = {
        .name = STR("Quý [IV]/2026"), .cells = cells, .rows = 4, .columns = 3, .head = 1, .widths = widths};
    return sheet_xlsx(a, &sheet, 1);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: write FOLDER\n");
        return 2;
    }
    struct arena a = ARENA_INIT;
    static const struct str head[] = {STR_INIT("Chỉ tiêu"), STR_INIT("Kỳ này"), STR_INIT("Kỳ trước")};
    static const struct str cells[] = {STR_INIT("Phản ánh đã tiếp nhận"), STR_INIT("1.234"), STR_INIT("1.187"),
                                       STR_INIT("Trả lời đúng hạn"),      STR_INIT("91,5%"), STR_INIT("89,0%")};
    static const int widths[] = {60, 20, 20};
    static const bool right[] = {false, true, true};
    static const struct paper_table table = {3, head, cells, 2, widths, right};
    for (enum paper_form form = 0; form < PAPER_FORMS; form++) {
        struct paper p = {
            .form = form,
            .issuer_above = STR("Ủy ban nhân dân tỉnh Thử Nghiệm"),
            .issuer = STR("Ủy ban nhân dân xã Cầu Mây"),
            .mark = STR("05/BC-UBND"),
            .place = STR("Cầu Mây"),
            .day = 20458, // 2026-01-05
            .title = STR("Báo cáo"),
            .summary = STR("Kết quả tiếp nhận và trả lời phản ánh, kiến nghị quý IV năm 2025"),
            .recipients = STR("- UBND tỉnh;\n- Lưu: VT."),
            .signed_as = STR("TM. Ủy ban nhân dân\nKT. Chủ tịch\nPhó Chủ tịch"),
            .signer = STR("Trần Thị Thử"),
        };
        paper_body(&a, &p, body(&a));
        paper_add(&a, &p, &table);
        char name[64];
        (void)snprintf(name, sizeof name, "%s.odt", paper_layout(form)->code);
        save(argv[1], name, paper_odt(&a, &p));
        (void)snprintf(name, sizeof name, "%s.docx", paper_layout(form)->code);
        save(argv[1], name, paper_docx(&a, &p));
    }
    save(argv[1], "figures.xlsx", workbook(&a));
    arena_free(&a);
    return 0;
}
