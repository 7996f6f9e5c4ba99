// Promises of core/office/lookup: offices by name, as people type it.
#include "core/office/lookup.h"
#include "tap.h"

static struct arena a;

// A tree laid by hand, in preorder: a province, its communes, a department of one of them.
static struct office offices[] = {
    {.id = 1, .parent = -1, .below = 5, .depth = 0, .code = STR_INIT("tinh"),
     .name = {STR_INIT("UBND tỉnh Tân Giang"), STR_INIT("Tan Giang province")}},
    {.id = 2, .parent = 0, .below = 1, .depth = 1, .code = STR_INIT("25001"),
     .name = {STR_INIT("UBND xã Thạnh Hòa"), STR_INIT("Thanh Hoa commune")}},
    {.id = 3, .parent = 1, .below = 0, .depth = 2, .code = STR_INIT("kt"),
     .name = {STR_INIT("Phòng Kinh tế xã Thạnh Hòa"), STR_INIT("Economy, Thanh Hoa")}},
    {.id = 4, .parent = 0, .below = 0, .depth = 1, .code = STR_INIT("25002"),
     .name = {STR_INIT("UBND xã Thạnh Hòa Đông"), STR_INIT("Thanh Hoa Dong commune")}},
    {.id = 5, .parent = 0, .below = 0, .depth = 1, .code = STR_INIT("25003"),
     .name = {STR_INIT("UBND phường Đông Hà"), STR_INIT("Dong Ha ward")}},
    {.id = 6, .parent = 0, .below = 0, .depth = 1, .code = STR_INIT("25004"),
     .name = {STR_INIT("UBND phường Bến Nghé"), STR_INIT("Ben Nghe ward")}},
};
static int32_t by_id[] = {0, 1, 2, 3, 4, 5};
static struct site site = {.root = 1, .offices = offices, .n_offices = ARRAY_LEN(offices), .by_id = by_id};

static void finds(const char *typed, const char *codes, bool only)
{
    struct office_found f = office_lookup(&site, str_c(typed), 4, &a);
    struct str got = STR("");
    for (size_t i = 0; i < f.n; i++) {
        got = str_fmt(&a, "%.*s%s%.*s", STR_ARG(got), i == 0 ? "" : " ", STR_ARG(f.list[i]->code));
    }
    is_str(got, codes, "“%s”", typed);
    ok(f.only == only, "and it is %s", only ? "clear which" : "not clear which");
}

int main(void)
{
    finds("bến nghé", "25004", true);
    finds("ben nghe", "25004", true);
    finds("BEN  NGHE ward", "25004", true);
    finds("nghe ben", "25004", true);
    finds("ubnd xa thanh hoa", "25001 25002", true); // one is called just so
    finds("thạnh hòa", "25001 25002 kt", false);
    finds("thanh h", "25001 25002 kt", false);
    finds("phong", "kt", true);
    finds("dong", "25003 25002", false);
    finds("KT", "kt", true);
    finds("25003", "25003", true);
    finds("ubnd", "tinh 25001 25002 25003", false); // no more than asked for
    finds("xyz", "", false);
    finds("", "", false);
    finds(" ,. ", "", false);
    finds("\xff\xfe", "", false);
    arena_free(&a);
    return tap_done();
}
