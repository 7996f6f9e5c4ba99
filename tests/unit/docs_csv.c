// docs_csv.c: tables read back as they were written, whatever they were written with; mistakes told with their place.
#include "docs/csv.h"

#include "base/random.h"
#include "base/utf8.h"
#include "tap.h"

struct bytes {
    struct str rest;
    size_t step; // at most so many at a time
};

static bool from_bytes(void *arg, char *p, size_t max, size_t *n, struct err *e)
{
    (void)e;
    struct bytes *b = arg;
    size_t take = b->rest.n < max ? b->rest.n : max;
    take = b->step != 0 && take > b->step ? b->step : take;
    memcpy(p, b->rest.p, take);
    b->rest = str_slice(b->rest, take, b->rest.n);
    *n = take;
    return true;
}

// All rows as text: cells parted by |, rows ended by /; a bad row as !line:column.
static struct str shown(struct arena *a, struct str input, struct csv_rules rules, size_t step)
{
    struct bytes b = {input, step};
    struct csv *c = csv_new(from_bytes, &b, &rules);
    struct buf out = buf_new(1 << 20);
    struct csv_row row;
    struct csv_bad bad;
    struct err e = ERR_INIT;
    enum csv_got got;
    while ((got = csv_next(c, &row, &bad, &e)) > CSV_END) {
        if (got == CSV_BAD) {
            buf_addf(&out, "!%lld:%zu/", (long long)bad.line, bad.column);
            continue;
        }
        for (size_t i = 0; i < row.n; i++) {
            buf_addf(&out, "%s%.*s", i > 0 ? "|" : "", STR_ARG(row.cells[i]));
        }
        buf_addz(&out, "/");
    }
    struct str s = str_copy(a, buf_str(&out));
    buf_free(&out);
    csv_free(c);
    return s;
}

static void shapes(struct arena *a)
{
    struct csv_rules none = {0};
    is_str(shown(a, STR("a,b\n1,2\n"), none, 0), "a|b/1|2/", "plain");
    is_str(shown(a, STR("a,b\r\n1,2"), none, 1), "a|b/1|2/", "CRLF, no line end at the end, a byte at a time");
    is_str(shown(a, STR("a;b\r1;2,5\r"), none, 0), "a|b/1|2,5/", "semicolons and CR");
    is_str(shown(a, STR("a\tb\n\"x\ty\"\t2\n"), none, 3), "a|b/x\ty|2/", "tabs");
    is_str(shown(a, STR("a|b\n\n\r\n1|2\n"), none, 0), "a|b/1|2/", "bars; empty lines are passed over");
    is_str(shown(a, STR("sep=;\r\na,x;b\n1;2\n"), none, 0), "a,x|b/1|2/", "a line that names the separator");
    is_str(shown(a, STR("a;b,c,d\n"), (struct csv_rules){.separator = ';'}, 0), "a|b,c,d/", "a separator that was said");
    is_str(shown(a, STR("\"a,b\",\"say \"\"no\"\"\",\"x\r\ny\"\n"), none, 1), "a,b|say \"no\"|x\r\ny/", "quotes");
    is_str(shown(a, STR("\"x\r\"\n1,2\n"), none, 0), "x\r/1|2/", "CR before the closing quote");
    is_str(shown(a, STR("5\" pipe,b\n"), none, 0), "5\" pipe|b/", "a quote inside plain text");
    is_str(shown(a, STR("a,\"b\" ,c\n"), none, 0), "a|b|c/", "blanks after a closing quote");
    is_str(shown(a, STR("a,\n,\n"), none, 0), "a|/|/", "empty cells");
    is_str(shown(a, STR(""), none, 0), "", "nothing");
}

static void encodings(struct arena *a)
{
    struct csv_rules none = {0};
    is_str(shown(a, STR("\xEF\xBB\xBFt\xC3\xAAn,b\n"), none, 1), "tên|b/", "UTF-8 with its mark");
    is_str(shown(a, STR("\xFF\xFE\x46\x00\x01\x1E\x2C\x00\x3D\xD8\x00\xDE\x0A\x00"), none, 1), "Fḁ|😀/", "UTF-16LE with its mark");
    is_str(shown(a, STR("\xFE\xFF\x01\x10\x00,\x00" "b\x00\n"), none, 5), "Đ|b/", "UTF-16BE with its mark");
    is_str(shown(a, STR("a\0,\0b\0\n\0"), none, 0), "a|b/", "UTF-16LE without it");
    is_str(shown(a, STR("\0a\0,\0b\0\n"), none, 0), "a|b/", "UTF-16BE without it");
    is_str(shown(a, STR("\xD0\xDDỜNG"), (struct csv_rules){.charset_given = true, .charset = CHARSET_UTF8}, 0), "!1:1/",
           "what is no UTF-8 is told");
    struct csv_rules viet = {.charset_given = true, .charset = CHARSET_WINDOWS_1258};
    is_str(shown(a, STR("\xF0\xFD\xF5\xCCng ph\xF4\xEC,\xD0\xE0 L\xE2\xF2t\n"), viet, 1), "đường phố|Đà Lật/",
           "Windows-1258: letter and tone become one");
    struct csv_rules west = {.charset_given = true, .charset = CHARSET_WINDOWS_1252};
    is_str(shown(a, STR("caf\xE9,10 \x80\n"), west, 1), "café|10 €/", "Windows-1252");
    is_str(shown(a, STR("e\xCC\x81" "a,b\n"), none, 1), "éa|b/", "letters in pieces are put together");
    enum charset set;
    ok(charset_of(STR("Windows-1258"), &set) && set == CHARSET_WINDOWS_1258, "names in either case");
    ok(!charset_of(STR("tcvn3"), &set), "an unknown one is refused");
}

