// fuzz_csv.c: whatever a file holds, rows come out whole: UTF-8 cells with their zero byte, lines that never go back.
#include "base/utf8.h"
#include "docs/csv.h"
#include "fuzz.h"

struct bytes {
    struct str rest;
    size_t step;
};

static bool from_bytes(void *arg, char *p, size_t max, size_t *n, struct err *e)
{
    (void)e;
    struct bytes *b = arg;
    size_t most = b->rest.n < max ? b->rest.n : max;
    *n = most < b->step ? most : b->step;
    memcpy(p, b->rest.p, *n);
    b->rest = str_slice(b->rest, *n, b->rest.n);
    return true;
}

// The first byte says the encoding (detected, or one of them) and how many bytes come at a time.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    struct bytes b = {{(const char *)data + 1, size - 1}, (size_t)(data[0] >> 4) + 1};
    uint8_t set = data[0] & 7;
    struct csv_rules rules = {.charset_given = set < CHARSETS, .charset = set < CHARSETS ? (enum charset)set : CHARSET_UTF8};
    struct csv *c = csv_new(from_bytes, &b, &rules);
    struct csv_row row;
    struct csv_bad bad;
    struct err e = ERR_INIT;
    enum csv_got got;
    int64_t line = 0;
    while ((got = csv_next(c, &row, &bad, &e)) > CSV_END) {
        if (got == CSV_BAD) {
            BUG_ON(bad.line < line || bad.reason == NULL);
            continue;
        }
        BUG_ON(row.line <= line || row.n == 0 || row.n > CSV_CELLS_MAX);
        line = row.line;
        for (size_t i = 0; i < row.n; i++) {
            BUG_ON(!utf8_valid(row.cells[i]) || strlen(row.cells[i].p) != row.cells[i].n);
        }
    }
    BUG_ON(got != CSV_END);
    csv_free(c);
    return 0;
}
