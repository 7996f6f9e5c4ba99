// fuzz_http_json.c: whatever a body is, what is read of it keeps the promises of http/json.h.
#include "base/utf8.h"
#include "fuzz.h"
#include "http/json.h"

static void walk(const struct json_value *v, int depth)
{
    BUG_ON(depth > JSON_READ_DEPTH || v->text.p == NULL || !utf8_valid(v->text));
    BUG_ON(v->text.n > 0 && memchr(v->text.p, 0, v->text.n) != NULL);
    for (size_t i = 0; i < v->n; i++) {
        if (v->kind == JSON_IS_OBJECT) {
            BUG_ON(!utf8_valid(v->names[i]) || json_member(v, v->names[i].p) != &v->items[i]);
        }
        walk(&v->items[i], depth + 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = ARENA_INIT;
    struct json_value v;
    if (json_read(&a, (struct str){(const char *)data, size}, &v) == JSON_FAULT_NONE) {
        walk(&v, 0);
    }
    arena_free(&a);
    return 0;
}
