// Promises of http/json: what is read, and what is refused.
#include "http/json.h"
#include "tap.h"

static struct arena a;

static enum json_fault fault_of(const char *text)
{
    struct json_value v;
    return json_read(&a, str_c(text), &v);
}

static void values(void)
{
    struct json_value v;
    is_int(json_read(&a, STR(" {\"b\": [1, -2, true, null, \"\\u0111\\\"\"], \"a\": {\"x\": 1.5}} \n"), &v),
           JSON_FAULT_NONE, "read");
    const struct json_value *b = json_member(&v, "b");
    ok(v.n == 2 && b != NULL && b->kind == JSON_IS_ARRAY && b->n == 5, "an object with an array");
    is_str(v.names[0], "b", "members stay in their order");
    ok(b->items[0].number == 1 && b->items[1].number == -2 && b->items[2].truth && b->items[3].kind == JSON_IS_NULL,
       "values");
    is_str(b->items[4].text, "đ\"", "escapes are undone");
    const struct json_value *x = json_member(json_member(&v, "a"), "x");
    ok(x != NULL && x->kind == JSON_IS_REAL && x->real > 1.49 && x->real < 1.51, "a number with a fraction");
    ok(json_member(&v, "c") == NULL && json_member(b, "b") == NULL, "what is not there is NULL");
    is_int(json_read(&a, STR("\"[[[[[[[[[[[[[[[[[[[[[\""), &v), JSON_FAULT_NONE, "brackets in a text are text");
}

static void refused(void)
{
    static const char *const bad[] = {
        "",
        " ",
        "{",
        "{\"a\":1,}",
        "{a:1}",
        "[1 2]",
        "01",
        "nul",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "\"\\ud800\"",
        "\"\xff\"",
        "\"a\\u0000b\"",
        "\"\x01\"",
        "'a'",
        "NaN",
        "[1e999]",
        "99999999999999999999",
        "// c\n1",
        "\xef\xbb\xbf{}",
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        is_int(fault_of(bad[i]), JSON_FAULT_BAD, "refused, number %zu", i);
    }
    char deep[2 * JSON_READ_DEPTH + 3] = {0};
    memset(deep, '[', JSON_READ_DEPTH);
    memset(deep + JSON_READ_DEPTH, ']', JSON_READ_DEPTH);
    is_int(fault_of(deep), JSON_FAULT_NONE, "as deep as may be");
    memset(deep, '[', JSON_READ_DEPTH + 1);
    memset(deep + JSON_READ_DEPTH + 1, ']', JSON_READ_DEPTH + 1);
    is_int(fault_of(deep), JSON_FAULT_DEEP, "one deeper");
    struct str large = {arena_alloc(&a, JSON_READ_BYTES + 1), JSON_READ_BYTES + 1};
    memset((char *)(uintptr_t)large.p, ' ', large.n);
    struct json_value v = {.number = 7};
    is_int(json_read(&a, large, &v), JSON_FAULT_LARGE, "too large");
    is_int(v.number, 7, "the result is left alone");
}

static void types(void)
{
    ok(json_type_ok(STR("application/json")) && json_type_ok(STR("Application/JSON ; charset=utf-8")),
       "JSON's own type");
    ok(!json_type_ok(STR_NONE) && !json_type_ok(STR("text/plain")) && !json_type_ok(STR("application/jsonp")),
       "and no other");
}

int main(void)
{
    values();
    refused();
    types();
    arena_free(&a);
    return tap_done();
}