static void mistakes(struct arena *a)
{
    struct csv_rules none = {0};
    is_str(shown(a, STR("a,b\n1,\"x\"y\n2,3\n"), none, 0), "a|b/!2:2/2|3/", "text after the closing quote");
    is_str(shown(a, STR("a,b\n1,2\n3,\"4\n5,6\n"), none, 0), "a|b/1|2/!3:2/", "a quote that is never closed: where it opened");
    is_str(shown(a, STR("a\n\"x\ny\nz\"\n\"1\n"), none, 0), "a/x\ny\nz/!5:1/", "lines inside quotes are counted");
    is_str(shown(a, STR("a\r\n\"x\r\ny\"\r\n\"1"), none, 1), "a/x\r\ny/!4:1/", "CRLF is one line");
    is_str(shown(a, STR("a,b\n1,x\0y\n2,3\n"), none, 0), "a|b/!2:2/2|3/", "a zero byte");
    struct buf big = buf_new(1 << 22);
    buf_addz(&big, "a,b\n1,");
    for (int i = 0; i < CSV_CELL_MAX + 1; i++) {
        buf_addc(&big, 'x');
    }
    buf_addz(&big, ",y\n2,3\n");
    is_str(shown(a, buf_str(&big), none, 0), "a|b/!2:2/2|3/", "a cell that is too long; the next row is read");
    buf_clear(&big);
    for (int i = 0; i < CSV_CELLS_MAX + 1; i++) {
        buf_addz(&big, i == 0 ? "x" : ",x");
    }
    buf_addz(&big, "\n1,2\n");
    is_str(shown(a, buf_str(&big), none, 0), "!1:0/1|2/", "too many cells");
    buf_clear(&big);
    for (int i = 0; i < 40; i++) {
        for (int k = 0; k < CSV_CELL_MAX - 1; k++) {
            buf_addc(&big, 'x');
        }
        buf_addc(&big, ',');
    }
    buf_addz(&big, "\n1,2\n");
    is_str(shown(a, buf_str(&big), none, 0), "!1:17/1|2/", "a row that is too long");
    buf_free(&big);
}

static bool cut_off(void *arg, char *p, size_t max, size_t *n, struct err *e)
{
    (void)arg;
    (void)p;
    (void)max;
    (void)n;
    return err_set(e, ERR_IO, "gone");
}

// Whatever is written with buf_csv is read again, however the bytes arrive.
static void round_trips(struct arena *a)
{
    static const char *const pieces[] = {"a", "\"", ",", ";", "\n", "\r", "ữ", " ", "'", "=", "\t", "", "|", "\r\n"};
    struct prng chance = {7};
    bool good = true;
    for (int round = 0; round < 400 && good; round++) {
        size_t columns = 2 + prng_below(&chance, 4);
        size_t rows = 1 + prng_below(&chance, 6);
        struct str *want = ARENA_ARRAY(a, struct str, columns * rows);
        struct buf out = buf_new(1 << 16);
        for (size_t i = 0; i < columns * rows; i++) {
            struct buf cell = buf_new(4096);
            for (size_t k = prng_below(&chance, 6); k > 0; k--) {
                buf_addz(&cell, pieces[prng_below(&chance, ARRAY_LEN(pieces))]);
            }
            buf_csv(&out, buf_str(&cell));
            buf_addz(&out, i % columns == columns - 1 ? "\r\n" : ",");
            bool formula = cell.n > 0 && strchr("=+-@\t\r", cell.p[0]) != NULL;
            want[i] = str_fmt(a, "%s%.*s", formula ? "'" : "", STR_ARG(buf_str(&cell)));
            buf_free(&cell);
        }
        struct bytes b = {buf_str(&out), prng_below(&chance, 9)};
        struct csv *c = csv_new(from_bytes, &b, &(struct csv_rules){.separator = ','});
        struct csv_row row;
        struct csv_bad bad;
        struct err e = ERR_INIT;
        for (size_t r = 0; r < rows && good; r++) {
            good = csv_next(c, &row, &bad, &e) == CSV_ROW && row.n == columns;
            for (size_t k = 0; k < columns && good; k++) {
                good = str_eq(row.cells[k], want[r * columns + k]);
            }
        }
        good = good && csv_next(c, &row, &bad, &e) == CSV_END;
        ok(good || round < 0, "round %d: %zu rows of %zu cells come back", round, rows, columns);
        csv_free(c);
        buf_free(&out);
    }
}

int main(void)
{
    struct arena a = ARENA_INIT;
    shapes(&a);
    encodings(&a);
    mistakes(&a);
    round_trips(&a);
    struct csv *c = csv_new(cut_off, NULL, &(struct csv_rules){0});
    struct csv_row row;
    struct csv_bad bad;
    struct err e = ERR_INIT;
    ok(csv_next(c, &row, &bad, &e) == CSV_FAILED && e.code == ERR_IO, "a source that fails is told");
    csv_free(c);
    arena_free(&a);
    return tap_done();
}
