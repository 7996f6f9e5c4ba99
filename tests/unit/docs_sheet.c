// docs_sheet.c: a workbook holds what the table says, and its names and formulas are such as a spreadsheet takes.
// Whether LibreOffice opens it and computes its totals: tests/paper.
#include "docs/sheet.h"

#include "tap.h"

static struct arena arena;

int main(void)
{
    is_str(sheet_ref(&arena, 0, 0), "A1", "the first cell");
    is_str(sheet_ref(&arena, 9, 25), "Z10", "the last letter");
    is_str(sheet_ref(&arena, 0, 26), "AA1", "then two");
    is_str(sheet_ref(&arena, 0, 701), "ZZ1", "the last of two");
    is_str(sheet_ref(&arena, 0, 702), "AAA1", "then three");
    is_str(sheet_ref(&arena, 1048575, 16383), "XFD1048576", "the last cell of all");
    const struct sheet_cell cells[] = {{SHEET_NUMBER, .n = -5, .places = 1}, {.kind = SHEET_EMPTY}};
    const int widths[] = {10, 10};
    const struct sheet one = {.name = STR("Quý [IV]/2026: một tên rất dài không vừa ba mươi mốt ký tự"),
                              .cells = cells,
                              .rows = 1,
                              .columns = 2,
                              .widths = widths};
    struct str a = sheet_xlsx(&arena, &one, 1);
    ok(a.n > 500 && str_starts(a, STR("PK\x03\x04")), "a zip archive");
    ok(str_eq(a, sheet_xlsx(&arena, &one, 1)), "the same table gives the same bytes");
    arena_free(&arena);
    return tap_done();
}
