// docs_jsonl.c: objects a line, values as text, lines that are none told with their number.
#include "docs/jsonl.h"

#include "tap.h"

static bool from_str(void *arg, char *p, size_t max, size_t *n, struct err *e)
{
    (void)e;
    struct str *rest = arg;
    *n = rest->n < max ? rest->n : max;
    *n = *n > 3 ? 3 : *n;
    memcpy(p, rest->p, *n);
    *rest = str_slice(*rest, *n, rest->n);
    return true;
}

int main(void)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    struct csv_bad bad;
    int64_t line;
    struct str v;
    struct str input = STR("\xEF\xBB\xBF{\"text\":\"e\xCC\x81!\",\"n\":12345678901,\"r\":-73.5,\"t\":true,\"z\":null}\r\n"
                           "\n[1]\n{\"a\":1,\"a\":2}\n{\"o\":{},\"nul\":\"x\\u0000y\"}\n{\"last\":1}");
    struct jsonl *j = jsonl_new(from_str, &input);
    ok(jsonl_next(j, &line, &bad, &e) == CSV_ROW && line == 1, "the first line, with a mark before it");
    ok(jsonl_text(j, &a, "text", &v), "text");
    is_str(v, "é!", "in composed form");
    ok(jsonl_text(j, &a, "n", &v), "a number");
    is_str(v, "12345678901", "as written");
    ok(jsonl_text(j, &a, "r", &v), "a fraction");
    is_str(v, "-73.5", "as written");
    ok(jsonl_text(j, &a, "t", &v), "true");
    is_str(v, "true", "as a word");
    ok(jsonl_text(j, &a, "z", &v) && v.p == NULL, "null is nothing");
    ok(jsonl_text(j, &a, "no", &v) && v.p == NULL, "so is what is not there");
    ok(strcmp(jsonl_name(j, 0), "text") == 0 && jsonl_name(j, 5) == NULL, "names in their order");
    ok(jsonl_next(j, &line, &bad, &e) == CSV_BAD && bad.line == 3, "a list is no object");
    ok(jsonl_next(j, &line, &bad, &e) == CSV_BAD && bad.line == 4, "a name twice");
    ok(jsonl_next(j, &line, &bad, &e) == CSV_ROW && line == 5, "reading goes on");
    ok(!jsonl_text(j, &a, "o", &v), "an object inside is no text");
    ok(!jsonl_text(j, &a, "nul", &v), "nor is a zero byte");
    ok(jsonl_next(j, &line, &bad, &e) == CSV_ROW && line == 6, "a last line without an end");
    ok(jsonl_next(j, &line, &bad, &e) == CSV_END, "the end");
    jsonl_free(j);
    arena_free(&a);
    return tap_done();
}
